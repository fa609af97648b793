"""Opening hours on one screen, as staff use it."""

import datetime
import re

import pytest
import time_machine
from django.core.exceptions import ValidationError

from exhibits.models import (
    Activity,
    OpeningException,
    OpeningRule,
    OpeningSeason,
    load_schedule,
)
from exhibits.rules.opening_hours import Kind, hours_on
from tests.factory import make_activity, swedish

pytestmark = pytest.mark.django_db
SCREEN = "/admin/exhibits/openingrule/"
date, time = datetime.date, datetime.time


def posted(client, **changes):
    """What a browser would post of the screen as it is shown, with ``changes``."""
    screen = client.get(SCREEN).context["screen"]
    data = {
        "version": screen.version,
        "count_seasons": len(screen.seasons),
        "count_exceptions": len(screen.exceptions),
        "shown_on": "2026-11-24",
    }
    for form in (screen.week, *screen.seasons, *screen.exceptions):
        for field in form:
            value = field.value()
            if value not in (None, "", False):
                data[field.html_name] = f"{value:%H.%M}" if isinstance(value, time) else str(value)
    return {**data, **changes}


def test_the_standard_week_is_filled_in_and_shows_on_the_site(host):
    response = host.post(
        SCREEN,
        posted(host, save="1", **{"week-1_opens": "10", "week-1_closes": "16", "week-4_opens": "9.30",
               "week-4_closes": "12", "week-4_opens_again": "13", "week-4_closes_again": "18:00"}),
    )  # fmt: skip
    assert response.status_code == 302
    rules = [
        (row.weekday, row.opens, row.closes)
        for row in OpeningRule.objects.order_by("weekday", "opens")
    ]
    assert rules == [
        (1, time(10), time(16)),
        (4, time(9, 30), time(12)),
        (4, time(13), time(18)),
    ]
    page = host.get("/besok/").content.decode()
    assert "10.00–16.00" in page
    assert "09.30–12.00 och 13.00–18.00" in page


def test_saving_twice_keeps_everything(host):
    host.post(SCREEN, posted(host, save="1", **{
        "week-1_opens": "10", "week-1_closes": "16",
        "season0-name": "Sommar", "season0-first_on": "2027-06-28", "season0-last_on": "2027-08-15",
        "season0-1_opens": "11", "season0-1_closes": "14",
        "exception0-first_on": "2027-12-24", "exception0-kind": "closed", "exception0-reason": "jul",
    }))  # fmt: skip
    stored = load_schedule()
    assert [season.name for season in stored.seasons] == ["Sommar"]
    assert [row.reason for row in stored.exceptions] == ["jul"]
    assert host.post(SCREEN, posted(host, save="1")).status_code == 302
    assert load_schedule() == stored


def test_a_week_is_shown_before_saving(host):
    response = host.post(
        SCREEN,
        posted(host, show="1", shown_on="2027-01-06", **{
            "week-3_opens": "10", "week-3_closes": "16",
            "exception0-first_on": "2027-01-06", "exception0-kind": "closed",
            "exception0-reason": "trettondedag jul"}),
    )  # fmt: skip
    page = response.content.decode()
    assert "onsdag 6 januari" in page
    assert "Avvikande: trettondedag jul" in page
    assert not OpeningRule.objects.exists()
    assert not OpeningException.objects.exists()


