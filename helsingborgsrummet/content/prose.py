"""Markdown to safe HTML: one renderer and one sanitiser for page, preview, feed and mail.

A picture of the library stands on a line of its own as ``![what it is](bild:12)``; everything that
is said about it (description, credit, caption) comes from the library.
"""

import re
from functools import lru_cache

import nh3
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

from helsingborgsrummet.content.files import PLACE
from helsingborgsrummet.content.prose_rules import add_rules
from helsingborgsrummet.content.slugs import slug_of

BLOCK_TAGS = {
    "p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "hr", "aside",
    "div", "section", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
INLINE_TAGS = {"a", "em", "strong", "code", "br", "s", "sup"}
ATTRIBUTES = {
    "*": set(),  # Else nh3 lets title and lang through on every tag.
    "a": {"href", "id", "aria-label"},
    "li": {"id"},
    "section": {"aria-label"},
    "ol": {"start"},
    "th": {"class", "scope"},
    "td": {"class"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "aside": {"class"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
SCHEMES = {"https", "http", "mailto", "tel"}
PICTURE_ADDRESS = re.compile(r"bild:(\d{1,18})")
# A tag that only the renderer can write, since a writer's own becomes text, holds the place of a
# picture until two characters of the private use area hold it while the sanitiser passes.
_PLACE = re.compile(r"<bild-(\d+)>")
_MARK = "\ue000\\1\ue001"
_MARKED = re.compile(r"(?:<p>)?\ue000(\d+)\ue001(?:</p>)?")
# Texts whose HTML is remembered: what was rendered before a lock was taken is not rendered again inside it.
KEPT = 64
# Further pictures of a text become their words, and names of headings end.
MOST_PICTURES = 100
MOST_OF_A_NAME = 80
_RESERVED = {0xE000: None, 0xE001: None, ord(PLACE): None}


def _open_fact_box(self, tokens, index, options, env):
    is_opening = tokens[index].nesting == 1
    return '<aside class="fact-box">\n' if is_opening else "</aside>\n"


def _image_as_text(self, tokens, index, options, env):
    """A picture from elsewhere, or in the middle of a line, becomes its words."""
    return self.renderInlineAsText(tokens[index].children, options, env)


def _make_renderer():
    markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    markdown.use(container_plugin, "faktaruta", render=_open_fact_box)
    add_rules(markdown)
    markdown.add_render_rule("image", _image_as_text)
    return markdown


_markdown = _make_renderer()


class _Names:
    """Names that are each given once: the second of a name gets a number."""

    def __init__(self):
        self._given, self._next = set(), {}

    def unused(self, name):
        """``name``, with the first number that makes it differ from those given before."""
        number, unused = self._next.get(name, 2), name
        while unused in self._given:
            unused = f"{name}-{number}"
            number += 1
        # The next of the same name goes on from here, so that many cost no more than each.
        self._next[name] = number
        self._given.add(unused)
        return unused


def tokens_of(markdown):
    """Return the markdown-it tokens that :func:`render` begins with."""
    return _markdown.parse(markdown)


def heading_ids(markdown):
    """Return the ids that the headings of a text have on the page."""
    tokens = _prepare(tokens_of(markdown), 2)
    return {token.attrs["id"] for token in tokens if token.type == "heading_open"}


def _picture_key(tokens, index):
    """The key of the library picture that is all there is in a paragraph, or ``None``."""
    children = tokens[index].children or []
    if len(children) != 1 or children[0].type != "image":
        return None
    if tokens[index - 1].type != "paragraph_open":
        return None  # In a heading or a table cell there is no room for a picture.
    match = PICTURE_ADDRESS.fullmatch(children[0].attrs.get("src", ""))
    return int(match[1]) if match else None


def picture_keys(markdown):
    """Return the keys of the library pictures that a text shows, in order, each once."""
    return [*_picture_keys(markdown)]


@lru_cache(KEPT)
def _picture_keys(markdown):
    tokens = tokens_of(markdown)
    keys = [_picture_key(tokens, index) for index in range(len(tokens))]
    return tuple(dict.fromkeys(key for key in keys if key is not None))


def without_picture(markdown, key):
    """Return a text without the library picture ``key``, wherever a page would show it."""
    tokens = tokens_of(markdown)
    # Lines end for the parser as they do here, and only so.
    lines = markdown.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    shown = [token.map for index, token in enumerate(tokens) if _picture_key(tokens, index) == key]
    for first, end in reversed(shown):
        del lines[first:end]
    return "\n".join(lines) if shown else markdown


def _prepare(tokens, base_level):
    """Shift headings below the page's h1, give them ids, and turn table styles into classes."""
    names, figures = _Names(), 0
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    shift = base_level - min(levels, default=base_level)
    for index, token in enumerate(tokens):
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + shift, 6)}"
        if token.type == "heading_open":
            # The prefix keeps headings from taking names that the page or a script uses.
            words = _markdown.renderer.renderInlineAsText(
                tokens[index + 1].children, _markdown.options, {}
            )
            token.attrSet(
                "id", names.unused(f"avsnitt-{slug_of(words, MOST_OF_A_NAME)}".rstrip("-"))
            )
        elif figures < MOST_PICTURES and (key := _picture_key(tokens, index)) is not None:
            figures += 1
            token.children = [Token("html_inline", "", 0, content=f"<bild-{key}>")]
        elif token.type in ("th_open", "td_open"):
            style = token.attrs.pop("style", "")
            if style.endswith(("right", "center")):
                token.attrSet("class", f"align-{style.rpartition(':')[2]}")
            if token.type == "th_open":
                token.attrSet("scope", "col")
    return tokens


def render(markdown, *, base_heading_level=2, pictures=None):
    """Return Markdown as HTML that is safe to put on a page.

    The highest heading in the text becomes one of ``base_heading_level``, whether the writer began
    with ``#`` or ``##``, and the others follow. Raw HTML is shown as text. Nothing that could
    run, be styled or be fetched from elsewhere survives: the result holds only the tags and
    attributes listed in this module, and links only to ``https``, ``http``, ``mailto``, ``tel`` or
    the site itself. ``pictures`` maps keys of library pictures to their HTML, which is put in as it
    is; a picture that is not there leaves no trace.
    """
    pictures = pictures or {}
    clean = _without_pictures(markdown, base_heading_level)
    return mark_safe(_MARKED.sub(lambda match: pictures.get(int(match[1]), ""), clean))


@lru_cache(KEPT)
def _without_pictures(markdown, base_heading_level):
    env = {}
    tokens = _prepare(_markdown.parse(markdown, env), base_heading_level)
    html = _markdown.renderer.render(tokens, _markdown.options, env)
    html = html.replace(
        "<table>",
        '<div class="table-scroll" tabindex="0" role="region" aria-label="Tabell"><table>',
    ).replace("</table>", "</table></div>")
    return nh3.clean(
        _PLACE.sub(_MARK, html.translate(_RESERVED)),
        tags=BLOCK_TAGS | INLINE_TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
    )
