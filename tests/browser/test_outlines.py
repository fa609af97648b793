"""An editor gives an area or a plan its outline: from a file or pasted, with and without a script."""

import json

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from tests.browser.axe import needs_axe, violations
from tests.browser.drafts import expect_kept
from tests.browser.test_keeping import fetch_draft, let_in
from tests.exhibits.test_outline_field import BEAR, THREE, TIGER
from tests.factory import OUTLINE, make_area, make_plan

DRAWN = "Så ritas gränsen på kartan. Den är inte sparad än."


@pytest.fixture
def site(empty_site):
    return empty_site


@pytest.fixture
def plan(site):
    return make_plan(make_area(title="Hamnen", outline=OUTLINE), title="Kajen")


@pytest.fixture
def open_form(site, plan, browser):
    """A function that opens the form of a row in a browser with or without a script."""
    chief = User.objects.create_superuser("chef", password="ett riktigt långt lösenord")
    contexts = []

    def open_form(row, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        let_in(context, site, chief)
        page = context.new_page()
        page.goto(f"{site}/admin/exhibits/{row._meta.model_name}/{row.pk}/change/")
        return page

    yield open_form
    for context in contexts:
        context.close()


def words(page):
    return page.locator(".outline-field [role=status]")


def drawing(page):
    return page.get_by_role("img", name="Karta över")


def choose_file(page, content, name="gräns.geojson"):
    if not isinstance(content, bytes):
        content = json.dumps(content, ensure_ascii=False).encode()
    file = {"name": name, "mimeType": "application/geo+json", "buffer": content}
    page.get_by_label("Fil med gränsen").set_input_files(file)


def draw(page):
    page.get_by_role("button", name="Visa på kartan").press("Enter")


def save(page):
    page.get_by_role("button", name="Spara", exact=True).press("Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_of_a_file_with_several_surfaces_one_is_chosen_seen_and_saved(open_form, plan, has_script):
    for row in (plan, plan.area):
        page = open_form(row, java_script_enabled=has_script)
        page.get_by_label("Ingress").fill("Skrivet före filen.")
        if row == plan.area:
            if not has_script:
                draw(page)
            page.locator(".outline-field").scroll_into_view_if_needed()
            expect(words(page)).to_have_text("Så ritas den gräns som är sparad.")
            expect(drawing(page)).to_be_visible()
        choose_file(page, THREE)
        if not has_script:
            draw(page)
        page.get_by_label("Tigern 4, 11,1 hektar").check()
        draw(page)
        expect(words(page)).to_have_text(DRAWN)
        expect(drawing(page)).to_be_visible()
        expect(page.get_by_label("Tigern 4, 11,1 hektar")).to_be_checked()
        row.refresh_from_db()
        assert row.outline != TIGER
        save(page)
        row.refresh_from_db()
        assert (row.summary, row.outline) == ("Skrivet före filen.", TIGER)


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_a_pasted_outline_is_mended_seen_and_saved(open_form, plan, has_script):
    page = open_form(plan, java_script_enabled=has_script)
    box = page.get_by_label("Gräns på kartan")
    box.fill('{"type": "Polygon"')
    draw(page)
    expect(page.get_by_text("går inte att läsa som GeoJSON").first).to_be_visible()
    expect(drawing(page)).to_have_count(0)
    box.fill(json.dumps(BEAR))
    draw(page)
    expect(words(page)).to_have_text(DRAWN)
    expect(drawing(page)).to_be_visible()
    # What is changed afterwards is not what the map shows.
    if has_script:
        box.press("End")
        box.press_sequentially(" ")
        expect(drawing(page)).to_have_count(0)
    save(page)
    plan.refresh_from_db()
    assert plan.outline == BEAR


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_enter_in_a_field_saves_as_in_every_form(open_form, plan, has_script):
    page = open_form(plan, java_script_enabled=has_script)
    page.get_by_label("Namn:").first.fill("Kajen, norra delen")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()
    plan.refresh_from_db()
    assert plan.title == "Kajen, norra delen"


def test_a_file_is_read_into_the_box_and_kept_as_a_draft(open_form, plan):
    page = open_form(plan)
    choose_file(page, b"\xef\xbb\xbf" + json.dumps(BEAR).encode())
    expect(words(page)).to_have_text(DRAWN)
    expect(page.get_by_label("Fil med gränsen")).to_have_value("")
    expect_kept(page, 1)
    page.reload()
    fetch_draft(page)
    expect(page.get_by_label("Gräns på kartan")).to_have_value(json.dumps(BEAR))
    save(page)
    plan.refresh_from_db()
    assert plan.outline == BEAR


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        ("Å".encode("latin-1"), "a.geojson", "inte sparad som UTF-8"),
        (b"PK", "a.zip", "ingen GeoJSON-fil"),
        (b"", "a.json", "Filen är tom."),
        (b" " * 3_000_000, "a.json", "större än 1"),
    ],
)
def test_a_file_that_cannot_be_read_changes_nothing(open_form, plan, content, name, sentence):
    page = open_form(plan.area)
    before = page.get_by_label("Gräns på kartan").input_value()
    choose_file(page, content, name)
    expect(words(page)).to_contain_text(sentence)
    expect(page.get_by_label("Gräns på kartan")).to_have_value(before)
    expect(page.get_by_label("Fil med gränsen")).to_have_value("")


def test_who_was_signed_out_meanwhile_is_told(open_form, plan):
    page = open_form(plan)
    page.context.clear_cookies(name="sessionid")
    draw(page)
    expect(words(page)).to_contain_text("Du har loggats ut.")


@needs_axe
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_axe_finds_nothing_in_the_field(open_form, plan, width, scheme):
    viewport = {"width": width, "height": 800}
    page = open_form(plan.area, viewport=viewport, color_scheme=scheme)
    assert violations(page, ".field-outline") == []
    choose_file(page, THREE)
    page.get_by_label("Tigern 4, 11,1 hektar").check()
    draw(page)
    expect(drawing(page)).to_be_visible()
    assert violations(page, ".field-outline") == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
