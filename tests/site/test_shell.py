"""What surrounds every page, on paper and on an empty site too."""

import pytest
import time_machine

from tests.factory import (
    make_announcement,
    make_area,
    make_picture,
    make_plan,
    make_room,
    swedish,
)

pytestmark = pytest.mark.django_db
FILES = {"avif": [[400, "a.avif"]], "webp": [[400, "a.webp"]]}


def test_paper_says_which_day_it_shows(client):
    with time_machine.travel(swedish(2026, 12, 31, 23, 30), tick=False):
        page = client.get("/").content.decode()
    assert '<p class="print-date wrap">Sidan visar läget 31 december 2026.</p>' in page


def test_an_empty_install_names_a_contact_until_the_room_has_its_own(client, settings):
    settings.CONTACT_EMAIL = "kontakt@rummet.example"
    assert "mailto:kontakt@rummet.example" in client.get("/").content.decode()
    make_room(contact_email="rummet@rummet.example")
    page = client.get("/").content.decode()
    assert "mailto:rummet@rummet.example" in page
    assert "kontakt@rummet.example" not in page


def test_plans_lead_to_the_notice_board_that_the_operator_names(client, settings):
    settings.NOTICE_BOARD_URL = "https://kommun.example/anslagstavla/"
    address = make_plan().get_absolute_url()
    assert 'href="https://kommun.example/anslagstavla/"' in client.get(address).content.decode()


@pytest.mark.parametrize("address", ["/", "/omraden/"])
def test_a_map_has_a_heading_and_a_way_past_its_links(client, address):
    make_area()
    page = client.get(address).content.decode()
    figure = page.partition('<figure class="map-figure">')[2].partition("</figure>")[0]
    assert figure.index(">Karta</h2>") < figure.index('href="#efter-kartan"') < figure.index("<svg")
    assert 'id="efter-kartan" tabindex="-1"' in figure.partition("</svg>")[2]


def test_the_start_page_tells_the_newest_among_its_answers_and_shows_its_picture_alone(client):
    picture = make_picture(renditions=FILES, width=400, height=300)
    for title in ("Äldst", "Näst nyast", "Nyast"):
        make_announcement(title=title, picture=picture)
    page = client.get("/").content.decode()
    answers = page.partition('<dl class="answers">')[2].partition("</dl>")[0]
    assert "Nyast</a>, " in answers and "Näst nyast" not in answers
    news = page.partition('aria-labelledby="news"')[2].partition("</section>")[0]
    places = [news.index(f">{title}</a>") for title in ("Nyast", "Näst nyast", "Äldst")]
    assert places == sorted(places)
    assert news.count("<picture") == 1 and news.index("<picture") < places[0]


def test_the_start_page_without_news_says_so(client):
    page = client.get("/").content.decode()
    assert "Det finns inga nyheter ännu." in page and "<dt>Nytt</dt>" not in page
