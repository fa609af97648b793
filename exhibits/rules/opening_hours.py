"""Opening hours: rules, seasons, exceptions and a moment give hours, status and next change.

Pure: nothing here reads the clock or the database. Times of day are Swedish wall-clock times;
moments are aware. Words stand in ``words_sv``. The most specific rule wins: an exception over a season over the standard
week, and of two exceptions the narrower one, which is the one with fewer days.
"""

import datetime
import enum
import functools
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from exhibits.rules.red_days import special_days
from helsingborgsrummet.content.dates import STOCKHOLM

DAY = datetime.timedelta(days=1)
MIDNIGHT = datetime.time(0)
# How far ahead the next opening is looked for. A room that opens later is closed until further
# notice for whoever reads the page today.
HORIZON_DAYS = 400
# How long before new regular hours begin they are told beside those in force.
ANNOUNCED = datetime.timedelta(weeks=4)
# What goes on past midnight until then belongs to the evening on which it began.
NIGHT_ENDS = datetime.time(6)
# Who is open for longer than this in one go is open around the clock.
LONGEST_DAYS = 7
# How long before a red day or an eve its hours must be decided: from then on staff are asked, and
# visitors are told that they may be others.
UNDECIDED_DAYS = 30


@dataclass(frozen=True, order=True)
class Span:
    """Open from ``opens`` until ``closes``; closing at 00.00 means the end of the day."""

    opens: datetime.time
    closes: datetime.time

    @property
    def is_forward(self):
        """Whether the span ends after it begins."""
        return self.closes == MIDNIGHT or self.opens < self.closes

    def overlaps(self, other):
        """Whether the two share any time; touching ends do not count."""
        return _end(self) > other.opens and _end(other) > self.opens


def _end(span):
    """The closing time for comparison, where the end of the day is the latest."""
    return datetime.time.max if span.closes == MIDNIGHT else span.closes


class Kind(enum.StrEnum):
    """What an exception does to the hours that otherwise apply."""

    CLOSED = "closed"
    OTHER_HOURS = "other"
    EXTRA = "extra"
    # Somebody has decided that a red day or a day of a longer exception is like any other.
    USUAL = "usual"


class Source(enum.StrEnum):
    """Which rule decided a day."""

    STANDARD = "standard"
    SEASON = "season"
    EXCEPTION = "exception"


@dataclass(frozen=True, order=True)
class WeeklyRule:
    """One span on one weekday; ``weekday`` is 1 for Monday to 7 for Sunday (ISO 8601)."""

    weekday: int
    span: Span


@dataclass(frozen=True)
class Season:
    """A period with a week of its own, first and last day included."""

    name: str
    first_on: datetime.date
    last_on: datetime.date
    rules: tuple[WeeklyRule, ...] = ()


