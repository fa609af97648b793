"""Swedish grids: published control points, and the way back worked out by another formula."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exhibits.rules.sweref import _PROJECTIONS, Grid, grid_of, to_wgs_84

# Control points for SWEREF 99 TM from Lantmäteriet: latitude, longitude, northing, easting.
CONTROL = [
    (55.0, 12.75, 6097106.672, 356083.438),
    (55.0, 14.25, 6095048.642, 452024.069),
    (57.0, 12.75, 6319636.937, 363331.554),
    (57.0, 19.5, 6326392.707, 773251.054),
]


@pytest.mark.parametrize(("latitude", "longitude", "northing", "easting"), CONTROL)
def test_the_control_points_of_lantmateriet(latitude, longitude, northing, easting):
    found = to_wgs_84(easting, northing, Grid.SWEREF_99_TM)
    # A thousandth of a metre is about a hundred-millionth of a degree.
    assert found == pytest.approx((longitude, latitude), abs=2e-8)


def forward(longitude, latitude, grid):
    """Snyder's series for the transverse Mercator (USGS Professional Paper 1395, 8-9 to 8-15)."""
    projection = _PROJECTIONS[grid]
    a, f = 6378137.0, 1 / 298.257222101
    e2 = f * (2 - f)
    ep2 = e2 / (1 - e2)
    phi = math.radians(latitude)
    n = a / math.sqrt(1 - e2 * math.sin(phi) ** 2)
    t, c = math.tan(phi) ** 2, ep2 * math.cos(phi) ** 2
    x = math.radians(longitude - projection.meridian) * math.cos(phi)
    m = a * (
        (1 - e2 / 4 - 3 * e2**2 / 64 - 5 * e2**3 / 256) * phi
        - (3 * e2 / 8 + 3 * e2**2 / 32 + 45 * e2**3 / 1024) * math.sin(2 * phi)
        + (15 * e2**2 / 256 + 45 * e2**3 / 1024) * math.sin(4 * phi)
        - (35 * e2**3 / 3072) * math.sin(6 * phi)
    )
    east = n * (x + (1 - t + c) * x**3 / 6 + (5 - 18 * t + t**2 + 72 * c - 58 * ep2) * x**5 / 120)
    north = m + n * math.tan(phi) * (
        x**2 / 2
        + (5 - t + 9 * c + 4 * c**2) * x**4 / 24
        + (61 - 58 * t + t**2 + 600 * c - 330 * ep2) * x**6 / 720
    )
    return projection.scale * east + projection.false_easting, projection.scale * north


@given(
    longitude=st.floats(12.5, 13.0),
    latitude=st.floats(55.9, 56.2),
    grid=st.sampled_from([Grid.SWEREF_99_TM, Grid.SWEREF_99_13_30]),
)
def test_there_and_back_is_the_same_place(longitude, latitude, grid):
    found = to_wgs_84(*forward(longitude, latitude, grid), grid)
    assert found == pytest.approx((longitude, latitude), abs=1e-7)  # a centimetre


@given(
    longitude=st.floats(12.5, 13.0),
    latitude=st.floats(55.9, 56.2),
    grid=st.sampled_from(list(Grid)),
    is_swapped=st.booleans(),
)
def test_the_grid_is_told_by_the_numbers(longitude, latitude, grid, is_swapped):
    point = (longitude, latitude) if grid is Grid.WGS_84 else forward(longitude, latitude, grid)
    assert grid_of([point[::-1] if is_swapped else point]) == (grid, is_swapped)


@pytest.mark.parametrize(
    "positions",
    [[], [(0, 0)], [(18.07, 59.33)], [(674032, 6580822)], [(12.7, 56.0), (360000, 6200000)]],
)
def test_what_lies_elsewhere_is_in_no_grid(positions):
    assert grid_of(positions) == (None, False)
