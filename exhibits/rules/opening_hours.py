"""Opening hours: rules, seasons, exceptions and a moment give hours, status and next change.

Pure: nothing here reads the clock or the database. Times of day are Swedish wall-clock times;
moments are aware. The most specific rule wins: an exception over a season over the standard week.
"""

import datetime
import enum
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from exhibits.rules.red_days import special_days
from helsingborgsrummet.content.dates import STOCKHOLM, PartialDate
from helsingborgsrummet.content.words_sv import (
    WEEKDAYS,
    WEEKDAYS_SHORT,
    format_clock,
    format_clock_range,
    format_clock_range_in_table,
    format_day,
    format_range,
    format_weekday,
    join_words,
)

DAY = datetime.timedelta(days=1)
MIDNIGHT = datetime.time(0)
# How far ahead the next opening is looked for. A room that opens later is closed until further
# notice for whoever reads the page today.
HORIZON_DAYS = 400


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

    @property
    def text(self):
        """``10–16``."""
        return format_clock_range(self.opens, self.closes)


def _end(span):
    """The closing time for comparison, where the end of the day is the latest."""
    return datetime.time.max if span.closes == MIDNIGHT else span.closes


class Kind(enum.StrEnum):
    """What an exception does to the hours that otherwise apply."""

    CLOSED = "closed"
    OTHER_HOURS = "other"
    EXTRA = "extra"


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
    """The hours of one day and why they are so."""

    day: datetime.date
    spans: tuple[Span, ...]
    source: Source
    is_deviating: bool = False
    reason: str = ""

    @property
    def table_text(self):
        """``Stängt``, ``10.00–16.00`` or ``09.30–12.00 och 13.00–16.00``."""
        if not self.spans:
            return "Stängt"
        return join_words(
            format_clock_range_in_table(span.opens, span.closes) for span in self.spans
        )


@dataclass(frozen=True)
class Deviation:
    """Consecutive days that deviate in the same way, first and last day included."""

    first_on: datetime.date
    last_on: datetime.date
    spans: tuple[Span, ...]
    reason: str

    @property
    def days_text(self):
        """``onsdag 23 december 2026`` or ``24–26 december 2026``."""
        if self.first_on == self.last_on:
            return format_weekday(self.first_on)
        return format_range(PartialDate(self.first_on), PartialDate(self.last_on))

    @property
    def hours_text(self):
        """``stängt`` or ``öppet kl. 10–13``."""
        return f"öppet kl. {join_words(s.text for s in self.spans)}" if self.spans else "stängt"


@dataclass(frozen=True)
class Status:
    """The answer to "is it open?" at one moment.

    ``headline`` and ``detail`` make one sentence; ``changes_at`` is the first moment after which
    the sentence may read differently.
    """

    is_open: bool
    headline: str
    detail: str
    changes_at: datetime.datetime = field(compare=False)

    @property
    def sentence(self):
        """Headline and detail as one line."""
        return f"{self.headline} – {self.detail}" if self.detail else self.headline


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
    """The row that covers ``day``: the shortest, then the one that begins last; or ``None``.

    Overlaps are refused when they are saved (see :func:`problems`), so there is one at the most;
    the order keeps the answer the same should two ever be stored.
    """
    covering = [row for row in rows if row.first_on <= day <= row.last_on]
    return min(
        covering,
        key=lambda row: (row.last_on - row.first_on, -row.first_on.toordinal()),
        default=None,
    )


def hours_on(schedule, day):
    """Return the :class:`DayHours` of ``day``."""
    season = _covering(schedule.seasons, day)
    rules = season.rules if season else schedule.rules
    usual = _merged(rule.span for rule in rules if rule.weekday == day.isoweekday())
    exception = _covering(schedule.exceptions, day)
    if exception is None:
        return DayHours(day, usual, Source.SEASON if season else Source.STANDARD)
    spans = {
        Kind.CLOSED: (),
        Kind.OTHER_HOURS: _merged(exception.spans),
        Kind.EXTRA: _merged((*usual, *exception.spans)),
    }[exception.kind]
    return DayHours(
        day,
        spans,
        Source.EXCEPTION,
        is_deviating=spans != usual or bool(exception.reason and exception.kind == Kind.CLOSED),
        reason=exception.reason,
    )


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


def _when(day, today, opens):
    """``kl. 13``, ``i morgon kl. 10``, ``tisdag kl. 10`` or ``tisdag 5 januari kl. 10``."""
    clock = f"kl. {format_clock(opens)}"
    away = (day - today).days
    if away == 0:
        return clock
    if away == 1:
        return f"i morgon {clock}"
    if away <= 6:
        return f"{WEEKDAYS[day.weekday()]} {clock}"
    words = format_day(day) if day.year != today.year else format_day(day).rpartition(" ")[0]
    return f"{WEEKDAYS[day.weekday()]} {words} {clock}"


