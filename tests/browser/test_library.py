"""The picture library in a real browser: by keyboard alone, under the real policy, checked by axe."""

import base64
import io
import re

import pytest
from PIL import Image

from helsingborgsrummet.models import Picture
from news.models import Announcement
from tests.browser.axe import needs_axe, violations
from tests.browser.staff import enter, make_staff

pytestmark = needs_axe
NEWS_FORM = "/admin/news/announcement/add/"


def photo(size=(900, 600)):
    """A JPEG that is not as small as a flat one."""
    image = Image.effect_noise(size, 60).convert("RGB")
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def file(name, content):
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


@pytest.fixture
def editor(site, page, complaints):
    make_staff("någon", "Redaktör")
    enter(page, f"{site}/admin/", "någon")
    page.get_by_role("heading", name="Vad vill du göra?").wait_for()
    return page


def forget(complaints, *words):
    """Leave out what the browser by itself notes of an answer that the test has asked for."""
    complaints[:] = [each for each in complaints if not any(word in each for word in words)]


def focused(page):
    return page.evaluate("document.activeElement.textContent.trim()")


def open_dialog(page, site):
    page.goto(site + NEWS_FORM)
    choose = page.get_by_role("group", name="Bild", exact=True).get_by_role(
        "button", name="Välj bild"
    )
    choose.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Välj bild")
    dialog.get_by_text(re.compile(r"^\d+ bilder")).first.wait_for()
    return dialog


def test_a_picture_is_found_and_chosen_by_keyboard(site, editor, complaints):
    page = editor
    dialog = open_dialog(page, site)
    assert page.evaluate("document.activeElement.name") == "q"
    assert violations(page, ".picture-dialog", complaints) == []
    page.keyboard.type("drottning")
    page.keyboard.press("Enter")
    dialog.get_by_role("status").get_by_text("1 bild för ”drottning”.").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert focused(page).startswith("Modell av Drottninghög")
    page.keyboard.press("Enter")
    dialog.wait_for(state="hidden")
    assert focused(page) == "Välj bild"
    field = page.get_by_role("group", name="Bild", exact=True)
    assert field.get_by_text("Modell av Drottninghög", exact=True).first.is_visible()
    assert field.get_by_text("Beskriven").is_visible()
    assert violations(page, ".picture-field", complaints) == []

    page.get_by_label("Rubrik:").fill("Nyhet med bild")
    page.get_by_role("button", name="Spara och fortsätt redigera").press("Enter")
    page.wait_for_url("**/change/")
    announcement = Announcement.objects.get(title="Nyhet med bild")
    assert announcement.picture.title == "Modell av Drottninghög"
    remove = page.get_by_role("button", name="Ta bort Modell av Drottninghög")
    remove.press("Enter")
    assert focused(page) == "Välj bild"
    page.get_by_role("button", name="Spara", exact=True).press("Enter")
    page.wait_for_url("**/announcement/")
    announcement.refresh_from_db()
    assert announcement.picture is None


def test_escape_closes_the_dialog_and_focus_returns(site, editor):
    dialog = open_dialog(editor, site)
    editor.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert focused(editor) == "Välj bild"


def test_several_pictures_are_added_and_removed(site, editor, complaints):
    page = editor
    page.goto(f"{site}/admin/exhibits/area/add/")
    field = page.get_by_role("group", name="Fler bilder")
    for title in ("Badhuset", "Vintern", "Badhuset"):
        field.get_by_role("button", name="Lägg till bild").press("Enter")
        page.get_by_role("dialog").get_by_role("button", name=title).press("Enter")
    assert field.get_by_role("listitem").count() == 2
    field.get_by_role("button", name="Ta bort Badhuset").press("Enter")
    assert field.get_by_role("listitem").count() == 1
    key = str(Picture.objects.get(title="Vintern").pk)
    values = page.locator("input[name=more_pictures]").evaluate_all("all => all.map(e => e.value)")
    assert values == [key]
    assert violations(page, ".picture-field[data-is-list]", complaints) == []


