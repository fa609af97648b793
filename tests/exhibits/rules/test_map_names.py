"""Names on the maps: none lies on another, on a number or outside the drawing."""

import re

from exhibits.rules.base_map import bundled
from exhibits.rules.map_drawing import MapArea, draw_area_map
from exhibits.rules.map_drawing import draw_map as draw_map_with_words
from exhibits.words_sv.maps import MAP_OF_ALL_AREAS

MIDDLE = (12.72, 56.04)


def draw_map(areas, room_position=None):
    return draw_map_with_words(bundled(), areas, MAP_OF_ALL_AREAS, room_position)


def square(x, y, half=0.003):
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]
    return {
        "type": "Polygon",
        "coordinates": [[[x + half * across, y + half * up] for across, up in corners]],
    }


def area(title, x, y, number=1, **kwargs):
    return MapArea(title, f"/omraden/{number}/", number, square(x, y), **kwargs)


def names(svg, css_class="map-name"):
    return re.findall(rf'<text class="{css_class}"[^>]*>([^<]+)<', svg)


def test_areas_far_from_each_other_are_named():
    svg = draw_map([area("Söder", 12.72, 56.01, 1), area("Norr", 12.72, 56.07, 2)], MIDDLE)
    assert names(svg) == ["Söder", "Norr"]
    assert names(svg, "map-room") == ["Rummet"]


def test_a_name_that_would_lie_on_another_area_stands_on_the_other_side():
    svg = draw_map([area("Ett namn", 12.72, 56.01, 1), area("Granne", 12.735, 56.01, 2)])
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
    room = int(re.search(r'"map-room" x="\d+" y="(\d+)"', svg)[1])
    name = int(re.search(r'"map-name" x="\d+" y="(\d+)" text-anchor="middle">Mitt i<', svg)[1])
    assert abs(name - room) > 29


def test_a_name_that_does_not_fit_on_its_side_stands_on_another():
    """Names at the edge are turned inwards, and one wider than the drawing is left to the list."""
    svg = draw_map([area("Tillgänglighetsredogörelsetorget", 12.78, 56.01)])
    assert re.search(r'"map-name" x="\d+" y="\d+" text-anchor="end">Tillgäng', svg)
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
