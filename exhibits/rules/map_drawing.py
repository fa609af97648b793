"""Maps: GeoJSON outlines to SVG.

Pure: takes outlines and the base map (:class:`~exhibits.rules.base_map.BaseMap`) and gives markup. Nothing
here carries a style: ``static/css/components/map.css`` gives the looks, so that the maps follow light, dark, forced colours and the width of the screen.
"""

import itertools
import math
from dataclasses import dataclass
from html import escape

from exhibits.rules.map_names import WIDE, Names, around_box, around_point, name, overlap, within

WIDTH = 620
# The size of an area's number, as a disc on a phone and on a wide screen, with its line.
_DISC, _WIDE_DISC = 26, 22
# What a map shows of a park at its edge before it names it.
_LEAST_PARK = 20
# Along a street or a stream: how far the places lie from each other where its name is tried, and how much of it is seen
# before it is named. Over the sea: how far apart they lie.
_STEP, _LEAST_LINE, _SEA_STEP = 20, 140, 24


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
    """What a plan is about, as a map of its area shows it; ``drawn`` names its pattern: ``"foreslas"``.

    ``said`` is what the key beside the map says of it.
    """

    title: str
    outline: dict
    drawn: str
    said: str = ""


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
    crossings = crossings_of(ring, y)
    stretches = list(zip(crossings[::2], crossings[1::2], strict=False))
    if not stretches or any(left <= x <= right for left, right in stretches):
        return x, y
    left, right = max(stretches, key=lambda stretch: stretch[1] - stretch[0])
    return (left + right) / 2, y


def crossings_of(ring, y):
    """Where a ring crosses the line across at ``y``, from the left: between each two from the first on is inside."""
    return sorted(
        x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        for (x1, y1), (x2, y2) in itertools.pairwise(ring)
        if (y1 > y) != (y2 > y)
    )


def _base(base_map, projection, rank, parks):
    """Water, land, roads and railways, as far as ``rank`` (1 on every map, 3 from near), and ``parks``.

    The parks are those that the map names, by name, each with what it adds to a class.
    """
    features = {**base_map.by_kind, **_named_parks(base_map, parks)}

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
        + shapes(f"map-green{WIDE}", f"green{WIDE}", is_closed=True)
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
    return overlap(
        (
            min(x for x, _ in points),
            min(y for _, y in points),
            max(x for x, _ in points),
            max(y for _, y in points),
        ),
        (0, 0, projection.width, projection.height),
    ) or any(0 <= x <= projection.width and 0 <= y <= projection.height for x, y in points)


def _named_parks(base_map, parks):
    """Parks that carry their name on the map, with all their parts: of the others nobody knows what they are."""
    found = {"green": []}
    only = None
    for feature in base_map.by_kind.get("green", ()):
        # What has no name is a further part of the one before.
        only = (
            parks.get(feature["properties"]["name"], None)
            if feature["properties"]["name"]
            else only
        )
        if only is not None:
            found.setdefault(f"green{only}", []).append(feature)
    return found


def _names(base_map, projection):
    """The :class:`Names` of a map, which leave the coast where they can."""
    names = Names(projection.width, projection.height)
    for feature in base_map.by_kind.get("coast", ()):
        names.edge([projection(each) for each in feature["geometry"]["coordinates"]])
    return names


def edges(projection, outline):
    """The lines around an outline in the drawing."""
    return [[projection(each) for each in ring] for ring in rings(outline)]


def _draw_stations(base_map, projection, names, rank, without, own=""):
    """Railway stations with their names: they steer most, and take their places first.

    The station that is called as the map's ``own`` subject is named by it.
    """
    stations = [f for f in base_map.by_kind.get("place", ()) if _is_station(f)]
    for feature in stations:
        if projection.shows(feature["geometry"]["coordinates"]):
            names.mark(*projection(feature["geometry"]["coordinates"]), 6)
    return _draw_points(projection, names, rank, stations, without, own=own)


def _is_station(feature):
    return feature["properties"].get("class") == "station"


