"""Places for businesses: the list and its filters, one place, the feed, the days between checks."""

import datetime
import re

import feedparser
import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exhibits.models import Area, Opportunity
from exhibits.models.opportunities import Freshness
from helsingborgsrummet.content.kinds import parameters
from helsingborgsrummet.serving.page_cache import PageCache
from tests.factory import make_area, make_opportunity, make_plan, make_room, make_step, swedish

pytestmark = pytest.mark.django_db
CHECKED = datetime.date(2026, 11, 1)
TODAY = swedish(2026, 11, 23, 12)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


def page_of(client, address="/etablera/", status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def titles(page):
    """The titles of the list, in its order."""
    return re.findall(r'<h3><a href="/etablera/[^"]+">([^<]+)</a></h3>', page)


# --- The list -----------------------------------------------------------------------------------


def test_the_list_says_what_each_place_is(client):
    make_opportunity(
        title="Kontor nära tågen",
        kind="kontor",
        area=make_area(title="Oceanhamnen"),
        place="Kajen",
        size_from=250,
        size_to=600,
        availability="Efter ombyggnad",
        is_example=True,
    )
    page = page_of(client)
    for words in (
        "Kontor, Kajen, Oceanhamnen", "250–600\u00a0m²", "Efter ombyggnad", ">Ledig<", "Exempel",
        "1 november 2026", "En plats<",
    ):  # fmt: skip
        assert words in page, words


def test_available_come_first_then_the_newest_checked(client):
    day = datetime.timedelta(days=1)
    make_opportunity(title="Reserverad", state="reserved", checked_on=CHECKED + 3 * day)
    make_opportunity(title="Äldre", checked_on=CHECKED)
    make_opportunity(title="Borta", state="gone", checked_on=CHECKED)
    make_opportunity(title="Nyare", checked_on=CHECKED + day)
    make_opportunity(title="Utkast", published_at=None)
    assert titles(page_of(client)) == ["Nyare", "Äldre", "Reserverad"]


def test_an_area_that_nobody_may_see_is_not_named(client):
    make_opportunity(title="Platsen", area=make_area(title="Hemliga", published_at=None))
    assert titles(page_of(client)) == ["Platsen"]
    assert "Hemliga" not in page_of(client)
    assert "Hemliga" not in page_of(client, Opportunity.objects.get().get_absolute_url())


@pytest.fixture
def places():
    """A few places that differ in everything that can be chosen."""
    harbour, park = (
        make_area(title="Hamnen", slug="hamnen"),
        make_area(title="Parken", slug="parken"),
    )
    make_opportunity(
        title="Kontor 250–600", kind="kontor", area=harbour, size_from=250, size_to=600
    )
    make_opportunity(title="Lokal 400", area=harbour, size_from=400, size_to=400, state="reserved")
    make_opportunity(title="Lokal till 90", area=park, size_to=90)
    make_opportunity(title="Mark från 1500", kind="mark", size_from=1500)
    make_opportunity(title="Lokal utan yta", area=park)


EVERYTHING = {"Kontor 250–600", "Lokal 400", "Lokal till 90", "Mark från 1500", "Lokal utan yta"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", EVERYTHING),
        ("?slag=&omrade=&yta=&lage=", EVERYTHING),
        ("?slag=lokal", {"Lokal 400", "Lokal till 90", "Lokal utan yta"}),
        ("?slag=mark", {"Mark från 1500"}),
        ("?omrade=hamnen", {"Kontor 250–600", "Lokal 400"}),
        ("?lage=reserverad", {"Lokal 400"}),
        ("?lage=ledig&slag=lokal", {"Lokal till 90", "Lokal utan yta"}),
        ("?yta=90", EVERYTHING - {"Lokal utan yta"}),
        ("?yta=91", {"Kontor 250–600", "Lokal 400", "Mark från 1500"}),
        ("?yta=400", {"Kontor 250–600", "Lokal 400", "Mark från 1500"}),
        ("?yta=401", {"Kontor 250–600", "Mark från 1500"}),
        ("?yta=601", {"Mark från 1500"}),
        ("?yta=9000", {"Mark från 1500"}),
        ("?yta=1+500", {"Mark från 1500"}),
        ("?yta=250+m²", {"Kontor 250–600", "Lokal 400", "Mark från 1500"}),
        ("?yta=0", EVERYTHING),
        ("?yta=0000000000090", EVERYTHING - {"Lokal utan yta"}),
        ("?yta=" + "0" * 11 + "1" + "9" * 150, EVERYTHING),
        ("?yta=" + "9" * 5000, EVERYTHING),
        ("?slag=kontor&omrade=hamnen&yta=500&lage=ledig", {"Kontor 250–600"}),
        ("?slag=kontor&omrade=parken", set()),
        ("?nagot=annat", EVERYTHING),
    ],
)
@pytest.mark.usefixtures("places")
def test_the_filters_narrow_the_list(client, query, expected):
    assert set(titles(page_of(client, f"/etablera/{query}"))) == expected


