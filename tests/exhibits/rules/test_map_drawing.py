"""Outlines to SVG: whole numbers, closed forms, labels inside, and always valid markup."""

import functools
import itertools
import math
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, Polygon, box

from exhibits.rules import map_drawing, map_names
from exhibits.rules.base_map import bundled
from exhibits.rules.map_drawing import (
    MapArea,
    Projection,
    label_point,
    path,
)
from exhibits.rules.outlines import problem_of
from exhibits.words_sv.maps import MAP_OF_ALL_AREAS, title_of_area_map
from tests.factory import OUTLINE

draw_map = functools.partial(map_drawing.draw_map, bundled())
draw_area_map = functools.partial(map_drawing.draw_area_map, bundled())
CITY = bundled().bounds
SQUARE = OUTLINE["coordinates"][0]
HOLE = [[12.703, 56.023], [12.707, 56.023], [12.707, 56.027], [12.703, 56.027], [12.703, 56.023]]


def flat(position):
    """A projection that changes nothing but the direction of y."""
    return position[0], 100 - position[1]


@pytest.mark.parametrize(
    ("line", "is_closed", "d"),
    [
        ([], False, ""),
        ([], True, ""),
        ([(1, 99)], False, "M1 1"),
        ([(1, 99)], True, "M1 1z"),
        ([(0, 100), (10, 90)], False, "M0 0l10 10"),
        ([(0, 100), (10, 100), (10, 90), (0, 100)], True, "M0 0l10 0 0 10z"),
        ([(0, 100), (10, 100), (10, 90), (0, 100)], False, "M0 0l10 0 0 10-10-10"),
        ([(5, 95), (5, 95), (8, 95), (8, 95)], False, "M5 5l3 0"),
        ([(5, 95)] * 4, True, "M5 5z"),
        ([(9, 91), (4, 95)], False, "M9 9l-5-4"),
    ],
)
def test_a_line_becomes_a_path_in_whole_relative_steps(line, is_closed, d):
    assert path(flat, line, is_closed=is_closed) == d


def test_the_projection_fills_the_width_and_keeps_the_scale():
    projection = Projection(CITY)
    west, south, east, north = CITY
    assert projection((west, north)) == (0, 0)
    assert projection((east, south)) == (projection.width, projection.height)
    # A kilometre is as long eastwards as northwards, to within a unit.
    middle = math.radians((south + north) / 2)
    x1, y1 = projection((12.70, 56.03))
    x2, _ = projection((12.70 + 0.02 / math.cos(middle), 56.03))
    _, y2 = projection((12.70, 56.05))
    assert abs((x2 - x1) - (y1 - y2)) <= 1
    assert projection.shows((12.70, 56.03))
    assert not projection.shows((18.06, 59.33))


