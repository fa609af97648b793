"""The model of the city, drawn: blocks over land and water in axonometric view, as SVG markup.

Pure: takes blocks and the features of a base map in longitude and latitude, gives markup. The same
input gives the same bytes. Nothing here carries a colour: ``static/css/model.css`` gives
the looks, so that the model follows light, dark, forced colours and print.

What stands before something is drawn after it. A block is cut into convex parts; two convex parts
that do not share ground have one order in any direction of view, and these orders never form a
circle (Guibas and Yao, 1980: translating convex figures one by one). Parts that do not cover each
other lie in one sheet; a sheet is a handful of paths, which is what keeps the drawing small.
"""

import enum
import itertools
import math
from collections import defaultdict
from dataclasses import dataclass, field
from html import escape

from exhibits.rules.map_drawing import crossings_of
from exhibits.rules.triangles import FLAT, triangles, winding

METRES_A_DEGREE = 111_320


class Corner(enum.StrEnum):
    """Where one stands. The coast lies a little aslant, so that every corner shows two sides."""

    SOUTH_WEST = "sydvast"
    NORTH_WEST = "nordvast"
    NORTH_EAST = "nordost"
    SOUTH_EAST = "sydost"


# Degrees from north, clockwise, in which one looks. The coast runs at 160°.
_LOOKS = {
    Corner.SOUTH_WEST: 56,
    Corner.NORTH_WEST: 146,
    Corner.NORTH_EAST: 236,
    Corner.SOUTH_EAST: 326,
}


class State(enum.StrEnum):
    """What is known of a block: whether it stands, or how far somebody has come with it."""

    STANDS = "finns"
    BEING_BUILT = "byggs"
    DECIDED = "beslutat"
    PROPOSED = "foreslas"
    IDEA = "ide"


class Shape(enum.StrEnum):
    """How the top of a block is drawn."""

    FLAT = "flat"
    GABLE = "gable"
    TREE = "tree"
    LAWN = "lawn"  # lies on the ground


@dataclass(frozen=True)
class Block:
    """Something that stands on the model, or is meant to.

    ``rings`` are lists of longitude and latitude, the outer one first and closed, the others its
    courtyards. ``height`` and ``base`` (of the ground above the sea) are metres.
    """

    rings: tuple
    height: float
    base: float = 0.0
    state: State = State.STANDS
    shape: Shape = Shape.FLAT


@dataclass(frozen=True)
class Frame:
    """What a drawing shows: the middle (longitude, latitude), metres across, and width to height.

    ``lift`` is how many times higher than true everything stands. A city twelve kilometres wide
    would be flat without it.
    """

    middle: tuple
    across: float
    ratio: float = 1.9
    lift: float = 1.0
    width: int = 2000

    @property
    def height(self):
        """Units of the drawing from top to bottom."""
        return round(self.width / self.ratio)


@dataclass(frozen=True)
class Pin:
    """Something pointed out: a number on a stick, which leads to a page and may carry a name."""

    number: int
    title: str
    url: str
    position: tuple
    is_here: bool = False


_ELEVATION = math.radians(34)
_STOREY = 3.2  # metres


class View:
    """From longitude, latitude and height to units of a drawing, for one corner and frame."""

    def __init__(self, frame, corner):
        """Turn, foreshorten and scale so that ``frame`` fills the drawing."""
        angle = math.radians(_LOOKS[corner])
        self.frame = frame
        self.lon, self.lat = frame.middle
        self.x_scale = METRES_A_DEGREE * math.cos(math.radians(self.lat))
        self.away = (math.sin(angle), math.cos(angle))
        self.right = (math.cos(angle), -math.sin(angle))
        self.scale = frame.width / frame.across
        self.down = self.scale * math.sin(_ELEVATION)
        self.up = self.scale * math.cos(_ELEVATION) * frame.lift
        self.middle_y = frame.height / 2

    def plan(self, position):
        """Metres to the right and away from whoever looks."""
        east = (position[0] - self.lon) * self.x_scale
        north = (position[1] - self.lat) * METRES_A_DEGREE
        right, away = self.right, self.away
        return (east * right[0] + north * right[1], east * away[0] + north * away[1])

    def position(self, across, away):
        """The longitude and latitude of metres to the right and away: :meth:`plan` undone."""
        east = across * self.right[0] + away * self.away[0]
        north = across * self.right[1] + away * self.away[1]
        return (self.lon + east / self.x_scale, self.lat + north / METRES_A_DEGREE)

    def point(self, across, away, z=0.0):
        """Where metres across, away and up fall in the drawing, in whole units."""
        return (
            round(self.frame.width / 2 + across * self.scale),
            round(self.middle_y - away * self.down - z * self.up),
        )

    def __call__(self, position, z=0.0):
        """Where a longitude and latitude falls."""
        return self.point(*self.plan(position), z)


