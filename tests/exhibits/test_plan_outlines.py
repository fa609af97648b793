"""What a plan is about is drawn on its own map and on that of its area, told apart in words and pattern."""

import datetime
import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from exhibits.models import Plan
from exhibits.words_sv.maps import DRAWN
from tests.admin_form import read_form
from tests.factory import OUTLINE, make_area, make_plan

pytestmark = pytest.mark.django_db
DAY = datetime.date(2025, 3, 1)
SMALL = {
    "type": "Polygon",
    "coordinates": [[[12.702, 56.022], [12.706, 56.022], [12.706, 56.026], [12.702, 56.022]]],
}


def map_on(page):
    return page.partition('<figure class="map-figure">')[2].partition("</figure>")[0]


@pytest.mark.parametrize(
    ("stage", "drawn", "word"),
    [
        ("planuppdrag", "foreslas", "Föreslås"),
        ("antagen", "beslutat", "Beslutat"),
        ("klar", "byggt", "Byggt"),
        ("avbruten", "", ""),
    ],
)
def test_the_map_of_an_area_tells_in_words_and_pattern_how_far_its_plans_are(
    client, stage, drawn, word
):
    area = make_area(title="Hamnen")
    make_plan(area, title="Kajen", outline=SMALL, steps=[{"stage": stage, "starts_on": DAY}])
    make_plan(area, title="Utan gräns")
    figure = map_on(client.get(area.get_absolute_url()).content.decode())
    assert ("map-plan-ground" in figure) is bool(drawn)
    assert "Utan gräns" not in figure
    if drawn:
        assert f'class="map-plan map-plan-{drawn}"' in figure
        assert f"<span>{word}: Kajen</span>" in figure
    else:
        assert "Kajen" not in figure


def test_every_way_of_drawing_has_a_word_and_a_sign_of_its_own(client):
    area = make_area()
    for stage in ("planuppdrag", "antagen", "klar"):
        make_plan(area, outline=SMALL, steps=[{"stage": stage, "starts_on": DAY}])
    figure = map_on(client.get(area.get_absolute_url()).content.decode())
    signs = re.findall(r'<svg class="map-key-sign".*?</svg>', figure)
    assert len(set(signs)) == len(DRAWN)
    ids = re.findall(r' id="([^"]+)"', figure)
    assert len(ids) == len(set(ids))


def test_the_page_of_a_plan_shows_its_own_outline_within_the_area(client):
    area = make_area(title="Hamnen")
    plan = make_plan(area, title="Kajen", outline=SMALL)
    figure = map_on(client.get(plan.get_absolute_url()).content.decode())
    assert 'aria-label="Karta över Kajen"' in figure
    assert "map-neighbour" in figure and "hela området" not in figure
    # Where nobody has drawn what it is about: the area in which it lies.
    figure = map_on(client.get(make_plan(area).get_absolute_url()).content.decode())
    assert 'aria-label="Karta över Hamnen"' in figure
    assert "Kartan visar hela området Hamnen, inte planens gräns." in figure
    assert "hela området" not in map_on(client.get(area.get_absolute_url()).content.decode())
    without = make_plan(make_area(outline=None))
    assert 'class="map-figure"' not in client.get(without.get_absolute_url()).content.decode()


@pytest.mark.parametrize("outline", ["[]", '{"type": "Polygon", "coordinates": "x"}'])
def test_an_outline_that_cannot_be_drawn_hides_no_page(client, outline):
    area = make_area()
    plan = make_plan(area, outline=SMALL)
    Plan.objects.filter(pk=plan.pk).update(outline=json.loads(outline))
    for page in (area, plan):
        assert client.get(page.get_absolute_url()).status_code == 200


def test_an_outline_is_checked_and_kept_as_it_is_drawn():
    plan = make_plan(outline={"type": "Feature", "properties": {"x": 1}, "geometry": SMALL})
    plan.clean()
    assert plan.outline == SMALL
    plan.outline = {"type": "Point", "coordinates": [12.7, 56.02]}
    with pytest.raises(ValidationError, match="inte Point"):
        plan.clean()


def test_an_outline_must_meet_the_map():
    """Of Mörarp nobody would see anything; one that reaches in from outside is drawn as far as the map goes."""
    far, in_part = (
        {"type": "Polygon", "coordinates": [[[x, y], [x + 0.02, y], [x + 0.02, y + 0.01], [x, y]]]}
        for x, y in ((12.9, 56.0), (12.79, 56.0))
    )
    plan = make_plan(outline=far)
    with pytest.raises(
        ValidationError, match="Ytan ligger utanför kartan, som visar longitud 12,65"
    ):
        plan.clean()
    plan.outline = in_part
    plan.clean()


def test_an_editor_pastes_an_outline_and_sees_it_before_saving(editor):
    plan = make_plan(make_area(outline=OUTLINE))
    address = f"/admin/exhibits/plan/{plan.pk}/change/"
    form = read_form(editor.get(address))
    form["outline"] = [json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {}, "geometry": SMALL}]})]  # fmt: skip
    response = editor.post(address, form)
    assert response.status_code == 302, response.context_data["errors"]
    plan.refresh_from_db()
    assert plan.outline == SMALL
    assert "map-figure" in Client().get(plan.get_absolute_url()).content.decode()
