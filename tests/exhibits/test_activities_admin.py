"""Activities in the admin: weekly times, what is removed, full and cancelled from a list."""

import datetime

import pytest
import time_machine

from exhibits.models import Activity, Occurrence, OpeningException, OpeningRule
from exhibits.words_sv.occurrences import time_text
from helsingborgsrummet.content.dates import STOCKHOLM
from tests.admin_form import read_form
from tests.admin_forms import moment_fields, no_rows
from tests.factory import make_activity, make_occurrence, swedish

pytestmark = pytest.mark.django_db
NOW = swedish(2026, 11, 25, 12)
ACTIVITIES = "/admin/exhibits/activity/"
OCCURRENCES = "/admin/exhibits/occurrence/"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOW, tick=False):
        yield


def row(day, opens="16", closes="18.30", **kwargs):
    """One occurrence as its form sends it."""
    defaults = {"last_day": "", "state": "planned", "note": "", "place": "", "online_url": ""}
    return {"day": day, "opens": opens, "closes": closes, **defaults, "repeat_until": "", **kwargs}


def fields(*rows, stored=0, **kwargs):
    """A complete form of an activity; the first ``stored`` rows are in the database."""
    data = {
        "title": "Vandring",
        "slug": "",
        "kind": "trygghetsvandring",
        "summary": "Vi går tillsammans.",
        "body": "",
        "venue": "room",
        "languages": "svenska",
        "cost": "gratis",
        **no_rows("follow_ups", "corrections"),
        "occurrences-TOTAL_FORMS": len(rows),
        "occurrences-INITIAL_FORMS": stored,
    }
    for number, each in enumerate(rows):
        data |= {f"occurrences-{number}-{name}": value for name, value in each.items()}
    return {**data, **kwargs}


def stored_rows(activity):
    """The stored rows as their form sends them back."""
    rows = []
    for each in activity.occurrences.all():
        start, end = each.starts_at.astimezone(STOCKHOLM), each.ends_at.astimezone(STOCKHOLM)
        rows.append(
            row(
                f"{start:%Y-%m-%d}",
                f"{start:%H.%M}",
                f"{end:%H.%M}",
                id=each.pk,
                activity=activity.pk,
                state=each.state,
                note=each.note,
                place=each.place,
            )
        )
    return rows


def save(client, data, activity=None):
    address = f"{ACTIVITIES}{activity.pk}/change/" if activity else ACTIVITIES + "add/"
    response = client.post(address, data)
    assert response.status_code == 302, response.context["errors"]
    return Activity.objects.get()


def errors(client, data):
    response = client.post(ACTIVITIES + "add/", data)
    assert response.status_code == 200
    assert not Activity.objects.exists()
    return " ".join(map(str, response.context["errors"]))


def starts(activity):
    return [
        f"{each.starts_at.astimezone(STOCKHOLM):%Y-%m-%d %H:%M}"
        for each in activity.occurrences.all()
    ]


def test_several_days_and_nights_are_written_as_people_say_them(sign_in):
    activity = save(
        sign_in("Värd"),
        fields(
            row("2026-12-03"),
            row("2026-12-05", "9.30", "24"),
            row("2026-12-11", "22", "1"),
            row("2026-12-18", "16", "12", last_day="2026-12-20"),
        ),
    )
    assert [time_text(each.starts_at, each.ends_at) for each in activity.occurrences.all()] == [
        "torsdag 3 december 2026 kl. 16.00–18.30",
        "lördag 5 december 2026 kl. 9.30–24.00",
        "fredag 11 december kl. 22 till lördag 12 december 2026 kl. 1",
        "fredag 18 december kl. 16 till söndag 20 december 2026 kl. 12",
    ]


