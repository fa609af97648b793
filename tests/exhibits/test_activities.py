"""Activities as visitors meet them: the list, the page, what search engines read."""

import datetime
import json
import re

import pytest
import time_machine
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exhibits.models import Activity, FollowUp, Occurrence
from exhibits.now import activities as activities_now
from exhibits.now.activities import Choice, latest_feedback, past_page, upcoming_page
from exhibits.outputs.structured_data import language_codes
from helsingborgsrummet.serving.clock import next_change_at
from tests.factory import make_activity, make_area, make_occurrence, make_plan, make_room, swedish

pytestmark = pytest.mark.django_db
NOW = swedish(2026, 11, 25, 12)
LIST = "/aktiviteter/"
HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOW, tick=False):
        yield


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def titles(page):
    return re.findall(r'<h4><a href="[^"]+">([^<]+)</a>', page)


# --- The list -----------------------------------------------------------------------------------


def test_the_list_is_grouped_by_month_and_week(client):
    make_activity(title="Vandring", times=[swedish(2026, 11, 26, 16), swedish(2027, 1, 2, 10)])
    make_activity(title="Öppet hus", times=[swedish(2026, 11, 26, 10), swedish(2026, 12, 1, 10)])
    page = read(client, LIST)
    assert titles(page) == ["Öppet hus", "Vandring", "Öppet hus", "Vandring"]
    assert re.findall(r"<h[23][^>]*>([^<]+)</h[23]>", page.partition("<main")[2].partition("</main")[0])[:8] == [
        "Kommande aktiviteter",
        "November 2026", "v. 48, 23–29 november 2026",
        "December 2026", "v. 49, 30 november–6 december 2026",
        "Januari 2027", "v. 53, 28 december 2026–3 januari 2027",
        "Lägg in aktiviteterna i din kalender",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "is_upcoming"),
    [
        ((2026, 11, 25, 12, 1), (2026, 11, 25, 13), True),
        ((2026, 11, 25, 12), (2026, 11, 25, 13), True),
        ((2026, 11, 25, 11), (2026, 11, 25, 12, 1), True),
        ((2026, 11, 1, 11), (2026, 12, 1, 11), True),
        ((2026, 11, 25, 11), (2026, 11, 25, 12), False),
        ((2026, 11, 24, 11), (2026, 11, 24, 12), False),
    ],
)
def test_each_occurrence_is_upcoming_or_past(client, start, end, is_upcoming):
    make_occurrence(make_activity(), swedish(*start), ends_at=swedish(*end))
    assert len(titles(read(client, LIST))) == is_upcoming
    assert len(titles(read(client, LIST + "?visa=tidigare"))) == (not is_upcoming)


moments = st.integers(-5000, 5000).map(lambda minutes: NOW + datetime.timedelta(minutes=minutes))
spans = st.lists(
    st.tuples(moments, st.integers(1, 3000), st.sampled_from(Occurrence.State.values)), max_size=12
)


@given(spans, st.integers(1, 4))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pages_show_every_occurrence_once_and_in_one_list(rows, size):
    # A moment of its own, as each visit has: what was kept at another is asked for anew.
    now = NOW + datetime.timedelta()
    with transaction.atomic():
        for starts_at, minutes, state in rows:
            make_occurrence(
                make_activity(),
                starts_at,
                ends_at=starts_at + datetime.timedelta(minutes=minutes),
                state=state,
            )
        found = {}
        for name, page_of in (("upcoming", upcoming_page), ("past", past_page)):
            found[name], cursor = page_of(Choice(), now, size=size)
            while cursor:
                page, cursor = page_of(Choice(), now, cursor, size)
                found[name] += page
        shown = [row.pk for name in found for row in found[name]]
        assert sorted(shown) == sorted(Occurrence.objects.values_list("pk", flat=True))
        assert all(row.ends_at > now for row in found["upcoming"])
        assert all(row.ends_at <= now for row in found["past"])
        starts = [row.starts_at for row in found["upcoming"]]
        assert starts == sorted(starts)
        starts = [row.starts_at for row in found["past"]]
        assert starts == sorted(starts, reverse=True)
        Activity.objects.all().delete()


