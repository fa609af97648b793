"""The process in which one file is read, cleaned or encoded: ``file_work`` starts it for each job.

``python file_worker.py module.function JSON``: standard input is the file, standard output one line
of JSON and then the files that the function made. Nothing of the site or of Django is loaded here,
the environment holds no secrets, and what the job took of memory goes back when the process ends.
"""

import contextlib
import importlib
import json
import logging
import os
import resource
import sys
import traceback
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# Answers are a few megabytes; a library that writes without end is stopped.
MOST_WRITTEN = 64 * 2**20
# Whoever reads a page comes before whoever waits for a file.
NICENESS = 10


def answer(function, stream, arguments):
    """Return ``(facts, parts)`` of a function of a file, whatever happens in it.

    ``function`` is a dotted name, ``facts`` can be written as JSON, ``parts`` are bytes. What the
    function cannot do for want of memory is ``{"problem": "heavy"}``; what is no property of the
    file, such as a library that is missing, is ``{"problem": "fault"}`` with its place in the code.
    """
    module, _, name = function.rpartition(".")
    try:
        # Pillow warns of what it decodes all the same, and of broken EXIF, which is thrown away.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return getattr(importlib.import_module(module), name)(stream, **arguments)
    except MemoryError:
        return {"problem": "heavy"}, []
    except Exception as error:
        # What an exception says may come from the file, and the log holds nothing personal.
        place = traceback.extract_tb(error.__traceback__)[-1]
        fault = (
            f"{type(error).__name__} in {place.name}, {Path(place.filename).name}:{place.lineno}"
        )
        if isinstance(error, ImportError):
            fault += f": {error}"
        return {"problem": "fault", "fault": fault}, []


def keep_limits(memory, seconds):
    """Let the system stop this process at ``memory`` bytes and ``seconds`` of the processor's time."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_WRITTEN, MOST_WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(NICENESS)


def main():
    """Do one job within its limits and write the answer."""
    job = json.loads(sys.argv[2])
    keep_limits(job["memory"], job["seconds"])
    logging.disable()
    out = os.fdopen(os.dup(1), "wb")
    # What a library prints is no answer.
    os.dup2(2, 1)
    sys.path.insert(0, str(ROOT))
    facts, parts = answer(sys.argv[1], sys.stdin.buffer, job["arguments"])
    head = {"facts": facts, "lengths": [len(part) for part in parts]}
    with contextlib.closing(out):
        out.write(json.dumps(head).encode() + b"\n")
        for part in parts:
            out.write(part)


if __name__ == "__main__":
    main()
