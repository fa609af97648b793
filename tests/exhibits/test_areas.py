"""Area pages as a visitor meets them, and the questions that milestones answer."""

import datetime
import re

import pytest
from django.contrib.admin import site

from exhibits.models import Area, KeyFact, Milestone
from tests.factory import (
    LONG_AGO,
    make_announcement,
    make_area,
    make_milestone,
    make_picture,
    make_plan,
)

pytestmark = pytest.mark.django_db
Phase = Milestone.Phase
date = datetime.date


@pytest.mark.parametrize(
    ("milestone", "today", "phase"),
    [
        ({"starts_on": None}, date(2026, 1, 1), Phase.AHEAD),
        ({"starts_on": date(2024, 2, 5)}, date(2024, 2, 4), Phase.AHEAD),
        ({"starts_on": date(2024, 2, 5)}, date(2024, 2, 5), Phase.NOW),
        ({"starts_on": date(2024, 2, 5)}, date(2024, 2, 6), Phase.PASSED),
        (
            {"starts_on": date(2024, 2, 5), "ends_on": date(2024, 4, 7)},
            date(2024, 4, 7),
            Phase.NOW,
        ),
        (
            {"starts_on": date(2024, 2, 5), "ends_on": date(2024, 4, 7)},
            date(2024, 4, 8),
            Phase.PASSED,
        ),
        (
            {"starts_on": date(2021, 11, 1), "starts_precision": "month"},
            date(2021, 11, 30),
            Phase.NOW,
        ),
        (
            {"starts_on": date(2021, 11, 1), "starts_precision": "month"},
            date(2021, 12, 1),
            Phase.PASSED,
        ),
        (
            {"starts_on": date(2012, 1, 1), "starts_precision": "year"},
            date(2012, 12, 31),
            Phase.NOW,
        ),
        (
            {"starts_on": date(2012, 1, 1), "starts_precision": "year"},
            date(2013, 1, 1),
            Phase.PASSED,
        ),
    ],
)
def test_phase_of_a_milestone(milestone, today, phase):
    assert make_milestone(make_area(), **milestone).phase_on(today) is phase


def test_what_goes_on_is_named_before_what_is_next_and_what_was_last():
    area = make_area()
    make_milestone(area, title="Först", starts_on=date(2020, 1, 1))
    make_milestone(area, title="Sedan", starts_on=date(2022, 1, 1))
    assert area.step_on(date(2026, 1, 1)).title == "Sedan"
    make_milestone(area, title="Någon gång", starts_on=None)
    make_milestone(area, title="Snart", starts_on=date(2027, 1, 1))
    assert area.step_on(date(2026, 1, 1)).title == "Snart"
    make_milestone(area, title="Nu", starts_on=date(2025, 1, 1), ends_on=date(2026, 6, 1))
    assert area.step_on(date(2026, 1, 1)).title == "Nu"


def test_the_quay_leads_from_what_passed_to_what_is_ahead(client):
    area = make_area(slug="kajen")
    make_milestone(area, title="Aldrig klart", starts_on=date(2011, 1, 1), ends_on=date(2999, 1, 1))
    make_milestone(area, title="För länge sedan", starts_on=date(2012, 1, 1))
    make_milestone(area, title="Någon gång", starts_on=None)
    shown = client.get("/omraden/kajen/").context["milestones"]
    assert [each.title for each in shown] == ["För länge sedan", "Aldrig klart", "Någon gång"]
    assert [each.phase for each in shown] == [Phase.PASSED, Phase.NOW, Phase.AHEAD]


def test_what_has_happened_beside_plans_is_told_from_the_latest(client):
    area = make_area(slug="kajen")
    make_plan(area)
    make_milestone(area, title="Först", starts_on=date(2012, 1, 1))
    make_milestone(
        area, title="Sedan", starts_on=date(2015, 1, 1),
        source="Staden", source_url="https://staden.example/", checked_on=date(2026, 1, 2),
    )  # fmt: skip
    make_milestone(area, title="Pågår", starts_on=date(2011, 1, 1), ends_on=date(2999, 1, 1))
    response = client.get("/omraden/kajen/")
    shown = [each.title for each in response.context["milestones"]]
    assert shown == ["Pågår", "Sedan", "Först"]
    page = response.content.decode()
    assert 'Källa: <a href="https://staden.example/">Staden</a>. Kontrollerad <time' in page


def test_a_quay_says_where_a_plan_under_way_lies_and_none_where_one_has_ended(client):
    area = make_area(slug="kajen")
    make_plan(
        area, title="Kvarteret", procedure="standard",
        steps=[
            {"stage": "planuppdrag", "starts_on": date(2020, 1, 1)},
            {"stage": "samrad", "starts_on": date(2021, 1, 1), "ends_on": date(2999, 1, 15)},
        ],
    )  # fmt: skip
    make_plan(
        area, title="Slut",
        steps=[
            {"stage": "antagen", "starts_on": date(2010, 1, 1)},
            {"stage": "klar", "starts_on": date(2012, 1, 1)},
        ],
    )  # fmt: skip
    page = client.get("/omraden/kajen/").content.decode()
    # What can be answered until when stands before the picture and everything else.
    state, _, rest = page.partition('class="area-state"')[2].partition("</p>")
    assert "Tyck till senast" in state and "15 januari 2999" in state and "Kvarteret" in state
    assert rest.count('<ol class="quay') == 1
    quay = rest.partition('<ol class="quay')[2].partition("</ol>")[0]
    assert re.findall(r'<li\s+class="([a-z ]+)"', quay) == ["passed", "here now", "ahead", "ahead"]
    assert quay.count('aria-current="step"') == 1
    for words in ("Tidigare, 1 januari 2020", "Pågår nu, ", "Bearbetning", "Väntas"):
        assert words in quay
    assert "inte bestämt" not in quay
    assert rest.count("Där det inte står något datum är tiden inte bestämd.") == 1


