"""What somebody fills in is never lost, whatever happens to the form on its way, in any form of the admin."""

import functools
import io
import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from PIL import Image
from playwright.sync_api import expect

from exhibits.models import KeyFact, OpeningRule
from helsingborgsrummet.models import Picture, SavedForm
from news.models import Announcement, Topic
from tests.browser.axe import needs_axe, violations
from tests.browser.drafts import expect_kept
from tests.factory import (
    make_announcement,
    make_area,
    make_picture,
    make_row,
    make_topic,
)

ADD = "/admin/news/announcement/add/"
HOURS = "/admin/exhibits/openingrule/"
OFFER = "Osparade ändringar"


@pytest.fixture
def site(empty_site):
    return empty_site


@pytest.fixture
def chief(transactional_db):
    return User.objects.create_superuser("chef", password="ett riktigt långt lösenord")


def let_in(context, site, user):
    """Sign the browser in without the form for it."""
    client = Client()
    client.force_login(user)
    value = client.cookies["sessionid"].value
    context.add_cookies(
        [{"name": "sessionid", "value": value, "url": f"{site}/admin/", "sameSite": "Lax"}]
    )


@pytest.fixture
def page(site, chief, context, page):
    let_in(context, site, chief)
    return page


def press(page, name="Spara"):
    page.get_by_role("button", name=name, exact=True).press("Enter")


def offer(page):
    return page.get_by_role("region", name=OFFER)


def fetch_draft(page):
    offer(page).get_by_role("button", name="Hämta ändringarna").press("Enter")
    expect(offer(page)).to_have_count(0)


def lose_the_posting(route):
    route.abort()


def answer_502(route):
    route.fulfill(status=502, body="Bad Gateway")


def lose_the_answer(route):
    route.fetch(max_redirects=0)
    route.abort()


def on_posting(page, then):
    """Let ``then`` happen to whatever is posted from now on."""
    page.route(
        "**/*", lambda route: then(route) if route.request.method == "POST" else route.continue_()
    )


def small_picture():
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "#7e2e1c").save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize("mishap", [lose_the_posting, answer_502])
def test_a_posting_that_fails_leaves_what_was_filled_in(site, page, mishap):
    page.goto(site + ADD)
    page.get_by_label("Rubrik:").fill("Ny lekplats")
    page.locator("#id_body").fill("Den blir stor.")
    on_posting(page, mishap)
    press(page)
    page.wait_for_function("() => !document.getElementById('announcement_form')")
    page.unroute_all()
    page.goto(site + ADD)
    expect(offer(page)).to_contain_text("sparades inte. Det du hade fyllt i finns kvar.")
    # A typed character leaves the stored draft where it is.
    page.get_by_label("Ingress:").press_sequentially("x")
    expect_kept(page, 2)
    fetch_draft(page)
    assert page.get_by_label("Rubrik:").input_value() == "Ny lekplats"
    assert page.locator("#id_body").input_value() == "Den blir stor."
    assert page.evaluate("document.activeElement.id") == "id_title"
    expect_kept(page, 1)
    press(page)
    page.locator(".messagelist .success").wait_for()
    expect_kept(page, 0)
    assert Announcement.objects.get().lead == "x"


def test_what_was_saved_is_not_offered_though_the_answer_was_lost(site, page):
    page.goto(site + ADD)
    page.get_by_label("Rubrik:").fill("Ny lekplats")
    expect_kept(page, 1)
    on_posting(page, lose_the_answer)
    press(page)
    page.wait_for_function("() => !document.getElementById('announcement_form')")
    page.unroute_all()
    page.goto(site + ADD)
    expect_kept(page, 0)
    assert offer(page).count() == 0
    assert Announcement.objects.count() == 1


def test_save_and_continue_and_values_that_the_server_writes_otherwise_leave_no_draft(site, page):
    row = make_announcement(published_at=None)
    page.goto(f"{site}/admin/news/announcement/{row.pk}/change/")
    page.locator("#id_body").fill("Nytt.  \n")
    page.locator("#id_published_at_0").fill("2020-01-02")
    page.locator("#id_published_at_1").fill("10:00")
    expect_kept(page, 1)
    press(page, "Spara och fortsätt redigera")
    page.locator(".messagelist .success").wait_for()
    expect_kept(page, 0)
    assert page.locator("#id_published_at_1").input_value() != ""
    # A hidden note of errors stands on every form, and says nothing.
    page.reload()
    page.locator(".keeper").wait_for(state="attached")
    assert offer(page).count() == 0
    page.locator("#id_body").press_sequentially("y")
    expect_kept(page, 1)