def test_a_weekly_repetition_is_made_once_however_often_it_is_asked_for(sign_in):
    client = sign_in("Redaktör")
    weekly = row("2027-03-18", repeat_until="2027-04-08")
    activity = save(client, fields(weekly))
    expected = ["2027-03-18 16:00", "2027-03-25 16:00", "2027-04-01 16:00", "2027-04-08 16:00"]
    assert starts(activity) == expected
    rows = stored_rows(activity)
    rows[0]["repeat_until"] = "2027-04-15"
    # One was moved and one cancelled: both stand for their weeks.
    rows[1] |= {"day": "2027-03-26", "state": "moved"}
    rows[2] |= {"state": "cancelled", "note": "Skärtorsdag"}
    save(client, fields(*rows, stored=4), activity)
    expected[1] = "2027-03-26 16:00"
    assert starts(activity) == [*expected, "2027-04-15 16:00"]
    rows = stored_rows(activity)
    rows[0]["repeat_until"] = "2027-04-15"
    save(client, fields(*rows, stored=5), activity)
    assert starts(activity) == [*expected, "2027-04-15 16:00"]


def test_what_was_public_is_cancelled_when_it_is_removed_and_a_draft_is_not(sign_in, client):
    client = sign_in("Redaktör")
    activity = save(client, fields(row("2026-12-03"), row("2026-12-10"), row("2026-12-17")))
    rows = stored_rows(activity)
    rows[2]["DELETE"] = "on"
    save(client, fields(*rows, stored=3), activity)
    assert starts(activity) == ["2026-12-03 16:00", "2026-12-10 16:00"]
    public = moment_fields("published_at", NOW - datetime.timedelta(days=1))
    rows = stored_rows(activity)
    save(client, fields(*rows, stored=2, **public), activity)
    rows = stored_rows(activity)
    rows[1]["DELETE"] = "on"
    save(client, fields(*rows, stored=2, **public), activity)
    assert "kan finnas i människors kalendrar" in client.get(ACTIVITIES).content.decode()
    removed = activity.occurrences.last()
    assert removed.state == "cancelled"
    assert removed.note == "Tillfället är borttaget ur programmet."
    assert removed.sequence == 1
    assert "STATUS:CANCELLED" in client.get("/aktiviteter/kalender.ics").content.decode()


def test_a_published_time_that_is_changed_says_so_itself(sign_in, client):
    client = sign_in("Redaktör")
    activity = save(client, fields(row("2026-12-03")))

    def change(**typed):
        rows = [stored_rows(activity)[0] | typed]
        save(client, fields(*rows, stored=1, **public), activity)
        return activity.occurrences.get().state

    public = {}
    assert change(day="2026-12-04") == "planned"
    activity.occurrences.update(planned_at=swedish(2026, 12, 4, 16))
    public = moment_fields("published_at", NOW - datetime.timedelta(days=1))
    assert change() == "planned"
    assert change(closes="19") == "planned"
    assert change(day="2026-12-10") == "moved"
    assert change(day="2026-12-04") == "planned"
    assert change(day="2026-12-10") == "moved"
    assert change(state="planned") == "planned"  # an editor knows better
    assert change(day="2026-12-11", state="full") == "full"
    page = client.get(activity.get_absolute_url()).content.decode()
    assert "Fullbokad" in page and "4 december 2026" in page


def test_a_cancelled_time_says_why(sign_in):
    words = errors(sign_in("Redaktör"), fields(row("2026-12-03", state="cancelled")))
    assert "Skriv varför det är inställt." in words


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([row("2026-12-03", "16", "13")], "Slutar före det börjar."),
        ([row("2026-12-03", last_day="2026-12-02")], "måste sluta efter att det börjat"),
        ([row("2026-12-03", "kvart över", "13")], "Skriv tiden så här: 10 eller 9.30."),
        ([row("2027-03-28", "2.30", "4")], "så kl. 2.30 finns inte"),
        ([row("2026-12-03"), row("2026-12-03", closes="20")], "har redan ett tillfälle"),
        ([row("2026-12-03", repeat_until="2026-12-03")], "högst två år fram i tiden"),
        ([row("2026-12-03", repeat_until="2030-12-03")], "högst två år fram i tiden"),
    ],
)
def test_times_that_cannot_be_are_explained(sign_in, rows, words):
    assert words in errors(sign_in("Redaktör"), fields(*rows))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"venue": "address"}, "Fyll i platsen när aktiviteten inte är i rummet."),
        ({"venue": "online"}, "Fyll i adressen på webben."),
        ({"venue": "online", "online_url": "javascript:alert(1)"}, "https://"),
        ({"age_from": "9", "age_to": "5"}, "Åldrarna står i fel ordning."),
        ({"heard": "Mörkt."}, "Fyll i dagen då återkopplingen gavs."),
        ({"slug": "kalender"}, "Adressen kalender hör till kalendern."),
    ],
)
def test_what_contradicts_itself_is_explained(sign_in, options, words):
    assert words in errors(sign_in("Redaktör"), fields(**options))


