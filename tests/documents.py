"""Files as editors upload them, and as nobody should: made here, kept nowhere."""

import io
import zipfile

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
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


def on_page(kind, **entries):
    """A change of a PDF: something that happens when its first page is shown."""

    def change(writer):
        values = {NameObject(f"/{key}"): each for key, each in entries.items()}
        action = DictionaryObject({NameObject("/S"): NameObject(kind), **values})
        writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): action})

    return change


def link(kind, **entries):
    """A change of a PDF: something that happens when a reader chooses it."""

    def change(writer):
        values = {NameObject(f"/{key}"): TextStringObject(each) for key, each in entries.items()}
        action = DictionaryObject({NameObject("/S"): NameObject(kind), **values})
        place = DictionaryObject(
            {NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): action}
        )
        writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(place)])

    return change


def name_resources(*names):
    """A change of a PDF: fonts and pictures that are called like what acts."""

    def change(writer):
        font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
        font = DictionaryObject({NameObject(k): NameObject(v) for k, v in font.items()})
        picture = DecodedStreamObject()
        picture[NameObject("/Subtype")] = NameObject("/Form")
        writer.pages[0][NameObject("/Resources")] = DictionaryObject(
            {
                NameObject(kind): DictionaryObject(
                    {NameObject(name): writer._add_object(each) for name in names}
                )
                for kind, each in (("/Font", font), ("/XObject", picture))
            }
        )

    return change


def attach_quietly(writer):
    """Another file inside that does not say that it is one."""
    stream = DecodedStreamObject()
    stream.set_data(b"MZ")
    files = DictionaryObject({NameObject("/F"): writer._add_object(stream)})
    place = DictionaryObject(
        {NameObject("/F"): TextStringObject("program.exe"), NameObject("/EF"): files}
    )
    writer.root_object[NameObject("/AF")] = ArrayObject([writer._add_object(place)])


def fetch_content(writer):
    """A page whose content lies in a file elsewhere."""
    stream = DecodedStreamObject()
    stream[NameObject("/F")] = TextStringObject("//host/share/page")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)


def program_form(writer):
    """A form that is a program of its own."""
    stream = DecodedStreamObject()
    stream.set_data(b"<xdp/>")
    parts = ArrayObject([TextStringObject("template"), writer._add_object(stream)])
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/XFA"): parts})


def follow(writer):
    """An address that is opened after the file has been opened at a page."""
    after = DictionaryObject(
        {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject("https://a.se")}
    )
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject("/S"): NameObject("/GoTo"), NameObject("/Next"): ArrayObject([after])}
    )


def annotate(subtype, **entries):
    """A change of a PDF: something that lies on its first page."""

    def change(writer):
        values = {NameObject(f"/{key}"): TextStringObject(each) for key, each in entries.items()}
        rectangle = ArrayObject([NumberObject(each) for each in (0, 0, 9, 9)])
        note = DictionaryObject(
            {NameObject("/Subtype"): NameObject(subtype), NameObject("/Rect"): rectangle, **values}
        )
        writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])

    return change


def begin_addresses_at(base):
    """A change of a PDF: what every address of the file begins with."""

    def change(writer):
        writer.root_object[NameObject("/URI")] = DictionaryObject(
            {NameObject("/Base"): TextStringObject(base)}
        )

    return change


def sign_with(name):
    """A change of a PDF: who wrote it, in the older place."""
    return lambda writer: writer.add_metadata({"/Author": name})


def describe_with(name):
    """A change of a PDF: who wrote it, in the newer place."""

    def change(writer):
        stream = DecodedStreamObject()
        stream.set_data(
            f"<dc:creator><rdf:Seq><rdf:li>{name}</rdf:li></rdf:Seq></dc:creator>".encode()
        )
        writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)

    return change


def lock(user, owner, algorithm="AES-256"):
    """A PDF that is encrypted with AES: ``user`` opens it, ``owner`` may change it."""
    writer = PdfWriter(io.BytesIO(pdf(2)))
    writer.encrypt(user, owner, algorithm=algorithm)
    return written(writer)


def relations(kind, target, mode="External"):
    """A part of a text document that says what it refers to."""
    base = "http://schemas.openxmlformats.org"
    return (
        f'<Relationships xmlns="{base}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{base}/officeDocument/2006/relationships/{kind}" Target="{target}" '
        f'TargetMode="{mode}"/></Relationships>'
    )


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


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def words(content):
    """The part of a text document that holds its text."""
    return {"word/document.xml": f'<w:document xmlns:w="{WORD}">{content}</w:document>'}


def field(*pieces):
    """A field of Word, its instruction in pieces, as an editor leaves it."""
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return words(
        f'<w:fldChar w:fldCharType="begin"/>{runs}<w:fldChar w:fldCharType="separate"/>'
        '<w:t>x</w:t><w:fldChar w:fldCharType="end"/>'
    )


OPEN_DOCUMENT = "urn:oasis:names:tc:opendocument:xmlns"


def open_text(content):
    """The part of an OpenDocument file that holds its text."""
    names = (
        f'xmlns:text="{OPEN_DOCUMENT}:text:1.0" xmlns:office="{OPEN_DOCUMENT}:office:1.0" '
        f'xmlns:draw="{OPEN_DOCUMENT}:drawing:1.0" xmlns:meta="{OPEN_DOCUMENT}:meta:1.0" '
        f'xmlns:script="{OPEN_DOCUMENT}:script:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:xlink="http://www.w3.org/1999/xlink"'
    )
    return f"<office:document-content {names}>{content}</office:document-content>"