def test_a_second_click_saves_once_and_leaves_no_draft(site, page):
    page.goto(site + ADD)
    page.get_by_label("Rubrik:").fill("Ny lekplats")
    page.evaluate(
        "() => { const button = document.querySelector('[name=_save]'); button.click(); button.click();"
        " setTimeout(() => button.click(), 30); }"
    )
    page.locator(".messagelist .success").wait_for()
    expect_kept(page, 0)
    assert Announcement.objects.count() == 1
    assert SavedForm.objects.count() == 1


def test_a_draft_never_overwrites_what_a_colleague_has_published(site, page, context):
    row = make_announcement(title="Parken", lead="Förr.", body="Parken öppnar 1 maj.")
    change = f"{site}/admin/news/announcement/{row.pk}/change/"
    page.goto(change)
    page.locator("#id_body").fill("Parken öppnar 1 maj. Kom dit!")
    page.get_by_label("Rubrik:").fill("Nya parken")
    expect_kept(page, 1)
    page.goto(f"{site}/admin/news/announcement/")
    row.refresh_from_db()
    row.body, row.lead = "Parken öppnar 1 juni.", "Rättad."
    row.save()
    page.goto(change)
    expect(offer(page)).to_contain_text("Det som är sparat har ändrats sedan du började.")
    expect(offer(page)).to_contain_text("Ni har båda ändrat: Brödtext.")
    fetch_draft(page)
    press(page)
    page.get_by_role("heading", name="Någon annan har sparat medan du skrev").wait_for()
    row.refresh_from_db()
    assert row.body == "Parken öppnar 1 juni."
    page.get_by_label("Ta den andras").check()
    press(page)
    page.locator(".messagelist .success").wait_for()
    row.refresh_from_db()
    assert (row.title, row.lead, row.body) == ("Nya parken", "Rättad.", "Parken öppnar 1 juni.")
    expect_kept(page, 0)


def test_choices_pictures_ticks_and_rows_come_back_to_what_they_belong_to(site, page):
    area = make_area(title="Söder")
    first = make_row(KeyFact, area)
    second = make_row(KeyFact, area)
    picture = make_picture(title="Bron")
    topic = make_topic()
    page.goto(f"{site}/admin/exhibits/area/{area.pk}/change/")
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    numbers = {
        page.locator(f"#id_key_facts-{number}-id").input_value(): number for number in range(2)
    }
    page.locator(f"#id_key_facts-{numbers[str(second.pk)]}-value").fill("300")
    page.locator("#key_facts-group .add-row a").press("Enter")
    page.locator("#id_key_facts-2-value").fill("12 våningar")
    expect_kept(page, 1)
    page.wait_for_timeout(400)
    first.delete()
    page.reload()
    fetch_draft(page)
    assert page.locator("#id_key_facts-0-id").input_value() == str(second.pk)
    assert page.locator("#id_key_facts-0-value").input_value() == "300"
    assert page.locator("#id_key_facts-1-value").input_value() == "12 våningar"

    page.goto(site + ADD)
    page.locator(
        f"#id_topics option[value='{topic.pk}'], #id_topics [value='{topic.pk}']"
    ).first.evaluate(
        "choice => { if (choice.matches('option')) choice.selected = true; else choice.checked = true;"
        " choice.dispatchEvent(new Event('change', {bubbles: true})); }"
    )
    page.locator("#id_is_example").check()
    page.get_by_role("button", name="Välj bild").press("Enter")
    page.get_by_role("button", name=re.compile("Bron")).press("Enter")
    expect(page.locator(".picture-row")).to_contain_text("Bron")
    page.wait_for_timeout(400)
    page.reload()
    fetch_draft(page)
    expect(page.locator(".picture-row")).to_contain_text("Bron")
    assert page.locator("#id_is_example").is_checked()
    form = "new FormData(document.getElementById('announcement_form'))"
    assert page.evaluate(f"{form}.get('picture')") == str(picture.pk)
    assert page.evaluate(f"{form}.getAll('topics')") == [str(topic.pk)]


