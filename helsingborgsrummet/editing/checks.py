"""What an editor should mend before publishing.

PURE: each check takes a :class:`Subject` and yields findings. Errors keep a page from being
published, for they shut somebody out; advice does not.
"""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import islice

from helsingborgsrummet.content.prose import SCHEMES
from helsingborgsrummet.content.prose_blocks import Kind, read_blocks
from helsingborgsrummet.editing.readability import WORD, split_sentences

LONG_PARAGRAPH = 120  # words
LONG_SENTENCE = 30  # words
EXCERPT = 80  # characters
MOST_OF_A_CHECK = 50  # findings: who mends these sees the next
BODY = "body"


class Level(StrEnum):
    """Whether a finding keeps the page from being published."""

    ERROR = "error"
    ADVICE = "advice"


class Target(StrEnum):
    """What a visitor meets who follows a link to a page of the site."""

    OK = "ok"
    REDIRECT = "redirect"
    SCHEDULED = "scheduled"
    MISSING = "missing"
    GONE = "gone"
    PRIVATE = "private"


@dataclass(frozen=True)
class LinkState:
    """Where an internal link leads; ``address`` is the new one of a redirect."""

    target: Target
    address: str = ""
    has_fragment: bool = True


@dataclass(frozen=True)
class PictureUse:
    """A picture of the page; ``field`` is the form field that shows it, ``body`` for the text."""

    key: int
    title: str
    alt_state: str  # "text", "decorative" or "missing"
    shows_people: bool = False
    consent_until: datetime.date | None = None
    field: str = BODY


@dataclass(frozen=True)
class Fact:
    """A figure or fact about the page's subject; ``field`` names its part of the form."""

    label: str
    source: str
    is_example: bool = False
    field: str = ""


@dataclass(frozen=True)
class Finding:
    """Something to mend: what to do, in Swedish, and where.

    ``field`` names the form field; ``line`` is the line of the text, from 0, when it is known.
    """

    level: Level
    code: str
    message: str
    excerpt: str = ""
    field: str = BODY
    line: int | None = None

    @property
    def sentence(self):
        """The message with the excerpt, where nothing else shows it."""
        return f"{self.message} Det gäller: ”{self.excerpt}”" if self.excerpt else self.message


@dataclass(frozen=True)
class Subject:
    """A page as it would be published on the day ``today``.

    ``lead_field`` and ``topic_count`` are ``None`` for kinds that have no lead or no topics.
    ``links`` holds the state of each internal address as it is written in the text; addresses that
    are not there lead elsewhere.
    """

    title: str
    body: str
    today: datetime.date
    lead: str = ""
    lead_field: str | None = "lead"
    topic_count: int | None = None
    pictures: tuple[PictureUse, ...] = ()
    links: Mapping[str, LinkState] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()

    @cached_property
    def blocks(self):
        """The blocks of the body, read once for all checks."""
        return read_blocks(self.body)

    @cached_property
    def passages(self):
        """Everything a visitor reads, in order: title, lead and body."""
        lead = [Passage(self.lead, self.lead_field)] if self.lead_field else []
        return [
            Passage(self.title, "title", is_prose=False),
            *lead,
            *(
                Passage(each.text, BODY, each.line, each.kind in (Kind.PARAGRAPH, Kind.ITEM))
                for each in self.blocks
            ),
        ]

    @cached_property
    def prose(self):
        """The passages that are running text: no title, heading or table cell."""
        return [passage for passage in self.passages if passage.is_prose]

    @cached_property
    def sentences(self):
        """Every sentence of the running text."""
        return [
            Passage(text, passage.field, passage.line)
            for passage in self.prose
            for text in split_sentences(passage.text)
        ]


@dataclass(frozen=True)
class Passage:
    """A piece of text with the form field and the line that it stands on."""

    text: str
    field: str
    line: int | None = None
    is_prose: bool = True

    @property
    def place(self):
        """Where a finding about it belongs."""
        return {"field": self.field, "line": self.line}


def excerpt(text):
    """The beginning of a text, cut between words."""
    text = " ".join(text.split())
    if len(text) <= EXCERPT:
        return text
    return f"{text[:EXCERPT].rpartition(' ')[0] or text[:EXCERPT]} …"


def _error(code, message, text="", **place):
    return Finding(Level.ERROR, code, message, excerpt(text), **place)


def _advice(code, message, text="", **place):
    return Finding(Level.ADVICE, code, message, excerpt(text), **place)


# --- Errors -------------------------------------------------------------------------------------


def pictures_without_description(subject):
    """A picture says nothing to who does not see it."""
    for picture in subject.pictures:
        if picture.alt_state == "missing":
            yield _error(
                "picture_description",
                f"Bilden ”{picture.title}” saknar bildbeskrivning. Beskriv den i bildbiblioteket, "
                "eller kryssa i att den bara är dekoration.",
                field=picture.field,
            )


