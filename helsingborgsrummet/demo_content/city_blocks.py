"""The schematic city of the sample content, block by block, made finer than it was typed.

``city_blocks.geojson`` has some 440 blocks, of which one stands for several houses. Here a merged
villa quarter becomes houses in rows with gardens, a closed quarter gets its courtyard, industry its
sheds and the parks their trees. The same file gives the same city: chance is seeded.
"""

import json
import math
import random
from pathlib import Path

BLOCKS = Path(__file__).with_name("city_blocks.geojson")
_METRES = 111_320


def read_city(ground):
    """The GeoJSON features of the whole model on a ``ground`` (``model_drawing.Ground``).

    Each has ``height_m``, ``base_m``, ``state``, ``area``, ``example``, ``type`` and, where the top is
    not flat, ``shape`` (``gable``, ``tree`` or ``lawn``).
    """
    chance = random.Random(1085)  # The year in which the town is first named.
    out = []
    for feature in json.loads(BLOCKS.read_text(encoding="utf-8"))["features"]:
        properties = feature["properties"]
        ring = [tuple(point) for point in feature["geometry"]["coordinates"][0][:-1]]
        plan = _Plan(ring[0])
        corners = [plan.metres(point) for point in ring]
        made = _REFINED.get(properties["type"], _as_it_is)(corners, properties, chance)
        for rings, changes in made:
            out.append(_feature(plan, rings, {**properties, **changes}))
    for feature in ground.by_kind["green"]:
        out.extend(_trees_of(feature, chance, ground))
    return out


class _Plan:
    """Metres east and north of a position, and back."""

    def __init__(self, origin):
        self.origin = origin
        self.squeeze = _METRES * math.cos(math.radians(origin[1]))

    def metres(self, position):
        return (
            (position[0] - self.origin[0]) * self.squeeze,
            (position[1] - self.origin[1]) * _METRES,
        )

    def position(self, point):
        return [
            round(self.origin[0] + point[0] / self.squeeze, 6),
            round(self.origin[1] + point[1] / _METRES, 6),
        ]


def _feature(plan, rings, properties):
    kept = ("height_m", "base_m", "state", "area", "example", "type", "name", "shape")
    return {
        "type": "Feature",
        "properties": {
            key: properties[key] for key in kept if properties.get(key) not in ("", None)
        },
        "geometry": {
            "type": "Polygon",
            "coordinates": [[plan.position(p) for p in [*ring, ring[0]]] for ring in rings],
        },
    }


_LAWN = {
    "height_m": 0,
    "shape": "lawn",
    "type": "gard",
    "state": "finns",
    "example": False,
    "name": "",
}


def _as_it_is(corners, properties, chance):
    yield [corners], {}


class _Frame:
    """The long side of a four-cornered block as one axis, its short side as the other."""

    def __init__(self, corners):
        a, b, c, d = corners
        if math.dist(a, b) < math.dist(b, c):
            a, b, c, d = b, c, d, a
        self.corners = (a, b, c, d)
        self.length, self.depth = math.dist(a, b), math.dist(b, c)

    def at(self, u, v):
        """The point ``u`` metres along and ``v`` metres across."""
        a, b, c, d = self.corners
        s, t = u / self.length, v / self.depth
        return tuple(
            a[i] * (1 - s) * (1 - t) + b[i] * s * (1 - t) + c[i] * s * t + d[i] * (1 - s) * t
            for i in (0, 1)
        )

    def house(self, u, v, length, depth):
        return [
            self.at(u, v), self.at(u + length, v), self.at(u + length, v + depth), self.at(u, v + depth),
        ]  # fmt: skip


def _villas(corners, properties, chance):
    """Rows of houses along streets, with gardens, and a tree here and there."""
    frame = _Frame(corners)
    yield [corners], _LAWN
    rows = max(2, round(frame.depth / 44))
    each = max(3, round(frame.length / 40))
    step_u, step_v = frame.length / each, frame.depth / rows
    for row in range(rows):
        for n in range(each):
            length, depth = chance.uniform(17, 23), chance.uniform(12, 15)
            u = n * step_u + chance.uniform(0.1, 0.9) * (step_u - length)
            v = row * step_v + (step_v - depth) * (0.25 if row % 2 else 0.75)
            if chance.random() < 0.1:
                yield _tree(frame.at(u + length / 2, v + depth / 2), chance)
                continue
            sizes = (length, depth) if chance.random() < 0.7 else (depth, length * 0.9)
            yield (
                [frame.house(u, min(v, frame.depth - sizes[1]), *sizes)],
                {"height_m": round(chance.uniform(6, 9)), "shape": "gable"},
            )


def _quarter(corners, properties, chance):
    """A closed quarter round a courtyard with a tree, where it is wide enough for one."""
    if len(corners) != 4:
        yield [corners], {}
        return
    frame = _Frame(corners)
    wing = 13.0
    if frame.depth < 2 * wing + 12:
        yield [corners], {}
        return
    court = frame.house(wing, wing, frame.length - 2 * wing, frame.depth - 2 * wing)
    yield [corners, court], {}
    if frame.depth > 50:
        yield _tree(frame.at(frame.length * chance.uniform(0.4, 0.6), frame.depth / 2), chance)


def _slabs(corners, properties, chance):
    """Long houses are thinner than their block; a low house for laundry and bicycles beside some."""
    frame = _Frame(corners)
    yield [frame.house(-14, -18, frame.length + 28, frame.depth + 36)], _LAWN
    depth = min(frame.depth, 22.0)
    yield [frame.house(0, (frame.depth - depth) / 2, frame.length, depth)], {}
    if frame.depth > 34 and chance.random() < 0.6:
        u = chance.uniform(0.2, 0.7) * frame.length
        yield [frame.house(u, frame.depth - 9, 16, 9)], {"height_m": 4}


def _halls(corners, properties, chance):
    """A hall, with a higher part or a shed at its end."""
    frame = _Frame(corners)
    end = frame.length * chance.uniform(0.68, 0.8)
    yield [frame.house(0, 0, end, frame.depth)], {}
    yield (
        [frame.house(end + 12, frame.depth * 0.12, frame.length - end - 12, frame.depth * 0.5)],
        {"height_m": max(5, round(properties["height_m"] * chance.choice((0.6, 1.5))))},
    )


def _tree(middle, chance):
    half = chance.uniform(4, 6)
    x, y = middle
    ring = [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]
    return (
        [ring],
        {"height_m": round(chance.uniform(7, 11)), "shape": "tree", "type": "trad", "name": ""},
    )


def _trees_of(feature, chance, ground):
    """Trees in a park, closer in a wood."""
    from shapely import Point, Polygon

    ring = [tuple(point) for point in feature["geometry"]["coordinates"][0]]
    plan = _Plan(ring[0])
    park = Polygon([plan.metres(point) for point in ring]).buffer(-25)
    if park.is_empty:
        return
    west, south, east, north = park.bounds
    wanted = min(70, round(park.area / 9_000) + 4)
    placed = []
    for _ in range(wanted * 30):
        point = (chance.uniform(west, east), chance.uniform(south, north))
        if not park.contains(Point(point)) or any(math.dist(point, o) < 32 for o in placed):
            continue
        placed.append(point)
        rings, changes = _tree(point, chance)
        base = round(ground.height(plan.position(point)))
        yield _feature(plan, rings, {"base_m": base, "state": "finns", "example": False, **changes})
        if len(placed) == wanted:
            break


_REFINED = {
    "villor": _villas,
    "kvarter": _quarter,
    "lameller": _slabs,
    "skivhus": _slabs,
    "hallar": _halls,
}
