"""What one sender has begun and ended since it last wrote to the database, in a file that outlives a kill.

A line in a file costs microseconds where a commit costs milliseconds, and what a process has written is there
when it is killed. The sender keeps its file locked, so others see whether it lives. After a power cut the last lines may
be missing, so a file from before the machine started says nothing about what it does not name.
"""

import contextlib
import fcntl
import os
import secrets
from pathlib import Path

from django.conf import settings

BEGUN, SENT, ANSWERED = b"b", b"s", b"r"


def folder():
    """Where the journals of senders with this data folder lie."""
    return settings.DATA_DIR / "letter_journals"


def _boot():
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_bytes().strip()
    except OSError:
        return b"?"


class Journal:
    """The journal of a living sender; its ``name`` is the sender's claim on envelopes."""

    def __init__(self):
        folder().mkdir(parents=True, exist_ok=True)
        while True:
            self.name = secrets.token_hex(12)
            self.path = folder() / self.name
            self.file = os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_APPEND, 0o600)
            fcntl.flock(self.file, fcntl.LOCK_EX)
            # Somebody who swept may have taken it away before it was locked.
            if self.path.exists():
                break
            os.close(self.file)
        self.clear()

    def note(self, what, numbers):
        """Write that something has happened to the envelopes ``numbers``: one write for all."""
        os.write(self.file, b"".join(b"%b %d\n" % (what, number) for number in numbers))

    def clear(self):
        """Begin anew: the database knows everything that was noted."""
        os.ftruncate(self.file, 0)
        os.write(self.file, b"boot %b\n" % _boot())

    def close(self):
        """Take the file away; only when the database knows everything."""
        self.path.unlink(missing_ok=True)
        os.close(self.file)

    def abandon(self):
        """Let go of the file, so that the next sender reads it."""
        os.close(self.file)


class Found:
    """What the journal of a sender that has ended tells."""

    def __init__(self, text):
        lines = [line.split() for line in text.splitlines() if line.count(b" ") == 1]
        # A line that was cut off in the middle names nothing.
        if text and not text.endswith(b"\n"):
            lines = lines[: text.count(b"\n")]
        self.is_complete = lines[:1] == [[b"boot", _boot()]]
        self.last = {int(number): what for what, number in lines if what in (BEGUN, SENT, ANSWERED)}

    def state_of(self, number):
        """``SENT``, ``BEGUN`` (nobody knows), or ``None`` for what was certainly not sent."""
        last = self.last.get(number)
        if last is None:
            return None if self.is_complete else BEGUN
        return None if last == ANSWERED else last


@contextlib.contextmanager
def of_the_dead(name):
    """Yield what the sender ``name`` noted, while nobody else may read it; ``None`` when it lives.

    Raises ``FileNotFoundError`` when there is no such file here.
    """
    path = folder() / name
    with open(path, "rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        yield Found(file.read())


def names():
    """The names of all journals here, of the living and the dead."""
    return os.listdir(folder()) if folder().is_dir() else []


def remove(name):
    """Take away the journal of a sender that has ended, within ``of_the_dead``."""
    (folder() / name).unlink(missing_ok=True)