@pytest.mark.parametrize("query", ["slag=villa", "omrade=finns-inte", "lage=borta", "lage=gone"])
@pytest.mark.usefixtures("places")
def test_choices_that_are_never_offered_are_no_pages(client, query):
    page_of(client, f"/etablera/?{query}", status=404)


@pytest.mark.parametrize("typed", ["stor", "-5", "2,5", "99999999999999999999", "²", "٢٥٠", "<b>"])
@pytest.mark.usefixtures("places")
def test_a_size_that_cannot_be_read_is_told_and_kept(client, typed):
    response = client.get("/etablera/", {"yta": typed, "slag": "lokal"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "Skriv ytan med siffror" in page
    assert 'aria-invalid="true" aria-describedby="yta-fel"' in page
    assert f'value="{typed}"'.replace('"<b>"', '"&lt;b&gt;"') in page
    assert len(titles(page)) == 3


@pytest.mark.usefixtures("places")
def test_links_keep_what_else_is_chosen_and_tell_how_many(client):
    page = page_of(client, "/etablera/?omrade=hamnen&lage=ledig")
    nav = page.partition('aria-label="Visa en typ"')[2].partition("</nav>")[0]
    links = re.findall(r'href="([^"]+)"[^>]*>(\w+) <span.*?</span>(\d+)</span>', nav)
    assert [(address.replace("&amp;", "&"), name, count) for address, name, count in links] == [
        ("/etablera/?omrade=hamnen&lage=ledig", "Alla", "1"),
        ("/etablera/?slag=mark&omrade=hamnen&lage=ledig", "Mark", "0"),
        ("/etablera/?slag=lokal&omrade=hamnen&lage=ledig", "Lokal", "0"),
        ("/etablera/?slag=kontor&omrade=hamnen&lage=ledig", "Kontor", "1"),
    ]
    assert '<option value="hamnen" selected>' in page
    assert '<option value="ledig" selected>' in page
    assert "1 av 5 platser" in page
    assert "<title>Etablera: platser i Hamnen, lediga – Helsingborgsrummet</title>" in page
    assert '<meta name="robots" content="noindex, follow">' in page
    assert "noindex" not in page_of(client)


@pytest.mark.usefixtures("places")
def test_nothing_found_leads_on(client):
    make_room(contact_role="Värdarna", contact_email="rummet@example.org")
    page = page_of(client, "/etablera/?slag=kontor&omrade=parken&yta=300")
    assert "Ingen plats passar just nu" in page
    assert "kontor i Parken, minst 300\u00a0m²" in page
    assert '<a href="/etablera/">visa alla platser (5)</a>' in page
    assert 'Värdarna: <a href="mailto:rummet@example.org">' in page


def test_an_empty_list_tells_whom_to_ask(client):
    page = page_of(client)
    assert "Det finns ingen ledig plats att visa i dag." in page
    assert '<a href="/besok/#contact">Så når du oss</a>' in page


def test_filtered_lists_are_kept_by_the_page_cache(tmp_path):
    def key(query):
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/etablera/", "wsgi.url_scheme": "http"}
        return PageCache(None, tmp_path, parameters=parameters()).key(
            {**environ, "QUERY_STRING": query}
        )

    assert key("slag=lokal&omrade=hamnen&yta=250&lage=ledig")
    assert key("slag=lokal&utm_source=x") is None


# --- Days between checks ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "freshness"),
    [
        (0, Freshness.CHECKED), (59, Freshness.CHECKED), (60, Freshness.CHECKED),
        (61, Freshness.DUE), (119, Freshness.DUE), (120, Freshness.DUE),
        (121, Freshness.STALE), (4000, Freshness.STALE), (None, Freshness.STALE),
    ],
)  # fmt: skip
@pytest.mark.parametrize("state", Opportunity.State.values)
def test_what_is_not_checked_is_flagged_and_then_taken_off_the_list(client, age, freshness, state):
    today = TODAY.date()
    day = None if age is None else today - datetime.timedelta(days=age)
    row = make_opportunity(title="Platsen", checked_on=day, state=state)
    is_gone = state == "gone"
    assert row.freshness_on(today) is freshness
    flagged = Opportunity.objects.unchecked(TODAY, today)
    assert flagged.exists() == (not is_gone and freshness is not Freshness.CHECKED)
    listed = not is_gone and freshness is not Freshness.STALE
    assert Opportunity.objects.listed(TODAY, today).exists() == listed
    assert (titles(page_of(client)) == ["Platsen"]) == listed
    page = page_of(client, row.get_absolute_url())
    assert ("Uppgifterna kan vara gamla" in page) == (not is_gone and not listed)
    assert ("Platsen är inte längre ledig" in page) == is_gone


def test_a_place_leaves_the_list_at_swedish_midnight(client):
    make_opportunity(title="Platsen", checked_on=CHECKED)
    last = swedish(2027, 3, 1, 23, 59)
    assert last.date() - CHECKED == datetime.timedelta(days=120)
    with time_machine.travel(last, tick=False):
        assert titles(page_of(client)) == ["Platsen"]
    with time_machine.travel(swedish(2027, 3, 2), tick=False):
        assert titles(page_of(client)) == []


# --- One place ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "allows", "words"),
    [
        ("antagen", "Handel.", "Det här tillåter planen"),
        ("laga-kraft", "", "Läs i planen vad som får finnas här."),
        # A proposal allows nothing yet.
        ("granskning", "Handel.", "Det här föreslår planen"),
        ("granskning", "", "Läs i planen vad som föreslås här."),
    ],
)
def test_what_a_plan_allows_it_only_proposes_until_it_is_adopted(client, stage, allows, words):
    plan = make_plan()
    ends_on = datetime.date(2025, 11, 12) if stage == "granskning" else None
    make_step(plan=plan, stage=stage, starts_on=datetime.date(2025, 10, 22), ends_on=ends_on)
    row = make_opportunity(area=plan.area, plan=plan, plan_allows=allows)
    section = (
        page_of(client, row.get_absolute_url())
        .partition('id="allows"')[2]
        .partition("</section")[0]
    )
    assert words in section
    assert ("föresl" in section) is (stage == "granskning")