def test_a_form_with_a_file_keeps_the_rest_and_says_which_to_choose_again(site, page):
    page.goto(f"{site}/admin/helsingborgsrummet/picture/add/")
    page.get_by_label("Titel:").fill("Bron i dimma")
    page.locator("#id_original").set_input_files(
        {"name": "bron.png", "mimeType": "image/png", "buffer": small_picture()}
    )
    page.wait_for_timeout(400)
    on_posting(page, answer_502)
    press(page)
    page.wait_for_function("() => !document.getElementById('picture_form')")
    page.unroute_all()
    page.goto(f"{site}/admin/helsingborgsrummet/picture/add/")
    expect(offer(page)).to_contain_text("Du behöver välja filen igen: bron.png.")
    fetch_draft(page)
    page.locator("#id_original").set_input_files(
        {"name": "bron.png", "mimeType": "image/png", "buffer": small_picture()}
    )
    page.locator("#id_is_decorative").check()
    page.locator("#id_credit").fill("Vi")
    press(page)
    page.locator(".messagelist .success").wait_for()
    expect_kept(page, 0)
    assert Picture.objects.get().title == "Bron i dimma"


def test_opening_hours_are_guarded_too(site, page, context, chief):
    make_row(OpeningRule)
    page.goto(site + HOURS)
    page.locator("#id_week-2_opens").fill("11")
    page.locator("#id_week-2_closes").fill("15")
    page.locator("#id_exception0-first_on").fill("2030-01-02")
    page.locator("#id_exception0-reason").fill("Stängt för flytt")
    expect_kept(page, 1)
    Session.objects.all().delete()
    press(page, "Spara öppettiderna")
    alarm = page.get_by_role("alert").filter(
        has_text="Ändringen är inte sparad. Du har loggats ut."
    )
    expect(alarm.get_by_role("link", name="Logga in (ny flik)")).to_be_visible()
    let_in(context, site, chief)
    # Somebody else gives the room other hours meanwhile.
    OpeningRule.objects.update(closes="23:00")
    page.goto(site + HOURS)
    expect(offer(page)).to_have_count(1)
    expect(offer(page)).to_contain_text("från")
    offer(page).get_by_role("button", name="Hämta ändringarna").press("Enter")
    assert page.locator("#id_week-2_opens").input_value() == "11"
    press(page, "Spara öppettiderna")
    page.get_by_text("Någon annan har ändrat öppettiderna medan du skrev.").wait_for()
    assert page.locator("#id_exception0-reason").input_value() == "Stängt för flytt"


CHANGE_SOMETHING = """() => {
    const form = document.querySelector("#content form[method=post]");
    const fields = [...form.elements].filter((each) => each.name && !each.readOnly && !each.disabled
        && !each.name.includes("__prefix__") && !each.closest(".picture-field, .choice-field")
        && each.matches("textarea, input[type=text], input[type=url], input[type=number], select:not([multiple]), input[type=checkbox]"));
    const changed = {};
    for (const kind of ["textarea", "[type=text], [type=url]", "[type=number]", "select", "[type=checkbox]"]) {
        const field = fields.find((each) => each.matches(kind) && !(each.name in changed));
        if (!field) continue;
        if (field.type === "checkbox") field.checked = !field.checked;
        else if (field.matches("select")) field.selectedIndex = field.options.length - 1;
        else field.value = field.type === "number" ? "3" : "7 ändrad";
        for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, {bubbles: true}));
        changed[field.id] = field.type === "checkbox" ? String(field.checked) : field.value;
    }
    const available = form.querySelector(".selector-available select");
    if (available?.options.length) {
        const chosen = form.querySelector(".selector-chosen select");
        available.options[0].selected = true;
        window.SelectBox.move(available.id, chosen.id);
        chosen.dispatchEvent(new Event("change", {bubbles: true}));
        changed[chosen.id] = [...chosen.options].map((each) => each.value).join();
    }
    return changed;
}"""
READ = """ids => Object.fromEntries(ids.map((id) => {
    const field = document.getElementById(id);
    const many = () => [...field.options].map((each) => each.value).join();
    return [id, field.type === "checkbox" ? String(field.checked) : field.multiple ? many() : field.value];
}))"""


def test_every_form_of_the_admin_keeps_what_is_filled_in(site, page):
    """Whatever is registered, Django's own and other packages' forms included."""
    page.goto(f"{site}/admin/")
    lost, walked = [], []
    for model in admin.site._registry:
        row = make_row(model)
        name = f"{model._meta.app_label}/{model._meta.model_name}"
        page.goto(f"{site}/admin/{name}/{row.pk}/change/")
        if page.locator("#content form[method=post]").count() == 0:
            continue
        changed = page.evaluate(CHANGE_SOMETHING)
        if not changed:
            continue
        walked.append(name)
        page.wait_for_timeout(300)
        page.reload()
        try:
            fetch_draft(page)
        except AssertionError:
            lost.append(name)
            continue
        found = page.evaluate(READ, list(changed))
        lost += [f"{name}: {key}" for key, value in changed.items() if found[key] != value]
    assert lost == []
    assert {"helsingborgsrummet/notice", "exhibits/dialogue", "news/topic", "auth/user"} <= set(
        walked
    )


