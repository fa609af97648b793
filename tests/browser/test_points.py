"""Numbered points placed in the admin by a click in the picture or with the arrow keys."""

import re

import pytest

from exhibits.models import Exhibit
from tests.browser.axe import needs_axe, violations
from tests.browser.staff import enter, make_staff


@pytest.fixture
def form(site, page, complaints):
    """The form of an exhibit that has a picture and two points."""
    make_staff("någon", "Redaktör")
    exhibit = Exhibit.objects.exclude(picture=None).first()
    exhibit.points.all().delete()
    for number, (x, y) in enumerate([(10, 20), (80, 70)], start=1):
        exhibit.points.create(number=number, title=f"Punkt {number}", text="Här.", x=x, y=y)
    enter(page, f"{site}/admin/exhibits/exhibit/{exhibit.pk}/change/", "någon")
    page.locator(".picture-target img").wait_for()
    page.wait_for_function("document.querySelector('.picture-target img').naturalWidth > 0")
    return page, exhibit


def numbers(page):
    markers = page.locator(".points-marker")
    return markers.evaluate_all("each => each.map(marker => marker.dataset.number)")


def places(exhibit):
    return list(exhibit.points.values_list("number", "x", "y"))


def test_a_click_places_a_new_point_and_arrow_keys_move_it(form):
    page, exhibit = form
    assert numbers(page) == ["1", "2"]
    target = page.locator(".picture-target")
    box = target.bounding_box()
    # All have their place: the click makes a row, with the next number.
    target.click(position={"x": box["width"] * 0.4, "y": box["height"] * 0.3})
    row = page.locator("#points-2")
    assert row.locator("[name$='-number']").input_value() == "3"
    target.press("ArrowRight")
    target.press("Shift+ArrowDown")
    status = page.locator(".points-place [role=status]").inner_text()
    found = re.fullmatch(r"Punkt 3: (\d+) % från vänster och (\d+) % uppifrån\.", status)
    assert found and abs(int(found[1]) - 41) <= 1 and abs(int(found[2]) - 40) <= 1
    row.locator("[name$='-title']").fill("Bryggan")
    row.locator("[name$='-text']").fill("Här badar man.")
    page.get_by_role("button", name="Spara", exact=True).click()
    page.wait_for_url("**/admin/exhibits/exhibit/")
    assert places(exhibit) == [(1, 10, 20), (2, 80, 70), (3, int(found[1]), int(found[2]))]


def test_the_row_that_is_being_written_is_the_one_that_a_click_moves(form):
    page, exhibit = form
    first = page.locator("#points-0")
    first.locator("summary").first.click()
    first.locator("[name$='-title']").focus()
    target = page.locator(".picture-target")
    box = target.bounding_box()
    target.click(position={"x": box["width"] * 0.5, "y": box["height"] * 0.5})
    page.get_by_role("button", name="Spara", exact=True).click()
    page.wait_for_url("**/admin/exhibits/exhibit/")
    (number, x, y), second = places(exhibit)
    assert (number, second) == (1, (2, 80, 70))
    assert abs(x - 50) <= 1 and abs(y - 50) <= 1


@needs_axe
def test_axe_finds_nothing_in_the_picture_of_points(form, complaints):
    page, _ = form
    assert violations(page, "#points-group", complaints) == []