def _draw_places(base_map, projection, names, rank, without, parks):
    """Landmarks, districts and parks with their names, as far as ``rank``; adds to ``parks`` what is named.

    From near (3) streets, streams and harbours have their names too.
    """
    kinds = ("place", "district-label", "green")
    if rank == 3:
        kinds = ("place", "green", "trunk-road", "stream", "road", "harbour", "district-label")
    points = [each for kind in kinds for each in base_map.by_kind.get(kind, ())]
    points = [feature for feature in points if not _is_station(feature)]
    points.sort(key=lambda f: f["properties"].get("label_rank", f["properties"].get("rank", 1)))
    return _draw_points(projection, names, rank, points, without, parks)


_NAME_CLASSES = {
    "place": "map-place-name",
    "district-label": "map-district",
    "green": "map-green-name",
    "trunk-road": "map-road-name",
    "road": "map-road-name",
    "stream": "map-water-name",
    "harbour": "map-water-name",
}


def _draw_points(projection, names, rank, points, without, parks=None, own=""):
    """Marks and names of some features of the base map; what finds no place for its name has no mark."""
    out = []
    for feature in points:
        properties, kind = feature["properties"], feature["properties"]["kind"]
        label_rank = properties.get("label_rank", properties.get("rank", 1))
        position = feature["geometry"]["coordinates"]
        if own and properties["name"] == own and projection.shows(position):
            out.append(_mark(names, *projection(position), feature))
        # A trunk road is known by its number.
        text = properties.get("ref") or properties["name"]
        if not text or label_rank > rank or text in without:
            continue
        places = _places_of(projection, names, feature)
        if not places:
            continue
        css = _NAME_CLASSES[kind]
        if _is_station(feature):
            drawn = (
                names.place(css, text, places, is_everywhere=True, may_cross=True)
                or _draw_far_name(names, text, projection(position))
                or names.place(css, text, places, may_cross=True)
            )
        else:
            is_on_phones = label_rank == 1 or rank == 3
            drawn = names.place(css, text, places, is_on_phones=is_on_phones)
        if not drawn:
            continue
        only = WIDE if WIDE in drawn else ""
        if kind == "place":
            out.append(_mark(names, *projection(position), feature, only))
        elif kind == "green":
            parks[properties["name"]] = only
        out.append(drawn)
    return "".join(out)


def _draw_far_name(names, text, point):
    """The name of a station above or below a border beside it, with a line between them."""
    x, y = point
    # Each reaches over the point, from which the line goes straight up or down.
    ends = ((0, "middle"), (-10, ""), (10, "end"))
    places = [(x + dx, y + dy, anchor) for dy in (-50, 66, -74, 90) for dx, anchor in ends]
    found = names.find(text, places, is_everywhere=True)
    if not found:
        return ""
    (_, down, _), _ = found
    line = ((x, y - 7), (x, down + 6)) if down < y else ((x, y + 7), (x, down - 20))
    return _leader(*line) + name("map-place-name", text, found[0])


def _mark(names, x, y, feature, only=""):
    """The ring of a station or the dot of another place."""
    css, radius = ("map-station", 6) if _is_station(feature) else ("map-place", 4)
    names.mark(x, y, radius)
    return f'<circle class="{css}{only}" cx="{x}" cy="{y}" r="{radius}"/>'


def _places_of(projection, names, feature):
    """Where the name of a feature of the base map may stand; nowhere when the drawing does not show it."""
    properties, geometry = feature["properties"], feature["geometry"]
    if geometry["type"] == "LineString":
        return along(projection, geometry["coordinates"])
    if properties["kind"] == "harbour":
        is_water = properties.get("surface") == "water"
        box = is_water and seen_part(projection, extent(projection, geometry))
        return within(box) if box else []
    is_point = geometry["type"] == "Point"
    position = properties.get("label_at") or (
        geometry["coordinates"] if is_point else label_point(geometry["coordinates"][0])
    )
    x, y = projection(position)
    side = properties.get("label_side", "right")
    if properties["kind"] == "green":
        box = seen_part(projection, extent(projection, geometry))
        if not box or min(box[2] - box[0], box[3] - box[1]) < _LEAST_PARK:
            return []
        middle = (x, y) if projection.shows(position) else None
        return [*within(box, middle), *around_box(box, side)]
    if not projection.shows(position):
        return []
    if properties["kind"] == "place":
        # Neither on a phone nor on a wide screen may its dot stand on a letter of another name.
        box = (x - 4, y - 4, x + 4, y + 4)
        is_free = _is_station(feature) or all(names.is_free(box, size) for size in (0, 1))
        return around_point(x, y, side) if is_free else []
    # Nobody knows a district's middle better than to three hundred metres.
    return [(x + dx, y + dy, "middle") for dx in (0, -20, 20) for dy in (5, -12, 22)]