def test_what_is_stored_lies_folded_and_what_is_changed_is_open(host):
    host.post(SCREEN, posted(host, save="1", **{
        "season0-name": "Sommar", "season0-first_on": "2027-06-28", "season0-last_on": "2027-08-15",
        "exception0-first_on": "2027-12-24", "exception0-last_on": "2027-12-26",
        "exception0-kind": "closed", "exception0-reason": "jul",
        "exception1-first_on": "2027-12-30", "exception1-kind": "extra",
        "exception1-opens": "17", "exception1-closes": "20",
    }))  # fmt: skip
    summaries = ["24–26 december 2027: stängt (jul)",
                 "Torsdag 30 december 2027: extra öppet kl. 17–20",
                 "Sommar: 28 juni–15 augusti 2027", "Ny säsong"]  # fmt: skip
    page = host.get(SCREEN).content.decode()
    for summary in summaries:
        assert f'<details class="opening-fold"><summary>{summary}</summary>' in page
    changed = posted(host, save="1", **{"exception1-opens": "klockan fem"})
    page = host.post(SCREEN, changed).content.decode()
    is_open = [f'<details class="opening-fold" open><summary>{each}<' in page for each in summaries]
    assert is_open == [False, True, False, False]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"week-1_opens": "10"}, "Fyll i både när rummet öppnar och när det stänger"),
        ({"week-1_opens": "tio", "week-1_closes": "16"}, "Skriv tiden så här: 10 eller 9.30."),
        ({"week-1_opens": "16", "week-1_closes": "10"}, "slutar innan den börjar"),
        (
            {"week-1_opens": "10", "week-1_closes": "14", "week-1_opens_again": "13", "week-1_closes_again": "16"},
            "överlappar varandra",
        ),
        ({"exception0-first_on": "2027-01-06", "exception0-kind": "other"}, "behöver minst en tid"),
        ({"exception0-reason": "jul"}, "Fyll i vilken dag det gäller."),
        (
            {"exception0-first_on": "2027-01-01", "exception0-last_on": "2027-01-06",
             "exception1-first_on": "2027-01-05", "exception1-last_on": "2027-01-10"},
            "är lika långa och överlappar",
        ),
        ({"season0-name": "Sommar"}, "Fyll i namn och båda datumen."),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_refused_in_words_and_stays(host, changes, words):
    response = host.post(SCREEN, posted(host, save="1", **changes))
    page = response.content.decode()
    assert response.status_code == 200
    assert words in page
    for value in changes.values():
        assert value in page
    assert load_schedule().is_empty


def test_whoever_saves_second_is_told_and_loses_nothing(host):
    mine = posted(host, save="1", **{"week-1_opens": "10", "week-1_closes": "16"})
    host.post(SCREEN, posted(host, save="1", **{"week-2_opens": "8", "week-2_closes": "9"}))
    response = host.post(SCREEN, mine)
    page = response.content.decode()
    assert "Någon annan har ändrat öppettiderna" in page
    assert 'value="16"' in page
    assert [row.weekday for row in OpeningRule.objects.all()] == [2]


@pytest.mark.parametrize(
    ("first", "last", "is_refused"), [(2, 9, True), (2, 8, False), (8, 8, False), (9, 15, False)]
)
def test_one_exception_as_long_as_another_is_refused_by_its_row(db, first, last, is_refused):
    OpeningException.objects.create(
        first_on=date(2027, 1, 1), last_on=date(2027, 1, 8), kind="closed"
    )
    row = OpeningException(
        first_on=date(2027, 1, first), last_on=date(2027, 1, last), kind="closed"
    )
    if is_refused:
        with pytest.raises(ValidationError, match="lika långa"):
            row.clean()
    else:
        row.clean()


def test_past_exceptions_are_kept(host):
    past = OpeningException.objects.create(
        first_on=date(2020, 1, 1), last_on=date(2020, 1, 1), kind="closed", reason="nyår"
    )
    host.post(SCREEN, posted(host, save="1", **{"week-1_opens": "10", "week-1_closes": "16"}))
    assert list(OpeningException.objects.all()) == [past]
    assert hours_on(load_schedule(), date(2020, 1, 1)).reason == "nyår"


def test_nothing_is_stored_when_the_transaction_breaks(host, monkeypatch):
    OpeningSeason.objects.create(name="Sommar", first_on=date(2027, 6, 1), last_on=date(2027, 8, 1))
    before = load_schedule()
    data = posted(host, save="1", **{"week-1_opens": "10", "week-1_closes": "16"})
    data["exception0-first_on"] = "2027-01-06"
    data["exception0-reason"] = "x" * 81
    assert host.post(SCREEN, data).status_code == 200
    assert load_schedule() == before
    assert Kind.CLOSED.value == "closed"


# --- Compared with what is planned in the room ----------------------------------------------------


@pytest.fixture
def january(sign_in):
    """A host on 4 January 2027."""
    with time_machine.travel(swedish(2027, 1, 4, 12), tick=False):
        yield sign_in("Värd")


@pytest.fixture
def wednesdays():
    """Open on Wednesdays 10–16, with a talk on one and another thing that is not in the room."""
    OpeningRule.objects.create(weekday=3, opens=time(10), closes=time(16))
    talk = make_activity(title="Samtalet", times=[swedish(2027, 1, 13, 12)])
    make_activity(
        title="På torget", venue="address", place="Torget", times=[swedish(2027, 1, 13, 12)]
    )
    return talk


