"""Two versions of a text, or of a list, against each other, readable word for word. Everything is pure."""

import difflib
import re
from dataclasses import dataclass

# Words, runs of white space and single other characters: together they are the whole text.
TOKENS = re.compile(r"\s+|\w+|[^\w\s]")
# Above this many pairs of words a comparison word for word takes long and says little.
MANY_PAIRS = 4_000_000
# Words of an unchanged passage that are left on either side of a change.
CONTEXT = 12


@dataclass(frozen=True)
class Piece:
    """A part of a comparison.

    ``kind`` is ``"same"``, ``"removed"``, ``"added"`` or ``"folded"``; a folded piece is an unchanged
    passage that a reader can do without, and ``text`` is all of it.
    """

    kind: str
    text: str

    @property
    def word_count(self):
        """The number of words in it."""
        return len(re.findall(r"\w+", self.text))


def compare_texts(old, new):
    """Return the :class:`Piece` list that leads from the text ``old`` to ``new``.

    What is the same and what is removed make up the old text; what is the same and what is added,
    the new one. Lines are compared first, then the words of the lines that differ.
    """
    pieces = []
    for kind, olds, news in _steps_of_lines(old.splitlines(True), new.splitlines(True)):
        if kind == "replace":
            pieces += _compare_words("".join(olds), "".join(news))
        elif kind == "equal":
            pieces.append(Piece("same", "".join(olds)))
        else:
            pieces += _change("".join(olds), "".join(news))
    return _joined(pieces)


def compare_lists(old, new):
    """Return one :class:`Piece` for each name in two lists without order: first all of the old."""
    return [Piece("same" if each in new else "removed", each) for each in old] + [
        Piece("added", each) for each in new if each not in old
    ]


def fold(pieces, context=CONTEXT):
    """Fold what is unchanged and further than ``context`` words from a change."""
    folded = []
    for index, piece in enumerate(pieces):
        if piece.kind != "same":
            folded.append(piece)
            continue
        tokens = TOKENS.findall(piece.text)
        before = 0 if index == 0 else _end_of_words(tokens, context)
        after = (
            len(tokens)
            if index == len(pieces) - 1
            else len(tokens) - _end_of_words(tokens[::-1], context)
        )
        middle = Piece("folded", "".join(tokens[before:after]))
        # What is hidden must be worth hiding: the line that says so takes the room of ten words.
        if before >= after or middle.word_count <= context:
            folded.append(piece)
            continue
        ends = ("".join(tokens[:before]), "".join(tokens[after:]))
        parts = (Piece("same", ends[0]), middle, Piece("same", ends[1]))
        folded += [part for part in parts if part.text]
    return folded


def _end_of_words(tokens, count):
    """How many tokens the first ``count`` words take up."""
    places = [index for index, token in enumerate(tokens) if token[0].isalnum() or token[0] == "_"]
    return places[count - 1] + 1 if len(places) >= count else len(tokens)


def _compare_words(old, new):
    olds, news = TOKENS.findall(old), TOKENS.findall(new)
    if len(olds) * len(news) > MANY_PAIRS:
        return _change(old, new)
    pieces = []
    for kind, removed, added in _steps(olds, news):
        text = "".join(removed)
        # White space alone between two changes would cut a rewritten sentence into confetti.
        if kind == "equal" and (text.strip() or "\n" in text):
            pieces.append(Piece("same", text))
        else:
            pieces += _change(text, "".join(added))
    return _joined(pieces)


def _steps_of_lines(old, new):
    """The steps between two lists of lines; what thousands of lines do not share at either end is one."""
    if len(old) * len(new) <= MANY_PAIRS:
        yield from _steps(old, new)
        return
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    yield "equal", old[:head], new[:head]
    middle = (lines[head : len(lines) - tail] for lines in (old, new))
    yield "change", *middle
    yield "equal", old[len(old) - tail :], new[len(new) - tail :]


def _shared(old, new):
    """How many lines both begin with."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((n for n, (one, other) in pairs if one != other), min(len(old), len(new)))


def _steps(old, new):
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, *edges in matcher.get_opcodes():
        yield kind, old[edges[0] : edges[1]], new[edges[2] : edges[3]]


def _change(old, new):
    return [piece for piece in (Piece("removed", old), Piece("added", new)) if piece.text]


def _joined(pieces):
    """Neighbours of the same kind as one; between two unchanged passages, what goes before what comes."""
    joined = []
    run = {"removed": "", "added": ""}

    def finish():
        # The same white space taken away and put back at the edges of a change is no change.
        removed, added = run["removed"], run["added"]
        if removed == added:
            pieces = [Piece("same", removed)] if removed else []
        else:
            head = _common_space(removed, added)
            tail = _common_space(removed[len(head) :][::-1], added[len(head) :][::-1])[::-1]
            middles = (text[len(head) : len(text) - len(tail)] for text in (removed, added))
            pieces = [Piece("same", head), *_change(*middles), Piece("same", tail)]
        for piece in pieces:
            append(piece)
        run.update(removed="", added="")

    def append(piece):
        if piece.text and joined and joined[-1].kind == piece.kind == "same":
            joined[-1] = Piece("same", joined[-1].text + piece.text)
        elif piece.text:
            joined.append(piece)

    for piece in pieces:
        if piece.kind == "same":
            finish()
            append(piece)
        else:
            run[piece.kind] += piece.text
    finish()
    return joined


def _common_space(one, other):
    """The white space that both begin with."""
    count = 0
    for first, second in zip(one, other, strict=False):
        if first != second or not first.isspace():
            break
        count += 1
    return one[:count]
