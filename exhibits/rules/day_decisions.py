"""What somebody decides for one day, from the hours that apply: closing now, closing at two, as usual.

Pure. A decision is a :class:`~exhibits.rules.opening_hours.DatedException` for that day alone; it takes the
place of what was decided for the day alone before, and leaves longer exceptions as they are.
"""

import datetime
import enum
from dataclasses import dataclass, replace

from exhibits.rules.opening_hours import (
    DAY,
    MIDNIGHT,
    DatedException,
    Kind,
    Source,
    Span,
    hours_on,
)
from exhibits.rules.red_days import SpecialDay, special_days

HALF_HOUR = datetime.timedelta(minutes=30)
# How far ahead red days and eves are decided, in days: eighteen months.
AHEAD_DAYS = 548


class Choice(enum.StrEnum):
    """What can be decided for a day."""

    CLOSE_NOW = "close_now"
    CLOSE_AT = "close_at"
    CLOSED = "closed"
    LONGER = "longer"
    OTHER = "other"
    USUAL = "usual"


class Refusal(enum.StrEnum):
    """Why a choice makes no sense on a day."""

    IS_CLOSED = "is_closed"
    CLOSES_EARLIER = "closes_earlier"
    OPENS_LATER = "opens_later"
    OPEN_AS_LONG = "open_as_long"
    BACKWARD = "backward"


class RefusedError(ValueError):
    """A choice that makes no sense; ``refusal`` says why, ``time`` which clock time it is about."""

    def __init__(self, refusal, time=None):
        super().__init__(refusal)
        self.refusal, self.time = refusal, time


def without_day(schedule, day):
    """The schedule without what has been decided for ``day`` alone."""
    others = (row for row in schedule.exceptions if (row.first_on, row.last_on) != (day, day))
    return replace(schedule, exceptions=tuple(others))


def with_day(schedule, decision, day):
    """The schedule with ``decision`` for ``day`` in place of an earlier one; ``None`` takes that away."""
    others = without_day(schedule, day)
    return replace(others, exceptions=(*others.exceptions, decision)) if decision else others


def decide(schedule, day, choice, *, at=None, span=None, reason=""):
    """The exception that says ``choice`` for ``day``; ``None`` where nothing has to be said.

    ``at`` is the time of closing, or the present one; ``span`` the hours of :attr:`Choice.OTHER`. Raises
    :class:`RefusedError` for what makes no sense: closing when it is closed, staying open until before closing.
    """
    match choice:
        case Choice.CLOSED:
            return DatedException(day, day, Kind.CLOSED, (), reason)
        case Choice.USUAL:
            return _as_usual(schedule, day)
        case Choice.OTHER:
            if not span.is_forward:
                raise RefusedError(Refusal.BACKWARD)
            return DatedException(day, day, Kind.OTHER_HOURS, (span,), reason)
        case Choice.LONGER:
            spans = _longer(schedule, day, at)
        case _:
            spans = _shorter(schedule, day, at, is_now=choice is Choice.CLOSE_NOW)
    kind = Kind.OTHER_HOURS if spans else Kind.CLOSED
    return DatedException(day, day, kind, spans, reason)


def _as_usual(schedule, day):
    """What the week or the season says; red days and days of longer exceptions need a word for that."""
    others = without_day(schedule, day)
    if day in special_days(day.year) or hours_on(others, day).source is Source.EXCEPTION:
        return DatedException(day, day, Kind.USUAL)
    return None


def _bases(schedule, day):
    """The hours that a change starts from: as decided so far, else as if nothing had been decided."""
    return [hours_on(each, day).spans for each in (schedule, without_day(schedule, day))]


def _ends(span):
    return datetime.time.max if span.closes == MIDNIGHT else span.closes


