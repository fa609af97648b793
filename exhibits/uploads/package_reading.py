"""Reads Office and OpenDocument packages: what they are, what they do, and what they tell of people.

PURE. Every part is read as a stream of elements, so a large one takes no memory.
"""

import re
import zipfile
import zlib
from xml.parsers import expat

from exhibits.uploads.targets import is_link, leaves, names_a_machine, scheme_of

MAX_UNPACKED_BYTES = 200 * 2**20
MAX_PARTS = 5000
MAX_RELATIONS_BYTES = 4 * 2**20
CHUNK = 2**16

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
}
# The part that holds the text of each Office format.
OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
# What a chart keeps its figures in; it is read like the file that it lies in.
NESTED = (".docx", ".xlsx")
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_WORD = "http://purl.oclc.org/ooxml/wordprocessingml/main"
XLINK = "http://www.w3.org/1999/xlink"
# Fields of Word that start a program, and those that fetch something.
STARTING_FIELDS = {"DDE", "DDEAUTO"}
FETCHING_FIELDS = {"INCLUDEPICTURE", "INCLUDETEXT", "INCLUDE", "IMPORT", "LINK", "DATABASE", "RD"}
HYPERLINK = re.compile(r'\s*HYPERLINK\s+"([^"]*)"', re.IGNORECASE)
# Functions of Excel that fetch something, or ask another program, when a sheet is opened.
FETCHING_FUNCTIONS = re.compile(r"\b(WEBSERVICE|IMAGE|RTD|CALL|REGISTER\.ID)\s*\(", re.IGNORECASE)
# What a part may not be to another: the end of the relation's type, and what is wrong with it.
RELATIONS = {
    "oleObject": "macros", "control": "macros", "vbaProject": "macros", "wordVbaData": "macros",
    "attachedToolbars": "macros", "extensibility": "macros", "xlMacrosheet": "macros",
    "aFChunk": "inside", "webextensiontaskpanes": "outside", "webextension": "outside",
    "externalLink": "outside", "connections": "outside", "queryTable": "outside",
    "recipientData": "outside",
}  # fmt: skip
CHANGES = {
    "ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange",
    "trPrChange", "tcPrChange", "numberingChange", "cellIns", "cellDel", "cellMerge",
}  # fmt: skip
AUTHORS = {"creator", "initial-creator", "lastModifiedBy", "printed-by"}


class Problem(Exception):
    """Why a package is refused: a key of ``documents.PROBLEMS``."""


def read(stream):
    """Return ``{"format", "traces"}`` of a sound package that is nothing else as well, or ``{"problem"}``."""
    traces = set()
    try:
        kind = _read(stream, traces, depth=0)
    except Problem as problem:
        return {"problem": problem.args[0]}
    except (
        zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError,
        expat.ExpatError,
    ):  # fmt: skip
        return {"problem": "broken"}
    return {"format": kind, "traces": sorted(traces)}


def _read(stream, traces, depth):
    with zipfile.ZipFile(stream) as package:
        parts = package.infolist()
        _check_directory(package, parts)
        names = {part.filename for part in parts}
        kind = _kind_of(package, names)
        for part in parts:
            _check_part(package, part, kind, traces, depth)
        if package.testzip():
            raise Problem("broken")
    return kind


def _check_directory(package, parts):
    """Refuse a package by what its directory says, before anything is unpacked."""
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise Problem("unpacked")
    names = [part.filename.lower() for part in parts]
    if len(set(names)) < len(names):
        raise Problem("broken")
    if any(part.flag_bits & 1 for part in parts):
        raise Problem("encrypted")
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise Problem("format")
    # The first part begins where the file begins: no other file stands before the package.
    if not parts or min(part.header_offset for part in parts):
        raise Problem("format")
    # And none after it. The end of the directory is 22 bytes and a comment.
    package.fp.seek(-22 - len(package.comment), 2)
    if package.fp.read(4) != b"PK\x05\x06":
        raise Problem("format")
    if any(_is_program(name) for name in names):
        raise Problem("macros")
    if any(_reaches_out(name) for name in names):
        raise Problem("outside")
    if any("/embeddings/" in name and not name.endswith((".rels", *NESTED)) for name in names):
        raise Problem("inside")
    relations = sum(part.file_size for part in parts if part.filename.lower().endswith(".rels"))
    if relations > MAX_RELATIONS_BYTES:
        raise Problem("unpacked")


def _is_program(name):
    """Whether a part of a package, by its name in lower case, can be run or holds what can."""
    folder, _, file = name.rpartition("/")
    folders = folder.split("/")
    return (
        "vbaproject" in file
        or "vbadata" in file
        or "activex" in folders
        or "macrosheets" in folders
        or folders[0] in ("basic", "scripts", "customui")
        or name.endswith(
            (".exe", ".dll", ".js", ".vbs", ".bat", ".cmd", ".ps1", ".jar", ".scr", ".hta", ".lnk")
        )
        or (file.startswith("oleobject") and file.endswith(".bin"))
    )


def _reaches_out(name):
    """Whether a part, by its name in lower case, says what to fetch and needs no relation for it."""
    folders = name.split("/")
    return (
        "externallinks" in folders
        or "webextensions" in folders
        or name in ("xl/connections.xml", "word/recipientdata.xml")
    )


def _kind_of(package, names):
    if "mimetype" in names:
        if package.read("mimetype").strip() != TYPES["odt"].encode() or "content.xml" not in names:
            raise Problem("format")
        manifest = "META-INF/manifest.xml"
        if manifest in names and b"encryption-data" in package.read(manifest):
            raise Problem("encrypted")
        return "odt"
    if "[Content_Types].xml" not in names:
        raise Problem("format")
    types = package.read("[Content_Types].xml")
    if b"macroEnabled" in types:
        raise Problem("macros")
    for kind, part in OFFICE.items():
        if part in names and f"{TYPES[kind]}.main+xml".encode() in types:
            return kind
    raise Problem("format")