def pictures_that_do_not_exist(subject):
    """The text names a picture that the library does not have."""
    known = {picture.key for picture in subject.pictures}
    for block in subject.blocks:
        for key in block.picture_keys:
            if key not in known:
                yield _error(
                    "picture_missing",
                    "Bilden finns inte i bildbiblioteket. Välj en annan, eller ta bort raden.",
                    f"bild:{key}",
                    line=block.line,
                )


def pictures_from_elsewhere(subject):
    """A picture that is not on a line of its own and of the library shows only as its words."""
    for block in subject.blocks:
        for source in block.foreign_pictures:
            message = (
                "En bild måste stå ensam på en egen rad för att visas. Flytta den till en egen rad."
                if source.startswith("bild:")
                else "Bilden hämtas från ett annat ställe och visas inte. Ladda upp den i "
                "bildbiblioteket och sätt in den därifrån."
            )
            yield _error("picture_elsewhere", message, source, line=block.line)


def nothing_to_read(subject):
    """A page of which a visitor gets a title and nothing more."""
    if any(WORD.search(passage.text) for passage in subject.passages if passage.field != "title"):
        return
    if not any(each.picture_keys for each in subject.blocks):
        yield _error("empty", "Sidan är tom. Skriv en text, eller åtminstone en ingress.")


def empty_headings(subject):
    """A heading without words."""
    for block in subject.blocks:
        if block.kind is Kind.HEADING and not block.text:
            yield _error(
                "heading_empty",
                "En rubrik är tom. Skriv rubriken, eller ta bort raden med #.",
                line=block.line,
            )


def skipped_headings(subject):
    """A heading more than one level below the one before it; the first must be of the highest."""
    headings = [block for block in subject.blocks if block.kind is Kind.HEADING]
    above = min((block.level for block in headings), default=1) - 1
    for block in headings:
        if block.level > above + 1:
            right = "#" * (above + 1)
            yield _error(
                "heading_skips",
                f"Rubriken hoppar över en nivå. Börja raden med {right} i stället för "
                f"{'#' * block.level}.",
                block.text,
                line=block.line,
            )
        above = block.level


def tables_without_header(subject):
    """A column without a heading: a screen reader cannot tell what its figures are."""
    headers = {}
    for block in subject.blocks:
        if block.kind is Kind.HEADER_CELL:
            headers.setdefault(block.line, []).append(block.text)
    for line, texts in headers.items():
        if not all(texts):
            yield _error(
                "table_header",
                "Tabellen har en kolumn utan rubrik. Skriv i första raden vad varje kolumn "
                "innehåller.",
                " | ".join(text or "(tom)" for text in texts),
                line=line,
            )


def _links(subject):
    return ((block, link) for block in subject.blocks for link in block.links)


def empty_links(subject):
    """A link without words to click on."""
    for block, link in _links(subject):
        if not link.text:
            yield _error(
                "link_empty",
                "En länk saknar text. Skriv vart den leder: [text](adress).",
                link.href,
                line=block.line,
            )


def unusable_links(subject):
    """An address that the page leaves out, or that was meant for another site."""
    for block, link in _links(subject):
        scheme = re.match(r"([a-z][a-z0-9+.-]*):", link.href, re.IGNORECASE)
        if not link.href:
            message = "En länk saknar adress. Skriv den mellan parenteserna: [text](adress)."
        elif scheme and scheme[1].lower() not in SCHEMES:
            message = "Adressen går inte att länka till. Börja den med https://, mailto: eller tel:"
        elif re.match(r"www\.|[a-zåäö0-9-]+\.(se|com|eu|nu|org|net)\b", link.href, re.IGNORECASE):
            message = "Adressen saknar https:// i början och leder därför fel."
        else:
            continue
        yield _error("link_address", message, link.href or link.text, line=block.line)


_TARGETS = {
    Target.MISSING: "Länken leder till en sida som inte finns eller inte är publicerad. Rätta "
    "adressen, publicera den sidan först, eller ta bort länken.",
    Target.GONE: "Länken leder till en sida som är avpublicerad. Länka till en annan sida, eller "
    "ta bort länken.",
    Target.PRIVATE: "Länken leder till redaktionens sidor, som besökare inte kommer åt. Länka till "
    "den publika sidan.",
}


def links_that_lead_nowhere(subject):
    """Internal links to what a visitor cannot see."""
    unusable = {finding.excerpt for finding in unusable_links(subject)}
    for block, link in _links(subject):
        state = subject.links.get(link.href)
        if state and state.target in _TARGETS and excerpt(link.href) not in unusable:
            yield _error(f"link_{state.target}", _TARGETS[state.target], link.href, line=block.line)


