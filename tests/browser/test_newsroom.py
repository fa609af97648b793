"""A piece of news from the first word to the last correction, in the real admin by keyboard alone."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from helsingborgsrummet.models import Picture
from news.models import Announcement, Topic
from tests.browser.staff import enter, make_staff
from tests.browser.test_history import tab_to
from tests.browser.test_library import file, photo

TITLE = "Ny lekplats vid ån"
YEAR = timezone.localdate().year


class Desk:
    """Somebody signed in at the admin, with a keyboard and no mouse."""

    def __init__(self, site, context, name, role):
        make_staff(name, role)
        self.site, self.page, self.complaints = site, context.new_page(), []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._hear)
        enter(self.page, f"{site}/admin/", name)
        self.heading("Vad vill du göra?")

    def _hear(self, message):
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def heading(self, name):
        """Wait for a heading."""
        expect(self.page.get_by_role("heading", name=name).first).to_be_visible()

    def says(self, words):
        """Wait for words on the page."""
        expect(self.page.get_by_text(words).first).to_be_visible()

    def press(self, role, name, key="Enter", within=None):
        """Tab to a link or a button and press it."""
        target = (within or self.page).get_by_role(role, name=name).first
        tab_to(self.page, target)
        self.page.keyboard.press(key)

    def write(self, label, text):
        """Tab to a field and write there, in place of what it holds."""
        tab_to(self.page, self.page.get_by_label(label, exact=True).first)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def use(self, tool):
        """Go from the text back to the toolbar, with the arrows to a tool, and press it."""
        self.page.keyboard.press("Shift+Tab")
        self.page.keyboard.press("Home")
        for _ in range(12):
            if self.page.evaluate("document.activeElement.textContent") == tool:
                break
            self.page.keyboard.press("ArrowRight")
        expect(self.page.locator(":focus")).to_have_text(tool)
        self.page.keyboard.press("Enter")

    def open(self, title):
        """Go by the admin's first page to what is called so."""
        self.page.goto(f"{self.site}/admin/news/announcement/")
        self.press("link", title)
        self.heading("Ändra nyhet")

    def save(self, button="Spara"):
        """Press a button below the form."""
        tab_to(self.page, self.page.get_by_role("button", name=button, exact=True))
        self.page.keyboard.press("Enter")

    @property
    def preview(self):
        """What the live preview shows."""
        return self.page.frame_locator(".prose-frame").locator("#text")


@pytest.fixture
def desk(site, browser):
    """A function that gives somebody with a role a browser of their own."""
    desks = []

    def desk(name, role):
        context = browser.new_context(timezone_id="Europe/Stockholm", locale="sv-SE")
        desks.append(Desk(site, context, name, role))
        return desks[-1]

    yield desk
    for each in desks:
        assert each.complaints == []
        each.page.context.close()


def write_the_news(writer):
    """Everything an ordinary piece of news holds, by keys and toolbar."""
    page, keys = writer.page, writer.page.keyboard
    writer.press("link", "Skriv en nyhet")
    writer.heading("Lägg till nyhet")
    expect(page.get_by_label("Rubrik:")).to_be_focused()
    keys.type(TITLE)
    writer.write("Ingress:", "Barnen har valt djungel.")
    tab_to(page, page.get_by_label("Brödtext:"))
    keys.type("Den nya lekplatsen blir störst i staden.\n\n")
    writer.use("Rubrik")
    keys.type("Vad händer nu\n\n")
    keys.type("Bygget börjar i mars.\n\n")
    writer.use("Punkter")
    keys.type("gungor\n")
    writer.use("Punkter")
    keys.type("en bro\n\n")
    writer.use("Tabell")
    keys.press("Control+End")
    keys.type("\n\n")
    writer.use("Faktaruta")
    keys.type("Lekplatsen är **öppen** för alla.")
    keys.press("Control+End")
    keys.type("\n\nVill du veta mer? Läs ")
    writer.use("Länk")
    keys.type("om ditt besök")
    keys.press("Tab")
    keys.type("/besok/")
    keys.press("Enter")
    expect(page.get_by_label("Brödtext:")).to_be_focused()
    keys.type(".")
    for selector in ("h2", "li", "table", ".fact-box, aside", "a[href='/besok/']"):
        expect(writer.preview.locator(selector).first).to_be_visible()


