"""How hard a Swedish text is to read: LIX, sentence length, long words, the hardest sentences.

PURE. LIX (Björnsson 1968) is the mean number of words a sentence plus the percentage of words
with more than six letters.
"""

import re
from dataclasses import dataclass

from helsingborgsrummet.content.prose_blocks import Kind, read_blocks

LONG_WORD = 6  # A word is long from the letter after this one.
HARD_SENTENCE = 50  # LIX of a single sentence from which it is worth rewriting.
MIN_WORDS = 8  # Shorter sentences are hard only because of a name or a term.

BANDS = (
    (30, "mycket lättläst"),
    (40, "lättläst"),
    (50, "medelsvår"),
    (60, "svår"),
)
HARDEST_BAND = "mycket svår"

WORD = re.compile(r"\w+(?:[-–’'.,:/@]\w+)*")
# What may end a sentence, with the closing quotes and brackets after it.
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"”’»)\]]*+(?=\s)")
_OPENING = re.compile(r"""[\s"”’»([–-]*+(.?)""")
# The words before a full stop, as far back as they tell whether it ends a sentence.
_LOOKS_BACK = 80
# These are followed by more of the same sentence, whatever letter comes next.
_LEADING = {
    "kl", "t.ex", "bl.a", "ca", "nr", "tel", "s.k", "f.d", "fr.o.m", "t.o.m", "p.g.a", "dvs", "d.v.s",
    "resp", "inkl", "exkl", "jfr", "dr", "prof", "st", "s", "sid", "kap", "v", "vol", "art", "avd",
    "ang", "betr", "enl", "forts", "ev", "max", "min", "milj", "tfn", "i.o.m", "m.a.o", "u.å",
    "t ex", "bl a",
}  # fmt: skip
# These may end a sentence: a capital letter after them begins the next one.
_TRAILING = {
    "m.m", "m.fl", "osv", "o.s.v", "etc", "o.d", "o.dyl", "mm", "jan", "feb", "mar", "apr", "aug", "sep",
    "sept", "okt", "nov", "dec", "mån", "tis", "ons", "tors", "fre", "lör", "sön", "e.d", "kr",
}  # fmt: skip


@dataclass(frozen=True)
class Sentence:
    """A sentence with the number of its words and of those that are long."""

    text: str
    words: int
    long_words: int
    line: int = 0

    @property
    def lix(self):
        """LIX of this sentence alone."""
        return self.words + 100 * self.long_words / self.words if self.words else 0.0

    @property
    def pieces(self):
        """The text in pieces, each with whether it is a long word: joined they are the text."""
        found, end = [], 0
        for match in WORD.finditer(self.text):
            if is_long(match[0]):
                found += [(self.text[end : match.start()], False), (match[0], True)]
                end = match.end()
        return [piece for piece in [*found, (self.text[end:], False)] if piece[0]]


@dataclass(frozen=True)
class Readability:
    """The figures of a text; ``lix`` is rounded to a whole number, as it is always given."""

    words: int
    sentences: int
    long_words: int
    hardest: tuple[Sentence, ...]

    @property
    def words_per_sentence(self):
        """The mean number of words a sentence."""
        return self.words / self.sentences

    @property
    def long_share(self):
        """The percentage of words with more than six letters."""
        return 100 * self.long_words / self.words

    @property
    def lix(self):
        """The readability index, a whole number."""
        return round(self.words_per_sentence + self.long_share)

    @property
    def band(self):
        """The index in words."""
        return band_of(self.lix)


def band_of(lix):
    """Return the usual Swedish word for a LIX value."""
    return next((words for limit, words in BANDS if lix < limit), HARDEST_BAND)


def is_long(word):
    """Whether a word has more than six letters; digits and hyphens do not count."""
    return sum(map(str.isalpha, word)) > LONG_WORD


def split_sentences(text):
    """Return the sentences of one block of Swedish text, with single spaces, none of them empty.

    A full stop in ”kl. 9.30”, ”t.ex.”, ”den 3. maj” or ”H. C. Andersen” ends none.
    """
    text = " ".join(text.split())
    sentences, start = [], 0
    for match in _END.finditer(text):
        before = text[max(start, match.start() - _LOOKS_BACK) : match.start()]
        if _ends_sentence(before, match[0], _OPENING.match(text, match.end())[1]):
            sentences.append(text[start : match.end()])
            start = match.end() + 1
    return [sentence for sentence in [*sentences, text[start:]] if sentence]


def _ends_sentence(before, mark, first):
    if first.islower():
        return False
    if mark != ".":
        return True
    words = before.split()
    last = words[-1].lstrip('"”’»([') if words else ""
    if last.lower() in _LEADING:
        return False
    if last.lower() in _TRAILING:
        return first.isupper()
    if len(last) == 1 and last.isupper():
        # The C of ”Helsingborg C.” belongs to the name before it; other single letters are initials.
        return len(words) > 1 and words[-2][:1].isupper() and len(words[-2].rstrip(".")) > 1
    return True


def sentences_of(blocks):
    """Return the :class:`Sentence` of every block; a heading, an item and a cell end one."""
    return [measure(text, block.line) for block in blocks for text in split_sentences(block.text)]


def measure(text, line=0):
    """Return the text of one sentence with its counts."""
    words = WORD.findall(text)
    return Sentence(text, len(words), sum(map(is_long, words)), line)


def assess(markdown, hardest=3):
    """Return the :class:`Readability` of a Markdown text, or ``None`` when it has no words.

    Table cells are left out: they are figures and names, not sentences.
    """
    blocks = [
        block for block in read_blocks(markdown) if block.kind not in (Kind.CELL, Kind.HEADER_CELL)
    ]
    sentences = [sentence for sentence in sentences_of(blocks) if sentence.words]
    if not sentences:
        return None
    hard = [each for each in sentences if each.words >= MIN_WORDS and each.lix >= HARD_SENTENCE]
    return Readability(
        words=sum(each.words for each in sentences),
        sentences=len(sentences),
        long_words=sum(each.long_words for each in sentences),
        hardest=tuple(sorted(hard, key=lambda each: -each.lix)[:hardest]),
    )
