"""A screen of the room in a real browser: without the network and back, taken over, left by a visitor."""

import datetime
import json

import pytest
import time_machine
from playwright.sync_api import expect

from tests.browser.axe import needs_axe, violations
from tests.factory import make_exhibit, make_picture, make_screen, swedish

NOW = swedish(2026, 11, 26, 13)
IS_KEPT = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("skarm "));
  const kept = names.length ? await (await caches.open(names[0])).keys() : [];
  return kept.some((each) => each.url.endsWith("/")) && kept.some((each) => each.url.endsWith("senast"))
    && Boolean(navigator.serviceWorker.controller);
}"""


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller


def opened(page, url, screen):
    """The page of a screen with a clock of its own, which the test moves."""
    page.clock.install(time=NOW)
    page.goto(f"{url}{screen.get_absolute_url()}?enhet={screen.key}")
    page.clock.run_for(2000)


def wait_until_kept(page):
    """Wait until the screen can start without the network; ``wait_for_function`` takes a promise for an answer."""
    for _ in range(100):
        if page.evaluate(IS_KEPT):
            return
        page.wait_for_timeout(100)
    pytest.fail("The screen keeps nothing for a start without the network.")


def wait_until_shown(page, heading):
    """Let the screen's clock go on until what was fetched is in its place; a busy server answers when it can."""
    for _ in range(60):
        if shown := page.locator(".slide h2", has_text=heading).count():
            assert shown == 1
            return
        page.wait_for_timeout(100)
        page.clock.run_for(5000)
    pytest.fail(f"The screen never took {heading}.")


def test_the_network_goes_for_days_and_comes_back(empty_site, page, complaints):
    make = {"kind": "notice", "is_example": True}
    screen = make_screen(
        when_closed="plays",
        items=[
            {**make, "heading": "Första"},
            {"kind": "picture", "picture": make_picture(title="Kajen")},
        ],
    )
    heading = page.locator(".slide:visible h2")
    opened(page, empty_site, screen)
    wait_until_kept(page)
    assert screen.contact.asked_at

    page.context.set_offline(True)
    page.clock.run_for(21_000)
    expect(heading).to_have_text("Kajen")
    page.clock.fast_forward(datetime.timedelta(days=3).total_seconds() * 1000)
    page.clock.run_for(2000)
    expect(page.locator(".screen-age")).to_have_text(
        "Uppgifterna är från torsdag 26 november kl. 13.00."
    )
    expect(heading).to_be_visible()
    # A power cut on top of it: the screen starts anew with what it had.
    page.reload()
    page.clock.run_for(2000)
    expect(heading).to_contain_text("Första")
    expect(page.locator(".screen-age")).to_contain_text("26 november kl. 13.00")

    screen.items.filter(kind="notice").update(heading="Andra")
    page.context.set_offline(False)
    wait_until_shown(page, "Andra")
    expect(page.locator(".screen-age")).to_have_text("")
    assert page.context.cookies() == []
    # What the browser says of the cut itself is no fault of the page's.
    complaints[:] = [each for each in complaints if "ERR_INTERNET_DISCONNECTED" not in each]


def test_a_takeover_comes_and_goes_and_a_visitor_is_forgotten(empty_site, page, clock, complaints):
    row = make_exhibit(title="Lampor", body="## Ljus\n\nMånga lampor.")
    screen = make_screen(
        kind="touch",
        when_closed="plays",
        items=[
            {"kind": "exhibit", "exhibit": row},
            {
                "kind": "notice",
                "heading": "Möte här nu",
                "is_takeover": True,
                "shows_from": NOW + datetime.timedelta(hours=1),
                "shows_until": NOW + datetime.timedelta(hours=2),
            },
        ],
    )
    opened(page, empty_site, screen)
    menu, slide, dialog = (
        page.locator(each) for each in (".screen-menu", "[data-shows=exhibit]", "#kvar")
    )
    menu.get_by_role("link", name="Lampor").click()
    expect(slide).to_be_visible()
    slide.evaluate(
        "each => { each.dataset.mine = 'kvar'; each.append(document.createElement('audio')); }"
    )
    # While something is played nobody is asked.
    slide.evaluate(
        "each => Object.defineProperty(each.querySelector('audio'), 'paused', {value: false, configurable: true})"
    )
    page.clock.run_for(200_000)
    expect(dialog).to_be_hidden()
    slide.evaluate(
        "each => Object.defineProperty(each.querySelector('audio'), 'paused', {value: true})"
    )
    page.clock.run_for(91_000)
    expect(dialog).to_be_visible()
    page.get_by_role("button", name="Ja, fortsätt").click()
    expect(slide).to_be_visible()
    page.clock.run_for(112_000)
    expect(dialog).to_be_hidden()
    expect(menu).to_be_visible()
    assert page.locator("[data-mine]").count() == 0
    assert "#" not in page.url and page.evaluate("history.length") <= 2

    for names in (["Möte här nu"], []):
        clock.shift(datetime.timedelta(hours=1))
        page.clock.fast_forward(3600 * 1000)
        page.clock.run_for(2000)
        expect(page.locator(".slide:visible h2")).to_have_text(names)
        expect(menu).to_be_visible(visible=not names)


