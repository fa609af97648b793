"""PURE: what stays on one line in the text of a page: ``28 juni 2026``, ``kl. 18``, ``10–16``, ``3 kap.``, ``500 meter``.

Sentences are made and kept with ordinary spaces, and so are titles, feeds, calendars, data and plain letters. HTML
gets its marks last, where it leaves the site. They are characters, not elements, so nothing in a page moves, and a
browser's own search reads past them. A day holds on to its month and a month to its year, but a weekday not to its
day, nor the ends of ``5 februari–7 april`` to each other: the longest that is made here has room on the narrowest phone.
"""

import re

from helsingborgsrummet.content.words_sv import DASH, MONTHS, SPACE

# After this no line may end, and it has no width.
JOINER = "\u2060"

_UNITS = (
    "m", "m²", "kvm", "kvadratmeter", "km", "kilometer", "meter", "ha", "hektar", "kr", "kronor", "%", "procent",
    "sekunder", "minuter", "timmar", "kB", "MB",
)  # fmt: skip
# A word ends before anything but a letter; å, ä and ö begin with this byte.
_AFTER_NUMBER = rf"(?:{'|'.join([*MONTHS, *_UNITS, '§'])})(?![\w\xc3])|kap\.|[0-9]{{2,3}}(?![0-9])"
_YEAR = r"(?:19|20)[0-9]{2}(?![0-9])"
_DAY_AFTER_YEAR = rf"(?<=(?:19|20)[0-9][0-9]{DASH})[0-9]{{1,2}}[ \n](?:{'|'.join(MONTHS)})"
_AFTER_MONTH = "|".join(rf"(?<=\b{month}.)" for month in MONTHS)
# Each begins with a digit or one of few signs and letters, so the rest of a text is passed over fast.
_GAP = re.compile(
    rf"""[0-9.§](?:
        [ \n](?: (?<=[0-9].)(?={_AFTER_NUMBER}) | (?: (?<=\bkl\..) | (?<=\bkap\..) | (?<=§.) )(?=[0-9]) )
      | (?<=[0-9]){DASH}(?=[0-9])(?!{_DAY_AFTER_YEAR})
    )
    | [{"".join(sorted({month[-1] for month in MONTHS}))}][ \n](?={_YEAR})(?:{_AFTER_MONTH})
    | g[ \n](?=kl\.)(?<=dag.)""".encode(),
    re.VERBOSE | re.DOTALL,
)
# What stands between two tags, where there is a figure in it.
_TEXT = re.compile(rb">[^<>0-9]*+[0-9][^<]*+")
# An explained word is a button, after which a browser may begin a line with the comma.
_AFTER_WORD = re.compile(rb"</button>(?=[,.;:!?])")
# Their text is used as it is, or does not break anyway (``time`` by the style sheet).
_LEFT_ALONE = (b"<script", b"<style", b"<option", b"<textarea", b"<pre", b"<code", b"<time")
_WORD_END = f"</button>{JOINER}".encode()
_DASH, _JOINED, _SPACE = DASH.encode(), f"{DASH}{JOINER}".encode(), SPACE.encode()


def without_breaks(html):
    """A document in HTML (bytes) with marks in its body, so that no date, clock time, number or measure is torn apart.

    Nothing but single spaces between words, dashes between figures and the end of explained words is touched, and
    nothing within tags. Work grows
    with the length of the document.
    """
    begins = max(0, html.find(b"<body"))
    body = _AFTER_WORD.sub(_WORD_END, html[begins:])
    return html[:begins] + _TEXT.sub(_marked_text, body)


def _marked_text(text):
    html, begins = text.string, text.start()
    if html.startswith(_LEFT_ALONE, max(0, html.rfind(b"<", 0, begins))):
        return text[0]
    return _GAP.sub(_marked_gap, text[0])


def _marked_gap(gap):
    between = gap[0][1:]
    return gap[0][:1] + (_JOINED if between == _DASH else _SPACE)
