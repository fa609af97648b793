"""An outline comes from a file or the box, is chosen among several surfaces, and is drawn before it is saved."""

import html
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exhibits.admin.outlines import DRAWS
from exhibits.models import Area, Plan
from exhibits.rules.outlines import LARGEST_DOCUMENT, MOST_LISTED
from tests.admin_form import read_form
from tests.factory import OUTLINE, make_account, make_area, make_plan

pytestmark = pytest.mark.django_db
ADD = "/admin/exhibits/area/add/"


def square(west, south, size=0.004):
    east, north = west + size, south + size
    return {
        "type": "Polygon",
        "coordinates": [
            [[west, south], [east, south], [east, north], [west, north], [west, south]]
        ],
    }


def collection(*surfaces):
    """A FeatureCollection of pairs of properties and geometry."""
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": properties, "geometry": geometry}
            for properties, geometry in surfaces
        ],
    }


LION, TIGER, BEAR = square(12.700, 56.030), square(12.704, 56.030), square(12.72, 56.04)
POINT = {"type": "Point", "coordinates": [12.7, 56.03]}
THREE = collection(
    ({"Namn": "Kv. Lejonet"}, LION),
    ({"namn": {"sv": "nästlat"}}, POINT),
    ({"beteckning": "Tigern 4"}, TIGER),
    ({}, BEAR),
)


def as_file(content, name="gräns.geojson"):
    if not isinstance(content, bytes):
        content = json.dumps(content, ensure_ascii=False).encode()
    return SimpleUploadedFile(name, content)


def change(row):
    return reverse(f"admin:exhibits_{row._meta.model_name}_change", args=[row.pk])


def drawing(row):
    return reverse(f"admin:exhibits_{row._meta.model_name}_outline", args=[row.pk])


@pytest.fixture
def row():
    return make_area(outline=OUTLINE)


@pytest.fixture(params=[make_area, make_plan])
def either(request):
    """An area and a plan, where they go ways of their own."""
    return request.param(outline=OUTLINE)


def post(editor, row, file=None, **values):
    """What comes of the form of a row, with some values of its own."""
    form = read_form(editor.get(change(row)))
    files = {"outline-file": file} if file else {}
    return editor.post(change(row), {**form, **values, **files})


def choices_in(page):
    found = re.findall(r'name="outline-choice"\s+value="([^"]+)"\s*(checked)?>\s*([^<]+)', page)
    return {html.unescape(name).strip(): (value, bool(tick)) for value, tick, name in found}


def box_in(page):
    text = (
        page.partition('<textarea name="outline"')[2].partition(">")[2].partition("</textarea>")[0]
    )
    return html.unescape(text).strip()


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(LION).encode(),
        b"\xef\xbb\xbf" + json.dumps(LION).encode(),
        json.dumps(LION, indent=1).replace("\n", "\r\n").encode(),
        json.dumps(collection(({"namn": "Å"}, LION)), ensure_ascii=False).encode(),
        json.dumps(collection(({"djupt": {"a": [1, {"b": None}]}}, LION))).encode(),
        json.dumps(collection(({}, POINT), ({}, LION), ({}, None))).encode(),
    ],
    ids=["plain", "mark of bytes", "CRLF", "one surface", "nested properties", "points among them"],
)
def test_a_file_is_what_is_saved(editor, row, content):
    response = post(editor, row, as_file(content))
    assert response.status_code == 302, response.context_data["errors"]
    row.refresh_from_db()
    assert row.outline == LION


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.geojson", "Filen är tom."),
        (b"\xef\xbb\xbf \r\n", "a.json", "Filen är tom."),
        ('{"namn": "Å"}'.encode("latin-1"), "a.geojson", "inte sparad som UTF-8"),
        (json.dumps(LION).encode("utf-16"), "a.geojson", "inte sparad som UTF-8"),
        (b" " * 3_000_000, "a.geojson", "Filen är större än 1\u00a0MB."),
        (b" " * (LARGEST_DOCUMENT + 1), "a.geojson", "Filen är större än 1\u00a0MB."),
        (json.dumps(LION).encode(), "a.zip", "Filen är ingen GeoJSON-fil."),
        (json.dumps(LION).encode(), "json", "Filen är ingen GeoJSON-fil."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(editor, row, content, name, words):
    response = post(editor, row, as_file(content, name), outline=[json.dumps(BEAR)])
    page = response.content.decode()
    assert response.status_code == 200
    assert words in html.unescape(page)
    # The box keeps what stood there.
    assert json.loads(box_in(page)) == BEAR
    row.refresh_from_db()
    assert row.outline == OUTLINE


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"type": "Polygon",', "går inte att läsa som GeoJSON"),
        ("inte json", "går inte att läsa som GeoJSON"),
        (json.dumps(POINT), "inte Point"),
        (json.dumps(collection(({}, POINT))), "innehåller ingen yta"),
        (json.dumps(THREE), "har 3 ytor. Välj den som gäller"),
    ],
)
def test_the_text_of_a_refused_file_comes_back_in_the_box(editor, row, text, words):
    page = post(editor, row, as_file(text.encode())).content.decode()
    assert words in page and box_in(page) == text


