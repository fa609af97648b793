"""What can be influenced: the page, its feed and its calendar, around every border."""

import datetime
from zoneinfo import ZoneInfo

import feedparser
import icalendar
import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from exhibits.models import Activity, Dialogue, Plan, PlanStep
from exhibits.now.questions import closed_questions, coming_questions, open_questions
from tests.factory import (
    LONG_AGO,
    make_activity,
    make_area,
    make_plan,
    make_room,
    make_step,
    swedish,
)

pytestmark = pytest.mark.django_db
date = datetime.date
OPENS, CLOSES = date(2026, 11, 16), date(2027, 1, 15)
WINDOW = {"stage": "samrad", "starts_on": OPENS, "ends_on": CLOSES}


def make_dialogue(**kwargs):
    """A published survey that is open from 2 November to 13 December 2026."""
    number = Dialogue.objects.count()
    defaults = {
        "title": f"Fråga {number}",
        "summary": "Fem frågor.",
        "url": "https://dialog.helsingborg.se/x",
        "opens_on": date(2026, 11, 2),
        "closes_on": date(2026, 12, 13),
        "published_at": LONG_AGO,
    }
    return Dialogue.objects.create(**{**defaults, **kwargs})


def words(page):
    return " ".join(strip_tags(page.replace("<", " <")).split())


def page_on(client, *moment):
    """The page as it reads at a Swedish moment: its three lists, as titles, and its text."""
    with time_machine.travel(swedish(*moment), tick=False):
        response = client.get("/tyck-till/")
    assert response.status_code == 200
    context = response.context
    lists = (
        [question.title for question, _, _ in context["open_now"]],
        [question.title for question in context["coming"]],
        [question.title for question, _ in context["closed"]],
    )
    return lists, response.content.decode()


@pytest.mark.parametrize(
    ("moment", "place"),
    [
        ((2026, 11, 15, 23, 59), 1),
        ((2026, 11, 16, 0, 0), 0),
        ((2027, 1, 15, 23, 59), 0),
        ((2027, 1, 16, 0, 0), 2),
        ((2028, 1, 15, 12), 2),
        ((2028, 1, 16, 12), None),
    ],
)
def test_a_window_opens_and_closes_at_swedish_midnight(client, moment, place):
    make_plan(title="Kvarteret", steps=[WINDOW])
    lists, _ = page_on(client, *moment)
    assert [titles == ["Kvarteret"] for titles in lists] == [n == place for n in range(3)]


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ((2026, 11, 16, 9), "60 dagar kvar"),
        ((2027, 1, 14, 9), "en dag kvar"),
        ((2027, 1, 15, 9), "sista dagen är i dag"),
    ],
)
def test_the_deadline_and_what_is_left_of_it(client, moment, words):
    make_plan(steps=[WINDOW])
    _, page = page_on(client, *moment)
    assert "Tyck till senast fredag 15 januari 2027" in page
    assert words in page


def test_what_closes_first_stands_first_and_what_never_closes_last(client):
    make_dialogue(title="Alltid", closes_on=None)
    make_plan(title="Sist", steps=[WINDOW])
    make_dialogue(title="Först")
    (open_now, _, _), page = page_on(client, 2026, 11, 25)
    assert open_now == ["Först", "Sist", "Alltid"]
    assert "Öppet tills vidare" in page


def test_what_can_be_influenced_by_whom_and_when_one_hears_back(client):
    plan = make_plan(
        make_area(title="Gåsebäck"),
        other_areas=[make_area(title="Närlunda")],
        steps=[
            {
                **WINDOW,
                "can_influence": "Hur högt husen blir.",
                "already_decided": "Att det byggs en skola.",
                "decided_by": "Kommunfullmäktige",
                "feedback_when": "i samrådsredogörelsen",
            }
        ],
    )
    _, page = page_on(client, 2026, 11, 25)
    for words in (
        "Hur högt husen blir.", "Att det byggs en skola.", "Kommunfullmäktige",
        "samrådsredogörelsen", "Gåsebäck", "Närlunda", f'href="{plan.get_absolute_url()}"',
        "kommunens anslagstavla</a> som gäller",
    ):  # fmt: skip
        assert words in page, words


