"""The words of a Markdown text, block by block, with the links and pictures in them.

What checks and readability look at: never the raw Markdown, where an address or a table's line
would pass for words.
"""

from dataclasses import dataclass
from enum import StrEnum

from helsingborgsrummet.content.prose import PICTURE_ADDRESS, tokens_of


class Kind(StrEnum):
    """What a block is on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    HEADER_CELL = "header cell"
    CELL = "cell"


@dataclass(frozen=True)
class Link:
    """A link with its visible words and its address."""

    text: str
    href: str


@dataclass(frozen=True)
class Block:
    """A heading, paragraph, list item or table cell; ``line`` counts from 0, ``level`` from 1."""

    kind: Kind
    text: str
    line: int
    level: int = 0
    links: tuple[Link, ...] = ()
    picture_keys: tuple[int, ...] = ()
    foreign_pictures: tuple[str, ...] = ()


def read_blocks(markdown):
    """Return the blocks of a text in order; code blocks are left out, for they are no prose."""
    blocks = []
    kinds = []
    line = 0
    level = 0
    for token in tokens_of(markdown):
        if token.map:
            line = token.map[0]
        match token.type:
            case "heading_open":
                kinds.append(Kind.HEADING)
                level = int(token.tag[1])
            case "list_item_open":
                kinds.append(Kind.ITEM)
            case "th_open":
                kinds.append(Kind.HEADER_CELL)
            case "td_open":
                kinds.append(Kind.CELL)
            case "heading_close" | "list_item_close" | "th_close" | "td_close":
                kinds.pop()
            case "inline":
                kind = kinds[-1] if kinds else Kind.PARAGRAPH
                blocks.append(_block(kind, token, line, level if kind is Kind.HEADING else 0))
    return tuple(blocks)


def _block(kind, token, line, level):
    children = token.children or []
    words, links, keys, foreign = [], [], [], []
    opened = None
    for child in children:
        match child.type:
            case "text" | "code_inline":
                words.append(child.content)
            case "softbreak" | "hardbreak":
                words.append(" ")
            case "link_open":
                opened = len(words), child.attrs.get("href", "")
            case "link_close":
                start, href = opened
                links.append(Link("".join(words[start:]).strip(), href))
            case "image":
                source = child.attrs.get("src", "")
                key = PICTURE_ADDRESS.fullmatch(source)
                if key and len(children) == 1 and kind in (Kind.PARAGRAPH, Kind.ITEM):
                    keys.append(int(key[1]))
                else:
                    foreign.append(source)
                    words.append(child.content)
    return Block(
        kind, "".join(words).strip(), line, level, tuple(links), tuple(keys), tuple(foreign)
    )