def test_a_picture_is_uploaded_described_and_chosen(site, editor, complaints):
    page = editor
    dialog = open_dialog(page, site)
    # What the file button's own window gives back; the window itself is not part of the page.
    dialog.get_by_label("Ladda upp nya bilder").set_input_files(file("ny_kaj.jpg", photo()))
    heading = dialog.get_by_role("heading", name="Beskriv bilden Ny kaj")
    heading.wait_for()
    assert focused(page) == "Beskriv bilden Ny kaj"
    assert (
        dialog.get_by_role("status").inner_text() == "Bilden finns i biblioteket. Beskriv den nu."
    )
    assert violations(page, ".picture-dialog", complaints) == []
    picture = Picture.objects.get(title="Ny kaj")
    assert picture.alt_state == "missing"

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "text"
    page.keyboard.press("Tab")
    page.keyboard.type("En kaj där barn metar.")
    page.keyboard.press("Escape")
    dialog.get_by_text("Beskrivningen är inte sparad.").wait_for()
    assert dialog.is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "Ny kaj"
    page.keyboard.press("Enter")
    dialog.get_by_text("Rätta det som är markerat.").wait_for()
    assert page.evaluate("document.activeElement.name") == "credit"
    assert dialog.get_by_label("Vad bilden visar").input_value() == "En kaj där barn metar."
    assert violations(page, ".picture-dialog", complaints) == []
    page.keyboard.type("Anna Ek")
    page.keyboard.press("Enter")
    dialog.wait_for(state="hidden")
    assert focused(page) == "Välj bild"
    assert page.locator("input[name=picture]").input_value() == str(picture.pk)
    picture.refresh_from_db()
    assert (picture.alt, picture.credit) == ("En kaj där barn metar.", "Anna Ek")
    forget(complaints, "status of 422")


def test_a_description_can_wait_and_says_what_that_means(site, editor):
    dialog = open_dialog(editor, site)
    dialog.get_by_label("Ladda upp nya bilder").set_input_files(file("kaj.jpg", photo()))
    dialog.get_by_label("Vad bilden visar").wait_for()
    editor.keyboard.press("Tab")
    editor.keyboard.press("ArrowDown")
    editor.keyboard.press("ArrowDown")
    assert dialog.get_by_role("radio", name="men inte att publicera").is_checked()
    assert dialog.get_by_label("Vad bilden visar").is_hidden()
    dialog.get_by_label("Upphov").fill("Anna Ek")
    editor.keyboard.press("Enter")
    dialog.wait_for(state="hidden")
    field = editor.get_by_role("group", name="Bild", exact=True)
    assert field.get_by_text("Beskrivning saknas").is_visible()


def ask_with_files(page, *contents):
    """Hand files to the dialog as the text editor does after a paste or a drop."""
    page.evaluate(
        """contents => {
          window.chosen = [];
          const files = contents.map(([name, text]) => new File(
            [Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name));
          document.dispatchEvent(new CustomEvent("picture:choose",
            {detail: {files, chosen: (picture) => window.chosen.push(picture)}}));
        }""",
        [[name, base64.b64encode(content).decode()] for name, content in contents],
    )


