"""Uploaded documents: what they are follows from their content, never from their name.

Visitors open a document with programs of their own, outside everything that this site's security
policy reaches. So a document that does more than to be read, such as a PDF with a script or a text
document with macros, is refused when it is uploaded, and what is served is an attachment.
"""

import functools
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from django.core.exceptions import ValidationError

from exhibits.uploads import pdf_reading

MAX_BYTES = 50 * 2**20
MAX_UNPACKED_BYTES = 200 * 2**20
MAX_PARTS = 5000
MAX_RELATIONS_BYTES = 4 * 2**20
# A plan map of 100,000 objects takes ten seconds; the process may use 20 of the processor's.
READING_SECONDS = 30
CHUNK = 2**16

MIME = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
}
# The part that holds the text of each Office format.
OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}

PROBLEMS = {
    "bytes": "Filen är för stor. En handling får vara högst 50 MB. Dela upp den eller minska bilderna i den.",
    "empty": "Filen är tom. Välj den på nytt.",
    "format": "Filen går inte att använda. Ladda upp PDF, DOCX, ODT eller XLSX. Innehållet avgör, "
    "inte vad filen heter.",
    "old": "Filen är ett äldre eller lösenordsskyddat Office-dokument. Spara om den som PDF, DOCX "
    "eller XLSX utan lösenord.",
    "encrypted": "Filen är skyddad med lösenord. Ta bort lösenordet, spara och ladda upp igen.",
    "broken": "Filen är skadad eller ofullständig och går inte att läsa. Spara om den och försök igen.",
    "slow": "Filen är för tung att läsa. Spara om den som en enklare PDF och försök igen.",
    "active": "PDF-filen innehåller skript, program eller inbäddade filer. Skriv ut den till en ny "
    "PDF, till exempel PDF/A, och ladda upp den.",
    "macros": "Filen innehåller makron eller program. Spara om den utan makron, till exempel som PDF.",
    "outside": "Filen hämtar en mall, en bild eller något annat från en annan plats när den öppnas. Spara den "
    "som PDF, eller ta bort det som hämtas och spara om den.",
    "unpacked": "Filen blir för stor när den packas upp. Minska bilderna i den och försök igen.",
}


@dataclass(frozen=True)
class CheckedDocument:
    """An upload that may be published.

    ``format`` is a key of :data:`MIME`, ``size`` is in bytes, ``page_count`` is ``None`` where a
    format has no pages of its own, ``digest`` names the content.
    """

    format: str
    size: int
    page_count: int | None
    digest: str


def refusal(code):
    """The ``ValidationError`` that says in Swedish what is wrong."""
    return ValidationError(PROBLEMS[code], code=code)


def check(file):
    """Return the :class:`CheckedDocument` of an uploaded file.

    Everything that is not a whole PDF, DOCX, ODT or XLSX within the limits, without password,
    scripts and macros, raises ``ValidationError`` with a Swedish sentence. Size is limited before
    anything is read, what a packed file unpacks to before it is unpacked, and time throughout.
    """
    if file.size > MAX_BYTES:
        raise refusal("bytes")
    digest = hashlib.sha256()
    with tempfile.TemporaryFile() as copy:
        file.seek(0)
        for chunk in iter(functools.partial(file.read, CHUNK), b""):
            digest.update(chunk)
            copy.write(chunk)
            if copy.tell() > MAX_BYTES:
                raise refusal("bytes")
        size = copy.tell()
        copy.seek(0)
        start = copy.read(8)
        copy.seek(0)
        # A line break that a program on the way put before the file changes nothing.
        line_break = re.match(rb"[\r\n]{0,3}", start).end()
        # What a file is, is told by its first bytes: readers that look further in are fooled by
        # one that is two things at once.
        if start.startswith(b"%PDF-", line_break):
            kind, pages = "pdf", _pages_of_pdf(copy, size)
        elif start.startswith(b"PK\x03\x04"):
            kind, pages = _kind_of_package(copy), None
        elif start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
            raise refusal("old")
        else:
            raise refusal("format" if size else "empty")
    return CheckedDocument(kind, size, pages, digest.hexdigest()[:20])


