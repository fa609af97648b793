"""Writing in the admin by keyboard alone: toolbar, preview, drafts, a session that ends."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from news.models import Announcement
from tests.browser.axe import needs_axe, violations
from tests.browser.drafts import expect_kept
from tests.browser.staff import PASSWORD, enter, make_staff
from tests.factory import make_announcement

ADD = "/admin/news/announcement/add/"


@pytest.fixture
def site(empty_site):
    """No sample content is needed here."""
    return empty_site


def log_in(page, site, name="någon"):
    enter(page, f"{site}/admin/login/?next=/admin/news/announcement/", name)
    page.locator("#logout-form").wait_for()


@pytest.fixture
def context(site, context):
    make_staff("någon")
    return context


@pytest.fixture
def page(site, page):
    log_in(page, site)
    return page


@pytest.fixture
def policy(page):
    """What the security policy had to block, in the page and in its frames."""
    found = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on(
        "console",
        lambda message: (
            found.append(message.text)
            if re.search("Content.Security.Policy|Refused", message.text)
            else None
        ),
    )
    page.on("dialog", lambda dialog: (found.append(dialog.message), dialog.dismiss()))
    yield found
    assert found == []


def body(page):
    return page.get_by_label("Brödtext:")


def preview(page):
    return page.frame_locator("iframe").locator("#text")


def write(page, text):
    """Type a text into the body, when the preview shows what was there before."""
    expect(preview(page)).not_to_be_empty()
    body(page).focus()
    page.keyboard.type(text)


def use(page, name):
    """Go to the toolbar from the body with Shift+Tab, to a button with the arrows, and press it."""
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Home")
    for _ in range(12):
        if page.evaluate("document.activeElement.textContent") == name:
            break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")


def select(page, first, last):
    body(page).evaluate(
        "(area, [first, last]) => area.setSelectionRange(first, last)", [first, last]
    )


def focused(page):
    return page.evaluate("document.activeElement.id || document.activeElement.textContent")


def save(page):
    page.get_by_role("button", name="Spara", exact=True).press("Enter")


# --- Toolbar --------------------------------------------------------------------------------------


def test_tab_passes_through_the_editor_and_the_toolbar_is_one_stop(site, page, policy):
    page.goto(site + ADD)
    page.get_by_label("Ingress:").focus()
    page.keyboard.press("Tab")
    assert focused(page) == "Rubrik"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert focused(page) == "Fet"
    page.keyboard.press("ArrowLeft")
    assert focused(page) == "Underrubrik"
    page.keyboard.press("End")
    assert focused(page) == "Förhandsvisning"
    page.keyboard.press("ArrowRight")
    assert focused(page) == "Rubrik"
    page.keyboard.press("Tab")
    assert focused(page) == "id_body"
    page.keyboard.press("Tab")
    assert focused(page) != "id_body"
    assert body(page).input_value() == ""


TOOLS = [
    # What is written, what is selected, the button, what it makes, and what pressing again makes.
    ("Ny park", None, "Rubrik", "## Ny park", "Ny park"),
    ("## Ny park", None, "Underrubrik", "### Ny park", "Ny park"),
    ("ett två", (0, 3), "Fet", "**ett** två", "ett två"),
    ("ett två", None, "Fet", "ett **två**", "ett två"),
    ("ett två ", (3, 8), "Fet", "ett **två** ", "ett två "),
    ("ett\ntvå", (0, 7), "Punkter", "- ett\n- två", "ett\ntvå"),
    ("- ett\n- två", (0, 11), "Nummer", "1. ett\n2. två", "ett\ntvå"),
    ("före\nett", None, "Punkter", "före\n\n- ett", "före\n\nett"),
    ("ett\n\ntvå", (0, 8), "Citat", "> ett\n>\n> två", "ett\n\ntvå"),
    (
        "Öppet i dag",
        None,
        "Faktaruta",
        "::: faktaruta\nÖppet i dag\n:::",
        "Öppet i dag",
    ),
    ("- ett\n- två", (0, 11), "Fet", "- **ett**\n- **två**", "- ett\n- två"),
]


def test_each_tool_does_its_work_takes_it_back_and_can_be_undone(site, page, policy):
    page.goto(site + ADD)
    for text, selection, name, made, again in TOOLS:
        body(page).focus()
        page.keyboard.press("Control+a")
        page.keyboard.press("Delete")
        page.keyboard.insert_text(text)
        if selection:
            select(page, *selection)
        use(page, name)
        assert body(page).input_value() == made, name
        assert focused(page) == "id_body", name
        page.keyboard.press("Control+z")
        assert body(page).input_value() == text, name
        page.keyboard.press("Control+Shift+z")
        assert body(page).input_value() == made, name
        if selection and "\n" in text:
            select(page, 0, len(made))
        use(page, name)
        assert body(page).input_value() == again, name


def test_a_table_is_made_from_nothing_and_from_a_spreadsheet(site, page, policy):
    page.goto(site + ADD)
    body(page).focus()
    use(page, "Tabell")
    page.keyboard.type("Dag")
    expect(preview(page).locator("th").first).to_have_text("Dag")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("Dag\tTid\nMåndag\t10–16")
    page.keyboard.press("Control+a")
    use(page, "Tabell")
    assert body(page).input_value() == "| Dag | Tid |\n| --- | --- |\n| Måndag | 10–16 |"


def test_a_link_is_asked_for_changed_and_taken_away(site, page, policy):
    page.goto(site + ADD)
    write(page, "Läs planen nu")
    select(page, 0, 10)
    use(page, "Länk")
    assert page.get_by_label("Länktext").input_value() == "Läs planen"
    page.keyboard.type("javascript:alert(1)")
    page.keyboard.press("Enter")
    expect(page.locator(".prose-dialog [role=alert]")).to_contain_text("Skriv en hel adress")
    page.keyboard.press("Control+a")
    page.keyboard.type("helsingborg.se/plan(1)")
    page.keyboard.press("Enter")
    assert body(page).input_value() == "[Läs planen](https://helsingborg.se/plan%281%29) nu"
    expect(preview(page).get_by_role("link", name="Läs planen")).to_have_attribute(
        "href", "https://helsingborg.se/plan%281%29"
    )
    page.keyboard.press("ArrowLeft")
    use(page, "Länk")
    page.keyboard.press("Escape")
    assert focused(page) == "Länk"
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Ta bort länken").press("Enter")
    assert body(page).input_value() == "Läs planen nu"
    page.keyboard.press("Control+z")
    assert "https://helsingborg.se" in body(page).input_value()


def test_pictures_are_chosen_pasted_and_dropped(site, page, policy):
    """The dialog of the library answers; here the test answers in its place."""
    page.route("**/picture-dialog*.js", lambda route: route.fulfill(body=""))
    page.goto(site + ADD)
    page.evaluate(
        """() => document.addEventListener("picture:choose", ({detail, stopImmediatePropagation}) => {
            window.files = detail.files.map(file => file.name);
            for (const key of [7, 8]) detail.chosen({key, title: `Torg [${key}]`, alt_state: "text"});
        })"""
    )
    write(page, "Före")
    use(page, "Bild")
    pictures = "Före\n\n![Torg \\[7\\]](bild:7)\n\n![Torg \\[8\\]](bild:8)"
    assert body(page).input_value() == pictures
    assert page.evaluate("window.files") == []
    for kind in ("paste", "drop"):
        body(page).evaluate(
            """(area, kind) => {
                const data = new DataTransfer();
                data.items.add(new File(["x"], `${kind}.png`, {type: "image/png"}));
                area.dispatchEvent(kind === "paste"
                    ? new ClipboardEvent("paste", {clipboardData: data, cancelable: true})
                    : new DragEvent("drop", {dataTransfer: data, cancelable: true}));
            }""",
            kind,
        )
        assert page.evaluate("window.files") == [f"{kind}.png"]
    assert body(page).input_value().count("bild:7") == 3


def test_ctrl_b_makes_bold_and_is_named(site, page, policy):
    page.goto(site + ADD)
    write(page, "ett två")
    page.keyboard.press("Control+b")
    assert body(page).input_value() == "ett **två**"
    button = page.get_by_role("button", name="Fet", exact=True)
    assert button.get_attribute("title") == "Fetstil (Ctrl+B)"
    expect(page.locator(".prose-count")).to_have_text("2 ord, 11 tecken")


# --- Preview --------------------------------------------------------------------------------------


def test_the_preview_follows_what_is_typed_and_stays_where_it_is(site, page, policy):
    page.goto(site + ADD)
    write(page, "## Ny park\n\nDen blir **stor**.")
    expect(preview(page).locator("h2")).to_have_text("Ny park")
    expect(preview(page).locator("strong")).to_have_text("stor")
    assert "Rum Serif" in preview(page).locator("h2").evaluate(
        "h => getComputedStyle(h).fontFamily"
    )
    page.keyboard.insert_text("\n\nStycke." * 60)
    expect(preview(page).locator("p")).to_have_count(61)
    root = page.frame_locator("iframe").locator("html")
    root.evaluate("html => html.scrollTo(0, 500)")
    page.keyboard.insert_text("\n\nSist.")
    expect(preview(page).locator("p")).to_have_count(62)
    assert root.evaluate("html => html.scrollTop") == 500

    toggle = page.get_by_role("button", name="Förhandsvisning", exact=True)
    assert toggle.get_attribute("aria-expanded") == "true"
    toggle.press("Enter")
    assert toggle.get_attribute("aria-expanded") == "false"
    expect(page.locator("iframe")).to_be_hidden()
    toggle.press("Enter")
    expect(preview(page).locator("p")).to_have_count(62)


def test_links_in_the_preview_lead_nowhere(site, page, policy):
    page.goto(site + ADD)
    write(page, "[Besök rummet](/besok/) [hit](#avsnitt)")
    pages, address = len(page.context.pages), page.url
    for name in ("Besök rummet", "hit"):
        link = preview(page).get_by_role("link", name=name)
        link.click()
        link.press("Enter")
    expect(preview(page)).to_contain_text("Besök rummet")
    assert len(page.context.pages) == pages
    assert page.url == address


def test_hostile_text_runs_nothing(site, page, policy):
    requests = []
    page.goto(site + ADD)
    page.on("request", lambda request: requests.append(request.url))
    body(page).focus()
    page.keyboard.insert_text(
        "<script>alert(1)</script>\n\n<img src=https://elsewhere.example/x onerror=alert(2)>\n\n"
        "[klick](javascript:alert(3)) <svg onload=alert(4)> ![x](https://elsewhere.example/y)\n\n"
        "<iframe srcdoc='<script>parent.alert(5)</script>'></iframe> <style>*{color:red}</style>\n\n"
        "[x](&#106;avascript:alert(6)) **klart**"
    )
    expect(preview(page).locator("strong")).to_have_text("klart")
    assert preview(page).locator("script, img, svg, iframe, style, [href^=javascript]").count() == 0
    assert all(url.startswith(site) for url in requests)
    # And even what the server would let through could not run in the frame.
    preview(page).evaluate("place => { place.innerHTML = '<img src=x onerror=parent.alert(7)>'; }")
    expect(preview(page).locator("img")).to_have_count(1)


# --- Drafts ---------------------------------------------------------------------------------------


def test_a_draft_outlives_a_closed_tab_and_goes_when_it_is_saved(site, page, context, policy):
    page.goto(site + ADD)
    page.get_by_label("Rubrik:").focus()
    page.keyboard.type("Ny lekplats")
    write(page, "Den blir stor.")
    expect_kept(page, 1)
    page.close()

    page = context.new_page()
    page.goto(site + ADD)
    offer = page.get_by_role("region", name="Osparade ändringar")
    expect(offer).to_contain_text(
        re.compile(r"Det finns osparade ändringar från \d+ \w+ \d{4} kl\. \d\d\.\d\d\.")
    )
    offer.get_by_role("button", name="Hämta ändringarna").press("Enter")
    assert focused(page) == "id_title"
    assert page.get_by_label("Rubrik:").input_value() == "Ny lekplats"
    assert body(page).input_value() == "Den blir stor."
    expect(offer).to_have_count(0)
    expect(preview(page)).to_have_text("Den blir stor.")
    save(page)
    page.locator(".messagelist .success").wait_for()
    expect_kept(page, 0)
    assert Announcement.objects.get(title="Ny lekplats").body == "Den blir stor."


def test_a_form_that_comes_back_with_errors_keeps_its_draft(site, page, policy):
    page.goto(site + ADD)
    write(page, "Utan rubrik.")
    expect(preview(page)).to_have_text("Utan rubrik.")
    save(page)
    page.locator(".errornote:not([hidden])").wait_for()
    expect_kept(page, 1)
    expect(page.get_by_role("region", name="Osparade ändringar")).to_have_count(0)
    page.get_by_label("Rubrik:").focus()
    page.keyboard.type("Med rubrik")
    save(page)
    page.locator(".messagelist .success").wait_for()
    expect_kept(page, 0)


def test_nobody_else_is_offered_a_draft(site, page, policy):
    make_staff("kollega")
    page.goto(site + ADD)
    write(page, "Mitt eget.")
    expect_kept(page, 1)
    page.context.clear_cookies()
    log_in(page, site, "kollega")
    page.goto(site + ADD)
    expect(preview(page)).to_contain_text("Här visas texten")
    assert page.get_by_role("region", name="Osparade ändringar").count() == 0
    expect_kept(page, 1)
    page.context.clear_cookies()
    log_in(page, site)
    page.goto(site + ADD)
    page.get_by_role("button", name="Kasta dem").press("Enter")
    expect(page.get_by_role("status").filter(has_text="är borttagna")).to_be_visible()
    expect_kept(page, 0)


def test_a_draft_tells_when_the_stored_text_has_changed(site, page, policy):
    row = make_announcement(title="Parken", lead="Förr.", body="Förr.")
    address = f"{site}/admin/news/announcement/{row.pk}/change/"
    page.goto(address)
    body(page).focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Och nu.")
    expect_kept(page, 1)
    row.lead = "Ny ingress."
    row.save()
    page.goto(address)
    offer = page.get_by_role("region", name="Osparade ändringar")
    expect(offer).to_contain_text("Det som är sparat har ändrats sedan du började.")
    offer.get_by_role("button", name="Hämta ändringarna").press("Enter")
    assert body(page).input_value() == "Förr. Och nu."
    # What the draft did not touch stays as it is stored.
    assert page.get_by_label("Ingress:").input_value() == "Ny ingress."
    row.body = "Förr. Och nu."
    row.save()
    page.goto(address)
    expect_kept(page, 0)
    assert offer.count() == 0


def test_drafts_of_open_tabs_are_left_alone_and_old_ones_removed(site, page, context, policy):
    page.goto(site + ADD)
    write(page, "I den första fliken.")
    expect_kept(page, 1)
    other = context.new_page()
    other.goto(site + ADD)
    expect(preview(other)).to_contain_text("Här visas texten")
    offer = other.get_by_role("region", name="Osparade ändringar")
    assert offer.count() == 0
    page.close()
    expect(offer).to_have_count(1)
    other.evaluate(
        """() => {
            const key = Object.keys(localStorage).find(each => each.startsWith("utkast:"));
            const draft = JSON.parse(localStorage.getItem(key));
            draft.keptAt -= 30 * 24 * 3600 * 1000;
            localStorage.setItem(key, JSON.stringify(draft));
        }"""
    )
    other.goto(f"{site}/admin/news/announcement/")
    expect_kept(other, 0)


def test_facts_that_were_added_below_come_back_too(site, page, policy):
    page.goto(f"{site}/admin/exhibits/area/add/")
    page.get_by_label("Namn:").focus()
    page.keyboard.type("Nya kajen")
    page.locator("#key_facts-group .add-row a").press("Enter")
    page.locator("#id_key_facts-0-value").focus()
    page.keyboard.type("12 hektar")
    expect_kept(page, 1)
    # Longer than the pause after which what is typed is kept.
    page.wait_for_timeout(400)
    page.reload()
    page.get_by_role("button", name="Hämta ändringarna").press("Enter")
    assert page.locator("#id_key_facts-0-value").input_value() == "12 hektar"


# --- The session and the network ------------------------------------------------------------------


def test_a_lost_session_stops_the_form_and_nothing_is_lost(site, page, context, policy):
    page.goto(site + ADD)
    page.get_by_label("Rubrik:").focus()
    page.keyboard.type("Ny lekplats")
    write(page, "Den blir stor.")
    expect(preview(page)).to_have_text("Den blir stor.")
    Session.objects.all().delete()
    page.keyboard.type(" Och grön.")
    alarm = page.get_by_role("alert").filter(has_text="Du har loggats ut.")
    expect(alarm).to_contain_text("Det du har fyllt i finns kvar här. Logga in i en ny flik")
    save(page)
    expect(alarm).to_contain_text("Ändringen är inte sparad.")
    assert page.url == site + ADD
    assert not Announcement.objects.filter(title="Ny lekplats").exists()
    expect_kept(page, 1)

    with context.expect_page() as opened:
        page.get_by_role("link", name="Logga in (ny flik)").press("Enter")
    other = opened.value
    other.get_by_label("Användarnamn").fill("någon")
    other.get_by_label("Lösenord").fill(PASSWORD)
    other.keyboard.press("Enter")
    other.wait_for_url("**/admin/")
    other.close()
    save(page)
    page.locator(".messagelist .success").wait_for()
    assert Announcement.objects.get(title="Ny lekplats").body == "Den blir stor. Och grön."
    expect_kept(page, 0)


def test_a_form_is_not_sent_in_another_name(site, page, context, policy):
    make_staff("kollega")
    page.goto(site + ADD)
    write(page, "Mitt eget.")
    expect(preview(page)).to_have_text("Mitt eget.")
    context.clear_cookies()
    other = context.new_page()
    log_in(other, site, "kollega")
    save(page)
    expect(page.get_by_role("alert").filter(has_text="Ett annat konto")).to_be_visible()
    assert page.url == site + ADD


def test_a_lost_connection_is_told_and_waited_for(site, page, context, policy):
    page.goto(site + ADD)
    page.get_by_label("Rubrik:").focus()
    page.keyboard.type("Ny lekplats")
    write(page, "Den blir stor.")
    expect(preview(page)).to_have_text("Den blir stor.")
    context.set_offline(True)
    alarm = page.get_by_role("alert")
    expect(alarm.filter(has_text="Du har ingen kontakt med nätet.")).to_be_visible()
    save(page)
    expect(alarm.filter(has_text="Ändringen är inte sparad. Servern svarar inte.")).to_be_visible()
    expect_kept(page, 1)
    context.set_offline(False)
    expect(page.get_by_role("status").filter(has_text="Servern svarar igen.")).to_be_visible()
    save(page)
    page.locator(".messagelist .success").wait_for()
    assert Announcement.objects.filter(title="Ny lekplats").exists()


def test_signing_in_again_elsewhere_does_not_break_an_open_form(site, page, context, policy):
    """Django gives a new CSRF token; the open form learns it."""
    page.goto(site + ADD)
    page.get_by_label("Rubrik:").focus()
    page.keyboard.type("Ny lekplats")
    context.clear_cookies()
    other = context.new_page()
    log_in(other, site)
    other.close()
    write(page, "Den blir stor.")
    expect(preview(page)).to_have_text("Den blir stor.")
    save(page)
    page.locator(".messagelist .success").wait_for()


# --- Looks ----------------------------------------------------------------------------------------


def test_the_editor_is_drawn_however_often_it_is_opened(site, page, browser):
    """In a container that is asked its width Chromium left it out of one load in six: no text, no toolbar."""
    row = make_announcement(body="Text.")
    for _ in range(20):
        again = browser.new_context(storage_state=page.context.storage_state()).new_page()
        again.goto(f"{site}/admin/news/announcement/{row.pk}/change/")
        expect(preview(again)).not_to_be_empty()
        assert body(again).is_visible() and again.get_by_role("toolbar").is_visible()
        again.context.close()


@needs_axe
def test_axe_finds_nothing_in_the_editor(site, browser, context):
    log_in(context.new_page(), site)
    state = context.storage_state()
    row = make_announcement(title="Parken", body="## Rubrik\n\n[Besök oss](/besok/)\n\nText.")
    found = {}
    for width, scheme in ((360, "light"), (1280, "light"), (360, "dark"), (1280, "dark")):
        wide = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            bypass_csp=True,
            storage_state=state,
        )
        page = wide.new_page()
        page.goto(f"{site}/admin/news/announcement/{row.pk}/change/")
        write(page, "Mer. ")
        expect(preview(page)).to_contain_text("Mer.")
        expect_kept(page, 1)
        page.reload()
        page.get_by_role("button", name="Hämta ändringarna").wait_for()
        page.get_by_text("Så skriver du").press("Enter")
        wide.set_offline(True)
        page.get_by_role("alert").filter(has_text="ingen kontakt").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        sizes = page.locator(".prose-tools button, .keeper-offer button").evaluate_all(
            "all => all.flatMap(b => [b.getBoundingClientRect().width, b.getBoundingClientRect().height])"
        )
        assert min(sizes) >= 24
        for part in (".prose-editor", ".keeper", ".keeper-offers"):
            found |= {str(each): (part, width) for each in violations(page, part)}
        page.locator(".prose-tool-link").press("Enter")
        found |= {str(each): ("link", width) for each in violations(page, ".prose-dialog")}
        wide.close()
    assert found == {}