def status_at(schedule, moment):
    """Return the :class:`Status` at the aware ``moment``.

    At the very moment of opening it is open, at the very moment of closing it is closed.
    """
    today = moment.astimezone(STOCKHOLM).date()
    hours = hours_on(schedule, today)
    spans = [
        (span, _moment(today, span.opens), _closing_moment(today, span)) for span in hours.spans
    ]
    edges = [_moment(today + DAY, MIDNIGHT), *(edge for _, *both in spans for edge in both)]
    changes_at = min(edge for edge in edges if edge > moment)

    def status(is_open, headline, detail=""):
        return Status(is_open, headline, detail, changes_at)

    if schedule.is_empty:
        return status(False, "Öppettiderna är inte klara", "hör av dig innan du kommer")
    for span, opens, closes in spans:
        if opens <= moment < closes:
            last = "24" if span.closes == MIDNIGHT else format_clock(span.closes)
            return status(True, "Öppet nu", f"stänger kl. {last}")
    upcoming = [span for span, opens, _ in spans if opens > moment]
    if upcoming and len(upcoming) == len(spans):
        return status(False, f"Öppet i dag kl. {join_words(span.text for span in upcoming)}")
    if upcoming:
        return status(False, "Stängt just nu", f"öppnar igen kl. {format_clock(upcoming[0].opens)}")
    why = f" ({hours.reason})" if hours.reason and not spans else ""
    headline = f"Stängt i dag{why}" if not spans else "Stängt nu"
    opening = next_opening(schedule, moment)
    if opening is None:
        return status(False, "Stängt tills vidare")
    return status(False, headline, f"öppnar {_when(opening[0], today, opening[1].opens)}")


def week_of(schedule, day):
    """The seven :class:`DayHours`, Monday to Sunday, of the week in which ``day`` lies."""
    monday = day - (day.isoweekday() - 1) * DAY
    return [hours_on(schedule, monday + offset * DAY) for offset in range(7)]


def deviations(schedule, first, days):
    """The :class:`Deviation` rows among the ``days`` days from ``first`` on, in order.

    Consecutive days with the same hours and reason are one row.
    """
    deviating = [
        hours
        for offset in range(days)
        if (hours := hours_on(schedule, first + offset * DAY)).is_deviating
    ]
    rows = []
    for hours in deviating:
        last = rows[-1] if rows else None
        if (
            last
            and last.last_on + DAY == hours.day
            and (last.spans, last.reason) == (hours.spans, hours.reason)
        ):
            rows[-1] = Deviation(last.first_on, hours.day, last.spans, last.reason)
        else:
            rows.append(Deviation(hours.day, hours.day, hours.spans, hours.reason))
    return rows


def undecided_days(schedule, first, days):
    """Special days on which the room is open as usual because nobody has said anything else.

    Pairs of day and name (see :mod:`exhibits.rules.red_days`) among the ``days`` days from ``first`` on.
    """
    found = []
    for offset in range(days):
        day = first + offset * DAY
        name = special_days(day.year).get(day)
        hours = hours_on(schedule, day)
        if name and hours.spans and hours.source is not Source.EXCEPTION:
            found.append((day, name))
    return found


def weekly_summary(rules):
    """The week in few lines: ``mån–ons kl. 10–16``, ``tors kl. 10–18``, ``lör–sön stängt``."""
    if not rules:
        return []
    texts = []
    for weekday in range(1, 8):
        spans = _merged(rule.span for rule in rules if rule.weekday == weekday)
        texts.append(f"kl. {join_words(s.text for s in spans)}" if spans else "stängt")
    lines = []
    for text, group in groupby(range(7), key=lambda index: texts[index]):
        days = list(group)
        names = WEEKDAYS_SHORT[days[0]]
        if len(days) > 1:
            names += f"–{WEEKDAYS_SHORT[days[-1]]}"
        lines.append(f"{names} {text}")
    return lines


def problems(schedule):
    """Swedish sentences that say what in a schedule contradicts itself; none when it is sound."""
    found = _problems_of_week(schedule.rules, "standardveckan")
    for season in schedule.seasons:
        if season.last_on < season.first_on:
            found.append(f"Säsongen {season.name} slutar innan den börjar.")
        found += _problems_of_week(season.rules, f"säsongen {season.name}")
    for one, other in _overlapping(schedule.seasons):
        found.append(
            f"Säsongerna {one.name} ({_period(one)}) och {other.name} ({_period(other)}) "
            "överlappar varandra. Ändra datumen så att varje dag hör till högst en säsong."
        )
    for exception in schedule.exceptions:
        found += problems_of_exception(exception)
    for one, other in _overlapping(schedule.exceptions):
        found.append(
            f"Avvikelserna {_period(one)} och {_period(other)} överlappar varandra. "
            "Varje dag kan ha högst en avvikelse."
        )
    return found


def problems_of_exception(exception):
    """Swedish sentences that say what is wrong with one exception."""
    name = _period(exception)
    if exception.last_on < exception.first_on:
        return [f"Avvikelsen {name} slutar innan den börjar."]
    if exception.kind == Kind.CLOSED:
        return [f"Avvikelsen {name} är stängd och kan inte ha tider."] if exception.spans else []
    if not exception.spans:
        return [f"Avvikelsen {name} behöver minst en tid."]
    return _problems_of_spans(exception.spans, name)


def _period(row):
    return format_range(PartialDate(row.first_on), PartialDate(row.last_on))


def _overlapping(rows):
    """Pairs of periods that share a day."""
    rows = sorted(rows, key=lambda row: (row.first_on, row.last_on))
    return [
        (one, other)
        for index, one in enumerate(rows)
        for other in rows[index + 1 :]
        if other.first_on <= one.last_on and one.first_on <= other.last_on
    ]


def _problems_of_week(rules, name):
    return [
        problem
        for weekday in range(1, 8)
        for problem in _problems_of_spans(
            [rule.span for rule in rules if rule.weekday == weekday],
            f"{WEEKDAYS[weekday - 1]} i {name}",
        )
    ]


def _problems_of_spans(spans, where):
    backward = [span for span in spans if not span.is_forward]
    if backward:
        return [f"Tiden {span.text} ({where}) slutar innan den börjar." for span in backward]
    spans = sorted(spans)
    return [
        f"Tiderna {one.text} och {other.text} ({where}) överlappar varandra."
        for one, other in pairwise(spans)
        if one.overlaps(other)
    ]
