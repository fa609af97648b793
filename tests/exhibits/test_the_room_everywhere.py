"""Is it open, where is it, what is open for comments, what is next? One answer in every output.

At 200 moments of 2026 to 2028, on pages, on paper, in feeds, calendars and structured data.
"""

import datetime
import html
import itertools
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import time_machine
from icalendar import Calendar

from exhibits.models import OpeningException, OpeningRule, OpeningSeason, Room
from exhibits.now.opening import opening_status
from exhibits.rules.opening_hours import Answer, hours_on, undecided_days
from exhibits.words_sv.opening import status_sentence, week_lines
from helsingborgsrummet.content.words_sv import format_day, format_weekday_and_day
from helsingborgsrummet.demo_content import content
from tests.exhibits.schedules import EXAMPLE
from tests.factory import (
    make_activity,
    make_area,
    make_dialogue,
    make_occurrence,
    make_plan,
    make_room,
    swedish,
)

pytestmark = pytest.mark.django_db
date = datetime.date
OLD, NEW = "Järnvägsgatan 22", "Bredgatan 11"
MOVES_ON = date(2027, 2, 1)

# What can be answered: title, first and last day, and the day on which a pause closes it early.
PLAN, OTHER, ASKED = "Kvarteret Kajen", "Parken i norr", "Vad vill du göra på torget?"
QUESTIONS = [
    (PLAN, date(2026, 12, 1), date(2027, 1, 31), None),
    (OTHER, date(2027, 3, 1), date(2027, 4, 30), date(2027, 3, 28)),
    (ASKED, date(2027, 6, 20), date(2028, 2, 29), None),
    (PLAN, date(2027, 10, 1), date(2027, 10, 31), None),
]
# From which day on what is next for the plan, in words of its own and in the line of steps.
NEXT = [
    (date.min, *["samråd, 1 december 2026–31 januari 2027."] * 2),
    (date(2026, 12, 1), *["granskning, 1–31 oktober 2027."] * 2),
    (date(2027, 10, 1), *["antagande, februari 2028 (preliminärt)."] * 2),
    (
        date(2028, 3, 1),
        "Planen skulle ha antagits i februari 2028 – vi har inget besked.",
        "antagande, februari 2028 – vi har inget besked.",
    ),
]

# What is said of the opening at moments that are known to be hard.
OPENING = {
    # The eight at which somebody once read something wrong.
    (2026, 12, 3, 18, 15): "Öppet för öppet hus till kl. 18.30",
    (2026, 12, 25, 12): "Stängt i dag (jul) – öppnar måndag kl. 10",
    (2027, 1, 6, 12): "Stängt i dag (trettondedag jul) – öppnar i morgon kl. 10",
    (2027, 2, 1, 12): "Öppet nu – stänger kl. 16",
    (2027, 3, 6, 12): "Öppet för guidad tur till kl. 13",
    (2027, 6, 20, 12): "Stängt i dag – öppnar i morgon kl. 10",
    (2027, 7, 5, 12): "Öppet nu – stänger kl. 15",
    (2027, 10, 1, 12): "Öppet nu – stänger kl. 15",
    # The nights in which the clocks change.
    (2027, 3, 28, 1, 59): "Stängt i dag (påsk) – öppnar tisdag kl. 10",
    (2027, 10, 31, 2, 30): "Stängt i dag – öppnar i morgon kl. 10",
    # The day that most years lack, and the week.
    (2028, 2, 29, 15, 59): "Öppet nu – stänger kl. 16",
    (2028, 2, 29, 23, 59): "Stängt nu – öppnar i morgon kl. 10",
    (2026, 12, 30, 12): "Öppet nu – stänger kl. 16",
    (2027, 1, 3, 12): "Stängt i dag – öppnar i morgon kl. 10",
    # The borders of the season.
    (2027, 6, 28, 15): "Stängt nu – öppnar i morgon kl. 10",
    (2027, 8, 13, 15): "Stängt nu – öppnar måndag kl. 10",
    (2027, 8, 16, 15): "Öppet nu – stänger kl. 16",
}  # fmt: skip


def around(day):
    """The last second before a day, its first, its noon and the last before the next."""
    start = swedish(day.year, day.month, day.day)
    return [
        start - datetime.timedelta(seconds=1),
        start,
        swedish(day.year, day.month, day.day, 12),
    ]


