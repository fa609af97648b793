"""The moments at which pages read differently though nobody has written anything."""

import datetime
from zoneinfo import ZoneInfo

from django.db.models import Min, Value

STOCKHOLM = ZoneInfo("Europe/Stockholm")

_clocks = []


def register_clock(next_change):
    """Let ``next_change(now)`` say when, after ``now``, a page next reads differently.

    It returns an aware moment or ``None``. Called once for each change of content.
    """
    if next_change not in _clocks:
        _clocks.append(next_change)


_moments = []


def register_moments(model, *fields):
    """Say that pages read differently once a moment in these columns of ``model`` has come."""
    _moments.extend((model, field) for field in fields if (model, field) not in _moments)


def _next_moment(now):
    """The first moment after ``now`` in any registered column, or ``None``: one query for all."""
    queries = [
        model._default_manager.filter(**{f"{field}__gt": now})
        .order_by()
        .annotate(all_rows=Value(1))
        .values("all_rows")
        .annotate(first=Min(field))
        .values_list("first")
        for model, field in _moments
    ]
    if not queries:
        return None
    firsts = [first for (first,) in queries[0].union(*queries[1:], all=True) if first]
    return min(firsts, default=None)


def next_change_at(now):
    """The first moment after ``now`` when any page reads differently; midnight at the latest."""
    local = now.astimezone(STOCKHOLM)
    midnight = datetime.datetime.combine(
        local.date() + datetime.timedelta(days=1), datetime.time(0), tzinfo=STOCKHOLM
    )
    moments = [midnight, _next_moment(now), *(clock(now) for clock in _clocks)]
    return min(moment for moment in moments if moment)
