"""When activities are held: weekly repetitions and the words for times and states.

Everything here is pure: moments are aware, and nothing reads the clock.
"""

import datetime
import enum
from itertools import groupby

from helsingborgsrummet.content.dates import STOCKHOLM, PartialDate
from helsingborgsrummet.content.words_sv import (
    DASH,
    format_clock,
    format_month,
    format_range,
    format_weekday,
    format_weekday_and_day,
)

WEEK = datetime.timedelta(days=7)


class Phase(enum.StrEnum):
    """Where a moment lies from an occurrence."""

    AHEAD = "ahead"
    NOW = "now"
    OVER = "over"


def phase_of(starts_at, ends_at, now):
    """Which :class:`Phase` an occurrence is in; at its first moment it goes on, at its last it is over."""
    if now < starts_at:
        return Phase.AHEAD
    return Phase.NOW if now < ends_at else Phase.OVER


def state_text(state, phase):
    """The state in words; ``state`` is ``planned``, ``moved``, ``full`` or ``cancelled``.

    What is cancelled is cancelled whatever the time. Otherwise what goes on and what is over says
    so, and before that what kind of change there is.
    """
    if state == "cancelled":
        return "Inställd"
    if phase is Phase.OVER:
        return "Har varit"
    words = {"planned": "Planerad", "moved": "Flyttad", "full": "Fullbokad"}[state]
    if phase is Phase.AHEAD:
        return words
    return "Pågår nu" if state == "planned" else f"Pågår nu, {words.lower()}"


# --- Repetition ---------------------------------------------------------------------------------


def weekly(starts_at, ends_at, until):
    """The repetitions, a week apart, of an occurrence, from the next week to the day ``until``.

    Returns pairs of moments. Swedish clocks show the same on each of them, summer and winter. In
    the one hour of a year that is skipped an occurrence is held an hour later by the clock.
    """
    start, end = _wall_clock(starts_at), _wall_clock(ends_at)
    pairs = []
    while (start := start + WEEK).date() <= until:
        end += WEEK
        begins, ends = _moment(start), _moment(end)
        # Across the skipped hour the end by the clock may come before the moved beginning.
        pairs.append((begins, ends if ends > begins else begins + (ends_at - starts_at)))
    return pairs


def _wall_clock(moment):
    return moment.astimezone(STOCKHOLM).replace(tzinfo=None, fold=0)


def _moment(wall_clock):
    moment = wall_clock.replace(tzinfo=STOCKHOLM).astimezone(datetime.UTC)
    return moment.astimezone(STOCKHOLM)


# --- Words --------------------------------------------------------------------------------------


def last_day(ends_at):
    """The Swedish day on which an occurrence ends; midnight belongs to the day before."""
    return (_wall_clock(ends_at) - datetime.timedelta(microseconds=1)).date()


def clock_text(starts_at, ends_at):
    """The hours of an occurrence whose first day is said beside them.

    ``kl. 16–18.30``; across midnight or over several days ``kl. 22 till fredag 4 december 2026
    kl. 1``. Midnight at the end is written 24.
    """
    start, end = _wall_clock(starts_at), _wall_clock(ends_at)
    opens = f"kl. {format_clock(start.time())}"
    closes = "24" if end.time() == datetime.time(0) else format_clock(end.time())
    last = last_day(ends_at)
    if last == start.date():
        return f"{opens}{DASH}{closes}"
    return f"{opens} till {format_weekday(last)} kl. {closes}"


def time_text(starts_at, ends_at):
    """When it is held: ``torsdag 3 december 2026 kl. 16–18.30``.

    Over several days the year is said once: ``torsdag 3 december kl. 22 till fredag 4 december 2026
    kl. 1``.
    """
    first, last = _wall_clock(starts_at).date(), last_day(ends_at)
    words = day_text(first) if first != last and first.year == last.year else format_weekday(first)
    return f"{words} {clock_text(starts_at, ends_at)}"


def day_text(day):
    """``torsdag 3 december``, for where the year is said beside it."""
    return format_weekday_and_day(day)


def week_text(day):
    """The week of a day: ``v. 48, 23–29 november 2026``."""
    monday = day - datetime.timedelta(days=day.weekday())
    sunday = monday + datetime.timedelta(days=6)
    days = format_range(PartialDate(monday), PartialDate(sunday))
    return f"v. {day.isocalendar().week}, {days}"


def month_text(day):
    """``december 2026``."""
    return format_month(day)


def by_month_and_week(occurrences):
    """Group occurrences, which are in order of time, forwards or backwards.

    Returns ``[(first day of the month, [(day in the week, [occurrence, …]), …]), …]``. A week that
    two months share stands under both, in each with what begins there.
    """

    def day(occurrence):
        return occurrence.starts_at.astimezone(STOCKHOLM).date()

    months = groupby(occurrences, lambda each: day(each).replace(day=1))
    grouped = []
    for month, in_month in months:
        weeks = groupby(in_month, lambda each: day(each).isocalendar()[:2])
        rows = [list(in_week) for _, in_week in weeks]
        grouped.append((month, [(day(row[0]), row) for row in rows]))
    return grouped
