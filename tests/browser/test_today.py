"""A host at the door: a phone of 360 px, a thumb, and a network that comes and goes."""

import datetime

import pytest
import time_machine
from playwright.sync_api import expect

from exhibits.models import OpeningChange, OpeningException, OpeningRule, VisitCount
from tests.browser.axe import needs_axe, violations
from tests.browser.staff import enter, make_staff
from tests.factory import swedish

TODAY = "/admin/exhibits/openingrule/i-dag/"
NOON = swedish(2026, 12, 7, 12)
time = datetime.time


@pytest.fixture
def phone(empty_site, browser):
    """A function that gives a phone with a host signed in, on a Monday at noon; the room is open 10–16."""
    for weekday in range(1, 8):
        OpeningRule.objects.create(weekday=weekday, opens=time(10), closes=time(16))
    contexts = []

    def phone(name, **more):
        make_staff(name, "Värd")
        size = {"width": 360, "height": 740}
        context = browser.new_context(viewport=size, has_touch=True, locale="sv-SE", **more)
        contexts.append(context)
        if more.get("java_script_enabled", True):
            # The phone's clock goes with the server's.
            context.clock.set_fixed_time(NOON)
        page = context.new_page()
        enter(page, f"{empty_site}/admin/", name)
        expect(page.get_by_role("heading", name="I dag", exact=True)).to_be_visible()
        return page

    with time_machine.travel(NOON, tick=True):
        yield phone
        for context in contexts:
            context.close()


@needs_axe
def test_closing_at_two_for_illness_takes_four_taps_and_is_taken_back_with_one(phone):
    page = phone("kim")
    taps = []

    def tap(target):
        box = target.bounding_box()
        assert min(box["width"], box["height"]) >= 44
        target.tap()
        taps.append(target)

    tap(page.locator(".taps label", has_text="Stänger kl."))
    tap(page.locator(".taps label", has_text="14.00"))
    tap(page.locator(".taps label", has_text="sjukdom"))
    expect(page.locator(".day-sentence")).to_have_text("Öppet nu – stänger kl. 14")
    expect(page.locator("#told")).to_contain_text("10.00–14.00 (sjukdom)")
    assert violations(page) == []
    assert not OpeningException.objects.exists()
    tap(page.get_by_role("button", name="Spara"))
    expect(page.locator(".day-status").first).to_have_text("Öppet nu – stänger kl. 14")
    assert len(taps) == 4
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    tap(page.get_by_role("button", name="Ångra", exact=True))
    expect(page.locator(".day-status").first).to_have_text("Öppet nu – stänger kl. 16")
    assert OpeningChange.objects.count() == 2
    assert not OpeningException.objects.exists()


def test_a_keyboard_closes_at_two_as_a_thumb_does(phone):
    page = phone("kim")
    focused = """() => {
      const each = document.activeElement;
      return each === document.body ? "" : (each.closest("label") ?? each).innerText || each.value || "";
    }"""

    def to(words):
        """By Tab, and within a group of choices by the arrow keys."""
        for _ in range(60):
            if words in page.evaluate(focused):
                return
            group = page.evaluate("document.activeElement.name ?? ''")
            # Arrow keys choose, so only where the choice is meant.
            if page.locator(f".taps label:has([name='{group}'])", has_text=words).count():
                for _ in range(page.locator(f"[name='{group}']").count()):
                    page.keyboard.press("ArrowRight")
                    if words in page.evaluate(focused):
                        return
            page.keyboard.press("Tab")
        raise AssertionError(f"no way to {words}")

    for words in ("Stänger kl.", "14.00", "sjukdom"):
        to(words)
        page.keyboard.press("Space")
        ring = "getComputedStyle(document.activeElement.nextElementSibling)"
        assert page.evaluate(f"{ring}.outlineStyle") != "none", words
    expect(page.locator(".day-sentence")).to_have_text("Öppet nu – stänger kl. 14")
    to("Spara")
    page.keyboard.press("Enter")
    expect(page.locator(".day-status").first).to_have_text("Öppet nu – stänger kl. 14")
    to("Ångra")
    page.keyboard.press("Enter")
    expect(page.locator(".day-status").first).to_have_text("Öppet nu – stänger kl. 16")


def test_without_a_script_a_button_shows_the_sentence(phone):
    page = phone("kim", java_script_enabled=False)
    page.locator(".taps label", has_text="Stäng nu").tap()
    page.get_by_role("button", name="Visa vad besökarna läser").tap()
    expect(page.locator(".day-sentence")).to_have_text("Stängt nu – öppnar i morgon kl. 10")
    page.get_by_role("button", name="Spara").tap()
    expect(page.locator(".day-status").first).to_have_text("Stängt nu – öppnar i morgon kl. 10")


@needs_axe
def test_two_phones_count_through_a_network_that_is_gone(phone):
    one, other = phone("kim"), phone("robin")
    total = one.locator("[data-total]")
    one.get_by_role("button", name="+1").tap()
    expect(total).to_have_text("1")
    one.context.set_offline(True)
    for _ in range(2):
        one.get_by_role("button", name="+5").tap()
    one.get_by_label("Grupp på").fill("28")
    one.get_by_role("button", name="Räkna gruppen").tap()
    one.get_by_role("button", name="Ångra senaste").tap()
    expect(total).to_have_text("11")
    expect(one.locator("[data-state]")).to_contain_text("Sparat i telefonen")
    other.get_by_role("button", name="+1").tap()
    expect(other.locator("[data-total]")).to_have_text("2")
    one.context.set_offline(False)
    expect(total).to_have_text("12")
    expect(one.locator("[data-state]")).to_have_text("")
    assert VisitCount.objects.total() == 12
    one.reload()
    expect(total).to_have_text("12")
    assert violations(one) == []
