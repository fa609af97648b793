"""Maps: GeoJSON outlines to SVG.

Pure: takes outlines and the base map (:class:`~exhibits.rules.base_map.BaseMap`) and gives markup. Nothing
here carries a style: ``static/css/components/map.css`` gives the looks, so that the maps follow light, dark, forced colours and the width of the screen.
"""

import itertools
import math
from dataclasses import dataclass
from html import escape

WIDTH = 620


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
class MapPlan:
    """What a plan is about, as a map of its area shows it; ``drawn`` names its pattern: ``"foreslas"``."""

    title: str
    outline: dict
    drawn: str


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


def _base(base_map, projection, rank):
    """Water, land, parks, roads and railways, as far as ``rank`` (1 on every map, 3 from near)."""
    features = base_map.by_kind

    def shapes(css_class, kind, *, is_closed=False, where=lambda properties: True):
        d = "".join(
            path(projection, line, is_closed=is_closed)
            for feature in features.get(kind, ())
            if feature["properties"].get("rank", 1) <= rank and where(feature["properties"])
            for line in _lines(feature["geometry"])
            if _is_seen(projection, line)
        )
        return f'<path class="{css_class}" d="{d}"/>' if d else ""

    def is_water(properties):
        return properties.get("surface") == "water"

    return (
        f'<path class="map-water" d="M0 0h{projection.width}v{projection.height}H0z"/>'
        + shapes("map-land", "land", is_closed=True)
        + shapes("map-land", "harbour", is_closed=True, where=lambda p: not is_water(p))
        + shapes("map-green", "green", is_closed=True)
        + shapes("map-water", "harbour", is_closed=True, where=is_water)
        + shapes("map-coast", "coast")
        + shapes("map-ridge", "ridge")
        + shapes("map-stream", "stream")
        + shapes("map-road", "road")
        + shapes("map-trunk", "trunk-road")
        + shapes("map-railway", "railway")
        + shapes("map-tunnel", "railway-tunnel")
        + shapes("map-ferry", "ferry")
    )


def _lines(geometry):
    """The lines of a geometry: a line itself, or the outer ring of a surface."""
    coordinates = geometry["coordinates"]
    return [coordinates] if geometry["type"] == "LineString" else coordinates[:1]


def _is_seen(projection, line):
    """Whether something of a line may fall within the drawing."""
    points = [projection(position) for position in line]
    return _overlap(
        (
            min(x for x, _ in points),
            min(y for _, y in points),
            max(x for x, _ in points),
            max(y for _, y in points),
        ),
        (0, 0, projection.width, projection.height),
    ) or any(0 <= x <= projection.width and 0 <= y <= projection.height for x, y in points)


@dataclass(frozen=True)
class _Letters:
    """How large names are, in units of the drawing: a letter's width, and above and below the line."""

    width: float
    above: float
    below: float


# Names are larger on a phone, where the drawing is small; see ``static/css/components/map.css``.
_ON_A_PHONE, _ON_A_WIDE_SCREEN = _Letters(12.5, 21, 8), _Letters(8.8, 15, 6)


class _Names:
    """Names on a map, none of which lies over another or over a mark.

    A name that is clear at the size of a phone is shown everywhere; one that is clear only when names
    are small is left out on a phone.
    """

    def __init__(self, projection):
        self.projection = projection
        self.phone, self.wide = [], []

    def mark(self, x, y, radius, wide_radius=None):
        """Keep the ground of a mark clear."""
        for taken, r in ((self.phone, radius), (self.wide, wide_radius or radius)):
            taken.append((x - r, y - r, x + r, y + r))

    def box(self, box):
        """The same of any box."""
        self.phone.append(box)
        self.wide.append(box)

    def place(self, css_class, text, places, *, is_on_phones=True):
        """The name at the first of ``places`` (x, y, anchor) where it is clear, as markup, or nothing."""
        for is_large in (True, False) if is_on_phones else (False,):
            for x, y, anchor in places:
                box = _name_box(x, y, anchor, text, _ON_A_WIDE_SCREEN)
                large = _name_box(x, y, anchor, text, _ON_A_PHONE)
                if not self._is_clear(box, self.wide):
                    continue
                if is_large and not self._is_clear(large, self.phone):
                    continue
                self.wide.append(box)
                if is_large:
                    self.phone.append(large)
                only = "" if is_large else " map-wide"
                return _text(css_class + only, x, y, text, anchor)
        return ""

    def _is_clear(self, box, taken):
        return _is_within(box, self.projection) and not any(_overlap(box, o) for o in taken)


