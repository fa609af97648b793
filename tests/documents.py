"""Files as editors upload them, and as nobody should: made here, kept nowhere."""

import io
import zipfile

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)

from exhibits.uploads.documents import MIME


def pdf(pages=3, *, password="", change=None, text=""):
    """A PDF; ``change(writer)`` may put in what does not belong, ``text`` makes its content its own."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    writer.add_metadata({"/Title": text})
    if change:
        change(writer)
    if password:
        writer.encrypt(password)
    return written(writer)


def written(writer):
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def add_action(kind, **entries):
    """A change of a PDF: something that happens when it is opened."""

    def change(writer):
        values = {NameObject(f"/{key}"): TextStringObject(each) for key, each in entries.items()}
        action = DictionaryObject({NameObject("/S"): NameObject(kind), **values})
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(action)

    return change


def hide_action(writer):
    """A launch action whose kind is said somewhere else in the file."""
    kind = writer._add_object(NameObject("/Launch"))
    action = DictionaryObject({NameObject("/S"): kind, NameObject("/F"): TextStringObject("x")})
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): action})


def name_script(writer):
    """A script that the whole document knows by name."""
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")}
    )
    names = ArrayObject([TextStringObject("a"), writer._add_object(script)])
    tree = DictionaryObject({NameObject("/Names"): names})
    writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): tree})


def bite_tail(writer):
    """A tree of pages that is its own branch."""
    pages = writer.root_object["/Pages"].get_object()
    pages["/Kids"].insert(0, writer.root_object.raw_get("/Pages"))


def attach(writer):
    """Another file inside."""
    writer.add_attachment("program.exe", b"MZ")


def odd_stream(writer):
    """A stream that says it is packed and is not."""
    stream = DecodedStreamObject()
    stream.set_data(b"not packed")
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)


def package(parts, *, compression=zipfile.ZIP_DEFLATED, comment=b""):
    """A packed file of named parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.comment = comment
    return buffer.getvalue()


def office_parts(kind, part):
    types = f'<Types><Override PartName="/{part}" ContentType="{MIME[kind]}.main+xml"/></Types>'
    return {"[Content_Types].xml": types, "_rels/.rels": "<x/>", part: "<text>Beskrivning</text>"}


def docx(**how):
    """A text document as Word stores it; ``parts`` adds or replaces parts."""
    parts = {**office_parts("docx", "word/document.xml"), **how.pop("parts", {})}
    return package(parts, **how)


def xlsx(**how):
    """A sheet as Excel stores it."""
    parts = {**office_parts("xlsx", "xl/workbook.xml"), **how.pop("parts", {})}
    return package(parts, **how)


def odt(**how):
    """A text document as LibreOffice stores it."""
    parts = {"mimetype": MIME["odt"], "META-INF/manifest.xml": "<x/>", "content.xml": "<x/>"}
    return package({**parts, **how.pop("parts", {})}, **how)
