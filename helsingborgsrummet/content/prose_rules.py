"""Rules of our own for Markdown: addresses become links, notes stand at the end, tables stay within bounds.

Each takes time that grows with the length of the text and no faster, and so does what comes out; what
a writer wrote never disappears: what no rule takes is shown as it is.
"""

import re
import sys

from markdown_it.rules_block import reference, table
from markdown_it.token import Token
from mdit_py_plugins.footnote.index import footnote_def, footnote_tail

# So many cells in a text may be there only because the first row of their table has them.
FILLED_IN_CELLS = 2000

# Lists and quotations that lie deeper are text; the library would let what is in them disappear.
DEPTH = 12
_NEST = ("blockquote", "list", "container_faktaruta")

_SCHEME = re.compile(r"(?:^|[^a-z0-9])(https?)$", re.IGNORECASE)
_ADDRESS = re.compile(r"://[^\s/?#:@<>\"`\[\]{}|\\^()*]+[^\s<>\"`\[\]{}|\\^]*")
_MAIL = re.compile(
    r"(?<![\w.+/-])[a-z0-9][\w.+-]{0,63}@(?:[a-z0-9åäö-]{1,63}\.){1,8}[a-z]{2,24}(?![\w-])",
    re.IGNORECASE | re.ASCII,
)
_NOTE = re.compile(r"\[\^([^\s\[\]]{1,60})\]")


def add_rules(markdown):
    """Let a renderer (``MarkdownIt``) follow these rules."""
    # The library's own limit, for each table, is a text of 700 kB.
    sys.modules[table.__module__].MAX_AUTOCOMPLETED_CELLS = FILLED_IN_CELLS
    markdown.options["maxNesting"] = DEPTH
    block, inline, core = markdown.block.ruler, markdown.inline.ruler, markdown.core.ruler
    block.at("table", _table, {"alt": ["paragraph", "reference"]})
    block.at("reference", _reference)
    block.before("reference", "footnote_def", _note, {"alt": ["paragraph", "reference"]})
    for rule in [each for each in block.__rules__ if each.name in _NEST]:
        block.at(rule.name, _above(DEPTH - 3, rule.fn), {"alt": rule.alt})
    inline.after("text", "address", _address)
    inline.after("image", "footnote_ref", _note_mark)
    core.after("inline", "mail", _mail)
    core.after("mail", "footnote_tail", _notes_at_the_end)
    for name, rule in _SHOWN.items():
        markdown.add_render_rule(name, rule)


def _above(depth, rule):
    def shallow(state, first, end, silent):
        return state.level < depth and rule(state, first, end, silent)

    return shallow


# --- Tables -------------------------------------------------------------------------------------


def _table(state, first, end, silent):
    """A table, until a text's tables have had too many cells filled in."""
    filled_in = state.env.setdefault("filled_in", 0)
    if filled_in > FILLED_IN_CELLS:
        return False
    before = len(state.tokens)
    is_table = table(state, first, end, silent)
    if is_table and not silent:
        cells = (token for token in state.tokens[before:] if token.type == "inline")
        state.env["filled_in"] += sum(not token.content for token in cells)
    return is_table


# --- Links --------------------------------------------------------------------------------------


def _address(state, silent):
    """``https://…`` in a text is a link.

    A bare word with a dot is none: it is a sentence with a forgotten space more often than an address.
    """
    if state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    scheme = _SCHEME.search(state.pending[-6:])
    if not scheme:
        return False
    found = _ADDRESS.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    end = _end_of_address(state.src, state.pos, found.end())
    scheme = scheme[1]
    shown = scheme + state.src[state.pos : end]
    address = state.md.normalizeLink(shown)
    if end - state.pos <= 3 or not state.md.validateLink(address):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme)]
        for token in _link(address, state.md.normalizeLinkText(shown)):
            pushed = state.push(token.type, token.tag, token.nesting)
            pushed.attrs, pushed.content = token.attrs, token.content
    state.pos = end
    return True