def insert_a_picture(writer):
    """Toolbar, dialog, upload, description that has to wait, and the picture in the text."""
    page, keys = writer.page, writer.page.keyboard
    writer.use("Bild")
    dialog = page.get_by_role("dialog", name="Välj bild")
    expect(dialog.get_by_label("Sök i bildbiblioteket")).to_be_focused()
    # What the file button's own window gives back; the window itself is not part of the page.
    dialog.get_by_label("Ladda upp nya bilder").set_input_files(file("djungel.jpg", photo()))
    expect(dialog.get_by_role("heading", name="Beskriv bilden Djungel")).to_be_focused()
    keys.press("Tab")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    expect(dialog.get_by_role("radio", name="men inte att publicera")).to_be_checked()
    tab_to(page, dialog.get_by_label("Upphov"))
    keys.type("Anna Ek")
    keys.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.get_by_label("Brödtext:")).to_be_focused()
    picture = Picture.objects.get(title="Djungel")
    expect(page.get_by_label("Brödtext:")).to_have_value(
        re.compile(rf"!\[Djungel\]\(bild:{picture.pk}\)")
    )
    expect(writer.preview.locator("img")).to_be_visible()
    return picture


def test_news_go_the_whole_way_by_keyboard(site, desk, browser):
    Topic.objects.get_or_create(slug="lek", defaults={"title": "Lek"})
    address = f"{site}/nyheter/{YEAR}/ny-lekplats-vid-an/"
    reader = browser.new_context().new_page()

    # Write, upload, check, hand over.
    writer = desk("sara", "Skribent")
    write_the_news(writer)
    picture = insert_a_picture(writer)
    page = writer.page
    topics = page.get_by_label("Ämnen:", exact=True)
    tab_to(page, topics)
    page.keyboard.type("Lek")
    writer.press("button", "Granska texten")
    writer.heading("Granskning")
    expect(page.locator(".findings")).to_contain_text("beskrivning")
    writer.save("Spara och lämna för granskning")
    writer.says("Lämnad för granskning.")
    assert reader.goto(address).status == 404

    # The editor finds it, is refused without an alt text and loses nothing.
    editor = desk("erik", "Redaktör")
    page = editor.page
    editor.press("link", TITLE)
    editor.heading("Ändra nyhet")
    editor.write("Ingress:", "Barnen har valt djungel och vatten.")
    editor.save("Spara och publicera nu")
    expect(page.locator(".errornote").first).to_be_visible()
    expect(page.get_by_label("Ingress:")).to_have_value("Barnen har valt djungel och vatten.")
    expect(page.locator(".errorlist").first).to_contain_text("Inget är sparat")
    expect(page.locator(".errorlist").filter(has_text="Djungel").first).to_be_visible()
    assert reader.goto(address).status == 404
    editor.write("Kommentar till skribenten:", "Beskriv bilden.")
    editor.save("Skicka tillbaka till skribenten")
    editor.says("Skickad tillbaka med din kommentar.")

    # The writer reads why, describes the picture and hands over again.
    page = writer.page
    page.goto(f"{site}/admin/helsingborgsrummet/picture/{picture.pk}/change/")
    writer.write("Bildbeskrivning:", "Barn klättrar i en djungel av rep.")
    writer.save()
    writer.heading("Välj bild att ändra")
    writer.open(TITLE)
    writer.says("Beskriv bilden.")
    writer.save("Spara och lämna för granskning")
    writer.says("Lämnad för granskning.")

    # Shared with somebody who has no account.
    editor.open(TITLE)
    page = editor.page
    editor.press("link", "Dela utkastet")
    editor.press("button", "Skapa länk")
    editor.says("Länken är klar att kopiera.")
    shared = page.get_by_label("Länk som gäller till").input_value()
    path = re.sub(r"^https?://[^/]+", "", shared)
    answer = reader.goto(site + path)
    assert answer.status == 200
    assert answer.header_value("cache-control") == "no-store"
    assert "noindex" in answer.header_value("x-robots-tag")
    assert reader.context.cookies() == []
    expect(reader.get_by_text("Utkast").first).to_be_visible()
    expect(reader.get_by_alt_text("Barn klättrar i en djungel av rep.")).to_be_visible()
    editor.press("button", "Återkalla länken")
    editor.says("Länken är återkallad")
    assert reader.goto(site + path).status in (404, 410)

    # Scheduled, then published at once.
    editor.open(TITLE)
    tab_to(page, page.locator("#id_published_at_0"))
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    page.keyboard.type(tomorrow.isoformat())
    tab_to(page, page.locator("#id_published_at_1"))
    page.keyboard.type("08:00")
    editor.save()
    editor.says(re.compile(r"^Publiceras \d"))
    assert reader.goto(address).status == 404
    editor.open(TITLE)
    editor.save("Spara och publicera nu")
    editor.heading("Välj nyhet att ändra")
    assert reader.goto(address).status == 200
    expect(reader.locator(".prose h2")).to_have_text("Vad händer nu")
    expect(reader.get_by_alt_text("Barn klättrar i en djungel av rep.")).to_be_visible()

    # A picture in use stays.
    page.goto(f"{site}/admin/helsingborgsrummet/picture/{picture.pk}/delete/")
    editor.says("används")
    assert Picture.objects.filter(pk=picture.pk).exists()

    # Corrected, and under another address: the old one leads on.
    editor.open(TITLE)
    editor.write("Adress:", "lekplatsen-vid-an")
    tab_to(page, page.locator("#corrections-group .add-row a"))
    page.keyboard.press("Enter")
    tab_to(page, page.locator("#id_corrections-0-note"))
    page.keyboard.type("Vi skrev fel månad.")
    editor.save()
    editor.heading("Välj nyhet att ändra")
    moved = address.replace("ny-lekplats-vid-an", "lekplatsen-vid-an")
    reader.goto(address)
    assert reader.url == moved
    expect(reader.get_by_text("Vi skrev fel månad.")).to_be_visible()

    # Withdrawn with a reason.
    page = editor.page
    tab_to(page, page.get_by_role("checkbox", name=TITLE))
    page.keyboard.press("Space")
    actions = page.locator("select[name=action]")
    actions.focus()
    page.keyboard.type("Avp")
    editor.press("button", "Utför")
    tab_to(page, page.get_by_label("Orsak till avpubliceringen"))
    page.keyboard.type("Lekplatsen är färdig.")
    page.keyboard.press("Enter")
    editor.says("avpublicerades")
    gone = reader.goto(moved)
    assert gone.status == 410
    assert "Lekplatsen är färdig." in gone.text()

    # Compared and restored: the first lead comes back, the reason and the moment stay.
    editor.open(TITLE)
    editor.press("link", "Historik")
    editor.heading(f"Historik: {TITLE}")
    tab_to(page, page.locator("input[name=fran]:checked"))
    for _ in range(page.locator("input[name=fran]").count() - 2):
        page.keyboard.press("ArrowDown")
    editor.press("button", "Jämför de valda")
    editor.heading(f"Jämförelse: {TITLE}")
    editor.press("button", "Återställ versionen från")
    editor.says("är återställd")
    assert Announcement.objects.get(title=TITLE).lead == "Barnen har valt djungel."
    assert reader.goto(moved).status == 410
    reader.context.close()