def test_what_begins_while_somebody_reads_is_on_the_next_page_still():
    activity = make_activity(times=[NOW + HOUR * number for number in (1, 2, 3)])
    first, cursor = upcoming_page(Choice(), NOW, size=1)
    later = NOW + datetime.timedelta(minutes=150)
    second, _ = upcoming_page(Choice(), later, cursor, size=1)
    assert [*first, *second] == list(activity.occurrences.all())[:2]


def test_only_published_activities_are_listed(client):
    make_activity(title="Utkast", published_at=None, times=[NOW + HOUR])
    make_activity(title="Sedan", published_at=NOW + HOUR, times=[NOW + HOUR])
    make_activity(title="Borta", withdrawn_at=NOW - HOUR, times=[NOW + HOUR])
    make_activity(title="Här", times=[NOW + HOUR])
    assert titles(read(client, LIST)) == ["Här"]


@pytest.mark.parametrize(
    ("ends_at", "months"),
    [
        (swedish(2027, 3, 2, 18), ["2027-01", "2027-02", "2027-03"]),
        (swedish(2027, 3, 1), ["2027-01", "2027-02"]),
        (swedish(2027, 1, 31, 18), ["2027-01"]),
    ],
)
def test_an_activity_over_several_months_is_in_each_of_them(client, ends_at, months):
    make_occurrence(make_activity(title="Utställning"), swedish(2027, 1, 20, 10), ends_at=ends_at)
    page = read(client, LIST)
    assert re.findall(r'<option value="(2027-\d\d)"', page) == months
    for month in ("2026-12", "2027-01", "2027-02", "2027-03"):
        found = ["Utställning"] if month in months else []
        assert titles(read(client, f"{LIST}?manad={month}")) == found, month
    with time_machine.travel(swedish(2028, 1, 1), tick=False):
        page = read(client, f"{LIST}?visa=tidigare")
        assert re.findall(r'<option value="(2027-\d\d)"', page) == months[::-1]
        assert titles(read(client, f"{LIST}?visa=tidigare&manad={months[-1]}")) == ["Utställning"]


def test_filters_narrow_the_list_and_stay_on_the_next_page(client):
    area = make_area(title="Gåsebäck", slug="gaseback")
    december, january = swedish(2026, 12, 31, 23), swedish(2027, 1, 1, 0)
    make_activity(title="A", kind="visning", areas=[area], age_from=5, age_to=12, times=[december])
    make_activity(title="B", kind="visning", times=[january])
    make_activity(title="C", kind="samtal", areas=[area], age_from=18, times=[january])
    assert titles(read(client, LIST + "?omrade=gaseback")) == ["A", "C"]
    assert titles(read(client, LIST + "?slag=visning")) == ["A", "B"]
    assert titles(read(client, LIST + "?manad=2026-12")) == ["A"]
    # A goes on into the new year.
    assert titles(read(client, LIST + "?manad=2027-01")) == ["A", "B", "C"]
    assert titles(read(client, LIST + "?manad=2027-02")) == []
    assert titles(read(client, LIST + "?malgrupp=barn")) == ["A"]
    page = read(client, LIST + "?omrade=gaseback&slag=samtal&manad=&malgrupp=")
    assert titles(page) == ["C"]
    assert "Visar aktiviteter av typen samtal i och om Gåsebäck" in page
    assert "kalender.ics?omrade=gaseback&amp;slag=samtal" in page


def test_a_filter_stays_on_the_next_page(client, monkeypatch):
    monkeypatch.setattr(activities_now.upcoming_page, "__defaults__", ("", 1))
    make_activity(title="A", kind="visning", times=[NOW + HOUR, NOW + 2 * HOUR])
    make_activity(title="B", kind="samtal", times=[NOW + HOUR])
    page = read(client, LIST + "?slag=visning")
    (address,) = re.findall(r'href="([^"]+)" rel="next"', page)
    assert "slag=visning" in address
    assert titles(read(client, LIST + address.replace("&amp;", "&"))) == ["A"]


@pytest.mark.parametrize(
    "query",
    [
        "omrade=finns-inte", "slag=fest", "manad=2026-13", "manad=2026", "manad=0000-01",
        "manad=9999-12", "malgrupp=katter", "visa=allt", "efter=x", "visa=tidigare&fore=1",
    ],
)  # fmt: skip
def test_what_is_no_choice_is_not_found(client, query):
    assert client.get(f"{LIST}?{query}").status_code == 404