def _end_of_address(text, start, end):
    """Where an address that may reach to ``end`` ends: before punctuation and what closes a bracket."""
    depth = 0
    for place in range(start, end):
        if text[place] == "(":
            depth += 1
        elif text[place] == ")":
            depth -= 1
            if depth < 0:
                end = place
                break
    while end > start and text[end - 1] in ".,;:!?'’”*_~(":
        end -= 1
    return end


def _link(address, words):
    opening, text = Token("link_open", "a", 1, {"href": address}), Token("text", "", 0)
    text.content = words
    return opening, text, Token("link_close", "a", -1)


def _mail(state):
    """Addresses of mail in a text are links."""
    for block in state.tokens:
        if block.type != "inline" or "@" not in block.content:
            continue
        children, depth = [], 0
        for token in block.children:
            depth += token.nesting if token.type in ("link_open", "link_close") else 0
            if token.type == "text" and not depth and "@" in token.content:
                children += _with_mail(token)
            else:
                children.append(token)
        block.children = children


def _with_mail(token):
    end = 0
    for match in _MAIL.finditer(token.content):
        yield _text(token.content[end : match.start()])
        yield from _link(f"mailto:{match[0]}", match[0])
        end = match.end()
    yield _text(token.content[end:])


def _text(words):
    token = Token("text", "", 0)
    token.content = words
    return token


# --- Notes --------------------------------------------------------------------------------------


def _note(state, first, end, silent):
    """``[^1]: …``: what a note says. The second note of a name is text, and so is one without a name."""
    start = state.bMarks[first] + state.tShift[first]
    label = _NOTE.match(state.src, start, state.eMarks[first])
    if not label or f":{label[1]}" in state.env.get("footnotes", {}).get("refs", ()):
        return False
    return footnote_def(state, first, end, silent)


def _reference(state, first, end, silent):
    """Where links lead that are named: ``[a]: /``. What looks like a note is none."""
    start = state.bMarks[first] + state.tShift[first]
    return not state.src.startswith("[^", start) and reference(state, first, end, silent)


def _note_mark(state, silent):
    """``[^1]`` in a text leads to its note, where there is one."""
    match = _NOTE.match(state.src, state.pos, state.posMax)
    notes = state.env.get("footnotes")
    key = match and f":{match[1]}"
    if not notes or key not in notes["refs"]:
        return False
    if not silent:
        if notes["refs"][key] < 0:
            _number(notes, key, count=0)
        note = notes["list"][notes["refs"][key]]
        token = state.push("footnote_ref", "", 0)
        token.meta = {"id": notes["refs"][key], "subId": note["count"]}
        note["count"] += 1
    state.pos = match.end()
    return True


def _number(notes, key, count):
    notes["refs"][key] = len(notes["list"])
    notes["list"][notes["refs"][key]] = {"label": key[1:], "count": count}


def _notes_at_the_end(state):
    """The notes in the order in which the text names them, and after them those that it does not name."""
    notes = state.env.get("footnotes")
    if notes:
        for key, number in notes["refs"].items():
            if number < 0:
                _number(notes, key, count=0)
        footnote_tail(state)


def _show_mark(self, tokens, index, options, env):
    number, place = tokens[index].meta["id"] + 1, tokens[index].meta["subId"]
    own = "" if place else f' id="till-fotnot-{number}"'
    return f'<sup><a href="#fotnot-{number}"{own} aria-label="Fotnot {number}">{number}</a></sup>'


def _show_way_back(self, tokens, index, options, env):
    number, place = tokens[index].meta["id"], tokens[index].meta["subId"]
    if place or not env["footnotes"]["list"][number]["count"]:
        return ""
    return f' <a href="#till-fotnot-{number + 1}">Tillbaka till texten</a>'


def _show_note(self, tokens, index, options, env):
    return f'<li id="fotnot-{tokens[index].meta["id"] + 1}">'


_SHOWN = {
    "footnote_ref": _show_mark,
    "footnote_anchor": _show_way_back,
    "footnote_open": _show_note,
    "footnote_close": lambda *_: "</li>\n",
    "footnote_block_open": lambda *_: '<section aria-label="Fotnoter">\n<hr>\n<ol>\n',
    "footnote_block_close": lambda *_: "</ol>\n</section>\n",
}