@pytest.mark.parametrize(
    ("steps", "is_open"),
    [
        ([WINDOW], True),
        ([{**WINDOW, "is_expected": True}], False),
        ([{**WINDOW, "ends_on": None}], False),
        ([{**WINDOW, "starts_precision": "month"}], False),
        ([{**WINDOW, "stage": "bearbetning"}], False),
        ([WINDOW, {"stage": "pausad", "starts_on": date(2026, 11, 20)}], False),
        ([WINDOW, {"stage": "avbruten", "starts_on": date(2026, 11, 20)}], False),
        ([WINDOW, {"stage": "pausad", "starts_on": date(2026, 12, 20)}], True),
    ],
    ids=[
        "open", "expected", "no end", "month", "no window", "paused", "cancelled", "paused later",
    ],
)  # fmt: skip
def test_only_a_window_that_stands_is_open(client, steps, is_open):
    make_plan(steps=steps)
    (open_now, _, _), _ = page_on(client, 2026, 11, 25)
    assert bool(open_now) is is_open


PAUSE = {"stage": "pausad", "starts_on": date(2026, 11, 20), "note": "Trafiken utreds."}


@pytest.mark.parametrize(
    ("takes_answers", "words", "is_open"),
    [
        (True, "Du kan fortfarande tycka till: svaren räknas.", True),
        (False, "Svar som kommer in efter det räknas inte.", False),
        (None, "Vi vet inte om svar som kommer in efter det räknas.", False),
    ],
)
def test_a_pause_says_everywhere_whether_answers_count(client, takes_answers, words, is_open):
    plan = make_plan(title="Kvarteret", steps=[WINDOW, {**PAUSE, "takes_answers": takes_answers}])
    (open_now, _, closed), page = page_on(client, 2026, 11, 25)
    assert (open_now, closed) == ((["Kvarteret"], []) if is_open else ([], ["Kvarteret"]))
    with time_machine.travel(swedish(2026, 11, 25), tick=False):
        own = client.get(plan.get_absolute_url()).content.decode()
        feed = feedparser.parse(client.get("/tyck-till/atom.xml").content)
        area = client.get(plan.area.get_absolute_url()).content.decode()
    (event,) = read_calendar(client, 2026, 11, 25).values()
    for place in (page, own, feed.entries[0].summary, str(event["description"])):
        assert words in place
    assert ("Tyck till senast fredag 15 januari 2027" in own) is is_open
    assert ("Tyck till senast fredag 15 januari 2027" in area) is is_open
    assert event["status"] == ("CONFIRMED" if is_open else "CANCELLED")
    assert event["summary"].startswith("Avslutat i förtid: ") is not is_open
    assert bool(event.walk("VALARM")) is is_open
    assert feed.entries[0].title.startswith("Avslutat i förtid: ") is not is_open
    # Nobody waits for what never comes: after its last day the entry has done its work.
    assert not read_calendar(client, 2027, 1, 16)


def test_a_pause_cancels_what_was_announced_to_open(client):
    with time_machine.travel(swedish(2026, 11, 10, 9), tick=False):
        plan = make_plan(title="Kvarteret", steps=[{**WINDOW, "starts_on": date(2026, 12, 1)}])
    (uid, sequence) = next(
        (each["uid"], each["sequence"]) for each in read_calendar(client, 2026, 11, 19).values()
    )
    with time_machine.travel(swedish(2026, 11, 20, 9), tick=False):
        make_step(plan, **PAUSE)
        plan.save()
    (event,) = read_calendar(client, 2026, 11, 25).values()
    assert (event["uid"], event["status"]) == (uid, "CANCELLED")
    assert event["sequence"] > sequence
    (open_now, coming, closed), page = page_on(client, 2026, 11, 25)
    assert (open_now, coming, closed) == ([], [], ["Kvarteret"])
    assert "hålls inte: arbetet pausades 20 november 2026." in page


def test_what_came_of_it(client):
    make_plan(
        title="Svarat",
        steps=[
            {
                "stage": "granskning", "starts_on": date(2026, 3, 1), "ends_on": date(2026, 4, 1),
                "result": "Gatan blev smalare.", "result_url": "/om/",
            }
        ],
    )  # fmt: skip
    make_plan(
        title="Nyss",
        steps=[{"stage": "samrad", "starts_on": date(2026, 9, 1), "ends_on": date(2026, 10, 1)}],
    )
    make_plan(
        title="Tyst",
        steps=[{"stage": "samrad", "starts_on": date(2026, 1, 1), "ends_on": date(2026, 2, 1)}],
    )
    (_, _, closed), page = page_on(client, 2026, 11, 25)
    assert closed == ["Nyss", "Svarat", "Tyst"]
    assert "Resultatet har inte kommit ännu." in page
    assert "Gatan blev smalare." in page and 'href="/om/"' in page
    assert "Vi vet inte vad det ledde till." in page


