"""What has to be done again and again: registered by whoever needs it, done by ``manage.py run_due``.

A piece of work is a function of the moment that may be called at any time and any number of times: it does
what is due by then and nothing when nothing is. It may be killed anywhere and is then done again; after a
week's pause it is done once, not seven times. One that has much to do stops by itself after about
:data:`SLICE` and goes on when the others have had their turn.

One process at a time does the work. The lock is held by something that dies with the process: on PostgreSQL a
transaction on a connection of its own (several servers may share the database, and a pooler may stand between), on
SQLite a locked file beside it.
"""

import contextlib
import datetime
import fcntl
import logging
import os
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import close_old_connections, connection
from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Coalesce

from helsingborgsrummet.models import DueWork

logger = logging.getLogger(__name__)

SLICE = datetime.timedelta(seconds=30)
# How long one process goes on while there is more to do; the timer then starts a new one.
LONGEST = datetime.timedelta(minutes=10)
# What failed is tried again after this long, and sooner when it is due sooner.
TRY_AGAIN_AFTER = datetime.timedelta(minutes=10)
# Work that is due every minute may be a few late without anybody being told.
GRACE = datetime.timedelta(minutes=30)
LOCK_NUMBER = 0x48_42_47  # any number that no other program in the database uses


class WorkFailedError(Exception):
    """Raised by a piece that could not do what is due; its Swedish text is told, so it holds nothing personal."""


@dataclass(frozen=True)
class Piece:
    """One piece of recurring work.

    ``do(now)`` does what is due at the aware moment ``now`` and returns what it did as a Swedish sentence
    without anything personal; ``title`` says in Swedish what it is.
    """

    name: str
    title: str
    every: datetime.timedelta
    do: Callable[[datetime.datetime], str]


@dataclass(frozen=True)
class State:
    """How a piece stands at a moment: what the admin and ``/halsa/redo/`` tell."""

    name: str
    title: str
    started_at: datetime.datetime | None
    duration: datetime.timedelta | None  # of the last run that ended
    succeeded_at: datetime.datetime | None
    result: str
    failure: str
    is_late: bool  # nothing has gone well for so long that somebody should look


_pieces = {}


def register(name, title, every, do):
    """Have ``do(now)`` called every ``every`` or so; for ``ready()``. The last one with a name counts."""
    _pieces[name] = Piece(name, title, every, do)


def pieces():
    """All pieces, in the order in which they were registered."""
    return list(_pieces.values())


def state(now):
    """The :class:`State` of every registered piece at the moment ``now``: one query."""
    rows = {row.name: row for row in DueWork.objects.all()}
    return [_state(piece, rows.get(piece.name), now) for piece in pieces()]


def state_of(row, now):
    """The :class:`State` of a stored row, registered any longer or not."""
    piece = _pieces.get(row.name) or Piece(row.name, row.name, datetime.timedelta.max / 4, None)
    return _state(piece, row, now)


def _state(piece, row, now):
    if row is None:
        return State(piece.name, piece.title, None, None, None, "", "", False)
    has_ended = row.ended_at is not None and row.started_at is not None and not row.is_under_way
    last = row.succeeded_at or row.failing_since or row.started_at
    return State(
        piece.name,
        piece.title,
        row.started_at,
        row.ended_at - row.started_at if has_ended else None,
        row.succeeded_at,
        row.result,
        row.failure,
        is_late=last is not None and now - last > 2 * piece.every + GRACE,
    )


def troubled(now):
    """The rows of work that fails or is late at the moment ``now``, as :func:`state` says it; with ``trouble_since``."""
    trouble = ~Q(failure="")
    for piece in pieces():
        trouble |= Q(name=piece.name, last__lt=now - 2 * piece.every - GRACE)
    return DueWork.objects.annotate(
        last=Coalesce("succeeded_at", "failing_since", "started_at"),
        trouble_since=Coalesce("failing_since", "succeeded_at", "started_at"),
    ).filter(trouble, name__in=_pieces)


