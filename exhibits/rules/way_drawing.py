"""The walk from where one arrives to the room: a line along the streets, its length, and the map. Pure."""

import itertools
import math
from dataclasses import dataclass
from html import escape

from exhibits.rules.map_drawing import (
    Projection,
    along,
    draw_sea_name,
    extent,
    path,
    rings,
    seen_part,
)
from exhibits.rules.map_names import ON_A_PHONE, Names, around_box, around_point, within

METRES_A_DEGREE = 111_320  # of latitude
WALKED_A_MINUTE = 75  # metres, not in a hurry
NEAR_A_STREET = 200  # metres; the base map knows streets to about a hundred
MARGIN = 170  # metres around what is shown
WIDTH = 620
PIN = 30  # units at the end of a walk that the pin hides


@dataclass(frozen=True)
class Start:
    """Where one arrives: its name and position (longitude, latitude)."""

    name: str
    position: tuple[float, float]


@dataclass(frozen=True)
class WayWords:
    """What the map says: its name for whoever listens, and the room."""

    title: str
    room: str


class _Plane:
    """Metres east and north of a position, which over a few kilometres is as good as a sphere."""

    def __init__(self, origin):
        self.origin = origin
        self.squeeze = math.cos(math.radians(origin[1]))

    def to(self, position):
        return (
            (position[0] - self.origin[0]) * METRES_A_DEGREE * self.squeeze,
            (position[1] - self.origin[1]) * METRES_A_DEGREE,
        )

    def back(self, point):
        return (
            self.origin[0] + point[0] / METRES_A_DEGREE / self.squeeze,
            self.origin[1] + point[1] / METRES_A_DEGREE,
        )


def walk(features, start, end):
    """Positions from ``start`` to ``end``: along the street that passes both, else straight.

    ``features`` are GeoJSON features of the city. Of several streets the one with the shortest way counts.
    """
    plane = _Plane(start)
    here, there = plane.to(start), plane.to(end)
    found = [here, there]
    shortest = math.inf
    for feature in features:
        if feature["properties"]["kind"] != "road":
            continue
        street = [plane.to(each) for each in feature["geometry"]["coordinates"]]
        (far_here, at_here), (far_there, at_there) = _beside(street, here), _beside(street, there)
        if max(far_here, far_there) > NEAR_A_STREET or at_here == at_there:
            continue
        # To cross a block is longer than it looks: the nearer street wins.
        cost = abs(at_there - at_here) + 2 * (far_here + far_there)
        if cost < shortest:
            found, shortest = [here, *_part(street, at_here, at_there), there], cost
    return [plane.back(point) for point in found]


def _beside(line, point):
    """How far a point is from a line, and how far along the line the nearest place is."""
    nearest, walked = (math.inf, 0), 0
    for a, b in itertools.pairwise(line):
        edge, offset = (b[0] - a[0], b[1] - a[1]), (point[0] - a[0], point[1] - a[1])
        span = math.hypot(*edge)
        share = (offset[0] * edge[0] + offset[1] * edge[1]) / span**2 if span else 0
        share = min(1, max(0, share))
        away = math.dist(offset, (share * edge[0], share * edge[1]))
        nearest = min(nearest, (away, walked + share * span))
        walked += span
    return nearest


def _part(line, first, last):
    """The part of a line between two lengths along it, in the direction from ``first`` to ``last``."""
    low, high = sorted((first, last))
    part, walked = [], 0
    for a, b in itertools.pairwise(line):
        span = math.dist(a, b)
        if walked < high and walked + span > low:
            # Both ends of what is left of this edge; where it begins, the edge before it has ended.
            ends = ((low - walked) / span if walked < low else 0, min(1, (high - walked) / span))
            both = [(a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])) for share in ends]
            part += both[1:] if part else both
        walked += span
    return part if first <= last else part[::-1]


def length(positions):
    """Metres along a line of positions."""
    plane = _Plane(positions[0])
    return sum(math.dist(*pair) for pair in itertools.pairwise(map(plane.to, positions)))


def minutes(metres):
    """How long somebody walks, in whole minutes, at least one."""
    return max(1, round(metres / WALKED_A_MINUTE))


def _bounds(positions):
    """West, south, east, north around positions, with room for names; a little wider than high."""
    plane = _Plane(positions[0])
    across, up = zip(*map(plane.to, positions), strict=True)
    middle = ((min(across) + max(across)) / 2, (min(up) + max(up)) / 2)
    half = max(max(across) - min(across), max(up) - min(up)) / 2 + MARGIN
    west, south = plane.back((middle[0] - half * 1.15, middle[1] - half))
    east, north = plane.back((middle[0] + half * 1.15, middle[1] + half))
    return west, south, east, north


