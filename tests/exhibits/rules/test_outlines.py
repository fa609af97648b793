"""What is wrong with an outline is found, whatever was pasted."""

import json

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from exhibits.models import Area
from exhibits.rules.outlines import (
    LONGEST_OUTLINE,
    Fault,
    Problem,
    as_outline,
    joined,
    problem_of,
    surfaces_of,
)
from exhibits.words_sv.maps import outline_problem, surface_names
from tests.factory import OUTLINE

SQUARE = OUTLINE["coordinates"][0]
HOLE = [[12.703, 56.023], [12.707, 56.023], [12.707, 56.027], [12.703, 56.027], [12.703, 56.023]]
FAR_SQUARE = [[x + 0.02, y] for x, y in SQUARE]
BOW_TIE = [[12.70, 56.02], [12.71, 56.03], [12.71, 56.02], [12.70, 56.03], [12.70, 56.02]]
SPIKE = [[12.70, 56.02], [12.71, 56.02], [12.70, 56.02], [12.70, 56.02]]
CHAIN = [[12.70, 56.02], [12.71, 56.02], [12.71, 56.03], [12.70, 56.03]]


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


def multi(*polygons):
    return {"type": "MultiPolygon", "coordinates": list(polygons)}


@pytest.mark.parametrize(
    "outline",
    [
        OUTLINE,
        polygon(SQUARE[::-1]),
        polygon(SQUARE, HOLE),
        multi([SQUARE], [FAR_SQUARE]),
        multi([SQUARE, HOLE], [FAR_SQUARE]),
        polygon([[x, y, 12.5] for x, y in SQUARE]),
        {"type": "Feature", "properties": {"namn": "x"}, "geometry": OUTLINE},
        {**OUTLINE, "bbox": [12.7, 56.02, 12.71, 56.03]},
    ],
    ids=["polygon", "clockwise", "hole", "two parts", "both", "heights", "feature", "extra member"],
)
def test_a_right_outline_is_accepted(outline):
    assert problem_of(outline) is None


@pytest.mark.parametrize(
    ("outline", "fault"),
    [
        (None, Fault.NO_OBJECT),
        ([], Fault.NO_OBJECT),
        (SQUARE, Fault.NO_OBJECT),
        ("POLYGON ((12.7 56.0))", Fault.NO_OBJECT),
        (12, Fault.NO_OBJECT),
        ({}, Fault.NO_SURFACE),
        ({"type": None}, Fault.NO_SURFACE),
        ({"type": "Feature"}, Fault.NO_SURFACE),
        ({"type": "Feature", "geometry": None}, Fault.NO_SURFACE),
        ({"type": "Feature", "geometry": {"type": "Point"}}, Fault.NO_SURFACE),
        ({"type": "FeatureCollection", "features": []}, Fault.COLLECTION),
        ({"type": "Point", "coordinates": [12.7, 56.02]}, Fault.NO_SURFACE),
        ({"type": "LineString", "coordinates": SQUARE}, Fault.NO_SURFACE),
        ({"type": "GeometryCollection", "geometries": [OUTLINE]}, Fault.NO_SURFACE),
        ({"type": "polygon", "coordinates": [SQUARE]}, Fault.NO_SURFACE),
        ({"type": "Polygon"}, Fault.UNREADABLE_COORDINATES),
        ({"type": "Polygon", "coordinates": None}, Fault.UNREADABLE_COORDINATES),
        ({"type": "Polygon", "coordinates": SQUARE}, Fault.UNREADABLE_COORDINATES),
        ({"type": "Polygon", "coordinates": [[SQUARE]]}, Fault.UNREADABLE_COORDINATES),
        ({"type": "MultiPolygon", "coordinates": [SQUARE]}, Fault.UNREADABLE_COORDINATES),
        (polygon([[12.7], [12.7], [12.7], [12.7]]), Fault.UNREADABLE_COORDINATES),
        (polygon([["väst", "syd"]] * 4), Fault.UNREADABLE_COORDINATES),
        (polygon([[str(x), str(y)] for x, y in SQUARE]), Fault.UNREADABLE_COORDINATES),
        (polygon([{"lng": 12.7, "lat": 56.02}] * 4), Fault.UNREADABLE_COORDINATES),
        (polygon([[True, False]] * 4), Fault.UNREADABLE_COORDINATES),
        (polygon([[10**400, 56]] * 4), Fault.UNREADABLE_COORDINATES),
        (polygon([[float("nan"), 56]] * 4), Fault.UNREADABLE_COORDINATES),
        (polygon([[float("inf"), 56]] * 4), Fault.UNREADABLE_COORDINATES),
        (polygon(), Fault.NO_POINTS),
        (polygon([]), Fault.NO_POINTS),
        (multi(), Fault.NO_POINTS),
        (multi([SQUARE], []), Fault.NO_RING),
        (polygon(SQUARE[:3]), Fault.TOO_FEW_POINTS),
        (polygon(SQUARE, HOLE[:2]), Fault.TOO_FEW_POINTS),
        (polygon(CHAIN), Fault.OPEN_RING),
        (polygon(SQUARE, HOLE[:-1]), Fault.OPEN_RING),
        (polygon([[y, x] for x, y in SQUARE]), Fault.SWAPPED_COORDINATES),
        (polygon([[x, y - 1] for x, y in SQUARE]), Fault.OUTSIDE_THE_CITY),
        (polygon([[107000, 6212000]] * 4), Fault.OUTSIDE_THE_CITY),
        (multi([SQUARE], [[[18.06, 59.33]] * 4]), Fault.OUTSIDE_THE_CITY),
        (polygon(BOW_TIE), Fault.CROSSES_ITSELF),
        (multi([SQUARE], [HOLE]), Fault.NESTED_SURFACES),
        (multi([SQUARE], [SQUARE]), Fault.CROSSES_ITSELF),
        (polygon(SPIKE), Fault.EMPTY_SURFACE),
        (polygon([SQUARE[0]] * 5), Fault.EMPTY_SURFACE),
        (polygon(SQUARE, FAR_SQUARE), Fault.HOLE_OUTSIDE),
    ],
)
def test_a_wrong_outline_is_refused(outline, fault):
    assert problem_of(outline).fault is fault


