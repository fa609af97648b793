"""Names on the maps: none lies on another, on a number or outside the drawing."""

import re

import pytest

from exhibits.rules.base_map import bundled
from exhibits.rules.map_drawing import MapArea, draw_area_map
from exhibits.rules.map_drawing import draw_map as draw_map_with_words
from exhibits.rules.map_names import ON_A_PHONE, Names, overlap
from exhibits.words_sv.maps import MAP_OF_ALL_AREAS

MIDDLE = (12.72, 56.04)


def draw_map(areas, room_position=None):
    return draw_map_with_words(bundled(), areas, MAP_OF_ALL_AREAS, room_position)


def square(x, y, half=0.0055):
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]
    return {
        "type": "Polygon",
        "coordinates": [[[x + half * across, y + half * up] for across, up in corners]],
    }


def area(title, x, y, number=1, **kwargs):
    return MapArea(title, f"/omraden/{number}/", number, square(x, y), **kwargs)


def names(svg, css_class="map-name"):
    return re.findall(rf'<text class="{css_class}"[^>]*>([^<]+)<', svg)


def ground(svg, text):
    """The box of a name at the size of a phone."""
    found = re.search(rf'x="(\d+)" y="(\d+)"(?: text-anchor="(\w+)")?>{text}<', svg)
    return ON_A_PHONE.box(int(found[1]), int(found[2]), found[3] or "", text)


def test_areas_far_from_each_other_are_named():
    svg = draw_map([area("Söder", 12.72, 56.01, 1), area("Norr", 12.72, 56.07, 2)], MIDDLE)
    assert names(svg) == ["Söder", "Norr"]
    assert names(svg, "map-room") == ["Rummet"]


def test_a_name_that_would_lie_on_another_area_stands_on_the_other_side():
    svg = draw_map([area("Ett namn", 12.74, 56.05, 1), area("Granne", 12.757, 56.05, 2)])
    assert names(svg) == ["Ett namn", "Granne"]
    assert names(svg, "map-number") == ["1", "2"]
    assert 'aria-label="1 Ett namn"' in svg
    discs = [int(x) for x in re.findall(r'class="map-disc" cx="(\d+)"', svg)]
    moved = re.search(r'"map-name" x="(\d+)" y="\d+" text-anchor="end">Ett namn', svg)
    assert int(moved[1]) < min(discs)


def test_a_name_with_an_area_on_every_side_is_left_to_the_list():
    around = [(-0.014, 0), (0.014, 0), (0, 0.006), (0, -0.006)]
    neighbours = [
        area(f"Grannområdet {number}", 12.72 + across, 56.03 + up, number)
        for number, (across, up) in enumerate(around, 2)
    ]
    svg = draw_map([area("Mitt emellan", 12.72, 56.03, 1), *neighbours])
    assert "Mitt emellan" not in names(svg)
    assert 'aria-label="1 Mitt emellan"' in svg


def test_a_name_that_would_lie_on_the_room_stands_clear_of_it():
    svg = draw_map([area("Mitt i", 12.72, 56.042)], (12.726, 56.04))
    assert not overlap(ground(svg, "Rummet"), ground(svg, "Mitt i"))


def test_a_name_that_does_not_fit_on_its_side_stands_on_another():
    """Names at the edge are turned inwards, and one wider than the drawing is left to the list."""
    title = "Tillgänglighetsredogörelsetorget"
    left, _, right, _ = ground(draw_map([area(title, 12.78, 56.01)]), title)
    assert 0 <= left < right <= 620
    assert names(draw_map([area("Tillgänglighetsredogörelse" * 4, *MIDDLE)])) == []


def test_a_name_stands_outside_the_outline_on_the_side_that_was_chosen():
    outlines = [area("Namn", 12.75, 56.045, label_side=side) for side in ("right", "left", "below")]
    positions = [
        tuple(map(int, re.search(r'"map-name" x="(\d+)" y="(\d+)"', draw_map([each])).groups()))
        for each in outlines
    ]
    (right, _), (left, _), (_, below) = positions
    corners = [
        tuple(map(int, each))
        for each in re.findall(r"M(\d+) (\d+)", draw_map(outlines).partition("map-area-ground")[2])
    ]
    corner_x, corner_y = corners[0]  # The south-west corner of the square.
    assert left < corner_x < right
    assert below > corner_y


def test_districts_on_the_map_of_an_area_stay_clear_of_its_name():
    svg = draw_area_map(
        bundled(), area("Stadsbyggnadsförvaltningens provområde", 12.71, 56.03), "Karta"
    )
    boxes = [
        (float(x), float(y), 14 * len(name))
        for x, y, name in re.findall(
            r'class="map-(?:district|name)" x="(\d+)" y="(\d+)"[^>]*>([^<]+)<', svg
        )
    ]
    assert len(boxes) > 1
    for index, (x, y, width) in enumerate(boxes):
        for other_x, other_y, other_width in boxes[:index]:
            apart = abs(x - other_x) >= (width + other_width) / 2 or abs(y - other_y) >= 30
            assert apart


FIRST, SECOND = (100, 100, ""), (100, 200, "")
HIGH, LOW = [(90, 95), (180, 95)], [(90, 195), (180, 195)]


@pytest.mark.parametrize(
    ("marks", "borders", "edges", "may_cross", "expected"),
    [
        ([], [], [], False, (FIRST, "")),
        ([(110, 95, 6)], [], [], False, (SECOND, "")),
        ([], [HIGH], [], False, (SECOND, "")),
        ([], [], [HIGH], False, (SECOND, "")),
        ([], [], [HIGH, LOW], False, None),
        ([], [], [HIGH, LOW], True, (FIRST, "")),
        ([], [HIGH, LOW], [], True, None),
        # Clear of the small letters alone.
        ([(110, 76, 6), (110, 176, 6)], [], [], False, (FIRST, " map-wide")),
    ],
)
def test_where_a_name_stands(marks, borders, edges, may_cross, expected):
    names = Names(300, 300)
    for mark in marks:
        names.mark(*mark)
    for line in borders:
        names.border(line)
    for line in edges:
        names.edge(line)
    assert names.find("Namn", [FIRST, SECOND], may_cross=may_cross) == expected


def test_a_name_is_moved_into_the_drawing_and_never_over_another():
    names = Names(300, 300)
    (x, y, anchor), _ = names.find("Gatan vid hamnen", [(270, 100, "middle")])
    assert x < 270 and (y, anchor) == (100, "middle")
    assert names.find("Gatan", [(270, 100, "middle")]) is None
    assert names.find("Gatan" * 20, [(150, 200, "middle")]) is None
