"""What surrounds every page, and the pages that belong to no subject."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from exhibits.templatetags.shell import phone_link
from helsingborgsrummet.models import Notice, StandingPage
from tests.factory import make_room

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


def make_notice(**kwargs):
    return Notice.objects.create(**{"text": "Hissen är trasig.", **kwargs})


def make_standing_page(**kwargs):
    defaults = {
        "title": "Om webbplatsen",
        "slug": "om",
        "body": "Vi berättar.",
        "published_at": timezone.now() - HOUR,
    }
    return StandingPage.objects.create(**{**defaults, **kwargs})


def test_a_notice_shows_on_every_page(client):
    make_notice(level=Notice.Level.IMPORTANT, link_url="/besok/", link_text="Läs om entrén")
    for address in ("/", "/omraden/", "/nyheter/", "/besok/", "/finns-inte/"):
        page = client.get(address).content.decode()
        assert "<strong>Viktigt:</strong> Hissen är trasig." in page, address
        assert '<a href="/besok/">Läs om entrén</a>' in page, address


@pytest.mark.parametrize(("place", "shows"), [("start", {"/"}), ("visit", {"/besok/"})])
def test_a_notice_can_keep_to_one_page(client, place, shows):
    make_notice(place=place)
    seen = {
        address
        for address in ("/", "/omraden/", "/besok/")
        if "Hissen är trasig." in client.get(address).content.decode()
    }
    assert seen == shows


@pytest.mark.parametrize(
    ("moments", "shows"),
    [
        ({"shows_from": -HOUR}, True),
        ({"shows_from": HOUR}, False),
        ({"shows_from": -2 * HOUR, "shows_until": -HOUR}, False),
        ({"shows_from": -HOUR, "shows_until": HOUR}, True),
    ],
)
def test_a_notice_shows_in_its_time(client, moments, shows):
    now = timezone.now()
    make_notice(**{field: now + offset for field, offset in moments.items()})
    assert ("Hissen är trasig." in client.get("/").content.decode()) is shows


def test_important_notices_stand_first(client):
    make_notice(text="Bra att veta.")
    make_notice(text="Stängt på grund av storm.", level=Notice.Level.IMPORTANT)
    page = client.get("/").content.decode()
    assert page.index("storm") < page.index("Bra att veta")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//ond.example", "http://x.example", "besok"]
)
def test_a_notice_refuses_links_that_lead_astray(address):
    notice = Notice(text="Hej", link_url=address, link_text="Läs mer om detta")
    with pytest.raises(ValidationError, match="Börja adressen med"):
        notice.full_clean()


def test_a_notice_needs_text_for_its_link():
    with pytest.raises(ValidationError, match="både adress och text"):
        Notice(text="Hej", link_url="/besok/").full_clean()


def test_a_standing_page_is_found_from_every_page(client):
    make_standing_page()
    assert '<a href="/om/">Om webbplatsen</a>' in client.get("/nyheter/").content.decode()
    page = client.get("/om/").content.decode()
    assert "<h1>Om webbplatsen</h1>" in page and "<p>Vi berättar.</p>" in page


def test_a_draft_of_a_standing_page_is_neither_found_nor_linked(client):
    make_standing_page(published_at=None)
    assert client.get("/om/").status_code == 404
    assert "/om/" not in client.get("/").content.decode()


def test_not_found_leads_onward_in_the_frame_of_the_site(client):
    make_room()
    response = client.get("/finns-inte/")
    page = response.content.decode()
    assert response.status_code == 404
    assert "<h1>Sidan finns inte</h1>" in page
    assert 'href="/omraden/"' in page and "Järnvägsgatan 22" in page
    assert '<meta name="robots" content="noindex">' in page


def test_a_broken_page_says_so_without_asking_the_database(client, django_assert_num_queries, rf):
    from helsingborgsrummet.views.errors import server_error

    with django_assert_num_queries(0):
        response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert "Något gick fel hos oss" in response.content.decode()


def test_health_answers_and_is_never_kept(client):
    for address, word in (("/halsa/", "lever"), ("/halsa/redo/", "redo")):
        response = client.get(address)
        assert response.content.decode().splitlines()[0] == word
        assert "no-store" in response["Cache-Control"]
    assert connection.vendor in ("sqlite", "postgresql")


def test_robots_are_told_where_the_sitemap_is(client, settings):
    settings.SITE_ORIGIN = "https://rummet.example"
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    assert "Sitemap: https://rummet.example/sitemap.xml" in text


@pytest.mark.parametrize(
    ("number", "link"),
    [
        ("042-10 50 00", "+4642105000"),
        ("+46 42 10 50 00", "+4642105000"),
        ("08-465 004 00", "+46846500400"),
    ],
)
def test_phone_numbers_can_be_called_from_abroad(number, link):
    assert phone_link(number) == link


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_public_pages_cannot_be_written_to(client, method):
    for address in ("/", "/omraden/", "/nyheter/", "/besok/"):
        assert getattr(client, method)(address).status_code == 405
