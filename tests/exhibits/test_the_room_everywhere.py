"""Is it open, and where is it? One answer in every output, at any moment of 2026 to 2028."""

import datetime
import html
import json
import re

import pytest
import time_machine
from icalendar import Calendar

from exhibits.models import OpeningException, OpeningRule, OpeningSeason, Room
from exhibits.now.opening import opening_status
from exhibits.rules.opening_hours import hours_on
from exhibits.words_sv.opening import status_sentence, week_lines
from helsingborgsrummet.demo_content import content
from tests.exhibits.schedules import EXAMPLE
from tests.factory import make_activity, make_area, make_occurrence, make_room, swedish

pytestmark = pytest.mark.django_db
OLD, NEW = "Järnvägsgatan 22", "Bredgatan 11"
MOVES_ON = datetime.date(2027, 2, 1)
# Every eighteen days and some hours, so that all times of day and all weekdays come up.
SPREAD = [
    swedish(2026, 11, 26, 0) + step * datetime.timedelta(days=18, hours=7, minutes=20)
    for step in range(42)
]
CHOSEN = [
    swedish(2026, 12, 3, 18, 15),
    swedish(2026, 12, 25, 12),
    swedish(2027, 1, 6, 12),
    swedish(2027, 1, 31, 23, 59),
    swedish(2027, 2, 1, 0),
    swedish(2027, 3, 6, 12),
    swedish(2027, 6, 20, 12),
    swedish(2027, 6, 28, 15, 30),
    swedish(2027, 7, 5, 12),
    swedish(2027, 10, 1, 12),
]


def text(page):
    """What a reader sees of a piece of HTML, in one line."""
    page = re.sub(r"<(script|style|svg).*?</\1>", "", page, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split()).replace(" .", ".")


def piece(page, first, last):
    return text(first + page.split(first, 1)[1].split(last, 1)[0])


def data_of(page):
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, flags=re.S)
    (data,) = map(json.loads, found)
    return data


@pytest.fixture
def sample():
    """The sample's hours, a move, an open house beyond the hours, a tour on a Saturday and a weekly one."""
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
    weekly = make_activity(kind="visning", slug="visning", signup="Ring oss.")
    for step in range(110):
        make_occurrence(weekly, swedish(2026, 11, 28, 13) + step * datetime.timedelta(weeks=1))


def street_on(moment):
    return NEW if moment >= swedish(2027, 2, 1) else OLD


@pytest.mark.parametrize("moments", [CHOSEN, *(SPREAD[n::6] for n in range(6))])
def test_every_output_says_the_same(client, sample, moments):
    for moment in moments:
        with time_machine.travel(moment, tick=False):
            check(client, moment)


def check(client, now):
    sentence = status_sentence(opening_status(now))
    street = street_on(now)
    pages = {
        address: client.get(address).content.decode()
        for address in ("/", "/besok/", "/aktiviteter/tur/")
    }
    for address, page in pages.items():
        header = piece(page, '<aside class="opening-strip"', "</aside>")
        assert sentence in header, (now, address)
        footer = piece(page, '<footer class="site-footer"', "</footer>")
        for place in (header, footer):
            assert street in place, (now, address)
            # A move to come is told wherever the address stands.
            is_to_come = f"Rummet flyttar 1 februari 2027 till Nya huset, {NEW}." in place
            assert is_to_come is (street == OLD), (now, address)
        assert " ".join(lines_on(now)) in footer, (now, address)
    start, visit = (
        text(pages["/"].split("<main", 1)[1]),
        text(pages["/besok/"].split("<main", 1)[1]),
    )
    assert f"Rummet i dag {sentence}" in start, now
    assert sentence in visit, now
    assert street in visit, now
    # The hours of today: table, and data for search engines.
    today = swedish_day(now)
    assert hours_in_data(data_of(pages["/besok/"]), today) == {
        (f"{span.opens:%H:%M}", f"{span.closes:%H:%M}") for span in hours_on(EXAMPLE, today).spans
    }, now
    assert data_of(pages["/besok/"])["address"]["streetAddress"] == street
    # What is held is held where the room is then, whenever one asks.
    for event in Calendar.from_ical(client.get("/aktiviteter/kalender.ics").content).walk("VEVENT"):
        assert street_on(event["DTSTART"].dt) in event["LOCATION"], (now, event["DTSTART"].dt)
    for slug, held in (("oppet", OLD), ("tur", NEW)):
        page = client.get(f"/aktiviteter/{slug}/").content.decode()
        assert held in piece(page, '<p class="event-where">', "</p>"), (now, slug)
        assert [row["location"]["address"]["streetAddress"] for row in data_of(page)] == [held]
        (event,) = Calendar.from_ical(client.get(f"/aktiviteter/{slug}.ics").content).walk("VEVENT")
        assert held in event["LOCATION"]


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
        (2027, 7, 5): ("Sommar 2027, till och med 15 augusti 2027:", ""),
        (2027, 8, 1): ("Sommar 2027, till och med 15 augusti 2027:", "Andra tider från och med 16 augusti 2027: mån–ons kl. 10–16"),
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
    assert (
        listed.index("December 2026") < listed.index("Januari 2027") < listed.index("ny hängning")
    )


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