def test_an_empty_list_leads_on(client):
    page = read(client, LIST)
    assert "Inga aktiviteter är planerade just nu." in page
    assert "?visa=tidigare" in page
    assert "Det har inte hållits någon aktivitet ännu." in read(client, LIST + "?visa=tidigare")
    page = read(client, LIST + "?slag=samtal")
    assert "Det finns inga kommande aktiviteter av typen samtal." in page
    assert "Visa alla kommande aktiviteter" in page


def test_what_is_cancelled_stays_in_the_list_and_says_so(client):
    activity = make_activity(title="Vandring")
    make_occurrence(activity, NOW + HOUR, state="cancelled", note="Ledaren är sjuk.")
    page = read(client, LIST)
    assert titles(page) == ["Vandring"]
    assert "Inställd" in page
    assert "Ledaren är sjuk." in page


def test_the_clock_knows_when_an_occurrence_begins_and_is_over():
    make_occurrence(make_activity(), NOW + HOUR, ends_at=NOW + 3 * HOUR)
    assert next_change_at(NOW) == NOW + HOUR
    assert next_change_at(NOW + HOUR) == NOW + 3 * HOUR


# --- The page of one activity -------------------------------------------------------------------


def test_the_page_tells_what_to_know_before_coming(client):
    make_room()
    area = make_area(title="Gåsebäck")
    activity = make_activity(
        title="Bygglördag",
        kind="verkstad",
        areas=[area, make_area(title="Hemligt", published_at=None)],
        audience="barn med vuxen",
        age_from=5,
        age_to=12,
        languages="svenska och engelska",
        access="Hörslinga finns.",
        signup="Anmäl er senast fredag.",
        signup_link="https://example.org/anmalan",
        organiser_role="Värdarna",
        contact_email="rummet@example.org",
        times=[swedish(2026, 12, 5, 11)],
    )
    page = read(client, activity.get_absolute_url())
    for words in (
        "Verkstad", "lördag 5 december 2026", "kl. 11–13", "Gåsebäck", "5–12 år",
        "Barn med vuxen", "Svenska och engelska", "Hörslinga finns.", "Anmäl er senast fredag.",
        "Gratis", "Värdarna", "rummet@example.org", "Järnvägsgatan 22",
    ):  # fmt: skip
        assert words in page, words
    assert "Hemligt" not in page
    # What goes as planned needs no word for it.
    assert "Planerad" not in page
    assert "noindex" not in page


@pytest.mark.parametrize(
    ("state", "shown", "hidden"),
    [
        ("planned", ["Anmäl er senast fredag.", "https://example.org/anmalan"], ["Fullbokad"]),
        ("full", ["Anmälan", "Fullbokad"], ["Anmäl er", "https://example.org/anmalan"]),
        ("cancelled", ["Inställd"], ["Anmälan", "https://example.org/anmalan", "Gratis"]),
    ],
)
def test_nobody_is_asked_to_sign_up_for_what_is_full_or_cancelled(client, state, shown, hidden):
    activity = make_activity(
        signup="Anmäl er senast fredag.",
        signup_link="https://example.org/anmalan",
        times=[swedish(2026, 12, 5, 11)],
    )
    activity.occurrences.update(state=state)
    page = read(client, activity.get_absolute_url())
    for words in shown:
        assert words in page, words
    for words in hidden:
        assert words not in page, words


@pytest.mark.parametrize(
    ("plan_is", "area_is", "is_shown"),
    [({}, {}, True), ({"published_at": None}, {}, False), ({}, {"published_at": None}, False)],
)
def test_the_plan_is_named_when_it_has_a_page(client, plan_is, area_is, is_shown):
    plan = make_plan(make_area(**area_is), title="Kvarteret Hemligt", **plan_is)
    page = read(client, make_activity(plan=plan).get_absolute_url())
    assert ("Kvarteret Hemligt" in page) == is_shown
    assert (plan.get_absolute_url() in page) == is_shown