def test_the_page_of_a_place_tells_everything(client):
    area = make_area(title="Oceanhamnen", slug="oceanhamnen")
    plan = make_plan(title="Kajplanen", area=area)
    make_step(plan=plan, stage="antagen", starts_on=datetime.date(2025, 10, 22))
    row = make_opportunity(
        kind="kontor",
        area=area,
        plan=plan,
        plan_allows="Kontor och handel.",
        size_from=1500,
        availability="Från våren",
        body="## Om lokalen\n\nTre trappor upp.",
        contact_role="Etableringslotsen",
        contact_email="etablera@example.org",
        contact_phone="08-465 004 21",
        advert_url="https://www.example.org/annons/1",
        source="Fastighetsägaren",
    )
    page = page_of(client, row.get_absolute_url())
    for words in (
        "Kontor, Oceanhamnen", "från 1\u00a0500\u00a0m²", "Från våren", "Det här tillåter planen",
        "Kontor och handel.", "Kajplanen", "Planen antogs 22 oktober 2025.", "anslagstavla",
        "Etableringslotsen", "mailto:etablera@example.org", "tel:+4684650042",
        "Läs annonsen på example.org", "Källa: Fastighetsägaren", "Kontrollerad",
        "1 november 2026", "Om lokalen</h2>", "Tre trappor upp.", "Läs om Oceanhamnen", ">Ledig<",
    ):  # fmt: skip
        assert words in page, words
    assert "noindex" not in page


def test_a_plan_that_nobody_may_see_is_not_named(client):
    hidden = make_area(published_at=None, slug="hemligt")
    for plan in (make_plan(published_at=None), make_plan(hidden)):
        page = page_of(client, make_opportunity(plan=plan).get_absolute_url())
        assert plan.title not in page and "hemligt" not in page


def test_a_place_that_is_gone_says_so_and_leads_on(client):
    row = make_opportunity(state="gone")
    page = page_of(client, row.get_absolute_url())
    assert ">Inte längre ledig<" in page
    assert '<a href="/etablera/">Se vad som är ledigt nu</a>' in page
    assert '<meta name="robots" content="noindex">' in page


