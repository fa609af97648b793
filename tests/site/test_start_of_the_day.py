"""The first page of the admin: what waits, for whom, and nothing else."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from exhibits.models import Dialogue, KeyFact, OpeningException, OpeningRule
from helsingborgsrummet.models import ExternalLink, Picture
from tests.factory import (
    LONG_AGO,
    make_account,
    make_activity,
    make_announcement,
    make_area,
    make_opportunity,
    make_plan,
    swedish,
)

pytestmark = pytest.mark.django_db
NOW = swedish(2026, 11, 25, 9)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW):
        yield


def first_page(role):
    """The groups that a role sees: title → list of (text, note)."""
    user = User.objects.filter(username=role).first() or make_account(role)
    client = Client()
    client.force_login(user)
    response = client.get("/admin/")
    assert response.status_code == 200
    page = response.content.decode()
    found = {}
    for group in response.context["groups"]:
        found[group.title] = [(row.text, row.note) for row in group.rows]
        for row in group.rows:
            assert f'href="{row.url}"' in page
            assert client.get(row.url).status_code == 200, row.url
        if group.more:
            assert client.get(group.more).status_code == 200, group.more
    return found


@pytest.mark.parametrize("role", ["Redaktör", "Skribent", "Värd"])
def test_nothing_waits_on_an_empty_site(role):
    assert first_page(role) == {}


def make_everything():
    writer = User.objects.create_user("anna")
    make_announcement(
        title="Klar?", published_at=None, handed_over_at=NOW - datetime.timedelta(hours=1),
        handed_over_by=writer,
    )  # fmt: skip
    make_area(title="Gåsebäck", published_at=None, handed_over_at=NOW - datetime.timedelta(days=2))
    make_announcement(title="Bara ett utkast", published_at=None)
    make_announcement(title="Åter", published_at=None, returned_comment="Vilken dag?")
    make_announcement(title="I morgon", published_at=NOW + datetime.timedelta(days=1))
    area = make_area(title="Gammalt", review_by=datetime.date(2026, 11, 24))
    make_area(title="Dags i dag", review_by=datetime.date(2026, 11, 25))
    make_area(title="Borttaget", review_by=datetime.date(2026, 1, 1), withdrawn_at=NOW)
    KeyFact.objects.create(
        area=area, label="Bostäder", value="3", checked_on=datetime.date(2025, 11, 24)
    )
    KeyFact.objects.create(area=area, label="Yta", value="3")
    KeyFact.objects.create(area=area, label="Ny", value="3", checked_on=datetime.date(2025, 11, 26))
    KeyFact.objects.create(area=area, label="Påhittad", value="3", is_example=True)
    Picture.objects.bulk_create(
        [
            Picture(title="Barn på gata", shows_people=True),
            Picture(title="Fest", shows_people=True, consent_until=datetime.date(2026, 12, 1)),
            Picture(title="Kaj", shows_people=True, consent_until=datetime.date(2028, 1, 1)),
            Picture(title="Hus"),
        ]
    )
    ExternalLink.objects.create(
        url="https://example.org/borta", checked_at=NOW, status=404, failure_count=5,
        failing_since=NOW - datetime.timedelta(days=9),
    )  # fmt: skip
    ExternalLink.objects.create(url="https://example.org/", checked_at=NOW, status=200)
    for day in range(1, 6):
        OpeningRule.objects.create(weekday=day, opens="10:00", closes="16:00")
    OpeningException.objects.create(
        first_on=datetime.date(2026, 12, 24), last_on=datetime.date(2026, 12, 25)
    )


def test_an_editor_sees_what_waits():
    make_everything()
    assert first_page("Redaktör") == {
        "För granskning": [
            ("Gåsebäck", "lämnad 23 november 2026 kl. 9"),
            ("Klar?", "lämnad 25 november 2026 kl. 8"),
        ],
        "Skulle ha setts över": [("Gammalt", "senast 24 november 2026")],
        "Publiceras snart": [("I morgon", "26 november 2026 kl. 9")],
        "Nyckeluppgifter att kontrollera": [
            ("Gammalt: Yta", "inte kontrollerad"),
            ("Gammalt: Bostäder", "kontrollerades 24 november 2025"),
        ],
        "Bilder där samtycket behöver ses över": [
            ("Barn på gata", "samtycke saknas"),
            ("Fest", "samtycket gäller till 1 december 2026"),
        ],
        "Brutna länkar": [
            ("https://example.org/borta", "har inte svarat sedan 16 november 2026 kl. 9")
        ],
        "Öppettider att bestämma": [
            ("Nyårsafton", "torsdag 31 december 2026: öppet som vanligt?"),
            ("Nyårsdagen", "fredag 1 januari 2027: öppet som vanligt?"),
            ("Trettondagsafton", "tisdag 5 januari 2027: öppet som vanligt?"),
            ("Trettondedag jul", "onsdag 6 januari 2027: öppet som vanligt?"),
        ],
    }


def test_an_editor_is_reminded_of_plans_dialogues_activities_and_places():
    date = datetime.date
    make_plan(
        title="Kvarteret",
        steps=[
            {"stage": "samrad", "starts_on": date(2025, 1, 1), "ends_on": date(2025, 2, 1)},
            {"stage": "granskning", "starts_on": date(2026, 10, 1), "is_expected": True,
             "ends_on": None},
        ],
    )  # fmt: skip
    make_plan(
        title="Klar",
        steps=[
            {"stage": "samrad", "starts_on": date(2025, 1, 1), "ends_on": date(2025, 2, 1),
             "result": "Gatan blev smalare."},
        ],
    )  # fmt: skip
    dialogue = {
        "summary": "Frågor.", "url": "https://dialog.helsingborg.se/", "published_at": LONG_AGO,
        "opens_on": date(2026, 1, 1),
    }  # fmt: skip
    Dialogue.objects.create(title="Torget", closes_on=date(2026, 9, 25), **dialogue)
    Dialogue.objects.create(title="Nyss", closes_on=date(2026, 9, 26), **dialogue)
    two_weeks = datetime.timedelta(days=14)
    make_activity(title="Vandring", kind="trygghetsvandring", times=[NOW - 2 * two_weeks])
    make_activity(title="Nyss gått", kind="trygghetsvandring", times=[NOW - two_weeks / 2])
    make_opportunity(title="Verkstad", checked_on=date(2026, 9, 25))
    make_opportunity(title="Nyligen", checked_on=date(2026, 9, 26))
    make_opportunity(title="Borta", checked_on=date(2026, 1, 1), state="gone")
    found = {title: [text for text, _ in rows] for title, rows in first_page("Redaktör").items()}
    assert found == {
        "Planer där något skulle ha hänt": ["Kvarteret"],
        "Planer där resultatet av samråd eller granskning saknas": ["Kvarteret"],
        "Dialoger utan återkoppling": ["Torget"],
        "Aktiviteter utan återkoppling": ["Vandring"],
        "Etableringsmöjligheter att kontrollera": ["Verkstad"],
    }
    assert "Aktiviteter utan återkoppling" in first_page("Värd")
    assert list(first_page("Skribent")) == []


def test_a_writer_sees_what_came_back_and_nothing_to_decide():
    make_everything()
    found = first_page("Skribent")
    assert found["Tillbaka från granskningen"] == [("Åter", "Vilken dag?")]
    assert "För granskning" not in found
    assert "Öppettider att bestämma" not in found


def test_a_host_sees_the_days_to_decide():
    make_everything()
    assert list(first_page("Värd")) == ["Öppettider att bestämma"]


def test_many_show_the_first_and_a_way_to_all():
    for number in range(9):
        make_announcement(
            title=f"Nr {number}", published_at=NOW + datetime.timedelta(days=9 - number)
        )
        make_area(published_at=NOW + datetime.timedelta(days=30))
    rows = first_page("Redaktör")["Publiceras snart"]
    assert [text for text, _ in rows] == ["Nr 8", "Nr 7", "Nr 6", "Nr 5", "Nr 4"]