def test_the_preview_shows_what_is_not_saved(sign_in):
    page = sign_in("Redaktör").post(
        ACTIVITIES + "forhandsvisning/", fields(row("2026-12-03", note="Ta med reflex."))
    )
    assert page.status_code == 200
    for words in ("Vandring", "torsdag 3 december 2026", "Ta med reflex.", "Inget är sparat"):
        assert words in page.content.decode()
    assert not Activity.objects.exists()


def test_a_host_marks_as_full_and_plans_again_from_the_list(sign_in):
    activity = make_activity(title="Visning", times=[swedish(2026, 12, 3, 16)])
    make_activity(title="I går", times=[swedish(2026, 11, 24, 16)])
    client = sign_in("Värd")
    page = client.get(OCCURRENCES).content.decode()
    assert "torsdag 3 december 2026 kl. 16–18" in page
    assert "I går" not in page
    assert "I går" in client.get(OCCURRENCES + "?nar=tidigare").content.decode()
    chosen = {"_selected_action": [activity.occurrences.get().pk]}
    response = client.post(OCCURRENCES, {"action": "mark_full", **chosen}, follow=True)
    assert "är fullbokat nu." in response.content.decode()
    assert activity.occurrences.get().state == "full"
    client.post(OCCURRENCES, {"action": "mark_planned", **chosen})
    occurrence = activity.occurrences.get()
    assert (occurrence.state, occurrence.sequence) == ("planned", 2)


@pytest.mark.parametrize(
    ("state", "is_moved", "then", "note"),
    [
        ("full", False, "planned", "Nästa är i mars."),
        ("full", True, "moved", "Nästa är i mars."),
        ("cancelled", False, "planned", ""),
        ("cancelled", True, "moved", ""),
        ("moved", True, "moved", "Nästa är i mars."),
    ],
)
def test_planned_again_takes_away_only_what_is_no_longer_so(sign_in, state, is_moved, then, note):
    activity = make_activity()
    start = swedish(2026, 12, 3, 16)
    occurrence = make_occurrence(
        activity, start, planned_at=swedish(2026, 12, 1, 16) if is_moved else start,
        state=state, note="Nästa är i mars.",
    )  # fmt: skip
    chosen = {"_selected_action": [occurrence.pk]}
    sign_in("Värd").post(OCCURRENCES, {"action": "mark_planned", **chosen})
    occurrence.refresh_from_db()
    assert (occurrence.state, occurrence.note) == (then, note)


def test_a_host_cancels_with_a_reason(sign_in):
    activity = make_activity(title="Visning", times=[swedish(2026, 12, 3, 16)])
    over = make_occurrence(activity, swedish(2026, 11, 24, 16))
    client = sign_in("Värd")
    keys = list(activity.occurrences.values_list("pk", flat=True))
    chosen = {"action": "cancel", "_selected_action": keys}
    question = client.post(OCCURRENCES, chosen).content.decode()
    assert "torsdag 3 december 2026" in question
    assert "24 november" not in question
    page = client.post(OCCURRENCES, {**chosen, "cancel": "1", "note": " "}).content.decode()
    assert "Skriv varför." in page
    assert not activity.occurrences.filter(state="cancelled").exists()
    client.post(OCCURRENCES, {**chosen, "cancel": "1", "note": "Den som skulle visa är sjuk."})
    page = client.get(activity.get_absolute_url()).content.decode()
    assert "Inställd" in page
    assert "Den som skulle visa är sjuk." in page
    over.refresh_from_db()
    assert over.state == "planned"


@pytest.mark.parametrize("action", ["mark_full", "cancel", "mark_planned"])
def test_a_writer_changes_no_occurrence_of_what_is_public(sign_in, action):
    activity = make_activity(times=[swedish(2026, 12, 3, 16)])
    client = sign_in("Skribent")
    occurrence = activity.occurrences.get()
    data = {"action": action, "_selected_action": [occurrence.pk], "cancel": "1", "note": "X"}
    client.post(OCCURRENCES, data)
    changed = stored_rows(activity)
    changed[0]["state"] = "cancelled"
    for address in (
        f"{ACTIVITIES}{activity.pk}/change/",
        f"{OCCURRENCES}{occurrence.pk}/change/",
    ):
        assert client.post(address, fields(*changed, stored=1)).status_code == 403
    assert activity.occurrences.get().state == "planned"


