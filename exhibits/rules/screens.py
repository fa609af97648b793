"""What a screen of the room shows at a moment, and when that changes.

A screen has a playlist. Each item of it may be kept to a time from–until, to weekdays and to hours; a
takeover puts all others aside while it holds. A screen is never blank: when nothing of its playlist holds,
it says whether the room is open. Days and hours are Swedish.
"""

import datetime
import enum
from dataclasses import dataclass

from exhibits.rules.opening_hours import DAY, Answer, hours_on, status_at
from helsingborgsrummet.content.dates import STOCKHOLM

EVERY_DAY = frozenset(range(1, 8))
# How far ahead the next opening hours are looked for.
LOOKED_AHEAD_DAYS = 60


class Mode(enum.StrEnum):
    """What a screen does."""

    PLAYS = "plays"
    DARK = "dark"
    CARD = "card"


class WhenClosed(enum.StrEnum):
    """What a screen does while the room is closed."""

    DARK = "dark"
    CARD = "card"
    PLAYS = "plays"


@dataclass(frozen=True)
class Item:
    """One thing on a playlist.

    ``shows_from`` and ``shows_until`` are aware moments or ``None``, ``weekdays`` numbers 1 to 7, ``opens`` and
    ``closes`` clock times, both or none of them; hours that end before they begin go on into the next
    day and belong to the day on which they began.
    """

    key: int
    shows_from: datetime.datetime | None = None
    shows_until: datetime.datetime | None = None
    weekdays: frozenset[int] = EVERY_DAY
    opens: datetime.time | None = None
    closes: datetime.time | None = None
    is_takeover: bool = False

    def holds(self, moment):
        """Whether it is shown at the aware ``moment``: from its first instant, until and not at its last."""
        if self.shows_from and moment < self.shows_from:
            return False
        if self.shows_until and moment >= self.shows_until:
            return False
        if self.opens is None:
            return moment.astimezone(STOCKHOLM).isoweekday() in self.weekdays
        today = moment.astimezone(STOCKHOLM).date()
        return any(
            day.isoweekday() in self.weekdays and begins <= moment < ends
            for day in (today - DAY, today)
            for begins, ends in [self._hours_of(day)]
        )

    def edges(self, day):
        """The moments belonging to ``day`` at which it may begin or end to be shown."""
        found = [each for each in (self.shows_from, self.shows_until) if each]
        return [*found, *(self._hours_of(day) if self.opens is not None else ())]

    def _hours_of(self, day):
        """The moments at which the hours of ``day`` begin and end."""
        ends_on = day if self.closes > self.opens else day + DAY
        return (
            datetime.datetime.combine(day, self.opens, tzinfo=STOCKHOLM).astimezone(datetime.UTC),
            # In the hour that comes twice the later one is meant, as for opening hours.
            datetime.datetime.combine(ends_on, self.closes, tzinfo=STOCKHOLM)
            .replace(fold=1)
            .astimezone(datetime.UTC),
        )


@dataclass(frozen=True)
class Shown:
    """What a screen shows: ``keys`` of items in their order; none means the opening hours alone."""

    mode: Mode
    keys: tuple[int, ...] = ()
    is_takeover: bool = False

    @property
    def name(self):
        """The mode as pages and their script know it, where what takes over has a name of its own."""
        return "takeover" if self.is_takeover else self.mode.value


@dataclass(frozen=True)
class Segment:
    """What is shown from a moment on, until the next segment."""

    begins: datetime.datetime
    shown: Shown


def has_visitors(status):
    """Whether somebody may be in the room. Where no hours are stored nobody has said that it is closed."""
    return status.is_open or status.answer in (Answer.NOT_DECIDED, Answer.CLOSED_DURING)


def shown_at(items, moment, is_open, when_closed):
    """The :class:`Shown` of a playlist at ``moment``. What takes over does so whether the room is open or not."""
    holding = [item for item in items if item.holds(moment)]
    takeover = tuple(item.key for item in holding if item.is_takeover)
    if takeover:
        return Shown(Mode.PLAYS, takeover, True)
    if not is_open and when_closed is not WhenClosed.PLAYS:
        return Shown(Mode(when_closed.value))
    return Shown(Mode.PLAYS, tuple(item.key for item in holding))


def programme(items, schedule, held, when_closed, first, days):
    """The segments of ``days`` days from the start of the day ``first``, each another than the one before.

    ``schedule`` and ``held`` are those of :mod:`~exhibits.rules.opening_hours`.
    """
    begins = _midnight(first)
    ends = _midnight(first + days * DAY)
    edges = {begins}
    for offset in range(-1, days):
        day = first + offset * DAY
        edges.update(edge for item in items for edge in item.edges(day))
        edges.add(_midnight(day))
    moment = begins
    while moment < ends:
        moment = status_at(schedule, moment, held).changes_at
        edges.add(moment)
    segments = []
    for edge in sorted(each.astimezone(datetime.UTC) for each in edges):
        if begins <= edge < ends:
            is_open = has_visitors(status_at(schedule, edge, held))
            shown = shown_at(items, edge, is_open, when_closed)
            if not segments or segments[-1].shown != shown:
                segments.append(Segment(edge, shown))
    return segments


def _midnight(day):
    midnight = datetime.datetime.combine(day, datetime.time(0), tzinfo=STOCKHOLM)
    return midnight.astimezone(datetime.UTC)


def silent_from(schedule, moment, allowed):
    """When a screen that asked for content at ``moment`` and not since is silent.

    By then ``allowed`` (a ``timedelta``) of opening hours have passed: a night without power is nothing to tell of.
    ``None`` when the room does not open within :data:`LOOKED_AHEAD_DAYS`.
    """
    left = allowed
    today = moment.astimezone(STOCKHOLM).date()
    for offset in range(LOOKED_AHEAD_DAYS):
        day = today + offset * DAY
        for span in hours_on(schedule, day).spans:
            opens, closes = Item(0, opens=span.opens, closes=span.closes)._hours_of(day)
            begins = max(opens, moment)
            if closes > begins:
                if closes - begins >= left:
                    return begins + left
                left -= closes - begins
    return None
