"""What pages share as it is now: typed snapshots, each read once a process until it no longer holds.

A snapshot is a function of the moment and of plain keys. It names what it is read from, models or other
snapshots, and says by its annotation what it returns::

    @snapshot(Area, KeyFact)
    def published_areas(now) -> tuple[Area, ...]:

Called a second time it answers with what it built before, to every thread of the process, until one of
those tables is written (see ``table_numbers.py``) or the clock reaches the next moment at which what
was read from them reads differently. It is never stale: the numbers of the tables are read before the rows, so rows can
only be newer than their numbers. What is seen inside a transaction, which may be taken back,
belongs to that transaction and to one ``now``. Nobody changes what a snapshot returns.

A snapshot with keys is kept for each of them: all together within :data:`MAX_KEYED` bytes, those unused
for longest make room. One without keys is as large as the content that it stands for.
"""

import datetime
import enum
import functools
import gc
import sys
import threading
import types
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass

from django.apps import apps
from django.db import connection
from django.db.models import Field, Manager
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.db.models.options import Options
from django.db.models.sql import Query

from helsingborgsrummet.serving import clock
from helsingborgsrummet.serving.generation import generation
from helsingborgsrummet.serving.table_numbers import table_numbers

# Room for what is kept by key, in bytes, for the whole process.
MAX_KEYED = 4 * 2**20

_snapshots, _worked_out = [], []


def snapshot(*sources, clock=True):
    """Make a function of ``now`` and plain keys a :class:`Snapshot` read from ``sources``.

    ``sources`` are models, or their labels, and other snapshots; ``clock=False`` when time alone changes
    nothing in it.
    """
    return lambda build: Snapshot(build, sources, clock)


def snapshot_of_many(*sources, clock=True):
    """The same for a function of ``now`` and a list of keys that returns a dictionary by key.

    It is asked only for those that are not kept, all at once. Further arguments belong to each key.
    """
    return lambda build: SnapshotOfMany(build, sources, clock)


@dataclass(frozen=True, slots=True)
class _View:
    """The numbers of all tables, read after the generation that they belong to."""

    generation: int
    numbers: dict
    stamps: dict  # by snapshot, worked out when asked for


class _Here(threading.local):
    """How the page that this thread renders sees the content; one page has one ``now``."""

    now = view = None
    private = None  # what was built inside a transaction, by snapshot and key


_here = _Here()
_latest = None


def _look(now):
    """Ask for the generation when ``now`` is another one than before."""
    global _latest
    if _here.now is now:
        return _here
    _here.now = None
    if connection.in_atomic_block:
        _here.view, _here.private = None, {}
    else:
        present, latest = generation(), _latest
        if latest is None or latest.generation != present:
            latest = _latest = _View(present, table_numbers(), {})
        _here.view, _here.private = latest, None
    _here.now = now
    return _here


@dataclass(slots=True)
class _Entry:
    """A value with the numbers of its tables, and the moments between which it holds."""

    value: object
    stamp: tuple
    valid_from: object
    valid_until: object  # ``None``: the clock changes nothing

    def holds(self, stamp, now):
        return self.stamp == stamp and (
            self.valid_until is None or self.valid_from <= now < self.valid_until
        )


def _tables(sources):
    """The names of the tables of models (or their labels) and snapshots, sorted."""
    names = set()
    for each in sources:
        if isinstance(each, Snapshot):
            names.update(each.tables)
        else:
            model = apps.get_model(each) if isinstance(each, str) else each
            names.add(model._meta.db_table)
    return tuple(sorted(names))


class Snapshot:
    """See the module. ``tables`` are the names of all that it is read from, other snapshots included."""

    def __init__(self, build, sources, follows_clock):
        functools.update_wrapper(self, build)
        self.build, self.sources = build, sources
        self.name = f"{build.__module__}.{build.__qualname__}"
        self.follows_clock = follows_clock or any(
            each.follows_clock for each in sources if isinstance(each, Snapshot)
        )
        self.entries, self.lock = {}, threading.RLock()
        _snapshots.append(self)

    @functools.cached_property
    def tables(self):
        """The names of the tables, sorted."""
        return _tables(self.sources)

    def __call__(self, now, *key):
        """What the function returns at the moment ``now`` for ``key``."""
        here = _look(now)
        if here.private is not None:
            if (self, key) not in here.private:
                here.private[self, key] = self._built(now, key)
            return here.private[self, key]
        stamp = self._stamp(here.view)
        entry = self.entries.get(key)
        if entry is None or not entry.holds(stamp, now):
            with self.lock:
                # Another thread may have built it while this one waited.
                entry = self.entries.get(key)
                if entry is None or not entry.holds(stamp, now):
                    until = self._until(now)
                    entry = self._keep(key, _Entry(self._built(now, key), stamp, now, until))
        elif key:
            _room.use(self, key)
        return entry.value

    def _stamp(self, view):
        stamp = view.stamps.get(self)
        if stamp is None:
            stamp = view.stamps[self] = tuple(map(view.numbers.get, self.tables))
        return stamp

    def _until(self, now):
        if not self.follows_clock:
            return None
        own = [moment for tables, moment in _clock(now) if not tables.isdisjoint(self.tables)]
        return min([clock.midnight_after(now), *own])

    def _built(self, now, key):
        return self.build(now, *key)

    def _keep(self, key, entry):
        self.entries[key] = entry
        if key:
            _room.take(self, key, size_of(entry.value))
        return entry

    def __repr__(self):
        return f"<snapshot {self.name}>"


