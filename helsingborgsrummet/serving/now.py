"""What many pages share as it is now, kept until content or the clock changes."""

import threading

from django.db import connection

from helsingborgsrummet.serving.clock import next_change_at
from helsingborgsrummet.serving.generation import generation


class _Kept(threading.local):
    """What this thread keeps of the present generation until the clock changes it."""

    now = generation = valid_from = valid_until = None
    values = None
    size = 0


_kept = _Kept()


def _refresh(now):
    """Empty what is kept when content or the clock has changed since it was computed.

    One page is rendered with one ``now``, the same object throughout, so the generation is asked
    for once a page.
    """
    if _kept.now is now:
        return
    present = generation()
    if connection.in_atomic_block:
        # A number raised in a transaction can be taken back and given out again with other
        # content, so nothing seen in one outlives the moment it was asked for.
        present = None
    if present is None or present != _kept.generation or not _covers(now):
        _kept.values, _kept.size, _kept.valid_until = {}, 0, None
        # Already noted here, so that what the clocks ask for is kept for the page.
        _kept.now, _kept.generation = now, present
        _kept.valid_from = now
        try:
            _kept.valid_until = next_change_at(now)
        finally:
            if _kept.valid_until is None:
                _kept.now = _kept.generation = None
    _kept.now, _kept.generation = now, present


def _covers(now):
    return _kept.valid_from <= now < _kept.valid_until


# What a thread keeps, in bytes, roughly. A row of a list is about a kilobyte, the body of a plan page
# ten; what is not text, such as rows of the database, is taken for two.
MAX_KEPT = 6 * 2**20


def _weight(value):
    return len(value) + 200 if isinstance(value, str) else 2048


def kept(name, now, compute):
    """Return ``compute()``, kept until content or the clock changes.

    For what many pages share, such as today's opening. ``name`` must say everything that the value
    depends on besides content and time. The oldest pieces make room when there are too many.
    """
    _refresh(now)
    values = _kept.values
    if name not in values:
        value = compute()
        _kept.size += _weight(value)
        while values and _kept.size > MAX_KEPT:
            _kept.size -= _weight(values.pop(next(iter(values))))
        values[name] = value
    return values[name]


def clock_until(now):
    """The moment until which what is rendered at ``now`` stays right, unless content changes."""
    _refresh(now)
    return _kept.valid_until