def test_a_problem_says_what_and_where():
    assert problem_of({"type": "Point"}) == Problem(Fault.NO_SURFACE, found="Point")
    assert problem_of(polygon(BOW_TIE)).place == ("12.705", "56.025")
    assert problem_of(multi([SQUARE], [[[18.06, 59.33]] * 4])).place == (18.06, 59.33)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.fixed_dictionaries(
                {"type": st.sampled_from(["Polygon", "MultiPolygon", "Feature"])},
                optional={"coordinates": inner, "geometry": inner},
            )
        ),
        max_leaves=20,
    )
)
def test_no_json_makes_the_check_fail(value):
    assert outline_problem(problem_of(value)).endswith(".")


@pytest.mark.parametrize("pasted", ["{}", "[]", "0", "false", '""', json.dumps(polygon(BOW_TIE))])
def test_an_area_is_never_saved_with_what_cannot_be_drawn(pasted):
    area = Area(title="x", slug="x", outline=json.loads(pasted))
    with pytest.raises(ValidationError) as caught:
        area.clean()
    assert "outline" in caught.value.message_dict


@pytest.mark.django_db
def test_an_area_needs_no_outline():
    Area(title="x", slug="x", outline=None).clean()


RING_TM = [
    [356900, 6212700],
    [357300, 6212700],
    [357300, 6213100],
    [356900, 6213100],
    [356900, 6212700],
]
RING_13_30 = [
    [100400, 6212100],
    [100800, 6212100],
    [100800, 6212500],
    [100400, 6212500],
    [100400, 6212100],
]


def turned(ring):
    return [point[::-1] for point in ring]


@pytest.mark.parametrize("ring", [RING_TM, turned(RING_TM), RING_13_30, turned(RING_13_30)])
@pytest.mark.parametrize("form", ["Polygon", "MultiPolygon", "Feature", "FeatureCollection"])
def test_what_a_gis_program_hands_out_is_read_as_it_comes(ring, form):
    document = {"type": "Polygon", "coordinates": [ring]}
    if form == "MultiPolygon":
        document = {"type": form, "coordinates": [[ring]]}
    if form in ("Feature", "FeatureCollection"):
        document = {"type": "Feature", "properties": {"namn": "x"}, "geometry": document}
    if form == "FeatureCollection":
        point = {"type": "Feature", "geometry": {"type": "Point", "coordinates": ring[0]}}
        document = {"type": form, "features": [point, document]}
    outline = as_outline(document)
    assert problem_of(outline) is None
    polygons = [outline["coordinates"]] if outline["type"] == "Polygon" else outline["coordinates"]
    lon, lat = polygons[0][0][0]
    assert (lon, lat) == pytest.approx((12.70, 56.035), abs=0.02)