def test_what_was_in_the_file_is_not_lost_when_the_rest_is_refused(editor, row):
    page = post(editor, row, as_file(LION), title="").content.decode()
    assert json.loads(box_in(page)) == LION
    assert 'class="map map-of-one"' in page


def test_surfaces_are_listed_by_name_and_size_and_the_chosen_one_is_saved(editor, either):
    response = post(editor, either, as_file(THREE), title="Nytt namn")
    page = response.content.decode()
    choices = choices_in(page)
    assert list(choices) == [
        "Kv. Lejonet, 11,1 hektar",
        "Tigern 4, 11,1 hektar",
        "Yta 3, 11,1 hektar",
    ]
    assert not any(ticked for _, ticked in choices.values())
    form = read_form(response)
    assert form["title"] == ["Nytt namn"]
    value, _ = choices["Tigern 4, 11,1 hektar"]
    # Something else is missing: the choice is remembered.
    response = editor.post(change(either), {**form, "outline-choice": [value], "title": ""})
    choices = choices_in(response.content.decode())
    assert [name for name, (_, ticked) in choices.items() if ticked] == ["Tigern 4, 11,1 hektar"]
    form = read_form(response)
    assert form["outline-choice"] == [value]
    response = editor.post(change(either), {**form, "title": "Nytt namn"})
    assert response.status_code == 302
    either.refresh_from_db()
    assert (either.title, either.outline) == ("Nytt namn", TIGER)


@pytest.mark.parametrize(
    ("names", "kind", "parts"),
    [
        (["Kv. Lejonet", "Yta 3"], "MultiPolygon", 2),
        (["Kv. Lejonet", "Tigern 4"], "Polygon", 1),
        (["Kv. Lejonet", "Tigern 4", "Yta 3"], "MultiPolygon", 2),
    ],
)
def test_several_surfaces_become_one_outline(editor, row, names, kind, parts):
    response = post(editor, row, as_file(THREE))
    form, choices = read_form(response), choices_in(response.content.decode())
    ticked = [choices[f"{name}, 11,1 hektar"][0] for name in names]
    assert editor.post(change(row), {**form, "outline-choice": ticked}).status_code == 302
    row.refresh_from_db()
    assert row.outline["type"] == kind
    assert len(row.outline["coordinates"]) == parts


@pytest.mark.parametrize("changed", ["number", "mark", "nonsense", "another document"])
def test_a_choice_that_is_not_there_is_asked_for_again(editor, row, changed):
    response = post(editor, row, as_file(THREE))
    form, choices = read_form(response), choices_in(response.content.decode())
    mark = choices["Yta 3, 11,1 hektar"][0].partition("-")[0]
    form["outline-choice"] = {
        "number": [f"{mark}-4", f"{mark}-0", f"{mark}--1"],
        "mark": ["0000000000-1"],
        "nonsense": ["", "x", "\x00", "9" * 5000],
        "another document": [f"{mark}-1"],
    }[changed]
    if changed == "another document":
        form["outline"] = [json.dumps({**THREE, "features": THREE["features"][::-1]})]
    response = editor.post(change(row), form)
    assert "Välj den som gäller" in response.content.decode()
    row.refresh_from_db()
    assert row.outline == OUTLINE


def test_a_chosen_surface_that_cannot_be_drawn_is_named(editor, row):
    bow = {"type": "Polygon", "coordinates": [[[12.70, 56.02], [12.71, 56.03], [12.71, 56.02], [12.70, 56.03], [12.70, 56.02]]]}  # fmt: skip
    response = post(editor, row, as_file(collection(({"name": "Rosetten"}, bow), ({}, LION))))
    form, choices = read_form(response), choices_in(response.content.decode())
    ticked = [value for value, _ in choices.values()]
    page = editor.post(change(row), {**form, "outline-choice": ticked}).content.decode()
    assert re.search(r"Rosetten, [^:]+: Gränsen korsar eller rör vid sig själv", page)


def test_so_many_surfaces_are_listed_and_no_more(editor, row):
    surfaces = [({"id": number}, LION) for number in range(MOST_LISTED + 50)]
    page = post(editor, row, as_file(collection(*surfaces))).content.decode()
    assert len(choices_in(page)) == MOST_LISTED
    assert "Samlingen har 250 ytor. Här står de 200 första." in page


def test_a_stored_outline_is_drawn_when_it_is_asked_for(editor, either):
    """By the script once the field is seen: the form itself asks the database for nothing around it."""
    form = read_form(editor.get(change(either)))
    answer = editor.post(drawing(either), form).json()
    page = editor.post(change(either), {**form, DRAWS: "ja"}).content.decode()
    for words, markup in ((answer["words"], answer["markup"]), (page, page)):
        assert "Så ritas den gräns som är sparad." in words and "map-of-one" in markup
    type(either).objects.update(outline={"type": "Polygon", "coordinates": "x"})
    form = read_form(editor.get(change(either)))
    assert "Koordinaterna" in editor.post(drawing(either), form).json()["words"]