@pytest.mark.parametrize(
    ("outline", "count"),
    [
        (OUTLINE, 1),
        ({"type": "Polygon", "coordinates": [SQUARE, HOLE]}, 2),
        ({"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], [SQUARE]]}, 3),
        ({"type": "Feature", "properties": {}, "geometry": OUTLINE}, 1),
    ],
)
def test_every_ring_of_an_outline_is_drawn(outline, count):
    assert len(map_drawing.rings(outline)) == count
    drawing = ElementTree.fromstring(draw_area_map(MapArea("x", "/x/", 1, outline), "x"))
    (area,) = drawing.findall("path[@class='map-area']")
    assert area.get("d").count("M") == area.get("d").count("z") == count


@pytest.mark.parametrize(
    "ring",
    [
        [(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)],
        [(0, 0), (9, 0), (9, 9), (6, 9), (6, 3), (3, 3), (3, 9), (0, 9), (0, 0)],
        [(0, 0), (9, 0), (9, 1), (1, 1), (1, 9), (0, 9), (0, 0)],
        [(0, 0, 7), (4, 0, 7), (2, 4, 7), (0, 0, 7)],
    ],
    ids=["square", "horseshoe", "corner", "heights"],
)
def test_a_label_stands_inside(ring):
    assert Polygon(ring).contains(Point(label_point(ring)))


def test_a_ring_without_an_area_is_labelled_at_its_start():
    assert label_point([(3, 4), (5, 6), (3, 4)]) == (3, 4)


@st.composite
def outlines(draw):
    """A valid outline: corners around a middle, each at its own angle and distance."""
    x, y = draw(st.floats(12.66, 12.79)), draw(st.floats(55.99, 56.08))
    count = draw(st.integers(3, 12))
    ring = []
    for number in range(count):
        away = draw(st.floats(0.0005, 0.01))
        angle = 2 * math.pi * number / count
        ring.append([x + away * math.cos(angle), y + away * math.sin(angle)])
    outline = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    return outline


@given(outlines(), st.text(max_size=20), st.sampled_from(["right", "left", "below"]))
def test_every_valid_outline_is_drawn_as_valid_svg(outline, title, side):
    assert problem_of(outline) is None
    title = re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd]", "", title)
    area = MapArea(title, "/omraden/x/?a=1&b=2", 1, outline, side)
    ring = outline["coordinates"][0]
    assert Polygon(ring).buffer(1e-9).contains(Point(label_point(ring)))
    # A name that finds no room on the map of all areas is still the name of its link.
    (link,) = ElementTree.fromstring(draw_map([area], MAP_OF_ALL_AREAS)).iter("a")
    assert link.get("aria-label").split() == ["1", *title.split()]
    names = [
        text.text or "" for text in ElementTree.fromstring(draw_area_map(area, "x")).iter("text")
    ]
    assert title.split() in [name.split() for name in names]
    for drawing in (draw_map([area], MAP_OF_ALL_AREAS), draw_area_map(area, "x")):
        root = ElementTree.fromstring(drawing)
        for element in root.iter():
            assert "style" not in element.attrib
            assert re.fullmatch(r"[-MlzhvHV\d ]*|M.*a12 12.*", element.get("d", ""))


def test_the_map_leads_to_every_area_by_number_and_name():
    areas = [
        MapArea('Östra <Ramlösa> & "norr"\'', "/omraden/a/", 1, OUTLINE, "right"),
        MapArea("Maria", "/omraden/b/", 2, OUTLINE, "below"),
    ]
    root = ElementTree.fromstring(draw_map(areas, MAP_OF_ALL_AREAS, (12.69, 56.04)))
    links = [(link.get("href"), link.get("aria-label")) for link in root.iter("a")]
    assert links == [
        ("/omraden/a/", '1 Östra <Ramlösa> & "norr"\''),
        ("/omraden/b/", "2 Maria"),
    ]
    assert [text.text for text in root.iter("text")][-1] == "Rummet"


@pytest.mark.parametrize("position", [None, (18.06, 59.33)])
def test_a_room_without_a_place_on_the_map_has_no_pin(position):
    assert "map-pin" not in draw_map([], MAP_OF_ALL_AREAS, position)


def test_the_maps_name_what_they_show_to_whoever_listens():
    assert (
        ElementTree.fromstring(draw_map([], MAP_OF_ALL_AREAS)).get("aria-label")
        == "Karta över områdena"
    )
    one = ElementTree.fromstring(
        draw_area_map(MapArea("Maria", "/x/", 1, OUTLINE), title_of_area_map("Maria"))
    )
    assert (one.get("role"), one.get("aria-label")) == ("img", "Karta över Maria")


def test_the_base_map_can_be_drawn_and_its_areas_are_right():
    for feature in bundled().features:
        if feature["properties"]["kind"] == "development-area":
            assert problem_of(feature) is None, feature["properties"]


def boxes(drawing, letters, *, is_phone):
    """The ground that each name of a drawing takes, at one size."""
    for _, text, its_box in boxes_by_class(drawing, letters, is_phone=is_phone):
        yield text, its_box


def boxes_by_class(drawing, letters, *, is_phone):
    for text in ElementTree.fromstring(drawing).iter("text"):
        css = text.get("class")
        if "map-number" in css or "map-sea" in css or (is_phone and "map-wide" in css):
            continue
        x, y = float(text.get("x")), float(text.get("y"))
        yield (
            css,
            text.text or "",
            letters.box(x, y, text.get("text-anchor", ""), text.text or ""),
        )


CITY_AREAS = [
    MapArea(
        feature["properties"]["name"],
        f"/omraden/{number}/",
        number,
        feature["geometry"],
        feature["properties"].get("label_side", "right"),
    )
    for number, feature in enumerate(
        (
            feature
            for feature in bundled().features
            if feature["properties"]["kind"] == "development-area"
        ),
        1,
    )
]
ROOM = (12.6974, 56.0414)


def drawings():
    yield draw_map(CITY_AREAS, MAP_OF_ALL_AREAS, ROOM)
    for area in CITY_AREAS:
        yield draw_area_map(area, area.title, CITY_AREAS, MAP_OF_ALL_AREAS, ROOM)


@pytest.mark.parametrize(
    ("letters", "is_phone"),
    [(map_names.ON_A_PHONE, True), (map_names.ON_A_WIDE_SCREEN, False)],
    ids=["phone", "wide screen"],
)
def test_no_name_lies_over_another(letters, is_phone):
    for drawing in drawings():
        found = list(boxes(drawing, letters, is_phone=is_phone))
        for (one, its_box), (other, other_box) in itertools.combinations(found, 2):
            assert not map_names.overlap(its_box, other_box), (one, other)


SIZES = [(map_names.ON_A_PHONE, True), (map_names.ON_A_WIDE_SCREEN, False)]


def lines_of(drawing, *css_classes):
    """The lines that a drawing has in some classes, out of the paths with their relative steps."""
    for each in ElementTree.fromstring(drawing).iter("path"):
        if each.get("class") not in css_classes:
            continue
        for part in re.findall(r"M[^M]+", each.get("d")):
            numbers = list(map(int, re.findall(r"-?\d+", part)))
            points = list(itertools.accumulate(zip(*[iter(numbers)] * 2, strict=True), added))
            yield LineString([*points, points[0]] if part.endswith("z") else [*points, points[-1]])


def added(point, step):
    return point[0] + step[0], point[1] + step[1]


def assert_names_are_clear(drawing):
    """No two names meet, none leaves the drawing, and none lies over a border of what the map is about."""
    width, height = map(int, ElementTree.fromstring(drawing).get("viewBox").split()[2:])
    borders = [
        *lines_of(drawing, "map-area", "map-plan map-plan-foreslas", "map-plan map-plan-beslutat")
    ]
    coast = [*lines_of(drawing, "map-coast")]
    for letters, is_phone in SIZES:
        found = list(boxes_by_class(drawing, letters, is_phone=is_phone))
        for (_, one, its_box), (_, other, other_box) in itertools.combinations(found, 2):
            assert not map_names.overlap(its_box, other_box), (one, other)
        for css, one, its_box in found:
            assert box(0, 0, width, height).contains(box(*its_box)), one
            assert not any(line.intersects(box(*its_box)) for line in borders), one
            if css.split()[0] in ("map-district", "map-green-name"):
                assert not any(line.intersects(box(*its_box)) for line in coast), one


PARK = {
    "type": "Polygon",
    "coordinates": [
        [[12.7262, 56.0625], [12.7262, 56.0606], [12.731, 56.0604], [12.7262, 56.0625]]
    ],
}


def test_no_name_crosses_a_border_on_the_maps_of_the_city():
    for drawing in drawings():
        assert_names_are_clear(drawing)
    plan = map_drawing.MapPlan("Parkkvarteret", PARK, "foreslas")
    area = next(each for each in CITY_AREAS if each.title == "Drottninghög")
    drawn = draw_area_map(area, "x", CITY_AREAS, MAP_OF_ALL_AREAS, ROOM, [plan])
    assert_names_are_clear(drawn)
    # The plan is smaller than its name, which stands beside the area with a line between them.
    assert ">Parkkvarteret<" in drawn and drawn.count("map-leader") == 1


@given(
    st.lists(outlines(), min_size=1, max_size=6),
    st.lists(st.text("aimÖ x", max_size=18)),
    st.data(),
)
def test_no_name_crosses_a_border_wherever_areas_lie(found, titles, data):
    areas = [
        MapArea(
            (titles[number] if number < len(titles) else "Namn").strip() or "x",
            f"/{number}/",
            number,
            outline,
            data.draw(st.sampled_from(["right", "left", "below"])),
        )
        for number, outline in enumerate(found)
    ]
    assert_names_are_clear(draw_map(areas, MAP_OF_ALL_AREAS, ROOM))
    assert_names_are_clear(draw_area_map(areas[0], "x", areas, MAP_OF_ALL_AREAS, ROOM))


def test_a_number_that_would_hide_its_area_stands_beside_it_with_a_line():
    small = MapArea("Liten", "/x/", 1, square_of(0.0015))
    large = MapArea("Stor", "/x/", 1, square_of(0.008))
    assert "map-leader" not in draw_map([large], MAP_OF_ALL_AREAS)
    drawn = draw_map([small], MAP_OF_ALL_AREAS)
    x, y, radius = map(int, re.search(r'disc" cx="(\d+)" cy="(\d+)" r="(\d+)"', drawn).groups())
    (outline,) = lines_of(drawn, "map-area")
    assert outline.distance(Point(x, y)) > radius
    assert drawn.count("map-leader") == 1


def square_of(half, x=12.74, y=56.045):
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]
    ring = [[x + half * across, y + half * up] for across, up in corners]
    return {"type": "Polygon", "coordinates": [ring]}


