"""The drawn model: what stands in front covers what stands behind, and nothing else changes it."""

import itertools
import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exhibits.rules.model_drawing import (
    RADIUS,
    Block,
    Corner,
    Frame,
    Ground,
    Pin,
    Shape,
    State,
    View,
    _area,
    _measure,
    _Part,
    convex_parts,
    draw_blocks,
    draw_ground,
    draw_model,
    frame_around,
    path,
    sheets,
)

MIDDLE = (12.70, 56.04)
SQUARE = ((0, 0), (4, 0), (4, 4), (0, 4), (0, 0))
L_FORM = ((0, 0), (6, 0), (6, 2), (2, 2), (2, 5), (0, 5), (0, 0))
COURT = (((0, 0), (9, 0), (9, 7), (0, 7), (0, 0)), ((3, 3), (3, 5), (6, 5), (6, 3), (3, 3)))
U_FORM = ((0, 0), (9, 0), (9, 6), (7, 6), (7, 2), (2, 2), (2, 6), (0, 6), (0, 0))


def place(east, north):
    """The position so many metres from the middle."""
    squeeze = math.cos(math.radians(MIDDLE[1]))
    return (MIDDLE[0] + east / (111_320 * squeeze), MIDDLE[1] + north / 111_320)


def house(east, north, *, wide=10, deep=10, turn=0.0, height=10, **more):
    """A four-cornered block around a point, turned by degrees."""
    angle = math.radians(turn)
    corners = [(-wide, -deep), (wide, -deep), (wide, deep), (-wide, deep), (-wide, -deep)]
    ring = tuple(
        place(
            east + (x * math.cos(angle) - y * math.sin(angle)) / 2,
            north + (x * math.sin(angle) + y * math.cos(angle)) / 2,
        )
        for x, y in corners
    )
    return Block((ring,), height, **more)


@pytest.mark.parametrize(
    ("rings", "wanted"),
    [
        ((SQUARE,), 1),
        ((tuple(reversed(SQUARE)),), 1),
        ((L_FORM,), 2),
        ((U_FORM,), 3),
        (COURT, 4),
        ((((0, 0), (2, 0), (4, 0), (4, 4), (0, 4), (0, 0)),), 1),
    ],
    ids=["square", "clockwise", "L", "U", "courtyard", "a point on an edge"],
)
def test_a_block_is_cut_into_few_convex_parts_with_the_walls_that_it_had(rings, wanted):
    parts = convex_parts(rings)
    # Two pieces more than the least there can be are no harm; triangles by the dozen would be.
    assert wanted <= len(parts) <= wanted + 2
    holes = sum(abs(_area(list(ring[:-1]))) for ring in rings[1:])
    whole = abs(_area(list(rings[0][:-1]))) - holes
    assert sum(_area(ring) for ring, _ in parts) == pytest.approx(whole)

    def length(edges):
        return sum(math.dist(a, b) for a, b in edges)

    walls = [
        pair
        for ring, kinds in parts
        for pair, is_wall in zip(itertools.pairwise([*ring, ring[0]]), kinds, strict=True)
        if is_wall
    ]
    assert length(walls) == pytest.approx(sum(length(itertools.pairwise(ring)) for ring in rings))


# Houses that stand in a grid and may be turned share no ground.
plots = st.lists(
    st.tuples(
        st.integers(-3, 3),
        st.integers(-3, 3),
        st.integers(8, 24),
        st.integers(8, 24),
        st.integers(0, 179),
        st.integers(2, 90),
    ),
    min_size=2,
    max_size=16,
    unique_by=lambda plot: plot[:2],
)


def parts_of(blocks, view):
    parts = []
    for block in blocks:
        for ring, walls in convex_parts(block.rings):
            part = _Part([view.plan(p) for p in ring], walls, block)
            _measure(part, view)
            parts.append(part)
    return parts


