"""The walk from where one arrives to the room: a line along the streets, its length, and the map. Pure."""

import math
from dataclasses import dataclass
from html import escape

from shapely.geometry import LineString, Point
from shapely.ops import substring

from exhibits.rules.map_drawing import Projection, path, rings

METRES_A_DEGREE = 111_320  # of latitude
WALKED_A_MINUTE = 75  # metres, not in a hurry
NEAR_A_STREET = 200  # metres; the base map knows streets to about a hundred
MARGIN = 170  # metres around what is shown
WIDTH = 620


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
    here, there = Point(plane.to(start)), Point(plane.to(end))
    found = [here, there]
    shortest = math.inf
    for feature in features:
        if feature["properties"]["kind"] != "road":
            continue
        street = LineString([plane.to(each) for each in feature["geometry"]["coordinates"]])
        if max(street.distance(here), street.distance(there)) > NEAR_A_STREET:
            continue
        along = substring(street, street.project(here), street.project(there))
        if along.geom_type != "LineString":
            continue
        line = [here, *map(Point, along.coords), there]
        # To cross a block is longer than it looks: the nearer street wins.
        cost = along.length + 2 * (street.distance(here) + street.distance(there))
        if cost < shortest:
            found, shortest = line, cost
    return [plane.back((point.x, point.y)) for point in found]


def length(positions):
    """Metres along a line of positions."""
    plane = _Plane(positions[0])
    return LineString([plane.to(each) for each in positions]).length


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

    The starts carry the numbers of the list beside it, which says the same in words. A function of its
    arguments alone: the same gives the same bytes.
    """
    projection = Projection(_bounds([room, *(each.position for each in starts)]), WIDTH)
    taken = []
    walks = "".join(
        f'<path class="map-walk" d="{path(projection, walk(features, each.position, room))}"/>'
        for each in starts
    )
    discs = "".join(
        _disc(projection, number, each, taken) for number, each in enumerate(starts, start=1)
    )
    x, y = projection(room)
    pin = f'<path class="map-pin" d="M{x} {y}l-17-40a18.5 18.5 0 1 1 34 0z"/>' + _name(
        projection, x, y - 46, words.room, "map-room", taken, 26
    )
    return (
        f'<svg class="map map-of-way" viewBox="0 0 {projection.width} {projection.height}" '
        f'role="img" aria-label="{escape(words.title)}">'
        f"{_ground(projection, features)}{walks}{discs}{pin}"
        f"{_streets(projection, features, taken)}</svg>"
    )


def _disc(projection, number, start, taken):
    x, y = projection(start.position)
    return (
        f'<circle class="map-disc" cx="{x}" cy="{y}" r="20"/>'
        f'<text class="map-number" x="{x}" y="{y}" text-anchor="middle">{number}</text>'
        + _name(projection, x, y, start.name, "map-room", taken, 28)
    )


def _name(projection, x, y, text, css_class, taken, gap):
    """A name to the right of a point, or to the left where there is no room."""
    width = 13 * len(text)
    is_right = x + gap + width < projection.width
    left = x + gap if is_right else x - gap - width
    taken.append((left, y - 22, left + width, y + 14))
    at, anchor = (x + gap, "start") if is_right else (x - gap, "end")
    return f'<text class="{css_class}" x="{at}" y="{y + 8}" text-anchor="{anchor}">{escape(text)}</text>'


def _ground(projection, features):
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
            for feature in features
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


def _streets(projection, features, taken):
    """Names of streets and landmarks where there is room for them, the most important first."""
    found = []
    for feature in features:
        kind, name = feature["properties"]["kind"], feature["properties"].get("name", "")
        geometry = feature["geometry"]
        if kind == "road" and name:
            inside = [each for each in geometry["coordinates"] if projection.shows(each)]
            if len(inside) > 2:
                found.append((0, name, inside[len(inside) // 2], False))
        elif kind == "place" and feature["properties"].get("class") == "landmark":
            position = geometry["coordinates"]
            if projection.shows(position):
                found.append((feature["properties"].get("rank", 3), name, position, True))
    drawn = []
    for _, name, position, is_place in sorted(found, key=lambda each: each[:2]):
        x, y = projection(position)
        width, text_y = 11 * len(name), y - 14 if is_place else y + 7
        box = (x - width / 2, text_y - 20, x + width / 2, text_y + 10)
        if (
            box[0] < 6
            or box[2] > projection.width - 6
            or box[1] < 6
            or box[3] > projection.height - 6
        ):
            continue
        if any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
            continue
        taken.append(box)
        if is_place:
            drawn.append(f'<circle class="map-place" cx="{x}" cy="{y}" r="4"/>')
        drawn.append(
            f'<text class="map-district" x="{x}" y="{text_y}" text-anchor="middle">{escape(name)}</text>'
        )
    return "".join(drawn)