def _name_box(x, y, anchor, text, letters):
    """Left, top, right and bottom of a name."""
    width = letters.width * len(text) + 4
    left = x - {"": 0, "end": width, "middle": width / 2}[anchor]
    return (left, y - letters.above, left + width, y + letters.below)


def _around(x, y, side="right", clear=12):
    """Where the name of a point may stand, the wanted side first."""
    places = {
        "right": (x + clear, y + 6, ""),
        "left": (x - clear, y + 6, "end"),
        "above": (x, y - clear - 4, "middle"),
        "below": (x, y + clear + 16, "middle"),
    }
    return [places[side], *(place for name, place in places.items() if name != side)]


def _draw_stations(base_map, projection, names, rank, without=()):
    """Railway stations with their names: they steer most, and take their places first."""
    stations = [f for f in base_map.by_kind.get("place", ()) if _is_station(f)]
    for feature in stations:
        if projection.shows(feature["geometry"]["coordinates"]):
            names.mark(*projection(feature["geometry"]["coordinates"]), 6)
    return _draw_points(projection, names, rank, stations, without)


def _is_station(feature):
    return feature["properties"].get("class") == "station"


def _draw_places(base_map, projection, names, rank, without=()):
    """Landmarks, districts and parks with their names, as far as ``rank``."""
    kinds = ("place", "district-label", "green")
    points = [each for kind in kinds for each in base_map.by_kind.get(kind, ())]
    points = [feature for feature in points if not _is_station(feature)]
    points.sort(key=lambda f: f["properties"].get("label_rank", f["properties"].get("rank", 1)))
    return _draw_points(projection, names, rank, points, without)


def _draw_points(projection, names, rank, points, without):
    """Marks and names of some features of the base map."""
    out = []
    points = [
        feature
        for feature in points
        if feature["properties"]["name"]
        and feature["properties"].get("rank", 1) <= rank
        and (feature["properties"]["name"] not in without or _is_station(feature))
    ]
    for feature in points:
        properties, geometry = feature["properties"], feature["geometry"]
        is_point = geometry["type"] == "Point"
        position = properties.get("label_at") or (
            geometry["coordinates"] if is_point else label_point(geometry["coordinates"][0])
        )
        if not projection.shows(position):
            continue
        x, y = projection(position)
        kind = properties["kind"]
        side = properties.get("label_side", "right")
        is_station = _is_station(feature)
        radius = 6 if is_station else 4
        if kind == "place":
            if not is_station and any(
                _overlap((x - 3, y - 3, x + 3, y + 3), box) for box in names.wide
            ):
                continue
            places, css = _around(x, y, side), "map-place-name"
        else:
            places = [(x, y + 5, "middle"), (x, y - 12, "middle"), (x, y + 22, "middle")]
            css = "map-green-name" if kind == "green" else "map-district"
        label_rank = properties.get("label_rank", properties.get("rank", 1))
        name = ""
        if label_rank <= rank and properties["name"] not in without:
            is_on_phones = label_rank == 1 or rank == 3
            name = names.place(css, properties["name"], places, is_on_phones=is_on_phones)
        if kind == "place" and (name or is_station):
            names.mark(x, y, radius)
            # A mark that nobody names is shown where its name is.
            css = "map-station" if is_station else "map-place"
            only = " map-wide" if "map-wide" in name and not is_station else ""
            out.append(f'<circle class="{css}{only}" cx="{x}" cy="{y}" r="{radius}"/>')
        out.append(name)
    return "".join(out)


def _extent(projection, outline):
    """Left, top, right and bottom of an outline in the drawing."""
    points = [projection(position) for ring in rings(outline) for position in ring]
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), min(down), max(across), max(down)


def _disc(projection, area):
    """Where the number of an area stands; beside a small area whose name stands to the left."""
    x, y = projection(label_point(rings(area.outline)[0]))
    return (x - 12 if area.label_side == "left" else x), y


def reaches_into_map(base_map, area):
    """Whether the map of the city shows the number of an area: what it does not show nobody can follow."""
    projection = Projection(base_map.bounds)
    x, y = _disc(projection, area)
    _extent(projection, area.outline)
    return 0 <= x <= projection.width and 0 <= y <= projection.height


def meets_map(base_map, outline):
    """Whether some of an outline can lie on the map of the city."""
    projection = Projection(base_map.bounds)
    return _overlap(_extent(projection, outline), (0, 0, projection.width, projection.height))


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