class SnapshotOfMany(Snapshot):
    """A snapshot whose function builds the values of several keys at once."""

    def __call__(self, now, keys, *rest):
        """The values of ``keys``, in their order."""
        here = _look(now)
        if here.private is not None:
            missing = [key for key in keys if (self, key, *rest) not in here.private]
            for key, value in self._built(now, (missing, *rest)).items() if missing else ():
                here.private[self, key, *rest] = value
            return [here.private[self, key, *rest] for key in keys]
        stamp = self._stamp(here.view)
        found = self._kept(keys, rest, stamp, now)
        if len(found) < len(keys):
            with self.lock:
                found = self._kept(keys, rest, stamp, now)
                missing = [key for key in keys if key not in found]
                if missing:
                    until = self._until(now)
                    for key, value in self._built(now, (missing, *rest)).items():
                        self._keep((key, *rest), _Entry(value, stamp, now, until))
                        found[key] = value
        return [found[key] for key in keys]

    def _kept(self, keys, rest, stamp, now):
        found = {}
        for key in keys:
            entry = self.entries.get((key, *rest))
            if entry is not None and entry.holds(stamp, now):
                found[key] = entry.value
                _room.use(self, (key, *rest))
        return found


class WorkedOut:
    """What a function makes of the facts about single rows, kept as long as the facts read the same.

    For a snapshot that is read anew as a whole although most of its rows are the same: the function
    gets all that its answer depends on, so nothing can be missed.
    """

    def __init__(self, work):
        self.work, self.known = work, {}
        _worked_out.append(self)

    def of(self, facts):
        """The answers by key, for ``facts`` by key; what is not asked for is forgotten."""
        before, known = self.known, {}
        for key, fact in facts.items():
            entry = before.get(key)
            known[key] = entry if entry and entry[0] == fact else (fact, self.work(*fact))
        self.known = known
        return {key: answer for key, (_, answer) in known.items()}

    def facts_of(self, key):
        """The facts that the latest answer of ``key`` was made of; ``None`` when it was not asked for again."""
        return self.known.get(key, (None,))[0]


# --- The clock ----------------------------------------------------------------------------------


class _Clock(Snapshot):
    """The next moments at which pages read differently; it holds until the first of them."""

    @property
    def tables(self):
        return _tables(clock.sources())

    def _keep(self, key, entry):
        entry.valid_until = clock.next_change_at(entry.valid_from, entry.value)
        return super()._keep(key, entry)


@functools.partial(_Clock, sources=(), follows_clock=False)
def _clock(now) -> list[tuple[frozenset, datetime.datetime]]:
    """For the tables of each clock, by their names, the next moment."""
    return [(frozenset(_tables(sources)), at) for sources, at in clock.next_changes(now)]


def clock_until(now):
    """The moment until which what is rendered at ``now`` stays right, unless content changes."""
    return clock.next_change_at(now, _clock(now))


# --- Room ---------------------------------------------------------------------------------------


class _Room:
    """What is kept by key, with its bytes; what was unused for longest makes room."""

    def __init__(self):
        self.sizes, self.size, self.lock = OrderedDict(), 0, threading.Lock()

    def use(self, owner, key):
        with suppress(KeyError):  # Another thread may have needed the room.
            self.sizes.move_to_end((owner, key))

    def take(self, owner, key, size):
        with self.lock:
            self.size += size - self.sizes.pop((owner, key), 0)
            self.sizes[owner, key] = size
            while self.size > MAX_KEYED and len(self.sizes) > 1:
                (oldest, old_key), freed = self.sizes.popitem(last=False)
                oldest.entries.pop(old_key, None)
                self.size -= freed


_room = _Room()

# Not part of a value, though it leads there: code, and what Django keeps once for every model.
_SHARED = (
    type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType, types.MethodType, enum.Enum,
    Field, ForeignObjectRel, Options, Query, Manager,
)  # fmt: skip


def size_of(value):
    """The bytes of memory that a value holds: its own and those of all that it leads to."""
    seen, total, waiting = set(), 0, [value]
    while waiting:
        each = waiting.pop()
        if id(each) in seen or isinstance(each, _SHARED):
            continue
        seen.add(id(each))
        total += sys.getsizeof(each)
        waiting.extend(gc.get_referents(each))
    return total


def forget():
    """Keep nothing of what was built: for measuring, and for tests that exchange the database."""
    global _latest
    _latest, _here.now = None, None
    for each in _snapshots:
        each.entries.clear()
    for each in _worked_out:
        each.known = {}
    _room.__init__()
