"""Maps in Swedish: what is wrong with an outline is said whatever was pasted."""

import pytest

from exhibits.rules.outlines import Fault, Problem, problem_of
from exhibits.words_sv.maps import outline_problem
from tests.exhibits.rules.test_outlines import (
    BOW_TIE,
    CHAIN,
    FAR_SQUARE,
    HOLE,
    SPIKE,
    SQUARE,
    multi,
    polygon,
)
from tests.factory import OUTLINE


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
        ({"type": "FeatureCollection", "features": []}, "innehåller ingen yta"),
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
    message = outline_problem(problem_of(outline))
    assert words in message
    assert message[0].isupper() and message.endswith(".")


@pytest.mark.parametrize("fault", set(Fault) - {Fault.OUTSIDE_THE_CITY})
def test_every_fault_has_words(fault):
    assert outline_problem(Problem(fault)).endswith(".")