def test_a_writer_writes_a_draft_with_times_and_cannot_publish_it(sign_in):
    client = sign_in("Skribent")
    activity = save(client, fields(row("2026-12-03"), **moment_fields("published_at", NOW)))
    assert activity.published_at is None
    assert starts(activity) == ["2026-12-03 16:00"]
    client.post(ACTIVITIES, {"action": "publish_now", "_selected_action": [activity.pk]})
    activity.refresh_from_db()
    assert activity.published_at is None


def test_a_host_publishes_an_activity(sign_in):
    client = sign_in("Värd")
    activity = save(client, fields(row("2026-12-03"), **moment_fields("published_at", NOW)))
    assert client.get(activity.get_absolute_url()).status_code == 200


def test_the_list_of_activities_finds_those_that_owe_an_answer(sign_in):
    make_activity(title="Gammal vandring", kind="samtal", times=[swedish(2026, 10, 1, 16)])
    make_activity(title="Ny vandring", kind="samtal", times=[swedish(2026, 11, 24, 16)])
    page = sign_in("Redaktör").get(ACTIVITIES + "?aterkoppling=saknas").content.decode()
    assert "Gammal vandring" in page
    assert "Ny vandring" not in page


def test_the_name_in_calendars_is_never_another(sign_in):
    client = sign_in("Redaktör")
    activity = save(client, fields(row("2026-12-03")))
    uid = activity.occurrences.get().uid
    rows = stored_rows(activity)
    rows[0]["day"] = "2026-12-04"
    save(client, fields(*rows, stored=1), activity)
    occurrence = Occurrence.objects.get()
    assert occurrence.uid == uid
    assert occurrence.planned_at == swedish(2026, 12, 3, 16)


def test_the_form_of_an_occurrence_leads_to_its_activity_and_offers_no_other(sign_in):
    editor = sign_in("Redaktör")
    activity = make_activity(title="Min aktivitet", times=[NOW + datetime.timedelta(hours=1)])
    make_activity(title="En annan aktivitet")
    occurrence = activity.occurrences.get()
    address = f"{OCCURRENCES}{occurrence.pk}/change/"
    content = editor.get(address).content.decode()
    assert f'<a href="/admin/exhibits/activity/{activity.pk}/change/">Min aktivitet</a>' in content
    assert "En annan aktivitet" not in content
    fields = {**read_form(editor.get(address)), "state": "full", "activity": "0"}
    assert editor.post(address, fields).status_code == 302
    occurrence.refresh_from_db()
    assert (occurrence.state, occurrence.activity) == ("full", activity)


# --- Compared with the opening hours ------------------------------------------------------------

TICK = "Ja, det ska hållas fast rummet är stängt då"


@pytest.fixture
def hours():
    """Open on Wednesdays 10–16; closed on 24 December."""
    OpeningRule.objects.create(weekday=3, opens=datetime.time(10), closes=datetime.time(16))
    day = datetime.date(2026, 12, 24)
    OpeningException.objects.create(first_on=day, last_on=day, kind="closed", reason="jul")


ASKED = [
    # Within the hours, outside them, and on a day that is closed.
    (row("2026-12-02", "10", "16"), False),
    (row("2026-12-02", "15", "17"), True),
    (row("2026-12-24", "22", "23"), True),
    # Only some of the weekly repetitions: the 23rd is a Wednesday, the 30th too.
    (row("2026-12-02", "10", "12", repeat_until="2026-12-30"), False),
    (row("2026-12-03", "10", "12", repeat_until="2026-12-24"), True),
    # Somewhere else, cancelled or over.
    (row("2026-12-24", "22", "23", place="Biblioteket"), False),
    (row("2026-12-24", "22", "23", state="cancelled", note="Sjuk."), False),
    (row("2026-11-20", "22", "23"), False),
]