def test_a_keyboard_goes_into_a_slide_and_home_again(empty_site, page, complaints):
    rows = [make_exhibit(title=title, body="Text.") for title in ("Lampor", "Broar")]
    screen = make_screen(
        kind="touch",
        when_closed="plays",
        items=[{"kind": "exhibit", "exhibit": row} for row in rows],
    )
    opened(page, empty_site, screen)
    names = []
    while "Broar" not in names and len(names) < 20:
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.innerText.trim()"))
        ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert ring != "none", names
    page.keyboard.press("Enter")
    page.clock.run_for(1000)
    expect(page.locator(".slide:visible h2")).to_have_text(["Broar"])
    # What was entered has the focus, so that the next Tab goes on in it.
    assert page.evaluate("document.activeElement.closest('.slide') !== null")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText.trim()").startswith("Till början"):
            break
    page.keyboard.press("Enter")
    page.clock.run_for(1000)
    expect(page.locator(".screen-menu")).to_be_visible()
    expect(page.locator(".slide:visible")).to_have_count(0)


def used(page, devtools):
    """What the page holds once all that nobody needs is gone: bytes, elements and listeners."""
    devtools.send("HeapProfiler.collectGarbage")
    metrics = {
        each["name"]: each["value"] for each in devtools.send("Performance.getMetrics")["metrics"]
    }
    return [metrics[name] for name in ("JSHeapUsedSize", "Nodes", "JSEventListeners")]


def test_a_screen_that_stays_on_takes_no_more_memory(empty_site, page):
    """Hours of turns and many changes of what is shown; what grew with each would show many times over."""
    notices = [{"kind": "notice", "heading": f"Inslag {each}", "seconds": 5} for each in range(4)]
    screen = make_screen(when_closed="plays", items=notices)
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable")
    opened(page, empty_site, screen)
    measured = []
    for change in range(24):
        screen.items.filter(heading__startswith="Inslag 0").update(heading=f"Inslag 0, {change}")
        page.clock.run_for(600_000)
        wait_until_shown(page, f"Inslag 0, {change}")
        if change % 8 == 7:
            measured.append(used(page, devtools))
    (_, nodes, listeners), (heap, *_), (last_heap, last_nodes, last_listeners) = measured
    # Once more than the slides may lie there: those of a change that is just being fetched.
    assert last_nodes < nodes + 40, measured
    assert last_listeners == listeners, measured
    assert last_heap < heap * 1.1 + 100_000, measured


@needs_axe
def test_axe_finds_nothing_on_screens(site, browser):
    found = {}
    for slug in ("mot-gatan", "vid-modellen"):
        for width, scheme in ((360, "dark"), (1920, "light")):
            # Colours are measured when a slide is there, not while it fades in.
            context = browser.new_context(
                viewport={"width": width, "height": 1080},
                color_scheme=scheme,
                reduced_motion="reduce",
                bypass_csp=True,
            )
            page = context.new_page()
            page.clock.set_fixed_time(NOW)
            page.goto(f"{site}/skarm/{slug}/")
            if slug == "vid-modellen":
                page.locator(".screen-menu a:visible").nth(1).click()
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.setdefault("too wide", []).append((slug, width))
            small = page.evaluate(
                "[...document.querySelectorAll('a, button')].filter(each => each.checkVisibility())"
                ".map(each => each.getBoundingClientRect())"
                ".filter(box => Math.min(box.width, box.height) < 44).length"
            )
            if small:
                found.setdefault("too small", []).append((slug, width))
            for each in violations(page):
                found.setdefault(json.dumps(each), []).append((slug, width, scheme))
            context.close()
    assert found == {}
