"""The editor's and the host's work in a real browser, by keyboard, under the real policy."""

import datetime
import re

import pytest
from django.utils import timezone

from exhibits.models import Area
from news.models import Announcement
from tests.browser.staff import enter, make_staff


@pytest.fixture
def sign_in(site, page, complaints):
    def sign_in(role):
        make_staff("någon", role)
        enter(page, f"{site}/admin/", "någon")
        page.get_by_role(
            "heading", name="I dag" if role == "Värd" else "Vad vill du göra?", exact=True
        ).wait_for()
        return page

    return sign_in


def test_an_editor_writes_previews_publishes_schedules_and_withdraws(site, sign_in):
    page = sign_in("Redaktör")
    page.get_by_role("link", name="Skriv en nyhet").press("Enter")
    page.get_by_label("Rubrik:").focus()
    page.keyboard.type("Ny lekplats vid ån")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Barnen har valt djungel.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # past the toolbar
    page.keyboard.type("Den blir **stor**.")
    assert page.get_by_label("Adress:").input_value() == "ny-lekplats-vid-an"
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Förhandsvisa utan att spara").press("Enter")
    preview = opened.value
    assert preview.locator("h1").inner_text() == "Ny lekplats vid ån"
    assert "Inget är sparat" in preview.locator(".preview-note").inner_text()
    preview.close()

    page.get_by_role("button", name="Spara", exact=True).press("Enter")
    page.get_by_text("Utkast", exact=True).first.wait_for()
    address = f"{site}/nyheter/{timezone.localdate().year}/ny-lekplats-vid-an/"
    reader = page.context.browser.new_page()
    assert reader.goto(address).status == 404

    page.get_by_role("checkbox", name="Ny lekplats vid ån").press("Space")
    page.locator("select[name=action]").select_option(label="Publicera nu")
    page.get_by_role("button", name="Utför").press("Enter")
    page.get_by_text("Ny lekplats vid ån publicerades.").wait_for()
    assert reader.goto(address).status == 200
    assert reader.locator(".prose strong").inner_text() == "stor"
    assert "Ny lekplats vid ån" in reader.goto(f"{site}/").text()

    page.get_by_role("link", name="Ny lekplats vid ån").press("Enter")
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    page.locator("#id_published_at_0").fill(tomorrow.isoformat())
    page.get_by_role("button", name="Spara", exact=True).press("Enter")
    page.get_by_text(re.compile(r"Publiceras \d")).first.wait_for()
    assert reader.goto(address).status == 404

    page.get_by_role("checkbox", name="Ny lekplats vid ån").press("Space")
    page.locator("select[name=action]").select_option(label="Publicera nu")
    page.get_by_role("button", name="Utför").press("Enter")
    page.get_by_text("Ny lekplats vid ån publicerades.").wait_for()
    assert reader.goto(address).status == 200
    page.get_by_role("checkbox", name="Ny lekplats vid ån").press("Space")
    page.locator("select[name=action]").select_option(label="Avpublicera …")
    page.get_by_role("button", name="Utför").press("Enter")
    page.get_by_label("Orsak till avpubliceringen").focus()
    page.keyboard.type("Lekplatsen är färdig.")
    page.keyboard.press("Enter")
    page.get_by_text("Ny lekplats vid ån avpublicerades.").wait_for()
    gone = reader.goto(address)
    assert gone.status == 410
    assert "Lekplatsen är färdig." in gone.text()
    assert "Ny lekplats" not in reader.goto(f"{site}/").text()


def test_a_host_closes_today_and_the_whole_site_says_so(site, sign_in):
    page = sign_in("Värd")
    page.goto(f"{site}/admin/exhibits/openingrule/i-dag/")
    page.locator(".taps label", has_text="Stängt i dag").click()
    page.locator(".taps label", has_text="sjukdom").click()
    page.get_by_role("button", name="Spara").press("Enter")
    page.get_by_role("button", name="Ångra", exact=True).wait_for()
    reader = page.context.browser.new_page()
    for address in ("/", "/omraden/", "/nyheter/", "/besok/"):
        assert "Stängt i dag (sjukdom)" in reader.goto(site + address).text()


def test_the_policy_holds_on_every_page_of_the_admin(site, sign_in, page):
    sign_in("Redaktör")
    addresses = {
        address
        for address in page.locator("a").evaluate_all(
            "links => links.map(a => a.getAttribute('href'))"
        )
        if address and address.startswith("/admin/") and "logout" not in address
    }
    assert len(addresses) > 15
    for address in [
        *sorted(addresses),
        f"/admin/news/announcement/{Announcement.objects.first().pk}/change/",
        f"/admin/news/announcement/{Announcement.objects.first().pk}/history/",
        f"/admin/exhibits/area/{Area.objects.first().pk}/change/",
        "/admin/password_change/",
    ]:
        response = page.goto(site + address)
        assert response.status == 200, address
        assert "unsafe-" not in response.header_value("content-security-policy")