def chosen():
    """Two hundred moments: the hard ones, what begins and ends, and the rest spread over three years."""
    borders = [day for question in QUESTIONS for day in question[1:] if day]
    borders += [first for first, *_ in NEXT[1:]] + [MOVES_ON]
    borders += [day for season in content.SEASONS for day in season[1:3]]
    borders += [day for row in content.EXCEPTIONS for day in row[:2]]
    changing = [
        (2026, 3, 29),
        (2026, 10, 25),
        (2027, 3, 28),
        (2027, 10, 31),
        (2028, 3, 26),
        (2028, 10, 29),
    ]
    nights = [
        swedish(*day, hour, 30).replace(fold=fold)
        for day in changing
        for hour in (1, 2, 3)
        for fold in (0, 1)
    ]
    week_53 = [swedish(2026, 12, 28, 16) + datetime.timedelta(days=n) for n in range(7)]
    hard = [swedish(*parts) for parts in OPENING]
    moments = {*hard, *nights, *week_53, *itertools.chain.from_iterable(map(around, borders))}
    # Every seventeen days and some hours, so that all times of day and all weekdays come up.
    spread = (
        swedish(2026, 1, 2) + n * datetime.timedelta(days=17, hours=7, minutes=20)
        for n in itertools.count()
    )
    while len(moments) < 200:
        moments.add(next(spread))
    return sorted(moments)


MOMENTS = chosen()


def text(page):
    """What a reader sees of a piece of HTML, in one line."""
    page = re.sub(r"<(script|style|svg).*?</\1>", "", page, flags=re.S)
    words = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
    return words.replace(" .", ".").replace(" ,", ",")


def piece(page, first, last):
    return text(first + page.split(first, 1)[1].split(last, 1)[0])


def pieces(page, first, last):
    return [text(first + each.split(last, 1)[0]) for each in page.split(first)[1:]]


def data_of(page):
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, flags=re.S)
    (data,) = map(json.loads, found)
    return data


class Paper(HTMLParser):
    """What is printed of a page: nothing with a class that ``print.css`` hides."""

    css = Path("static/css/print.css").read_text()
    hidden, *_ = re.findall(r"((?:\.[\w-]+,\s+)+[^{]+)\{\s+display: none;", css)
    hidden = frozenset(re.findall(r"^\s*\.([\w-]+),?$", hidden, flags=re.M))
    void = frozenset(["meta", "link", "img", "br", "input", "source", "hr", "wbr"])

    def __init__(self, page):
        super().__init__()
        self.depth, self.words = 0, []
        self.feed(re.sub(r"<(script|style|svg|head).*?</\1>", "", page, flags=re.S))

    def handle_starttag(self, tag, attrs):
        is_hidden = self.hidden.intersection(dict(attrs).get("class", "").split())
        if tag not in self.void and (self.depth or is_hidden):
            self.depth += 1

    def handle_endtag(self, tag):
        self.depth -= bool(self.depth)

    def handle_data(self, data):
        if not self.depth:
            self.words.append(data)

    def __str__(self):
        return " ".join(" ".join(self.words).split()).replace(" .", ".").replace(" ,", ",")