def test_a_source_that_all_key_facts_share_is_named_once(client):
    area = make_area(slug="kajen")
    for label in ("Yta", "Bostäder"):
        KeyFact.objects.create(area=area, label=label, value="många", source="Planförslaget 2024")
    assert client.get("/omraden/kajen/").content.decode().count("Planförslaget 2024") == 1
    KeyFact.objects.create(area=area, label="Byggår", value="2030", source="Staden")
    assert client.get("/omraden/kajen/").content.decode().count("Planförslaget 2024") == 2


def test_an_area_without_milestones_has_no_step():
    assert make_area().step_on(date(2026, 1, 1)) is None


def test_area_detail_shows_facts_with_source_and_steps_in_words(client):
    area = make_area(title="Östra Ramlösa", slug="ostra-ramlosa", kind="Ny stadsdel")
    KeyFact.objects.create(
        area=area,
        label="Bostäder på sikt",
        value="omkring 3 000",
        source="Planförslaget 2024",
        checked_on=date(2026, 11, 23),
    )
    make_milestone(area, title="Samråd", starts_on=date(2022, 6, 1), ends_on=date(2022, 8, 31))
    make_milestone(area, title="Antagande", starts_on=None)
    make_announcement(title="Granskning börjar", areas=[area])
    make_announcement(title="Annat område", areas=[make_area()])
    page = client.get("/omraden/ostra-ramlosa/").content.decode()
    assert "<h1>Östra Ramlösa</h1>" in page
    assert "Ny stadsdel" in page
    assert "omkring 3 000" in page and "Planförslaget 2024" in page
    assert "Kontrollerad" in page and "23 november 2026" in page
    assert "1 juni–31 augusti 2022" in page
    assert "Härnäst" in page and "iden är inte bestämd" in page
    assert "Granskning börjar" in page
    assert "Annat område" not in page
    assert "Schematisk karta. Gränserna är ungefärliga." in page
    assert "<h2" in page and "Vad planeras här?" in page


@pytest.mark.parametrize(
    ("moments", "status"),
    [({"published_at": None}, 404), ({"withdrawn_at": LONG_AGO + datetime.timedelta(days=1)}, 410)],
    ids=["draft", "withdrawn"],
)
def test_unpublished_areas_leak_nowhere(client, moments, status):
    area = make_area(title="Hemligt område", slug="hemligt", **moments)
    make_announcement(slug="nyhet", areas=[area])
    for address in ("/omraden/hemligt/", "/omraden/hemligt/atom.xml"):
        response = client.get(address)
        assert response.status_code == status
        assert "Hemligt område" not in response.content.decode()
    for address in ("/", "/omraden/", "/sitemap-omraden.xml", "/nyheter/"):
        assert "hemligt" not in client.get(address).content.decode().lower(), address


def test_area_list_shows_areas_in_the_order_of_the_map(client):
    make_area(title="Andra", place=2)
    make_area(title="Första", place=1)
    page = client.get("/omraden/").content.decode()
    page = page[page.index("area-list") :]
    assert page.index("Första") < page.index("Andra")


def test_area_list_can_be_filtered_by_kind(client):
    make_area(title="Fälten", kind="Ny stadsdel")
    make_area(title="Kvarteret", kind="Förnyelse")
    response = client.get("/omraden/?slag=ny-stadsdel")
    assert [area.title for area in response.context["areas"]] == ["Fälten"]
    assert '<option value="fornyelse">Förnyelse</option>' in response.content.decode()
    nothing = client.get("/omraden/?slag=finns-inte")
    assert nothing.status_code == 200
    assert "Inget område passar" in nothing.content.decode()


def test_areas_and_news_lead_to_each_other(client):
    area = make_area(slug="oceanhamnen")
    announcement = make_announcement(areas=[area])
    assert announcement.get_absolute_url() in client.get("/omraden/oceanhamnen/").content.decode()
    assert "/omraden/oceanhamnen/" in client.get(announcement.get_absolute_url()).content.decode()


def test_the_start_page_of_an_empty_site_says_so(client):
    page = client.get("/").content.decode()
    assert "Inget område är publicerat ännu." in page
    assert "Det finns inga nyheter ännu." in page


def test_saving_renders_the_body_once():
    area = make_area(body="Hej **du**")
    assert area.body_html == "<p>Hej <strong>du</strong></p>\n"
    area.body = "Nytt"
    area.save(update_fields=["body"])
    assert Area.objects.get().body_html == "<p>Nytt</p>\n"


@pytest.mark.parametrize("has_plan", [False, True])
def test_a_milestone_shows_its_picture_with_what_must_be_said_of_it(client, has_plan):
    area = make_area(slug="kajen")
    picture = make_picture(credit="Anna Ek", kind="vision", is_example=True, alt="En brygga.")
    make_milestone(area, title="Bryggan", picture=picture)
    if has_plan:
        make_plan(area)
    page = client.get("/omraden/kajen/").content.decode()
    figure = page.partition("Bryggan")[2].partition("</li>")[0]
    for words in ("Visionsbild: Anna Ek", "Kan komma att ändras.", 'alt="En brygga."', "Exempel"):
        assert words in figure


def test_a_picture_of_a_milestone_is_checked_like_any_other():
    area = make_area()
    picture = make_picture(title="Bryggan", alt="", shows_people=True)
    make_milestone(area, picture=picture)
    subject = site.get_model_admin(Area).subject_of(area)
    assert [(use.key, use.field) for use in subject.pictures] == [(picture.pk, "milestones")]
