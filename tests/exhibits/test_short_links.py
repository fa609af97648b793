"""Printed codes: where they lead, for ever, what is counted, and what stands on the sheets."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from exhibits.models import ShortLink, ShortLinkDay
from exhibits.models.short_links import ALPHABET
from exhibits.now.labels import first_sentence, labels_of, link_of
from helsingborgsrummet.serving.generation import generation
from tests.factory import (
    make_account,
    make_dialogue,
    make_exhibit,
    make_plan,
    make_station,
    make_step,
    swedish,
)

NOW = swedish(2026, 11, 26, 12)
DAY = datetime.date(2026, 11, 26)
PHONE = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(NOW, tick=False)


def follow(link, headers=PHONE):
    return Client().get(link.get_absolute_url(), headers=headers)


def a_question(opens=-3, closes=9, **kwargs):
    day = datetime.timedelta(days=1)
    return make_step(
        make_plan(title="Parkkvarteret"),
        starts_on=DAY + opens * day,
        ends_on=DAY + closes * day,
        **kwargs,
    )


def test_a_thing_has_one_code_that_nobody_misreads():
    exhibit = make_exhibit()
    station = make_station(pk=exhibit.pk)
    codes = {link_of(row, NOW).code for row in (exhibit, exhibit, station)}
    assert len(codes) == 2 and set("".join(codes)) <= set(ALPHABET)
    assert not set("01loiaeuy") & set(ALPHABET)


def test_a_taken_code_is_passed_over(monkeypatch):
    letters = iter("bbbbb" + "bbbbb" + "ccccc")
    monkeypatch.setattr("exhibits.models.short_links.secrets.choice", lambda _: next(letters))
    assert [link_of(make_exhibit(), NOW).code for _ in range(2)] == ["bbbbb", "ccccc"]


def test_a_code_follows_a_rename_and_says_why_something_is_withdrawn():
    exhibit = make_exhibit(slug="gammal")
    link = link_of(exhibit, NOW)
    exhibit.slug = "ny"
    exhibit.save()
    answer = follow(link)
    assert (answer.status_code, answer["Location"]) == (302, "/rummet/ny/")
    assert answer["Cache-Control"] == "no-store"
    for typed in (f"/k/{link.code.upper()}", f"/k/{link.code}/"):
        assert Client().get(typed)["Location"] == "/rummet/ny/"
    exhibit.withdraw(NOW, reason="Modellen lagas.")
    answer = follow(link)
    assert answer.status_code == 410 and "Modellen lagas." in answer.content.decode()


@pytest.mark.parametrize(
    ("closes", "place"), [(9, ""), (0, ""), (-1, "#steg-{pk}")], ids=["open", "last day", "closed"]
)
def test_the_code_of_a_consultation_leads_to_what_came_of_it(closes, place):
    step = a_question(-20, closes, result="42 synpunkter.")
    answer = follow(link_of(step, NOW))
    assert answer["Location"] == step.plan.get_absolute_url() + place.format(pk=step.pk)
    page = Client().get(answer["Location"]).content.decode()
    assert (f'id="steg-{step.pk}"' in page) and "42 synpunkter." in page


@pytest.mark.parametrize("closes", [9, -40], ids=["open", "closed"])
def test_the_code_of_a_dialogue_leads_to_where_it_stands(closes):
    dialogue = make_dialogue(
        opens_on=DAY - datetime.timedelta(days=60), closes_on=DAY + datetime.timedelta(days=closes)
    )
    path, _, place = follow(link_of(dialogue, NOW))["Location"].partition("#")
    assert f'id="{place}"' in Client().get(path).content.decode()


def test_what_is_deleted_or_not_out_yet_is_explained():
    step, draft = a_question(), make_exhibit(title="Nästa år", published_at=None)
    links = [link_of(step, NOW), link_of(draft, NOW)]
    step.delete()
    gone, coming = map(follow, links)
    assert (
        gone.status_code == 410 and "Koden används inte till något annat" in gone.content.decode()
    )
    assert coming.status_code == 404 and "inte publicerad ännu" in coming.content.decode()
    assert ShortLink.objects.count() == 2
    assert Client().get("/k/zzzzz").status_code == 404


def test_readings_are_counted_by_day_and_nothing_else_is_known():
    link = link_of(make_exhibit(), NOW)
    before = generation()
    for headers in (
        PHONE,
        PHONE,
        {"User-Agent": "Googlebot/2.1"},
        {**PHONE, "Sec-Purpose": "prefetch"},
        {},
    ):
        follow(link, headers)
    Client().head(link.get_absolute_url(), headers=PHONE)
    (row,) = ShortLinkDay.objects.values()
    assert row.items() >= {"link_id": link.pk, "day": DAY, "readings": 2}.items()
    assert row.keys() == {"id", "link_id", "day", "readings"}
    assert generation() == before


def test_a_reading_costs_few_queries(django_assert_max_num_queries):
    link = link_of(make_exhibit(), NOW)
    follow(link)
    with django_assert_max_num_queries(4):
        follow(link)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Stå vid havet. Se staden.", "Stå vid havet."),
        ("Öppet kl. 10 och t.ex. 12 på St. Jörgens plats. Välkommen!", "Öppet kl. 10 och t.ex. 12 på St. Jörgens plats."),
        ("Vad tycker du? Svara.", "Vad tycker du?"),
        ("Utan punkt", "Utan punkt"),
    ],
)  # fmt: skip
def test_the_first_sentence_ends_where_it_ends(text, first):
    assert first_sentence(text) == first


def test_a_poster_says_until_when_and_how():
    step = a_question(
        respond_url="https://example.org/svar", respond_email="svar@example.org", is_example=True
    )
    closed = a_question(-9, -1)
    (label,), left = labels_of([link_of(step, NOW), link_of(closed, NOW)], NOW, DAY)
    assert label.kicker == "Samråd" and label.title == "Parkkvarteret" and label.is_example
    assert label.lines == (
        "Tyck till senast lördag 5 december 2026",
        "På webben: använd koden.",
        "Med e-post: svar@example.org",
    )
    assert [link.target for link in left] == [closed]


def test_who_works_here_chooses_what_to_print(client):
    exhibit, step = make_exhibit(title="Havet", is_example=True), a_question()
    client.force_login(make_account("Värd", "vard"))
    choose = reverse("admin:exhibits_labels")
    assert "Kryssa i minst en" in client.post(choose, {"storlek": "a5"}).content.decode()
    answer = client.post(choose, {"vad": [f"u{exhibit.pk}", f"planstep{step.pk}"], "storlek": "a5"})
    sheet = client.get(answer["Location"]).content.decode()
    assert 'data-size="a5"' in sheet and sheet.count("<svg") == 2 and "style=" not in sheet
    assert "Exempel" in sheet and ">Havet</h2>" in sheet
    for link in ShortLink.objects.all():
        assert f"<strong>127.0.0.1:8000/k/{link.code}</strong>" in sheet
    # The same from a list.
    chosen = {"action": "print_labels", "_selected_action": [exhibit.pk]}
    client.force_login(make_account("Redaktör", "red"))
    answer = client.post(reverse("admin:exhibits_exhibit_changelist"), chosen)
    assert answer["Location"].endswith(f"kod={link_of(exhibit, NOW).code}")
    client.force_login(make_account(name="ingen"))
    assert client.get(answer["Location"]).status_code in (302, 403)
