"""The moments at which pages read differently though nobody has written anything."""

import datetime
from zoneinfo import ZoneInfo

from django.db.models import Min, Value

STOCKHOLM = ZoneInfo("Europe/Stockholm")

_clocks = {}


def register_clock(next_change, *sources):
    """Let ``next_change(now)`` say when, after ``now``, a page next reads differently.

    It returns an aware moment or ``None``. ``sources`` are the snapshots and models that it reads, of
    which none may follow the clock itself. Called once for each change of one of them.
    """
    _clocks[next_change] = sources


_moments = []


def register_moments(model, *fields):
    """Say that what is read from ``model`` reads differently once a moment in these columns has come."""
    _moments.extend((model, field) for field in fields if (model, field) not in _moments)


def sources():
    """The models and snapshots from which the next changes follow."""
    return [
        *(model for model, _ in _moments),
        *(source for sources in _clocks.values() for source in sources),
    ]


def _next_moments(now):
    """The first moment after ``now`` in each registered column, with its model: one query for all."""
    queries = [
        model._default_manager.filter(**{f"{field}__gt": now})
        .order_by()
        .annotate(source_number=Value(place))
        .values("source_number")
        .annotate(first=Min(field))
        .values_list("source_number", "first")
        for place, (model, field) in enumerate(_moments)
    ]
    rows = queries[0].union(*queries[1:], all=True) if queries else ()
    return [(_moments[place][0], first) for place, first in rows if first]


def next_changes(now):
    """When, after ``now``, what is read from some sources next reads differently: pairs of both."""
    found = [((model,), first) for model, first in _next_moments(now)]
    clocks = [(sources, next_change(now)) for next_change, sources in _clocks.items()]
    return [*found, *(row for row in clocks if row[1])]


def midnight_after(now):
    """The next midnight: the day changes what everything says about time."""
    day = now.astimezone(STOCKHOLM).date() + datetime.timedelta(days=1)
    return datetime.datetime.combine(day, datetime.time(0), tzinfo=STOCKHOLM)


def next_change_at(now, changes=None):
    """The first moment after ``now`` when any page reads differently; midnight at the latest.

    ``changes`` are the :func:`next_changes` where they are known already.
    """
    changes = next_changes(now) if changes is None else changes
    return min([midnight_after(now), *(moment for _, moment in changes)])