@pytest.fixture
def sample():
    """The sample's hours, a move, an open house beyond the hours, tours on Saturdays, two plans and a dialogue."""
    for weekday, opens, closes in content.WEEK:
        OpeningRule.objects.create(weekday=weekday, opens=opens, closes=closes)
    for name, first_on, last_on, week in content.SEASONS:
        season = OpeningSeason.objects.create(name=name, first_on=first_on, last_on=last_on)
        for weekday, opens, closes in week:
            OpeningRule.objects.create(season=season, weekday=weekday, opens=opens, closes=closes)
    for first_on, last_on, kind, opens, closes, reason in content.EXCEPTIONS:
        OpeningException.objects.create(
            first_on=first_on, last_on=last_on, kind=kind, opens=opens, closes=closes, reason=reason
        )
    make_room(moved_out_on=MOVES_ON)
    make_room(name="Nya huset", street=NEW, moved_in_on=MOVES_ON, moved_in_precision="day")
    area = make_area(title="Oceanhamnen", slug="oceanhamnen")
    house = make_activity(kind="oppet-hus", slug="oppet", areas=[area])
    make_occurrence(house, swedish(2026, 12, 3, 16), ends_at=swedish(2026, 12, 3, 18, 30))
    tour = make_activity(kind="guidad-tur", slug="tur", areas=[area])
    make_occurrence(tour, swedish(2027, 3, 6, 11, 30), ends_at=swedish(2027, 3, 6, 13))
    # Every twelfth week, before and after the move, with places to sign up for.
    regular = make_activity(kind="visning", slug="visning", signup="Ring oss.")
    for step in range(8):
        make_occurrence(regular, swedish(2026, 11, 28, 13) + step * datetime.timedelta(weeks=12))
    days = [{"starts_on": first, "ends_on": last} for _, first, last, _ in QUESTIONS]
    make_plan(area, title=PLAN, slug="kajen", steps=[
        {"stage": "planuppdrag", "starts_on": date(2025, 3, 1), "starts_precision": "month"},
        {"stage": "samrad", **days[0]},
        {"stage": "granskning", **days[3]},
        {"stage": "antagen", "starts_on": date(2028, 2, 1), "starts_precision": "month", "is_expected": True},
    ])  # fmt: skip
    make_plan(area, title=OTHER, slug="parken", steps=[
        {"stage": "samrad", **days[1]},
        {"stage": "pausad", "starts_on": QUESTIONS[1][3], "takes_answers": False, "note": "Marken ska undersökas."},
        {"stage": "aterupptagen", "starts_on": date(2027, 9, 1)},
    ])  # fmt: skip
    make_dialogue(title=ASKED, opens_on=QUESTIONS[2][1], closes_on=QUESTIONS[2][2]).areas.add(area)


OUTPUTS = {
    "start": "/",
    "visit": "/besok/",
    "area": "/omraden/oceanhamnen/",
    "plan": "/omraden/oceanhamnen/planer/kajen/",
    "say": "/tyck-till/",
    "feed": "/tyck-till/atom.xml",
    "days": "/tyck-till/kalender.ics",
    "activity": "/aktiviteter/tur/",
    "activities": "/aktiviteter/kalender.ics",
    "hours": "/oppna-data/oppettider.json",
    "deviations": "/oppna-data/avvikande-oppettider.ics",
}


def street_on(moment):
    return NEW if moment >= swedish(2027, 2, 1) else OLD


# Outside a transaction, so that outputs share what they read as they do for visitors: the clock alone
# makes them read it anew, moment after moment.
@pytest.mark.django_db(transaction=True)
def test_every_output_says_the_same(client, sample):
    for moment in MOMENTS:
        with time_machine.travel(moment, tick=False):
            outputs = {
                name: client.get(address).content.decode() for name, address in OUTPUTS.items()
            }
        check_room(outputs, moment)
        check_questions(outputs, moment)


def check_room(outputs, now):
    sentence = status_sentence(opening_status(now))
    local = now.astimezone(swedish(2026, 1, 1).tzinfo)
    for parts, expected in OPENING.items():
        assert local != swedish(*parts) or sentence == expected
    street = street_on(now)
    for name in ("start", "visit", "activity", "say", "area", "plan"):
        page = outputs[name]
        header = piece(page, '<aside class="opening-strip"', "</aside>")
        assert sentence in header, (now, name)
        footer = piece(page, '<footer class="site-footer"', "</footer>")
        for place in (header, footer):
            assert street in place, (now, name)
            # A move to come is told wherever the address stands.
            is_to_come = f"Rummet flyttar 1 februari 2027 till Nya huset, {NEW}." in place
            assert is_to_come is (street == OLD), (now, name)
        assert " ".join(lines_on(now)) in footer, (now, name)
    # On paper neither header nor footer tells, so the pages themselves do.
    assert f"Rummet i dag {sentence}" in str(Paper(outputs["start"])), now
    visit = str(Paper(outputs["visit"]))
    assert sentence in visit, now
    assert street in visit, now
    # A day that is closed by its hours while something is held says so in the table too.
    if opening_status(now).answer in (Answer.OPEN_FOR, Answer.CLOSED_DURING, Answer.OPENS_FOR):
        row = piece(outputs["visit"], '<tr class="today">', "</tr>")
        assert opening_status(now).held.what in row.lower(), (now, row)
    # The hours of today: table, and data for search engines.
    today = swedish_day(now)
    data = data_of(outputs["visit"])
    assert hours_in_data(data, today) == {
        (f"{span.opens:%H:%M}", f"{span.closes:%H:%M}") for span in hours_on(EXAMPLE, today).spans
    }, now
    assert data["address"]["streetAddress"] == street
    check_days(outputs, today, now)
    # What is held is held where the room is then, whenever one asks.
    for event in events(outputs["activities"]):
        assert street_on(event["DTSTART"].dt) in event["LOCATION"], (now, event["DTSTART"].dt)
    tour = outputs["activity"]
    assert NEW in piece(tour, '<p class="event-where">', "</p>"), now
    assert NEW in str(Paper(tour)), now
    assert [row["location"]["address"]["streetAddress"] for row in data_of(tour)] == [NEW]


