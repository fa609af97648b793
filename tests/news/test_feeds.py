"""Atom feeds as a feed reader meets them."""

import datetime
import re
from html import unescape

import feedparser
import pytest
from django.utils import timezone

from tests.factory import (
    make_announcement,
    make_area,
    make_byline,
    make_picture,
    make_topic,
    swedish,
)

pytestmark = pytest.mark.django_db


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def test_feed_has_absolute_addresses_byline_and_whole_text(client, settings):
    settings.SITE_ORIGIN = "https://rummet.example"
    announcement = make_announcement(
        title="Rummet flyttar – nu",
        slug="flytt",
        lead="Ny adress.",
        body="Hela **texten**.",
        published_at=swedish(2023, 4, 17, 9),
        updated_at=swedish(2023, 5, 2, 9),
        byline=make_byline(name="Redaktionen", title="Redaktionschef"),
        topics=[make_topic(title="Rummet")],
    )
    feed = read(client, "/nyheter/atom.xml")
    assert feed.feed.language == "sv"
    (entry,) = feed.entries
    assert entry.title == "Rummet flyttar – nu"
    assert entry.link == "https://rummet.example/nyheter/2023/flytt/"
    assert entry.id == announcement.uid.urn
    assert entry.summary == "Ny adress."
    assert entry.content[0].value.strip() == "<p>Hela <strong>texten</strong>.</p>"
    assert entry.author == "Redaktionen, Redaktionschef"
    assert entry.published == "2023-04-17T07:00:00+00:00"
    assert entry.updated == "2023-05-02T07:00:00+00:00"
    assert [tag.term for tag in entry.tags] == ["Rummet"]


def test_feeds_of_a_topic_and_an_area_keep_to_it(client):
    topic, area = make_topic(slug="trafik", title="Trafik"), make_area(slug="gaseback")
    make_announcement(title="Om trafiken", topics=[topic])
    make_announcement(title="Om området", areas=[area])
    assert [row.title for row in read(client, "/nyheter/amne/trafik/atom.xml").entries] == [
        "Om trafiken"
    ]
    assert [row.title for row in read(client, "/omraden/gaseback/atom.xml").entries] == [
        "Om området"
    ]


def test_the_newest_stands_first_and_the_feed_has_an_end(client):
    for day in range(1, 32):
        make_announcement(title=f"Den {day}", published_at=swedish(2025, 1, day, 9))
    feed = read(client, "/nyheter/atom.xml")
    assert [row.title for row in feed.entries] == [f"Den {day}" for day in range(31, 1, -1)]


def test_an_empty_feed_is_a_feed(client):
    assert read(client, "/nyheter/atom.xml").entries == []


def test_a_feed_is_the_same_until_something_changes(client, time_machine):
    addresses = [
        "/nyheter/atom.xml",
        make_topic(slug="trafik").get_absolute_url() + "atom.xml",
        make_area(slug="gaseback").get_absolute_url() + "atom.xml",
        "/tyck-till/atom.xml",
        "/etablera/atom.xml",
    ]
    first = [client.get(address).content for address in addresses]
    time_machine.move_to(timezone.now() + datetime.timedelta(days=1))
    assert [client.get(address).content for address in addresses] == first


def test_links_and_pictures_in_the_text_lead_from_anywhere(client, settings):
    settings.SITE_ORIGIN = "https://rummet.example"
    picture = make_picture()
    make_announcement(
        slug="nytt",
        published_at=swedish(2025, 1, 2, 9),
        body="[Området](/omraden/x/?a=1&b=2) [nedan](#slut) [granne](../annan/) "
        f"[ute](https://example.org/) [post](mailto:a@example.org)\n\n![bild](bild:{picture.pk})",
    )
    (entry,) = read(client, "/nyheter/atom.xml").entries
    html = entry.content[0].value
    assert re.findall(r'href="([^"]*)"', html) == [
        "https://rummet.example/omraden/x/?a=1&amp;b=2",
        "https://rummet.example/nyheter/2025/nytt/#slut",
        "https://rummet.example/nyheter/2025/annan/",
        "https://example.org/",
        "mailto:a@example.org",
    ]
    raw = client.get("/nyheter/atom.xml").content.decode()
    for value in re.findall(r'(?:src|srcset)="([^"]*)"', unescape(raw)):
        for part in value.split(", "):
            assert part.startswith("https://rummet.example/media/renditions/"), part
    assert "/media/renditions/" in raw


@pytest.mark.parametrize(
    ("precision", "words"), [("month", "Daterad maj 2022."), ("year", "Daterad 2022.")]
)
def test_a_day_that_nobody_knows_is_not_given(client, precision, words):
    make_announcement(
        lead="Parken öppnar.",
        published_at=swedish(2022, 5, 1),
        published_precision=precision,
    )
    (entry,) = read(client, "/nyheter/atom.xml").entries
    assert "published" not in entry
    assert entry.summary == f"Parken öppnar. {words}"
