"""Maps: GeoJSON outlines to SVG.

Pure: takes outlines and gives markup; the base map is the file beside this module, drawn by hand
for the project. Nothing here carries a style: ``static/css/components/map.css`` gives the looks,
so that the maps follow light, dark, forced colours and the width of the screen.
"""

import functools
import itertools
import json
import math
from dataclasses import dataclass
from html import escape
from pathlib import Path

BASE_MAP = Path(__file__).with_name("base_map.geojson")
CITY = (12.65, 55.985, 12.80, 56.09)  # west, south, east, north
WIDTH = 620
SEA_LABEL = (12.661, 56.013)


@dataclass(frozen=True)
class MapArea:
    """An area as a map shows it.

    ``outline`` is a GeoJSON Polygon, MultiPolygon or a Feature around one; ``label_side`` is
    ``"right"``, ``"left"`` or ``"below"``.
    """

    title: str
    url: str
    number: int
    outline: dict
    label_side: str = "right"


@dataclass(frozen=True)
class MapWords:
    """What the map of the city says: its name for whoever listens, and two places on it."""

    title: str
    room: str
    sea: str


class Projection:
    """Longitude and latitude to whole units of a drawing, y downwards.

    Equirectangular, true to scale in the middle of ``bounds`` (west, south, east, north): over a
    city the error is far below the width of a line.
    """

    def __init__(self, bounds, width=WIDTH):
        """Fill ``width`` units with ``bounds``; the height follows."""
        self.west, south, east, self.north = bounds
        self.scale_x = width / (east - self.west)
        self.scale_y = self.scale_x / math.cos(math.radians((south + self.north) / 2))
        self.width = width
        self.height = round((self.north - south) * self.scale_y)

    def __call__(self, position):
        """The ``(x, y)`` of a GeoJSON position."""
        x = (float(position[0]) - self.west) * self.scale_x
        y = (self.north - float(position[1])) * self.scale_y
        return round(x), round(y)

    def shows(self, position):
        """Whether a position lies within the drawing."""
        x, y = self(position)
        return 0 <= x <= self.width and 0 <= y <= self.height


def path(projection, line, *, is_closed=False):
    """The ``d`` of a line of positions, in relative whole units; points that fall together once."""
    points = [point for point, _ in itertools.groupby(map(projection, line))]
    if is_closed and len(points) > 1 and points[0] == points[-1]:
        points.pop()
    if not points:
        return ""
    steps = [
        f"{x - before_x:d} {y - before_y:d}"
        for (before_x, before_y), (x, y) in itertools.pairwise(points)
    ]
    start = f"M{points[0][0]} {points[0][1]}"
    return start + (f"l{' '.join(steps)}".replace(" -", "-") if steps else "") + "z" * is_closed


def rings(outline):
    """The outer and inner rings of an outline, the outer ones of each polygon first."""
    geometry = outline.get("geometry", outline)
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    return [ring for polygon in polygons for ring in polygon]


def label_point(ring):
    """A position inside a ring where a number can stand.

    The centre of gravity, or, when that falls outside (a horseshoe), the middle of the widest
    stretch inside the ring at its latitude.
    """
    ring = [(float(x), float(y)) for x, y, *_ in ring]
    origin_x, origin_y = ring[0]  # Near numbers lose less to rounding than 12.7 and 56.
    doubled_area = moment_x = moment_y = 0.0
    for (x1, y1), (x2, y2) in itertools.pairwise(ring):
        x1, y1, x2, y2 = x1 - origin_x, y1 - origin_y, x2 - origin_x, y2 - origin_y
        cross = x1 * y2 - x2 * y1
        doubled_area += cross
        moment_x += (x1 + x2) * cross
        moment_y += (y1 + y2) * cross
    if not doubled_area:
        return ring[0]
    x = origin_x + moment_x / (3 * doubled_area)
    y = origin_y + moment_y / (3 * doubled_area)
    crossings = sorted(
        x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        for (x1, y1), (x2, y2) in itertools.pairwise(ring)
        if (y1 > y) != (y2 > y)
    )
    stretches = list(zip(crossings[::2], crossings[1::2], strict=False))
    if not stretches or any(left <= x <= right for left, right in stretches):
        return x, y
    left, right = max(stretches, key=lambda stretch: stretch[1] - stretch[0])
    return (left + right) / 2, y


