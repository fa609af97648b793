"""When activities are held: where a moment lies from it, weekly repetitions, months and weeks.

Everything here is pure: moments are aware, and nothing reads the clock.
"""

import datetime
import enum
from itertools import groupby

from helsingborgsrummet.content.dates import STOCKHOLM

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


def weekly(starts_at, ends_at, until):
    """The repetitions, a week apart, of an occurrence, from the next week to the day ``until``.

    Returns pairs of moments. Swedish clocks show the same on each of them, summer and winter. In
    the one hour of a year that is skipped an occurrence is held an hour later by the clock.
    """
    start, end = wall_clock(starts_at), wall_clock(ends_at)
    pairs = []
    while (start := start + WEEK).date() <= until:
        end += WEEK
        begins, ends = _moment(start), _moment(end)
        # Across the skipped hour the end by the clock may come before the moved beginning.
        pairs.append((begins, ends if ends > begins else begins + (ends_at - starts_at)))
    return pairs


def wall_clock(moment):
    """What Swedish clocks show at an aware moment, without a zone."""
    return moment.astimezone(STOCKHOLM).replace(tzinfo=None, fold=0)


def _moment(shown):
    moment = shown.replace(tzinfo=STOCKHOLM).astimezone(datetime.UTC)
    return moment.astimezone(STOCKHOLM)


def last_day(ends_at):
    """The Swedish day on which an occurrence ends; midnight belongs to the day before."""
    return (wall_clock(ends_at) - datetime.timedelta(microseconds=1)).date()


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