def test_pasted_files_are_uploaded_at_once_and_each_is_described(site, editor, complaints):
    page = editor
    page.goto(site + NEWS_FORM)
    ask_with_files(
        page, ("första.jpg", photo()), ("fel.gif", b"<b>hej</b>"), ("andra.jpg", photo())
    )
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("heading", name="Beskriv bilden Första").wait_for()
    dialog.get_by_label("Bara dekoration").check()
    dialog.get_by_label("Upphov").fill("Anna Ek")
    page.keyboard.press("Enter")
    dialog.get_by_text("fel.gif: Filen är inte en bild").wait_for()
    assert focused(page) == "Hoppa över filen"
    page.keyboard.press("Enter")
    dialog.get_by_role("heading", name="Beskriv bilden Andra").wait_for()
    assert dialog.get_by_label("Upphov").input_value() == "Anna Ek"
    dialog.get_by_label("Vad bilden visar").fill("Ett brus.")
    dialog.get_by_role("button", name="Spara och välj").press("Enter")
    dialog.wait_for(state="hidden")
    told = page.evaluate("window.chosen")
    assert [(each["title"], each["alt_state"]) for each in told] == [
        ("Första", "decorative"),
        ("Andra", "text"),
    ]
    assert all(each["key"] and each["thumbnail"] for each in told)
    forget(complaints, "status of 422")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("sida.gif", b"<script>alert(1)</script>", "sida.gif: Filen är inte en bild"),
        ("stor.jpg", b"\xff\xd8" + b"\0" * (21 * 2**20), "Filen får vara högst 20 MB"),
    ],
    ids=["html", "large"],
)
def test_a_wrong_upload_is_told_in_words(site, editor, complaints, name, content, words):
    page = editor
    dialog = open_dialog(editor, site)
    dialog.get_by_label("Ladda upp nya bilder").set_input_files(file(name, content))
    dialog.get_by_role("alert").get_by_text(words).wait_for()
    assert violations(page, ".picture-dialog", complaints) == []
    # The browser itself notes every answer that is not 2xx.
    forget(complaints, "status of 422")


def test_a_lost_net_and_a_lost_session_are_told_and_nothing_is_lost(site, editor, complaints):
    page = editor
    dialog = open_dialog(page, site)
    page.route("**/ladda-upp/", lambda route: route.abort())
    dialog.get_by_label("Ladda upp nya bilder").set_input_files(file("ny_kaj.jpg", photo()))
    dialog.get_by_role("alert").get_by_text("Servern svarar inte.").wait_for()
    assert focused(page) == "Försök igen"
    page.unroute("**/ladda-upp/")
    page.keyboard.press("Enter")
    dialog.get_by_label("Vad bilden visar").fill("En kaj.")
    dialog.get_by_label("Upphov").fill("Anna Ek")

    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.keyboard.press("Enter")
    dialog.get_by_role("alert").get_by_text("Du har loggats ut.").wait_for()
    assert dialog.get_by_role("link", name="Logga in i en ny flik").is_visible()
    assert violations(page, ".picture-dialog", complaints) == []
    assert dialog.get_by_label("Vad bilden visar").input_value() == "En kaj."
    page.context.add_cookies(cookies)
    dialog.get_by_role("button", name="Försök igen").press("Enter")
    dialog.wait_for(state="hidden")
    assert Picture.objects.get(title="Ny kaj").alt == "En kaj."
    forget(complaints, "ERR_FAILED", "status of 403")


def test_the_focal_point_is_set_by_click_and_by_keys_and_seen_in_the_crop(site, editor, complaints):
    page = editor
    picture = Picture.objects.get(title="Modell av Oceanhamnen")
    address = f"{site}/admin/helsingborgsrummet/picture/{picture.pk}/change/"
    page.goto(address)
    target = page.get_by_role("button", name="Flytta fokus")
    crop = page.locator(".focal-crop img")
    before = crop.evaluate("image => getComputedStyle(image).objectPosition")
    box = target.bounding_box()
    target.click(position={"x": box["width"] * 0.9, "y": box["height"] * 0.9})
    assert page.locator("#id_focal_x").input_value() == "90"
    assert page.locator("#id_focal_y").input_value() == "90"
    assert crop.evaluate("image => getComputedStyle(image).objectPosition") != before
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Enter")
    assert page.locator("#id_focal_x").input_value() == "89"
    assert page.locator("#id_focal_y").input_value() == "80"
    assert (
        page.locator(".focal-status").inner_text() == "Fokus 89 % från vänster och 80 % uppifrån."
    )
    assert violations(page, "#picture_form", complaints) == []
    page.get_by_role("button", name="Spara", exact=True).press("Enter")
    page.wait_for_url("**/picture/")
    picture.refresh_from_db()
    assert (picture.focal_x, picture.focal_y) == (89, 80)
    assert picture.social_url.endswith("-89-80.jpg")


