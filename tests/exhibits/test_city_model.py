"""The model in public: corners, layers, stations; and an operator's own blocks."""

import json
import re

import brotli
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from exhibits.models import CityModel, ModelBlocks, Station
from exhibits.rules.base_map import bundled
from exhibits.rules.model_blocks import read_blocks
from exhibits.rules.model_drawing import RADIUS, Corner, Ground, State
from exhibits.words_sv.city_model import counted
from helsingborgsrummet.demo_content.city_blocks import read_city
from tests.exhibits.rules.test_model_blocks import RING, feature
from tests.factory import OUTLINE, make_area, make_plan, make_station

pytestmark = pytest.mark.django_db


def store(*features, **values):
    pairs = read_blocks({"features": list(features)}).blocks
    row = ModelBlocks.of(pairs, imported_at=timezone.now(), **values)
    row.save()
    return row


@pytest.fixture
def blocks():
    east = [[x + 0.004, y] for x, y in RING]
    return store(
        feature(),
        feature([east], state="foreslas", area="Drottninghög"),
        feature([[[x, y + 0.003] for x, y in RING]], state="beslutat", area="drottninghog"),
    )


def page(address="/modellen/"):
    return Client().get(address).content.decode()


def test_an_empty_site_tells_of_the_model_without_a_picture():
    html = page()
    assert "Stadsmodellen" in html and "<svg class=" not in html
    assert "Inga punkter är publicerade ännu." in html


def test_the_model_is_seen_from_four_corners_by_links(blocks):
    drawings = set()
    for corner in Corner:
        html = page(f"/modellen/?fran={corner}")
        drawings.add(re.search(r'<svg class="model".*?</svg>', html, re.S)[0])
        current = re.search(r'model-corners.*?aria-current="page">([^<]+)', html, re.S)[1]
        assert (
            current
            == {
                "sydvast": "Se från sydväst",
                "nordvast": "Se från nordväst",
                "nordost": "Se från nordost",
                "sydost": "Se från sydost",
            }[corner]
        )
        assert "fran=sydvast" not in html  # The plain address is that one.
    assert len(drawings) == 4
    assert Client().get("/modellen/?fran=ovan").status_code == 404


@pytest.mark.parametrize(
    ("layer", "there"),
    [
        ("", {"finns", "beslutat", "foreslas"}),
        ("finns", {"finns"}),
        ("beslutat", {"finns", "beslutat"}),
        ("foreslas", {"finns", "foreslas"}),
    ],
)
def test_a_layer_stands_beside_what_is_there(blocks, layer, there):
    html = page(f"/modellen/?lager={layer}")
    assert set(re.findall(r'class="m-(\w+) m-top"', html)) == there
    legend = html.partition('class="model-legend')[2].partition("</ul>")[0]
    assert set(re.findall(r'class="m-(\w+) m-ground"', legend)) == there
    assert "Byggs" not in html  # Nothing is being built on this model.


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({}, ""),
        ({State.PROPOSED: 1}, "Ett block föreslås."),
        ({State.PROPOSED: 12, State.DECIDED: 1}, "Ett block är beslutat och tolv föreslås."),
        # Numbers that are compared are written alike.
        ({State.PROPOSED: 19, State.DECIDED: 2}, "2 block är beslutade och 19 föreslås."),
        ({State.STANDS: 1400, State.DECIDED: 1}, "1\u00a0400 block finns och 1 är beslutat."),
        ({State.IDEA: 1}, "Ett block är en idé."),
        ({State.STANDS: 2, State.IDEA: 3}, "Två block finns och tre är idéer."),
    ],
)
def test_blocks_are_counted_in_a_sentence(counts, sentence):
    assert counted(counts) == sentence


def test_the_list_tells_the_same_as_the_picture(blocks):
    area = make_area(title="Drottninghög", slug="drottninghog")
    station = make_station(title="Här", area=area)
    html = page()
    assert "Ett block är beslutat och ett föreslås." in html
    assert html.count(f'href="{station.get_absolute_url()}"') == 2
    assert f'aria-label="{station.number} Här"' in html


def test_an_area_shows_itself_from_near(blocks):
    area = make_area(title="Drottninghög", slug="drottninghog", outline=OUTLINE)
    other = make_area(outline=OUTLINE)
    assert "Drottninghög på stadsmodellen, sett från sydväst" in page(area.get_absolute_url())
    assert "på stadsmodellen" not in page(other.get_absolute_url())


