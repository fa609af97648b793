"""Reads a PDF: how many pages it has, what it does besides being read, and what it tells of people.

PURE: pypdf and the standard library; called in a process of its own (``file_worker``), since a PDF from
anywhere can make any reader of it run for ever or fill the memory.
"""

import re

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError
from pypdf.generic import IndirectObject, StreamObject

from exhibits.uploads.targets import is_link, names_a_machine

END = 2**16

# What makes a PDF more than a document to read: it runs a script, starts a program, sends what is
# filled in somewhere, or carries other files and players. These are kinds of actions, annotations and
# objects; a name alone, such as that of a font, does nothing.
ACTIVE = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/RichMedia", "/RichMediaExecute",
    "/EmbeddedFile", "/Rendition", "/Movie", "/Sound", "/3D", "/Screen",
}  # fmt: skip
# Actions that lead elsewhere: a reader may choose them, the file may not start them.
LEADING_AWAY = {"/URI", "/GoToE", "/GoToR", "/Thread"}
# Where an embedded file lies, for each system.
SYSTEMS = ("/F", "/UF", "/DOS", "/Mac", "/Unix")
MOST_ACTIONS = 1000
# Annotations by which people comment on a file.
COMMENTS = {
    "/Text", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Caret", "/Ink", "/Popup",
}  # fmt: skip
CREATOR = re.compile(rb"<dc:creator>(.*?)</dc:creator>|dc:creator=\"([^\"]*)\"", re.DOTALL)


def read(stream):
    """Return ``{"pages", "traces"}``, or ``{"problem"}``: a key of ``documents.PROBLEMS``.

    Raises ``ImportError`` when a library is missing that pypdf needs, which is no fault of the file.
    """
    stream.seek(0, 2)
    stream.seek(max(0, stream.tell() - END))
    if b"%%EOF" not in stream.read().rstrip()[-1024:]:
        return {"problem": "broken"}
    stream.seek(0)
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
        traces = _authors(reader)
        for each in objects(reader):
            if problem := problem_of(each, traces):
                return {"problem": problem}
        return {"pages": count, "traces": sorted(traces)}
    except FileNotDecryptedError:
        return {"problem": "encrypted"}
    except DependencyError as error:
        raise ImportError("pypdf lacks a library") from error
    except (MemoryError, ImportError):
        raise
    except (PyPdfError, RecursionError):
        return {"problem": "broken"}
    except Exception:
        # pypdf meets broken files with nearly every exception there is.
        return {"problem": "broken"}


def _authors(reader):
    """``{"author"}`` when the file says who wrote it, in either of two places."""
    about = _resolved(dict.get(reader.trailer, "/Info"))
    names = [_read(about, "/Author")] if isinstance(about, dict) else []
    metadata = _read(reader.root_object, "/Metadata")
    if _is_stream(metadata):
        try:
            words = metadata.get_data()
        except Exception:
            # Packed in a way that nobody reads.
            words = b""
        for found in CREATOR.finditer(words):
            names.append(re.sub(rb"<[^>]*>", b"", found[1] or found[2]).decode("utf-8", "replace"))
    return {"author" for name in names if name and str(name).strip()}


def objects(reader):
    """Every object of the file, whether anything refers to it or not."""
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


def problem_of(found, traces):
    """What an object, or something written inside it, does more than to be read; ``None`` if nothing.

    ``"active"``, or ``"links"`` for a link to what no link may lead to. Comments are added to ``traces``.
    """
    waiting = [found]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            kinds = {
                _read(each, name) for name in ("/S", "/Type", "/Subtype") if _is_text(each, name)
            }
            if _is_active(each, kinds):
                return "active"
            if _is_wrong_link(each, kinds):
                return "links"
            if not COMMENTS.isdisjoint(kinds) and "/Rect" in each:
                traces.add("comments")
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
    return None


def _is_active(found, kinds):
    return (
        not ACTIVE.isdisjoint(kinds)
        or leads_away(found)
        or _holds_files(_read(found, "/EF"))
        or _is_form_program(_read(found, "/XFA"))
        # The content of a stream is fetched from the file that /F names.
        or (_is_stream(found) and "/F" in found)
    )


def _is_wrong_link(found, kinds):
    if not LEADING_AWAY.isdisjoint(kinds) and _names_a_host(_read(found, "/F")):
        return True
    address = _read(found, "/URI")
    if isinstance(address, dict):
        # What all addresses of the file begin with.
        address = _read(address, "/Base")
    if isinstance(address, bytes):
        address = address.decode("latin-1")
    return isinstance(address, str) and not is_link(address)


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
    return isinstance(file, str) and names_a_machine(file)


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
    return isinstance(found, StreamObject)


def _resolved(value):
    return value.get_object() if hasattr(value, "get_object") else value


def _read(found, name):
    return _resolved(dict.get(found, name))
