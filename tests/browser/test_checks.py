"""Granska in a real browser: by keyboard alone, in both themes, and when things go wrong."""

import pytest

from helsingborgsrummet.models import Picture
from tests.browser.axe import needs_axe, violations
from tests.browser.staff import enter, make_staff

TEXT = """
Vi vill veta vad du tycker. Se modellen i rummet kl 9:30.

## Rubrik

#### För långt ned

Läs mer [här](/finns-inte/).

Stadsbyggnadsförvaltningen sammanställer synpunkterna i en samrådsredogörelse inför granskningen.

![Bild](bild:999)
"""


@pytest.fixture
def sign_in(site):
    make_staff("någon", "Redaktör")

    def sign_in(page):
        enter(page, f"{site}/admin/login/?next=/admin/news/announcement/add/", "någon")
        page.get_by_label("Rubrik:").wait_for()
        return page

    return sign_in


def press(page, name):
    page.get_by_role("button", name=name, exact=True).focus()
    page.keyboard.press("Enter")


def active(page, expression):
    return page.evaluate(f"(() => {{ const e = document.activeElement; return {expression}; }})()")


def test_an_editor_mends_a_text_by_keyboard(site, page, complaints, sign_in):
    sign_in(page)
    page.get_by_label("Rubrik:").focus()
    page.keyboard.type("Säg vad du tycker")
    page.locator("#id_body").focus()
    page.keyboard.insert_text(TEXT)
    press(page, "Granska texten")
    page.get_by_role("heading", name="Granskningen hittade 3 fel och 5 råd").wait_for()
    assert active(page, "e.id") == "findings-heading"
    assert page.locator(".findings mark").all_inner_texts() == [
        "Stadsbyggnadsförvaltningen", "sammanställer", "synpunkterna", "samrådsredogörelse", "granskningen",
    ]  # fmt: skip

    page.keyboard.press("Tab")
    assert active(page, "e.textContent") == "Gå till Brödtext, rad 11"
    page.keyboard.press("Enter")
    assert active(page, "e.id") == "id_body"
    selected = "e.value.slice(e.selectionStart, e.selectionEnd)"
    assert active(page, selected) == "bild:999"
    page.keyboard.type(f"bild:{Picture.objects.first().pk}")

    page.get_by_role("link", name="Gå till Brödtext, rad 5").focus()
    page.keyboard.press("Enter")
    assert active(page, selected) == "För långt ned"
    page.keyboard.press("Home")
    page.keyboard.press("Delete")
    page.get_by_role("link", name="Gå till Brödtext, rad 7").first.focus()
    page.keyboard.press("Enter")
    assert active(page, selected) == "/finns-inte/"
    page.keyboard.type("/besok/")
    press(page, "Granska texten")
    page.get_by_role("heading", name="Granskningen hittade 5 råd").wait_for()

    page.get_by_role("link", name="Gå till Ingress").focus()
    page.keyboard.press("Enter")
    assert active(page, "e.id") == "id_lead"
    page.get_by_role("link", name="Gå till Ämnen").focus()
    page.keyboard.press("Enter")
    assert active(page, "e.closest('.form-row').className").count("topics")


def test_a_page_with_errors_is_refused_and_nothing_typed_is_lost(site, page, complaints, sign_in):
    sign_in(page)
    page.get_by_label("Rubrik:").fill("Säg vad du tycker")
    page.locator("#id_body").fill(TEXT)
    page.locator("#id_published_at_0").fill("2030-01-02")
    page.locator("#id_published_at_1").fill("10:00:00")
    press(page, "Spara")
    page.get_by_text("Inget är sparat: sidan kan inte publiceras").wait_for()
    assert "Rubriken hoppar över en nivå" in page.locator(".field-body .errorlist").inner_text()
    assert page.locator("#id_body").input_value().strip() == TEXT.strip()


def test_trouble_is_told_in_words_and_the_text_stays(site, page, sign_in):
    sign_in(page)
    page.get_by_label("Rubrik:").fill("Säg vad du tycker")
    alert = page.get_by_role("alert")

    page.context.set_offline(True)
    press(page, "Granska texten")
    alert.get_by_text("Kontrollera att du har nät").wait_for()
    page.context.set_offline(False)

    # A token of before a new sign-in; the cookie itself comes anew with every check of the session.
    token = page.locator("form [name=csrfmiddlewaretoken]").first
    set_token = (
        "(field, value) => document.getElementsByName(field.name).forEach(f => f.value = value)"
    )
    token.evaluate(set_token, "x" * 64)
    press(page, "Granska texten")
    alert.get_by_text("Du har loggat in på nytt sedan sidan öppnades.").wait_for()
    page.wait_for_function(
        "() => !document.querySelector('[name=csrfmiddlewaretoken]').value.startsWith('xx')"
    )

    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    press(page, "Granska texten")
    alert.get_by_text("Du har loggats ut").wait_for()

    page.context.add_cookies(cookies)
    press(page, "Granska texten")
    page.get_by_role("heading", name="Granskningen hittade").wait_for()
    assert not alert.is_visible()
    assert page.get_by_label("Rubrik:").input_value() == "Säg vad du tycker"


def test_without_script_the_findings_open_in_a_new_tab(site, browser, sign_in):
    context = browser.new_context(java_script_enabled=False)
    page = sign_in(context.new_page())
    page.get_by_label("Rubrik:").fill("Säg vad du tycker")
    page.locator("#id_body").fill(TEXT)
    with context.expect_page() as opened:
        page.get_by_role("button", name="Granska texten (ny flik)").press("Enter")
    found = opened.value
    assert found.locator("h2").first.inner_text() == "Granskningen hittade 3 fel och 5 råd"
    assert found.get_by_text("Brödtext, rad 5").is_visible()
    context.close()


@needs_axe
def test_axe_finds_nothing_and_nothing_scrolls_sideways(site, browser, sign_in):
    found = {}
    for width in (360, 1280):
        for scheme in ("light", "dark"):
            context = browser.new_context(
                viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
            )
            page = sign_in(context.new_page())
            page.locator("#id_body").fill(TEXT + "ordet" * 60)
            press(page, "Granska texten")
            page.locator(".findings").wait_for()
            found[width, scheme] = [
                each
                for each in violations(page)
                if any("checks" in str(target) or "finding" in str(target) for target in each[1])
            ]
            box = page.locator(".findings").bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= width
            context.close()
    assert not any(found.values()), found