def test_nothing_open_tells_when_the_next_opens(client):
    make_dialogue(title="Torget", opens_on=date(2027, 1, 11), closes_on=date(2027, 2, 7))
    (open_now, coming, _), page = page_on(client, 2026, 11, 25)
    assert (open_now, coming) == ([], ["Torget"])
    assert "Inget är öppet just nu." in page
    assert "11 januari 2027" in page
    assert "Torget" in page


def test_what_is_expected_without_days_is_told_as_on_the_plan(client):
    """Two answers beside each other: the plan's page named a month, this page knew nothing."""
    expected = {"stage": "granskning", "is_expected": True, "ends_on": None}
    month = {"starts_on": date(2027, 9, 1), "starts_precision": "month"}
    make_plan(title="Parkkvarteret", steps=[{**expected, **month}])
    make_plan(title="Hamnkvarteret", steps=[{**expected, "starts_on": None}])
    make_plan(title="Antagandet", steps=[{**expected, **month, "stage": "antagen"}])
    page = words(page_on(client, 2027, 6, 20)[1])
    assert "Inget är öppet just nu. Ingen dag är bestämd för nästa fråga." in page
    section = page.partition("Väntas, men inga dagar är bestämda")[2].partition("Avslutat")[0]
    first = section.index("Parkkvarteret Granskning, september 2027 (preliminärt)")
    assert first < section.index("Hamnkvarteret Granskning, datum är inte bestämt")
    assert "Antagandet" not in section
    # When the month has passed nobody knows any more.
    page = words(page_on(client, 2027, 10, 2)[1])
    assert "Parkkvarteret" not in page.partition("Öppet nu")[2]


def test_an_empty_site_says_so(client):
    assert page_on(client, 2026, 11, 25)[0] == ([], [], [])


@pytest.mark.parametrize("moments", [{"published_at": None}, {"published_at": swedish(2027, 5, 1)}])
def test_what_is_not_published_leaks_nowhere(client, moments):
    make_dialogue(title="Hemlig fråga", **moments)
    make_plan(title="Hemlig plan", steps=[WINDOW], **moments)
    with time_machine.travel(swedish(2026, 11, 25, 9), tick=False):
        for address in ("/tyck-till/", "/tyck-till/atom.xml", "/tyck-till/kalender.ics", "/"):
            assert "Hemlig" not in client.get(address).content.decode(), address


@pytest.mark.parametrize("address", ["/tyck-till/", "/", "/tyck-till/atom.xml", "/omraden/torget/"])
@pytest.mark.parametrize("until", [date(2026, 12, 10), date(2026, 11, 20), date(2027, 2, 1)])
def test_an_area_that_nobody_may_see_leaks_nowhere(client, address, until):
    """Neither as one of several areas, nor through a plan that has no page for its sake."""
    hidden = make_area(title="Hemliga fältet", published_at=None)
    shown = make_area(title="Torget", slug="torget")
    opens = until - datetime.timedelta(days=30)
    window = {**WINDOW, "starts_on": opens, "ends_on": until}
    make_plan(shown, other_areas=[hidden], steps=[window])
    make_plan(hidden, title="Hemliga planen", other_areas=[shown], steps=[window])
    make_dialogue(opens_on=opens, closes_on=until).areas.set([shown, hidden])
    with time_machine.travel(swedish(2026, 11, 25), tick=False):
        page = client.get(address).content.decode()
    if "atom" not in address:
        assert "Torget" in page
    assert "Hemliga" not in page


@pytest.mark.parametrize(
    ("later", "words"),
    [
        ({}, "Resultatet har inte kommit ännu."),
        ({"stage": "granskning", "starts_on": date(2026, 11, 20), "ends_on": date(2026, 12, 20)},
         "Granskning pågår till och med"),
        ({"stage": "avbruten", "starts_on": date(2026, 11, 20)}, "avbröts 20 november 2026"),
    ],
)  # fmt: skip
def test_what_has_closed_tells_where_the_plan_stands_now(client, later, words):
    closed = {"stage": "samrad", "starts_on": date(2026, 9, 1), "ends_on": date(2026, 10, 1)}
    make_plan(steps=[closed, later] if later else [closed])
    _, page = page_on(client, 2026, 11, 25)
    assert words in page.partition('id="closed"')[2]


