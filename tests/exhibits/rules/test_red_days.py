"""Red days and eves as the domain files list them for three years."""

from datetime import date, time

import holidays
import pytest

from exhibits.rules.opening_hours import (
    DatedException,
    Kind,
    Schedule,
    Season,
    Span,
    WeeklyRule,
    undecided_days,
)
from exhibits.rules.red_days import SpecialDay, special_days
from exhibits.words_sv.opening import SPECIAL_DAYS

DAYS = {
    "nyårsdagen": ("2026-01-01", "2027-01-01", "2028-01-01"),
    "trettondagsafton": ("2026-01-05", "2027-01-05", "2028-01-05"),
    "trettondedag jul": ("2026-01-06", "2027-01-06", "2028-01-06"),
    "skärtorsdagen": ("2026-04-02", "2027-03-25", "2028-04-13"),
    "långfredagen": ("2026-04-03", "2027-03-26", "2028-04-14"),
    "påskafton": ("2026-04-04", "2027-03-27", "2028-04-15"),
    "påskdagen": ("2026-04-05", "2027-03-28", "2028-04-16"),
    "annandag påsk": ("2026-04-06", "2027-03-29", "2028-04-17"),
    "valborgsmässoafton": ("2026-04-30", "2027-04-30", "2028-04-30"),
    "första maj": ("2026-05-01", "2027-05-01", "2028-05-01"),
    "Kristi himmelsfärdsdag": ("2026-05-14", "2027-05-06", "2028-05-25"),
    "klämdag efter Kristi himmelsfärdsdag": ("2026-05-15", "2027-05-07", "2028-05-26"),
    "pingstdagen": ("2026-05-24", "2027-05-16", "2028-06-04"),
    "nationaldagen": ("2026-06-06", "2027-06-06", "2028-06-06"),
    "midsommarafton": ("2026-06-19", "2027-06-25", "2028-06-23"),
    "midsommardagen": ("2026-06-20", "2027-06-26", "2028-06-24"),
    "dagen före alla helgons dag": ("2026-10-30", "2027-11-05", "2028-11-03"),
    "alla helgons dag": ("2026-10-31", "2027-11-06", "2028-11-04"),
    "julafton": ("2026-12-24", "2027-12-24", "2028-12-24"),
    "juldagen": ("2026-12-25", "2027-12-25", "2028-12-25"),
    "annandag jul": ("2026-12-26", "2027-12-26", "2028-12-26"),
    "nyårsafton": ("2026-12-31", "2027-12-31", "2028-12-31"),
}


@pytest.mark.parametrize("index", [0, 1, 2], ids=["2026", "2027", "2028"])
def test_special_days_of_a_year(index):
    found = {
        SPECIAL_DAYS[each]: day.isoformat() for day, each in special_days(2026 + index).items()
    }
    assert found == {name: days[index] for name, days in DAYS.items()}


@pytest.mark.parametrize("year", range(2005, 2100))
def test_the_red_days_are_those_of_a_library(year):
    known = holidays.country_holidays("SE", years=year, language="sv")
    found = special_days(year)
    for day, names in known.items():
        if day.year == year and names != "Söndag":
            assert SPECIAL_DAYS[found[day]].lower() in names.lower()
    eves = {name for name in DAYS if name.endswith("afton") or "klämdag" in name or "före" in name}
    red = {day for day, each in found.items() if SPECIAL_DAYS[each] not in {*eves, "skärtorsdagen"}}
    assert red <= set(known)


def test_two_special_days_may_meet():
    assert special_days(2049)[date(2049, 6, 6)] is SpecialDay.WHIT_SUNDAY
    assert special_days(2008)[date(2008, 5, 1)] is SpecialDay.ASCENSION_DAY


WEEK = tuple(WeeklyRule(day, Span(time(10), time(16))) for day in range(1, 6))
CHRISTMAS = date(2026, 12, 20)


def closed(day, last=None):
    return DatedException(day, last or day, Kind.CLOSED)


@pytest.mark.parametrize(
    ("schedule", "names"),
    [
        (Schedule(WEEK), ["julafton", "juldagen", "nyårsafton", "nyårsdagen"]),
        (Schedule(), []),
        (
            Schedule(WEEK, exceptions=(closed(date(2026, 12, 24), date(2026, 12, 25)),)),
            ["nyårsafton", "nyårsdagen"],
        ),
        # Open all the same, on purpose, is a decision too.
        (
            Schedule(
                WEEK,
                exceptions=(
                    DatedException(
                        date(2026, 12, 31),
                        date(2026, 12, 31),
                        Kind.OTHER_HOURS,
                        (Span(time(10), time(16)),),
                    ),
                ),
            ),
            ["julafton", "juldagen", "nyårsdagen"],
        ),
        # A season in which the room is closed leaves nothing to decide.
        (Schedule(WEEK, (Season("Jul", date(2026, 12, 22), date(2027, 1, 3)),)), []),
    ],
)
def test_days_that_nobody_has_decided(schedule, names):
    assert [SPECIAL_DAYS[each] for _, each in undecided_days(schedule, CHRISTMAS, 14)] == names


def test_the_border_days_count():
    assert undecided_days(Schedule(WEEK), date(2026, 12, 24), 1) == [
        (date(2026, 12, 24), SpecialDay.CHRISTMAS_EVE)
    ]
    assert undecided_days(Schedule(WEEK), date(2026, 12, 24), 0) == []