def along(projection, line):
    """Where the name of a line may stand: on it or beside it, from the middle of what is seen outwards."""
    seen = [
        (round(x), round(y))
        for x, y in _steps([projection(each) for each in line])
        if 0 <= x <= projection.width and 0 <= y <= projection.height
    ]
    if len(seen) * _STEP < _LEAST_LINE:
        return []
    middle = (len(seen) - 1) / 2
    by_middle = [seen[at] for at in sorted(range(len(seen)), key=lambda at: abs(at - middle))]
    return [
        (x + dx, y + 7, anchor)
        for x, y in by_middle
        for dx, anchor in ((0, "middle"), (16, ""), (-16, "end"))
    ]


def _steps(line):
    """A point at each ``_STEP`` along a line, from where it begins."""
    at = walked = 0
    for a, b in itertools.pairwise(line):
        span = math.dist(a, b)
        while span and at <= walked + span:
            share = (at - walked) / span
            yield a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
            at += _STEP
        walked += span


def draw_sea_name(projection, names, features):
    """The name of the sea where a drawing shows enough of it, in the middle of that; else nothing."""
    words = [
        each["properties"].get("name")
        for each in features
        if each["properties"]["kind"] == "water-label"
    ]
    if not any(words):
        return ""
    shores = [
        [projection(each) for each in line]
        for feature in features
        if feature["properties"]["kind"] == "land"
        for line in _lines(feature["geometry"])
    ]
    wet = [
        (x, y)
        for y in range(0, projection.height, _SEA_STEP)
        for crossings in [[crossings_of(shore, y) for shore in shores]]
        for x in range(0, projection.width, _SEA_STEP)
        if not any(sum(at <= x for at in each) % 2 for each in crossings)
    ]
    if not wet:
        return ""
    middle = [sum(each) / len(wet) for each in zip(*wet, strict=True)]
    wet.sort(key=lambda point: math.dist(point, middle))
    places = [(x, y + 7, "middle") for x, y in wet]
    return names.place("map-water-name", next(filter(None, words)), places)


def seen_part(projection, box):
    """What the drawing shows of a box, or ``None``."""
    drawing = (0, 0, projection.width, projection.height)
    if not overlap(box, drawing):
        return None
    return (*map(max, box[:2], drawing[:2]), *map(min, box[2:], drawing[2:]))


def extent(projection, outline):
    """Left, top, right and bottom of an outline in the drawing."""
    points = [projection(position) for ring in rings(outline) for position in ring]
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), min(down), max(across), max(down)


def _middle(projection, area):
    """Where the number of an area stands, unless the area is smaller."""
    return projection(label_point(rings(area.outline)[0]))


def _discs(projection, names, areas):
    """Where the numbers of areas stand: within, or beside what they would hide."""
    for area in areas:
        for line in edges(projection, area.outline):
            names.border(line)
    found = [_middle(projection, area) for area in areas]
    # Those that may stand elsewhere come last.
    for index in sorted(range(len(areas)), key=lambda each: _is_small(projection, areas[each])):
        if _is_small(projection, areas[index]):
            found[index] = next(_beside(projection, names, areas[index]), found[index])
        names.mark(*found[index], _DISC, _WIDE_DISC)
    return found


def _is_small(projection, area):
    """Whether the number of an area would hide it."""
    left, top, right, bottom = extent(projection, area.outline)
    return min(right - left, bottom - top) < 2 * _WIDE_DISC


def _beside(projection, names, area):
    """Where a number may stand beside an area, on the wanted side first."""
    left, top, right, bottom = extent(projection, area.outline)
    x, y = _middle(projection, area)
    away = _DISC + 10
    sides = {
        "right": (right + away, y),
        "left": (left - away, y),
        "below": (x, bottom + away),
        "above": (x, top - away),
    }
    first = sides.pop(area.label_side, None) or sides.pop("right")
    for is_off_edge in (True, False):
        for at, down in (first, *sides.values()):
            box = (at - _DISC, down - _DISC, at + _DISC, down + _DISC)
            if names.is_free(box, is_off_edge=is_off_edge):
                yield at, down