@dataclass(frozen=True)
class DatedException:
    """One or more days that deviate, first and last day included."""

    first_on: datetime.date
    last_on: datetime.date
    kind: Kind
    spans: tuple[Span, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Schedule:
    """Everything that decides when the room is open."""

    rules: tuple[WeeklyRule, ...] = ()
    seasons: tuple[Season, ...] = ()
    exceptions: tuple[DatedException, ...] = ()

    @property
    def is_empty(self):
        """Whether nobody has said anything about opening hours yet."""
        return not (self.rules or self.exceptions or any(s.rules for s in self.seasons))


@dataclass(frozen=True)
class DayHours:
    """The hours of one day and why they are so; ``is_extra`` when the day is closed otherwise."""

    day: datetime.date
    spans: tuple[Span, ...]
    source: Source
    is_deviating: bool = False
    reason: str = ""
    is_extra: bool = False


@dataclass(frozen=True)
class RegularHours:
    """The week that applies for a period: the standard one, or that of the season ``name``.

    ``first_on`` is ``None`` for what has begun, ``last_on`` for what lasts until further notice.
    """

    rules: tuple[WeeklyRule, ...]
    name: str = ""
    first_on: datetime.date | None = None
    last_on: datetime.date | None = None


@dataclass(frozen=True)
class Deviation:
    """Consecutive days that deviate in the same way, first and last day included.

    ``is_extra`` when all of them are closed otherwise.
    """

    first_on: datetime.date
    last_on: datetime.date
    spans: tuple[Span, ...]
    reason: str
    is_extra: bool = False


@dataclass(frozen=True)
class Held:
    """Something held in the room between two aware moments.

    ``what`` names it in words, ``is_for_all`` is whether one can come without having signed up,
    ``is_example`` whether it is invented.
    """

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    what: str
    is_for_all: bool
    is_example: bool = False


class Answer(enum.StrEnum):
    """What kind of answer there is to "is it open?"."""

    NOT_DECIDED = "not_decided"
    OPEN = "open"
    OPENS_TODAY = "opens_today"
    OPENS_AGAIN = "opens_again"
    OPEN_FOR = "open_for"
    CLOSED_DURING = "closed_during"
    OPENS_FOR = "opens_for"
    CLOSED_NOW = "closed_now"
    CLOSED_TODAY = "closed_today"
    CLOSED_UNTIL_FURTHER_NOTICE = "closed_until_further_notice"


@dataclass(frozen=True)
class Status:
    """The answer to "is it open?" at one moment of the day ``today``.

    ``spans`` is the open one, all of today's when none has begun, or those that are left. ``closes_on``
    and ``closes`` tell when it closes, over as many midnights as it takes; they are ``None`` when it is
    open around the clock. ``next_day`` and ``next_opens`` tell when it opens next, ``reason`` why today
    deviates. ``held`` is what is held or soon held in the room while its hours say closed.
    ``is_uncertain`` says that nobody has decided the day that is told of, though it is a red day or an eve.
    ``changes_at`` is the first moment after which the answer may be another.
    """

    answer: Answer
    today: datetime.date
    changes_at: datetime.datetime = field(compare=False)
    spans: tuple[Span, ...] = ()
    next_day: datetime.date | None = None
    next_opens: datetime.time | None = None
    reason: str = ""
    closes_on: datetime.date | None = None
    closes: datetime.time | None = None
    held: Held | None = None
    is_uncertain: bool = False

    @property
    def is_open(self):
        """Whether somebody can come in now."""
        return self.answer in (Answer.OPEN, Answer.OPEN_FOR)


def _merged(spans):
    """Spans in order, with those that touch or overlap made one."""
    merged = []
    for span in sorted(spans):
        if merged and span.opens <= _end(merged[-1]):
            closes = max(merged[-1], span, key=_end).closes
            merged[-1] = Span(merged[-1].opens, closes)
        else:
            merged.append(span)
    return tuple(merged)


def _covering(rows, day):
    """The rows that cover ``day``, the widest first; of the same length the one that begins first.

    Of two of the same length that share a day neither is narrower: they are refused when they are
    saved (see :func:`problems`). The order keeps the answer the same should two ever be stored.
    """
    covering = [row for row in rows if row.first_on <= day <= row.last_on]
    return sorted(covering, key=lambda row: (row.first_on - row.last_on, row.first_on))


def _season_on(schedule, day):
    """The season in which ``day`` lies, or ``None`` for the standard week."""
    return next(reversed(_covering(schedule.seasons, day)), None)


def hours_on(schedule, day):
    """Return the :class:`DayHours` of ``day``.

    Each exception changes what the wider ones leave: extra opening in a week of works adds to
    nothing, not to the hours of an ordinary day.
    """
    season = _season_on(schedule, day)
    rules = season.rules if season else schedule.rules
    usual = _merged(rule.span for rule in rules if rule.weekday == day.isoweekday())
    exceptions = _covering(schedule.exceptions, day)
    if not exceptions:
        return DayHours(day, usual, Source.SEASON if season else Source.STANDARD)
    spans = usual
    for exception in exceptions:
        spans = {
            Kind.CLOSED: (),
            Kind.OTHER_HOURS: _merged(exception.spans),
            Kind.EXTRA: _merged((*spans, *exception.spans)),
            Kind.USUAL: usual,
        }[exception.kind]
    narrowest = exceptions[-1]
    return DayHours(
        day,
        spans,
        Source.EXCEPTION,
        is_deviating=spans != usual or bool(narrowest.reason and narrowest.kind == Kind.CLOSED),
        reason=narrowest.reason,
        is_extra=bool(spans) and not usual,
    )


def regular_periods(schedule, day):
    """The regular hours from ``day`` on, in order, as :class:`RegularHours`.

    The first is in force on ``day``. The others follow as seasons begin and end; the last one lasts
    until further notice.
    """
    edges = {edge for row in schedule.seasons for edge in (row.first_on, row.last_on + DAY)}
    periods = [_regular_hours(schedule, day, None)]
    for edge in sorted(edge for edge in edges if edge > day):
        following = _regular_hours(schedule, edge, edge)
        last = periods[-1]
        if (following.name, following.rules) != (last.name, last.rules):
            periods[-1] = replace(last, last_on=edge - DAY)
            periods.append(following)
    return periods


def _regular_hours(schedule, day, first_on):
    season = _season_on(schedule, day)
    if season:
        return RegularHours(season.rules, season.name, first_on)
    return RegularHours(schedule.rules, "", first_on)


def coming_regular_hours(schedule, day):
    """The :class:`RegularHours` that begin within :data:`ANNOUNCED` after ``day``, or ``None``."""
    following = regular_periods(schedule, day)[1:2]
    return next((row for row in following if row.first_on - day <= ANNOUNCED), None)


def _moment(day, time):
    """A Swedish wall-clock time as an aware moment in UTC.

    A time in the hour that does not exist in spring means as long after the change as it says; in
    the doubled hour of autumn it means the first one (PEP 495, ``fold=0``).
    """
    return datetime.datetime.combine(day, time, tzinfo=STOCKHOLM).astimezone(datetime.UTC)


def _closing_moment(day, span):
    """The aware moment when a span of ``day`` ends."""
    if span.closes == MIDNIGHT:
        return _moment(day + DAY, MIDNIGHT)
    # In the doubled hour the later one is meant: nobody is thrown out an hour early.
    closes = datetime.datetime.combine(day, span.closes, tzinfo=STOCKHOLM).replace(fold=1)
    return closes.astimezone(datetime.UTC)


def next_opening(schedule, moment):
    """The day and span of the first opening after ``moment``, or ``None`` within the horizon."""
    today = moment.astimezone(STOCKHOLM).date()
    for offset in range(HORIZON_DAYS):
        day = today + offset * DAY
        for span in hours_on(schedule, day).spans:
            if _moment(day, span.opens) > moment:
                return day, span
    return None


def closing_of(schedule, day, span):
    """When the room closes that is open in ``span`` of ``day``: the day and the time.

    Spans that touch at midnight are one. ``None`` when that goes on for :data:`LONGEST_DAYS`.
    """
    for _ in range(LONGEST_DAYS):
        if span.closes != MIDNIGHT:
            return day, span.closes
        following = hours_on(schedule, day + DAY).spans
        if not following or following[0].opens != MIDNIGHT:
            return day, MIDNIGHT
        day, span = day + DAY, following[0]
    return None


def _as_told(before, spans, after):
    """The spans of a day as people say them: a night belongs to the evening on which it began.

    ``before`` and ``after`` are the spans of the days beside it. A told span may end on the next
    morning: ``Span(20.00, 02.00)``.
    """

    def goes_on(evening, morning):
        return bool(
            evening
            and morning
            and evening[-1].closes == MIDNIGHT == morning[0].opens
            and MIDNIGHT < morning[0].closes <= NIGHT_ENDS
        )

    told = list(spans)
    if goes_on(told, after):
        told[-1] = Span(told[-1].opens, after[0].closes)
    return tuple(told[1:] if goes_on(before, spans) else told)


def told_on(schedule, day):
    """The :class:`DayHours` of ``day`` as people say them; see :func:`_as_told`."""
    before, hours, after = (hours_on(schedule, day + step * DAY) for step in (-1, 0, 1))
    return replace(hours, spans=_as_told(before.spans, hours.spans, after.spans))


def status_at(schedule, moment, held=(), undecided=()):
    """Return the :class:`Status` at the aware ``moment``.

    At the very moment of opening it is open, at the very moment of closing it is closed. ``held`` are
    rows of :class:`Held`. They count while the hours say closed: what everybody may come to opens the
    room, what one has signed up for does not. What lasts for more than a day tells days, not hours.
    ``undecided`` are the days that :func:`undecided_days` names.
    """
    status = _by_hours(schedule, moment)
    told_of = status.next_day or status.today
    status = replace(status, is_uncertain=bool(told_of in undecided))
    held = [row for row in held if row.ends_at > moment and row.ends_at - row.starts_at <= DAY]
    edges = [edge for row in held for edge in (row.starts_at, row.ends_at) if edge > moment]
    status = replace(status, changes_at=min([status.changes_at, *edges]))
    if status.is_open:
        return status
    going_on = [row for row in held if row.starts_at <= moment]
    for_all = [row for row in going_on if row.is_for_all]
    if going_on:
        answer = Answer.OPEN_FOR if for_all else Answer.CLOSED_DURING
        # Of several the one that one can stay at for longest.
        longest = max(for_all or going_on, key=lambda row: (row.ends_at, row.what))
        if status.next_day is None and status.spans:
            status = replace(status, next_day=status.today, next_opens=status.spans[0].opens)
        return replace(status, answer=answer, held=longest)
    later = [row for row in held if row.is_for_all and _day_of(row.starts_at) == status.today]
    if later and not status.spans and status.answer is not Answer.NOT_DECIDED:
        first = min(later, key=lambda row: (row.starts_at, row.what))
        return replace(status, answer=Answer.OPENS_FOR, held=first)
    return status


def _day_of(moment):
    return moment.astimezone(STOCKHOLM).date()


def _by_hours(schedule, moment):
    """The :class:`Status` that the hours alone give."""
    today = _day_of(moment)
    hours = hours_on(schedule, today)
    spans = [
        (span, _moment(today, span.opens), _closing_moment(today, span)) for span in hours.spans
    ]
    edges = [_moment(today + DAY, MIDNIGHT), *(edge for _, *both in spans for edge in both)]
    changes_at = min(edge for edge in edges if edge > moment)

    status = functools.partial(Status, today=today, changes_at=changes_at)
    if schedule.is_empty:
        return status(Answer.NOT_DECIDED)
    for span, opens, closes in spans:
        if opens <= moment < closes:
            closes_on, closes = closing_of(schedule, today, span) or (None, None)
            return status(Answer.OPEN, spans=(span,), closes_on=closes_on, closes=closes)
    told = told_on(schedule, today).spans
    upcoming = tuple(span for span in told if _moment(today, span.opens) > moment)
    if upcoming:
        is_first = upcoming == told
        return status(Answer.OPENS_TODAY if is_first else Answer.OPENS_AGAIN, spans=upcoming)
    opening = next_opening(schedule, moment)
    if opening is None:
        return status(Answer.CLOSED_UNTIL_FURTHER_NOTICE)
    day, span = opening
    return status(
        Answer.CLOSED_NOW if spans else Answer.CLOSED_TODAY,
        next_day=day,
        next_opens=span.opens,
        reason="" if spans else hours.reason,
    )


class Fit(enum.IntEnum):
    """How something held in the room agrees with the hours, the best first."""

    OPEN = 0
    # Outside the ordinary hours, as a tour on a Saturday may well be.
    OUTSIDE = 1
    # Outside the hours of a day that an exception decides: somebody has said that it is closed.
    CONTRADICTED = 2


def fit_of(schedule, starts_at, ends_at):
    """The :class:`Fit` of what is held between two aware moments.

    What lasts for more than a day tells days, not hours: one open day among them is enough. Nothing
    contradicts hours that nobody has decided.
    """
    if schedule.is_empty:
        return Fit.OPEN
    first, last = _day_of(starts_at), _day_of(ends_at - datetime.timedelta(microseconds=1))
    days = [hours_on(schedule, first + step * DAY) for step in range((last - first).days + 1)]
    if ends_at - starts_at > DAY:
        is_open = any(hours.spans for hours in days)
        is_decided = all(hours.source is Source.EXCEPTION for hours in days)
    else:
        is_open = _is_open_throughout(schedule, starts_at, ends_at)
        is_decided = any(hours.source is Source.EXCEPTION for hours in days)
    if is_open:
        return Fit.OPEN
    return Fit.CONTRADICTED if is_decided else Fit.OUTSIDE


def _is_open_throughout(schedule, starts_at, ends_at):
    while starts_at < ends_at:
        status = _by_hours(schedule, starts_at)
        if not status.is_open:
            return False
        starts_at = status.changes_at
    return True


def week_from(schedule, first):
    """The seven :class:`DayHours` from the day ``first`` on, as people say them."""
    return [told_on(schedule, first + offset * DAY) for offset in range(7)]


def week_of(schedule, day):
    """The same, Monday to Sunday, of the week in which ``day`` lies."""
    return week_from(schedule, day - (day.isoweekday() - 1) * DAY)


def last_decided_day(schedule):
    """The last day for which an exception or a season is stored, or ``None``."""
    return max((row.last_on for row in (*schedule.seasons, *schedule.exceptions)), default=None)


def deviating_days(schedule, first):
    """The :class:`DayHours` of all days from ``first`` on whose hours deviate, in order."""
    days = {
        day
        for row in schedule.exceptions
        for day in map(
            datetime.date.fromordinal,
            range(max(first, row.first_on).toordinal(), row.last_on.toordinal() + 1),
        )
    }
    return [hours for day in sorted(days) if (hours := hours_on(schedule, day)).is_deviating]


def deviations(schedule, first):
    """All :class:`Deviation` rows from the day ``first`` on, in order.

    Consecutive days with the same hours and reason are one row.
    """
    rows = []
    for hours in deviating_days(schedule, first):
        last = rows[-1] if rows else None
        if (
            last
            and last.last_on + DAY == hours.day
            and (last.spans, last.reason) == (hours.spans, hours.reason)
        ):
            rows[-1] = replace(last, last_on=hours.day, is_extra=last.is_extra and hours.is_extra)
        else:
            rows.append(Deviation(hours.day, hours.day, hours.spans, hours.reason, hours.is_extra))
    return rows


def undecided_days(schedule, first, days):
    """Special days on which the room is open as usual because nobody has said anything else.

    Pairs of day and :class:`~exhibits.rules.red_days.SpecialDay` among the ``days`` days from ``first`` on.
    """
    found = []
    for offset in range(days):
        day = first + offset * DAY
        special = special_days(day.year).get(day)
        hours = hours_on(schedule, day)
        if special and hours.spans and hours.source is not Source.EXCEPTION:
            found.append((day, special))
    return found


def weekly_groups(rules):
    """The week with consecutive days that are alike together; empty without rules.

    Returns ``[(first weekday, last weekday, spans), …]``, weekdays 1 to 7 as in :class:`WeeklyRule`.
    """
    if not rules:
        return []
    stored = [
        _merged(rule.span for rule in rules if rule.weekday == weekday) for weekday in range(1, 8)
    ]
    # Sunday night goes on into Monday.
    spans = {
        weekday: _as_told(stored[weekday - 2], stored[weekday - 1], stored[weekday % 7])
        for weekday in range(1, 8)
    }
    grouped = []
    for alike, group in groupby(spans, key=spans.get):
        days = list(group)
        grouped.append((days[0], days[-1], alike))
    return grouped


class Fault(enum.StrEnum):
    """How a schedule can contradict itself."""

    SPAN_ENDS_BEFORE_IT_BEGINS = "span_ends_before_it_begins"
    SPANS_OVERLAP = "spans_overlap"
    SEASON_ENDS_BEFORE_IT_BEGINS = "season_ends_before_it_begins"
    SEASONS_OVERLAP = "seasons_overlap"
    EXCEPTION_ENDS_BEFORE_IT_BEGINS = "exception_ends_before_it_begins"
    EXCEPTIONS_OVERLAP = "exceptions_overlap"
    CLOSED_WITH_HOURS = "closed_with_hours"
    OPEN_WITHOUT_HOURS = "open_without_hours"


@dataclass(frozen=True)
class Problem:
    """A contradiction: the one or two spans, seasons or exceptions that it is ``about``.

    Of spans ``within`` is the season or the exception they stand in, ``None`` in the standard week, and
    ``weekday`` the day in a week, 1 to 7.
    """

    fault: Fault
    about: tuple
    within: Season | DatedException | None = None
    weekday: int | None = None


def problems(schedule):
    """The :class:`Problem` rows of a schedule; none when it is sound."""
    found = _problems_of_week(schedule.rules)
    for season in schedule.seasons:
        if season.last_on < season.first_on:
            found.append(Problem(Fault.SEASON_ENDS_BEFORE_IT_BEGINS, (season,)))
        found += _problems_of_week(season.rules, season)
    found += [Problem(Fault.SEASONS_OVERLAP, pair) for pair in _overlapping(schedule.seasons)]
    for exception in schedule.exceptions:
        found += problems_of_exception(exception)
    found += [
        Problem(Fault.EXCEPTIONS_OVERLAP, (one, other))
        for one, other in _overlapping(schedule.exceptions)
        if one.last_on - one.first_on == other.last_on - other.first_on
    ]
    return found


def problems_of_exception(exception):
    """The :class:`Problem` rows of one exception."""
    if exception.last_on < exception.first_on:
        return [Problem(Fault.EXCEPTION_ENDS_BEFORE_IT_BEGINS, (exception,))]
    if exception.kind in (Kind.CLOSED, Kind.USUAL):
        return [Problem(Fault.CLOSED_WITH_HOURS, (exception,))] if exception.spans else []
    if not exception.spans:
        return [Problem(Fault.OPEN_WITHOUT_HOURS, (exception,))]
    return _problems_of_spans(exception.spans, exception)


def _overlapping(rows):
    """Pairs of periods that share a day."""
    rows = sorted(rows, key=lambda row: (row.first_on, row.last_on))
    return [
        (one, other)
        for index, one in enumerate(rows)
        for other in rows[index + 1 :]
        if other.first_on <= one.last_on and one.first_on <= other.last_on
    ]


def _problems_of_week(rules, season=None):
    return [
        problem
        for weekday in range(1, 8)
        for problem in _problems_of_spans(
            [rule.span for rule in rules if rule.weekday == weekday], season, weekday
        )
    ]


def _problems_of_spans(spans, within, weekday=None):
    backward = [span for span in spans if not span.is_forward]
    if backward:
        fault = Fault.SPAN_ENDS_BEFORE_IT_BEGINS
        return [Problem(fault, (span,), within, weekday) for span in backward]
    return [
        Problem(Fault.SPANS_OVERLAP, pair, within, weekday)
        for pair in pairwise(sorted(spans))
        if pair[0].overlaps(pair[1])
    ]
