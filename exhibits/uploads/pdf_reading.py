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
# filled in somewhere, or carries other files and players. These are kinds of actions, annotations and
# objects; a name alone, such as that of a font, does nothing.
ACTIVE = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/RichMedia", "/RichMediaExecute",
    "/EmbeddedFile", "/Rendition", "/Movie",
}  # fmt: skip
# Actions that lead elsewhere: a reader may choose them, the file may not start them.
LEADING_AWAY = {"/URI", "/GoToE", "/GoToR", "/Thread"}
# Where an embedded file lies, for each system.
SYSTEMS = ("/F", "/UF", "/DOS", "/Mac", "/Unix")
MOST_ACTIONS = 1000


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
    waiting = [found]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            if _is_active_itself(each):
                return True
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
    return False


def _is_active_itself(found):
    kinds = {_read(found, name) for name in ("/S", "/Type", "/Subtype") if _is_text(found, name)}
    return (
        not ACTIVE.isdisjoint(kinds)
        or leads_away(found)
        or (not LEADING_AWAY.isdisjoint(kinds) and _names_a_host(_read(found, "/F")))
        or _holds_files(_read(found, "/EF"))
        or _is_form_program(_read(found, "/XFA"))
        # The content of a stream is fetched from the file that /F names.
        or (_is_stream(found) and "/F" in found)
    )


def _holds_files(files):
    return isinstance(files, dict) and any(_is_stream(_read(files, name)) for name in SYSTEMS)


def _is_form_program(value):
    """Whether ``value`` is an XFA form: a stream, or pairs of a name and a stream."""
    if isinstance(value, list):
        return any(_is_stream(_resolved(each)) for each in value)
    return _is_stream(value) and "/Subtype" not in value


def _names_a_host(file):
    """Whether a file is named on another machine, which a program that looks for it tells who looks."""
    if isinstance(file, dict):
        return any(_names_a_host(_read(file, name)) for name in SYSTEMS)
    if isinstance(file, bytes):
        file = file.decode("latin-1")
    return isinstance(file, str) and file.replace("\\", "/").startswith("//")


def leads_away(found):
    """Whether a program that opens the file, or a page of it, is told to open something elsewhere.

    A link that a reader chooses is none of this.
    """
    opening, events = (_read(found, name) for name in ("/OpenAction", "/AA"))
    waiting = [opening]
    if isinstance(events, dict):
        waiting += [_read(events, name) for name in events]
    for _ in range(MOST_ACTIONS):
        if not waiting:
            return False
        each = waiting.pop()
        if isinstance(each, list):
            # Where to go in this file, or the actions that follow another.
            waiting += [_resolved(one) for one in each if not isinstance(one, str)]
        elif isinstance(each, dict):
            if _is_text(each, "/S") and _read(each, "/S") in LEADING_AWAY:
                return True
            waiting.append(_read(each, "/Next"))
    return True


def _is_text(found, name):
    return isinstance(_read(found, name), str)


def _is_stream(found):
    from pypdf.generic import StreamObject

    return isinstance(found, StreamObject)


def _resolved(value):
    return value.get_object() if hasattr(value, "get_object") else value


def _read(found, name):
    return _resolved(dict.get(found, name))


def main():
    """Read standard input within the limits and print one line."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    logging.disable()
    warnings.simplefilter("ignore")
    print(json.dumps(read(sys.stdin.buffer)))


if __name__ == "__main__":
    main()