def reaches_into_map(base_map, area):
    """Whether the map of the city shows the number of an area: what it does not show nobody can follow."""
    projection = Projection(base_map.bounds)
    x, y = _middle(projection, area)
    extent(projection, area.outline)
    return 0 <= x <= projection.width and 0 <= y <= projection.height


def meets_map(base_map, outline):
    """Whether some of an outline can lie on the map of the city."""
    projection = Projection(base_map.bounds)
    return overlap(extent(projection, outline), (0, 0, projection.width, projection.height))


def _hatch(name):
    return (
        f'<defs><pattern id="{name}" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path class="map-hatch" d="M0 0v7"/></pattern></defs>'
    )


def _leader(start, end, only=""):
    """A line from a name or number to what it is the name of."""
    (x, y), (at, down) = start, end
    return f'<path class="map-leader{only}" d="M{x} {y}l{at - x} {down - y}"/>'


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


def _draw_plans(projection, names, plans, area, pattern):
    """Plans within a map, each with its name where that is clear: in it, beside it, or beside the area."""
    if not plans:
        return ""
    out = [_patterns([plan.drawn for plan in plans], pattern)]
    labels = []
    for plan in plans:
        box = extent(projection, plan.outline)
        out.append(_plan_path(plan.drawn, _surface(projection, plan.outline), pattern))
        label = names.place("map-plan-name", plan.title, [*within(box), *around_box(box)])
        labels.append(label or _name_from_afar(projection, names, plan, area))
    return "".join(out + labels)


def _name_from_afar(projection, names, plan, area):
    """The name of a plan beside its area, with a line between them."""
    x, y = projection(label_point(rings(plan.outline)[0]))
    left, _, right, _ = extent(projection, area.outline)
    places = [
        (at, down, anchor)
        for down in (y + 7, y - 30, y + 44)
        for at, anchor in ((right + 20, ""), (left - 20, "end"))
    ]
    found = names.find(plan.title, places)
    if not found:
        return ""
    (at, down, anchor), only = found
    start = (at - 4 if anchor == "" else at + 4, down - 7)
    label = name("map-plan-name" + only, plan.title, (at, down, anchor))
    return _leader(start, (x, y), only) + label


def draw_map(base_map, areas, words, room_position=None):
    """The map of the city with numbered areas that lead to their pages, as SVG markup.

    ``base_map`` is a :class:`~exhibits.rules.base_map.BaseMap`,
    ``areas`` are :class:`MapArea`, ``words`` :class:`MapWords`; ``room_position`` is longitude and latitude, or ``None``.
    Names stand where they lie over nothing else; the list beside the map carries them all.
    """
    projection = Projection(base_map.bounds)
    names = _names(base_map, projection)
    pin = _pin(projection, room_position)
    if pin:
        names.box(pin)
    discs = _discs(projection, names, areas)
    room = _draw_room(projection, names, words.room, room_position)
    without = _said_by(areas, room)
    sea = _draw_sea(base_map, projection, names, words.sea)
    labels = {}
    # What is small has the fewest places.
    for index in sorted(range(len(areas)), key=lambda each: not _is_small(projection, areas[each])):
        (left, top, right, bottom), (x, y) = extent(projection, areas[index].outline), discs[index]
        # The name stands clear of both disc and outline.
        both = (min(left, x - 21), min(top, y - 21), max(right, x + 21), max(bottom, y + 21))
        labels[index] = names.place(
            "map-name",
            areas[index].title,
            around_box(both, areas[index].label_side),
            may_cross=True,
        )
    links = [
        _draw_link(projection, area, disc, labels[index])
        for index, (area, disc) in enumerate(zip(areas, discs, strict=True))
    ]
    stations = _draw_stations(base_map, projection, names, 2, without)
    parks = {}
    places = _draw_places(base_map, projection, names, 2, without, parks)
    return (
        f'<svg class="map" viewBox="0 0 {projection.width} {projection.height}" role="group" '
        f'aria-label="{escape(words.title)}">'
        f"{_hatch('map-hatch')}{_base(base_map, projection, 2, parks)}"
        f"{sea}"
        f"{''.join(links)}{stations}{places}{room}</svg>"
    )