def check_days(outputs, today, now):
    """The coming days in the table, as open data and in the calendar of days that deviate."""
    told = json.loads(outputs["hours"])["dagar"]
    assert [row["datum"] for row in told] == [
        (today + datetime.timedelta(days=n)).isoformat() for n in range(60)
    ]
    days = {row["datum"]: row for row in told}
    undecided = dict(undecided_days(EXAMPLE, today, 30))
    for row in told:
        hours = hours_on(EXAMPLE, date.fromisoformat(row["datum"]))
        spans = [(f"{span.opens:%H:%M}", f"{span.closes:%H:%M}") for span in hours.spans]
        assert [(each["fran"], each["till"]) for each in row["oppet"]] == spans, now
        assert (row["avviker"], row["orsak"]) == (hours.is_deviating, hours.reason), now
        assert bool(row["kan_avvika"]) is (hours.day in undecided), (now, hours.day)
    for row in pieces(outputs["visit"], "<tr", "</tr>")[1:]:
        day = next(
            (
                each
                for each in days
                if f"{format_weekday_and_day(date.fromisoformat(each))} " in row
            ),
            None,
        )
        if day:
            is_told = "Avvikande öppettider kan förekomma" in row
            assert is_told is (date.fromisoformat(day) in undecided), (now, row)
    entries = {
        event["DTSTART"].dt: str(event["SUMMARY"]) for event in events(outputs["deviations"])
    }
    last = today + datetime.timedelta(days=59)
    expected = {
        date.fromisoformat(d) for d, row in days.items() if row["avviker"] or row["kan_avvika"]
    }
    assert {day for day in entries if day <= last} == expected, now
    for day, words in entries.items():
        closed = not hours_on(EXAMPLE, day).spans
        assert ("stängt" in words) is closed, (now, day)
        assert ("kan förekomma" in words) is (day in undecided), (now, day)


def check_questions(outputs, now):
    today = swedish_day(now)
    closed_early = {title for title, _, _, by in QUESTIONS if by and by <= today}
    is_open = sorted(
        (closes, title)
        for title, opens, closes, _ in QUESTIONS
        if opens <= today <= closes and title not in closed_early
    )
    titles = [title for _, title in is_open]
    # What is open for comments, until when.
    for name in ("start", "say", "area"):
        shown = pieces(outputs[name], '<article class="question"', "</article>")
        assert len(shown) == len(is_open), (now, name)
        for (closes, title), words in zip(is_open, shown, strict=True):
            assert title in words, (now, name)
            assert format_day(closes) in words, (now, name)
            assert words in str(Paper(outputs[name])), (now, name)
    answer = piece(outputs["start"], "<dt>Tyck till nu</dt>", "</dd>")
    is_to_come = any(opens > today for _, opens, _, _ in QUESTIONS)
    nothing = "Se när nästa fråga öppnar" if is_to_come else "Inget är öppet just nu."
    assert (titles[0] if titles else nothing) in answer, now
    assert (f"Tyck till om {len(titles) - 1} till" in answer) is (len(titles) > 1), now
    assert ("Inget är öppet just nu." in text(outputs["say"])) is not bool(titles), now
    assert outputs["plan"].count('<section class="plan-window"') == titles.count(PLAN), now
    entries = outputs["feed"].split("<entry>")[1:]
    told = [html.unescape(re.search("<title>(.*?)</title>", entry)[1]) for entry in entries]
    assert [title for title in titles if not any(title in each for each in told)] == []
    early = [each for each in told if each.startswith("Avslutat i förtid: ")]
    assert len(told) - len(early) == len(titles), now
    # The last days, also of what opens later; what was closed early is cancelled until its day.
    days = {
        (closes, title): "CANCELLED" if title in closed_early else "CONFIRMED"
        for title, opens, closes, _ in QUESTIONS
        if today <= closes
    }
    assert {
        (event["DTSTART"].dt, str(event["SUMMARY"]).split(": ")[-1]): event["STATUS"]
        for event in events(outputs["days"])
    } == days, now
    # What is next for the plan.
    coming, in_line = next(words for first, *words in reversed(NEXT) if first <= today)
    row = next(
        each
        for each in pieces(outputs["area"], '<article class="plan-row"', "</article>")
        if PLAN in each
    )
    page = piece(outputs["plan"], "<dt>Nästa steg</dt>", "</dd>")
    assert coming in row, now
    assert coming[0].upper() + coming[1:] in page, now
    for name, words in (("area", coming), ("plan", coming[1:])):
        assert words in str(Paper(outputs[name])), (now, name)
    steps = re.findall(r'<li class="(?:ahead|overdue)".*?</li>', outputs["plan"], flags=re.S)
    assert in_line in text(steps[0]), now


