"""A base map of an operator's own: told first, stored whole or not at all, drawn on every map."""

import copy
import json
import re
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client

from exhibits.models import CityMap
from exhibits.rules.base_map import BUNDLED, Fault, bundled, read_base_map
from exhibits.rules.map_drawing import MapArea, draw_area_map, draw_map
from exhibits.rules.model_drawing import Ground
from exhibits.rules.sweref import Grid
from exhibits.words_sv.base_map import _FAULTS, base_map_problem
from exhibits.words_sv.maps import MAP_OF_ALL_AREAS
from tests.exhibits.rules.test_sweref import forward
from tests.factory import OUTLINE, make_area, make_plan

pytestmark = pytest.mark.django_db
ORIGINAL = json.loads(BUNDLED.read_text(encoding="utf-8"))
LAND = {
    "type": "Polygon",
    "coordinates": [[[12.6, 55.9], [12.9, 55.9], [12.9, 56.1], [12.6, 55.9]]],
}


def feature(geometry=LAND, **properties):
    return {"type": "Feature", "properties": {"kind": "land", **properties}, "geometry": geometry}


def collection(*features, **members):
    return {"type": "FeatureCollection", "features": list(features), **members}


def place(name, x=12.7, y=56.04, **properties):
    point = {"type": "Point", "coordinates": [x, y]}
    return feature(point, kind="place", name=name, **properties)


def road(coordinates, form="LineString"):
    return feature({"type": form, "coordinates": coordinates}, kind="road")


def surface(coordinates, form="Polygon"):
    return feature({"type": form, "coordinates": coordinates}, kind="green", name="Parken")


def nested(depth):
    coordinates = [12.7, 56.0]
    for _ in range(depth):
        coordinates = [coordinates, coordinates]
    return coordinates if depth < 5 else json.loads("[" * depth + "1" + "]" * depth)


@pytest.fixture
def file(tmp_path):
    def write(document):
        path = tmp_path / "karta.geojson"
        path.write_text(document if isinstance(document, str) else json.dumps(document))
        return str(path)

    return write


def test_the_bundled_map_reads_as_itself():
    reading = read_base_map(ORIGINAL)
    assert reading.problems == []
    assert reading.base_map.bounds == bundled().bounds
    drawn = [draw_map(each, [], MAP_OF_ALL_AREAS) for each in (reading.base_map, bundled())]
    assert drawn[0] == drawn[1]


@pytest.mark.parametrize("grid", [Grid.SWEREF_99_TM, Grid.SWEREF_99_13_30])
@pytest.mark.parametrize("is_swapped", [False, True])
def test_swedish_grids_give_the_same_map(grid, is_swapped):
    """Within half a metre, whichever coordinate stands first."""

    def moved(each):
        if isinstance(each[0], list):
            return [moved(part) for part in each]
        x, y = forward(*each, grid)
        return [y, x] if is_swapped else [x, y]

    document = copy.deepcopy(ORIGINAL)
    west, south, east, north = document["bbox"]
    document["bbox"] = [*moved([west, south]), *moved([east, north])]
    for each in document["features"]:
        each["geometry"]["coordinates"] = moved(each["geometry"]["coordinates"])
        if "label_at" in each["properties"]:
            each["properties"]["label_at"] = moved(each["properties"]["label_at"])
    reading = read_base_map(document)
    assert (reading.problems, reading.grid) == ([], grid)
    assert reading.base_map.bounds == pytest.approx(bundled().bounds, abs=5e-6)
    expected = read_base_map(ORIGINAL).base_map.features
    for ours, theirs in zip(reading.base_map.features, expected, strict=True):
        assert flat(ours) == pytest.approx(flat(theirs), abs=5e-6)


def flat(each):
    def numbers(part):
        return [part] if isinstance(part, float) else [n for one in part for n in numbers(one)]

    return numbers([each["geometry"]["coordinates"], each["properties"].get("label_at", [])])


