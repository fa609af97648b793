"""The news pages as a visitor meets them."""

import datetime
import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from news.lists import PAGE_SIZE
from news.models import Announcement
from tests.factory import (
    LONG_AGO,
    make_announcement,
    make_area,
    make_byline,
    make_plan,
    make_topic,
    swedish,
)

pytestmark = pytest.mark.django_db


def titles(response):
    """The headlines of the list, in order, as a visitor reads them."""
    return re.findall(r"<h3><a [^>]*>([^<]*)</a></h3>", response.content.decode())


def test_announcement_detail_shows_everything_about_it(client):
    area = make_area(title="Södra staden", slug="sodra-staden")
    topic = make_topic(title="Bostäder", slug="bostader")
    make_announcement(
        title="Rummet flyttar",
        slug="rummet-flyttar",
        lead="Det får en ny adress.",
        body="Första stycket.\n\n- en punkt",
        published_at=swedish(2023, 4, 17, 9),
        updated_at=swedish(2023, 5, 2, 14, 30),
        byline=make_byline(name="Redaktionen", title="Redaktionschef"),
        topics=[topic],
        areas=[area],
    )
    page = client.get("/nyheter/2023/rummet-flyttar/").content.decode()
    assert "<h1>Rummet flyttar</h1>" in page
    assert "Det får en ny adress." in page
    assert "<p>Första stycket.</p>" in page
    assert '<time datetime="2023-04-17">17 april 2023</time>' in page
    assert "Uppdaterad" in page and "2 maj 2023" in page
    assert "Redaktionschef" in page
    assert 'href="/omraden/sodra-staden/"' in page
    assert 'href="/nyheter/amne/bostader/"' in page


def test_a_day_that_is_not_known_is_not_invented(client):
    make_announcement(slug="ja", published_at=swedish(2021, 11, 1, 9), published_precision="month")
    page = client.get("/nyheter/2021/ja/").content.decode()
    assert '<time datetime="2021-11">november 2021</time>' in page
    assert "1 november" not in page


@pytest.mark.parametrize(
    ("moments", "status"),
    [
        ({"published_at": None}, 404),
        ({"published_at": timezone.now() + datetime.timedelta(hours=1)}, 404),
        ({"published_at": None, "withdrawn_at": LONG_AGO}, 404),
        ({"withdrawn_at": LONG_AGO + datetime.timedelta(days=1)}, 410),
    ],
    ids=["draft", "scheduled", "never published", "withdrawn"],
)
def test_what_is_not_published_leaks_nowhere(client, moments, status):
    topic, area = make_topic(slug="amne"), make_area(slug="omrade")
    announcement = make_announcement(
        title="Hemligheten", slug="hemlig", topics=[topic], areas=[area], **moments
    )
    response = client.get(announcement.get_absolute_url())
    assert response.status_code == status
    assert "Hemligheten" not in response.content.decode()
    for address in (
        "/",
        "/nyheter/",
        "/nyheter/amne/amne/",
        "/omraden/omrade/",
        "/nyheter/atom.xml",
        "/nyheter/amne/amne/atom.xml",
        "/omraden/omrade/atom.xml",
        "/sitemap-nyheter.xml",
    ):
        response = client.get(address)
        assert response.status_code == 200, address
        assert "Hemligheten" not in response.content.decode(), address
        assert "hemlig" not in response.content.decode(), address


def test_a_wrong_year_leads_to_the_right_address(client):
    make_announcement(slug="flytt", published_at=swedish(2023, 4, 17, 9))
    response = client.get("/nyheter/1999/flytt/")
    assert response.status_code == 301
    assert response["Location"] == "/nyheter/2023/flytt/"


def test_the_year_in_the_address_is_the_swedish_one():
    announcement = make_announcement(slug="nyar", published_at=swedish(2026, 1, 1, 0, 15))
    assert announcement.get_absolute_url() == "/nyheter/2026/nyar/"


