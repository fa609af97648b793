"""What is wrong with an outline is said in words, whatever was pasted."""

import json

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from exhibits.models import Area
from exhibits.rules.outlines import check_outline
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
    assert check_outline(outline) == []


@pytest.mark.parametrize(
    ("outline", "words"),
    [
        (None, "GeoJSON-objekt"),
        ([], "GeoJSON-objekt"),
        (SQUARE, "GeoJSON-objekt"),
        ("POLYGON ((12.7 56.0))", "GeoJSON-objekt"),
        (12, "GeoJSON-objekt"),
        ({}, "inte okänd form"),
        ({"type": None}, "inte okänd form"),
        ({"type": "Feature"}, "inte okänd form"),
        ({"type": "Feature", "geometry": None}, "inte okänd form"),
        ({"type": "Feature", "geometry": {"type": "Point"}}, "inte Point"),
        ({"type": "FeatureCollection", "features": []}, "en enda form"),
        ({"type": "Point", "coordinates": [12.7, 56.02]}, "inte Point"),
        ({"type": "LineString", "coordinates": SQUARE}, "inte LineString"),
        ({"type": "GeometryCollection", "geometries": [OUTLINE]}, "inte GeometryCollection"),
        ({"type": "polygon", "coordinates": [SQUARE]}, "inte polygon"),
        ({"type": "Polygon"}, "går inte att läsa"),
        ({"type": "Polygon", "coordinates": None}, "går inte att läsa"),
        ({"type": "Polygon", "coordinates": SQUARE}, "går inte att läsa"),
        ({"type": "Polygon", "coordinates": [[SQUARE]]}, "går inte att läsa"),
        ({"type": "MultiPolygon", "coordinates": [SQUARE]}, "går inte att läsa"),
        (polygon([[12.7], [12.7], [12.7], [12.7]]), "går inte att läsa"),
        (polygon([["väst", "syd"]] * 4), "går inte att läsa"),
        (polygon([[str(x), str(y)] for x, y in SQUARE]), "går inte att läsa"),
        (polygon([{"lng": 12.7, "lat": 56.02}] * 4), "går inte att läsa"),
        (polygon([[True, False]] * 4), "går inte att läsa"),
        (polygon([[10**400, 56]] * 4), "går inte att läsa"),
        (polygon([[float("nan"), 56]] * 4), "går inte att läsa"),
        (polygon([[float("inf"), 56]] * 4), "går inte att läsa"),
        (polygon(), "inga punkter"),
        (polygon([]), "inga punkter"),
        (multi(), "inga punkter"),
        (multi([SQUARE], []), "minst en ring"),
        (polygon(SQUARE[:3]), "minst fyra punkter"),
        (polygon(SQUARE, HOLE[:2]), "minst fyra punkter"),
        (polygon(CHAIN), "inte sluten"),
        (polygon(SQUARE, HOLE[:-1]), "inte sluten"),
        (polygon([[y, x] for x, y in SQUARE]), "bytt plats"),
        (polygon([[x, y - 1] for x, y in SQUARE]), "ligger inte i Helsingborg"),
        (polygon([[107000, 6212000]] * 4), "ligger inte i Helsingborg"),
        (multi([SQUARE], [[[18.06, 59.33]] * 4]), "[18.06, 59.33] ligger inte i Helsingborg"),
        (polygon(BOW_TIE), "korsar eller rör vid sig själv nära [12.705 56.025]"),
        (multi([SQUARE], [HOLE]), "yta ligger inuti en annan"),
        (multi([SQUARE], [SQUARE]), "korsar eller rör vid sig själv"),
        (polygon(SPIKE), "ingen yta"),
        (polygon([SQUARE[0]] * 5), "ingen yta"),
        (polygon(SQUARE, FAR_SQUARE), "hål ligger utanför"),
    ],
)
def test_a_wrong_outline_is_refused_in_words(outline, words):
    (message,) = check_outline(outline)
    assert words in message
    assert message[0].isupper() and message.endswith(".")


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
    messages = check_outline(value)
    assert messages and all(isinstance(message, str) for message in messages)


@pytest.mark.parametrize("pasted", ["{}", "[]", "0", "false", '""', json.dumps(polygon(BOW_TIE))])
def test_an_area_is_never_saved_with_what_cannot_be_drawn(pasted):
    area = Area(title="x", slug="x", outline=json.loads(pasted))
    with pytest.raises(ValidationError) as caught:
        area.clean()
    assert "outline" in caught.value.message_dict


def test_an_area_needs_no_outline():
    Area(title="x", slug="x", outline=None).clean()