def archive(client, query="", **day):
    with time_machine.travel(swedish(2031, 5, 1), tick=False):
        return client.get(f"/tyck-till/?visa=avslutade{query}")


def test_what_came_of_a_question_stays(client):
    """In the archive and on the page of its area, long after the list has forgotten it."""
    area = make_area(title="Torget", slug="torget")
    asked = {"summary": "Var ska bänkarna stå?", "result": "Bänkarna står i solen."}
    dialogue = make_dialogue(title="Bänkarna", **asked)
    dialogue.areas.add(area)
    make_plan(area, title="Kvarteret", steps=[{**WINDOW, "result": "Huset blev lägre."}])
    make_dialogue(title="Hemlig", published_at=None).areas.add(area)
    with time_machine.travel(swedish(2031, 5, 1), tick=False):
        say = client.get("/tyck-till/").content.decode()
        own = client.get("/omraden/torget/").content.decode()
    assert "Bänkarna" not in say and 'href="?visa=avslutade"' in say
    pages = [archive(client, query) for query in ("&omrade=torget", "&ar=2026")]
    assert pages[0].status_code == pages[1].status_code == 200
    for page in (own, *(each.content.decode() for each in pages)):
        assert "Bänkarna står i solen." in page and "Var ska bänkarna stå?" in page
        assert f'id="fraga-{dialogue.uid}"' in page
        assert "Hemlig" not in page
    assert "Huset blev lägre." in own and "Huset blev lägre." in pages[0].content.decode()
    assert "Huset blev lägre." in archive(client).content.decode()
    assert [year for year, _ in pages[1].context["years"]] == [2027, 2026]


@pytest.mark.parametrize(
    "query", ["&ar=1999", "&ar=x", "&omrade=finns-inte", "&efter=99", "&efter=x", "&efter=9999999"]
)
def test_an_archive_that_there_is_not(client, query):
    make_dialogue()
    assert archive(client, query).status_code == 404


def test_an_empty_archive_says_so(client):
    assert "Inget har avslutats ännu." in archive(client).content.decode()


def test_what_was_closed_before_its_day_is_in_the_archive(client):
    pause = {**PAUSE, "takes_answers": False}
    make_plan(title="Kvarteret", steps=[WINDOW, pause])
    assert (
        "Samrådet avslutades i förtid när arbetet pausades"
        in archive(client, "&ar=2026").content.decode()
    )


@pytest.mark.parametrize("count", [1, 70])
def test_the_archive_is_read_page_by_page(client, count):
    ContentType.objects.get_for_models(Activity)
    area = make_area(slug="torget")
    for number in range(count):
        make_dialogue(title=f"Fråga {number:02}").areas.add(area)
        make_plan(area, steps=[{**WINDOW, "ends_on": date(2026, 12, 12)}])
    with CaptureQueriesContext(connection) as queries:
        page = archive(client, "&ar=2026")
    assert len(queries) <= ARCHIVE_QUERIES, "\n".join(query["sql"] for query in queries)
    titles, address = [], page.context["next_url"]
    while True:
        titles += [question.title for question, _ in page.context["closed"]]
        if not page.context["next_url"]:
            break
        page = archive(client, page.context["next_url"].removeprefix("?visa=avslutade"))
    assert len(titles) == len(set(titles)) == 2 * count
    assert bool(address) is (count > 25)


ARCHIVE_QUERIES = 17


def test_a_result_may_be_a_link_alone(client):
    link = "https://example.org/redogorelse.pdf"
    closed = {"stage": "samrad", "starts_on": date(2026, 9, 1), "ends_on": date(2026, 10, 1)}
    plan = make_plan(steps=[{**closed, "result_url": link}])
    _, page = page_on(client, 2026, 11, 25)
    with time_machine.travel(swedish(2026, 11, 25), tick=False):
        pages = page + client.get(plan.get_absolute_url()).content.decode()
    assert "Resultatet är klart." in page
    assert pages.count(link) >= 2
    assert "Resultatet har inte kommit" not in pages
    assert not Plan.objects.with_missing_result(date(2027, 11, 25)).exists()