@pytest.mark.parametrize(
    ("others", "times_said", "heading"),
    [
        ({}, 1, "Plats"),
        ({"state": "cancelled", "note": "Ledaren är sjuk."}, 1, "Plats"),
        ({"note": "Ta med reflex."}, 2, "När och var"),
        ({"state": "full"}, 2, "När och var"),
        ({"place": "Biblioteket"}, 2, "När och var"),
    ],
)
def test_a_page_says_its_only_time_once_and_where_beside_it(client, others, times_said, heading):
    make_room(name="Stadsbyggnadshuset")
    activity = make_activity()
    make_occurrence(activity, swedish(2026, 12, 9, 10), **others)
    page = read(client, activity.get_absolute_url()).partition("<main")[2]
    assert page.count("9 december 2026") == times_said
    assert re.search(r'<h2 id="when">([^<]+)', page)[1] == heading
    assert page.count(others.get("note", activity.summary)) == 1
    title = page.partition('id="when"')[0]
    where = others.get("place", "Helsingborgsrummet, Stadsbyggnadshuset")
    assert (where in title) is (others.get("state") != "cancelled")


def test_a_moved_occurrence_says_from_when_and_where_it_is(client):
    make_room()
    activity = make_activity(times=[swedish(2026, 12, 5, 11)])
    occurrence = activity.occurrences.get()
    occurrence.starts_at, occurrence.ends_at = swedish(2026, 12, 6, 11), swedish(2026, 12, 6, 12)
    occurrence.state, occurrence.place = "moved", "Biblioteket"
    occurrence.save()
    page = read(client, activity.get_absolute_url())
    assert "söndag 6 december 2026" in page
    assert "Ny tid och plats" in page
    assert "5 december 2026 kl. 11" in page
    assert "Ny plats: Biblioteket" in page
    assert "Järnvägsgatan 22. <a" not in page


def test_the_feedback_tells_what_was_heard_and_what_came_of_it(client):
    activity = make_activity(
        kind="trygghetsvandring",
        times=[swedish(2026, 10, 14, 17)],
        heard="Det är mörkt.",
        done="Vi lagade lampan.",
        why_not="Tunneln rivs snart.",
        feedback_on=datetime.date(2026, 11, 1),
        children_ages="7–9 år",
        protocol_link="https://example.org/protokoll",
    )
    FollowUp.objects.create(
        activity=activity, action="Laga lampan", responsible_role="Gatuenheten", state="done"
    )
    FollowUp.objects.create(
        activity=activity,
        action="Riv tunneln",
        responsible_role="Vägenheten",
        state="declined",
        reason="Det är inte vår tunnel.",
        follow_up_on=datetime.date(2027, 2, 1),
    )
    page = read(client, activity.get_absolute_url())
    for words in (
        "Det är mörkt.", "Vi lagade lampan.", "Tunneln rivs snart.", "1 november 2026", "7–9 år",
        "Laga lampan", "Gatuenheten", "Klart", "Blir inte av", "Det är inte vår tunnel.",
        "1 februari 2027", "https://example.org/protokoll", "Har varit",
    ):  # fmt: skip
        assert words in page, words
    assert page.index("Det är mörkt.") < page.index("Inga fler tillfällen är planerade.")
    assert latest_feedback(NOW, 3) == [activity]


def test_a_protocol_alone_is_shown(client):
    activity = make_activity(
        protocol_link="https://example.org/protokoll", times=[NOW - datetime.timedelta(days=1)]
    )
    assert "https://example.org/protokoll" in read(client, activity.get_absolute_url())


def test_an_activity_that_is_withdrawn_is_gone_and_says_why(client):
    activity = make_activity(withdrawn_at=NOW - HOUR, withdrawn_reason="Vi slog ihop två.")
    for address in (activity.get_absolute_url(), f"{LIST}{activity.slug}.ics"):
        response = client.get(address)
        assert response.status_code == 410
        assert "Vi slog ihop två." in response.content.decode()


