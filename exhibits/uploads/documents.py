"""Uploaded documents: what they are follows from their content, never from their name.

Visitors open a document with programs of their own, outside everything that this site's security
policy reaches. So a document that does more than to be read, such as a PDF with a script or a text
document with macros, is refused when it is uploaded, and what is served is an attachment.
"""

from dataclasses import dataclass

from exhibits.uploads import package_reading
from helsingborgsrummet.content.file_work import Limits, copied, refusal, work
from helsingborgsrummet.content.files import MAX_UPLOAD_BYTES
from helsingborgsrummet.content.words_sv import join_words

MAX_BYTES = MAX_UPLOAD_BYTES
# A plan map of 100,000 objects takes ten seconds of the processor.
LIMITS = Limits(memory=2**30, cpu_seconds=20, seconds=40)
READ = "exhibits.uploads.document_reading.read"

MIME = {"pdf": "application/pdf", **package_reading.TYPES}

PROBLEMS = {
    "bytes": "Filen är för stor. En handling får vara högst 50 MB. Dela upp den eller minska bilderna i den.",
    "empty": "Filen är tom. Välj den på nytt.",
    "format": "Filen går inte att använda. Ladda upp PDF, DOCX, ODT eller XLSX. Innehållet avgör, "
    "inte vad filen heter.",
    "old": "Filen är ett äldre eller lösenordsskyddat Office-dokument. Spara om den som PDF, DOCX "
    "eller XLSX utan lösenord.",
    "encrypted": "Filen är skyddad med lösenord. Ta bort lösenordet, spara och ladda upp igen.",
    "broken": "Filen är skadad eller ofullständig och går inte att läsa. Spara om den och försök igen.",
    "heavy": "Filen är för tung att läsa. Spara om den som en enklare PDF och försök igen.",
    "active": "PDF-filen innehåller skript, program eller inbäddade filer. Skriv ut den till en ny "
    "PDF, till exempel PDF/A, och ladda upp den.",
    "macros": "Filen innehåller makron eller program. Spara om den utan makron, till exempel som PDF.",
    "outside": "Filen hämtar en mall, en bild eller något annat från en annan plats när den öppnas. Spara den "
    "som PDF, eller ta bort det som hämtas och spara om den.",
    "links": "Filen har en länk som leder till en fil på en annan dator eller startar ett program, till "
    "exempel en adress som börjar med file: eller \\\\. Ta bort länken, spara om filen och försök igen.",
    "inside": "Filen innehåller andra filer. Ta bort dem, eller spara om den som PDF, och försök igen.",
    "unpacked": "Filen blir för stor när den packas upp. Minska bilderna i den och försök igen.",
}

# What a reader finds in a file besides the document, as what the file does.
TRACES = {
    "author": "säger vem som har skrivit den",
    "comments": "innehåller kommentarer",
    "changes": "innehåller spårade ändringar",
    "hidden": "innehåller dolda blad",
}


@dataclass(frozen=True)
class CheckedDocument:
    """An upload that may be published.

    ``format`` is a key of :data:`MIME`, ``size`` is in bytes, ``page_count`` is ``None`` where a
    format has no pages of its own, ``digest`` names the content, ``traces`` are keys of :data:`TRACES`.
    """

    format: str
    size: int
    page_count: int | None
    digest: str
    traces: tuple


def check(file):
    """Return the :class:`CheckedDocument` of an uploaded file; it takes seconds, outside transactions.

    Everything that is not a whole PDF, DOCX, ODT or XLSX within the limits, without password,
    scripts and macros, raises ``ValidationError`` with a Swedish sentence, and so do a long line of
    other files and a fault of the server. Size is limited before anything is read, what a packed file
    unpacks to before it is unpacked, and time and memory throughout.
    """
    if not file.size:
        raise refusal("empty", PROBLEMS)
    if file.size > MAX_BYTES:
        raise refusal("bytes", PROBLEMS)
    with copied(file, MAX_BYTES) as copy:
        if copy is None:
            raise refusal("bytes", PROBLEMS)
        facts, _ = work(READ, copy, LIMITS)
    if "problem" in facts:
        raise refusal(facts["problem"], PROBLEMS)
    return CheckedDocument(
        facts["format"], facts["size"], facts["pages"], facts["digest"], tuple(facts["traces"])
    )


def traces_in_words(traces):
    """What else readers find in a file: one Swedish sentence, or nothing."""
    said = [TRACES[trace] for trace in TRACES if trace in traces]
    if not said:
        return ""
    return f"Den som laddar ned filen ser också detta: filen {join_words(said)}."