def test_what_no_map_names_is_not_drawn():
    """A ring has its name beside it, at each size, and so has a park."""
    for drawing in drawings():
        root = ElementTree.fromstring(drawing)
        for mark, label in (("map-place", "map-place-name"), ("map-green", "map-green-name")):
            marks = [
                each for each in root.iter() if (each.get("class") or "").split()[:1] == [mark]
            ]
            names = [each for each in root.iter("text") if each.get("class").split()[0] == label]
            assert bool(marks) <= bool(names)
            for wide in (" map-wide", ""):
                if any(each.get("class") == mark + wide for each in marks):
                    assert any(each.get("class") == label + wide for each in names)


def test_the_maps_show_what_people_steer_by():
    city = draw_map(CITY_AREAS, MAP_OF_ALL_AREAS, ROOM)
    on_a_phone = {name for name, _ in boxes(city, map_names.ON_A_PHONE, is_phone=True)}
    assert on_a_phone >= {area.title for area in CITY_AREAS} | {"Rummet", "Råå", "Pålsjö skog"}
    everywhere = {name for name, _ in boxes(city, map_names.ON_A_WIDE_SCREEN, is_phone=False)}
    assert everywhere >= {"Helsingborg C", "Ramlösa station", "Bruces skog", "Dalhem"}
    for kind in ("green", "railway", "tunnel", "trunk", "road", "stream", "ferry", "ridge"):
        assert f"map-{kind}" in city
    # A ring is drawn where its name is: the third station has the name and the place of an area.
    assert city.count("map-station") == 2


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Östra Ramlösa", {"Österleden", "Lussebäcken", "E6 E20"}),
        ("Oceanhamnen", {"Öresund"}),
        ("Drottninghög", {"Ängelholmsleden", "Fredriksdal museer och trädgårdar"}),
    ],
)
def test_the_map_of_an_area_names_the_streets_and_the_water_around_it(title, names):
    area = next(each for each in CITY_AREAS if each.title == title)
    drawn = draw_area_map(area, "x", CITY_AREAS, MAP_OF_ALL_AREAS, ROOM)
    assert {name for name, _ in boxes(drawn, map_names.ON_A_WIDE_SCREEN, is_phone=False)} >= names


def test_the_sea_is_named_where_it_lies():
    for area in CITY_AREAS:
        drawn = draw_area_map(area, "x", CITY_AREAS, MAP_OF_ALL_AREAS, ROOM)
        shores = [Polygon(line.coords) for line in lines_of(drawn, "map-land")]
        for css, name, its_box in boxes_by_class(drawn, map_names.ON_A_PHONE, is_phone=True):
            if css == "map-water-name" and name == "Öresund":
                assert not any(shore.intersects(box(*its_box)) for shore in shores)


def test_the_map_of_an_area_shows_its_neighbours_and_the_room():
    harbour = next(area for area in CITY_AREAS if area.title == "Oceanhamnen")
    drawn = draw_area_map(harbour, "x", CITY_AREAS, MAP_OF_ALL_AREAS, ROOM)
    names = {name for name, _ in boxes(drawn, map_names.ON_A_PHONE, is_phone=True)}
    assert names >= {"Oceanhamnen", "Södra staden", "Rummet", "Helsingborg C"}
    assert drawn.count('map-neighbour"') == 1 and "map-pin" in drawn