@functools.cache
def _base_features():
    """The base map by kind; read once."""
    by_kind = {}
    for feature in json.loads(BASE_MAP.read_text(encoding="utf-8"))["features"]:
        by_kind.setdefault(feature["properties"]["kind"], []).append(feature)
    return by_kind


def _base(projection):
    """Water, land, coast, roads and railway."""
    features = _base_features()

    def lines(kind):
        return "".join(
            path(projection, feature["geometry"]["coordinates"]) for feature in features[kind]
        )

    land = "".join(
        path(projection, ring, is_closed=True)
        for feature in features["land"]
        for ring in feature["geometry"]["coordinates"]
    )
    return (
        f'<path class="map-water" d="M0 0h{projection.width}v{projection.height}H0z"/>'
        f'<path class="map-land" d="{land}"/>'
        f'<path class="map-coast" d="{lines("coast")}"/>'
        f'<path class="map-trunk" d="{lines("trunk-road")}"/>'
        f'<path class="map-road" d="{lines("road")}"/>'
        f'<path class="map-railway" d="{lines("railway")}"/>'
    )


def _extent(projection, outline):
    """Left, top, right and bottom of an outline in the drawing."""
    points = [projection(position) for ring in rings(outline) for position in ring]
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), min(down), max(across), max(down)


def _disc(projection, area):
    """Where the number of an area stands; beside a small area whose name stands to the left."""
    x, y = projection(label_point(rings(area.outline)[0]))
    return (x - 12 if area.label_side == "left" else x), y


def reaches_into_map(area):
    """Whether the map of the city shows the number of an area: what it does not show nobody can follow."""
    projection = Projection(CITY)
    x, y = _disc(projection, area)
    _extent(projection, area.outline)
    return 0 <= x <= projection.width and 0 <= y <= projection.height


def _overlap(box, other):
    """Whether two boxes (left, top, right, bottom) share ground."""
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def _is_within(box, projection):
    """Whether a box lies wholly in the drawing."""
    left, top, right, bottom = box
    return left >= 0 and top >= 0 and right <= projection.width and bottom <= projection.height


def _hatch(name):
    return (
        f'<defs><pattern id="{name}" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path class="map-hatch" d="M0 0v7"/></pattern></defs>'
    )


def _text(css_class, x, y, text, anchor=""):
    anchor = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text class="{css_class}" x="{x}" y="{y}"{anchor}>{escape(text)}</text>'


def _text_width(text):
    """Roughly how wide a name is on the map of one area, in units of the drawing."""
    return 14 * len(text)


def _outline(projection, outline, hatch):
    d = "".join(path(projection, ring, is_closed=True) for ring in rings(outline))
    return (
        f'<path class="map-area-ground" d="{d}"/>'
        f'<path class="map-area" d="{d}" fill="url(#{hatch})"/>'
    )