def test_an_area_tells_what_comes_and_what_came_of_the_last(client):
    area = make_area()
    assert "Aktiviteter om" not in read(client, area.get_absolute_url())
    weekly = [NOW + datetime.timedelta(days=7 * number) for number in range(1, 8)]
    make_activity(title="Varje vecka", areas=[area], times=weekly)
    make_activity(title="En gång", areas=[area], times=[NOW + datetime.timedelta(days=60)])
    make_activity(title="Någon annanstans", times=weekly)
    cancelled = make_activity(title="Inställt möte", areas=[area])
    make_occurrence(cancelled, NOW + HOUR, state="cancelled")
    make_activity(
        title="Vandringen", areas=[area], heard="Mörkt.", feedback_on=datetime.date(2026, 11, 1)
    )
    page = read(client, area.get_absolute_url())
    assert page.count("Varje vecka") == 1
    assert "En gång" in page
    assert "Någon annanstans" not in page
    assert "Inställt möte" not in page
    assert "Vandringen: det här ledde det till" in page


# --- What search engines read -------------------------------------------------------------------


def events_on(page):
    (text,) = re.findall(r'<script type="application/ld\+json">(.+?)</script>', page)
    return json.loads(text)


def test_each_coming_occurrence_is_an_event(client):
    make_room(city="Helsingborg")
    activity = make_activity(
        title="Öppet hus", languages="svenska, engelska", age_from=5, age_to=12
    )
    make_occurrence(activity, swedish(2026, 10, 1, 16))
    make_occurrence(activity, swedish(2026, 12, 3, 16))
    make_occurrence(activity, swedish(2027, 6, 3, 16), state="full")
    first, second = events_on(read(client, activity.get_absolute_url()))
    assert first["name"] == "Öppet hus"
    assert first["startDate"] == "2026-12-03T16:00+01:00"
    assert second["startDate"] == "2027-06-03T16:00+02:00"
    assert first["eventStatus"] == "https://schema.org/EventScheduled"
    assert first["location"]["address"]["streetAddress"] == "Järnvägsgatan 22"
    assert first["isAccessibleForFree"] is True
    assert first["inLanguage"] == ["sv", "en"]
    assert first["typicalAgeRange"] == "5-12"
    assert first["offers"]["availability"].endswith("InStock")
    assert second["offers"]["availability"].endswith("SoldOut")


@pytest.mark.parametrize(
    ("hour", "state", "offered"),
    [
        (swedish(2026, 12, 3, 16), "planned", "InStock"),
        (swedish(2026, 12, 3, 16), "full", "SoldOut"),
        (swedish(2026, 12, 3, 16), "cancelled", None),
        (swedish(2026, 10, 1, 16), "planned", None),
        (swedish(2026, 10, 1, 16), "full", None),
    ],
)
def test_only_what_can_be_gone_to_is_offered(client, hour, state, offered):
    activity = make_activity()
    make_occurrence(activity, hour, state=state)
    (event,) = events_on(read(client, activity.get_absolute_url()))
    assert event["isAccessibleForFree"] is True
    availability = event.get("offers", {}).get("availability", "")
    assert availability == (f"https://schema.org/{offered}" if offered else "")


def test_the_status_of_an_event_follows_what_happened(client):
    activity = make_activity()
    names = ["cancelled", "place moved", "time moved", "moved online"]
    for number in range(4):
        make_occurrence(activity, swedish(2026, 12, 1 + number, 16))
    cancelled, place, time, online = activity.occurrences.all()
    cancelled.state = "cancelled"
    place.state, place.place = "moved", "Biblioteket"
    time.state, time.starts_at = "moved", swedish(2026, 12, 3, 17)
    online.state, online.online_url = "moved", "https://example.org/mote"
    for row in (cancelled, place, time, online):
        row.save()
    events = events_on(read(client, activity.get_absolute_url()))
    statuses = [event["eventStatus"].rpartition("/")[2] for event in events]
    assert dict(zip(names, statuses, strict=True)) == {
        "cancelled": "EventCancelled",
        "place moved": "EventScheduled",
        "time moved": "EventRescheduled",
        "moved online": "EventMovedOnline",
    }
    assert events[1]["location"]["name"] == "Biblioteket"
    assert events[2]["previousStartDate"] == "2026-12-03T16:00+01:00"
    assert events[3]["location"] == {"@type": "VirtualLocation", "url": "https://example.org/mote"}


def test_an_example_says_so_to_readers_and_machines(client):
    activity = make_activity(title="Vandring", is_example=True, times=[NOW + HOUR])
    page = read(client, activity.get_absolute_url())
    assert '<meta name="robots" content="noindex">' in page
    (event,) = events_on(page)
    assert event["name"] == "Exempel: Vandring"
    assert event["description"].startswith("Exempel")
    assert activity.get_absolute_url() not in read(client, "/sitemap-aktiviteter.xml")