def depths(part, across):
    """Where a line of sight enters and leaves a part; worked out by clipping, not as the rule does."""
    low, high = -math.inf, math.inf
    for (x1, y1), (x2, y2) in itertools.pairwise([*part.ring, part.ring[0]]):
        # Inside is to the left of each edge: a * y <= b along the line.
        dx, dy = x2 - x1, y2 - y1
        side = (across - x1) * dy
        if dx > 0:
            low = max(low, y1 + side / dx)
        elif dx < 0:
            high = min(high, y1 + side / dx)
        elif side > 0:
            return None
    return (low, high) if low < high - 1e-9 else None


@settings(max_examples=40)
@given(plots=plots, corner=st.sampled_from(Corner))
def test_nothing_is_drawn_in_front_of_what_stands_before_it(plots, corner):
    blocks = [
        house(x * 36, y * 36, wide=wide, deep=deep, turn=turn, height=height)
        for x, y, wide, deep, turn, height in plots
    ]
    view = View(Frame(MIDDLE, 400.0), corner)
    order = sheets(parts_of(blocks, view))
    drawn_in = {id(part): number for number, sheet in enumerate(order) for part in sheet}
    for one, other in itertools.combinations([p for sheet in order for p in sheet], 2):
        low, high = max(one.low, other.low), min(one.high, other.high)
        if high - low < 0.01:
            continue
        (left, top, right, bottom), box = one.box, other.box
        if left >= box[2] or box[0] >= right or top >= box[3] or box[1] >= bottom:
            continue
        for share in (0.1, 0.5, 0.9):
            here, there = (depths(p, low + share * (high - low)) for p in (one, other))
            if here and there:
                is_nearer = here[0] < there[0]
                assert (drawn_in[id(one)] > drawn_in[id(other)]) is is_nearer


def test_a_house_in_a_courtyard_stands_between_its_wings():
    court = Block(
        (
            tuple(place(x, y) for x, y in ((0, 0), (60, 0), (60, 60), (0, 60), (0, 0))),
            tuple(place(x, y) for x, y in ((12, 12), (48, 12), (48, 48), (12, 48), (12, 12))),
        ),
        15,
    )
    tower = house(30, 30, height=40)
    for corner in Corner:
        view = View(Frame(place(30, 30), 200.0), corner)
        order = sheets(parts_of([court, tower], view))
        drawn = [(n, part.block is tower) for n, sheet in enumerate(order) for part in sheet]
        (at,) = [n for n, is_tower in drawn if is_tower]
        wings = [n for n, is_tower in drawn if not is_tower]
        assert min(wings) < at < max(wings)


@settings(max_examples=40)
@given(plots=plots, corner=st.sampled_from(Corner))
def test_the_same_blocks_give_the_same_bytes(plots, corner):
    blocks = [house(x * 36, y * 36, turn=turn) for x, y, _, _, turn, _ in plots]
    frame = frame_around([b.rings[0][0] for b in blocks], corner, lift=2)
    assert draw_blocks(blocks, View(frame, corner)) == draw_blocks(
        list(blocks), View(frame, corner)
    )


def test_footprints_that_lie_over_each_other_are_drawn_all_the_same():
    blocks = [house(x, 0, wide=30, deep=30, turn=x * 7) for x in range(6)]
    view = View(Frame(MIDDLE, 300.0), Corner.SOUTH_WEST)
    assert sum(map(len, sheets(parts_of(blocks, view)))) == 6


@pytest.mark.parametrize("corner", Corner)
def test_what_is_higher_reaches_higher_and_what_is_farther_stands_higher(corner):
    view = View(Frame(MIDDLE, 400.0), corner)
    away = view.away
    near, far = view(MIDDLE), view(place(away[0] * 50, away[1] * 50))
    assert far[0] == pytest.approx(near[0], abs=1) and far[1] < near[1]
    assert view(MIDDLE, 20)[1] < view(MIDDLE)[1]


@given(east=st.floats(-5000, 5000), north=st.floats(-5000, 5000), corner=st.sampled_from(Corner))
def test_a_place_is_found_again(east, north, corner):
    view = View(Frame(MIDDLE, 400.0), corner)
    found = view.position(*view.plan(place(east, north)))
    assert found == pytest.approx(place(east, north), abs=1e-9)


