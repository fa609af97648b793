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
# Seconds, in which whoever waits to write on SQLite most often looks again: it does so ten times a second or oftener.
PAUSE = 0.05


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


def let_others_write():
    """Pause between two batches of much work, outside a transaction.

    On SQLite whoever waits is not called when its turn has come but looks now and then; without a pause
    an editor's form would wait for all the batches. PostgreSQL keeps a queue.
    """
    if connection.vendor == "sqlite":
        time.sleep(PAUSE)