@pytest.mark.parametrize(("asked_about", "is_asked"), ASKED)
def test_what_is_outside_the_hours_is_asked_about_once(sign_in, hours, asked_about, is_asked):
    client = sign_in("Värd")
    data = fields(asked_about)
    response = client.post(ACTIVITIES + "add/", data)
    assert response.status_code == (200 if is_asked else 302)
    assert Activity.objects.exists() is not is_asked
    if not is_asked:
        return
    page = response.content.decode()
    assert TICK in page
    assert "Enligt öppettiderna är rummet stängt hela eller en del av tiden: " in page
    # Nothing that was typed is lost, and the tick is all that is missing.
    sent = {name: values[0] for name, values in read_form(response).items()}
    for name, value in data.items():
        assert "_FORMS" in name or sent.get(name, "") == str(value), name
    assert (
        client.post(ACTIVITIES + "add/", {**sent, "occurrences-0-is_meant": "on"}).status_code
        == 302
    )
    # What is stored is not asked about again.
    activity = Activity.objects.get()
    again = {
        name: values[0]
        for name, values in read_form(client.get(f"{ACTIVITIES}{activity.pk}/change/")).items()
    }
    assert client.post(f"{ACTIVITIES}{activity.pk}/change/", again).status_code == 302


def test_an_activity_that_comes_to_the_room_is_asked_about(sign_in, hours):
    client = sign_in("Redaktör")
    activity = make_activity(venue="address", place="Torget", times=[swedish(2026, 12, 24, 22)])
    address = f"{ACTIVITIES}{activity.pk}/change/"
    sent = {name: values[0] for name, values in read_form(client.get(address)).items()}
    response = client.post(address, {**sent, "venue": "room", "place": ""})
    assert response.status_code == 200
    assert TICK in response.content.decode()


def test_a_preview_asks_nothing_about_hours(sign_in, hours):
    client = sign_in("Värd")
    response = client.post(ACTIVITIES + "forhandsvisning/", fields(row("2026-12-24", "22", "23")))
    assert "24 december 2026" in response.content.decode()


def test_one_occurrence_by_itself_is_asked_about(sign_in, hours):
    client = sign_in("Redaktör")
    (occurrence,) = make_activity(times=[swedish(2026, 12, 2, 12)]).occurrences.all()
    address = f"{OCCURRENCES}{occurrence.pk}/change/"
    sent = {name: values[0] for name, values in read_form(client.get(address)).items()}
    assert client.post(address, sent).status_code == 302
    moved = {**sent, "starts_at_0": "2026-12-24", "ends_at_0": "2026-12-24"}
    response = client.post(address, moved)
    assert response.status_code == 200, sent
    assert TICK in response.content.decode()
    assert client.post(address, {**moved, "is_meant": "on"}).status_code == 302
    occurrence.refresh_from_db()
    assert occurrence.starts_at == swedish(2026, 12, 24, 12)


PLANNED_AGAIN = [
    each for each in ASKED if each[0]["state"] == "planned" and not each[0]["repeat_until"]
]


@pytest.mark.parametrize(("row", "is_asked"), PLANNED_AGAIN)
def test_planned_again_is_asked_about_in_the_list(sign_in, hours, row, is_asked):
    client = sign_in("Värd")
    day = [int(part) for part in row["day"].split("-")]
    opens, closes = (swedish(*day, int(row[name])) for name in ("opens", "closes"))
    occurrence = make_occurrence(
        make_activity(), opens, ends_at=closes, state="cancelled", note="Sjuk.", place=row["place"]
    )
    chosen = {"action": "mark_planned", "_selected_action": [occurrence.pk]}
    response = client.post(OCCURRENCES, chosen)
    occurrence.refresh_from_db()
    if is_asked:
        assert (occurrence.state, occurrence.note) == ("cancelled", "Sjuk.")
        page = response.content.decode()
        assert "Ska de hållas" in page and str(occurrence) in page
        for name, value in chosen.items():
            assert f'name="{name}" value="{value if name == "action" else value[0]}"' in page
        client.post(OCCURRENCES, {**chosen, "is_meant": "Ja, planera dem igen"})
        occurrence.refresh_from_db()
    is_over = occurrence.ends_at < NOW
    assert occurrence.state == ("cancelled" if is_over else "planned")