def test_from_opposite_corners_left_and_right_change_places():
    there = place(100, 20)
    view = {corner: View(Frame(MIDDLE, 400.0), corner) for corner in Corner}
    for one, other in (
        (Corner.SOUTH_WEST, Corner.NORTH_EAST),
        (Corner.NORTH_WEST, Corner.SOUTH_EAST),
    ):
        assert view[one].plan(there)[0] == pytest.approx(-view[other].plan(there)[0])


def test_states_are_told_apart_and_ideas_throw_no_shadow():
    view = View(Frame(MIDDLE, 300.0), Corner.SOUTH_WEST)
    for state in State:
        drawing = draw_blocks([house(0, 0, state=state)], view)
        assert f"m-{state} m-top" in drawing
        assert ("m-shadow" in drawing) is (state is not State.IDEA)


def test_storeys_gables_and_crowns_are_drawn_from_near_only():
    blocks = [
        house(0, 0, height=16),
        house(40, 0, wide=16, height=8, shape=Shape.GABLE),
        house(-40, 0, height=9, shape=Shape.TREE),
    ]
    near = draw_blocks(blocks, View(Frame(MIDDLE, 200.0), Corner.SOUTH_WEST))
    far = draw_blocks(blocks, View(Frame(MIDDLE, 9000.0), Corner.SOUTH_WEST))
    for name in ("m-floor", "m-slope", "m-crown"):
        assert name in near and name not in far
    assert "m-tree" in near and "m-tree" in far


def test_what_lies_outside_the_drawing_costs_nothing():
    view = View(Frame(MIDDLE, 300.0), Corner.SOUTH_WEST)
    assert draw_blocks([house(5000, 0), house(0, 5000)], view) == ""
    assert draw_blocks([], view) == ""


@pytest.mark.parametrize(
    ("lines", "is_closed", "wanted"),
    [
        ([[(1, 1), (3, 1), (3, 4), (1, 1)]], True, "m1 1l2 0 0 3z"),
        ([[(1, 1), (1, 1), (3, 1)]], True, ""),
        ([[(5, 5), (6, 3)], [(6, 3), (9, 9)]], False, "m5 5l1-2m0 0l3 6"),
        ([[(5, 5)], [(7, 2)]], False, "m5 5h0m2-3h0"),
        ([[(0, 0), (2, 0), (2, 2)], [(1, 1), (2, 1), (2, 3)]], True, "m0 0l2 0 0 2zm1 1l1 0 0 2z"),
    ],
    ids=["closed twice", "no surface", "open lines", "dots", "from the start of the one before"],
)
def test_paths_are_relative_and_leave_out_what_does_not_move(lines, is_closed, wanted):
    assert path(lines, is_closed=is_closed) == wanted


def features(*rows):
    return [
        {"properties": {"kind": kind, **more}, "geometry": {"type": form, "coordinates": points}}
        for kind, form, points, more in rows
    ]


RIDGE = [[12.70, 56.06], [12.70, 56.02]]


@pytest.mark.parametrize(
    ("longitude", "wanted"), [(12.69, 3), (12.70, 15.5), (12.71, 28)], ids=["low", "edge", "high"]
)
@pytest.mark.parametrize("points", [RIDGE, RIDGE[::-1]], ids=["southwards", "northwards"])
def test_the_ground_is_low_by_the_water_and_high_on_the_hill(points, longitude, wanted):
    ground = Ground(features(("ridge", "LineString", points, {})))
    assert ground.height((longitude, 56.04)) == pytest.approx(wanted, abs=0.1)


def test_the_ground_lies_in_order_water_land_hill_roads():
    ring = [[12.69, 56.03], [12.72, 56.03], [12.72, 56.05], [12.69, 56.05], [12.69, 56.03]]
    ground = Ground(
        features(
            ("road", "LineString", [[12.69, 56.04], [12.71, 56.04]], {}),
            ("ridge", "LineString", RIDGE, {}),
            ("harbour", "Polygon", [ring], {"surface": "water"}),
            ("land", "Polygon", [ring], {}),
        )
    )
    drawn = draw_ground(ground, View(Frame(MIDDLE, 3000.0), Corner.SOUTH_WEST))
    assert re.findall(r'class="m-([\w-]+)"', drawn) == [
        "water", "land", "basin", "hill", "crest", "road",
    ]  # fmt: skip


