"""The room: what it shows, what is new, and what one needs to know before coming."""

import datetime
import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from exhibits.rules.exhibits import Showing, showing_on
from exhibits.words_sv.exhibits import what_is_not_known
from tests.factory import make_area, make_exhibit, make_plan, make_station

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 11, 26)


def after(days):
    return DAY + datetime.timedelta(days=days)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel("2026-11-26 10:00 +0100", tick=False):
        yield


def page(address="/rummet/"):
    return Client().get(address).content.decode()


@pytest.mark.parametrize(
    ("starts", "ends", "state", "words"),
    [
        (None, None, Showing.NOW, "Visas tills vidare."),
        (0, None, Showing.NOW, "Visas tills vidare."),
        (None, 0, Showing.NOW, "Visas till och med 26 november 2026."),
        (1, None, Showing.PLANNED, "Visas från och med 27 november 2026."),
        (1, 5, Showing.PLANNED, "Visas 27 november 2026 till och med 1 december 2026."),
        (-9, -1, Showing.ENDED, "Visades till och med 25 november 2026."),
    ],
)
def test_an_exhibit_stands_where_its_days_say(starts, ends, state, words):
    starts = None if starts is None else after(starts)
    ends = None if ends is None else after(ends)
    assert showing_on(DAY, starts, ends) is state
    row = make_exhibit(starts_on=starts, ends_on=ends)
    assert words in page(row.get_absolute_url())
    listed = page()
    now = listed.partition('id="visas"')[2].partition('id="nytt"')[0]
    assert (row.title in now) is (state is Showing.NOW)
    assert (row.title in listed.partition('id="kommer"')[2]) is (state is Showing.PLANNED)


def test_an_empty_room_says_so():
    html = page()
    assert "Ingen utställning är publicerad just nu." in html
    assert "Inget nytt det senaste året." in html


def test_what_is_new_is_worked_out_the_latest_first():
    make_exhibit(title="Lampor", starts_on=after(-3))
    make_exhibit(title="Broar", starts_on=after(-40), ends_on=after(-2))
    make_exhibit(title="Gammalt", starts_on=after(-500))
    make_exhibit(title="Snart", starts_on=after(2))
    moment = timezone.now() - datetime.timedelta(days=10)
    for title in ("Kärnan", "Råå"):
        make_station(title=title, published_at=moment)
    news = page().partition('id="nytt"')[2].partition("</section>")[0]
    said = [
        "Broar visas inte längre",
        "Ny utställning: Lampor",
        "Två nya punkter på modellen: Kärnan och Råå",
    ]
    assert [news.find(each) for each in said] == sorted(news.find(each) for each in said)
    assert -1 not in [news.find(each) for each in said]
    assert "Gammalt" not in news and "Snart" not in news
    since = page(f"/rummet/?sedan={after(-5)}").partition('id="nytt"')[2].partition("</section>")[0]
    assert "Lampor" in since and "Kärnan" not in since


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        ([10, 20], "Allt tar omkring 30 minuter."),
        ([10], "Allt tar omkring 10 minuter."),
        # Of one nobody has said how long it takes, so nobody knows how long all of them do.
        ([10, None], None),
        ([None], None),
    ],
)
def test_how_long_all_takes_is_told_when_each_time_is_known(minutes, words):
    for each in minutes:
        make_exhibit(minutes=each)
    make_exhibit(minutes=None, starts_on=after(2))
    html = page()
    assert (words in html) if words else "Allt tar" not in html


@pytest.mark.parametrize("query", ["sedan=igår", "sedan=2026-13-01", "behov=allt"])
def test_a_choice_that_there_is_not_is_not_there(query):
    assert Client().get(f"/rummet/?{query}").status_code == 404


@pytest.mark.parametrize("query", ["", "?behov=nedsatt-horsel"])
def test_of_what_is_silent_nothing_is_said_about_speech(query):
    make_exhibit(sound="no", captions="unknown")
    make_exhibit(sound="no", captions="yes")
    assert "det som sägs" not in page(f"/rummet/{query}").lower()


@pytest.mark.parametrize(
    ("need", "there", "absent"),
    [
        ("rullstol", ["Du når allt när du sitter", "Vi vet inte än om det finns sittplats."], ["ljud", "Tar omkring"]),
        ("nedsatt-syn", ["Du får inte röra", "Vi vet inte än om det hörs ljud eller om ljuset är starkt."], ["sitter"]),
        ("nedsatt-horsel", ["Vi vet inte än om det hörs ljud eller om det som sägs finns som text."], ["sitter"]),
    ],
)  # fmt: skip
def test_by_need_only_what_matters_and_unknown_as_unknown(need, there, absent):
    make_exhibit(low_table="yes", touch="no", minutes=10)
    html = page(f"/rummet/?behov={need}").partition("station-list")[2].partition("</ol>")[0]
    for words in there:
        assert words in html
    for words in absent:
        assert words not in html


@pytest.mark.parametrize(
    ("unknown", "words"),
    [
        ([], ""),
        (["om det hörs ljud"], "Vi vet inte än om det hörs ljud."),
        (["om a", "om b", "om c"], "Vi vet inte än om a, om b eller om c."),
    ],
)
def test_what_is_not_known_is_asked(unknown, words):
    assert what_is_not_known(unknown) == words


def test_links_lead_both_ways_and_drafts_are_not_named():
    area = make_area(title="Drottninghög")
    plan, draft = make_plan(area=area), make_plan(area=area, published_at=None, title="Hemlig")
    row = make_exhibit()
    row.areas.add(area)
    row.plans.add(plan, draft)
    html = page(row.get_absolute_url())
    assert area.get_absolute_url() in html and plan.get_absolute_url() in html
    assert "Hemlig" not in html
    assert row.get_absolute_url() in page(area.get_absolute_url())
    assert row.get_absolute_url() in page(plan.get_absolute_url())


def test_a_film_elsewhere_is_a_plain_link_with_its_host():
    row = make_exhibit(media_url="https://www.film.example/om-staden")
    html = page(row.get_absolute_url())
    assert "Öppna filmen eller kartan på film.example" in html
    assert "<iframe" not in html and "<video" not in html


def test_the_menu_has_six_entries_and_the_strip_leads_to_the_hours():
    html = page()
    menu = html.partition('class="menu"')[2].partition("</ul>")[0]
    names = ["Områden", "Tyck till", "Rummet", "Aktiviteter", "Nyheter", "Etablera"]
    assert menu.count("<li>") == 6
    places = [menu.find(name) for name in names]
    assert -1 not in places and places == sorted(places)
    strip = html.partition("opening-strip")[2].partition("</aside>")[0]
    assert 'href="/besok/"' in strip
    # A phone shows the last two words: the sentence before them has told the hours.
    assert re.search(r"<span>Öppettider och</span> vägen hit\s*</a>", strip)


def test_the_list_asks_the_same_for_one_and_for_many(django_assert_max_num_queries):
    for _ in range(30):
        make_exhibit()
    with django_assert_max_num_queries(14):
        page()