# --- Blocks ---------------------------------------------------------------------------------


@dataclass
class _Part:
    """A convex piece of a block as one corner sees it."""

    ring: list  # metres across and away, counter-clockwise as seen from above
    walls: list  # whether the edge from each point to the next is a wall, not a cut
    block: Block
    low: float = 0.0
    high: float = 0.0
    near: float = 0.0
    far: float = 0.0
    faces: list = field(default_factory=list)
    box: tuple = ()


def convex_parts(rings):
    """Cut a surface with courtyards into convex rings with, for each edge, whether it is a wall.

    ``rings`` are lists of points, closed or not, the outer one first. A ring that is convex already
    comes back as it is. Returns pairs ``(points, walls)``, counter-clockwise.
    """
    rings = [_open(ring) for ring in rings]
    outer = _counter_clockwise(rings[0])
    if len(rings) == 1 and _is_convex(outer):
        return [(outer, [True] * len(outer))]
    edges = {frozenset(pair) for ring in rings for pair in itertools.pairwise([*ring, ring[0]])}
    courtyards = [_counter_clockwise(ring)[::-1] for ring in rings[1:]]
    pieces = _joined(map(list, triangles(outer, courtyards)), edges)
    return [
        (piece, [frozenset(pair) in edges for pair in itertools.pairwise([*piece, piece[0]])])
        for piece in pieces
    ]


def _open(ring):
    points = [(float(point[0]), float(point[1])) for point in ring]
    return points[:-1] if len(points) > 1 and points[0] == points[-1] else points


def _area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise([*ring, ring[0]])) / 2


def _counter_clockwise(ring):
    return ring if _area(ring) > 0 else ring[::-1]


def _is_convex(ring):
    around = [*ring, ring[0], ring[1]]
    return all(
        winding(a, b, c) >= -FLAT for a, b, c in zip(around, around[1:], around[2:], strict=False)
    )


def _joined(pieces, walls):
    """Neighbours over a cut become one where that stays convex (Hertel and Mehlhorn, 1983)."""
    pieces = list(pieces)
    is_changed = True
    while is_changed:
        is_changed = False
        owner = {}
        for number, piece in enumerate(pieces):
            for pair in itertools.pairwise([*piece, piece[0]]):
                owner[pair] = number
        for (a, b), number in owner.items():
            other = owner.get((b, a))
            if other is None or frozenset((a, b)) in walls:
                continue
            first, second = pieces[number], pieces[other]
            i, j = first.index(b), second.index(a)
            ring = first[i:] + first[:i] + (second[j:] + second[:j])[1:-1]
            if _is_convex(ring):
                pieces[number] = ring
                del pieces[other]
                is_changed = True
                break
    return pieces


def _parts(blocks, view):
    """The convex parts of the blocks that can be seen in the frame, with their faces."""
    shown = []
    for block in blocks:
        if block.shape is Shape.LAWN:
            continue
        for ring, walls in _cut(block):
            part = _Part([view.plan(p) for p in ring], walls, block)
            _measure(part, view)
            left, top, right, bottom = part.box
            if right >= 0 and left <= view.frame.width and bottom >= 0 and top <= view.frame.height:
                shown.append(part)
    return shown


_cuts = {}


def _cut(block):
    """The parts of a block, cut once: no corner changes them."""
    found = _cuts.get(block.rings)
    if found is None:
        if len(_cuts) > 20_000:
            _cuts.clear()
        found = _cuts[block.rings] = convex_parts(block.rings)
    return found


