"""The screens of the room: what stands on them, what they ask for, and who is told when one falls silent."""

import datetime
import json
import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from exhibits import silent_screen_letter
from exhibits.models import OpeningRule, Screen, ScreenContact, ScreenItem
from exhibits.now.screen_pages import without_links
from exhibits.now.screens import next_screen_change, silent_screens
from helsingborgsrummet.editing.waiting import waiting_for
from helsingborgsrummet.models import Envelope
from helsingborgsrummet.serving.generation import generation
from tests.admin_form import read_form
from tests.factory import (
    make_account,
    make_activity,
    make_announcement,
    make_area,
    make_exhibit,
    make_picture,
    make_plan,
    make_screen,
    make_station,
    swedish,
)

pytestmark = pytest.mark.django_db
NOW = swedish(2026, 11, 26, 13)


@pytest.fixture(autouse=True)
def clock():
    """Thursday at one, and the room is open from ten to four on every day."""
    for weekday in range(1, 8):
        OpeningRule.objects.create(
            weekday=weekday, opens=datetime.time(10), closes=datetime.time(16)
        )
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def page(screen, query=""):
    return Client().get(screen.get_absolute_url() + query)


def shown(screen):
    """The names of what is shown now, as the page without a script has it."""
    html = page(screen).content.decode()
    found = re.findall(r'<section[^>]*id="[^"]*"[^>]*>.*?</section>', html, re.DOTALL)
    return [
        re.search(r"<h2>(.*?)<", each, re.DOTALL)[1].strip()
        for each in found
        if " hidden" not in each.partition(">")[0]
    ]


def state(screen, **query):
    return Client().get(f"/skarm/lage/{screen.slug}.json", query)


def test_every_kind_is_shown_and_nothing_leads_away():
    area, picture = make_area(), make_picture(title="Kajen")
    make_plan(area=area)
    make_station()
    make_announcement(title="Nytt om bron")
    make_activity(title="Visning", times=[swedish(2026, 11, 26, 14)])
    exhibit = make_exhibit(
        picture=picture, body="Läs [mer](https://example.org/) och [nu](/besok/)."
    )
    about = {
        "exhibit": {"exhibit": exhibit},
        "area": {"area": area},
        "picture": {"picture": picture},
    }
    items = [
        {"kind": kind, "heading": "Hej" if kind == "notice" else "", **about.get(kind, {})}
        for kind in ScreenItem.Kind.values
    ]
    for kind in Screen.Kind.values:
        screen = make_screen(kind=kind, items=items)
        response = page(screen)
        html = response.content.decode()
        for words in (
            exhibit.title,
            area.title,
            "Stadsmodellen",
            "Nytt om bron",
            "Visning",
            "Kajen",
        ):
            assert words in html, (kind, words)
        body = html.partition("<body")[2]
        assert {each[0] for each in re.findall(r'<a\b[^>]*href="([^"]*)"', body)} <= {"#"}
        assert "qr-code" in body and "/omraden/" in body
        assert not response.cookies
        assert "search" not in body and "unsafe" not in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        ('<p>Se <a href="/x/">här</a>.</p>', "<p>Se <span>här</span>.</p>"),
        (
            '<svg><a class="pin" href="/x/"><path/></a></svg>',
            '<svg><g class="pin"><path/></g></svg>',
        ),
        ('<h2 id="om">Om</h2><abbr>x</abbr>', "<h2>Om</h2><abbr>x</abbr>"),
        ('<svg><pattern id="m"/></svg>', '<svg><pattern id="m"/></svg>'),
    ],
)
def test_links_become_plain(html, plain):
    assert without_links(html) == plain


def test_what_is_gone_is_passed_over_and_a_screen_is_never_blank(clock):
    exhibit, picture = make_exhibit(title="Lampor"), make_picture(title="Kajen")
    screen = make_screen(
        items=[
            {"kind": "exhibit", "exhibit": exhibit},
            {"kind": "picture", "picture": picture},
        ]
    )
    assert shown(screen) == ["Lampor", "Kajen"]
    picture.take_back()
    assert shown(screen) == ["Lampor"]
    exhibit.withdraw(NOW, reason="Borta.")
    assert shown(screen) == ["Helsingborgsrummet"]


@pytest.mark.parametrize(
    ("when_closed", "mode", "names"),
    [
        ("dark", "dark", None),
        ("card", "card", ["Helsingborgsrummet"]),
        ("plays", "plays", ["Öppet hus"]),
    ],
)
def test_when_the_room_closes(clock, when_closed, mode, names):
    screen = make_screen(
        when_closed=when_closed, items=[{"kind": "notice", "heading": "Öppet hus"}]
    )
    assert shown(screen) == ["Öppet hus"]
    clock.move_to(swedish(2026, 11, 26, 16))
    assert f'data-mode="{mode}"' in page(screen).content.decode()
    if names:
        assert shown(screen) == names