def draw_map(areas, words, room_position=None):
    """The map of the city with numbered areas that lead to their pages, as SVG markup.

    ``areas`` are :class:`MapArea`, ``words`` :class:`MapWords`; ``room_position`` is longitude and latitude, or ``None``. Names
    stand beside the numbers on wide screens; on a phone, and where a name would lie on another,
    the list beside the map carries them.
    """
    projection = Projection(CITY)
    links = []
    room = ""
    room_box = None
    if room_position and projection.shows(room_position):
        room_x, room_y = projection(room_position)
        room_box = (room_x - 12, room_y - 42, room_x + 76, room_y)
        room = f'<path class="map-pin" d="M{room_x} {room_y}l-11-26a12 12 0 1 1 22 0z"/>' + _text(
            "map-room", room_x + 16, room_y - 16, words.room
        )
    discs = [_disc(projection, area) for area in areas]
    taken = [(x - 16, y - 16, x + 16, y + 16) for x, y in discs] + [room_box] * bool(room_box)
    for area, (x, y) in zip(areas, discs, strict=True):
        # The name stands clear of both disc and outline.
        left, _, right, bottom = _extent(projection, area.outline)
        label_x, label_y, anchor = {
            "left": (min(x - 22, left - 8), y + 6, "end"),
            "below": (x, max(y + 36, bottom + 22), "middle"),
        }.get(area.label_side, (max(x + 22, right + 8), y + 6, ""))
        width = 9 * len(area.title)
        start = label_x - {"": 0, "end": width, "middle": width / 2}[anchor]
        box = (start, label_y - 14, start + width, label_y + 6)
        name = ""
        if _is_within(box, projection) and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            # Number and name are two words to whoever listens.
            name = " " + _text("map-name", label_x, label_y, area.title, anchor)
        links.append(
            f'<a href="{escape(area.url)}" class="map-link" '
            f'aria-label="{area.number} {escape(area.title)}">'
            f"{_outline(projection, area.outline, 'map-hatch')}"
            f'<circle class="map-disc" cx="{x}" cy="{y}" r="24"/>'
            + _text("map-number", x, y, str(area.number), "middle")
            + name
            + "</a>"
        )
    return (
        f'<svg class="map" viewBox="0 0 {projection.width} {projection.height}" role="group" '
        f'aria-label="{escape(words.title)}">'
        f"{_hatch('map-hatch')}{_base(projection)}"
        f"{_text('map-sea', *projection(SEA_LABEL), words.sea)}"
        f"{''.join(links)}{room}</svg>"
    )


def draw_area_map(area, title):
    """The map of one :class:`MapArea` and what lies around it, as SVG markup; ``title`` is its name."""
    points = [point for ring in rings(area.outline) for point in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    # As much around it as the area is large, at least two kilometres across; wider than high.
    squeeze = math.cos(math.radians(middle_y))
    half = max((east - west) * squeeze, (north - south), 0.018)
    bounds = (
        middle_x - half / squeeze,
        middle_y - half * 0.75,
        middle_x + half / squeeze,
        middle_y + half * 0.75,
    )
    projection = Projection(bounds)
    hatch = f"map-hatch-{area.number}"
    names = []
    own_x, own_y = projection(label_point(rings(area.outline)[0]))
    taken = [(own_x, own_y, _text_width(area.title))]
    features = _base_features()
    for feature in features["district-label"] + features["place"]:
        geometry = feature["geometry"]
        is_place = geometry["type"] == "Point"
        position = geometry["coordinates"] if is_place else label_point(geometry["coordinates"][0])
        x, y = projection(position)
        name = feature["properties"]["name"]
        width = _text_width(name)
        text_y = y - 12 if is_place else y
        is_inside = (
            width / 2 + 8 <= x <= projection.width - width / 2 - 8
            and 30 <= text_y <= projection.height - 20
        )
        is_clear = all(
            abs(x - a) > (width + b_width) / 2 + 12 or abs(text_y - b) > 40
            for a, b, b_width in taken
        )
        if not is_inside or not is_clear or name == area.title:
            continue
        taken.append((x, text_y, width))
        if is_place:
            names.append(f'<circle class="map-place" cx="{x}" cy="{y}" r="5"/>')
        names.append(_text("map-district", x, text_y, name, "middle"))
    return (
        f'<svg class="map map-of-one" viewBox="0 0 {projection.width} {projection.height}" '
        f'role="img" aria-label="{escape(title)}">'
        f"{_hatch(hatch)}{_base(projection)}{_outline(projection, area.outline, hatch)}"
        f"{''.join(names)}" + _text("map-name", own_x, own_y + 7, area.title, "middle") + "</svg>"
    )