def test_pages_show_every_announcement_once_in_order(client):
    same_moment = swedish(2025, 5, 5, 9)
    made = [
        make_announcement(published_at=same_moment + datetime.timedelta(days=number // 3))
        for number in range(2 * PAGE_SIZE + 5)
    ]
    seen, address = [], "/nyheter/"
    while address:
        response = client.get(address)
        seen += titles(response)
        cursor = response.context["next_cursor"]
        address = f"/nyheter/?fore={cursor}" if cursor else None
    assert (
        seen
        == [row.title for row in sorted(made, key=lambda row: (row.published_at, row.pk))][::-1]
    )


def test_news_published_while_somebody_reads_shifts_no_page(client):
    for _ in range(PAGE_SIZE + 3):
        make_announcement()
    cursor = client.get("/nyheter/").context["next_cursor"]
    expected = titles(client.get(f"/nyheter/?fore={cursor}"))
    make_announcement(title="Alldeles ny")
    assert titles(client.get(f"/nyheter/?fore={cursor}")) == expected


@pytest.mark.parametrize(
    "query",
    ["fore=x", "fore=1", "fore=-1-1", "fore=99999999999999999-1", "ar=1850", "ar=x", "ar=²"],
)
def test_a_query_that_means_nothing_is_not_found(client, query):
    make_announcement()
    assert client.get(f"/nyheter/?{query}").status_code == 404


def test_years_lead_to_the_news_of_that_year(client):
    make_announcement(title="Gammal", published_at=swedish(2022, 12, 31, 23, 59))
    make_announcement(title="Ny", published_at=swedish(2023, 1, 1, 0, 0))
    make_announcement(title="Framtida", published_at=timezone.now() + datetime.timedelta(days=800))
    response = client.get("/nyheter/?ar=2022")
    assert response.context["years"] == [2023, 2022]
    assert titles(response) == ["Gammal"]
    assert titles(client.get("/nyheter/?ar=2023")) == ["Ny"]


def test_pinned_announcements_stand_first_and_once(client):
    make_announcement(title="Fäst tvåa", pinned_place=2)
    make_announcement(title="Fäst etta", pinned_place=1)
    make_announcement(title="Nyast", published_at=swedish(2026, 1, 2, 9))
    page = client.get("/nyheter/").content.decode()
    order = [page.index(title) for title in ("Fäst etta", "Fäst tvåa", "Nyast")]
    assert order == sorted(order)
    assert page.count("Fäst etta</a>") == 1
    start = client.get("/").content.decode()
    news = start[start.index('id="news"') :]
    assert news.index("Fäst etta") < news.index("Fäst tvåa") < news.index("Nyast")


def test_a_pinned_place_is_taken_only_once():
    make_announcement(pinned_place=1)
    second = Announcement(title="En till", slug="en-till", pinned_place=1)
    with pytest.raises(Exception, match="redan fäst"):
        second.full_clean()


def test_topic_detail_shows_its_news_and_no_other(client):
    topic = make_topic(title="Trafik och resor", slug="trafik")
    make_announcement(title="Om cykelvägar", topics=[topic])
    make_announcement(title="Om något annat")
    response = client.get(reverse("news:topic_detail", args=["trafik"]))
    assert titles(response) == ["Om cykelvägar"]
    assert topic.description in response.content.decode()


def test_an_example_says_so_and_asks_robots_to_stay_away(client):
    example = make_announcement(is_example=True, slug="exempel")
    page = client.get(example.get_absolute_url()).content.decode()
    assert "Exempel" in page
    assert '<meta name="robots" content="noindex">' in page
    assert "exempel" not in client.get("/sitemap-nyheter.xml").content.decode()
    assert "Exempel: " in client.get("/nyheter/atom.xml").content.decode()


@pytest.mark.parametrize(
    "address",
    ["/", "/nyheter/", "/nyheter/amne/bostader/", "/omraden/sodra-staden/", "/nyheter/atom.xml"],
)
def test_lists_ask_the_same_number_of_questions_for_one_and_for_many(client, address):
    topic, area = make_topic(slug="bostader"), make_area(slug="sodra-staden")

    def count():
        client.get(address)  # What is kept for the whole site is in place.
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    make_announcement(topics=[topic], areas=[area])
    one = count()
    for _ in range(PAGE_SIZE + 2):
        make_announcement(topics=[topic, make_topic()], areas=[area])
    assert count() == one


@pytest.mark.parametrize(
    ("moment", "updated_at", "is_old"),
    [
        ((2025, 6, 10), None, False),
        ((2025, 6, 11), None, True),
        ((2025, 6, 11), swedish(2024, 9, 1), False),
        ((2026, 11, 25), swedish(2024, 9, 1), True),
    ],
)
def test_old_news_says_so_and_where_the_plan_stands_now(client, moment, updated_at, is_old):
    area = make_area(title="Fälten", slug="falten")
    window = {"stage": "granskning", "starts_on": datetime.date(2024, 6, 4)}
    plan = make_plan(
        area, title="Skolkvarteret", steps=[{**window, "ends_on": datetime.date(2024, 7, 2)}]
    )
    news = make_announcement(
        title="Planen visas", lead="Det är sista tillfället att tycka till.", areas=[area],
        published_at=swedish(2024, 6, 10, 9), updated_at=updated_at,
    )  # fmt: skip
    with time_machine.travel(swedish(*moment, 12), tick=False):
        page = client.get(news.get_absolute_url()).content.decode()
        lists = [
            client.get(address).content.decode()
            for address in ("/", "/nyheter/", "/omraden/falten/", plan.get_absolute_url())
        ]
    assert ("Den här nyheten är mer än ett år gammal" in page) is is_old
    panel = page.partition("mer än ett år gammal.")[2].partition("</div>")[0]
    assert (plan.get_absolute_url() in panel and "avslutades 2 juli 2024" in panel) is is_old
    for row in lists:
        assert "Planen visas" in row
        assert ("Mer än ett år gam" in row) is is_old


def test_a_list_tells_the_age_of_old_news_once(client):
    topic = make_topic()
    for year in (2020, 2021, 2026):
        make_announcement(
            title=f"Nytt {year}", topics=[topic], published_at=swedish(year, 11, 1, 9)
        )
    make_announcement(title="Alltid först", pinned_place=1, published_at=swedish(2019, 11, 1, 9))
    with time_machine.travel(swedish(2026, 11, 27, 12), tick=False):
        news, about_topic = (
            re.findall(
                r">(Från det[^<]+|Mer än[^<]+|Nytt \d+|Alltid först)</",
                client.get(address).content.decode(),
            )
            for address in ("/nyheter/", topic.get_absolute_url())
        )
    old, new = "Mer än ett år gamla", "Från det senaste året"
    assert about_topic == [new, "Nytt 2026", old, "Nytt 2021", "Nytt 2020"]
    assert news == [old, "Alltid först", *about_topic]


def test_old_news_tells_nothing_of_plans_that_nobody_may_see(client):
    area = make_area()
    make_plan(area, title="Hemlig plan", published_at=None)
    news = make_announcement(areas=[area])
    page = client.get(news.get_absolute_url()).content.decode()
    assert "mer än ett år gammal" in page and "Hemlig" not in page