def test_a_takeover_begins_and_ends_by_itself_and_pages_are_kept_until_then(clock):
    screen = make_screen(
        when_closed="card",
        items=[
            {"kind": "notice", "heading": "Som vanligt"},
            {
                "kind": "notice",
                "heading": "Utrymning",
                "is_takeover": True,
                "shows_from": swedish(2026, 11, 26, 15),
                "shows_until": swedish(2026, 11, 26, 17),
            },
        ],
    )
    assert shown(screen) == ["Som vanligt"]
    assert next_screen_change(timezone.now()) == swedish(2026, 11, 26, 15)
    programme = json.loads(
        re.search(r'data-programme="([^"]*)"', page(screen).content.decode())[1].replace(
            "&quot;", '"'
        )
    )
    keys = list(screen.items.values_list("pk", flat=True))
    first = [each[1:] for each in programme if each[0] < swedish(2026, 11, 27).timestamp() * 1000]
    assert first == [["card", []], ["plays", keys[:1]], ["takeover", keys[1:]], ["card", []]]
    version = state(screen).json()["version"]
    for hour, names in ((15, ["Utrymning"]), (17, ["Helsingborgsrummet"])):
        clock.move_to(swedish(2026, 11, 26, hour))
        assert shown(screen) == names
        # Told before: only the sentence about the hours, which is closed at 16, makes another version.
        assert (state(screen).json()["version"] == version) is (hour == 15)


def test_asking_costs_a_few_bytes_until_something_changes():
    screen = make_screen(items=[{"kind": "notice", "heading": "Hej"}])
    first = state(screen)
    assert first.json()["version"] in page(screen).content.decode()
    again = Client().get(
        f"/skarm/lage/{screen.slug}.json", headers={"if-none-match": first["ETag"]}
    )
    assert again.status_code == 304 and "no-cache" in again["Cache-Control"]
    screen.items.update(heading="Hej då")
    assert state(screen).json() != first.json()


def test_only_the_screen_itself_is_noted_and_no_page_is_rendered_for_it(clock):
    screen = make_screen()
    state(screen)
    state(screen, enhet="fel", visar="x")
    assert not ScreenContact.objects.exists()
    before = generation()
    state(screen, enhet=screen.key, visar="abc")
    contact = ScreenContact.objects.get()
    assert (contact.asked_at, contact.version) == (NOW, "abc")
    assert generation() == before
    clock.shift(5)
    state(screen, enhet=screen.key, visar="abc")
    assert ScreenContact.objects.get().asked_at == NOW
    # All that is known of who asked, and whether a letter told of its silence.
    assert {each.name for each in ScreenContact._meta.fields} == {
        "id",
        "screen",
        "asked_at",
        "silent_at",
        "told_at",
        "version",
    }


def test_a_silent_screen_waits_for_somebody(clock):
    silent, alive = make_screen(title="Tyst"), make_screen()
    make_screen(title="Ny")
    for screen in (silent, alive):
        state(screen, enhet=screen.key)
    clock.shift(9 * 60)
    state(alive, enhet=alive.key)
    assert not silent_screens(timezone.now())
    clock.shift(2 * 60)
    assert list(silent_screens(timezone.now())) == [silent]
    titles = [
        [row[3] for row in each.rows()]
        for each in waiting_for(make_account("Redaktör"), timezone.now(), NOW.date())
        if each.title == "Skärmar som har tystnat"
    ]
    assert titles == [["Tyst"]]


def test_a_letter_tells_of_each_silence_once(clock, settings):
    settings.CONTACT_EMAIL = ""
    silent, alive = make_screen(title="Vid modellen"), make_screen(title="I entrén")
    for screen in (silent, alive):
        state(screen, enhet=screen.key)
    assert silent_screen_letter.send(timezone.now()) == "ingen skärm har tystnat"
    clock.shift(11 * 60)
    state(alive, enhet=alive.key)
    assert "ingen adress" in silent_screen_letter.send(timezone.now())
    settings.CONTACT_EMAIL = "svar@rummet.example"
    for _ in range(2):
        silent_screen_letter.send(timezone.now())
    envelope = Envelope.objects.select_related("letter").get()
    assert envelope.address == "svar@rummet.example"
    assert envelope.letter.subject == "Skärmen Vid modellen har tystnat"
    assert "I entrén" not in envelope.letter.body
    # It comes back and falls silent again, and then the other one does, too.
    state(silent, enhet=silent.key)
    clock.shift(11 * 60)
    silent_screen_letter.send(timezone.now())
    assert Envelope.objects.order_by("pk").last().letter.subject == "2 skärmar har tystnat"


def test_a_night_without_power_writes_no_letter(clock, settings):
    settings.CONTACT_EMAIL = "svar@rummet.example"
    screen = make_screen()
    clock.move_to(swedish(2026, 11, 25, 22))
    state(screen, enhet=screen.key)
    clock.shift(6 * 60 * 60)
    assert silent_screen_letter.send(timezone.now()) == "ingen skärm har tystnat"


@pytest.mark.parametrize("address", ["/skarm/finns-inte/", "/skarm/lage/finns-inte.json"])
def test_a_screen_that_there_is_not_is_not_there(address):
    assert Client().get(address).status_code == 404


def test_the_worker_reaches_no_other_pages():
    response = Client().get("/skarm/tjanst.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in response


def test_the_form_asks_for_what_a_kind_needs_and_shows_the_week(client):
    screen = make_screen(items=[{"kind": "notice", "heading": "Hej"}])
    client.force_login(make_account("Värd"))
    address = f"/admin/exhibits/screen/{screen.pk}/change/"
    response = client.get(address)
    html = response.content.decode()
    assert "kl. 10:</strong> Hej" in html and screen.key in html and "Aldrig" in html
    fields = read_form(response)
    answer = client.post(address, {**fields, "items-0-kind": "exhibit", "items-0-heading": ""})
    assert "Välj utställningen." in answer.content.decode()
    answer = client.post(address, {**fields, "items-0-is_takeover": "on"})
    assert "Det som tar över skärmen behöver en början och ett slut." in answer.content.decode()
    answer = client.post(address, {**fields, "items-0-heading": "Hej igen"})
    assert answer.status_code == 302 and screen.items.get().heading == "Hej igen"
