"""Addresses that change or end: redirects without chains or loops, and the reason for what is gone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from helsingborgsrummet.models import Redirect, StandingPage
from helsingborgsrummet.views.sitemaps import all_sitemaps
from tests.factory import LONG_AGO, make_announcement, make_area, make_topic

pytestmark = pytest.mark.django_db


def rename(page, slug):
    page = type(page).objects.get(pk=page.pk)
    page.slug = slug
    page.save()


def test_a_renamed_page_is_found_at_its_old_address(client):
    area = make_area(slug="gammal")
    rename(area, "ny")
    for old, new in (
        ("/omraden/gammal/", "/omraden/ny/"),
        ("/omraden/gammal/?x=1&y=2", "/omraden/ny/?x=1&y=2"),
        ("/omraden/gammal/atom.xml", "/omraden/ny/atom.xml"),
    ):
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, new)
        assert response["Cache-Control"] == "public, no-cache"
        assert client.get(new).status_code == 200


@pytest.mark.parametrize(
    ("make", "old"),
    [(make_announcement, "/nyheter/2024/gammal/"), (make_topic, "/nyheter/amne/gammal/")],
)
def test_news_and_topics_too(client, make, old):
    page = make(slug="gammal")
    rename(page, "ny")
    assert client.get(old)["Location"] == old.replace("gammal", "ny")


def test_a_draft_leaves_nothing(client):
    rename(make_announcement(slug="gammal", published_at=None), "ny")
    rename(make_area(slug="gammal", published_at=None), "ny")
    assert not Redirect.objects.exists()


def test_chains_collapse_and_a_page_renamed_back_is_not_a_loop(client):
    area = make_area(slug="a")
    for slug in ("b", "c"):
        rename(area, slug)
    assert client.get("/omraden/a/")["Location"] == "/omraden/c/"
    rename(area, "a")
    assert client.get("/omraden/a/").status_code == 200
    assert client.get("/omraden/b/")["Location"] == "/omraden/a/"
    assert client.get("/omraden/c/")["Location"] == "/omraden/a/"


class AnyOrderOfRenames(TestCase):
    @given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), max_size=12))
    def test_one_step_always_arrives(self, renames):
        Redirect.objects.all().delete()
        for old, new in renames:
            Redirect.objects.leave(f"/{old}/", f"/{new}/")
        rows = dict(Redirect.objects.values_list("old_path", "new_path"))
        assert not set(rows) & set(rows.values()), rows


def test_a_new_page_at_an_old_address_is_shown(client):
    rename(make_area(slug="gammal"), "ny")
    make_area(slug="gammal", title="Ett annat område")
    assert "Ett annat område" in client.get("/omraden/gammal/").content.decode()


def test_a_withdrawn_page_tells_why_and_leads_on(client):
    area = make_area(
        slug="borta",
        withdrawn_at=LONG_AGO.replace(year=2025),
        withdrawn_reason="Området är färdigbyggt.",
        withdrawn_link="/omraden/",
    )
    response = client.get(area.get_absolute_url())
    page = response.content.decode()
    assert response.status_code == 410
    assert "Området är färdigbyggt." in page
    assert "1 mars 2025 kl. 9" in page
    assert '<a href="/omraden/">Läs vidare här på webbplatsen</a>' in page
    assert 'name="robots" content="noindex"' in page
    assert area.title not in page.partition("<main")[2]


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("/omraden/parken/", "Läs vidare: Den nya parken"),
        ("/omraden/parken/#steps", "Läs vidare: Den nya parken"),
        ("http://127.0.0.1:8000/omraden/parken/", "Läs vidare: Den nya parken"),
        ("/omraden/hemlig/", "Läs vidare här på webbplatsen"),
        ("https://helsingborg.se/parker?x=1", "Läs vidare på helsingborg.se"),
    ],
)
def test_the_link_onward_says_where_it_leads(client, link, words):
    make_area(slug="parken", title="Den nya parken")
    make_area(slug="hemlig", title="Hemligt", published_at=None)
    area = make_area(
        withdrawn_at=LONG_AGO.replace(year=2025), withdrawn_reason="Klart.", withdrawn_link=link
    )
    page = client.get(area.get_absolute_url()).content.decode()
    assert f">{words}</a>" in page
    assert "Hemligt" not in page


def test_a_withdrawn_standing_page_too(client):
    StandingPage.objects.create(
        title="Om",
        slug="om",
        published_at=LONG_AGO,
        withdrawn_at=LONG_AGO.replace(year=2025),
        withdrawn_reason="Vi skriver om sidan.",
    )
    assert client.get("/om/").status_code == 410


def test_what_has_been_public_cannot_vanish_without_a_reason():
    from django.core.exceptions import ValidationError

    area = make_area()
    area.withdrawn_at = LONG_AGO.replace(year=2025)
    with pytest.raises(ValidationError, match="Skriv varför sidan avpubliceras"):
        area.full_clean()


@pytest.mark.parametrize("path", ["/%00", "/omraden/%00/atom.xml", "/%ff/", "/" + "x" * 3000 + "/"])
def test_a_strange_address_is_simply_not_there(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("is_empty", [True, False])
def test_what_is_answered_names_the_site_and_not_the_host_that_was_asked(
    client, settings, is_empty
):
    settings.SITE_ORIGIN = "https://rummet.example"
    settings.ALLOWED_HOSTS = ["*"]
    if not is_empty:
        make_announcement(areas=[make_area(slug="hamnen")])
    addresses = [
        "/", "/robots.txt", "/sitemap.xml", *(f"/sitemap-{name}.xml" for name in all_sitemaps()),
        "/nyheter/", "/nyheter/atom.xml", "/tyck-till/", "/tyck-till/atom.xml",
        "/tyck-till/kalender.ics", "/aktiviteter/kalender.ics", "/etablera/atom.xml", "/besok/",
        "/oppna-data/oppettider.json", "/oppna-data/avvikande-oppettider.ics", "/folj/",
        "/omraden/", "/omraden/hamnen/", "/omraden/hamnen/atom.xml", "/finns-inte/",
    ]  # fmt: skip
    for address in addresses:
        content = client.get(address, HTTP_HOST="annan.example").content.decode()
        assert "annan.example" not in content, address
        if address == "/sitemap.xml" or (address == "/nyheter/atom.xml" and not is_empty):
            assert "https://rummet.example/" in content