def test_the_address_of_a_dialogue_leads_to_it_while_it_is_told_about(client):
    dialogue = make_dialogue(title="Bänkarna")
    address = dialogue.get_absolute_url()
    for moment, title in {
        (2026, 11, 1): "Bänkarna", (2026, 11, 25): "Sofforna", (2026, 12, 25): "Möblerna"
    }.items():  # fmt: skip
        # Whoever kept the link finds it, whatever it is called by then.
        dialogue.title = title
        dialogue.save()
        _, page = page_on(client, *moment)
        assert dialogue.get_absolute_url() == address
        anchor = address.partition("#")[2]
        assert page.count(f'id="{anchor}"') == 1
        assert title in page


def test_what_was_done_is_told_when_nothing_was_heard(client):
    make_activity(done="Vi lagade lampan.", feedback_on=date(2026, 11, 2))
    make_activity(heard="Det som inte är sagt ännu.", feedback_on=date(2026, 12, 2))
    _, page = page_on(client, 2026, 11, 25)
    assert "Vi lagade lampan." in page
    assert "Det som inte är sagt ännu." not in page


def test_the_next_thing_is_what_surely_comes_first(client):
    activity = make_activity(title="Visning", times=[swedish(2026, 11, 27, 12)])
    step = {"stage": "antagen", "starts_on": date(2026, 1, 1), "starts_precision": "year"}
    plan = make_plan(title="Kvarteret", steps=[{**step, "is_expected": True}])
    with time_machine.travel(swedish(2026, 11, 25), tick=False):
        assert activity.title in client.get("/").content.decode()
        activity.occurrences.all().delete()
        page = client.get("/").content.decode()
    assert f"{plan.title}: antagande" in page and "2026 (preliminärt)" in page


def test_the_start_page_answers_with_what_closes_first(client):
    make_plan(title="Sist", steps=[WINDOW])
    make_dialogue(title="Först", is_example=True)
    with time_machine.travel(swedish(2026, 11, 25, 9), tick=False):
        page = client.get("/").content.decode()
        answers = page.partition('<dl class="answers">')[2].partition("</dl>")[0]
        assert "Först" in answers and "13 december 2026" in answers and "Exempel" in answers
        assert "Sist" not in answers
        assert "Det här kan du påverka nu" in page and "Sist" in page
    with time_machine.travel(swedish(2028, 1, 1, 9), tick=False):
        page = client.get("/").content.decode()
        assert "Det här kan du påverka nu" not in page
        # Nothing is known to come, so nothing is promised.
        assert "Inget är öppet just nu." in page and "Se när nästa fråga öppnar" not in page
    with time_machine.travel(swedish(2026, 10, 1, 9), tick=False):
        assert "Se när nästa fråga öppnar" in client.get("/").content.decode()


def test_the_latest_feedback_is_told(client):
    make_activity(
        title="Trygghetsvandring", heard="Det var mörkt vid tunneln.",
        feedback_on=date(2026, 11, 2),
    )  # fmt: skip
    _, page = page_on(client, 2026, 11, 25)
    assert "Det var mörkt vid tunneln." in page


def test_the_feed_has_an_entry_for_each_open_question(client, settings):
    settings.SITE_ORIGIN = "https://rummet.example"
    plan = make_plan(title="Kvarteret", steps=[WINDOW])
    make_dialogue(title="Torget", is_example=True)
    make_dialogue(title="Senare", opens_on=date(2027, 1, 1), closes_on=date(2027, 2, 1))
    with time_machine.travel(swedish(2026, 11, 25, 9), tick=False):
        response = client.get("/tyck-till/atom.xml")
    feed = feedparser.parse(response.content)
    assert not feed.bozo
    found = {entry.title: entry for entry in feed.entries}
    assert set(found) == {"Samråd: Kvarteret", "Exempel: Enkät: Torget"}
    entry = found["Samråd: Kvarteret"]
    assert feed.feed.author == "Helsingborgsrummet"
    assert entry.link == f"https://rummet.example{plan.get_absolute_url()}"
    assert entry.published == "2026-11-16T00:00:00+01:00"
    assert "Sista dag: fredag 15 januari 2027." in entry.summary
    assert entry.id == PlanStep.objects.get().uid.urn
    assert found["Exempel: Enkät: Torget"].link == "https://dialog.helsingborg.se/x"


