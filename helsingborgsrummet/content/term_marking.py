"""PURE: words that have an explanation, found in the text of a page.

The first time that a word stands in running text it becomes a button that opens its explanation: HTML's own
``popover``, so no script. Headings, links, forms and drawings are left alone, and so are compounds: who reads
*detaljplaneförslag* is not helped by what *detaljplan* means.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from html import escape

_NAMES = "h[1-6]|a|button|svg|script|style|select|label|details|nav|form|caption|textarea|time|dt"
# Tags, and elements in which a word is no running text, or is not seen at once; English is not searched for
# Swedish words.
_NO_TEXT = re.compile(
    rf"<(?:({_NAMES})\b.*?</\1"
    r'|(p|span|div)\s(?:[^>]*\s)?(?:lang="en"|class="(?:kicker|meta|source)\b).*?</\2'
    r"|[^>]*)>",
    re.DOTALL,
)
# What makes a word a part of another, or of a reference to a sign.
_JOINING = ("-", "_", "&")
_SIGNS = tuple(".,:;!?)")
_SPACE = re.compile(r"\s+")


def forms_of(title, forms):
    """The word and its inflections in lower case, each with the genitive: ``planen`` is ``planens`` too."""
    words = [_SPACE.sub(" ", each.strip().lower()) for each in (title, *forms.split(","))]
    genitives = [f"{each}s" for each in words if each and each[-1] not in "sxz"]
    return tuple(dict.fromkeys(each for each in (*words, *genitives) if each))


@dataclass(frozen=True)
class Explained:
    """A word as pages explain it; ``forms`` in lower case, as :func:`forms_of` gives them."""

    slug: str
    title: str
    text: str
    forms: tuple[str, ...]


def mark(html, terms, more_url):
    """Return a page with the first mention of each of ``terms`` in its ``<main>`` as a button, explanations below.

    ``more_url`` is the page with all words. Work grows with the length of the page: what stands nowhere in
    it costs one look.
    """
    start, end = html.find("<main"), html.rfind("</main>")
    if start < 0 or end < start:
        return html
    main = html[start:end]
    found = _first_mentions(main, terms)
    if not found:
        return html
    pieces, position = [html[:start]], 0
    for begins, ends, term in found:
        # A button may stand at the end of a line; the sign after it may not begin the next.
        sign = main[ends : ends + 1] if main[ends : ends + 1] in _SIGNS else ""
        pieces += [
            main[position:begins],
            '<span class="nowrap">' if sign else "",
            f'<button type="button" class="term" popovertarget="ord-{term.slug}">',
            main[begins:ends],
            f"</button>{sign}</span>" if sign else "</button>",
        ]
        position = ends + len(sign)
    cards = "".join(
        f'<div popover class="term-card" id="ord-{term.slug}"><p><strong>{escape(_capital(term.title))}:</strong> '
        f'{escape(term.text)}</p><p><a href="{more_url}#{term.slug}">Fler ord om planer</a></p></div>'
        for _, _, term in found
    )
    return "".join([*pieces, main[position:], cards, html[end:]])


def _first_mentions(main, terms):
    """``(begins, ends, term)`` of the first mention of each, in the order of the page."""
    text, starts, places = _text_of(main)
    mentions = []
    for term in terms:
        found = min((begins, -len(form)) for form in term.forms for begins in [_first(text, form)])
        if found[0] < len(text):
            mentions.append((found[0], found[0] - found[1], term))
    mentions.sort(key=lambda each: (each[0], -each[1]))
    # Of two that overlap the longer word is meant.
    apart, reached = [], 0
    for begins, ends, term in mentions:
        if begins >= reached:
            # All of a mention lies in one piece of text: its ends are not crossed by a tag.
            piece = bisect_right(starts, begins) - 1
            shift = places[piece] - starts[piece]
            apart.append((begins + shift, ends + shift, term))
            reached = ends
    return apart


def _text_of(main):
    """The running text in lower case, and where its pieces begin in it and in ``main``."""
    pieces, starts, places, position, length = [], [], [], 0, 0
    for match in _NO_TEXT.finditer(main):
        begins, ends = match.span()
        if begins > position and not (piece := main[position:begins]).isspace():
            pieces.append(piece)
            starts.append(length)
            places.append(position)
            # What parts two pieces is no word and in none.
            length += begins - position + 1
        position = ends
    text = "\x00".join(pieces)
    lower = text.lower()
    # Outside Swedish there are letters that have two in lower case.
    lower = lower if len(lower) == len(text) else text
    return lower.replace("\xa0", " ").replace("\n", " "), starts, places


def _first(text, form):
    """Where ``form`` first stands as a word of its own in ``text``; its length for nowhere."""
    begins = text.find(form)
    while begins >= 0:
        ends = begins + len(form)
        before, after = text[begins - 1 : begins], text[ends : ends + 1]
        if not (before.isalnum() or before in _JOINING or after.isalnum() or after in _JOINING):
            return begins
        begins = text.find(form, begins + 1)
    return len(text)


def _capital(word):
    return word[:1].upper() + word[1:]