def _check_part(package, part, kind, traces, depth):
    name = part.filename.lower()
    if name.endswith(NESTED):
        if depth:
            raise Problem("inside")
        with package.open(part) as stream:
            _read(stream, traces, depth + 1)
    elif name.endswith(".rels"):
        _parse(package, part, _Relations(traces))
    elif kind == "odt" and name.endswith((".xml", ".rdf")):
        if not name.startswith("meta-inf/"):
            _parse(package, part, _OpenDocument(traces))
    elif name.endswith(".xml"):
        if "/revisions/" in name:
            traces.add("changes")
        _parse(package, part, _Office(traces))


def _parse(package, part, reader):
    """Give a reader every element of a part; one with a definition of its own language is broken."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def refuse(*_):
        raise Problem("broken")

    def start(name, attributes):
        space, _, local = name.rpartition(" ")
        reader.start(space, local, attributes)

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: reader.end(name.rpartition(" ")[2])
    parser.CharacterDataHandler = reader.text
    with package.open(part) as stream:
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


class _Reader:
    """What to do with elements; most are of no interest."""

    def start(self, space, name, attributes):
        """An element begins."""

    def end(self, name):
        """An element ends."""

    def text(self, words):
        """What stands in an element."""


class _Relations(_Reader):
    """What a part refers to: a link that a reader chooses may lead elsewhere, nothing else may."""

    def __init__(self, traces):
        self.traces = traces

    def start(self, space, name, attributes):
        target = attributes.get("Target", "")
        kind = attributes.get("Type", "").rpartition("/")[2]
        is_outside = (
            attributes.get("TargetMode", "").lower() == "external"
            or bool(scheme_of(target))
            or names_a_machine(target)
        )
        if kind == "hyperlink":
            if not is_link(target):
                raise Problem("links")
        elif (
            kind == "attachedTemplate"
            and scheme_of(target) == "file"
            and not names_a_machine(target)
        ):
            # Word notes where its writer's template lies; nobody else has it, and nothing is fetched.
            self.traces.add("author")
        elif is_outside:
            raise Problem("outside")
        elif kind in RELATIONS:
            raise Problem(RELATIONS[kind])
        elif kind == "package" and not target.lower().endswith(NESTED):
            raise Problem("inside")


class _Traces(_Reader):
    """A reader that notes who has written a file."""

    def __init__(self, traces):
        self.traces = traces
        self.is_name = False

    def start(self, space, name, attributes):
        self.is_name = name in AUTHORS

    def end(self, name):
        self.is_name = False

    def text(self, words):
        if self.is_name and words.strip():
            self.traces.add("author")


class _Office(_Traces):
    """A part of a Word or Excel file: fields that act, comments, tracked changes, hidden sheets."""

    def __init__(self, traces):
        super().__init__(traces)
        # The instruction of each field that has begun, the innermost last.
        self.fields = []
        self.is_instruction = False
        self.formula = None

    def start(self, space, name, attributes):
        super().start(space, name, attributes)
        self.formula = "" if name == "f" else None
        if name in ("comment", "threadedComment"):
            self.traces.add("comments")
        elif name == "sheet" and attributes.get("state", "visible") != "visible":
            self.traces.add("hidden")
        elif space in (WORD, STRICT_WORD):
            if name in CHANGES:
                self.traces.add("changes")
            elif name == "fldSimple":
                _check_field(attributes.get(f"{space} instr", ""))
            elif name == "fldChar":
                self._move_on(attributes.get(f"{space} fldCharType"))
            self.is_instruction = name == "instrText"

    def _move_on(self, step):
        if step == "begin":
            self.fields.append("")
        elif self.fields:
            _check_field(self.fields[-1])
            if step == "end":
                self.fields.pop()

    def end(self, name):
        super().end(name)
        self.is_instruction = False
        if self.formula and FETCHING_FUNCTIONS.search(self.formula):
            raise Problem("outside")
        self.formula = None

    def text(self, words):
        super().text(words)
        if self.formula is not None:
            self.formula += words
        if self.is_instruction:
            # An instruction may stand in pieces, and without a beginning.
            if not self.fields:
                self.fields.append("")
            self.fields[-1] += words
            _check_field(self.fields[-1])


def _check_field(instruction):
    word = instruction.split(maxsplit=1)[:1]
    word = word[0].upper() if word else ""
    if word in STARTING_FIELDS:
        raise Problem("macros")
    if word in FETCHING_FIELDS:
        raise Problem("outside")
    link = HYPERLINK.match(instruction)
    if link and not is_link(link[1]):
        raise Problem("links")


class _OpenDocument(_Traces):
    """A part of an OpenDocument file: what it fetches or starts, comments and tracked changes."""

    def start(self, space, name, attributes):
        super().start(space, name, attributes)
        if name == "annotation":
            self.traces.add("comments")
        elif name == "changed-region":
            self.traces.add("changes")
        elif name in ("object-ole", "plugin", "applet", "event-listener", "script"):
            raise Problem("macros")
        elif name in ("dde-source", "dde-connection-decl"):
            raise Problem("outside")
        address = attributes.get(f"{XLINK} href")
        if address is None:
            return
        if name == "a":
            if not is_link(address):
                raise Problem("links")
        elif (
            name == "template"
            and scheme_of(address) in ("", "file")
            and not names_a_machine(address)
        ):
            # Where the template of its writer lies, which nobody else has.
            self.traces.add("author")
        elif leaves(address) or address.startswith(("/", "\\")):
            raise Problem("outside")