def _shorter(schedule, day, at, is_now):
    bases = [spans for spans in _bases(schedule, day) if spans]
    if not bases:
        raise RefusedError(Refusal.IS_CLOSED)
    for spans in bases[:1] if is_now else bases:
        if at < _ends(spans[-1]) and at != MIDNIGHT:
            left = [span for span in spans if span.opens < at]
            if not left and not is_now:
                raise RefusedError(Refusal.OPENS_LATER, spans[0].opens)
            cut = [Span(each.opens, at) if _ends(each) > at else each for each in left]
            return tuple(cut)
    raise RefusedError(Refusal.IS_CLOSED if is_now else Refusal.CLOSES_EARLIER, bases[0][-1].closes)


def _longer(schedule, day, at):
    bases = [spans for spans in _bases(schedule, day) if spans]
    if not bases:
        raise RefusedError(Refusal.IS_CLOSED)
    for spans in bases:
        last = spans[-1]
        if _ends(Span(last.opens, at)) > _ends(last):
            return (*spans[:-1], Span(last.opens, at))
    raise RefusedError(Refusal.OPEN_AS_LONG, bases[0][-1].closes)


def closing_times(schedule, day, after=None):
    """The half hours at which the room could close before it otherwise would, in order.

    ``after`` is the time of day from which on they are, if the day is today.
    """
    spans = next((spans for spans in _bases(schedule, day) if spans), ())
    if not spans:
        return []
    first = max(filter(None, (spans[0].opens, after)))
    return _half_hours(first, _ends(spans[-1]))


def later_times(schedule, day, until=datetime.time(23, 59)):
    """The half hours until which the room could stay open beyond its hours, midnight left out."""
    spans = next((spans for spans in _bases(schedule, day) if spans), ())
    return _half_hours(_ends(spans[-1]), until) if spans else []


def _half_hours(first, last):
    """The half hours between two times of day, both left out."""
    times = [datetime.time(number // 2, number % 2 * 30) for number in range(48)]
    return [time for time in times if first < time < last]


# --- Red days and eves ----------------------------------------------------------------------------


@dataclass(frozen=True)
class ToDecide:
    """A red day or an eve: what the room's hours are then, and whether somebody has said so.

    ``needs_nothing`` is a day on which the room is closed anyway.
    """

    day: datetime.date
    special: SpecialDay
    hours: object
    is_decided: bool

    @property
    def needs_nothing(self):
        """Whether nobody has to say anything, because the room is closed in any week."""
        return not self.is_decided and not self.hours.spans


def days_to_decide(schedule, first, days=AHEAD_DAYS):
    """The :class:`ToDecide` rows of the red days and eves among the ``days`` days from ``first`` on."""
    rows = []
    for day in (first + offset * DAY for offset in range(days)):
        special = special_days(day.year).get(day)
        if special:
            hours = hours_on(schedule, day)
            rows.append(ToDecide(day, special, hours, hours.source is Source.EXCEPTION))
    return rows


def shortened(schedule, day, closes, reason):
    """The decision that ``day`` closes at ``closes``, before it usually does; see :func:`decide`."""
    return decide(without_day(schedule, day), day, Choice.CLOSE_AT, at=closes, reason=reason)


def as_last_year(schedule, first, days=AHEAD_DAYS):
    """Decisions for the undecided days, copied from the latest same day before ``first``.

    What was closed is closed again, what had other hours gets the same, what was as usual is as usual.
    Days without such a forerunner are left undecided.
    """
    copies = []
    for row in days_to_decide(schedule, first, days):
        if row.is_decided or row.needs_nothing:
            continue
        before = _forerunner(schedule, row)
        if before is None:
            continue
        if not before.is_deviating and before.spans:
            decision = DatedException(row.day, row.day, Kind.USUAL)
        elif before.spans:
            decision = DatedException(
                row.day, row.day, Kind.OTHER_HOURS, before.spans, before.reason
            )
        else:
            decision = DatedException(row.day, row.day, Kind.CLOSED, (), before.reason)
        copies.append(decision)
    return copies


def _forerunner(schedule, row):
    """The :class:`DayHours` of the same day in the year before, if somebody had decided them."""
    year = row.day.year - 1
    for day, special in special_days(year).items():
        if special is row.special:
            hours = hours_on(schedule, day)
            return hours if hours.source is Source.EXCEPTION else None
    return None