def title_column():
    """What the work of a row is called, for a query."""
    named = [When(name=piece.name, then=Value(piece.title)) for piece in pieces()]
    return Case(*named, default=F("name"), output_field=CharField())


def is_due(piece, row, now):
    """Whether a piece with its stored ``row`` (or ``None``) is to be done at the moment ``now``."""
    if row is None or row.is_under_way or row.started_at is None or row.started_at > now:
        # Never begun, killed half-way, or begun by a clock that was ahead.
        return True
    pause = min(piece.every, TRY_AGAIN_AFTER) if row.failure else piece.every
    return row.started_at + pause <= now


def give_way():
    """Let this process compute when no other wants to: whoever answers visitors goes first.

    Linux lets a process of the class SCHED_IDLE wait for none that wakes up; where there is no such class, or a
    container forbids it, it only counts less.
    """
    try:
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    except (AttributeError, OSError):
        os.nice(10)


def run(clock, names=()):
    """Do what is due, or the pieces ``names`` whether due or not; ``None`` when another process is at it.

    ``clock()`` returns the present moment. Returns the names of the pieces that failed: one that fails
    does not keep the others from being done. What is due again when all have been done goes on at once, for at
    most about ``LONGEST``.
    """
    with alone() as is_alone:
        if not is_alone:
            return None
        DueWork.objects.exclude(name__in=_pieces).delete()
        failed, began = set(), clock()
        while chosen := _chosen(clock(), names):
            for piece in chosen:
                is_well = _do(piece, clock(), clock)
                failed = failed - {piece.name} if is_well else failed | {piece.name}
            if names or not began <= clock() < began + LONGEST:
                break
        return sorted(failed)


def _chosen(now, names):
    """The pieces to do at the moment ``now``: those that are named, else those that are due."""
    rows = {row.name: row for row in DueWork.objects.all()}
    return [
        piece
        for piece in pieces()
        if (piece.name in names if names else is_due(piece, rows.get(piece.name), now))
    ]


def _do(piece, now, clock):
    """Do one piece and note how it went; return whether it went well."""
    row, _ = DueWork.objects.update_or_create(name=piece.name, defaults={"started_at": now})
    try:
        result = piece.do(now)
    except Exception as error:
        # Not its text: it may hold an address or what somebody wrote.
        logger.error("due work %s failed: %s", piece.name, where(error))
        row.failure = where(error)[:200]
        row.failing_since = row.failing_since or now
    else:
        row.succeeded_at = clock()
        row.result, row.failure, row.failing_since = result[:200], "", None
    row.ended_at = max(clock(), now)
    if not connection.in_atomic_block:
        # What broke may have been the connection.
        close_old_connections()
    row.save()
    return not row.failure


def where(error):
    """What kind of error it was and in which line it arose, without its text; a piece's own text is told."""
    if isinstance(error, WorkFailedError):
        return str(error)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = frame.filename.rpartition("site-packages/")[2].rpartition("helsingborgsrummet/")
    return f"{type(error).__name__} i {''.join(place[1:])}:{frame.lineno}"


@contextlib.contextmanager
def alone():
    """Hold the one lock; yields whether it was got. It goes with the process, however that ends."""
    hold = _alone_on_postgres if connection.vendor == "postgresql" else _alone_beside_sqlite
    with hold() as is_alone:
        yield is_alone


@contextlib.contextmanager
def _alone_on_postgres():
    own = connection.copy("due_work_lock")
    try:
        own.set_autocommit(False)
        with own.cursor() as cursor:
            # Nothing is written, so the open transaction keeps no old row alive. A server whose network
            # is gone loses it within minutes.
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SET LOCAL tcp_keepalives_idle = 60")
            cursor.execute("SET LOCAL tcp_keepalives_interval = 20")
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK_NUMBER])
            (is_alone,) = cursor.fetchone()
        yield is_alone
    finally:
        own.close()


@contextlib.contextmanager
def _alone_beside_sqlite():
    with open(settings.DATA_DIR / "run_due.lock", "a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
