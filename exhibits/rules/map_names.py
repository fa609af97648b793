"""Where names stand on a map: over no other name, no mark and no border.

Pure: takes places in order of preference and keeps what has been taken. A name that finds none is left
out, for the list beside the map says it too.
"""

import itertools
import math
import unicodedata
from dataclasses import dataclass
from html import escape

# How near a name comes to a border, to another name and to the edge of the drawing, and how far apart the
# points are by which borders are known.
_CLEAR, _PADDING, _MARGIN, _STEP = 5, 3, 4, 3
_CELL = 32
# How wide letters of the site's sans are at the weight of areas' names, in em, without what is above
# them; all others are ``_USUAL``.
_EM = {
    **dict.fromkeys(" ,.:;'!ijlI|", 0.27),
    **dict.fromkeys("()-/frt", 0.36),
    **dict.fromkeys("ABCDGHKNOPQRU&", 0.62),
    **dict.fromkeys("mwMW@", 0.82),
}
_USUAL = 0.54


@dataclass(frozen=True)
class Letters:
    """How large names are, in units of the drawing: their size, and what is above and below the line."""

    size: float
    above: float
    below: float

    def box(self, x, y, anchor, text):
        """Left, top, right and bottom of a name."""
        letters = (unicodedata.normalize("NFD", each)[0] for each in text)
        width = self.size * sum(_EM.get(each, _USUAL) for each in letters) + 4
        left = x - {"": 0, "end": width, "middle": width / 2}[anchor]
        return (left, y - self.above, left + width, y + self.below)


# Names are larger on a phone, where the drawing is small; see ``static/css/components/map.css``.
ON_A_PHONE, ON_A_WIDE_SCREEN = Letters(24, 21, 8), Letters(17, 15, 6)


def overlap(box, other):
    """Whether two boxes (left, top, right, bottom) share ground."""
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