def events(calendar):
    return Calendar.from_ical(calendar).walk("VEVENT")


def swedish_day(moment):
    return moment.astimezone(swedish(2026, 1, 1).tzinfo).date()


def lines_on(now):
    day = swedish_day(now)
    season = next((row for row in EXAMPLE.seasons if row.first_on <= day <= row.last_on), EXAMPLE)
    return week_lines(season.rules)


def hours_in_data(data, day):
    """The hours of a day as a search engine reads them: the special ones, otherwise the regular."""

    def applies(row):
        return row.get("validFrom", "") <= day.isoformat() <= row.get("validThrough", "9999")

    special = [row for row in data["specialOpeningHoursSpecification"] if applies(row)]
    regular = [
        row
        for row in data["openingHoursSpecification"]
        if applies(row) and f"https://schema.org/{day:%A}" in row["dayOfWeek"]
    ]
    found = {(row["opens"], row["closes"]) for row in special or regular}
    return found - {("00:00", "00:00")}


def test_the_footer_tells_the_season_and_the_start_page_what_comes(client, sample):
    told = {
        (2027, 5, 30): ("", ""),
        (2027, 6, 20): ("Till och med 27 juni 2027:", "Andra tider från och med 28 juni 2027: mån–fre kl. 10–15"),
        (2027, 7, 5): ("Sommar, till och med 15 augusti 2027:", ""),
        (2027, 8, 1): ("Sommar, till och med 15 augusti 2027:", "Andra tider från och med 16 augusti 2027: mån–ons kl. 10–16"),
        (2027, 10, 1): ("", ""),
    }  # fmt: skip
    for day, (period, coming) in told.items():
        with time_machine.travel(swedish(*day, 12), tick=False):
            start, visit = (client.get(address).content.decode() for address in ("/", "/besok/"))
        footer = piece(start, '<footer class="site-footer"', "</footer>")
        assert period in footer
        assert ("ill och med" in footer) is bool(period)
        for place in (footer, text(start.split("<main", 1)[1]), text(visit.split("<main", 1)[1])):
            assert coming in place
            assert ("Andra tider" in place) is bool(coming), day


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        ("", 200, "Öppettider de närmaste sju dagarna"),
        ("2026-52", 200, "Öppettider v. 52, 21–27 december 2026"),
        ("2026-53", 200, "Öppettider v. 53, 28 december 2026–3 januari 2027"),
        ("2027-01", 200, "Öppettider v. 1, 4–10 januari 2027"),
        # What is over, and what nobody has decided.
        ("2026-10", 200, "Veckan du frågade efter (v. 10, 2–8 mars 2026) har varit."),
        ("2028-20", 200, "Öppettiderna för v. 20, 15–21 maj 2028 är inte bestämda ännu."),
        # No weeks.
        ("2027-53", 404, ""),
        ("2027-00", 404, ""),
        ("2027-1", 404, ""),
        ("0000-01", 404, ""),
        ("9999-53", 404, ""),
        ("i morgon", 404, ""),
    ],
)
def test_any_week_has_a_link(client, sample, asked, status, words):
    with time_machine.travel(swedish(2026, 12, 20, 12), tick=False):
        response = client.get("/besok/", {"vecka": asked} if asked else {})
    assert response.status_code == status
    if status == 200:
        page = response.content.decode()
        assert words in text(page)
        assert page.count('<th scope="row">') == 7
        assert ("noindex" in page) is bool(asked)