@given(
    places=st.lists(st.tuples(st.floats(-4000, 4000), st.floats(-4000, 4000)), min_size=1),
    corner=st.sampled_from(Corner),
)
def test_a_frame_shows_everything_it_was_made_for(places, corner):
    positions = [place(*each) for each in places]
    view = View(frame_around(positions, corner, lift=1), corner)
    for x, y in map(view, positions):
        assert 0 <= x <= view.frame.width and 0 <= y <= view.frame.height


def test_a_frame_around_nothing_is_refused():
    with pytest.raises(ValueError, match="something to show"):
        frame_around([], Corner.SOUTH_WEST, lift=1)


@settings(max_examples=40)
@given(
    places=st.lists(
        st.tuples(st.integers(-900, 900), st.integers(-900, 900)), min_size=1, max_size=14
    ),
    corner=st.sampled_from(Corner),
)
def test_numbers_cover_no_other_number_and_names_lie_clear(places, corner):
    view = View(Frame(MIDDLE, 4000.0), corner)
    pins = [Pin(n, f"Plats {n}", f"/{n}/", place(*each)) for n, each in enumerate(places, 1)]
    drawn = draw_model([], Ground([]), view, "Modellen", pins)
    discs = [
        (int(x), int(y)) for x, y in re.findall(r'class="m-disc" cx="(-?\d+)" cy="(-?\d+)"', drawn)
    ]
    assert len(discs) == len(pins)
    for one, other in itertools.combinations(discs, 2):
        assert math.dist(one, other) >= 2 * RADIUS
    # A name is as wide as its letters may be, and lies over no other name.
    found = re.findall(
        r'class="m-name" x="(-?\d+)" y="(-?\d+)"(?: text-anchor="(\w+)")?>([^<]+)', drawn
    )
    boxes = []
    for x, y, anchor, title in found:
        width = 19 * len(title) + 12
        left = int(x) - {"": 0, "middle": width // 2, "end": width}[anchor]
        boxes.append((left, int(y) - 36, left + width, int(y) + 12))
    for one, other in itertools.combinations(boxes, 2):
        assert one[0] >= other[2] or other[0] >= one[2] or one[1] >= other[3] or other[1] >= one[3]


@pytest.mark.parametrize(("has_sea", "hangs"), [(True, True), (False, False)], ids=["sea", "land"])
def test_a_crowded_pin_hangs_in_the_sea_and_never_over_land(has_sea, hangs):
    corner = Corner.SOUTH_WEST
    view = View(Frame(MIDDLE, 2000.0), corner)
    # Land from 300 units below the middle of the drawing and upwards, or everywhere.
    shore = view.frame.height / 2 + 30 if has_sea else view.frame.height * 3
    edge = [(-4000, -4000), (6000, -4000), (6000, shore), (-4000, shore), (-4000, -4000)]

    class Shore(Ground):
        def surfaces(self, kind, view, **options):
            return [edge] if kind == "land" else []

    pins = [Pin(n, f"Ett långt namn {n}", f"/{n}/", place(25 * n, 0)) for n in range(1, 7)]
    drawn = draw_model([], Shore([]), view, "Modellen", pins)
    feet = [view(pin.position, 3)[1] for pin in pins]
    heads = [int(y) for y in re.findall(r'<circle class="m-disc" cx="[-\d]+" cy="([-\d]+)"', drawn)]
    assert len(heads) == len(pins)
    assert any(y > max(feet) for y in heads) is hangs


def test_what_is_pointed_out_outside_the_drawing_is_left_to_the_list():
    pins = [Pin(1, "Här", "/1/", MIDDLE), Pin(2, "Långt <bort>", "/2/", place(9000, 0))]
    view = View(Frame(MIDDLE, 4000.0), Corner.SOUTH_WEST)
    drawn = draw_model([], Ground([]), view, 'Modellen "sedd"', pins)
    assert 'href="/1/"' in drawn and 'href="/2/"' not in drawn
    assert 'role="group" aria-label="Modellen &quot;sedd&quot;"' in drawn
    assert 'role="img"' in draw_model([], Ground([]), view, "Modellen")