def _draw_link(projection, area, disc, label):
    """An area on the map of the city: its outline, number and name, which lead to its page."""
    (x, y), middle = disc, _middle(projection, area)
    return (
        f'<a href="{escape(area.url)}" class="map-link" '
        f'aria-label="{area.number} {escape(area.title)}">'
        f"{_outline(projection, area.outline, 'map-hatch')}"
        + (_leader(disc, middle) if disc != middle else "")
        + f'<circle class="map-disc" cx="{x}" cy="{y}" r="24"/>'
        + name("map-number", str(area.number), (x, y, "middle"))
        # Number and name are two words to whoever listens.
        + (f" {label}" if label else "")
        + "</a>"
    )


def _draw_sea(base_map, projection, names, word):
    """The name of the sea, or nothing where the base map has no place for it."""
    places = [each["geometry"]["coordinates"] for each in base_map.by_kind.get("water-label", ())]
    for x, y in [projection(place) for place in places if projection.shows(place)][:1]:
        names.box((x, y - 24, x + 130, y + 8))
        return name("map-sea", word, (x, y, ""))
    return ""


def _pin(projection, position):
    """The box of the pin at a position, or ``None`` when the drawing does not show all of it."""
    if not position:
        return None
    x, y = projection(position)
    box = (x - 13, y - 40, x + 13, y)
    return box if seen_part(projection, box) == box else None


def _draw_room(projection, names, word, position):
    """The pin of the room with its word, or nothing when it lies elsewhere."""
    if not _pin(projection, position):
        return ""
    x, y = projection(position)
    places = [(x + 18, y - 16, ""), (x - 18, y - 16, "end"), (x, y - 50, "middle")]
    label = names.place("map-room", word, places, may_cross=True)
    return f'<path class="map-pin" d="M{x} {y}l-11-26a12 12 0 1 1 22 0z"/>' + label


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
    names = _names(base_map, projection)
    for drawn in (area, *plans):
        for line in edges(projection, drawn.outline):
            names.border(line)
    around = [other for other in neighbours if other != area]
    for other in around:
        for line in edges(projection, other.outline):
            names.edge(line)
    for plan in plans:
        names.mark(*projection(label_point(rings(plan.outline)[0])), 6)
    pin = _pin(projection, room_position) if words else None
    if pin:
        names.box(pin)
    own = _draw_own_name(projection, names, area)
    room = _draw_room(projection, names, words.room, room_position) if words else ""
    drawn_plans = _draw_plans(projection, names, plans, area, f"plan-{area.number}")
    said = _said_by((area, *neighbours), room)
    stations = _draw_stations(base_map, projection, names, 3, said, area.title)
    beside = "".join(_draw_neighbour(projection, names, other) for other in around)
    parks = {}
    places = draw_sea_name(projection, names, base_map.features)
    places += _draw_places(base_map, projection, names, 3, said, parks)
    return (
        f'<svg class="map map-of-one" viewBox="0 0 {projection.width} {projection.height}" '
        f'role="img" aria-label="{escape(title)}">'
        f"{_hatch(hatch)}{_base(base_map, projection, 3, parks)}{beside}"
        f"{_outline(projection, area.outline, hatch)}{drawn_plans}{stations}{places}{own}{room}</svg>"
    )


def _draw_own_name(projection, names, area):
    """The name of what a map is about: in its middle where it is wider than its name, else beside it."""
    x, y = projection(label_point(rings(area.outline)[0]))
    box = extent(projection, area.outline)
    places = [*within(box, (x, y)), *around_box(box, "below")]
    return names.place("map-name", area.title, places, may_cross=True) or name(
        "map-name", area.title, (x, y + 7, "middle")
    )


def _draw_neighbour(projection, names, area):
    """Another area that the drawing shows, with its name; one that cannot be named is left out."""
    box = seen_part(projection, extent(projection, area.outline))
    if not box:
        return ""
    places = [*within(box), *around_box(box)]
    label = names.place("map-neighbour-name", area.title, places, may_cross=True)
    if not label:
        return ""
    only = WIDE if WIDE in label else ""
    d = _surface(projection, area.outline)
    return f'<path class="map-neighbour{only}" d="{d}"/>{label}'
