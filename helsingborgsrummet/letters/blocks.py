"""What a letter says, as a short list of typed blocks, and the two forms that a mail program can show.

The plain text is a letter of its own, for whoever reads it in a terminal; the HTML is light, with no picture
and nothing fetched from anywhere, in tables only where Outlook needs them. Both say the same in the same order.
"""

import re
import textwrap
from dataclasses import dataclass

from django.conf import settings
from django.utils.html import escape

from helsingborgsrummet.content.no_breaks import JOINER, without_breaks

WIDTH = 72  # characters of a line of plain text
_RANGE = re.compile(f"([0-9.]+)–{JOINER}([0-9.]*[0-9])")
MARK = "\x01"  # stands around the name of what an envelope itself fills in; no text contains it


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere: an address of ours (``/nyheter/…``) or a whole one."""

    text: str
    address: str


# Running text: a string, or strings and links after each other.
Words = str | tuple[str | Link, ...]


@dataclass(frozen=True)
class Heading:
    """A heading below the letter's title."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of running text."""

    words: Words


@dataclass(frozen=True)
class Bullets:
    """A list without order."""

    items: tuple[Words, ...]


@dataclass(frozen=True)
class Facts:
    """Labels with what they stand for: ``("När", "onsdag 3 juni kl. 18–20")``."""

    rows: tuple[tuple[str, Words], ...]


@dataclass(frozen=True)
class Button:
    """The one thing that the letter asks somebody to do."""

    text: str
    address: str


@dataclass(frozen=True)
class Fine:
    """Small print at the end: why somebody got the letter and how to get no more."""

    words: Words


Block = Heading | Paragraph | Bullets | Facts | Button | Fine


def personal(name):
    """A place in an address that each envelope fills in with its own value ``name``."""
    return f"{MARK}{name}{MARK}"


def absolute(address):
    """An address as it stands in a letter, which is read far from the site."""
    return settings.SITE_ORIGIN + address if address.startswith("/") else address


def said(text):
    """Text as it is said: on one line, without marks and other characters that control something."""
    return re.sub(r"[\x00-\x1f\x7f]+", " ", text)


def _pieces(words):
    """Running text as strings and links, cleaned."""
    return tuple(
        said(piece) if isinstance(piece, str) else Link(said(piece.text), piece.address)
        for piece in ((words,) if isinstance(words, str) else words)
    )


# --- Plain text ---------------------------------------------------------------------------------


def as_text(title, blocks):
    """The letter as plain text, with lines of at most ``WIDTH`` characters but for addresses."""
    parts = [_underlined(said(title), "=")]
    is_fine = False
    for block in blocks:
        # Mail programs know this line: what follows is not the letter itself.
        if isinstance(block, Fine) and not is_fine:
            parts.append("-- ")
        is_fine = isinstance(block, Fine)
        parts.append(_block_text(block))
    return "\n\n".join(parts).replace("-- \n\n", "-- \n") + "\n"


def _underlined(text, line):
    wrapped = _wrap(text)
    return f"{wrapped}\n{line * max(map(len, wrapped.splitlines()))}"


def _block_text(block):
    match block:
        case Heading(text):
            return _underlined(said(text), "-")
        case (
            Paragraph((Link(text, address),)) | Fine((Link(text, address),)) | Button(text, address)
        ):
            # On a line of its own an address is neither broken nor joined with what follows.
            return f"{_wrap(said(text))}:\n{absolute(address)}"
        case Paragraph(words) | Fine(words):
            return _wrap(_words_text(words))
        case Bullets(items):
            return "\n".join(_wrap(_words_text(item), "- ", "  ") for item in items)
        case Facts(rows):
            return "\n".join(
                _wrap(f"{said(label)}: {_words_text(words)}", "", "  ") for label, words in rows
            )


def _words_text(words):
    return "".join(
        piece if isinstance(piece, str) else f"{piece.text} ({absolute(piece.address)})"
        for piece in _pieces(words)
    )


def _wrap(text, first="", later=""):
    lines = textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines)


# --- HTML ---------------------------------------------------------------------------------------

# The palette of the site (static/css/tokens.css): mail programs read no stylesheet but that of the letter.
STYLE = """:root{color-scheme:light dark}
body{margin:0;background:#fbf8f2;color:#16262e;font:17px/1.5 Helvetica,Arial,sans-serif}
.sheet{max-width:600px;margin:0 auto;padding:24px 16px}
h1{margin:0 0 16px;font-size:26px;line-height:1.25}
h2{margin:28px 0 8px;font-size:20px;line-height:1.3}
p,ul{margin:0 0 16px}
.from{margin:0 0 20px;padding-bottom:8px;border-bottom:2px solid #2e7f93;font-weight:bold}
.fact{margin-bottom:8px}
ul{padding-left:22px}
li{margin-bottom:8px}
a{color:#0b4a5c}
table{margin:18px 0 24px;border-spacing:0}
td{padding:13px 22px;background:#0b4a5c}
td a{color:#ffffff;font-weight:bold;text-decoration:none}
hr{margin:28px 0 16px;border:0;border-top:1px solid #8a8272}
.fine{color:#3a4a52;font-size:15px}
.range{white-space:nowrap}
@media (prefers-color-scheme:dark){
body{background:#0e1b21;color:#f3eee4}
a{color:#8fd3e6}
td{background:#8fd3e6}
td a{color:#0e1b21}
hr{border-color:#6e8790}
.fine{color:#c6d0d3}
}"""
HEAD = """<!doctype html>
<html lang="sv">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
{style}
</style>
</head>
<body>
<!--[if mso]><table role="presentation" align="center" width="600"><tr><td style="background:#fbf8f2"><![endif]-->
<div class="sheet" role="main" lang="sv">
<p class="from">Helsingborgsrummet</p>
<h1>{title}</h1>
"""
FOOT = """</div>
<!--[if mso]></td></tr></table><![endif]-->
</body>
</html>
"""


def as_html(title, blocks):
    """The letter as HTML: valid, in Swedish, and in the order of the text where a program drops the style."""
    parts, is_fine = [HEAD.format(title=escape(said(title)), style=STYLE)], False
    for block in blocks:
        if isinstance(block, Fine) and not is_fine:
            parts.append("<hr>\n")
        is_fine = isinstance(block, Fine)
        parts.append(_block_html(block) + "\n")
    html = without_breaks("".join([*parts, FOOT]).encode()).decode()
    # Outlook draws a box for the character that holds a range together.
    return _RANGE.sub(r'<span class="range">\1–\2</span>', html)


def _block_html(block):
    match block:
        case Heading(text):
            return f"<h2>{escape(said(text))}</h2>"
        case Paragraph(words):
            return f"<p>{_words_html(words)}</p>"
        case Fine(words):
            return f'<p class="fine">{_words_html(words)}</p>'
        case Bullets(items):
            rows = "\n".join(f"<li>{_words_html(item)}</li>" for item in items)
            return f"<ul>\n{rows}\n</ul>"
        case Facts(rows):
            return "\n".join(
                f'<p class="fact"><strong>{escape(said(label))}:</strong> {_words_html(words)}</p>'
                for label, words in rows
            )
        case Button(text, address):
            # Outlook gives a link no padding, but a cell of a table.
            link = f'<a href="{escape(absolute(address))}">{escape(said(text))}</a>'
            return f'<table role="presentation"><tr><td>{link}</td></tr></table>'


def _words_html(words):
    return "".join(
        escape(piece)
        if isinstance(piece, str)
        else f'<a href="{escape(absolute(piece.address))}">{escape(piece.text)}</a>'
        for piece in _pieces(words)
    )