def test_a_longer_time_to_answer_is_news_in_the_feed(client):
    with time_machine.travel(swedish(2026, 11, 20, 9), tick=False):
        dialogue = make_dialogue()
    updated = []
    for day in (25, 26):
        with time_machine.travel(swedish(2026, 11, day, 9), tick=False):
            (entry,) = feedparser.parse(client.get("/tyck-till/atom.xml").content).entries
            updated.append(entry.updated)
            dialogue.closes_on += datetime.timedelta(days=7)
            dialogue.save()
    assert updated == ["2026-11-20T08:00:00+00:00", "2026-11-25T08:00:00+00:00"]


def read_calendar(client, *moment):
    with time_machine.travel(swedish(*moment), tick=False):
        response = client.get("/tyck-till/kalender.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return {
        str(each["summary"]): each
        for each in icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    }


def test_the_calendar_has_the_last_day_of_what_is_open_and_to_come(client, settings):
    settings.SITE_ORIGIN = "https://rummet.example"
    plan = make_plan(title="Kvarteret, etapp 1; del å", steps=[WINDOW])
    make_dialogue(title="Torget", opens_on=date(2027, 1, 11), closes_on=date(2027, 2, 7))
    make_dialogue(title="Alltid", closes_on=None)
    make_dialogue(title="Stängd", opens_on=date(2026, 1, 1), closes_on=date(2026, 2, 1))
    events = read_calendar(client, 2026, 11, 25)
    assert set(events) == {
        "Sista dag att tycka till: Kvarteret, etapp 1; del å",
        "Sista dag att tycka till: Torget",
    }
    event = events["Sista dag att tycka till: Kvarteret, etapp 1; del å"]
    assert event.decoded("dtstart") == CLOSES
    assert event.decoded("dtend") == CLOSES + datetime.timedelta(days=1)
    assert event["url"] == f"https://rummet.example{plan.get_absolute_url()}"
    assert event.decoded("dtstamp").tzinfo == ZoneInfo("UTC")

    uid, sequence = event["uid"], event["sequence"]
    step = plan.steps.get()
    step.ends_on = date(2027, 1, 29)
    step.save()
    with time_machine.travel(swedish(2027, 1, 2), tick=False):
        plan.save()
    (later,) = [each for each in read_calendar(client, 2027, 1, 3).values() if each["uid"] == uid]
    assert later.decoded("dtstart") == date(2027, 1, 29)
    assert later["sequence"] > sequence


def test_the_page_asks_the_same_for_one_and_for_many(client):
    ContentType.objects.get_for_models(Activity)
    make_room()
    area = make_area()
    asked = []
    for _ in range(8):
        make_plan(area, other_areas=[make_area()], steps=[WINDOW])
        make_dialogue().areas.add(area)
        make_dialogue(opens_on=date(2027, 3, 1), closes_on=None).areas.add(area)
        make_dialogue(opens_on=date(2026, 1, 1), closes_on=date(2026, 9, 1)).areas.add(area)
        make_activity(heard="Mörkt.", feedback_on=date(2026, 11, 2))
        with (
            time_machine.travel(swedish(2026, 11, 25, 9), tick=False),
            CaptureQueriesContext(connection) as queries,
        ):
            assert client.get("/tyck-till/").status_code == 200
        asked.append([query["sql"] for query in queries])
    assert len(asked[0]) == len(asked[-1]), "\n".join(asked[-1])


def test_questions_are_asked_for_a_day():
    make_plan(steps=[WINDOW])
    now = swedish(2026, 11, 25, 9)
    assert len(open_questions(now)) == 1
    assert coming_questions(now) == ()
    assert closed_questions(now) == ()


# --- In the admin -------------------------------------------------------------------------------


def test_an_editor_previews_a_dialogue_that_is_nowhere_saved(editor):
    with time_machine.travel(swedish(2026, 11, 25, 9), tick=False):
        page = editor.post(
            "/admin/exhibits/dialogue/forhandsvisning/",
            {
                "title": "Torget", "kind": "enkat", "summary": "Frågor.",
                "url": "https://dialog.helsingborg.se/", "opens_on": "2026-11-01",
                "closes_on": "2026-12-24", "feedback_until_precision": "day", "areas": [make_area(title="Gåsebäck").pk],
            },
        ).content.decode()  # fmt: skip
    assert "Förhandsvisning. Inget är sparat." in page
    assert "Tyck till senast torsdag 24 december 2026" in page
    assert "Gåsebäck" in page
    assert not Dialogue.objects.exists()


