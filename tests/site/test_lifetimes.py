"""How long answers may be kept: every answer, of every kind, says it."""

import pytest
from django.conf import settings
from django.test import Client

from helsingborgsrummet.models import ShareLink
from helsingborgsrummet.serving.page_cache import PageCache
from tests.documents import pdf
from tests.factory import (
    LONG_AGO,
    make_account,
    make_activity,
    make_announcement,
    make_area,
    make_document,
    make_picture,
    make_plan,
    make_topic,
    swedish,
)
from tests.serving.test_page_cache import Browser

pytestmark = pytest.mark.django_db
ASKED_EACH_TIME, NEVER_KEPT = "public, no-cache", "private, no-store"


@pytest.fixture
def _content():
    area = make_area(slug="nytt")
    make_announcement(slug="nyhet", topics=[make_topic(slug="amne")])
    make_activity(slug="visning", areas=[area], times=[swedish(2030, 1, 1, 12)])
    area = make_area(slug="gammalt")
    area.slug = "annat"
    area.save()
    make_area(slug="borta", withdrawn_at=LONG_AGO.replace(year=2025))


@pytest.mark.usefixtures("_content")
@pytest.mark.parametrize(
    ("address", "status", "lifetime"),
    [
        ("/", 200, ASKED_EACH_TIME),
        ("/omraden/nytt/", 200, ASKED_EACH_TIME),
        ("/aktiviteter/?omrade=nytt", 200, ASKED_EACH_TIME),
        ("/?okand=1", 200, ASKED_EACH_TIME),
        ("/nyheter/atom.xml", 200, ASKED_EACH_TIME),
        ("/nyheter/amne/amne/atom.xml", 200, ASKED_EACH_TIME),
        ("/omraden/nytt/atom.xml", 200, ASKED_EACH_TIME),
        ("/tyck-till/atom.xml", 200, ASKED_EACH_TIME),
        ("/etablera/atom.xml", 200, ASKED_EACH_TIME),
        ("/aktiviteter/kalender.ics", 200, ASKED_EACH_TIME),
        ("/aktiviteter/visning.ics", 200, ASKED_EACH_TIME),
        ("/tyck-till/kalender.ics", 200, ASKED_EACH_TIME),
        ("/robots.txt", 200, ASKED_EACH_TIME),
        ("/sitemap.xml", 200, ASKED_EACH_TIME),
        ("/sitemap-omraden.xml", 200, ASKED_EACH_TIME),
        ("/favicon.ico", 301, ASKED_EACH_TIME),
        ("/omraden", 301, ASKED_EACH_TIME),
        ("/omraden/gammalt/", 301, ASKED_EACH_TIME),
        ("/omraden/gammalt/atom.xml", 301, ASKED_EACH_TIME),
        ("/aktiviteter/?omrade=gammalt", 301, ASKED_EACH_TIME),
        ("/finns-inte/", 404, ASKED_EACH_TIME),
        ("/media/renditions/finns-inte.webp", 404, ASKED_EACH_TIME),
        ("/dokument/00000000000000000000/a.pdf", 404, ASKED_EACH_TIME),
        ("/static/finns-inte.css", 404, ASKED_EACH_TIME),
        ("/omraden/borta/", 410, ASKED_EACH_TIME),
        ("/omraden/borta/atom.xml", 410, ASKED_EACH_TIME),
        ("/admin/", 302, NEVER_KEPT),
        ("/admin/login/", 200, NEVER_KEPT),
    ],
)
def test_an_answer_says_how_long_it_may_be_kept(client, address, status, lifetime):
    for response in (client.get(address), client.head(address)):
        assert response.status_code == status
        told = set(response["Cache-Control"].split(", "))
        assert told >= set(lifetime.split(", ")), told


def asked(client, address, **kwargs):
    """The answer, read to its end, so that its file is closed."""
    response = client.get(address, **kwargs)
    response.getvalue()
    return response


def test_files_too(client):
    document = make_document(make_plan(), pdf())
    response = asked(client, document.get_absolute_url())
    assert (response.status_code, response["Cache-Control"]) == (200, ASKED_EACH_TIME)
    etag = {"If-None-Match": response["ETag"]}
    response = asked(client, document.get_absolute_url(), headers=etag)
    assert (response.status_code, response["Cache-Control"]) == (304, ASKED_EACH_TIME)
    response = asked(client, f"{document.get_absolute_url()}x")
    assert (response.status_code, response["Cache-Control"]) == (301, ASKED_EACH_TIME)
    picture = asked(client, make_picture().thumbnail_url)
    assert picture["Cache-Control"] == "public, max-age=31536000, immutable"
    address = settings.STATIC_URL + "img/favicon.ico"
    assert asked(client, address)["Cache-Control"].startswith("max-age=")


def test_what_is_no_page_is_kept_by_nobody(client, monkeypatch):
    assert client.post("/omraden/")["Cache-Control"] == NEVER_KEPT
    assert client.get("/", headers={"host": "annan.example"})["Cache-Control"] == NEVER_KEPT
    link = ShareLink.objects.create(
        page=make_area(published_at=None), expires_at=swedish(2099, 1, 1)
    )
    assert client.get(link.get_absolute_url())["Cache-Control"] == "no-store"
    assert client.get("/utkast/fel/")["Cache-Control"] == "no-store"

    monkeypatch.setattr("exhibits.views.visit.render", lambda *args: 1 / 0)
    response = Client(raise_request_exception=False).get("/besok/")
    assert (response.status_code, response["Cache-Control"]) == (500, NEVER_KEPT)


def test_admin_pages_are_kept_by_nobody(client):
    client.force_login(make_account("Skribent"))
    for address, status in (
        ("/admin/", 200),
        ("/admin/exhibits/area/", 200),
        ("/admin/helsingborgsrummet/redirect/", 403),
        ("/admin/finns/inte/", 404),
    ):
        response = client.get(address)
        assert response.status_code == status, address
        assert {"private", "no-store"} <= set(response["Cache-Control"].split(", ")), address


def test_the_way_to_https_is_asked_for_each_time(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    response = client.get("/omraden/")
    assert (response.status_code, response["Cache-Control"]) == (301, ASKED_EACH_TIME)


@pytest.mark.django_db(transaction=True)
def test_kept_pages_say_it_whole_and_unchanged(tmp_path):
    browser = Browser(tmp_path)
    assert isinstance(browser.application, PageCache)
    first = browser.get("/omraden/")
    again = browser.get("/omraden/")
    same = browser.get("/omraden/", if_none_match=first["headers"]["ETag"])
    assert (first["status"], again["status"], same["status"]) == (200, 200, 304)
    assert browser.rendered == ["/omraden/"]
    for answer in (first, again, same):
        assert answer["headers"]["Cache-Control"] == ASKED_EACH_TIME
