"""Surfaces cut into triangles, with shapely's opinion beside."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import union_all
from shapely.geometry import Polygon

from exhibits.rules.triangles import triangles, winding

SQUARE = [(0, 0), (10, 0), (10, 10), (0, 10)]
LETTER_L = [(0, 0), (10, 0), (10, 4), (4, 4), (4, 10), (0, 10)]
COMB = [(0, 0), (9, 0), (9, 9), (8, 1), (7, 9), (6, 1), (5, 9), (4, 1), (3, 9), (2, 1), (0, 9)]


def hole(x, y, side=2):
    """The corners of a courtyard, clockwise."""
    return [(x, y), (x, y + side), (x + side, y + side), (x + side, y)]


def check(rim, courtyards):
    found = triangles(rim, courtyards)
    corners = {*rim, *(point for each in courtyards for point in each)}
    assert all(set(each) <= corners and winding(*each) > 0 for each in found)
    whole = Polygon(rim, courtyards)
    # Neither gaps nor laps: they fill the surface, and together are as large as it.
    assert (
        union_all([Polygon(each) for each in found]).symmetric_difference(whole).area
        < 1e-6 * whole.area
    )
    assert sum(Polygon(each).area for each in found) == pytest.approx(whole.area)


@pytest.mark.parametrize(
    ("rim", "courtyards", "count"),
    [
        (SQUARE, [], 2),
        (LETTER_L, [], 4),
        (COMB, [], 9),
        # A point on a side is a corner of a triangle, not lost.
        ([(0, 0), (5, 0), *SQUARE[1:]], [], 3),
        (SQUARE, [hole(4, 4)], 8),
        (SQUARE, [hole(1, 1), hole(1, 7), hole(7, 1), hole(7, 7), hole(4, 4)], 32),
        (SQUARE, [hole(4, 1), hole(4, 4), hole(4, 7)], 20),
        # Two courtyards that meet at a corner.
        (SQUARE, [hole(2, 2), hole(4, 4)], 12),
        (LETTER_L, [hole(1, 1), hole(7, 1), hole(1, 7)], 22),
    ],
)
def test_a_surface_is_filled(rim, courtyards, count):
    check(rim, courtyards)
    assert len(triangles(rim, courtyards)) == count


@given(
    st.lists(st.floats(20, 60), min_size=3, max_size=30),
    st.lists(
        st.tuples(st.integers(0, 5), st.floats(0.5, 2.9), st.integers(3, 9)),
        max_size=6,
        unique_by=lambda each: each[0],
    ),
    st.sampled_from([1.0, 1e-5]),
)
def test_a_star_with_courtyards_is_filled(radii, holes, unit):
    """Anything that is seen whole from its middle, with round courtyards there, in metres and in degrees."""

    def round_about(middle, radii, way):
        step = way * math.tau / len(radii)
        return [
            (
                unit * (middle[0] + r * math.cos(step * n)),
                unit * (middle[1] + r * math.sin(step * n)),
            )
            for n, r in enumerate(radii)
        ]

    rim = round_about((0, 0), radii, 1)
    middles = [(6 * math.cos(math.tau * n / 6), 6 * math.sin(math.tau * n / 6)) for n in range(6)]
    courtyards = [round_about(middles[n], [r] * count, -1) for n, r, count in holes]
    if not all(Polygon(rim).contains(Polygon(each)) for each in courtyards):
        courtyards = []
    check(rim, courtyards)


def test_rings_that_cross_are_no_error():
    assert triangles([(0, 0), (10, 10), (10, 0), (0, 10)])
    assert triangles(SQUARE, [hole(8, 8, 5)])
    assert triangles([(0, 0), (1, 0), (2, 0)]) == []