def _outline(projection, outline, hatch):
    d = _surface(projection, outline)
    return (
        f'<path class="map-area-ground" d="{d}"/>'
        f'<path class="map-area" d="{d}" fill="url(#{hatch})"/>'
    )


def _surface(projection, outline):
    return "".join(path(projection, ring, is_closed=True) for ring in rings(outline))


# What a plan proposes is told from what is decided and built by pattern: dots, close stripes, one colour.
_PATTERNS = {
    "foreslas": '<circle class="map-plan-dot" cx="4" cy="4" r="1.6"/>',
    "beslutat": '<path class="map-plan-stripe" d="M0 2h8M0 6h8"/>',
}
_CLASSES = {
    "foreslas": "map-plan map-plan-foreslas",
    "beslutat": "map-plan map-plan-beslutat",
    "byggt": "map-plan map-plan-byggt",
}


def draw_pattern(drawn):
    """A square with the pattern of plans that are ``drawn`` so, as SVG markup for a key."""
    return (
        f'<svg class="map-key-sign" viewBox="0 0 32 20" width="32" height="20" aria-hidden="true">'
        f"{_patterns([drawn], 'nyckel')}{_plan_path(drawn, 'M1 1h30v18H1z', 'nyckel')}</svg>"
    )


def _patterns(kinds, name):
    return "".join(
        f'<defs><pattern id="{name}-{drawn}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f"{_PATTERNS[drawn]}</pattern></defs>"
        for drawn in dict.fromkeys(kinds)
        if drawn in _PATTERNS
    )


def _plan_path(drawn, d, name):
    fill = f' fill="url(#{name}-{drawn})"' if drawn in _PATTERNS else ""
    return f'<path class="map-plan-ground" d="{d}"/><path class="{_CLASSES[drawn]}" d="{d}"{fill}/>'


def _draw_plans(projection, names, plans, name):
    """Plans within a map, each with its name where that is clear."""
    if not plans:
        return ""
    out = [_patterns([plan.drawn for plan in plans], name)]
    for plan in plans:
        x, y = projection(label_point(rings(plan.outline)[0]))
        _, top, _, bottom = _extent(projection, plan.outline)
        places = [(x, y + 6, "middle"), (x, bottom + 20, "middle"), (x, top - 8, "middle")]
        out.append(_plan_path(plan.drawn, _surface(projection, plan.outline), name))
        out.append(names.place("map-plan-name", plan.title, places))
    return "".join(out)


def draw_map(base_map, areas, words, room_position=None):
    """The map of the city with numbered areas that lead to their pages, as SVG markup.

    ``base_map`` is a :class:`~exhibits.rules.base_map.BaseMap`,
    ``areas`` are :class:`MapArea`, ``words`` :class:`MapWords`; ``room_position`` is longitude and latitude, or ``None``.
    Names stand where they lie over nothing else; the list beside the map carries them all.
    """
    projection = Projection(base_map.bounds)
    names = _Names(projection)
    discs = [_disc(projection, area) for area in areas]
    for x, y in discs:
        names.mark(x, y, 26, 22)
    room = _draw_room(projection, names, words.room, room_position)
    without = _said_by(areas, room)
    stations = _draw_stations(base_map, projection, names, 2, without)
    links = []
    for area, (x, y) in zip(areas, discs, strict=True):
        # The name stands clear of both disc and outline.
        left, top, right, bottom = _extent(projection, area.outline)
        places = {
            "right": (max(x + 30, right + 8), y + 7, ""),
            "left": (min(x - 30, left - 8), y + 7, "end"),
            "below": (x, max(y + 48, bottom + 24), "middle"),
            "above": (x, min(y - 35, top - 10), "middle"),
        }
        first = places.pop(area.label_side, None) or places.pop("right")
        wanted = [first, *places.values()]
        name = names.place("map-name", area.title, wanted)
        links.append(
            f'<a href="{escape(area.url)}" class="map-link" '
            f'aria-label="{area.number} {escape(area.title)}">'
            f"{_outline(projection, area.outline, 'map-hatch')}"
            f'<circle class="map-disc" cx="{x}" cy="{y}" r="24"/>'
            + _text("map-number", x, y, str(area.number), "middle")
            # Number and name are two words to whoever listens.
            + (f" {name}" if name else "")
            + "</a>"
        )
    sea = _draw_sea(base_map, projection, names, words.sea)
    places = _draw_places(base_map, projection, names, 2, without)
    return (
        f'<svg class="map" viewBox="0 0 {projection.width} {projection.height}" role="group" '
        f'aria-label="{escape(words.title)}">'
        f"{_hatch('map-hatch')}{_base(base_map, projection, 2)}"
        f"{sea}"
        f"{''.join(links)}{stations}{places}{room}</svg>"
    )