class _Lines:
    """Lines as points close to each other, found by where they are: an outline may have thousands."""

    def __init__(self):
        self.cells = {}

    def add(self, points, width, height):
        for (x1, y1), (x2, y2) in itertools.pairwise(points):
            box = (min(x1, x2), min(y1, y2), max(x1, x2) + 1, max(y1, y2) + 1)
            if not overlap(box, (0, 0, width, height)):
                continue
            steps = math.ceil(math.dist((x1, y1), (x2, y2)) / _STEP) or 1
            for step in range(steps + 1):
                x, y = x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps
                self.cells.setdefault((x // _CELL, y // _CELL), set()).add((round(x), round(y)))

    def meet(self, box):
        left, top, right, bottom = (
            each + by for each, by in zip(box, (-_CLEAR, -_CLEAR, _CLEAR, _CLEAR), strict=True)
        )
        # A point that was rounded may lie in the cell beside its own.
        across = range(int((left - 1) // _CELL), int((right + 1) // _CELL) + 1)
        down = range(int((top - 1) // _CELL), int((bottom + 1) // _CELL) + 1)
        return any(
            left < x < right and top < y < bottom
            for cell in itertools.product(across, down)
            for x, y in self.cells.get(cell, ())
        )


class Names:
    """Names on a map of ``width`` and ``height``, at the size of a phone and of a wide screen.

    A name that is clear at the size of a phone is shown everywhere; one that is clear only when names
    are small is left out on a phone.
    """

    def __init__(self, width, height, wide=ON_A_WIDE_SCREEN):
        self.width, self.height = width, height
        self.sizes = ON_A_PHONE, wide
        self.taken = [], []
        self._borders, self._edges = _Lines(), _Lines()

    def mark(self, x, y, radius, wide_radius=None):
        """Keep the ground of a mark clear."""
        for taken, r in zip(self.taken, (radius, wide_radius or radius), strict=True):
            taken.append((x - r, y - r, x + r, y + r))

    def box(self, box):
        """The same of any box."""
        for taken in self.taken:
            taken.append(box)

    def border(self, points):
        """Keep every name off a line."""
        self._borders.add(points, self.width, self.height)

    def edge(self, points):
        """Keep names off a line as long as there is another place."""
        self._edges.add(points, self.width, self.height)

    def is_free(self, box, size=0, *, is_off_edge=True, padding=0):
        """Whether nothing has been taken of a box in the drawing and ``padding`` around, at one of ``sizes``."""
        left, top, right, bottom = box
        padded = (left - padding, top - padding, right + padding, bottom + padding)
        return (
            min(left, top) >= _MARGIN
            and right <= self.width - _MARGIN
            and bottom <= self.height - _MARGIN
            and not any(overlap(padded, other) for other in self.taken[size])
            and not self._borders.meet(box)
            and not (is_off_edge and self._edges.meet(box))
        )

    def find(self, text, places, *, is_on_phones=True, is_everywhere=False, may_cross=False):
        """Take the first of ``places`` (x, y, anchor) that is clear: it and what it adds to a class, or ``None``.

        ``is_everywhere`` leaves out a name that is clear only when names are small.
        """
        # What matters less keeps its distance from other names too.
        padding = 0 if may_cross else _PADDING
        sizes = (True,) if is_everywhere else (True, False) if is_on_phones else (False,)
        for is_large in sizes:
            for is_off_edge in (True, False) if may_cross else (True,):
                for place in places:
                    place = self._turned_in(place, text)
                    phone, wide = (letters.box(*place, text) for letters in self.sizes)
                    if not self.is_free(wide, 1, is_off_edge=is_off_edge, padding=padding):
                        continue
                    if is_large and not self.is_free(
                        phone, 0, is_off_edge=is_off_edge, padding=padding
                    ):
                        continue
                    self.taken[1].append(wide)
                    if is_large:
                        self.taken[0].append(phone)
                    return place, "" if is_large else WIDE
        return None

    def _turned_in(self, place, text):
        """The same place, or one beside it from which the name reaches no further than the edge."""
        x, y, anchor = place
        left, _, right, _ = self.sizes[0].box(x, y, anchor, text)
        by = max(_MARGIN - left, 0) or min(self.width - _MARGIN - right, 0)
        is_near = abs(by) < ((right - left) / 2 - 6 if anchor == "middle" else 24)
        return (
            (x + math.ceil(by) if by > 0 else x + math.floor(by), y, anchor) if is_near else place
        )

    def place(self, css_class, text, places, **how):
        """The same as markup, or nothing."""
        found = self.find(text, places, **how)
        return name(css_class + found[1], text, found[0]) if found else ""


# Added to the class of what is left out on a phone.
WIDE = " map-wide"


def name(css_class, text, place):
    """A name at its place (x, y, anchor) as markup."""
    x, y, anchor = place
    anchor = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text class="{css_class}" x="{x}" y="{y}"{anchor}>{escape(text)}</text>'


def around_point(x, y, side="right", clear=12):
    """Where the name of a point may stand, the wanted side first, then the others and the corners."""
    above, below = y - clear - 4, y + clear + 16
    places = {
        "right": (x + clear, y + 6, ""),
        "left": (x - clear, y + 6, "end"),
        "above": (x, above, "middle"),
        "below": (x, below, "middle"),
    }
    first = places.pop(side)
    corners = [
        (x + dx, at, anchor)
        for at in (above, below, above - 10, below + 10)
        for dx, anchor in ((-6, ""), (6, "end"))
    ]
    return [first, *places.values(), *corners, (x, above - 24, "middle"), (x, below + 24, "middle")]


def around_box(box, side="right"):
    """Where the name of what fills a box may stand beside it, the wanted side first, and what is near that."""
    left, top, right, bottom = box
    x, y = round((left + right) / 2), round((top + bottom) / 2)
    quarter, above, below = round((bottom - top) / 4), top - 16, bottom + 29
    places = {
        "right": (right + 9, y + 7, ""),
        "left": (left - 9, y + 7, "end"),
        "below": (x, below, "middle"),
        "above": (x, above, "middle"),
    }
    first = places.pop(side, None) or places.pop("right")
    ends = [
        (at, down, anchor) for down in (below, above) for at, anchor in ((right, "end"), (left, ""))
    ]
    rows = [
        (at, y + 7 + dy, anchor)
        for at, anchor in ((right + 9, ""), (left - 9, "end"))
        for dy in (quarter, -quarter)
    ]
    return [first, *places.values(), *ends, *rows]


def within(box, middle=None):
    """Where the name of a surface may stand in its box: the nearer ``middle``, or the box's, the better."""
    left, top, right, bottom = box
    x, y = middle or (round((left + right) / 2), round((top + bottom) / 2))
    places = [
        (abs(dx) + abs(dy), x + dx, y + 7 + dy, "middle")
        for dx in (0, -20, 20, -40, 40)
        for dy in (0, -18, 18, -36, 36, -60, 60, -90, 90)
        if left < x + dx < right and top < y + dy < bottom
    ]
    return [place for _, *place in sorted(places, key=lambda each: each[0])]