def test_a_picture_in_use_is_not_deleted(site, editor, complaints):
    page = editor
    picture = Picture.objects.get(title="Modell av Oceanhamnen")
    page.goto(f"{site}/admin/helsingborgsrummet/picture/{picture.pk}/change/")
    assert page.get_by_role("heading", name="Här används bilden").is_visible()
    page.locator(".deletelink").press("Enter")
    page.get_by_text(
        "Bilden ”Modell av Oceanhamnen” kan inte tas bort, för den används."
    ).wait_for()
    assert violations(page, "#content", complaints) == []
    page.goto(f"{site}/admin/helsingborgsrummet/picture/?q=oceanhamnen")
    assert violations(page, "#result_list", complaints) == []
    page.get_by_role("checkbox", name="Oceanhamnen").press("Space")
    page.locator("select[name=action]").select_option(value="delete_selected")
    page.get_by_role("button", name="Utför").press("Enter")
    page.get_by_text("Ingen av bilderna togs bort").wait_for()
    assert Picture.objects.filter(pk=picture.pk).exists()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_the_window_and_everything_is_readable(
    site, editor, complaints, scheme, width
):
    page = editor
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    dialog = open_dialog(page, site)
    assert violations(page, ".picture-dialog", complaints) == []
    assert dialog.evaluate("each => each.scrollWidth <= each.clientWidth")
    dialog.get_by_label("Ladda upp nya bilder").set_input_files(file("ny_kaj.jpg", photo()))
    dialog.get_by_label("Vad bilden visar").wait_for()
    assert violations(page, ".picture-dialog", complaints) == []
    assert dialog.evaluate("each => each.scrollWidth <= each.clientWidth")


def test_the_form_works_without_script(site, browser, editor):
    state = editor.context.storage_state()
    context = browser.new_context(java_script_enabled=False, storage_state=state)
    page = context.new_page()
    page.goto(site + NEWS_FORM)
    picture = Picture.objects.get(title="Vintern")
    page.get_by_label("Rubrik:").fill("Utan skript")
    page.locator("#id_slug").fill("utan-skript")
    page.get_by_label("Bildens nummer").fill(str(picture.pk))
    page.get_by_role("button", name="Spara och fortsätt redigera").press("Enter")
    assert page.locator(".picture-row").get_by_text("Vintern", exact=True).first.is_visible()
    assert Announcement.objects.get(title="Utan skript").picture == picture
    context.close()


def test_pictures_chosen_together_stand_in_the_text_in_their_order(site, editor):
    page = editor
    page.goto(site + NEWS_FORM)
    page.get_by_role("textbox", name="Brödtext").fill("Före.")
    page.get_by_role("toolbar").get_by_role("button", name="Bild", exact=True).press("Enter")
    dialog = page.get_by_role("dialog")
    names = ["forsta.jpg", "andra.jpg", "tredje.jpg"]
    dialog.get_by_label("Ladda upp nya bilder").set_input_files(
        [file(name, photo((30 + place, 20))) for place, name in enumerate(names)]
    )
    for title in ("Forsta", "Andra", "Tredje"):
        dialog.get_by_role("heading", name=f"Beskriv bilden {title}").wait_for()
        dialog.get_by_label("Vad bilden visar").fill(f"Ett hus, {title}.")
        dialog.get_by_label("Upphov").fill("Anna")
        dialog.get_by_role("button", name="Spara").press("Enter")
    dialog.wait_for(state="hidden")
    text = page.get_by_role("textbox", name="Brödtext").input_value()
    assert re.findall(r"!\[(\w+)\]", text) == ["Forsta", "Andra", "Tredje"]


def test_the_day_is_said_in_words_while_somebody_writes(site, editor, complaints):
    page = editor
    page.goto(f"{site}/admin/exhibits/openingrule/")
    new = page.get_by_role("group", name="Ny avvikelse").first
    field = new.get_by_label("Från och med")
    words = new.locator("[name$=first_on] ~ output")
    field.fill("1/2 2027")
    words.get_by_text("måndag 1 februari 2027").wait_for()
    field.fill("01/02/2027")
    words.wait_for(state="hidden")
    # Django's calendar writes without telling.
    new.locator("[name$=first_on] ~ .datetimeshortcuts a").first.click()
    words.wait_for(state="visible")
    assert violations(page, "#content", complaints) == []