@pytest.mark.parametrize("role", ["Skribent", "Värd"])
def test_who_may_not_publish_a_dialogue(sign_in, role):
    client = sign_in(role)
    dialogue = make_dialogue(published_at=None)
    address = "/admin/exhibits/dialogue/"
    client.post(address, {"action": "publish_now", "_selected_action": [dialogue.pk]})
    dialogue.refresh_from_db()
    assert dialogue.published_at is None
    assert client.get(address).status_code == (200 if role == "Skribent" else 403)


def test_what_opens_in_more_than_six_months_is_counted_and_listed_apart(client):
    area = make_area()
    for number in range(60):
        opens = date(2027, 6, 1) + datetime.timedelta(days=number)
        window = {"stage": "samrad", "starts_on": opens, "ends_on": opens}
        make_plan(area, title=f"Senare {number}", steps=[window])
    (open_now, coming, closed), page = page_on(client, 2026, 11, 20, 12)
    assert (open_now, coming, closed) == ([], [], [])
    assert "Visa 60 frågor som öppnar om mer än sex månader" in page
    assert "Nästa öppnar" in page and "Senare 1<" not in page
    with time_machine.travel(swedish(2026, 11, 20, 12), tick=False):
        first = client.get("/tyck-till/?visa=senare").content.decode()
        rest = client.get("/tyck-till/?visa=senare&efter=50").content.decode()
        for query in ("visa=annat", "visa=senare&efter=61", "visa=senare&efter=x"):
            assert client.get(f"/tyck-till/?{query}").status_code == 404
    assert "Senare 49<" in first and "Senare 50<" not in first and "efter=50" in first
    assert "Senare 50<" in rest and "Senare 59<" in rest and "Senare 49<" not in rest
    # Days later two of them are near enough for the page itself.
    (_, coming, _), page = page_on(client, 2026, 12, 1, 12)
    assert coming == ["Senare 0", "Senare 1"]
    assert "Visa 58 frågor" in page


@pytest.mark.parametrize(
    ("asked", "is_open", "words"),
    [
        ([], False, ""),
        (["plan"], True, "Tyck till: Kvarteret. Svara senast fredag 15 januari 2027."),
        (["dialogue"], True, "Tyck till: Vart går du? Svara senast söndag 13 december 2026."),
        (["endless"], True, "Tyck till: Vad saknar du? Öppet tills vidare."),
        # What closes first is named.
        (
            ["plan", "dialogue"],
            True,
            "Tyck till: Vart går du? Svara senast söndag 13 december 2026.",
        ),
        (["closed"], False, ""),
    ],
)
def test_every_page_agrees_on_whether_an_area_has_something_open(client, asked, is_open, words):
    area = make_area(title="Kajen", slug="kajen")
    if "plan" in asked:
        make_plan(area, title="Kvarteret", steps=[WINDOW])
    for kind, title, days in (
        ("dialogue", "Vart går du?", {}),
        ("endless", "Vad saknar du?", {"closes_on": None}),
        ("closed", "Vad blev det?", {"closes_on": date(2026, 11, 20)}),
    ):
        if kind in asked:
            make_dialogue(title=title, **days).areas.add(area)
    with time_machine.travel(swedish(2026, 11, 24, 12), tick=False):
        pages = {
            address: client.get(address).content.decode().partition("<main")[2]
            for address in ("/", "/omraden/", "/omraden/?skede=oppna", "/omraden/kajen/")
        }
        questions = open_questions(swedish(2026, 11, 24, 12))
    said = {address: words_of_page(page) for address, page in pages.items()}
    assert bool(questions) is is_open
    assert ("Går att tycka till om nu antal 1" in said["/omraden/"]) is is_open
    assert ("Kajen</a>" in pages["/omraden/?skede=oppna"]) is is_open
    assert ("Det här kan du påverka nu" in said["/omraden/kajen/"]) is is_open
    for address in ("/", "/omraden/"):
        assert ("Tyck till:" in said[address]) is is_open
        assert words in said[address]
    if is_open:
        assert words.removeprefix("Tyck till: ") in said["/"].partition("Härnäst")[0]


def words_of_page(page):
    """What a page says, as it is read: no space before a full stop."""
    return " ".join(strip_tags(page).split()).replace(" .", ".")
