"""Reads a PDF in a process of its own: ``python pdf_reading.py < file`` prints what it is as JSON.

A PDF from anywhere can make any reader of it run for ever or fill the memory. The limits below are
kept by the operating system; whoever starts the process limits its time besides. Nothing of the
site is loaded here.
"""

import json
import logging
import resource
import sys
import warnings

CPU_SECONDS = 20
MEMORY_BYTES = 2**30

# What makes a PDF more than a document to read: it runs a script, starts a program, sends what is
# filled in somewhere, or carries other files and players.
ACTIVE = {
    "/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData", "/RichMedia", "/XFA",
    "/EmbeddedFile", "/EmbeddedFiles", "/Rendition", "/Movie",
}  # fmt: skip


def read(stream):
    """Return ``{"pages": 38}`` or ``{"problem": …}``: ``encrypted``, ``broken`` or ``active``."""
    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError, PyPdfError

    try:
        reader = PdfReader(stream)
        if reader.is_encrypted and not reader.decrypt(""):
            return {"problem": "encrypted"}
        count = len(reader.pages)
        if not count:
            return {"problem": "broken"}
        # The first and the last page are there, not only counted.
        for page in (reader.pages[0], reader.pages[-1]):
            page.mediabox  # noqa: B018
        if any(is_active(each) for each in objects(reader)):
            return {"problem": "active"}
        return {"pages": count}
    except FileNotDecryptedError:
        return {"problem": "encrypted"}
    except (PyPdfError, RecursionError, MemoryError):
        return {"problem": "broken"}
    except Exception:
        # pypdf meets broken files with nearly every exception there is.
        return {"problem": "broken"}


def objects(reader):
    """Every object of the file, whether anything refers to it or not."""
    from pypdf.generic import IndirectObject

    numbers = {
        (number, generation)
        for generation, table in reader.xref.items()
        for number in table
        if number
    }
    numbers |= {(number, 0) for number in reader.xref_objStm}
    yield reader.trailer
    for number, generation in sorted(numbers):
        found = IndirectObject(number, generation, reader).get_object()
        if found is not None:
            yield found


def is_active(found):
    """Whether an object, or something written inside it, does more than to be read."""
    if isinstance(found, str) and found in ACTIVE:
        # A name on its own, to which an action may refer.
        return True
    waiting = [found]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            if not ACTIVE.isdisjoint(each) or leads_away(each):
                return True
            for name in ("/S", "/Type", "/Subtype"):
                value = dict.get(each, name)
                if isinstance(value, str) and value in ACTIVE:
                    return True
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
    return False


def leads_away(found):
    """Whether a program that opens the file, or a page of it, is told to open an address.

    A link that a reader chooses is none of this.
    """
    opening, events = (_read(found, name) for name in ("/OpenAction", "/AA"))
    actions = [opening] if isinstance(opening, dict) else []
    if isinstance(events, dict):
        actions += [_read(events, name) for name in events]
    return any(isinstance(each, dict) and _read(each, "/S") == "/URI" for each in actions)


def _read(found, name):
    value = dict.get(found, name)
    return value.get_object() if hasattr(value, "get_object") else value


def main():
    """Read standard input within the limits and print one line."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    logging.disable()
    warnings.simplefilter("ignore")
    print(json.dumps(read(sys.stdin.buffer)))


if __name__ == "__main__":
    main()