# --- Advice -------------------------------------------------------------------------------------


def links_to_update(subject):
    """Internal links that lead on, to a scheduled page or to a heading that is not there."""
    for block, link in _links(subject):
        state = subject.links.get(link.href)
        if state is None:
            continue
        if state.target is Target.REDIRECT:
            message = f"Sidan har en ny adress. Ändra länken till {state.address}"
        elif state.target is Target.SCHEDULED:
            message = (
                "Länken leder till en sida som publiceras senare. Se till att den kommer ut först."
            )
        elif state.target is Target.OK and not state.has_fragment:
            message = "Länken leder till en rubrik som inte finns. Rätta det som står efter #."
        else:
            continue
        yield _advice("link_update", message, link.href, line=block.line)


_VAGUE = {
    "här", "klicka", "klicka här", "tryck här", "se här", "hit", "läs mer", "läs mer här", "mer",
    "läs vidare", "läs hela", "mer info", "mer information", "mer information här", "länk", "länken",
    "till sidan", "den här länken", "den här sidan", "denna länk", "denna sida", "följ länken", "visa mer",
    "se mer", "gå vidare", "klicka här för mer information", "click here", "here", "read more", "more",
}  # fmt: skip


def vague_links(subject):
    """Link text that does not say where the link leads."""
    for block, link in _links(subject):
        text = " ".join(link.text.casefold().strip(" .!:…»›>→").split())
        if text in _VAGUE:
            yield _advice(
                "link_vague",
                "Länktexten säger inte vart länken leder. Skriv till exempel ”Läs om förslaget för "
                "Gåsebäck”.",
                link.text,
                line=block.line,
            )


def bare_addresses(subject):
    """Link text that is an address: hard to read, and read out letter by letter."""
    for block, link in _links(subject):
        if re.fullmatch(r"(https?://|www\.)\S+", link.text, re.IGNORECASE):
            yield _advice(
                "link_bare",
                "Länktexten är en adress. Skriv med ord vart den leder: [text](adress).",
                link.text,
                line=block.line,
            )


def same_text_to_different_addresses(subject):
    """Two links that sound the same and lead to different places."""
    first = {}
    for block, link in _links(subject):
        text = " ".join(link.text.casefold().split())
        if text and text not in _VAGUE and first.setdefault(text, link.href) != link.href:
            yield _advice(
                "link_ambiguous",
                "Två länkar har samma text men leder till olika sidor. Låt texterna säga vad som "
                "skiljer.",
                link.text,
                line=block.line,
            )


def long_paragraphs(subject):
    """Paragraphs that look like a wall on a phone."""
    for passage in subject.prose:
        count = len(WORD.findall(passage.text))
        if count > LONG_PARAGRAPH:
            yield _advice(
                "paragraph_long",
                f"Stycket är på {count} ord. Dela det, gärna efter två eller tre meningar.",
                passage.text,
                **passage.place,
            )


def long_sentences(subject):
    """Sentences that the reader must begin again."""
    for sentence in subject.sentences:
        count = len(WORD.findall(sentence.text))
        if count > LONG_SENTENCE:
            yield _advice(
                "sentence_long",
                f"Meningen är på {count} ord. Dela den i två.",
                sentence.text,
                **sentence.place,
            )


def missing_lead(subject):
    """No lead, where the kind has one."""
    if subject.lead_field and not subject.lead.strip():
        yield _advice(
            "lead_missing",
            "Ingressen saknas. Skriv en eller två meningar: de visas också i listor och sökmotorer.",
            field=subject.lead_field,
        )


def missing_topic(subject):
    """No topic, where the kind has topics."""
    if subject.topic_count == 0:
        yield _advice(
            "topic_missing",
            "Inget ämne är valt. Välj minst ett, så når nyheten dem som följer ämnet.",
            field="topics",
        )


_CAPITALS = re.compile(r"[A-ZÅÄÖÉÜ]{2,}(?:[ -]+[A-ZÅÄÖÉÜ]{2,})*")


def shouting(subject):
    """Words in capitals: hard to read, and spelt out by some screen readers."""
    for passage in subject.passages:
        # Short ones are abbreviations.
        found = _CAPITALS.findall(passage.text)
        words = [word for word in found if sum(map(str.isalpha, word)) > 7]
        if words:
            yield _advice(
                "capitals",
                "Skriv med små bokstäver: versaler är svåra att läsa.",
                words[0],
                **passage.place,
            )


