"""What one sender has begun and ended since it last wrote to the database, in a file that outlives a kill.

The file is mapped into memory: a note costs less than a microsecond where a commit costs milliseconds, and what a
process has noted is there when it is killed. The sender keeps its file locked, so others see whether it lives. After a power cut
notes may be missing, so a file from before the machine started says nothing about what it does not name.
"""

import contextlib
import fcntl
import mmap
import os
import secrets
from pathlib import Path

from django.conf import settings

BEGUN, SENT, ANSWERED = b"b", b"s", b"r"
HEAD = 64  # bytes before the notes: when the machine started
NOTE = 9  # bytes of a note: what has happened, and to which envelope
CAPACITY = 4096  # notes between two writes to the database


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
            self.file = os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
            fcntl.flock(self.file, fcntl.LOCK_EX)
            # Somebody who swept may have taken it away before it was locked.
            if self.path.exists():
                break
            os.close(self.file)
        # Written, not only made longer: a full disk is told now and not when a note is made.
        os.write(self.file, _boot().ljust(HEAD + NOTE * CAPACITY, b"\0"))
        self.notes = mmap.mmap(self.file, HEAD + NOTE * CAPACITY)
        self.at = HEAD

    def note(self, what, number):
        """Note that something has happened to an envelope; the last step makes the note count."""
        at, self.at = self.at, self.at + NOTE
        self.notes[at + 1 : at + NOTE] = number.to_bytes(NOTE - 1, "big")
        self.notes[at : at + 1] = what

    def clear(self):
        """Begin anew: the database knows everything that was noted."""
        self.notes[HEAD : self.at] = bytes(self.at - HEAD)
        self.at = HEAD

    def close(self):
        """Take the file away; only when the database knows everything."""
        self.path.unlink(missing_ok=True)
        self.abandon()

    def abandon(self):
        """Let go of the file, so that the next sender reads it."""
        self.notes.close()
        os.close(self.file)


class Found:
    """What the journal of a sender that has ended tells."""

    def __init__(self, data):
        self.is_complete = data[:HEAD].rstrip(b"\0") == _boot()
        self.last = {}
        for at in range(HEAD, len(data) - NOTE + 1, NOTE):
            what = data[at : at + 1]
            if what not in (BEGUN, SENT, ANSWERED):
                break
            self.last[int.from_bytes(data[at + 1 : at + NOTE], "big")] = what

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