@pytest.mark.parametrize(
    ("count", "words"), [(0, "innehåller ingen yta"), (2, "har 2 ytor"), (30, "har 30 ytor")]
)
def test_of_several_surfaces_one_has_to_be_chosen(count, words):
    surface = {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [RING_TM]}}
    outline = as_outline({"type": "FeatureCollection", "features": [surface] * count})
    assert words in outline_problem(problem_of(outline))


@pytest.mark.parametrize(
    "nonsense", [None, 7, [], {}, {"type": "Feature"}, {"type": "Polygon", "coordinates": 3}]
)
def test_what_is_no_outline_comes_back_as_it_is(nonsense):
    assert as_outline(nonsense) == nonsense


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


def feature(properties, geometry=OUTLINE, **more):
    return {"type": "Feature", "properties": properties, "geometry": geometry, **more}


@pytest.mark.parametrize(
    ("found", "name"),
    [
        (feature({"namn": "Kv. Lejonet"}), "Kv. Lejonet"),
        (feature({"NAME": " Kv.\n\x00Lejonet "}), "Kv. Lejonet"),
        (feature({"id": 7, "Beteckning": "Lejonet 4"}), "Lejonet 4"),
        (feature({"id": 7}), "7"),
        (feature({"namn": {"sv": "Lejonet"}, "plan": "P1"}), "P1"),
        (feature({"namn": "", "name": None, "id": True}), ""),
        (feature({"id": 10**5000}), ""),
        (feature({"area": 12}), ""),
        (feature(None), ""),
        (feature([]), ""),
        (feature({}, id="kv-7"), "kv-7"),
        (feature({"namn": "ö" * 5000}), "ö" * 79 + "…"),
    ],
)
def test_a_surface_is_called_what_its_properties_say(found, name):
    assert surfaces_of(collection(found))[0].name == name


@pytest.mark.parametrize(
    ("geometry", "words"),
    [
        (polygon(RING_TM), "16,0 hektar"),
        (polygon(RING_13_30[::-1]), "16,0 hektar"),
        (polygon(SQUARE), "69,3 hektar"),
        (polygon(SQUARE, HOLE), "58,2 hektar"),
        (polygon(SQUARE, HOLE[::-1]), "58,2 hektar"),
        (multi([SQUARE], [FAR_SQUARE]), "139 hektar"),
        (polygon([SQUARE[0]] * 4), "mindre än 0,1 hektar"),
        (polygon([["x", "y"]] * 4), "går inte att läsa"),
        (polygon([[float("nan"), 1]] * 4), "går inte att läsa"),
        (polygon([]), "går inte att läsa"),
        ({"type": "Polygon"}, "går inte att läsa"),
    ],
)
def test_the_size_of_a_surface_is_told_without_its_holes(geometry, words):
    assert surface_names(surfaces_of(collection(feature({}, geometry)))) == [f"Yta 1, {words}"]


def test_surfaces_of_one_name_are_told_apart():
    found = surfaces_of(collection(*(feature({"namn": name}) for name in ("A", "B", "A"))))
    names = [name.partition(", ")[0] for name in surface_names(found)]
    assert names == ["A (yta 1)", "B", "A (yta 3)"]


def test_neighbours_grow_together_though_their_last_decimals_differ():
    east = [[x + 0.01 + 1e-13, y] for x, y in SQUARE]
    outline = joined([polygon(SQUARE), polygon(east)])
    assert outline["type"] == "Polygon" and problem_of(outline) is None
    assert outline == json.loads(json.dumps(outline))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner),
        max_leaves=20,
    )
)
def test_no_coordinates_or_properties_make_the_list_of_surfaces_fail(value):
    features = (
        feature(value, {"type": kind, "coordinates": value}, id=value)
        for kind in ("Polygon", "MultiPolygon")
    )
    assert len(surface_names(surfaces_of(collection(*features)))) == 2


def test_an_outline_of_very_many_points_is_too_long():
    ring = [[12.7 + number / 10**6, 56.03] for number in range(LONGEST_OUTLINE // 20)]
    assert problem_of(polygon([*ring, [12.7, 56.04], ring[0]])).fault is Fault.TOO_LONG