def _draw_sea(base_map, projection, names, word):
    """The name of the sea, or nothing where the base map has no place for it."""
    places = [each["geometry"]["coordinates"] for each in base_map.by_kind.get("water-label", ())]
    for x, y in [projection(place) for place in places if projection.shows(place)][:1]:
        names.box((x, y - 24, x + 130, y + 8))
        return _text("map-sea", x, y, word)
    return ""


def _draw_room(projection, names, word, position):
    """The pin of the room with its word, or nothing when it lies elsewhere."""
    if not position or not projection.shows(position):
        return ""
    x, y = projection(position)
    names.box((x - 13, y - 40, x + 13, y))
    places = [(x + 18, y - 16, ""), (x - 18, y - 16, "end"), (x, y - 46, "middle")]
    pin = f'<path class="map-pin" d="M{x} {y}l-11-26a12 12 0 1 1 22 0z"/>'
    return pin + names.place("map-room", word, places)


def _said_by(areas, room):
    """Names of the base map that the areas and the room say already."""
    # The room's house stands on the same spot as its pin.
    return {area.title for area in areas} | ({"Stadsbyggnadshuset"} if room else set())


def draw_area_map(
    base_map, area, title, neighbours=(), words=None, room_position=None, plans=(), least=0.018
):
    """The map of one :class:`MapArea` and what lies around it, as SVG markup; ``title`` is its name.

    ``plans`` are :class:`MapPlan` to draw within, ``neighbours`` the other areas, drawn where they fall within; ``words`` and ``room_position`` are
    those of :func:`draw_map`. At least twice ``least`` degrees of latitude are shown.
    """
    points = [point for ring in rings(area.outline) for point in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    # As much around it as the area is large, and not less than shows where it lies; wider than high.
    squeeze = math.cos(math.radians(middle_y))
    half = max((east - west) * squeeze, (north - south), least)
    bounds = (
        middle_x - half / squeeze,
        middle_y - half * 0.75,
        middle_x + half / squeeze,
        middle_y + half * 0.75,
    )
    projection = Projection(bounds)
    hatch = f"map-hatch-{area.number}"
    names = _Names(projection)
    own_x, own_y = projection(label_point(rings(area.outline)[0]))
    left, top, right, bottom = _extent(projection, area.outline)
    own_places = [(own_x, own_y + 7, "middle")]
    if _ON_A_PHONE.width * len(area.title) > right - left:
        # Wider than what it names, which it would hide.
        own_places = [(own_x, bottom + 26, "middle"), (own_x, top - 12, "middle"), *own_places]
    own = names.place("map-name", area.title, own_places) or _text(
        "map-name", own_x, own_y + 7, area.title, "middle"
    )
    room = _draw_room(projection, names, words.room, room_position) if words else ""
    drawn_plans = _draw_plans(projection, names, plans, f"plan-{area.number}")
    said = _said_by((area, *neighbours), room)
    stations = _draw_stations(base_map, projection, names, 3, said)
    around = []
    for other in neighbours:
        left, top, right, bottom = _extent(projection, other.outline)
        if other == area or not _overlap(
            (left, top, right, bottom), (0, 0, projection.width, projection.height)
        ):
            continue
        d = "".join(path(projection, ring, is_closed=True) for ring in rings(other.outline))
        x, y = _disc(projection, other)
        inside = (min(max(x, 10), projection.width - 10), min(max(y, 30), projection.height - 20))
        around.append(
            f'<path class="map-neighbour" d="{d}"/>'
            + names.place(
                "map-neighbour-name",
                other.title,
                [(*inside, "middle"), (*inside, "end"), (*inside, "")],
            )
        )
    places = _draw_places(base_map, projection, names, 3, said)
    return (
        f'<svg class="map map-of-one" viewBox="0 0 {projection.width} {projection.height}" '
        f'role="img" aria-label="{escape(title)}">'
        f"{_hatch(hatch)}{_base(base_map, projection, 3)}{''.join(around)}"
        f"{_outline(projection, area.outline, hatch)}{drawn_plans}{stations}{places}{own}{room}</svg>"
    )