def test_the_button_draws_and_saves_nothing(editor, either):
    """Without a script: the form comes back with all that was typed, and asks for nothing else."""
    response = post(editor, either, as_file(BEAR), title="", summary="Ny ingress", **{DRAWS: "ja"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "Den är inte sparad än." in page and "map-of-one" in page
    assert 'class="errornote"' not in page and 'class="errorlist"' not in page
    form = read_form(response)
    assert (form["title"], form["summary"]) == ([""], ["Ny ingress"])
    either.refresh_from_db()
    assert either.outline == OUTLINE and either.title and either.summary != "Ny ingress"
    # Pressed in vain it still says what is wrong with the outline.
    page = post(editor, either, as_file(b"{"), title="", **{DRAWS: "ja"}).content.decode()
    assert "går inte att läsa som GeoJSON" in page and page.count('class="errorlist"') == 1


def test_a_right_form_is_not_saved_by_the_button_that_draws(editor, row):
    response = post(editor, row, title="Nytt", outline=json.dumps(BEAR), **{DRAWS: "ja"})
    assert response.status_code == 200
    row.refresh_from_db()
    assert row.title != "Nytt" and row.outline == OUTLINE


def test_a_new_row_is_drawn_before_it_exists(editor):
    form = read_form(editor.get(ADD))
    page = editor.post(ADD, {**form, "outline": json.dumps(BEAR), DRAWS: "ja"}).content.decode()
    assert 'aria-label="Karta över gränsen"' in page and not Area.objects.exists()
    answer = editor.post(reverse("admin:exhibits_area_outline"), {"outline": json.dumps(BEAR)})
    assert 'aria-label="Karta över gränsen"' in answer.json()["markup"]


@pytest.mark.parametrize(
    ("sent", "words", "markup"),
    [
        (json.dumps(BEAR), "Den är inte sparad än.", "map-of-one"),
        ("", "Det finns ingen gräns att visa.", ""),
        ("null", "Det finns ingen gräns att visa.", ""),
        ("{", "går inte att läsa som GeoJSON", ""),
        (json.dumps(THREE), "har 3 ytor", "Tigern 4, 11,1 hektar"),
        (json.dumps(square(13.0, 56.2)), "utanför kartan", ""),
    ],
)
def test_the_script_is_told_what_to_show(editor, row, sent, words, markup):
    response = editor.post(drawing(row), {"outline": sent, "title": "Kajen"})
    answer = response.json()
    assert "no-store" in response.headers["Cache-Control"]
    assert words in answer["words"]
    assert markup in answer["markup"] if markup else not answer["markup"].strip()
    row.refresh_from_db()
    assert row.outline == OUTLINE


def test_the_script_sends_a_file_that_it_could_not_read(editor, row):
    file = as_file("Å".encode("latin-1"))
    answer = editor.post(drawing(row), {"outline": "", "outline-file": file}).json()
    assert "inte sparad som UTF-8" in answer["words"]


def test_a_plan_is_drawn_within_the_area_that_is_chosen_though_it_be_a_draft(editor):
    plan = make_plan(make_area(title="Ett", outline=OUTLINE))
    draft = make_area(title="Nya hamnen", outline=square(12.71, 56.03, 0.02), published_at=None)
    sent = {"outline": json.dumps(BEAR), "title": "Kajen", "area": draft.pk}
    markup = editor.post(drawing(plan), sent).json()["markup"]
    assert 'aria-label="Karta över Kajen"' in markup and "Nya hamnen" in markup


def test_only_who_may_change_the_row_has_it_drawn(client, either):
    address = drawing(either)
    sent = {"outline": json.dumps(BEAR)}
    assert client.post(address, sent).status_code in (302, 403)
    for role, status in (("Värd", 403), ("Skribent", 403), ("Redaktör", 200)):
        client.force_login(make_account(role))
        assert client.post(address, sent).status_code == status, role
    assert client.get(address).status_code == 405
    missing = reverse(f"admin:exhibits_{either._meta.model_name}_outline", args=[either.pk + 1000])
    assert client.post(missing, sent).status_code == 403


def test_a_draft_is_drawn_for_its_writer(client):
    row = make_plan(make_area(), published_at=None)
    client.force_login(make_account("Skribent"))
    assert client.post(drawing(row), {"outline": json.dumps(BEAR)}).status_code == 200


def test_what_is_stored_stays_when_nothing_is_changed(editor, either):
    Plan.objects.update(outline=OUTLINE)
    assert post(editor, either).status_code == 302
    either.refresh_from_db()
    assert either.outline == OUTLINE
    assert post(editor, either, outline="").status_code == 302
    either.refresh_from_db()
    assert either.outline is None
