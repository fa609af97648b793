"""What an upload is follows from its content, and what is wrong with it is said in words."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf.generic import TextStringObject

from exhibits.uploads import documents, package_reading
from exhibits.uploads.documents import MAX_BYTES, PROBLEMS, check, format_facts
from exhibits.uploads.pdf_reading import read
from tests.documents import (
    add_action,
    attach,
    attach_quietly,
    bite_tail,
    docx,
    fetch_content,
    follow,
    hide_action,
    link,
    lock,
    name_resources,
    name_script,
    odd_stream,
    odt,
    on_page,
    package,
    pdf,
    program_form,
    relations,
    xlsx,
)

RIGHT = {
    "a PDF": (pdf(3), "pdf", 3),
    "a PDF of one page": (pdf(1), "pdf", 1),
    "a PDF with a stream that cannot be unpacked": (pdf(1, change=odd_stream), "pdf", 1),
    "a PDF with an empty line after its end": (pdf(2) + b"\n\n", "pdf", 2),
    "a PDF that opens at a page": (pdf(2, change=add_action("/GoTo", D="sida")), "pdf", 2),
    "a PDF with a thousand line breaks after its end": (pdf(2) + b"\r\n" * 1000, "pdf", 2),
    "a PDF with a line break before it": (b"\r\n" + pdf(2), "pdf", 2),
    "a PDF locked against editing": (lock("", "hemligt"), "pdf", 2),
    "a PDF locked against editing the older way": (lock("", "hemligt", "AES-128"), "pdf", 2),
    "a PDF with names that others act by": (
        pdf(1, change=name_resources("/JS", "/JavaScript", "/Launch", "/XFA", "/EF", "/AA")),
        "pdf",
        1,
    ),
    "a PDF with a link": (pdf(1, change=link("/URI", URI="https://example.org")), "pdf", 1),
    "a PDF with a link to another": (pdf(1, change=link("/GoToR", F="karta.pdf")), "pdf", 1),
    "a text document with a link": (
        docx(parts={"word/_rels/document.xml.rels": relations("hyperlink", "https://a.se")}),
        "docx",
        None,
    ),
    "a text document with a picture": (
        docx(parts={"word/_rels/document.xml.rels": relations("image", "a.png", "Internal")}),
        "docx",
        None,
    ),
    "a text document": (docx(), "docx", None),
    "a text document with a comment": (docx(comment=b"PK"), "docx", None),
    "a sheet": (xlsx(), "xlsx", None),
    "an open text document": (odt(), "odt", None),
}


@pytest.mark.parametrize(("content", "kind", "pages"), RIGHT.values(), ids=RIGHT)
def test_a_document_is_known_by_its_content(content, kind, pages):
    checked = check(ContentFile(content, name="vad-som-helst.exe"))
    assert (checked.format, checked.page_count) == (kind, pages)
    assert checked.size == len(content)
    assert checked == check(ContentFile(content, name="annat.html"))


def cut(content, part=2):
    return content[: len(content) // part]


def lie_about_size(content):
    """The directory says that every part is a byte long."""
    start = content.rindex(b"PK\x01\x02")
    return content[: start + 24] + (1).to_bytes(4, "little") + content[start + 28 :]


def say_encrypted(content):
    at = content.index(b"PK\x01\x02") + 8
    return content[:at] + bytes([content[at] | 1]) + content[at + 1 :]


WRONG = {
    "nothing": (b"", "empty"),
    "a web page": (b"<!doctype html><script>alert(1)</script>", "format"),
    "a web page before a PDF": (b"<script>alert(1)</script>" + pdf(1), "format"),
    "a line of text before a PDF": (b"x\n" + pdf(1), "format"),
    "a program": (b"MZ\x90\x00" + bytes(500), "format"),
    "a program before a package": (b"MZ\x90\x00" + docx(), "format"),
    "a program for Linux": (b"\x7fELF" + bytes(500), "format"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(500), "format"),
    "plain text": ("Planbeskrivning för Östra Ramlösa".encode(), "format"),
    "rich text": (rb"{\rtf1\ansi Hej}", "format"),
    "an old Word document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old"),
    "something too large": (lambda: b"%PDF-1.7" + bytes(MAX_BYTES), "bytes"),
    "a PDF with a password": (pdf(password="hemligt"), "encrypted"),
    "a PDF with a password and AES": (lock("hemligt", "hemligt"), "encrypted"),
    "a PDF with a password and older AES": (lock("hemligt", "x", "AES-128"), "encrypted"),
    "half a PDF": (cut(pdf(30)), "broken"),
    "only the first line of a PDF": (b"%PDF-1.7\n", "broken"),
    "the ends of a PDF": (b"%PDF-1.7\nstartxref\n0\n%%EOF", "broken"),
    "a PDF without pages": (pdf(0), "broken"),
    "a PDF whose pages go in a circle": (pdf(2, change=bite_tail), "broken"),
    "a PDF with a script": (pdf(change=name_script), "active"),
    "a PDF that starts a script": (pdf(change=add_action("/JavaScript", JS="x")), "active"),
    "a PDF that starts a program": (pdf(change=add_action("/Launch", F="cmd.exe")), "active"),
    "a PDF that opens an address": (
        pdf(change=add_action("/URI", URI="https://example.org")), "active"),
    "a PDF that plays a film": (pdf(change=add_action("/Movie", T="x")), "active"),
    "a PDF that sends a form": (pdf(change=add_action("/SubmitForm", F="x")), "active"),
    "a PDF that hides what it starts": (pdf(change=hide_action), "active"),
    "a PDF with a file inside": (pdf(change=attach), "active"),
    "a PDF with a file inside that does not say so": (pdf(change=attach_quietly), "active"),
    "a PDF whose page opens a file elsewhere": (
        pdf(change=on_page("/GoToE", F=TextStringObject(r"\\host\s"))), "active"),
    "a PDF whose page opens another": (
        pdf(change=on_page("/GoToR", F=TextStringObject("a.pdf"))), "active"),
    "a PDF that opens an address after a page": (pdf(change=follow), "active"),
    "a PDF with a link to another machine": (
        pdf(change=link("/GoToR", F=r"\\host\s\a.pdf")), "links"),
    "a PDF whose content lies elsewhere": (pdf(change=fetch_content), "active"),
    "a PDF with a form that is a program": (pdf(change=program_form), "active"),
    "a web page after a PDF": (pdf(1) + b"<html>" + bytes(2000), "broken"),
    "a package of something": (package({"a.txt": "a"}), "format"),
    "a package without parts": (package({}), "format"),
    "a text document without its text": (
        package({"[Content_Types].xml": documents.MIME["docx"] + ".main+xml"}), "format",
    ),
    "a drawing that calls itself a text": (odt(parts={"mimetype": "application/x"}), "format"),
    "half a text document": (cut(docx()), "broken"),
    "something after a text document": (docx() + b"<html>", "format"),
    "a package before a text document": (package({"a": "a"}) + docx(), "format"),
    "macros": (docx(parts={"word/vbaProject.bin": b"\xd0\xcf"}), "macros"),
    "macros by another name": (docx(parts={"word/VBAPROJECT.BIN": b"\xd0\xcf"}), "macros"),
    "macros in the directory alone": (
        docx(parts={"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.main+xml"}),
        "macros",
    ),
    "macros in a sheet": (xlsx(parts={"xl/macrosheets/sheet1.xml": "<x/>"}), "macros"),
    "macros in an open document": (odt(parts={"Basic/Standard/Module1.xml": "<x/>"}), "macros"),
    "a program in a text document": (docx(parts={"word/embeddings/oleObject1.bin": "x"}), "macros"),
    "an encrypted open document": (
        odt(parts={"META-INF/manifest.xml": "<manifest:encryption-data/>"}), "encrypted",
    ),
    "a text document with a template elsewhere": (
        docx(parts={"word/_rels/settings.xml.RELS": relations("attachedTemplate", "https://a.se/x")}),
        "outside",
    ),
    "a text document with a picture elsewhere": (
        docx(parts={"word/_rels/document.xml.rels": relations("image", "//host/a.png")}), "outside",
    ),
    "a sheet with rows elsewhere": (
        xlsx(parts={"xl/externalLinks/_rels/a.xml.rels": relations("externalLinkPath", "x.xlsx")}),
        "outside",
    ),
    "a text document with relations in other letters": (
        docx(
            parts={"word/_rels/settings.xml.rels":
                   ("\ufeff" + relations("attachedTemplate", "//host/x")).encode("utf-16-le")}
        ),
        "outside",
    ),
    "an encrypted part": (say_encrypted(docx()), "encrypted"),
    "a bomb": (
        lambda: docx(parts={"word/media/a.bmp": bytes(package_reading.MAX_UNPACKED_BYTES)}), "unpacked",
    ),
    "a bomb of relations": (
        lambda: docx(parts={"word/_rels/a.rels": b"<a>" + bytes(package_reading.MAX_RELATIONS_BYTES)}),
        "unpacked",
    ),
    "many small parts": (lambda: docx(parts={f"a/{n}": "" for n in range(5000)}), "unpacked"),
    "a part that is longer than it says": (lie_about_size(docx()), "broken"),
    "two parts of one name": (docx(parts={"word/DOCUMENT.xml": "<x/>"}), "broken"),
    "a part packed in an odd way": (docx(compression=14), "format"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "code"), WRONG.values(), ids=WRONG)
def test_anything_else_is_refused_in_words(content, code):
    with pytest.raises(ValidationError) as caught:
        # The large ones are made when they are asked for.
        check(ContentFile(content() if callable(content) else content, name="plan.pdf"))
    assert caught.value.code == code
    assert caught.value.message == PROBLEMS[code]


PACKAGE, PAPER = docx(), pdf(3, change=odd_stream)


@given(st.integers(0, len(PACKAGE) - 1), st.binary(max_size=40))
def test_a_spoiled_package_is_sound_or_refused(place, spoil):
    content = PACKAGE[:place] + spoil + PACKAGE[place + len(spoil) :]
    try:
        answer = check(ContentFile(content)).format
    except ValidationError as error:
        answer = error.code
    assert answer in ("docx", *PROBLEMS)


@settings(max_examples=60)
@given(st.integers(0, len(PAPER) - 1), st.binary(max_size=40))
def test_a_spoiled_pdf_is_sound_or_refused(place, spoil):
    """In this process, which is faster: nothing escapes as an exception."""
    answer = read(io.BytesIO(PAPER[:place] + spoil + PAPER[place + len(spoil) :]))
    assert answer.keys() in ({"pages", "traces"}, {"problem"})
    assert answer.get("problem", "broken") in PROBLEMS


@pytest.mark.parametrize(
    ("kind", "size", "pages", "words"),
    [
        ("pdf", 2_400_000, 38, "PDF, 2,4 MB, 38 sidor"),
        ("pdf", 840_400, 1, "PDF, 840 kB, 1 sida"),
        ("pdf", 38_200_000, 1200, "PDF, 38 MB, 1 200 sidor"),
        ("docx", 12, None, "Word-dokument (DOCX), 1 kB"),
        ("xlsx", 999_600, None, "Excel-ark (XLSX), 1,0 MB"),
        ("odt", 52_428_800, None, "ODT-dokument, 52 MB"),
    ],
)
def test_what_a_file_is_in_words(kind, size, pages, words):
    assert format_facts(kind, size, pages).replace("\u00a0", " ") == words
