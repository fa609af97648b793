"""The list of all plans: chosen by state, area and year, found by name and diarienummer."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helsingborgsrummet.serving.now import forget
from tests.factory import make_area, make_plan

pytestmark = pytest.mark.django_db
HEADINGS = re.compile(r"<h3><a href=\"[^\"]+\">([^<]+)</a></h3>")


def titles(client, query=""):
    response = client.get(f"/planer/{query}")
    assert response.status_code == 200
    return HEADINGS.findall(response.content.decode())


@pytest.fixture
def plans():
    harbour, hill = (
        make_area(title="Hamnen", slug="hamnen"),
        make_area(title="Höjden", slug="hojden"),
    )
    day = datetime.date(2025, 3, 1)
    return [
        make_plan(harbour, title="Kajen", slug="kajen", reference="411/2019"),
        make_plan(hill, title="Åsen", slug="asen", other_areas=[harbour], reference="SBN 2021/00007",
                  steps=[{"stage": "antagen", "starts_on": day}]),
        make_plan(hill, title="Backen", slug="backen", steps=[{"stage": "avbruten", "starts_on": day}]),
        make_plan(hill, title="Hemlig", slug="hemlig", published_at=None, reference="5/2020"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Kajen", "Åsen", "Backen"]),
        ("?lage=pagar", ["Kajen"]),
        ("?lage=beslutade", ["Åsen"]),
        ("?lage=avslutade", ["Backen"]),
        ("?lage=pausade", []),
        ("?omrade=hamnen", ["Kajen", "Åsen"]),
        ("?ar=2025", ["Åsen", "Backen"]),
        ("?omrade=hamnen&ar=2025", ["Åsen"]),
        ("?sok=asen", ["Åsen"]),
        ("?sok=hojden", ["Åsen", "Backen"]),
        ("?sok=ingenting", []),
        ("?sok=hemlig", []),
        ("?sok=5/2020", []),
        ("?sok=%3Cscript%3E", []),
        ("?sok=" + "x" * 5000, []),
        ("?lage=pagar&sok=411/2019x", ["Kajen"]),
    ],
)
def test_plans_are_narrowed_and_found(client, plans, query, expected):
    assert titles(client, query) == expected


@pytest.mark.parametrize("typed", ["411/2019", "2019-411", "Dnr 411/2019", "dnr: sbn 411/19"])
def test_a_case_number_leads_straight_to_its_plan(client, plans, typed):
    response = client.get("/planer/", {"sok": typed})
    assert (response.status_code, response["Location"]) == (302, plans[0].get_absolute_url())


def test_two_plans_of_one_case_are_both_shown(client, plans):
    make_plan(title="Kajen, del två", reference="2019/411")
    assert len(titles(client, "?sok=411/2019")) == 2


@pytest.mark.parametrize(
    "query",
    ["?lage=x", "?omrade=finns-inte", "?ar=19", "?ar=20255", "?ar=²²²²", "?efter=-1", "?efter=9"],
)
def test_what_the_page_never_offers_is_not_there(client, plans, query):
    assert client.get(f"/planer/{query}").status_code == 404


def test_the_choices_say_how_many_there_are(client, plans):
    page = client.get("/planer/?omrade=hojden").content.decode()
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "Alla antal 2" in words and "Antagna antal 1" in words and "Avslutade antal 1" in words
    assert "Inget känt beslut antal" not in words


def test_a_search_is_kept_by_nobody_and_indexed_by_nobody(client, plans):
    page = client.get("/planer/?sok=kajen").content.decode()
    assert 'content="noindex, follow"' in page
    assert 'value="kajen"' in page
    assert 'name="robots"' not in client.get("/planer/").content.decode()


def test_a_long_list_has_pages_and_asks_the_same(client):
    area = make_area()
    make_plan(area)
    counts, found = [], []
    for _ in range(2):
        forget()
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/planer/").content.decode()
        counts.append(len(queries))
        found.append(page)
        for _ in range(44):
            make_plan(area)
    assert counts[0] == counts[1]
    first, second = titles(client), titles(client, "?efter=30")
    assert (len(first), len(second), len({*first, *second})) == (30, 30, 60)
    assert 'rel="next"' in found[1]


def test_an_empty_site_says_so(client):
    assert "Ingen plan är publicerad." in client.get("/planer/").content.decode()


@pytest.mark.parametrize(
    ("address", "typed"),
    [("/planer/411/2019/", "411/2019"), ("/detaljplan-411-2019", "411/2019"), ("/finns-inte/", "")],
)
def test_a_page_that_is_not_there_offers_the_search(client, address, typed):
    response = client.get(address)
    page = response.content.decode()
    assert response.status_code == 404
    assert 'action="/planer/"' in page
    assert f'value="{typed}"' in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Hamnen", "Höjden"]),
        ("?skede=pagar", ["Hamnen"]),
        ("?skede=beslutade", ["Hamnen", "Höjden"]),
        ("?skede=avslutade", ["Höjden"]),
        ("?stadsdel=soder", ["Hamnen"]),
        ("?stadsdel=soder&skede=avslutade", []),
        ("?stadsdel=finns-inte", []),
    ],
)
def test_areas_are_narrowed_by_district_and_by_how_far_their_plans_are(
    client, plans, query, expected
):
    harbour, hill = plans[0].area, plans[1].area
    for place, (area, district) in enumerate([(harbour, "Söder"), (hill, "Norr")], 1):
        area.place, area.district = place, district
        area.save()
    page = client.get(f"/omraden/{query}").content.decode().partition("<main")[2]
    found = [title for title in ("Hamnen", "Höjden") if f"{title}</a>" in page]
    assert found == expected