def test_a_station_leads_deeper_and_to_the_next_one(blocks):
    area = make_area()
    plan = make_plan(area=area)
    first, second = make_station(area=area, plan=plan), make_station()
    hidden = make_station(published_at=None)
    html = page(first.get_absolute_url())
    for row in (area, plan, second):
        assert f'href="{row.get_absolute_url()}"' in html
    assert hidden.title not in html
    assert html.count("aria-current") >= 1 and f"Punkt {first.number} på modellen" in html
    assert f"Föregående: {first.number} " in page(second.get_absolute_url())


def test_a_station_is_seen_from_near_with_itself_in_the_middle(blocks):
    here = make_station(number=1)
    make_station(number=2, longitude=str(float(here.longitude) + 0.1))
    drawing = re.search(r'<svg class="model".*?</svg>', page("/modellen/1/"), re.S)[0]
    width, height = map(int, re.search(r'viewBox="0 0 (\d+) (\d+)"', drawing).groups())
    x, y = map(int, re.search(r'class="m-disc" cx="(\d+)" cy="(\d+)"', drawing).groups())
    assert drawing.count('aria-current="page"') == drawing.count("m-disc") == 1
    assert width * 0.3 < x < width * 0.7 and height * 0.1 < y < height * 0.7
    # Shown without scrolling, on the narrowest phone too: 288 pixels for all of it.
    assert 2 * RADIUS * 288 / width >= 23


def test_a_draft_plan_is_not_named():
    plan = make_plan(published_at=None)
    assert plan.title not in page(make_station(plan=plan).get_absolute_url())


def test_a_new_number_is_a_new_address_and_the_old_one_leads_on():
    station = make_station(number=7)
    station.number = 8
    station.save()
    response = Client().get("/modellen/7/")
    assert (response.status_code, response["Location"]) == (301, "/modellen/8/")


def test_there_is_one_model_and_what_it_is_stands_on_the_page(editor):
    CityModel.objects.create(summary="Hela staden.", scale="1:1 000", leaves_out="Staketen.")
    html = page()
    assert "1:1 000" in html and "Staketen." in html and "Modellen är ungefärlig." in html
    assert editor.get("/admin/exhibits/citymodel/add/").status_code == 403


def test_what_is_invented_says_so():
    store(feature(), is_example=True)
    assert "Exempel" in page().partition("model-figure")[2].partition("</figure>")[0]


# --- An operator's own ------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path):
    def write(*features):
        path = tmp_path / "block.geojson"
        path.write_text(json.dumps({"features": list(features)}), encoding="utf-8")
        return str(path)

    return write


def test_an_import_is_told_first_and_stored_when_it_is_meant(file, blocks, capsys):
    name = file(feature(), feature())
    call_command("import_model_blocks", name)
    assert "2 block, koordinater i WGS 84" in capsys.readouterr().out
    assert ModelBlocks.objects.get() == blocks
    call_command("import_model_blocks", name, "--spara")
    stored = ModelBlocks.objects.get()
    assert stored != blocks and len(stored.blocks) == 2 and not stored.is_example


def test_a_file_with_a_fault_changes_nothing(file, blocks, capsys):
    with pytest.raises(CommandError, match="Inget är ändrat"):
        call_command("import_model_blocks", file(feature(), feature(height_m=None)), "--spara")
    assert "Form 2 saknar höjd" in capsys.readouterr().err
    assert ModelBlocks.objects.get() == blocks


def test_what_is_no_file_of_blocks_is_said(tmp_path):
    with pytest.raises(CommandError, match="går inte att läsa"):
        call_command("import_model_blocks", str(tmp_path / "saknas"))
    (tmp_path / "x").write_text("{")
    with pytest.raises(CommandError, match="ingen JSON"):
        call_command("import_model_blocks", str(tmp_path / "x"))


def test_the_sample_city_is_fine_and_light():
    features = read_city(Ground(bundled().features))
    reading = read_blocks({"features": features})
    assert not reading.problems
    solid = [block for block, _ in reading.blocks if block.shape in ("flat", "gable")]
    assert 1_700 <= len(solid) <= 2_200
    store(*features)
    for corner in Corner:
        html = Client().get(f"/modellen/?fran={corner}").content
        drawing = re.search(rb'<svg class="model".*?</svg>', html, re.S)[0]
        assert len(brotli.compress(drawing, quality=5)) <= 60_000
        assert len(brotli.compress(html, quality=5)) <= 80_000
    assert Station.objects.count() == 0