def _pages_of_pdf(copy, size):
    """How many pages a PDF has; it is read by another process, within limits of its own."""
    copy.seek(max(0, size - CHUNK))
    if b"%%EOF" not in copy.read().rstrip()[-1024:]:
        raise refusal("broken")
    copy.seek(0)
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(Path(pdf_reading.__file__))],
            stdin=copy,
            capture_output=True,
            timeout=READING_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise refusal("slow") from None
    if done.returncode:
        # Killed by a limit, or out of memory in a way that Python cannot answer.
        raise refusal("slow")
    answer = json.loads(done.stdout)
    if "problem" in answer:
        raise refusal(answer["problem"])
    return answer["pages"]


def _kind_of_package(copy):
    """``"docx"``, ``"xlsx"`` or ``"odt"`` for a sound package that is nothing else as well."""
    try:
        with zipfile.ZipFile(copy) as package:
            parts = package.infolist()
            _check_parts(package, parts)
            kind = _kind_by_parts(package, {part.filename for part in parts})
            relations = [part for part in parts if part.filename.lower().endswith(".rels")]
            if sum(part.file_size for part in relations) > MAX_RELATIONS_BYTES:
                raise refusal("unpacked")
            if any(_fetches(package.read(part)) for part in relations):
                raise refusal("outside")
            if package.testzip():
                raise refusal("broken")
    except (
        zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError,
        ElementTree.ParseError,
    ):  # fmt: skip
        raise refusal("broken") from None
    return kind


def _check_parts(package, parts):
    """Refuse a package by what its directory says, before anything is unpacked."""
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise refusal("unpacked")
    names = [part.filename.lower() for part in parts]
    if len(set(names)) < len(names):
        raise refusal("broken")
    if any(part.flag_bits & 1 for part in parts):
        raise refusal("encrypted")
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise refusal("format")
    # The first part begins where the file begins: no other file stands before the package.
    if not parts or min(part.header_offset for part in parts):
        raise refusal("format")
    # And none after it. The end of the directory is 22 bytes and a comment.
    package.fp.seek(-22 - len(package.comment), 2)
    if package.fp.read(4) != b"PK\x05\x06":
        raise refusal("format")
    if any(_is_program(name) for name in names):
        raise refusal("macros")


def _is_program(name):
    """Whether a part of a package, by its name in lower case, can be run."""
    folder, _, file = name.rpartition("/")
    return (
        "vbaproject" in file
        or "vbadata" in file
        or "activex" in f"/{folder}/".split("/")
        or "macrosheets" in folder.split("/")
        or folder.split("/")[0] in ("basic", "scripts")
        or name.endswith((".exe", ".dll", ".js", ".vbs", ".bat", ".cmd", ".ps1", ".jar", ".scr"))
        or (file.startswith("oleobject") and file.endswith(".bin"))
    )


def _fetches(relations):
    """Whether what a part refers to is fetched from elsewhere when the file is opened.

    A link that a reader chooses is not.
    """
    return any(
        each.get("TargetMode", "").lower() == "external"
        and not each.get("Type", "").endswith("/hyperlink")
        for each in ElementTree.fromstring(relations).iter()
    )


def _kind_by_parts(package, names):
    if "mimetype" in names:
        if package.read("mimetype").strip() != MIME["odt"].encode() or "content.xml" not in names:
            raise refusal("format")
        manifest = "META-INF/manifest.xml"
        if manifest in names and b"encryption-data" in package.read(manifest):
            raise refusal("encrypted")
        return "odt"
    if "[Content_Types].xml" not in names:
        raise refusal("format")
    types = package.read("[Content_Types].xml")
    if b"macroEnabled" in types:
        raise refusal("macros")
    for kind, part in OFFICE.items():
        if part in names and f"{MIME[kind]}.main+xml".encode() in types:
            return kind
    raise refusal("format")
