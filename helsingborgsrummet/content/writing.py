"""One order of locks: the right to write first, then rows, then the number of the content.

Saving one page writes others: a picture the texts that show it, an activity its times, an area the
redirects of its plans. Two writers who take such rows in different orders would lock each other out. So
whoever writes several rows of content first takes the right to write, which one transaction has at a
time; what it takes after that, and in which order, nobody can wait for in turn. Last, when it commits,
the number of the content is raised (``serving/generation.py``). Readers wait for nobody.

SQLite has the same order by itself: ``BEGIN IMMEDIATE`` is the right to write. What works on files or
asks other servers is done before or after, never in here.
"""

import contextlib
import threading
import time

from django.db import connection, transaction

# Any number, the same for all who write content; PostgreSQL's advisory locks are known by number.
RIGHT_TO_WRITE = 4_252_011
# Seconds. Whoever waits on SQLite looks ten times a second or oftener, so nobody misses the pause.
BUSY, PAUSE = 0.9, 0.11


class _Depth(threading.local):
    """How many blocks of :func:`writing` this thread is inside of."""

    value = 0


_depth = _Depth()


@contextlib.contextmanager
def writing():
    """A transaction that alone writes content until it ends; also a decorator.

    Inside another one it is a savepoint. Begin with it: what was read or locked before may be held by
    somebody who waits, and is old by the time it is this one's turn.
    """
    with transaction.atomic():
        if _depth.value == 0 and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RIGHT_TO_WRITE])
        _depth.value += 1
        try:
            yield
        finally:
            _depth.value -= 1


class Turns:
    """Others' turns to write, between the batches of much work.

    On SQLite whoever waits is not called when its turn has come but looks now and then; without a pause an
    editor's form would wait for all the batches. PostgreSQL keeps a queue.

    Keep batches short: who computes when no other wants to (``due_work.give_way``) gets 0.3 % of a machine
    that is busy, and holds the right to write 300 times as long as alone.
    """

    def __init__(self):
        self.since = time.monotonic()

    def leave(self):
        """Pause, outside a transaction, when others have had no turn for ``BUSY`` seconds."""
        if connection.vendor == "sqlite" and time.monotonic() - self.since > BUSY:
            time.sleep(PAUSE)
            self.since = time.monotonic()