CLOSING = {
    "a closed day": {"exception0-first_on": "2027-01-13", "exception0-kind": "closed"},
    "fewer hours": {"exception0-first_on": "2027-01-13", "exception0-kind": "other",
                    "exception0-opens": "10", "exception0-closes": "13"},
    "another week": {"week-3_closes": "13"},
    "a season": {"season0-name": "Vinter", "season0-first_on": "2027-01-11", "season0-last_on": "2027-01-17"},
}  # fmt: skip


@pytest.mark.parametrize("changes", CLOSING.values(), ids=CLOSING)
def test_hours_that_close_upon_something_planned_are_asked_about(january, wednesdays, changes):
    before = load_schedule()
    data = posted(january, save="1", **changes)
    page = january.post(SCREEN, data).content.decode()
    assert "Det här är planerat i rummet när det blir stängt: Samtalet, onsdag 13 januari" in page
    assert "På torget" not in page
    assert load_schedule() == before
    for value in changes.values():
        assert f'value="{value}"' in page
    (tick,) = re.findall(r'name="despite" value="([^"]*)"', page)
    assert january.post(SCREEN, {**data, "despite": tick}).status_code == 302
    # It is asked once, and not about what has been stored.
    assert january.post(SCREEN, posted(january, save="1")).status_code == 302


@pytest.mark.parametrize(
    "state",
    [{"withdrawn_at": swedish(2026, 1, 2), "withdrawn_reason": "Ny tid."}, {"published_at": None}],
)
def test_withdrawn_activities_are_not_asked_about_but_drafts_are(january, wednesdays, state):
    Activity.objects.filter(pk=wednesdays.pk).update(**state)
    data = posted(january, save="1", **CLOSING["a closed day"])
    assert january.post(SCREEN, data).status_code == (302 if "withdrawn_at" in state else 200)


def test_what_is_planned_on_a_closed_day_waits_for_somebody(january, wednesdays):
    def waiting():
        groups = january.get("/admin/").context["groups"]
        return [
            (row.text, row.note) for each in groups for row in each.rows if "stängt" in each.title
        ]

    assert waiting() == []
    day = date(2027, 1, 13)
    row = OpeningException.objects.create(first_on=day, last_on=day, kind="closed")
    note = "onsdag 13 januari 2027 kl. 12–14: rummet är stängt då"
    assert waiting() == [("Samtalet", note)]
    # Decided otherwise, narrower: no longer.
    row.kind, row.opens, row.closes = "other", time(12), time(14)
    row.save()
    assert waiting() == []


def test_the_screen_says_who_changed_the_hours_and_how(person):
    """Through every way to save them; what changes nothing is not told."""
    anna, bo = person("anna", "Värd"), person("bo", "Redaktör")
    anna.post(SCREEN, posted(anna, save="1", **{
        "week-1_opens": "10", "week-1_closes": "16",
        "exception0-first_on": "2027-12-24", "exception0-kind": "closed", "exception0-reason": "jul",
        "season0-name": "Sommar", "season0-first_on": "2027-06-28", "season0-last_on": "2027-08-15",
    }))  # fmt: skip
    bo.post(SCREEN, posted(bo, save="1", **{"week-1_closes": "17"}))
    bo.post(SCREEN, posted(bo, save="1"))
    taps = {"choice": "closed", "reason": "sjukdom"}
    seen = anna.post(f"{SCREEN}i-dag/", taps).context["form"].seen
    anna.post(f"{SCREEN}i-dag/", {**taps, "seen": seen, "save": "1"})
    page = anna.get(f"{SCREEN}andringar/")
    told = [
        (name, change.lines_before, change.lines_after) for change, name in page.context["rows"]
    ]
    assert [name for name, *_ in told] == ["anna", "bo", "anna"]
    assert "stängt (sjukdom)" in told[0][2][0]
    assert told[1][1:] == (
        ["måndag i den vanliga veckan: kl. 10–16"], ["måndag i den vanliga veckan: kl. 10–17"],
    )  # fmt: skip
    assert "fredag 24 december 2027: stängt (jul)" in told[2][2]
    assert "anna" in page.content.decode()
