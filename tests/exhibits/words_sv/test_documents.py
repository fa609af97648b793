"""Documents in words."""

import pytest

from exhibits.models import Document
from exhibits.words_sv.documents import document_facts


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
    document = Document(format=kind, size=size, page_count=pages)
    assert document_facts(document).replace("\u00a0", " ") == words