def test_no_text_breaks_out_of_the_data_block(client):
    activity = make_activity(
        title="</script><script>alert(1)</script> & <!-- \u2028", times=[NOW + HOUR]
    )
    page = read(client, activity.get_absolute_url())
    assert re.findall("<script[^>]*>", page) == ['<script type="application/ld+json">']
    assert events_on(page)[0]["name"] == activity.title


def test_the_sitemap_lists_true_activities(client):
    activity = make_activity()
    assert activity.get_absolute_url() in read(client, "/sitemap-aktiviteter.xml")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("svenska", ["sv"]),
        ("svenska och lätt svenska", ["sv"]),
        ("Svenska, engelska och svenskt teckenspråk", ["sv", "en", "swl"]),
        ("", []),
        ("klingonska", []),
    ],
)
def test_languages_become_codes(text, codes):
    assert language_codes(text) == codes


# --- What is stored -----------------------------------------------------------------------------


def test_the_number_of_an_entry_rises_when_its_calendar_would_read_differently():
    activity = make_activity(times=[swedish(2026, 12, 3, 16)])
    occurrence = activity.occurrences.get()
    uid = occurrence.uid

    def sequence():
        row = Occurrence.objects.get()
        assert row.uid == uid
        return row.sequence

    occurrence.save()
    assert sequence() == 0
    for number, (name, value) in enumerate(
        [
            ("ends_at", swedish(2026, 12, 3, 19)),
            ("starts_at", swedish(2026, 12, 3, 17)),
            ("place", "Biblioteket"),
            ("state", "cancelled"),
            ("note", "Ledaren är sjuk."),
        ],
        1,
    ):
        setattr(occurrence, name, value)
        occurrence.save()
        assert sequence() == number, name
        assert Occurrence.objects.get().changed_at == NOW
    activity.heard, activity.feedback_on = "Mörkt.", datetime.date(2026, 11, 1)
    activity.save()
    assert sequence() == 5
    activity.title = "Nytt namn"
    activity.save()
    assert sequence() == 6
    # The row in memory is older than the number that the activity raised.
    occurrence.save()
    assert sequence() == 6
    occurrence.state = "planned"
    occurrence.save(update_fields=["state"])
    assert sequence() == 7


def test_two_occurrences_of_an_activity_never_begin_together():
    activity = make_activity(times=[NOW])
    with pytest.raises(IntegrityError), transaction.atomic():
        make_occurrence(activity, NOW)


FORTNIGHT = datetime.timedelta(days=14)


@pytest.mark.parametrize(
    ("options", "end", "is_missing"),
    [
        ({"kind": "trygghetsvandring"}, NOW - FORTNIGHT, True),
        ({"kind": "oppet-hus"}, NOW - FORTNIGHT, True),
        ({"kind": "trygghetsvandring"}, NOW - FORTNIGHT + HOUR, False),
        ({"kind": "guidad-tur"}, NOW - FORTNIGHT, False),
        ({"kind": "samtal", "published_at": None}, NOW - FORTNIGHT, False),
        (
            {"kind": "samtal", "heard": "X", "feedback_on": datetime.date(2026, 11, 20)},
            NOW - FORTNIGHT,
            False,
        ),
    ],
)
def test_staff_are_reminded_of_missing_feedback(options, end, is_missing):
    activity = make_activity(**options)
    make_occurrence(activity, end - HOUR, ends_at=end)
    assert list(Activity.objects.missing_feedback(NOW)) == [activity] * is_missing


def test_no_feedback_is_asked_for_before_the_last_time_or_when_nothing_was_held():
    recurring = make_activity(kind="samtal", times=[NOW - 2 * FORTNIGHT, NOW + HOUR])
    cancelled = make_activity(kind="samtal")
    make_occurrence(cancelled, NOW - 2 * FORTNIGHT, state="cancelled")
    assert list(Activity.objects.missing_feedback(NOW)) == []
    recurring.occurrences.filter(starts_at=NOW + HOUR).update(state="cancelled")
    assert list(Activity.objects.missing_feedback(NOW)) == [recurring]