def _measure(part, view):
    """Fill in extent, faces and the box in the drawing."""
    ring, block = part.ring, part.block
    across, away = [p[0] for p in ring], [p[1] for p in ring]
    part.low, part.high = min(across), max(across)
    part.near, part.far = min(away), max(away)
    scale, down, up = view.scale, view.down, view.up
    middle_x, middle_y = view.frame.width / 2, view.middle_y - block.base * up
    xs = [round(middle_x + x * scale) for x in across]
    ys = [middle_y - y * down for y in away]
    rise = block.height * up
    if block.shape is Shape.TREE:
        radius = round((part.high - part.low) * scale / 2) + 1
        x, y = round(sum(xs) / len(xs)), round(sum(ys) / len(ys) - rise)
        part.faces = [("tree", [(x, y)])]
        part.box = (x - radius, y - radius, x + radius, round(max(ys)))
        return
    feet = [(x, round(y)) for x, y in zip(xs, ys, strict=True)]
    top = [(x, round(y - rise)) for x, y in zip(xs, ys, strict=True)]
    part.box = (min(xs), round(min(ys) - rise), max(xs), round(max(ys)))
    if block.shape is Shape.GABLE and len(ring) == 4 and rise > 6:
        eaves = [(x, round(y - rise * _EAVES)) for x, y in zip(xs, ys, strict=True)]
        part.faces = _gable(ring, feet, eaves, top)
        return
    storeys = round(block.height / _STOREY) if _STOREY * up >= 6 else 0
    faces = part.faces = []
    for n, is_wall in enumerate(part.walls):
        after = n + 1 if n + 1 < len(ring) else 0
        if not is_wall or across[n] >= across[after]:
            continue
        one, other = feet[n], feet[after]
        faces.append((_tone(ring[n], ring[after]), [one, other, top[after], top[n]]))
        for level in range(1, storeys):
            raised = round(rise * level / storeys)
            line = [(one[0], one[1] - raised), (other[0], other[1] - raised)]
            faces.append(("floor", line))
    faces.append(("top", top))


def _tone(a, b):
    """How the wall from ``a`` to ``b`` is lit. The light falls from the left, whichever the corner."""
    turn = (b[1] - a[1]) / (b[0] - a[0])
    return "lit" if turn < -0.32 else "shade" if turn > 0.32 else "mid"


_EAVES = 0.62  # of the height of a house with a gable; the rest is roof


def _gable(ring, feet, eaves, top):
    """The faces of a house whose ridge runs along its longer side."""
    a, b, c, d = (0, 1, 2, 3) if math.dist(*ring[:2]) >= math.dist(*ring[1:3]) else (1, 2, 3, 0)
    start, end = _between(top[a], top[d]), _between(top[b], top[c])
    faces = []
    for one, other, peak in ((a, b, ()), (c, d, ()), (b, c, (end,)), (d, a, (start,))):
        if ring[one][0] < ring[other][0]:
            wall = [feet[one], feet[other], eaves[other], *peak, eaves[one]]
            faces.append((_tone(ring[one], ring[other]), wall))
    for one, other, first, second in ((a, b, end, start), (c, d, start, end)):
        face = [eaves[one], eaves[other], first, second]
        if _area(face) >= 0:  # Turned away: downwards is positive in a drawing.
            continue
        is_left = eaves[one][0] + eaves[other][0] < first[0] + second[0]
        faces.append(("top" if is_left else "slope", face))
    return faces


