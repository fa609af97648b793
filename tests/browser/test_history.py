"""History and merging by keyboard alone, and what axe says about their pages."""

import pytest

from news.models import Announcement
from tests.browser.axe import needs_axe, violations
from tests.browser.staff import enter, make_staff

NEWS = "/admin/news/announcement/"


@pytest.fixture
def sign_in(site):
    def sign_in(page, name):
        make_staff(name, "Redaktör")
        enter(page, f"{site}/admin/", name)
        page.get_by_role("heading", name="Vad vill du göra?").wait_for()
        return page

    return sign_in


def tab_to(page, locator):
    """Press Tab until the element has the focus, as somebody without a mouse does."""
    for _ in range(150):
        if locator.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{locator} is not reached by Tab")


def write(page, label, text):
    field = page.get_by_label(label, exact=True)
    tab_to(page, field)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def save(page):
    button = page.get_by_role("button", name="Spara", exact=True)
    tab_to(page, button)
    page.keyboard.press("Enter")


def saved(page):
    page.get_by_role("heading", name="Välj nyhet att ändra").wait_for()


@pytest.fixture
def draft(site):
    return Announcement.objects.create(
        title="Lekplatsen", slug="lekplatsen", lead="Lekplatsen invigs i maj.", body="Kom dit."
    )


def test_versions_are_compared_and_brought_back_by_keyboard(site, sign_in, page, complaints, draft):
    sign_in(page, "anna")
    page.goto(f"{site}{NEWS}{draft.pk}/change/")
    write(page, "Ingress:", "Lekplatsen invigs på lördag.")
    save(page)
    saved(page)
    page.get_by_role("rowheader", name="Lekplatsen").get_by_role("link").press("Enter")
    page.get_by_role("link", name="Historik").press("Enter")
    page.get_by_role("heading", name="Historik: Lekplatsen").wait_for()
    tab_to(page, page.locator("input[name=fran]:checked"))
    # The two latest are chosen already; the arrow keys choose another and back.
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    tab_to(page, page.get_by_role("button", name="Jämför de valda"))
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Jämförelse: Lekplatsen").wait_for()
    assert "i maj" in page.locator("del").last.inner_text()
    assert "på lördag" in page.locator("ins").last.inner_text()
    tab_to(page, page.get_by_role("button", name="Återställ versionen från"))
    page.keyboard.press("Enter")
    page.get_by_text("är återställd").wait_for()
    assert page.get_by_label("Ingress:").input_value() == "Lekplatsen invigs i maj."


def collide(site, page, other, draft):
    """Two people open the draft; the other saves first, then ``page`` tries to."""
    for each in (page, other):
        each.goto(f"{site}{NEWS}{draft.pk}/change/")
    write(other, "Ingress:", "Lekplatsen invigs på lördag.")
    save(other)
    saved(other)
    write(page, "Ingress:", "Lekplatsen invigs i juni.")
    save(page)
    page.get_by_role("heading", name="Någon annan har sparat medan du skrev").wait_for()


@pytest.mark.parametrize(
    ("answer", "lead"),
    [
        ("Behåll min", "Lekplatsen invigs i juni."),
        ("Ta den andras", "Lekplatsen invigs på lördag."),
    ],
)
def test_a_conflict_is_settled_by_keyboard(
    site, sign_in, page, browser, complaints, draft, answer, lead
):
    other = sign_in(browser.new_page(), "bo")
    sign_in(page, "anna")
    collide(site, page, other, draft)
    assert page.get_by_label("Ingress:", exact=True).input_value() == "Lekplatsen invigs i juni."
    assert page.locator(".merge input:checked").count() == 0
    choice = page.get_by_label(answer)
    tab_to(page, page.get_by_label("Behåll min"))
    page.keyboard.press("Space" if answer == "Behåll min" else "ArrowDown")
    assert choice.is_checked()
    save(page)
    saved(page)
    draft.refresh_from_db()
    assert draft.lead == lead


@needs_axe
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_axe_finds_nothing_in_history_and_merging(site, sign_in, browser, draft, width, scheme):
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
    )
    page, other = context.new_page(), browser.new_page()
    sign_in(other, "bo")
    sign_in(page, "anna")
    collide(site, page, other, draft)
    found = {"conflict": _ours(page, ".merge")}
    page.get_by_label("Behåll min").check()
    save(page)
    saved(page)
    page.goto(f"{site}{NEWS}{draft.pk}/history/")
    found["history"] = _ours(page, "#content")
    page.get_by_role("button", name="Jämför de valda").click()
    found["comparison"] = _ours(page, "#content")
    page.goto(f"{site}{NEWS}{draft.pk}/change/")
    other.goto(f"{site}{NEWS}{draft.pk}/delete/")
    other.get_by_role("button", name="Ja, jag är säker").click()
    saved(other)
    save(page)
    page.get_by_role("heading", name="Det gick inte att spara").wait_for()
    found["not saved"] = _ours(page, "#content")
    assert found == dict.fromkeys(found, ([], True))
    context.close()


def _ours(page, part):
    """What axe finds in a part of the page, and whether that part fits the width."""
    found = [
        (name, targets)
        for name, targets in violations(page)
        for target in targets
        if page.evaluate(
            "([part, target]) => !!document.querySelector(target)?.closest(part)", [part, target[0]]
        )
    ]
    fits = page.evaluate(
        "part => document.querySelector(part).scrollWidth <= document.documentElement.clientWidth",
        part,
    )
    return found, fits
