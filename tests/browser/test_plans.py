"""Plan pages in a real browser: keyboard, print, and the steps in the admin."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from playwright.sync_api import expect

from exhibits.models import Plan, PlanStep
from tests.browser.axe import needs_axe, violations
from tests.browser.staff import PASSWORD, enter

EXAMPLE = "/omraden/drottninghog/planer/exempel-parkkvarteret/"


@pytest.fixture
def plans(site):
    """The site with the explanations of the stages, which a transactional test has emptied."""
    import_module("exhibits.migrations.0002_stage_texts").write_texts(apps, None)
    # Every kind of post in one line: something expected has passed.
    PlanStep.objects.create(
        plan=Plan.objects.get(slug="badhus-i-oceanhamnen"),
        stage="laga-kraft",
        starts_on="2026-02-01",
        starts_precision="month",
        is_expected=True,
    )
    return site


def test_the_keyboard_unfolds_an_explanation(plans, page, complaints):
    page.goto(plans + EXAMPLE)
    summary = page.locator(".plan-line summary").first
    for _ in range(40):
        page.keyboard.press("Tab")
        if summary.evaluate("each => each === document.activeElement"):
            break
    page.keyboard.press("Enter")
    assert page.locator(".plan-line details").first.get_attribute("open") is not None
    assert page.get_by_text("Förklaringen kontrollerades").first.is_visible()


def test_the_line_says_the_same_on_paper(plans, page):
    page.goto(plans + EXAMPLE)
    on_screen = page.locator(".plan-line-step").all_inner_texts()
    page.emulate_media(media="print")
    assert page.locator(".plan-line-step").all_inner_texts() == on_screen
    assert len(on_screen) > 5
    assert page.locator(".plan-window").is_visible()
    assert page.locator(".information-only", has_text="Det här är information").is_visible()
    assert not page.locator(".site-footer").is_visible()
    # The posts are drawn, not coloured in: printers leave backgrounds out.
    adjust = page.locator(".plan-line > li").first.evaluate(
        "each => getComputedStyle(each, '::after').printColorAdjust"
    )
    assert adjust == "exact"


def open_the_form(plans, page):
    User.objects.create_superuser("chef", password=PASSWORD)
    plan = Plan.objects.get(slug="exempel-parkkvarteret")
    enter(page, f"{plans}/admin/exhibits/plan/{plan.pk}/change/", "chef")
    page.locator("#steps-0").wait_for()


UNFOLD = "document.querySelectorAll('#content details').forEach(each => each.open = true)"


def violations_in(page, *names):
    """What axe finds in the parts of an admin page whose selectors hold one of ``names``."""
    return [
        (rule, targets)
        for rule, targets in violations(page)
        if any(name in str(target) for target in targets for name in names)
    ]


@needs_axe
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_steps_of_the_form(plans, browser, scheme):
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    open_the_form(plans, page)
    ours = ("steps-", "change_notes", "row-fold", "error-summary")
    assert violations_in(page, *ours) == []
    page.evaluate(UNFOLD)
    assert page.locator("#id_steps-1-can_influence").is_visible()
    assert violations_in(page, *ours) == []
    page.fill("#id_summary", "")
    page.get_by_role("button", name="Spara och fortsätt redigera").click()
    page.locator(".error-summary a").wait_for()
    assert violations_in(page, *ours) == []
    page.goto(f"{plans}/admin/exhibits/openingrule/")
    page.locator(".opening-fold").first.wait_for()
    page.evaluate(UNFOLD)
    assert violations(page) == []
    context.close()


def test_the_fields_about_writing_in_unfold_for_the_stages_that_have_them(plans, page, complaints):
    open_the_form(plans, page)
    commission, consultation = (
        page.locator("#steps-0 .step-window details"),
        page.locator("#steps-1 .step-window details"),
    )
    expect(consultation).to_have_attribute("open", "")
    assert commission.get_attribute("open") is None
    # What is stored lies folded, the groups of its fields too.
    assert not page.locator("#steps-1 .step-window").is_visible()
    page.locator("#steps-0 .row-fold summary").click()
    assert page.locator("#steps-0 .step-window").is_visible()
    page.select_option("#id_steps-0-stage", "granskning")
    assert commission.get_attribute("open") is not None
    page.select_option("#id_steps-0-stage", "antagen")
    assert commission.get_attribute("open") is None
