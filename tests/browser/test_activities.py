"""Activities in a real browser: keyboard, no script; hosts on a phone."""

import pytest
import time_machine

from exhibits.models import Occurrence
from tests.browser.axe import needs_axe, violations
from tests.browser.staff import enter, make_staff
from tests.factory import swedish

PAGES = (
    "/aktiviteter/", "/aktiviteter/?visa=tidigare", "/aktiviteter/?omrade=drottninghog",
    "/aktiviteter/?slag=verkstad&manad=2027-01", "/aktiviteter/bygglordag-for-barn/",
    "/aktiviteter/visning-i-lugn-miljo/", "/aktiviteter/trygghetsvandring-ramlosa-oktober-2026/",
    "/aktiviteter/barnens-lekplats-i-maria-park/", "/omraden/ostra-ramlosa/",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel(swedish(2026, 11, 25, 12), tick=True):
        yield


def test_the_filters_work_by_keyboard_without_script(site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/aktiviteter/")
    assert page.locator(".event-row").count() > 5
    page.get_by_text("Välj område, typ, månad eller ålder").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Drottninghög")
    page.keyboard.press("Tab")
    page.keyboard.type("Trygghets")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/aktiviteter/?*")
    assert page.locator(".event-row h4").all_inner_texts() == ["Trygghetsvandring i Drottninghög"]
    assert page.locator("#valj-omrade").input_value() == "drottninghog"
    context.close()


def test_the_policy_lets_the_data_block_be(site, page, complaints):
    for address in PAGES:
        page.goto(site + address)
    data = page.goto(f"{site}/aktiviteter/bygglordag-for-barn/").text()
    assert "application/ld+json" in data


def test_a_host_cancels_and_marks_as_full_on_a_phone(site, browser):
    make_staff("någon", "Värd")
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    enter(page, f"{site}/admin/exhibits/occurrence/", "någon")
    page.get_by_text("Öppet hus: fråga en planerare").first.wait_for()

    def choose(day, action):
        page.locator("tr", has_text=day).locator(".action-select").check()
        page.locator("select[name=action]").select_option(label=action)
        page.get_by_role("button", name="Utför").click()

    choose("3 december 2026", "Markera som fullbokad")
    page.get_by_text("är fullbokat nu.").wait_for()
    choose("9 december 2026", "Ställ in …")
    page.get_by_label("Orsak").fill("Värden är sjuk.")
    page.get_by_role("button", name="Ställ in nu").click()
    page.get_by_text("är inställt nu.").wait_for()
    page.goto(f"{site}/aktiviteter/visning-i-lugn-miljo/")
    assert page.get_by_text("Värden är sjuk.").first.is_visible()
    assert Occurrence.objects.filter(state="full").count() == 2
    context.close()


@needs_axe
def test_the_admin_of_activities_is_accessible(site, browser):
    make_staff("någon", "Redaktör")
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    enter(page, f"{site}/admin/exhibits/occurrence/", "någon")
    page.locator("#result_list").wait_for()
    page.locator(".action-select").first.check()
    page.locator("select[name=action]").select_option(label="Ställ in …")
    page.get_by_role("button", name="Utför").click()
    page.get_by_role("button", name="Ställ in nu").wait_for()
    assert violations(page) == []
    context.close()