def test_an_example_says_so_and_is_not_for_search_engines(client):
    row = make_opportunity(is_example=True)
    page = page_of(client, row.get_absolute_url())
    assert "Den här platsen är påhittad" in page
    assert '<meta name="robots" content="noindex">' in page


def test_drafts_are_missing_and_withdrawn_ones_tell_why(client):
    page_of(client, make_opportunity(published_at=None).get_absolute_url(), status=404)
    row = make_opportunity(withdrawn_at=TODAY - datetime.timedelta(hours=1))
    assert "Sidan är inaktuell." in page_of(client, row.get_absolute_url(), status=410)


def test_a_renamed_place_leads_from_its_old_address(client):
    row = make_opportunity(slug="gammal")
    row.slug = "ny"
    row.save()
    assert client.get("/etablera/gammal/")["Location"] == "/etablera/ny/"


def test_sizes_stand_in_order():
    with pytest.raises(ValidationError, match="Ytorna står i fel ordning"):
        Opportunity(title="a", slug="a", summary="a", size_from=2, size_to=1).full_clean()


def test_an_area_lists_its_places(client):
    area = make_area(title="Hamnen", slug="hamnen")
    make_opportunity(title="I hamnen", area=area)
    make_opportunity(title="Borta", area=area, state="gone")
    make_opportunity(title="Någon annanstans")
    page = page_of(client, "/omraden/hamnen/")
    assert titles(page) == ["I hamnen"]
    assert 'href="/etablera/?omrade=hamnen"' in page
    assert "Plats för verksamheter" not in page_of(client, make_area().get_absolute_url())


# --- Feed and sitemap ---------------------------------------------------------------------------


def test_the_feed_tells_of_listed_places_and_flags_examples(client, settings):
    settings.SITE_ORIGIN = "https://rummet.example"
    first = make_opportunity(
        title="Första", slug="forsta", is_example=True, size_from=90, availability="Nu.", kind="mark",
        summary="A & B.",
    )  # fmt: skip
    make_opportunity(title="Andra", state="reserved")
    make_opportunity(title="Borta", state="gone")
    make_opportunity(title="Gammal", checked_on=datetime.date(2026, 1, 1))
    response = client.get("/etablera/atom.xml")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(response.content)
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == ["Andra", "Exempel: Första"]
    entry = feed.entries[1]
    assert entry.link == "https://rummet.example/etablera/forsta/"
    assert entry.id == first.uid.urn
    assert entry.summary.replace("\u00a0", " ") == "A &amp; B. Ledig. Från 90 m². Nu."
    assert [tag.term for tag in entry.tags] == ["Mark"]


def test_the_sitemap_names_what_can_be_had(client):
    make_opportunity(slug="ledig")
    make_opportunity(slug="borta", state="gone")
    make_opportunity(slug="pahittad", is_example=True)
    page = client.get("/sitemap-etablera.xml").content.decode()
    found = re.findall(r"<loc>[^<]*(/etablera/[^<]*)</loc>", page)
    assert found == ["/etablera/", "/etablera/ledig/"]


# --- The database -------------------------------------------------------------------------------


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in queries]


# What the pages ask for themselves; one more, on every page, is the next change of the clock.
@pytest.mark.parametrize(
    ("address", "own"),
    [("/etablera/", 1), ("/etablera/?slag=lokal&yta=1", 1), ("/etablera/atom.xml", 1),
     ("/etablera/plats/", 2), ("/omraden/omrade/", 6)],
)  # fmt: skip
def test_a_page_asks_the_same_for_one_and_for_many(client, address, own):
    ContentType.objects.get_for_models(Opportunity, Area)
    make_room()
    area = make_area(slug="omrade")
    plan = make_plan(area=area)
    make_step(plan=plan, stage="samrad")
    make_opportunity(slug="plats", area=area, plan=plan, size_to=10)
    few = queries_of(client, address)
    tables = ("exhibits_opportunity", "exhibits_plan")
    assert sum(any(table in query for table in tables) for query in few) == own, few
    for _ in range(14):
        make_opportunity(area=area, plan=plan, size_to=10)
        make_opportunity(area=make_area(), size_to=10)
        make_step(plan=plan, stage="granskning")
    assert len(queries_of(client, address)) == len(few)