def test_who_signs_in_next_on_the_computer_cannot_read_a_draft(site, page, context):
    page.goto(site + ADD)
    page.locator("#id_body").fill("Hemligt före beslutet.")
    expect_kept(page, 1)
    page.wait_for_timeout(300)
    stored = page.evaluate("JSON.stringify(localStorage)")
    assert "Hemligt" not in stored
    key = page.locator('meta[name="signed-in"]').get_attribute("data-draft-key")
    page.get_by_role("button", name="Logga ut").press("Enter")
    page.wait_for_url("**/logout/")
    let_in(context, site, User.objects.create_superuser("nästa"))
    page.goto(site + ADD)
    assert page.locator('meta[name="signed-in"]').get_attribute("data-draft-key") != key
    page.locator(".keeper").wait_for(state="attached")
    assert offer(page).count() == 0
    expect_kept(page, 1)
    let_in(context, site, User.objects.get(username="chef"))
    page.goto(site + ADD)
    fetch_draft(page)
    assert page.locator("#id_body").input_value() == "Hemligt före beslutet."


@needs_axe
def test_axe_finds_nothing_where_a_draft_is_offered(site, browser, chief):
    found = {}
    for width, scheme in ((360, "light"), (1280, "dark")):
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
        )
        let_in(context, site, chief)
        page = context.new_page()
        page.goto(site + HOURS)
        page.locator("#id_exception0-reason").fill("Stängt för flytt")
        page.wait_for_timeout(400)
        page.reload()
        offer(page).wait_for()
        context.set_offline(True)
        page.get_by_role("alert").filter(has_text="ingen kontakt").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for part in (".keeper", ".keeper-offers"):
            found |= {str(each): (part, width) for each in violations(page, part)}
        context.close()
    assert found == {}


def refusals(site, browser, chief, **options):
    """Each page that says no, opened one after the other without scripts: name and page."""
    context = browser.new_context(java_script_enabled=False, **options)
    page = context.new_page()
    page.goto(f"{site}/finns-inte/")
    yield "nothing there", page
    let_in(context, site, chief)
    page.goto(f"{site}/admin/news/topic/add/")
    page.get_by_label("Namn:").fill("Trygghet")
    page.locator("#id_slug").fill("trygghet")
    page.locator("#id_description").fill("Om trygghet.")
    context.clear_cookies(name="csrftoken")
    press(page)
    page.get_by_role("heading", name="Ändringen är inte sparad än").wait_for()
    yield "sent again", page
    press(page, "Skicka igen")
    page.locator(".messagelist .success").wait_for()
    page.goto(f"{site}/admin/news/topic/add/")
    page.get_by_label("Namn:").fill("Trafik")
    context.clear_cookies(name="sessionid")
    press(page)
    page.get_by_role("link", name="Logga in (ny flik)").wait_for()
    yield "signed out", page
    page.goto(f"{site}/admin/login/?next=/admin/&varfor=osparat")
    yield "signing in", page
    for _ in range(5):
        page.get_by_label("Användarnamn").fill("chef")
        page.get_by_label("Lösenord").fill("fel")
        page.keyboard.press("Enter")
        page.wait_for_load_state()
    page.get_by_role("heading", name="Vänta en stund").wait_for()
    yield "closed", page
    let_in(context, site, User.objects.create_user(f"nils{options['color_scheme']}", is_staff=True))
    page.goto(f"{site}/admin/news/topic/add/")
    yield "no right", page
    page.goto(f"{site}/admin/helsingborgsrummet/picture/ladda-upp/")
    yield "a form's address", page
    context.close()


def as_page(html, route):
    route.fulfill(body=html, content_type="text/html")


@needs_axe
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_axe_finds_nothing_on_pages_that_say_no(site, browser, chief, width, scheme):
    found, wide = {}, []
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    context = browser.new_context(bypass_csp=True, **options)
    looked_at = context.new_page()
    for name, page in refusals(site, browser, chief, **options):
        # axe is a script, and those pages were met without any.
        answer = functools.partial(as_page, page.content())
        looked_at.route("**/*looked-at", answer)
        looked_at.goto(f"{site}/admin/looked-at")
        if looked_at.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(name)
        found |= {str(each): name for each in violations(looked_at)}
        looked_at.unroute_all()
    context.close()
    assert found == {}
    assert wide == []
    assert Topic.objects.get().title == "Trygghet"
