"""What a document is, found out in a process of its own (``file_worker``).

PURE: pypdf and the standard library. What a file is, is told by its first bytes: readers that look
further in are fooled by one that is two things at once.
"""

import hashlib
import re

from exhibits.uploads import package_reading, pdf_reading

CHUNK = 2**16
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(stream):
    """Return what is known of a document and no files, as ``file_worker`` wants it.

    ``{"format", "size", "pages", "digest", "traces"}``, or ``{"problem"}`` with a key of
    ``documents.PROBLEMS``. ``traces`` are keys of ``documents.TRACES``: what a reader finds in the file
    besides the document.
    """
    start = stream.read(8)
    # A line break that a program on the way put before the file changes nothing.
    line_break = re.match(rb"[\r\n]{0,3}", start).end()
    if start.startswith(b"%PDF-", line_break):
        found = {"format": "pdf", **pdf_reading.read(stream)}
    elif start.startswith(b"PK\x03\x04"):
        found = {"pages": None, **package_reading.read(stream)}
    else:
        return {"problem": "old" if start == OLD_OFFICE else "format"}, []
    if "problem" in found:
        return {"problem": found["problem"]}, []
    stream.seek(0)
    digest = hashlib.file_digest(stream, "sha256").hexdigest()[:20]
    return {**found, "size": stream.tell(), "digest": digest}, []
