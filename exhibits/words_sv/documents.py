"""Documents in Swedish: what a file is."""

from helsingborgsrummet.content.words_sv import format_bytes, format_number

FORMATS = {
    "pdf": "PDF",
    "docx": "Word-dokument (DOCX)",
    "xlsx": "Excel-ark (XLSX)",
    "odt": "ODT-dokument",
}


def document_facts(document):
    """What the file of a document is: ``PDF, 2,4 MB, 38 sidor``."""
    facts = [FORMATS[document.format], format_bytes(document.size)]
    if document.page_count:
        pages = document.page_count
        facts.append("1 sida" if pages == 1 else f"{format_number(pages)} sidor")
    return ", ".join(facts)