def consent(subject):
    """People in a picture without their consent, or with one that has run out."""
    for picture in subject.pictures:
        if not picture.shows_people:
            continue
        if picture.consent_until is None:
            message = f"Bilden ”{picture.title}” visar personer, men samtycke saknas. Skaffa det och fyll i det i bildbiblioteket."
        elif picture.consent_until < subject.today:
            message = (
                f"Samtycket för bilden ”{picture.title}” har gått ut. Förnya det, eller byt bild."
            )
        else:
            continue
        yield _advice("consent", message, field=picture.field)


_MONTH = "(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)"
_DAY = re.compile(rf"\b\d{{1,2}}\s{_MONTH}\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FIGURES = re.compile(
    r"\b(?:19|20)\d\d-\d\d-\d\d\b|(?<=\bden )\d{1,2}/\d{1,2}\b"
    r"|\b\d{1,2}/\d{1,2}[-/ ](?:19|20)\d\d\b|\b\d{1,2}\.\d{1,2}\.(?:19|20)\d\d\b"
)
_COLON = re.compile(r"(?<!skala )(?<![\d:])(?:[01]?\d|2[0-4]):[0-5]\d(?![\d:])", re.IGNORECASE)
_KL = re.compile(r"\bkl \d{1,2}(?:[.:]\d\d)?", re.IGNORECASE)
_WEEKDAY = "(?:mån|tis|ons|tors|fre|lör|sön)(?:dag)?"
_HYPHEN = re.compile(
    r"\bkl\.? ?[\d.:]+ ?- ?\d[\d.:]*"
    r"|\b(?:19|20)\d\d ?- ?(?:19|20)\d\d\b(?!-)"
    rf"|\b\d{{1,2}} ?- ?\d{{1,2}}\s{_MONTH}\b"
    rf"|\b{_MONTH} ?- ?(?:\d{{1,2}}\s)?{_MONTH}\b"
    rf"|\b{_WEEKDAY}-{_WEEKDAY}\b",
    re.IGNORECASE,
)


def dates_without_year(subject):
    """A day of a month without its year, or a date in figures, which stays on the page for years."""
    for sentence in subject.sentences:
        # ”5 februari–7 april 2024” says the year once.
        days = list(_DAY.finditer(sentence.text))
        if days and not _YEAR.search(sentence.text, days[-1].end()):
            yield _advice(
                "date_year",
                "Skriv ut året, för sidan ligger kvar länge. Till exempel 17 april 2023.",
                sentence.text,
                **sentence.place,
            )
        for match in _FIGURES.finditer(sentence.text):
            yield _advice(
                "date_figures",
                "Skriv månaden med bokstäver, till exempel 17 april 2023.",
                match[0],
                **sentence.place,
            )


def clock_times(subject):
    """Clock times that are not written as ”kl. 9.30”."""
    for passage in subject.passages:
        for match in _COLON.finditer(passage.text):
            yield _advice(
                "time_colon",
                "Skriv klockslag med punkt, till exempel kl. 9.30.",
                match[0],
                **passage.place,
            )
        for match in _KL.finditer(passage.text):
            yield _advice("time_kl", "Skriv kl. med punkt.", match[0], **passage.place)


def hyphens_in_ranges(subject):
    """A hyphen where Swedish has an en dash."""
    for passage in subject.passages:
        for match in _HYPHEN.finditer(passage.text):
            yield _advice(
                "range_dash",
                "Skriv tankstreck utan mellanslag mellan siffror och mellan dagar, till exempel "
                "kl. 10–16.",
                match[0],
                **passage.place,
            )


def facts_without_source(subject):
    """Facts of which a reader cannot tell where they come from; invented examples need none."""
    for fact in subject.facts:
        if not fact.source.strip() and not fact.is_example:
            yield _advice(
                "fact_source",
                f"Nyckeluppgiften ”{fact.label}” saknar källa. Skriv var den kommer ifrån.",
                field=fact.field,
            )


CHECKS = (
    pictures_without_description,
    pictures_that_do_not_exist,
    pictures_from_elsewhere,
    nothing_to_read,
    empty_headings,
    skipped_headings,
    tables_without_header,
    empty_links,
    unusable_links,
    links_that_lead_nowhere,
    missing_lead,
    missing_topic,
    links_to_update,
    vague_links,
    bare_addresses,
    same_text_to_different_addresses,
    long_paragraphs,
    long_sentences,
    shouting,
    consent,
    dates_without_year,
    clock_times,
    hyphens_in_ranges,
    facts_without_source,
)


def check(subject):
    """Return every finding about a page: errors first, then in the order of :data:`CHECKS`."""
    findings = [finding for each in CHECKS for finding in islice(each(subject), MOST_OF_A_CHECK)]
    return sorted(findings, key=lambda finding: finding.level is not Level.ERROR)


def errors(subject):
    """Return the findings that keep a page from being published."""
    return [finding for finding in check(subject) if finding.level is Level.ERROR]
