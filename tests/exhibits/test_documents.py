"""What an upload is follows from its content, and what is wrong with it is said in words."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf.errors import DependencyError
from pypdf.generic import TextStringObject

from exhibits.uploads import documents, package_reading
from exhibits.uploads.documents import (
    MAX_BYTES,
    PROBLEMS,
    check,
    traces_in_words,
)
from exhibits.uploads.pdf_reading import read
from tests.documents import (
    add_action,
    annotate,
    attach,
    attach_quietly,
    begin_addresses_at,
    bite_tail,
    describe_with,
    docx,
    fetch_content,
    field,
    follow,
    hide_action,
    link,
    lock,
    name_resources,
    name_script,
    odd_stream,
    odt,
    on_page,
    open_text,
    package,
    pdf,
    program_form,
    relations,
    sign_with,
    words,
    xlsx,
)


def related(kind, target, mode="External", part="word/_rels/document.xml.rels"):
    """A text document with a part that refers to something."""
    return docx(parts={part: relations(kind, target, mode)})


def sheet(formula):
    return xlsx(
        parts={"xl/worksheets/sheet1.xml": f"<worksheet><c><f>{formula}</f></c></worksheet>"}
    )


def opened(content, part="content.xml"):
    return odt(parts={part: open_text(content)})


LOCAL = "file:///C:\\Users\\anna\\Mallar\\brev.dotx"

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
    "a PDF with links of all kinds": (
        pdf(1, change=link("/URI", URI="mailto:a@b.se")), "pdf", 1),
    "a PDF with a link without a scheme": (pdf(1, change=link("/URI", URI="www.b.se")), "pdf", 1),
    "a text document with its writer's template": (related("attachedTemplate", LOCAL), "docx", None),
    "a text document with a sheet behind a chart": (
        docx(parts={"word/embeddings/Microsoft_Excel.xlsx": xlsx()}), "docx", None),
    "a text document with a link as a field": (
        docx(parts=field('HYPERLINK "https://a.se"')), "docx", None),
    "a text document with numbers of pages": (docx(parts=field("PAGE", "REF x")), "docx", None),
    "a sheet with sums": (sheet("SUM(A1:B2)"), "xlsx", None),
    "an open text document with a link": (
        opened('<text:a xlink:href="https://a.se">x</text:a>'), "odt", None),
    "an open text document with a picture": (
        opened('<draw:image xlink:href="Pictures/1.png"/>'), "odt", None),
    "an open text document with its writer's template": (
        opened('<meta:template xlink:href="../../brev.ott"/>', "meta.xml"), "odt", None),
}  # fmt: skip


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
    "a PDF with a link to a program": (pdf(change=link("/Launch", F="a.exe")), "active"),
    "a PDF with a button that sends": (pdf(change=link("/SubmitForm", F="https://a.se")), "active"),
    "a PDF with a button that fetches": (pdf(change=link("/ImportData", F="a.fdf")), "active"),
    "a PDF with a link to a file": (pdf(change=link("/URI", URI="file://host/a")), "links"),
    "a PDF with a link to a share": (pdf(change=link("/URI", URI=r"\\host\s")), "links"),
    "a PDF with a link to a share by four slashes": (
        pdf(change=link("/URI", URI="file:////host/a")), "links"),
    "a PDF with a link that is a script": (
        pdf(change=link("/URI", URI="java\nscript:alert(1)")), "links"),
    "a PDF with a link to a part of another machine's": (
        pdf(change=link("/GoToE", F="//host/a.pdf")), "links"),
    "a PDF whose addresses begin at a share": (pdf(change=begin_addresses_at("file://host/")), "links"),
    "a PDF with a model": (pdf(change=annotate("/3D")), "active"),
    "a PDF with a player": (pdf(change=annotate("/RichMedia")), "active"),
    "a PDF with a film": (pdf(change=annotate("/Screen")), "active"),
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
    "a template on another machine": (
        related("attachedTemplate", "file:///\\\\host\\s\\brev.dotx"), "outside"),
    "a template on a share": (related("attachedTemplate", "file://host/s/brev.dotx"), "outside"),
    "a frame": (related("frame", "https://a.se"), "outside"),
    "a part of a document elsewhere": (related("subDocument", "file:///C:/x.docx"), "outside"),
    "an object elsewhere": (related("oleObject", "https://a.se/x", "External"), "outside"),
    "letters to people in a list": (related("mailMergeSource", "file:///C:/x.csv"), "outside"),
    "a picture elsewhere that says it is here": (
        related("image", "https://a.se/a.png", "Internal"), "outside"),
    "an object by another name": (related("oleObject", "media/a.dat", "Internal"), "macros"),
    "a control by another name": (related("control", "media/a.dat", "Internal"), "macros"),
    "another document inside": (related("aFChunk", "a.mht", "Internal"), "inside"),
    "a package of something inside": (related("package", "media/a.zip", "Internal"), "inside"),
    "a file inside": (docx(parts={"word/embeddings/a.pptx": "x"}), "inside"),
    "macros in a sheet inside": (
        docx(parts={"word/embeddings/a.xlsx": xlsx(parts={"xl/vbaProject.bin": "x"})}), "macros"),
    "three documents in each other": (
        docx(parts={"word/embeddings/a.xlsx": xlsx(parts={"xl/embeddings/b.docx": docx()})}), "inside"),
    "an add-in that comes with a document": (
        docx(parts={"word/webextensions/taskpanes.xml": "<x/>"}), "outside"),
    "buttons of its own": (docx(parts={"customUI/customUI14.xml": "<x/>"}), "macros"),
    "a link to a file": (related("hyperlink", "file:///C:/x.docx"), "links"),
    "a link to a share": (related("hyperlink", r"\\host\s"), "links"),
    "a link that is a script": (related("hyperlink", "javascript:alert(1)"), "links"),
    "a link as a field to a share": (docx(parts=field(r'HYPERLINK "\\host\s"')), "links"),
    "a field that starts a program": (docx(parts=field("DDEAUTO c:\\cmd.exe")), "macros"),
    "a field in pieces that starts a program": (docx(parts=field("D", "DEA", "UTO c:\\x")), "macros"),
    "a simple field that starts a program": (
        docx(parts=words('<w:fldSimple w:instr=" dde x y"/>')), "macros"),
    "a field that fetches a picture": (
        docx(parts=field(' INCLUDEPICTURE "https://a.se/a.png"')), "outside"),
    "a field that fetches a text": (docx(parts=field("INCLUDETEXT x")), "outside"),
    "a definition of its own": (
        docx(parts={"word/document.xml": '<!DOCTYPE x SYSTEM "https://a.se/x"><x/>'}), "broken"),
    "data elsewhere for a sheet": (xlsx(parts={"xl/connections.xml": "<x/>"}), "outside"),
    "a program that a sheet asks": (
        xlsx(parts={"xl/externalLinks/externalLink1.xml": "<ddeLink/>"}), "outside"),
    "a sheet that asks the web": (sheet("_xlfn.WEBSERVICE(&quot;https://a.se&quot;)"), "outside"),
    "a sheet that fetches a picture": (sheet("_xlfn.IMAGE(&quot;https://a.se&quot;)"), "outside"),
    "an open document with a picture elsewhere": (
        opened('<draw:image xlink:href="https://a.se/a.png"/>'), "outside"),
    "an open document with a picture beside it": (
        opened('<draw:image xlink:href="../a.png"/>'), "outside"),
    "an open document with styles elsewhere": (
        opened('<draw:image xlink:href="//host/a.png"/>', "styles.xml"), "outside"),
    "an open document with a template elsewhere": (
        opened('<meta:template xlink:href="https://a.se/a.ott"/>', "meta.xml"), "outside"),
    "an open document with a part elsewhere": (
        opened('<text:section-source xlink:href="file:///C:/a.odt"/>'), "outside"),
    "an open document that asks a program": (opened("<office:dde-source/>"), "outside"),
    "an open document with an object": (opened("<draw:object-ole/>"), "macros"),
    "an open document with a program": (opened("<draw:applet/>"), "macros"),
    "an open document that acts on events": (opened("<script:event-listener/>"), "macros"),
    "an open document with a link to a file": (
        opened('<text:a xlink:href="file:///C:/a.odt">x</text:a>'), "links"),
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


TRACES = {
    "nothing": (pdf(1), ()),
    "an author": (pdf(1, change=sign_with("Anna Ek")), ("author",)),
    "an author with spaces alone": (pdf(1, change=sign_with("  ")), ()),
    "an author in the newer place": (pdf(1, change=describe_with("Anna Ek")), ("author",)),
    "nobody in the newer place": (pdf(1, change=describe_with("")), ()),
    "a note on a PDF": (pdf(1, change=annotate("/Text", Contents="Är det så?")), ("comments",)),
    "words struck out in a PDF": (pdf(1, change=annotate("/StrikeOut")), ("comments",)),
    "a frame on a plan map": (pdf(1, change=annotate("/Square")), ()),
    "a writer": (
        docx(parts={"docProps/core.xml": "<p><creator>Anna Ek</creator></p>"}), ("author",)),
    "no writer": (docx(parts={"docProps/core.xml": "<p><creator/></p>"}), ()),
    "who changed it last": (
        xlsx(parts={"docProps/core.xml": "<p><lastModifiedBy>A</lastModifiedBy></p>"}), ("author",)),
    "where the writer's template lies": (related("attachedTemplate", LOCAL), ("author",)),
    "comments": (docx(parts={"word/comments.xml": "<c><comment/></c>"}), ("comments",)),
    "no comments": (docx(parts={"word/comments.xml": "<comments/>"}), ()),
    "words put in": (docx(parts=words("<w:ins/>")), ("changes",)),
    "words taken out": (docx(parts=words("<w:del/>")), ("changes",)),
    "a paragraph made otherwise": (docx(parts=words("<w:pPrChange/>")), ("changes",)),
    "a hidden sheet": (
        xlsx(parts={"xl/workbook.xml": '<b><sheet state="veryHidden"/></b>'}), ("hidden",)),
    "a sheet that is shown": (xlsx(parts={"xl/workbook.xml": "<b><sheet/></b>"}), ()),
    "comments on a sheet": (
        xlsx(parts={"xl/threadedComments/a.xml": "<c><threadedComment/></c>"}), ("comments",)),
    "a hidden sheet behind a chart": (
        docx(parts={"word/embeddings/a.xlsx": xlsx(
            parts={"xl/workbook.xml": '<b><sheet state="hidden"/></b>'})}), ("hidden",)),
    "an open document's writer": (
        opened("<meta:initial-creator>A</meta:initial-creator>", "meta.xml"), ("author",)),
    "all in an open document": (
        opened("<office:annotation><dc:creator>A</dc:creator></office:annotation>"
               "<text:changed-region/>"),
        ("author", "changes", "comments")),
}  # fmt: skip


@pytest.mark.parametrize(("content", "traces"), TRACES.values(), ids=TRACES)
def test_what_a_file_tells_of_people_and_drafts_is_found(content, traces):
    assert check(ContentFile(content)).traces == traces


def test_what_readers_find_is_said_in_one_sentence():
    assert traces_in_words([]) == traces_in_words([""]) == ""
    assert traces_in_words(["comments", "author"]) == (
        "Den som laddar ned filen ser också detta: filen säger vem som har skrivit den och innehåller kommentarer."
    )


@pytest.mark.parametrize("error", [DependencyError("no AES"), ImportError("no pypdf")])
def test_a_library_that_is_missing_is_no_fault_of_the_file(monkeypatch, caplog, error):
    def miss(*args, **kwargs):
        raise error

    monkeypatch.setattr("pypdf.PdfReader.decrypt", miss)
    with pytest.raises(ValidationError) as caught:
        check(ContentFile(lock("hemligt", "hemligt")))
    assert caught.value.code == "fault" and "fel på servern" in caught.value.message
    assert "ImportError" in caplog.text


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
