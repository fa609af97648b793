"""Places for businesses in a real browser: width, keyboard, without script."""

import pytest
import time_machine

from tests.factory import make_opportunity, swedish

PAGES = (
    "/etablera/", "/etablera/?slag=lokal&omrade=oceanhamnen&yta=250&lage=ledig",
    "/etablera/?yta=stor", "/etablera/kontor-nara-tagen/", "/etablera/borta/", "/etablera/gammal/",
    "/omraden/oceanhamnen/",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel(swedish(2026, 11, 24, 11), tick=True):
        yield


@pytest.fixture
def places(site):
    """The sample content, and places in the states that it does not show."""
    make_opportunity(title="Borta", slug="borta", state="gone")
    make_opportunity(title="Gammal", slug="gammal", checked_on=None)
    return site


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_scrolls_sideways_and_targets_are_large(places, browser, width):
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    for address in PAGES:
        page.goto(places + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        # A word that is explained stands in a sentence, whose lines decide its height (WCAG 2.5.8).
        for control in page.locator(
            "main :is(input:not([type=hidden]), select, button:not(.term))"
        ).all():
            assert control.bounding_box()["height"] >= 44, address
    context.close()


def test_a_place_is_found_by_keyboard_alone(places, page, complaints):
    page.goto(places + "/etablera/")
    page.get_by_label("Område").focus()
    page.keyboard.type("Oc")
    page.keyboard.press("Tab")
    page.keyboard.type("250")
    page.keyboard.press("Enter")
    page.wait_for_url("**/etablera/?omrade=oceanhamnen&yta=250&lage=")
    assert page.locator(".place-list h3").all_inner_texts() == ["Kontor nära tågen"]
    assert page.get_by_label("Område").input_value() == "oceanhamnen"
    page.get_by_role("link", name="Visa alla platser").press("Enter")
    page.wait_for_url("**/etablera/")
    assert page.locator(".place-list > li").count() == 5


def test_everything_works_without_script(places, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(places + "/etablera/?slag=lokal")
    page.get_by_label("Status").select_option("Reserverad")
    page.get_by_role("button", name="Visa platser").click()
    assert page.locator(".place-list h3").all_inner_texts() == ["Café vid parken"]
    assert page.locator("h2").first.inner_text() == "1 av 5 platser"
    page.locator(".place-list a").click()
    assert page.locator("h1").inner_text() == "Café vid parken"
    context.close()


def test_states_differ_in_shape_in_forced_colours_too(places, browser):
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    shapes = set()
    for slug in ("kontor-nara-tagen", "cafe-vid-parken", "borta"):
        page.goto(f"{places}/etablera/{slug}/")
        shapes.add(
            page.locator(".place-state").evaluate(
                "mark => { const style = getComputedStyle(mark, '::before');"
                " return style.backgroundImage + style.backgroundColor }"
            )
        )
    assert len(shapes) == 3
    context.close()