def draw_way(features, room, starts, words):
    """The map of the walks from ``starts`` (:class:`Start`) to ``room`` (a position) as SVG markup.

    Several starts carry the numbers of the list beside it, which says the same in words. A function of its
    arguments alone: the same gives the same bytes.
    """
    projection = Projection(_bounds([room, *(each.position for each in starts)]), WIDTH)
    # Names are nearly as large on a wide screen: the drawing is narrow there.
    names = Names(projection.width, projection.height, ON_A_PHONE)
    ways = [walk(features, each.position, room) for each in starts]
    for way in ways:
        names.border([projection(each) for each in way])
    for feature in features:
        if feature["properties"]["kind"] == "coast":
            names.edge([projection(each) for each in feature["geometry"]["coordinates"]])
    x, y = projection(room)
    names.box((x - 19, y - 60, x + 19, y))
    for each in starts:
        names.mark(*projection(each.position), 22)
    walks = "".join(
        f'<path class="map-walk" d="{path(projection, _to_the_pin(way, projection))}"/>'
        for way in ways
    )
    numbers = range(1, len(starts) + 1) if len(starts) > 1 else [None]
    discs = "".join(
        _disc(projection, names, number, each) for number, each in zip(numbers, starts, strict=True)
    )
    beside = [
        (x + 26, y - 38, ""),
        (x - 26, y - 38, "end"),
        (x, y - 70, "middle"),
        (x, y + 30, "middle"),
    ]
    pin = f'<path class="map-pin" d="M{x} {y}l-17-40a18.5 18.5 0 1 1 34 0z"/>' + names.place(
        "map-room", words.room, beside, may_cross=True
    )
    streets = _streets(projection, features, names)
    parks, park_names = _parks(projection, features, names)
    sea = draw_sea_name(projection, names, features)
    return (
        f'<svg class="map map-of-way" viewBox="0 0 {projection.width} {projection.height}" '
        f'role="img" aria-label="{escape(words.title)}">'
        f"{_ground(projection, features, parks)}{walks}{discs}{pin}{streets}{park_names}{sea}</svg>"
    )


def _to_the_pin(way, projection):
    """A walk without its last steps, which the pin hides: a dot beside its point would be one too far."""
    plane = _Plane(way[0])
    points = [plane.to(each) for each in way]
    hidden = PIN * METRES_A_DEGREE * plane.squeeze / projection.scale_x
    part = _part(points, 0, max(length(way) - hidden, 1))
    return [plane.back(point) for point in part]


def _disc(projection, names, number, start):
    """Where a walk begins: its number in the list, or a ring where there is one walk (``None``), and its name."""
    x, y = projection(start.position)
    mark = (
        f'<circle class="map-disc" cx="{x}" cy="{y}" r="20"/>'
        f'<text class="map-number" x="{x}" y="{y}" text-anchor="middle">{number}</text>'
        if number
        else f'<circle class="map-station" cx="{x}" cy="{y}" r="10"/>'
    )
    return mark + names.place("map-room", start.name, around_point(x, y, clear=28), may_cross=True)


def _ground(projection, features, parks):
    drawn = [f'<path class="map-water" d="M0 0h{projection.width}v{projection.height}H0z"/>']
    looks = (
        ("land", "map-land"),
        ("harbour", "map-water"),
        ("green", "map-green"),
        ("coast", "map-coast"),
        ("trunk-road", "map-trunk"),
        ("road", "map-road"),
        ("railway", "map-railway"),
        ("railway-tunnel", "map-railway"),
    )
    for kind, css_class in looks:
        d = "".join(
            _shape(projection, feature["geometry"])
            for feature in (parks if kind == "green" else features)
            if feature["properties"]["kind"] == kind
        )
        if d:
            drawn.append(f'<path class="{css_class}" d="{d}"/>')
    return "".join(drawn)


def _shape(projection, geometry):
    if geometry["type"] == "LineString":
        return _seen(projection, [geometry["coordinates"]], False)
    if geometry["type"] in ("Polygon", "MultiPolygon"):
        return _seen(projection, rings(geometry), True)
    return ""


def _seen(projection, lines, is_closed):
    """The lines that reach into the drawing."""
    drawn = []
    for line in lines:
        points = [projection(each) for each in line]
        across, down = [x for x, _ in points], [y for _, y in points]
        if (
            min(across) <= projection.width
            and max(across) >= 0
            and min(down) <= projection.height
            and max(down) >= 0
        ):
            drawn.append(path(projection, line, is_closed=is_closed))
    return "".join(drawn)


def _streets(projection, features, names):
    """Names of streets and landmarks where there is room for them, the most important first."""
    found = []
    for feature in features:
        properties, line = feature["properties"], feature["geometry"]["coordinates"]
        text = properties.get("name", "")
        if properties["kind"] == "road" and text:
            places = along(projection, line)
            found.append((0, text, places, None))
        elif properties.get("class") == "landmark" and projection.shows(line):
            at = projection(line)
            found.append((properties.get("rank", 3), text, around_point(*at, "above"), at))
    drawn = []
    for _, text, places, at in sorted(found, key=lambda each: each[:2]):
        if at and not names.is_free((at[0] - 3, at[1] - 3, at[0] + 3, at[1] + 3)):
            continue
        label = names.place("map-district", text, places)
        if label and at:
            names.mark(*at, 4)
            drawn.append(f'<circle class="map-place" cx="{at[0]}" cy="{at[1]}" r="4"/>')
        drawn.append(label)
    return "".join(drawn)


def _parks(projection, features, names):
    """The parks that the map names, with what follows of them without a name, and their names as markup."""
    shown, drawn = [], []
    is_named = False
    for feature in features:
        if feature["properties"]["kind"] != "green":
            continue
        text = feature["properties"].get("name", "")
        box = seen_part(projection, extent(projection, feature["geometry"]))
        if text:
            places = [*within(box), *around_box(box)] if box else []
            label = names.place("map-district map-green-name", text, places)
            is_named = bool(label)
            drawn.append(label)
        if is_named:
            shown.append(feature)
    return shown, "".join(drawn)