@pytest.mark.parametrize(
    ("document", "index", "fault"),
    [
        (None, 0, Fault.NO_COLLECTION),
        ([], 0, Fault.NO_COLLECTION),
        (collection(), 0, Fault.NO_COLLECTION),
        (collection(feature(), "x"), 2, Fault.UNREADABLE),
        (collection(feature(), {"properties": None}), 2, Fault.UNREADABLE),
        (collection(feature(kind="moln")), 1, Fault.UNKNOWN_KIND),
        (collection(feature(kind=7)), 1, Fault.UNKNOWN_KIND),
        (collection(feature(kind="road")), 1, Fault.WRONG_FORM),
        (collection(feature(), place("  ")), 2, Fault.NO_NAME),
        (collection(feature(rank=9)), 1, Fault.WRONG_RANK),
        (collection(feature(rank="1")), 1, Fault.WRONG_RANK),
        (collection(feature(), place("Malmö", 13.0, 55.6)), 2, Fault.UNKNOWN_PLACE),
        (collection(feature(), place("Nil", float("nan"), 56.0)), 2, Fault.UNKNOWN_PLACE),
        (collection(feature(), place("Text", "12", "56")), 2, Fault.UNREADABLE),
        (collection(feature({"type": "Polygon", "coordinates": []})), 1, Fault.UNREADABLE),
        *(
            (collection(feature(), each), 2, Fault.UNREADABLE)
            for each in (
                road(nested(0)), road(nested(2)), road(nested(600)), road([]), road([[12.7, 56.0]]),
                road([[[12.7, 56.0]]], "MultiLineString"), road([], "MultiLineString"), road("x", "MultiLineString"),
                surface(nested(1)), surface([[]]), surface([[[12.7, 56.0]]]), surface([LAND["coordinates"][0], []]),
                surface(nested(4)), place("A\ud800"), place("A\0B"), place("Rad\nRad"),
                feature({"type": "Point", "coordinates": [[12.7, 56.0]]}, kind="place", name="A"),
                place("A", True, 56.0), place("A", label_at=[[12.7, 56.0]]), place("A", label_at="x"),
            )
        ),
        (collection(feature(), place("A", label_at=[0, 0])), 2, Fault.UNKNOWN_PLACE),
        (collection(feature(), bbox=[12.6, 55.9, 12.9]), 0, Fault.WRONG_BOUNDS),
        (collection(place("Rummet"), place("Ön", 12.75, 56.08)), 0, Fault.NO_LAND),
        (collection(feature(), bbox=[1, 2, 3]), 0, Fault.WRONG_BOUNDS),
        (collection(feature(), bbox=[12.7, 56.0, 12.7, 56.0]), 0, Fault.WRONG_BOUNDS),
        (collection(feature(), bbox="hela staden"), 0, Fault.WRONG_BOUNDS),
        (
            collection(feature(), feature({"type": "LineString", "coordinates": [[12.7, 56.0]] * 5001}, kind="road")),
            0,
            Fault.TOO_MANY_POINTS,
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(document, index, fault):
    reading = read_base_map(document)
    assert reading.base_map is None
    assert (index, fault) in {(each.index, each.fault) for each in reading.problems}
    words = base_map_problem(reading.problems[0])
    assert (
        words.startswith(f"Form {index} " if index else ("Filen", "Kartans")) and "{" not in words
    )


@pytest.mark.parametrize(
    "more",
    [
        [],
        [
            road([[12.7, 56.0], [12.71, 56.0]]),
            road([[[12.7, 56.0], [12.71, 56.0]]], "MultiLineString"),
        ],
        [place("Ö", label_at=[12.7, 56.01], label_side="mitt", **{"class": ["x"], "surface": {}})],
        [place("E\u0301" * 100), place("Rummet & <b>")],
        [surface(LAND["coordinates"]), feature(kind="development-area", geometry=None)],
    ],
)
@pytest.mark.parametrize(
    "bbox", [None, [12.65, 55.98, 12.8, 56.05], [12.65, 55.98, 0, 12.8, 56.05, 90]]
)
def test_what_is_taken_can_be_drawn(more, bbox):
    reading = read_base_map(collection(feature(), *more, **({"bbox": bbox} if bbox else {})))
    assert reading.problems == []
    if bbox:
        assert reading.base_map.bounds == (12.65, 55.98, 12.8, 56.05)
    area = MapArea("Kajen", "/x/", 1, OUTLINE)
    drawn = draw_map(reading.base_map, [area], MAP_OF_ALL_AREAS, (12.7, 56.03))
    drawn += draw_area_map(reading.base_map, area, "Kajen")
    assert ElementTree.fromstring(f"<x>{drawn}</x>".encode()) is not None
    assert Ground(reading.base_map.features).height((12.7, 56.03)) is not None


@pytest.mark.parametrize(
    ("properties", "shown"),
    [
        ({"kind": "trunk-road", "name": "Malmöleden", "ref": "E4"}, "E4"),
        ({"kind": "trunk-road", "name": "Malmöleden", "ref": None}, "Malmöleden"),
        ({"kind": "road", "name": "Kajgatan", "ref": "M 17"}, "Kajgatan"),
        ({"kind": "road"}, None),
    ],
)
def test_a_trunk_road_is_named_by_its_number_and_others_by_their_names(properties, shown):
    line = {"type": "LineString", "coordinates": [[12.6, 56.034], [12.8, 56.034]]}
    road = {"type": "Feature", "properties": properties, "geometry": line}
    area = MapArea("Kajen", "/x/", 1, OUTLINE)
    drawn = draw_area_map(read_base_map(collection(feature(), road)).base_map, area, "Kajen")
    assert re.findall('class="map-road-name[^>]*>([^<]+)', drawn) == [shown] * bool(shown)


def test_a_name_stands_once_for_all_parts():
    parts = [[[[x, 56.0], [x + 0.02, 56.0], [x + 0.02, 56.02], [x, 56.0]]] for x in (12.68, 12.72)]
    parks = surface(parts, "MultiPolygon")
    reading = read_base_map(collection(feature(), parks, bbox=[12.65, 55.98, 12.8, 56.05]))
    assert draw_map(reading.base_map, [], MAP_OF_ALL_AREAS).count(">Parken<") == 1


def test_every_fault_has_words():
    assert set(_FAULTS) == set(Fault)


def test_an_import_is_told_first_and_stored_when_it_is_meant(file, capsys):
    area = make_area(title="Kajen", outline=OUTLINE)
    plan = make_plan(area, outline=OUTLINE)
    pages = ("/", "/omraden/", area.get_absolute_url(), plan.get_absolute_url())
    document = copy.deepcopy(ORIGINAL)
    document["features"] += [place("Nya fyren", 12.705, 56.032, rank=1, **{"class": "station"})]
    before = {page: Client().get(page).content.decode() for page in pages}

    call_command("import_base_map", file(document))
    said = capsys.readouterr().out
    assert "koordinater i WGS 84. Kartan visar longitud 12,650–12,800 och latitud" in said
    assert "Inget är ändrat." in said and not CityMap.objects.exists()

    call_command("import_base_map", file(document), "--spara")
    call_command("import_base_map", file(document), "--spara")
    assert CityMap.objects.count() == 1
    for page in pages:
        assert "Nya fyren" not in before[page], page
        assert "Nya fyren" in Client().get(page).content.decode(), page

    call_command("import_base_map", "--projektets")
    for page in pages:
        assert "Nya fyren" not in Client().get(page).content.decode(), page


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "ingen JSON"),
        ("[" * 100_000, "ingen JSON"),
        (" " * (20 * 2**20 + 1), "större än 20 MB"),
        (json.dumps(collection(feature(), road(nested(600)))), "Inget är ändrat"),
        (json.dumps(collection(feature(kind="moln"))), "Inget är ändrat"),
    ],
)
def test_a_file_with_a_fault_changes_nothing(file, text, said):
    with pytest.raises(CommandError, match=said):
        call_command("import_base_map", file(text), "--spara")
    assert not CityMap.objects.exists()


def test_a_file_must_be_named_and_be_there(tmp_path):
    with pytest.raises(CommandError, match="Skriv vilken fil"):
        call_command("import_base_map")
    with pytest.raises(CommandError, match="går inte att läsa"):
        call_command("import_base_map", str(tmp_path / "saknas"))


def test_the_bounds_of_an_outline_follow_the_map():
    """What the bundled map shows may lie outside another, and says with its numbers."""
    CityMap.objects.create(
        features=bundled().features,
        bounds=[12.5, 56.1, 12.6, 56.2],
        imported_at="2026-11-27T09:00Z",
    )
    for row in (make_area(outline=OUTLINE), make_plan(outline=OUTLINE)):
        with pytest.raises(ValidationError, match="longitud 12,5–12,6 och latitud 56,1–56,2"):
            row.clean()
