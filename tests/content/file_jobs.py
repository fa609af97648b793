"""Jobs of a file that do what no job should, for ``test_file_work``."""

import os
import resource
import signal
import sys
import time
from pathlib import Path


def tell(stream, word):
    """What the process is like, and what came in."""
    facts = {
        "pid": os.getpid(), "environment": dict(os.environ), "modules": list(sys.modules),
        "niceness": os.nice(0),
        "limits": [resource.getrlimit(each)[0] for each in (resource.RLIMIT_AS, resource.RLIMIT_CPU)],
    }  # fmt: skip
    print("this is no answer")
    return facts, [stream.read(), word.encode()]


def fill_the_memory(stream):
    """Want more than there may be."""
    return {}, [bytes(2**31)]


def run_for_ever(stream):
    """Never end."""
    while True:
        pass


def sleep(stream):
    """Take no time of the processor."""
    time.sleep(30)


def crash(stream):
    """Fall over as a decoder does."""
    os.kill(os.getpid(), signal.SIGSEGV)


def write_without_end(stream):
    """Answer with more than anybody wants."""
    return {}, [bytes(70 * 2**20)]


def miss_a_library(stream):
    """Need what is not installed."""
    raise ImportError("no such library")


def divide(stream):
    """Make a mistake that quotes the file."""
    raise ZeroDivisionError("hemligt")


def take_turns(stream, path, number, seconds=0):
    """Note when it begins and ends."""
    with Path(path).open("a") as log:
        print(f"+{number}", file=log, flush=True)
        time.sleep(seconds)
        print(f"-{number}", file=log, flush=True)
    return {}, []
