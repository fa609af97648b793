"""Work on files in a process of its own, one file at a time for the whole site.

No library survives every file from outside, and what decodes a picture takes hundreds of megabytes.
So each job is done by a process that the system stops at limits of memory and time, and while one
works all others wait in line, whichever thread or server process they belong to. The line is short:
whoever finds it full is told to come back.
"""

import contextlib
import fcntl
import functools
import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError

from helsingborgsrummet.content import file_worker

log = logging.getLogger(__name__)

# One is worked on, the others wait: fewer than the threads in which people save.
PLACES = 3
# How long somebody waits for a turn, and how long for the last place in the line to be left.
WAITING_SECONDS = 60
ENTERING_SECONDS = 1
# How often who waits looks whether it is their turn.
LOOKING_SECONDS = 0.02
CHUNK = 2**16
# All that the process gets of the environment: no secrets, and one heap.
ENVIRONMENT = {"MALLOC_ARENA_MAX": "1"}
PROBLEMS = {
    "busy": "Servern arbetar med andra filer just nu. Vänta en minut och försök igen.",
    "fault": "Filen kunde inte läsas på grund av ett fel på servern. Det är inget fel på filen. Försök "
    "igen senare, och säg till den som sköter webbplatsen om det händer igen.",
}


@dataclass(frozen=True)
class Limits:
    """What a job may take: bytes of memory, seconds of the processor's time and of the clock."""

    memory: int
    cpu_seconds: int
    seconds: float


def refusal(code, sentences):
    """The ``ValidationError`` that says in Swedish what is wrong: a sentence of ours or of ``sentences``."""
    return ValidationError((PROBLEMS | sentences)[code], code=code)


@contextlib.contextmanager
def copied(file, most):
    """A copy of an uploaded file that only this process knows, or ``None`` for more than ``most`` bytes."""
    with tempfile.TemporaryFile() as copy:
        file.seek(0)
        for chunk in iter(functools.partial(file.read, CHUNK), b""):
            copy.write(chunk)
            if copy.tell() > most:
                yield None
                return
        copy.flush()
        yield copy


def work(function, copy, limits, **arguments):
    """Return ``(facts, parts)`` of a function of the file ``copy``, called in a process of its own.

    ``function`` is the dotted name of a module's function that takes a stream and ``arguments`` and returns
    facts that JSON can hold and a list of bytes; the module must load nothing of Django. A fact ``problem``
    says what is wrong with the file; ``"heavy"`` is added when the limits stopped the work.

    Waits in line, up to a minute; call it outside transactions. Raises ``ValidationError`` with a
    Swedish sentence and the code ``"busy"`` when the line is full, and ``"fault"`` when the server
    is to blame.
    """
    with _turn() as place:
        facts, parts = _in_a_process(function, copy, limits, arguments, place)
    if facts.get("problem") == "fault":
        log.error("work on a file failed: %s: %s", function, facts["fault"])
        raise refusal("fault", {})
    return facts, parts


def _in_a_process(function, copy, limits, arguments, place):
    job = {"memory": limits.memory, "seconds": limits.cpu_seconds, "arguments": arguments}
    command = [sys.executable, "-I", file_worker.__file__, function, json.dumps(job)]
    # Python may hold what was read of the file before, and the process reads from where that ended.
    os.lseek(copy.fileno(), 0, os.SEEK_SET)
    with tempfile.TemporaryFile() as out:
        try:
            done = subprocess.run(
                command,
                stdin=copy,
                stdout=out,
                stderr=subprocess.DEVNULL,
                env=ENVIRONMENT,
                timeout=limits.seconds,
                # The place is held until the process has ended, even if this one is killed before.
                pass_fds=[place],
            )
        except subprocess.TimeoutExpired:
            log.warning("work on a file took too long: %s", function)
            return {"problem": "heavy"}, []
        if done.returncode:
            # Killed by a limit, or out of memory in a way that Python cannot answer.
            log.warning("work on a file was stopped: %s: %s", function, done.returncode)
            return {"problem": "heavy"}, []
        out.seek(0)
        head = json.loads(out.readline())
        return head["facts"], [out.read(length) for length in head["lengths"]]


@contextlib.contextmanager
def _turn():
    """Wait in line; inside it is this one's turn. Yields the descriptor of the lock.

    Each place in the line is a file that one holds. Who enters takes the last place and moves up as
    the one before leaves: who came first is first. The system lets go of the files of what is killed.
    """
    folder = Path(settings.DATA_DIR) / "file_work"
    folder.mkdir(parents=True, exist_ok=True)
    end = time.monotonic() + WAITING_SECONDS
    until = time.monotonic() + ENTERING_SECONDS
    held = None
    try:
        for number in reversed(range(PLACES)):
            behind, held = held, _place(folder / f"place-{number}", until)
            if behind is not None:
                os.close(behind)
            until = end
        yield held
    finally:
        if held is not None:
            os.close(held)


def _place(path, until):
    """The descriptor of a lock, once nobody else has it; a refusal after the moment ``until``."""
    place = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        while True:
            try:
                fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return place
            except BlockingIOError:
                if time.monotonic() > until:
                    raise refusal("busy", {}) from None
                time.sleep(LOOKING_SECONDS)
    except BaseException:
        os.close(place)
        raise