def test_every_week_leads_to_the_next_as_far_as_hours_are_decided(client, sample):
    with time_machine.travel(swedish(2026, 12, 20, 12), tick=False):
        query, seen = "", []
        while True:
            page = client.get(f"/besok/{query}").content.decode()
            found = re.search(r'href="(\?vecka=[^"#]+)#hours">Nästa vecka', page)
            if not found:
                break
            query = found[1]
            assert query not in seen
            seen.append(query)
    assert seen[0] == "?vecka=2026-52"
    last = max(row.last_on for row in EXAMPLE.exceptions).isocalendar()
    assert seen[-1] == f"?vecka={last.year}-{last.week:02}"


def test_all_deviations_stand_by_month(client, sample):
    with time_machine.travel(swedish(2026, 11, 24, 12), tick=False):
        page = client.get("/besok/").content.decode()
    listed = piece(page, '<section class="stack" aria-labelledby="deviations">', "</section>")
    for row in EXAMPLE.exceptions:
        assert row.reason in listed
    places = [
        listed.index(each) for each in ("December 2026", "Januari 2027", "vi byter utställning")
    ]
    assert places == sorted(places)


def test_a_sunday_shows_days_to_come(client, sample):
    with time_machine.travel(swedish(2026, 11, 29, 12), tick=False):
        page = client.get("/besok/").content.decode()
    table = piece(page, '<table class="table week-table">', "</table>")
    assert "söndag 29 november (i dag)" in table
    assert "lördag 5 december 11.00–14.00" in table


def test_the_numbers_in_calendars_rise_when_a_move_is_stored_and_when_it_is_taken_back(sample):
    activity = make_activity(times=[swedish(2027, 5, 8, 12)])
    number = activity.occurrences.get().sequence
    with time_machine.travel(swedish(2026, 12, 1), tick=False):
        there = make_room(
            name="Tredje", street="Kajpromenaden 1", moved_in_on=datetime.date(2027, 5, 1)
        )
        assert activity.occurrences.get().sequence == number + 1
        there.delete()
        assert activity.occurrences.get().sequence == number + 2
        # Several at once, as from a list, are no other door.
        for change in (
            lambda rooms: rooms.update(street="Kajpromenaden 3"),
            lambda rooms: rooms.delete(),
        ):
            make_room(name="Tredje", moved_in_on=date(2027, 5, 1))
            number = activity.occurrences.get().sequence
            change(Room.objects.filter(name="Tredje"))
            assert activity.occurrences.get().sequence == number + 1


@pytest.mark.parametrize(
    ("rooms", "sentence"),
    [
        ([("2023-06-01", None)], ""),
        ([("2023-06-01", "2027-02-01")], "Rummet stänger här 1 februari 2027."),
        # The day of leaving need not be filled in.
        ([("2023-06-01", None), ("2027-02-01", None)], "Rummet flyttar 1 februari 2027 till Hus 1, Gatan 1."),
        ([("2023-06-01", "2027-02-01"), ("2027-03-15", None)],
         "Rummet stänger här 1 februari 2027 och öppnar 15 mars 2027 i Hus 1, Gatan 1."),
        # Between two premises.
        ([("2023-06-01", "2026-02-01"), ("2027-03-15", None)], "Rummet öppnar 15 mars 2027 i Hus 1, Gatan 1."),
        # Only the next of two moves.
        ([("2023-06-01", None), ("2027-02-01", None), ("2027-05-01", None)],
         "Rummet flyttar 1 februari 2027 till Hus 1, Gatan 1."),
    ],
)  # fmt: skip
def test_a_move_is_told_on_every_page(client, rooms, sentence):
    for number, (moved_in_on, moved_out_on) in enumerate(rooms):
        Room.objects.create(
            name=f"Hus {number}",
            street=f"Gatan {number}",
            moved_in_on=moved_in_on,
            moved_out_on=moved_out_on,
        )
    with time_machine.travel(swedish(2026, 12, 1, 12), tick=False):
        page = client.get("/tyck-till/").content.decode()
    header = piece(page, '<aside class="opening-strip"', "</aside>")
    assert sentence in header
    assert ("Rummet " in header.replace("Rummet i dag", "")) is bool(sentence)
