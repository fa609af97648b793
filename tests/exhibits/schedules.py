"""Schedules for the tests of opening hours: the sample content's, one with a lunch break, one at night."""

import datetime
from zoneinfo import ZoneInfo

from exhibits.rules.opening_hours import DatedException, Kind, Schedule, Season, Span, WeeklyRule
from helsingborgsrummet.demo_content import content

STOCKHOLM = ZoneInfo("Europe/Stockholm")
date, time = datetime.date, datetime.time


def swedish(*parts, fold=0):
    return datetime.datetime(*parts, tzinfo=STOCKHOLM, fold=fold)


def week(*rows):
    return tuple(WeeklyRule(day, Span(opens, closes)) for day, opens, closes in rows)


def example():
    """The sample content's schedule, as the pure module knows it."""
    return Schedule(
        week(*content.WEEK),
        tuple(
            Season(name, first, last, week(*rows)) for name, first, last, rows in content.SEASONS
        ),
        tuple(
            DatedException(first, last, Kind(kind), (Span(opens, closes),) if opens else (), reason)
            for first, last, kind, opens, closes, reason in content.EXCEPTIONS
        ),
    )


EXAMPLE = example()
LUNCH = Schedule(week((2, time(9), time(12)), (2, time(13, 30), time(15))))
NIGHT = Schedule(week((6, time(20), time(0)), (7, time(0), time(4))))
MOVING = Schedule(
    exceptions=(DatedException(date(2026, 1, 1), date(2028, 12, 31), Kind.CLOSED, (), "flytt"),)
)