def _between(a, b):
    return ((a[0] + b[0]) // 2, (a[1] + b[1]) // 2)


def _crossing(ring, across):
    """Nearest and farthest point of a convex ring on the line of sight at ``across``."""
    found = []
    for (x1, y1), (x2, y2) in itertools.pairwise([*ring, ring[0]]):
        if x1 != x2 and min(x1, x2) <= across <= max(x1, x2):
            found.append(y1 + (across - x1) * (y2 - y1) / (x2 - x1))
    return (min(found), max(found)) if found else None


def is_behind(part, other):
    """Whether one convex part stands behind another; ``None`` where no line of sight meets both."""
    low, high = max(part.low, other.low), min(part.high, other.high)
    if high - low < 1e-6:
        return None
    if part.near >= other.far:
        return True
    if other.near >= part.far:
        return False
    here, there = (_crossing(each.ring, (low + high) / 2) for each in (part, other))
    if here is None or there is None:
        return None
    return sum(here) > sum(there)


def sheets(parts):
    """Lists of parts, back to front: nothing in a sheet covers anything in the same one."""
    fronts, waits = _orders(parts)
    level = [0] * len(parts)
    ready = [number for number, behind in enumerate(waits) if not behind]
    found, done = defaultdict(list), 0
    while done < len(parts):
        if not ready:
            # Only footprints that lie over each other can stand in a circle; the farthest goes first.
            ready.append(
                max((n for n, w in enumerate(waits) if w > 0), key=lambda n: (parts[n].far, n))
            )
        number = ready.pop()
        waits[number] = -1
        done += 1
        found[level[number]].append(number)
        for front in fronts[number]:
            if waits[front] < 0:
                continue
            level[front] = max(level[front], level[number] + 1)
            waits[front] -= 1
            if not waits[front]:
                ready.append(front)
    return [[parts[n] for n in sorted(found[each])] for each in sorted(found)]


def _orders(parts):
    """For each part, those in front that it touches in the drawing; and how many stand behind it."""
    fronts = [[] for _ in parts]
    waits = [0] * len(parts)
    active = []
    for number in sorted(range(len(parts)), key=lambda n: parts[n].box[0]):
        part = parts[number]
        left, top, _, bottom = part.box
        active = [other for other in active if parts[other].box[2] > left]
        for other in active:
            box = parts[other].box
            if box[1] >= bottom or box[3] <= top:
                continue
            order = is_behind(part, parts[other])
            if order is not None:
                behind, front = (number, other) if order else (other, number)
                fronts[behind].append(front)
                waits[front] += 1
        active.append(number)
    return fronts, waits


# Tones in the order in which they are drawn, and states, by their classes.
_SOLID = {
    "shade": "m-shade", "mid": "m-mid", "lit": "m-lit", "slope": "m-slope", "top": "m-top",
}  # fmt: skip
_STATES = {
    State.STANDS: "m-finns",
    State.BEING_BUILT: "m-byggs",
    State.DECIDED: "m-beslutat",
    State.PROPOSED: "m-foreslas",
    State.IDEA: "m-ide",
}


def draw_blocks(blocks, view):
    """The blocks as SVG paths, back to front, with classes for state and light."""
    out = [_lawns(blocks, view), _shadows(blocks, view)]
    for sheet in sheets(_parts(blocks, view)):
        groups = defaultdict(list)
        for part in sorted(sheet, key=lambda each: (each.box[0], each.box[1])):
            for tone, corners in part.faces:
                groups[part.block.state, tone].append(corners)
        for state in State:
            for tone, tone_class in _SOLID.items():
                if faces := groups.get((state, tone)):
                    fill = ""
                    if tone == "top" and state in _PATTERNED:
                        fill = f' fill="url(#m-{state})"'
                    out.append(
                        f'<path class="{_STATES[state]} {tone_class}"{fill} d="{path(faces)}"/>'
                    )
        floors = [line for state in State for line in groups.get((state, "floor"), ())]
        if floors:
            out.append(f'<path class="m-floor" d="{path(sorted(floors), is_closed=False)}"/>')
        trees = [line for state in State for line in groups.get((state, "tree"), ())]
        if trees:
            out.append(_trees(trees, view))
    return "".join(out)


def _trees(dots, view):
    """Crowns as round dots; from near, with light on them."""
    d = path(dots, is_closed=False)
    wide = max(5, round(11 * view.scale))
    crowns = f'<path class="m-tree" stroke-width="{wide}" d="{d}"/>'
    if wide < 12:
        return crowns
    aside = round(wide * 0.14)
    return crowns + (
        f'<path class="m-crown" stroke-width="{round(wide * 0.6)}" '
        f'transform="translate(-{aside} -{aside})" d="{d}"/>'
    )


def _lawns(blocks, view):
    """Gardens and courtyards, flat on the ground."""
    rings = [(block.rings[0], block.base) for block in blocks if block.shape is Shape.LAWN]
    rings += [(ring, block.base) for block in blocks for ring in block.rings[1:]]
    faces = [[view(p, base) for p in ring] for ring, base in rings]
    d = path(sorted(_seen(faces, view.frame.width, view.frame.height)))
    return f'<path class="m-lawn" d="{d}"/>' if d else ""


# Metres that a shadow reaches for each metre of height: to the right and a little away.
_SHADOW = (0.62, 0.16)


def _shadows(blocks, view):
    """What lies in shadow on the ground, in one path, so that it is nowhere dark twice."""
    faces = []
    for block in blocks:
        if block.shape in (Shape.TREE, Shape.LAWN) or block.state is State.IDEA:
            continue
        height = block.height * min(view.frame.lift, 2)
        reach = (_SHADOW[0] * height, _SHADOW[1] * height)
        for number, ring in enumerate(block.rings):
            points = [view.plan(p) for p in _open(ring)]
            aside = [p[1] * _SHADOW[0] - p[0] * _SHADOW[1] for p in points]
            low = points[aside.index(min(aside))]
            high = points[aside.index(max(aside))]
            if number:
                # A courtyard is in the shadow of its left side, as far as it is wide.
                wide = max(p[0] for p in points) - min(p[0] for p in points)
                share = min(1.0, wide / reach[0]) if reach[0] else 0
                reach = (reach[0] * share, reach[1] * share)
                low, high = _left_side(points)
            face = [low, _moved(low, reach), _moved(high, reach), high]
            faces.append([view.point(*p, block.base) for p in face])
    d = path(sorted(_seen(faces, view.frame.width, view.frame.height)))
    return f'<path class="m-shadow" d="{d}"/>' if d else ""


def _left_side(points):
    """The two ends of the longest edge that has the courtyard to its right."""
    ring = _counter_clockwise(points)
    edges = [(a, b) for a, b in itertools.pairwise([*ring, ring[0]]) if b[1] < a[1]]
    a, b = max(edges, key=lambda edge: edge[0][1] - edge[1][1])
    return b, a


def _moved(point, by):
    return (point[0] + by[0], point[1] + by[1])


def path(lines, *, is_closed=True):
    """The ``d`` of several lines of whole points, relative throughout; a lone point is a dot."""
    out, here_x, here_y = [], 0, 0
    for line in lines:
        x, y = start_x, start_y = line[0]
        steps = []
        for next_x, next_y in line[1:]:
            if next_x != x or next_y != y:
                steps.append(f"{next_x - x} {next_y - y}")
                x, y = next_x, next_y
        if is_closed:
            if x == start_x and y == start_y and steps:
                steps.pop()
            if len(steps) < 2:
                continue
        out.append(f"m{start_x - here_x} {start_y - here_y}")
        out.append(f"l{' '.join(steps)}" if steps else "h0")
        if is_closed:
            out.append("z")
            x, y = start_x, start_y
        here_x, here_y = x, y
    return "".join(out).replace(" -", "-")


# --- Ground ---------------------------------------------------------------------------------

LOW, HIGH = 3.0, 28.0
_SLOPE = 320.0  # metres over which the edge of the hill rises


class Ground:
    """Land, water, roads and the hill: the features of a base map, by kind."""

    def __init__(self, features):
        """Sort ``features`` (GeoJSON) by their ``kind`` and find the edge of the hill."""
        self.by_kind = defaultdict(list)
        for feature in features:
            self.by_kind[feature["properties"]["kind"]].append(feature)
        self.ridge = [
            tuple(p) for each in self.by_kind["ridge"] for p in each["geometry"]["coordinates"]
        ]

    def height(self, position):
        """Metres above the sea at a longitude and latitude: low by the water, high on the hill."""
        if len(self.ridge) < 2:
            return LOW
        squeeze = math.cos(math.radians(position[1]))
        best, side = math.inf, 1.0
        for (x1, y1), (x2, y2) in itertools.pairwise(self.ridge):
            dx, dy = (x2 - x1) * squeeze, y2 - y1
            px, py = (position[0] - x1) * squeeze, position[1] - y1
            along = max(0.0, min(1.0, (px * dx + py * dy) / (dx * dx + dy * dy)))
            distance = math.hypot(px - along * dx, py - along * dy)
            if distance < best:
                best, side = distance, px * dy - py * dx
        up = self._is_east(side)
        share = min(1.0, best * METRES_A_DEGREE / (_SLOPE / 2)) / 2
        share = 0.5 + share if up else 0.5 - share
        share = share * share * (3 - 2 * share)
        return LOW + (HIGH - LOW) * share

    def _is_east(self, side):
        """Whether the sign of a cross product means the landward side of the ridge."""
        runs_south = self.ridge[0][1] > self.ridge[-1][1]
        return side < 0 if runs_south else side > 0

    def line(self, positions, view, *, lift=True):
        """A line laid over the ground, in units of the drawing."""
        dense = []
        for a, b in itertools.pairwise(positions):
            steps = max(1, int(math.dist(a, b) * METRES_A_DEGREE / 250)) if lift else 1
            for n in range(steps):
                dense.append((a[0] + (b[0] - a[0]) * n / steps, a[1] + (b[1] - a[1]) * n / steps))
        dense.append(tuple(positions[-1]))
        return _simplified([view(p, self.height(p) if lift else 0) for p in dense])

    def lines(self, kind, view, **options):
        """Every line of a kind."""
        for feature in self.by_kind[kind]:
            if feature["geometry"]["type"] == "LineString":
                yield self.line(feature["geometry"]["coordinates"], view, **options)

    def surfaces(self, kind, view, *, where=lambda properties: True, **options):
        """The outer ring of every surface of a kind."""
        for feature in self.by_kind[kind]:
            if feature["geometry"]["type"] == "Polygon" and where(feature["properties"]):
                yield self.line(feature["geometry"]["coordinates"][0], view, **options)


def _simplified(points):
    """A line without the points that lie on it already, within a unit."""
    out = points[:1]
    for before, point, after in zip(points, points[1:], points[2:], strict=False):
        a = out[-1]
        length = math.dist(a, after) or 1
        off = abs((after[0] - a[0]) * (a[1] - point[1]) - (a[0] - point[0]) * (after[1] - a[1]))
        if off / length > 0.7 or before == after:
            out.append(point)
    return out + points[-1:] if len(points) > 1 else out


def draw_ground(ground, view):
    """Water, land, hill, parks, streams, roads and railways, in the order in which they lie."""
    width, height = view.frame.width, view.frame.height

    def shape(css_class, lines, *, is_closed=True):
        d = path(_seen(lines, width, height), is_closed=is_closed)
        return f'<path class="{css_class}" d="{d}"/>' if d else ""

    def is_water(properties):
        return properties.get("surface") == "water"

    return "".join(
        [
            f'<path class="m-water" d="M0 0h{width}v{height}H0z"/>',
            shape("m-land", ground.surfaces("land", view, lift=False)),
            shape(
                "m-land",
                ground.surfaces("harbour", view, where=lambda p: not is_water(p), lift=False),
            ),
            shape("m-basin", ground.surfaces("harbour", view, where=is_water, lift=False)),
            shape("m-coast", ground.lines("coast", view, lift=False), is_closed=False),
            _hill(ground, view),
            shape("m-green", ground.surfaces("green", view)),
            shape("m-stream", ground.lines("stream", view), is_closed=False),
            shape("m-road", ground.lines("road", view), is_closed=False),
            shape("m-trunk", ground.lines("trunk-road", view), is_closed=False),
            shape("m-rail", ground.lines("railway", view), is_closed=False),
            shape("m-tunnel", ground.lines("railway-tunnel", view), is_closed=False),
            shape("m-ferry", ground.lines("ferry", view, lift=False), is_closed=False),
        ]
    )


def _seen(lines, width, height):
    """The lines of which something may fall within the drawing."""
    for line in lines:
        if (
            max(x for x, _ in line) >= 0
            and min(x for x, _ in line) <= width
            and max(y for _, y in line) >= 0
            and min(y for _, y in line) <= height
        ):
            yield line


def _hill(ground, view):
    """The edge of the hill: a band along the ridge, from its foot to its top."""
    if len(ground.ridge) < 2:
        return ""
    foot, crest = [], []
    for (x1, y1), (x2, y2) in itertools.pairwise(ground.ridge):
        squeeze = math.cos(math.radians(y1))
        dx, dy = (x2 - x1) * squeeze, y2 - y1
        length = math.hypot(dx, dy)
        # A hundred and sixty metres to either side, in degrees.
        east = (dy / length, -dx / length)
        if east[0] < 0:
            east = (-east[0], -east[1])
        reach = _SLOPE / 2 / METRES_A_DEGREE
        for x, y in ((x1, y1), (x2, y2)):
            foot.append((x - east[0] * reach / squeeze, y - east[1] * reach))
            crest.append((x + east[0] * reach / squeeze, y + east[1] * reach))
    band = [view(p, LOW) for p in foot] + [view(p, HIGH) for p in reversed(crest)]
    top = [view(p, HIGH) for p in crest]
    return f'<path class="m-hill" d="{path([band])}"/>' + (
        f'<path class="m-crest" d="{path([top], is_closed=False)}"/>'
    )


RADIUS = 37  # units of the disc with the number: 44 pixels across where the drawing is 1 200 wide
_RISE = 90


def draw_model(blocks, ground, view, title, pins=()):
    """The whole drawing as SVG markup: ground, blocks, what is pointed out, and the edge of the table.

    ``title`` is its name for whoever listens. With pins it is a group of links, without a picture.
    """
    frame = view.frame
    edge = round(frame.width * 0.012)
    return (
        f'<svg class="model" viewBox="0 0 {frame.width} {frame.height + edge}" '
        f'role="{"group" if pins else "img"}" aria-label="{escape(title)}">'
        f"{_PATTERNS}{draw_ground(ground, view)}{draw_blocks(blocks, view)}"
        f'<path class="m-edge" d="M0 {frame.height}h{frame.width}v{edge}H0z"/>'
        f"{_draw_pins(pins, ground, view)}</svg>"
    )


def _pattern(state, size, marks):
    return (
        f'<pattern id="m-{state}" width="{size}" height="{size}" patternUnits="userSpaceOnUse">'
        f'<path class="m-{state} m-ground" d="M0 0h{size}v{size}H0z"/>'
        f'<path class="m-mark" d="{marks}"/></pattern>'
    )


# Roofs are told apart by pattern too: stripes, none, dots, and an outline for ideas.
_PATTERNS = (
    "<defs>"
    + _pattern(State.BEING_BUILT, 8, "M-2 2l4-4M0 8l8-8M6 10l4-4")
    + _pattern(State.PROPOSED, 8, "M4 4h0")
    + "</defs>"
)
_PATTERNED = (State.BEING_BUILT, State.PROPOSED)


def _draw_pins(pins, ground, view):
    """Pins back to front, the page's own first, none over another; names where they are clear, sticks behind all."""
    placed, names, out, sticks = [], [], [], []
    feet = [(view(pin.position, ground.height(pin.position)), pin) for pin in pins]
    land = [
        ring for kind in ("land", "harbour") for ring in ground.surfaces(kind, view, lift=False)
    ]
    for foot, pin in sorted(
        feet, key=lambda each: (not each[1].is_here, each[0][1], each[1].number)
    ):
        if not (0 <= foot[0] <= view.frame.width and 0 <= foot[1] <= view.frame.height):
            continue
        x, y = _head(foot, pin.title, view.frame, placed, names, land)
        name = _name(x, y, pin.title, view.frame, placed, names)
        placed.append((x, y, *foot))
        sticks.append(f"M{foot[0]} {foot[1]}L{x} {y}")
        text = ""
        if name:
            box, text_x, anchor = name
            names.append(box)
            text = f' <text class="m-name" x="{text_x}" y="{box[1] + 36}"{anchor}>{escape(pin.title)}</text>'
        here = ' aria-current="page"' if pin.is_here else ""
        out.append(
            f'<a class="m-pin" href="{escape(pin.url)}" '
            f'aria-label="{pin.number} {escape(pin.title)}"{here}>'
            f'<circle class="m-disc" cx="{x}" cy="{y}" r="{RADIUS}"/>'
            f'<text class="m-number" x="{x}" y="{y}">{pin.number}</text>{text}</a>'
        )
    return f'<path class="m-stick" d="{"".join(sticks)}"/>{"".join(out)}' if out else ""


def _disc_box(x, y):
    return (x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS)


def _name(x, y, title, frame, placed, names):
    """The box of a name beside or above its disc that lies over nothing, its x and its anchor; or ``None``."""
    width = 19 * len(title) + 12
    for start, top, text_x, anchor in (
        (x + RADIUS + 10, y - 24, x + RADIUS + 10, ""),
        (x - RADIUS - 10 - width, y - 24, x - RADIUS - 10, ' text-anchor="end"'),
        (x - width // 2, y - RADIUS - 54, x, ' text-anchor="middle"'),
    ):
        box = (start, top, start + width, top + 48)
        if start < 0 or top < 0 or box[2] > frame.width or any(_overlap(box, t) for t in names):
            continue
        if not any(_overlap(box, _disc_box(*other[:2])) for other in placed):
            return box, text_x, anchor
    return None


# How much farther from its foot a disc may stand, in units, rather than lie over a name, have no name, stand over
# a stick or behind one, or than its stick crosses another, or than it hangs below its foot in the sea.
_OVER_A_NAME, _NAMELESS, _STICK_AND_DISC, _STICKS_CROSS, _BELOW = 400, 110, 90, 140, 40


def _head(foot, title, frame, placed, names, land):
    """Where the disc of a pin stands: over no other disc, as near above its foot as what it disturbs allows.

    Where much stands above, it hangs below its foot if that is in the sea, where nothing is pointed out.
    """
    (x, foot_y), least, right = foot, RADIUS + 4, frame.width - RADIUS - 4
    straight, lowest = max(foot_y - _RISE, least), frame.height - least
    best = None
    for away in range(0, 360, 12):
        if best and away >= best[0]:
            break
        for turn in (0, 40, -40, 75, -75, 180) if away else (0, 180):
            head_x, head_y, cost = x, foot_y + _RISE + away, away + _BELOW
            if turn != 180:
                head_x = round(x + away * math.sin(math.radians(turn)))
                head_y = round(straight - away * math.cos(math.radians(turn)))
                cost = away
            head_x = min(max(head_x, least), right)
            if not least <= head_y <= lowest or _is_over_a_disc(head_x, head_y, placed):
                continue
            if turn == 180 and not _is_at_sea(_disc_box(head_x, head_y), land):
                continue
            cost += _disturbs(head_x, head_y, x, foot_y, placed)
            if any(_overlap(_disc_box(head_x, head_y), box) for box in names):
                cost += _OVER_A_NAME
            if not _name(head_x, head_y, title, frame, placed, names):
                cost += _NAMELESS
            if best is None or cost < best[0]:
                best = (cost, head_x, head_y)
    if best:
        return best[1:]
    # No free place near by: as high as needed, and beside where no sky is left.
    head_x, head_y = min(max(x, least), right), straight
    while _is_over_a_disc(head_x, head_y, placed):
        head_y -= 12
        if head_y < least:
            head_y = straight
            head_x += 2 * RADIUS + 8
    return head_x, head_y


def _is_at_sea(box, land):
    """Whether no corner of a box lies on land, closed rings."""
    corners = itertools.product(box[::2], box[1::2])
    return not any(
        sum(at <= x for at in crossings_of(ring, y)) % 2 for x, y in corners for ring in land
    )


def _is_over_a_disc(x, y, placed):
    return any(math.hypot(x - other[0], y - other[1]) < 2 * RADIUS + 6 for other in placed)


def _disturbs(x, y, foot_x, foot_y, placed):
    """What a disc and its stick cost by lying over those that are placed."""
    here, foot, cost = (x, y), (foot_x, foot_y), 0
    for other_x, other_y, other_foot_x, other_foot_y in placed:
        other, other_foot = (other_x, other_y), (other_foot_x, other_foot_y)
        cost += _STICK_AND_DISC * (_distance(other, here, foot) <= RADIUS + 4)
        cost += _STICK_AND_DISC * (_distance(here, other, other_foot) <= RADIUS + 4)
        is_apart = winding(here, foot, other) * winding(here, foot, other_foot) >= 0
        if not is_apart and winding(other, other_foot, here) * winding(other, other_foot, foot) < 0:
            cost += _STICKS_CROSS
    return cost


def _distance(point, a, b):
    """From a point to the line between two others."""
    length = math.dist(a, b)
    if not length:
        return math.dist(point, a)
    along = ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / length**2
    along = min(max(along, 0), 1)
    return math.dist(point, (a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1])))


def _overlap(box, other):
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def frame_around(positions, corner, *, lift, room=1.12, ratios=(1.3, 2.2)):
    """The :class:`Frame` that shows all ``positions`` from a corner, and little besides.

    ``room`` is how many times larger than what must fit; ``ratios`` are the squarest and the widest
    drawing wanted. Raises ``ValueError`` without positions.
    """
    if not positions:
        raise ValueError("A frame needs something to show.")
    view = View(Frame(positions[0], 1000.0), corner)
    plan = [view.plan(p) for p in positions]
    left, right = min(x for x, _ in plan), max(x for x, _ in plan)
    near, far = min(y for _, y in plan), max(y for _, y in plan)
    wide = max((right - left) * room, 300.0)
    deep = max((far - near) * math.sin(_ELEVATION) * room, 1.0)
    ratio = min(max(wide / deep, ratios[0]), ratios[1])
    return Frame(
        view.position((left + right) / 2, (near + far) / 2), max(wide, deep * ratio), ratio, lift
    )
