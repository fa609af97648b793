"""Templates are written to be read, and sent without what only their readers need."""

import re

from django.template.loaders.filesystem import Loader

# In these, spaces and line breaks are part of what is shown or run.
_VERBATIM = r"<(?P<kept>pre|textarea|script)\b.*?</(?P=kept)>"
_TEMPLATE = r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}"
_VALUE = rf"\"(?:{_TEMPLATE}|[^\"])*\"|'(?:{_TEMPLATE}|[^'])*'"
_COMMENT = r"\{% comment %\}.*?\{% endcomment %\}"
# A tag of HTML, with whatever the template writes within it.
_TAG = (
    rf"</?(?:[a-zA-Z!]|\{{\{{)"
    rf"(?:{_TEMPLATE}|{_VALUE}|[^\"'>{{]|\{{(?![%{{#]))*>"
)
_PIECES = re.compile(f"({_COMMENT})|({_VERBATIM})|({_TEMPLATE})|({_TAG})", re.DOTALL)
_BREAK = re.compile(r"\s*\n\s*")
# What stands in lines of its own: block elements, and controls of forms.
_NAMES = (
    "html head body title meta link base address article aside blockquote datalist dd details div "
    "dl dt fieldset figcaption figure footer form g h1 h2 h3 h4 h5 h6 header hr legend li main nav "
    "ol optgroup option p path rect section summary table tbody td template tfoot th thead tr ul "
    "!doctype br button input label select {{"
)
_BLOCKS = frozenset(_NAMES.split())
_VOID = frozenset({"img", "wbr"})
_SPACE = "&#32;"


def compact(source):
    """The source of a template without the line breaks and indentation that only readers need.

    A line break, with the spaces around it, is one space between words, as everywhere in HTML. It
    is nothing beside a template's tag or comment, beside the tag of a block element or a control,
    just inside any element, and at either end. A space that is wanted at such a place is written
    ``&#32;``. Between the attributes of a tag it is a space always. Within ``pre``, ``textarea`` and
    ``script`` everything stays.
    """
    pieces, position, swallows = [], 0, True
    for match in _PIECES.finditer(source):
        comment, verbatim, _, template, tag = match.groups()
        before = after = bool(comment or (template and not template.startswith("{{")))
        if tag:
            name = re.match(r"</?(\{\{|[\w!]+)", tag)[1].lower()
            before = name in _BLOCKS or tag.startswith("</")
            after = name in _BLOCKS or not (tag.startswith("</") or name in _VOID)
            tag = _compact_tag(tag)
        pieces.append(_text(source[position : match.start()], swallows, before))
        pieces.append("" if comment else verbatim or template or tag)
        position, swallows = match.end(), after
    pieces.append(_text(source[position:], swallows, True))
    return "".join(pieces)


def _compact_tag(tag):
    """A tag of HTML on one line: a break parts two attributes always, and in a value as in a text."""
    pieces = re.split(rf"({_TEMPLATE}|{_VALUE})", re.sub(r"\s*\n\s*(/?>)$", r"\1", tag))
    return "".join(
        _compact_value(piece) if piece[:1] in ("'", '"') else _BREAK.sub(" ", piece)
        for piece in pieces
    )


def _compact_value(value):
    """The value of an attribute, with its quotes."""
    parts = re.split(r"(\{%.*?%\})", value)
    last = len(parts) - 1
    return "".join(
        part if index % 2 else _text(part, index > 0, index < last)
        for index, part in enumerate(parts)
    )


def _text(text, swallows_before, swallows_after):
    """A stretch of text between two tags, each of which may swallow the break beside it."""
    if swallows_before:
        text = re.sub(r"^[ \t]*\n\s*", "", text)
    if swallows_after:
        text = re.sub(r"[ \t]*\n\s*$", "", text)
    return _BREAK.sub(" ", text).replace(_SPACE, " ")


class CompactLoader(Loader):
    """Loads the project's own templates; those of HTML are made compact once, when they are loaded."""

    def get_contents(self, origin):
        """The source of a template as it is compiled."""
        source = super().get_contents(origin)
        return compact(source) if origin.name.endswith(".html") else source
