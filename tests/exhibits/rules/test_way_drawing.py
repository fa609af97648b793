"""The walk to the room: along streets, as long as it is, drawn the same each time."""

import itertools
import math
import re

import pytest
from shapely.geometry import LineString, box

from exhibits.rules.map_names import ON_A_PHONE
from exhibits.rules.way_drawing import Start, WayWords, draw_way, length, minutes, walk

HERE, THERE = (12.6944, 56.0444), (12.6974, 56.0414)
WORDS = WayWords("Karta", "Rummet")


def road(*positions, name="Gatan"):
    return {
        "properties": {"kind": "road", "name": name},
        "geometry": {"type": "LineString", "coordinates": [list(each) for each in positions]},
    }


BENT = road((12.6940, 56.0450), (12.6944, 56.0414), (12.6980, 56.0413))
FAR = road((12.75, 56.0), (12.76, 56.01))


def test_without_a_street_one_walks_straight():
    assert walk([FAR], HERE, THERE) == [pytest.approx(each) for each in (HERE, THERE)]
    # Worked out by hand: 186 metres east and 334 south.
    assert length([HERE, THERE]) == pytest.approx(382, abs=3)


def test_a_street_that_passes_both_is_followed():
    found = walk([FAR, BENT], HERE, THERE)
    assert found[0] == pytest.approx(HERE) and found[-1] == pytest.approx(THERE)
    assert any(each == pytest.approx((12.6944, 56.0414), abs=1e-6) for each in found)
    assert length(found) > 1.3 * length([HERE, THERE])


def test_the_nearer_street_wins_and_it_is_walked_both_ways():
    straight = road(HERE, THERE)
    there = walk([BENT, straight], HERE, THERE)
    assert length(there) == pytest.approx(length([HERE, THERE]), rel=0.01)
    back = walk([BENT, straight], THERE, HERE)
    assert back[::-1] == [pytest.approx(each, abs=1e-6) for each in there]


@pytest.mark.parametrize(("metres", "expected"), [(0, 1), (75, 1), (400, 5), (1500, 20)])
def test_how_long_it_takes(metres, expected):
    assert minutes(metres) == expected


def test_the_map_shows_every_start_with_its_number_and_the_room():
    starts = [Start("A & B", HERE), Start("Hållplatsen längst bort", (12.7014, 56.0434))]
    drawn = draw_way([BENT, FAR], THERE, starts, WORDS)
    assert drawn == draw_way([BENT, FAR], THERE, starts, WORDS)
    assert re.findall(r'class="map-number"[^>]*>(\d)<', drawn) == ["1", "2"]
    assert drawn.count('class="map-walk"') == 2 and "A &amp; B" in drawn and ">Rummet<" in drawn
    width, height = map(int, re.search(r'viewBox="0 0 (\d+) (\d+)"', drawn).groups())
    for x, y in re.findall(r'<circle class="map-disc" cx="(-?\d+)" cy="(-?\d+)"', drawn):
        assert 20 <= int(x) <= width - 20 and 20 <= int(y) <= height - 20


def test_the_only_start_is_a_ring_and_no_step_of_the_walk_lies_past_the_pin():
    drawn = draw_way([BENT, FAR], THERE, [Start("Stationen", HERE)], WORDS)
    assert "map-number" not in drawn and drawn.count('class="map-station"') == 1
    (pin,) = re.findall(r'"map-pin" d="M(\d+) (\d+)', drawn)
    walk = re.search(r'"map-walk" d="M(\d+) (\d+)l([^"]+)"', drawn)
    numbers = list(map(int, re.findall(r"-?\d+", walk[0])))
    end = sum(numbers[::2]), sum(numbers[1::2])
    assert 20 <= math.dist(end, map(int, pin)) <= 40


def test_the_name_of_a_street_is_not_struck_by_the_way():
    """The way goes along the street: its name stands beside it, within the drawing."""
    drawn = draw_way([BENT, FAR], THERE, [Start("Stationen", HERE)], WORDS)
    (way,) = re.findall(r'"map-walk" d="M(\d+) (\d+)l([^"]+)"', drawn)
    numbers = list(map(int, re.findall(r"-?\d+", " ".join(way))))
    steps = list(zip(numbers[::2], numbers[1::2], strict=True))
    points = list(itertools.accumulate(steps, lambda at, by: (at[0] + by[0], at[1] + by[1])))
    found = re.findall(
        r'<text class="map-(?:district|room)" x="(\d+)" y="(\d+)"([^>]*)>([^<]+)', drawn
    )
    assert {text for *_, text in found} == {"Gatan", "Stationen", "Rummet"}
    for x, y, rest, text in found:
        anchor = re.search(r'anchor="(\w+)"', rest)
        ground = ON_A_PHONE.box(int(x), int(y), anchor[1] if anchor else "", text)
        assert not LineString(points).intersects(box(*ground)), text
