"""Places for businesses in the admin: who may do what, checks that are due, the preview."""

import datetime

import pytest
import time_machine

from exhibits.models import Opportunity
from tests.admin_forms import moment_fields, no_rows
from tests.factory import make_area, make_opportunity, swedish

pytestmark = pytest.mark.django_db
LIST = "/admin/exhibits/opportunity/"
NOW = swedish(2026, 11, 23, 12)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def fields(**kwargs):
    """A complete form; a draft unless a moment is given."""
    return {
        "title": "Lokal vid torget", "slug": "", "kind": "lokal", "state": "available",
        "summary": "Ingress.", "body": "Text.", "size_from": "250", "size_to": "600",
        "availability_until_precision": "day", **no_rows("corrections"),
        **kwargs,
    }  # fmt: skip


def days_ago(days):
    return TODAY - datetime.timedelta(days=days)


@pytest.mark.parametrize(
    ("role", "status"), [("Redaktör", 200), ("Skribent", 200), ("Värd", 403)], ids=str
)
def test_who_opens_the_pages(sign_in, role, status):
    row = make_opportunity()
    client = sign_in(role)
    for address in (LIST, f"{LIST}add/", f"{LIST}{row.pk}/change/"):
        assert client.get(address).status_code == status, address


def test_an_editor_publishes(sign_in):
    client = sign_in("Redaktör")
    moment = NOW - datetime.timedelta(minutes=1)
    sent = fields(checked_on="2026-11-20", **moment_fields("published_at", moment))
    assert client.post(f"{LIST}add/", sent).status_code == 302
    row = Opportunity.objects.get()
    assert row.slug == "lokal-vid-torget"
    assert "Lokal vid torget" in client.get("/etablera/").content.decode()


def test_the_list_publishes_places_of_areas(sign_in):
    row = make_opportunity(area=make_area(title="Hamnen"), published_at=None)
    client = sign_in("Redaktör")
    assert "Hamnen" in client.get(LIST).content.decode()
    client.post(LIST, {"action": "publish_now", "_selected_action": [row.pk]})
    row.refresh_from_db()
    assert row.published_at == NOW


def test_a_writer_writes_drafts_and_nothing_else(sign_in):
    client = sign_in("Skribent")
    client.post(f"{LIST}add/", fields(**moment_fields("published_at", NOW)))
    assert Opportunity.objects.get().published_at is None
    public = make_opportunity(title="Orörd", checked_on=days_ago(70))
    assert client.post(f"{LIST}{public.pk}/change/", fields(title="Ändrad")).status_code == 403
    client.post(LIST, {"action": "mark_checked", "_selected_action": [public.pk]})
    public.refresh_from_db()
    assert (public.title, public.checked_on) == ("Orörd", days_ago(70))


def test_sizes_in_the_wrong_order_are_told(sign_in):
    client = sign_in("Redaktör")
    response = client.post(f"{LIST}add/", fields(size_from="600", size_to="250"))
    assert "Ytorna står i fel ordning." in response.content.decode()


def test_the_list_says_what_waits_for_a_check_and_marks_it_done(sign_in, client):
    fresh = make_opportunity(title="Färsk", checked_on=days_ago(60))
    due = make_opportunity(title="Snart", checked_on=days_ago(61))
    stale = make_opportunity(title="Gammal", checked_on=days_ago(121))
    never = make_opportunity(title="Aldrig", checked_on=None)
    make_opportunity(title="Borta", checked_on=days_ago(500), state="gone")
    client = sign_in("Redaktör")
    page = client.get(LIST).content.decode()
    assert page.count("behöver kontrolleras</span>") == 1
    assert page.count("borta ur listan tills någon kontrollerar</span>") == 2

    def found(query):
        rows = client.get(LIST + query).context["cl"].queryset
        return {row.title for row in rows}

    assert found("?kontroll=behovs") == {"Snart", "Gammal", "Aldrig"}
    assert found("?kontroll=dold") == {"Gammal", "Aldrig"}
    saved = stale.saved_at
    chosen = {"action": "mark_checked", "_selected_action": [due.pk, stale.pk, never.pk]}
    page = client.post(LIST, chosen, follow=True).content.decode()
    assert "Kontrollerad i dag: " in page
    assert found("?kontroll=behovs") == set()
    stale.refresh_from_db()
    fresh.refresh_from_db()
    assert (stale.checked_on, fresh.checked_on) == (TODAY, days_ago(60))
    assert stale.saved_at == saved
    assert "Gammal" in client.get("/etablera/").content.decode()
    history = client.get(f"{LIST}{stale.pk}/history/").content.decode()
    assert "Kontrollerad i dag." in history


def test_the_preview_shows_what_is_not_saved(sign_in):
    client = sign_in("Redaktör")
    area = make_area(title="Gåsebäck")
    sent = fields(area=area.pk, plan_allows="Verkstad.", state="reserved")
    response = client.post(f"{LIST}forhandsvisning/", sent)
    page = response.content.decode()
    for words in (
        "<h1>Lokal vid torget</h1>", "250–600\u00a0m²", "Verkstad.", "Lokal, Gåsebäck", ">Reserverad<",
        "Förhandsvisning. Inget är sparat.",
    ):  # fmt: skip
        assert words in page, words
    assert not Opportunity.objects.exists()
