"""Atom feeds as a feed reader meets them."""

import feedparser
import pytest

from tests.factory import make_announcement, make_area, make_byline, make_topic, swedish

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
