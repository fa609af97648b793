"""A plan chosen by its name: by keyboard, by pointing, without a script, and what axe says."""

import pytest

from exhibits.models import Plan
from tests.browser.axe import needs_axe, violations
from tests.browser.staff import enter, make_staff
from tests.factory import make_activity, make_plan

OPTION = ".choice-list:not([hidden]) > [role=option]"


@pytest.fixture
def address(empty_site):
    """The form of an activity about one plan of thirty."""
    make_staff("någon", "Redaktör")
    plans = [make_plan(title=f"Kvarteret {number:02}") for number in range(29)]
    make_plan(title="Östra stranden", published_at=None)
    activity = make_activity(plan=plans[0])
    return f"{empty_site}/admin/exhibits/activity/{activity.pk}/change/"


def open_form(page, address):
    enter(page, address, "någon")
    field = page.get_by_label("Plan:")
    field.wait_for()
    return field


def save(page):
    # The message of the save before still stands until the answer comes.
    with page.expect_event("domcontentloaded"):
        page.get_by_role("button", name="Spara och fortsätt redigera").click()
    page.locator(".messagelist .success, .errornote").first.wait_for()


def active_option(page):
    key = page.get_by_label("Plan:").get_attribute("aria-activedescendant")
    return page.locator(f"#{key}").inner_text() if key else None


def test_a_plan_is_found_and_chosen_by_keyboard(address, page, complaints):
    field = open_form(page, address)
    assert field.input_value() == "Kvarteret 00"
    assert field.get_attribute("aria-expanded") == "false"
    status = page.locator(".field-plan [role=status]")
    field.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("östra")
    page.locator(OPTION).wait_for()
    assert (field.get_attribute("aria-expanded"), status.inner_text()) == ("true", "1 träff.")
    assert active_option(page) is None
    page.keyboard.press("ArrowDown")
    assert active_option(page) == "Östra stranden (Utkast)"
    page.keyboard.press("Enter")
    assert field.input_value() == "Östra stranden"
    assert status.inner_text() == "Vald: Östra stranden."
    assert page.locator(OPTION).count() == 0
    save(page)
    field = page.get_by_label("Plan:")
    assert field.input_value() == "Östra stranden"
    assert page.get_by_role("link", name="Öppna ”Östra stranden”").is_visible()
    # The arrow opens the list of all; Escape closes it and changes nothing.
    field.focus()
    page.keyboard.press("ArrowUp")
    page.locator(OPTION).first.wait_for()
    assert "De första 20 träffarna visas." in page.locator(".field-plan [role=status]").inner_text()
    assert active_option(page) == "Kvarteret 19 (Publicerad)"
    page.keyboard.press("ArrowDown")
    assert active_option(page) == "Kvarteret 00 (Publicerad)"
    page.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert field.input_value() == "Östra stranden"
    # Enter while something is written looks and does not send the form.
    page.keyboard.press("Control+a")
    page.keyboard.type("kvarteret 1")
    page.keyboard.press("Enter")
    page.locator(OPTION).first.wait_for()
    assert active_option(page) == "Kvarteret 01 (Publicerad)"
    page.keyboard.press("Tab")
    assert page.locator(OPTION).count() == 0
    save(page)
    field = page.get_by_label("Plan:")
    assert field.input_value() == "kvarteret 1"
    assert "Bland planer finns inget som heter" in page.locator(".field-plan").inner_text()
    field.fill("kvarteret 12")
    page.locator(OPTION).click()
    assert field.input_value() == "Kvarteret 12"
    field.fill("finns inte")
    status = page.locator(".field-plan [role=status]")
    status.get_by_text("Inget heter så.").wait_for()
    field.fill("")
    save(page)
    assert page.get_by_label("Plan:").input_value() == ""


def test_signed_out_while_writing_is_told(address, page):
    field = open_form(page, address)
    page.context.clear_cookies()
    field.fill("östra")
    page.get_by_text("Du har loggats ut.").wait_for()
    assert field.input_value() == "östra"


def test_without_a_script_the_whole_name_is_enough(address, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    field = open_form(page, address)
    field.fill("Östra strand")
    save(page)
    assert "Bland planer finns inget som heter" in page.locator(".field-plan").inner_text()
    page.get_by_label("Plan:").fill("östra stranden")
    save(page)
    assert Plan.objects.get(activities__isnull=False).title == "Östra stranden"
    context.close()


@needs_axe
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_the_list_lies_in_the_window(address, browser, width, scheme):
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    field = open_form(page, address)
    found = violations(page, ".field-plan")
    field.fill("kvarteret")
    page.locator(OPTION).first.wait_for()
    page.keyboard.press("ArrowDown")
    found += violations(page, ".field-plan")
    box = page.locator(".choice-list").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width
    page.keyboard.press("Escape")
    save(page)
    found += violations(page, ".field-plan")
    assert found == []
    context.close()
