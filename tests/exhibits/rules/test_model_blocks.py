"""Blocks of a file: what is read, and what is said of each that cannot be."""

import pytest

from exhibits.rules.model_blocks import STOREY, Fault, read_blocks
from exhibits.rules.model_drawing import Shape, State
from exhibits.rules.sweref import Grid
from exhibits.words_sv.city_model import block_problem

RING = [[12.70, 56.04], [12.701, 56.04], [12.701, 56.041], [12.70, 56.041], [12.70, 56.04]]
TM = [[356900, 6212700], [356950, 6212700], [356950, 6212750], [356900, 6212750], [356900, 6212700]]


def feature(coordinates=None, form="Polygon", **properties):
    return {
        "type": "Feature",
        "properties": {"height_m": 12, **properties},
        "geometry": {"type": form, "coordinates": coordinates or [RING]},
    }


def read(*features):
    return read_blocks({"type": "FeatureCollection", "features": list(features)})


@pytest.mark.parametrize(
    ("properties", "height"),
    [
        ({"height_m": 12}, 12),
        ({"height_m": "12,5"}, 12.5),
        ({"height_m": None, "storeys": 4}, 4 * STOREY),
        ({"height_m": None, "building:levels": "2"}, 2 * STOREY),
        ({"height_m": None, "hojd": 7}, 7),
    ],
)
def test_a_height_is_metres_or_storeys(properties, height):
    reading = read(feature(**properties))
    assert not reading.problems
    assert reading.blocks[0][0].height == pytest.approx(height)


def test_state_shape_area_and_ground_are_kept():
    (pair,) = read(feature(state="byggs", shape="gable", area="Drottninghög", base_m=28)).blocks
    block, area = pair
    assert (block.state, block.shape, block.base) == (State.BEING_BUILT, Shape.GABLE, 28)
    assert area == "Drottninghög"


@pytest.mark.parametrize("is_swapped", [False, True])
def test_swedish_grids_are_recognised(is_swapped):
    ring = [point[::-1] if is_swapped else point for point in TM]
    reading = read(feature([ring]))
    assert reading.grid is Grid.SWEREF_99_TM and not reading.problems
    lon, lat = reading.blocks[0][0].rings[0][0]
    assert (lon, lat) == pytest.approx((12.702, 56.037), abs=0.01)


def test_an_open_ring_is_closed_and_several_surfaces_are_several_blocks():
    reading = read(feature([[RING[:-1]], [[[x + 0.01, y] for x, y in RING]]], form="MultiPolygon"))
    assert len(reading.blocks) == 2
    assert all(block.rings[0][0] == block.rings[0][-1] for block, _ in reading.blocks)


@pytest.mark.parametrize(
    ("row", "fault", "word"),
    [
        (feature(form="Point", coordinates=[12.7, 56.0]), Fault.NO_SURFACE, "Point"),
        (feature(height_m=None), Fault.NO_HEIGHT, "height_m"),
        (feature(height_m=0), Fault.NO_HEIGHT, "height_m"),
        (feature(height_m=900), Fault.NO_HEIGHT, "height_m"),
        (feature(height_m="hög"), Fault.UNREADABLE, "läsa"),
        (feature(state="kanske"), Fault.UNKNOWN_STATE, "kanske"),
        (feature([[[18, 59], [18.1, 59], [18.1, 59.1], [18, 59]]]), Fault.UNKNOWN_PLACE, "18, 59"),
        (feature([[RING[0], RING[2], RING[1], RING[3], RING[0]]]), Fault.CROSSES_ITSELF, "korsar"),
        (feature([[RING[0], RING[1], RING[0]]]), Fault.CROSSES_ITSELF, "korsar"),
        (feature([RING * 100]), Fault.TOO_MANY_POINTS, "500"),
        (feature([[["a", 1]]]), Fault.UNREADABLE, "läsa"),
        (feature(base_m="nan"), Fault.UNREADABLE, "läsa"),
        ({"type": "Feature"}, Fault.UNREADABLE, "läsa"),
        (None, Fault.UNREADABLE, "läsa"),
    ],
)
def test_what_cannot_be_drawn_is_named_with_its_place(row, fault, word):
    reading = read(feature(), row)
    (problem,) = reading.problems
    assert (problem.index, problem.fault) == (2, fault)
    assert block_problem(problem).startswith("Form 2 ") and word in block_problem(problem)


@pytest.mark.parametrize("document", [None, [], {}, {"features": []}, {"features": "x"}, 7])
def test_what_is_no_collection_is_refused(document):
    (problem,) = read_blocks(document).problems
    assert problem.fault is Fault.NO_COLLECTION and "FeatureCollection" in block_problem(problem)
