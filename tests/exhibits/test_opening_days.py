"""Opening hours day by day: "I dag", red days, a month, who changed what."""

import datetime
import email
import email.policy
import re

import pytest
import time_machine
from django.contrib.auth.models import User
from icalendar import Calendar

from exhibits import red_day_letter
from exhibits.models import (
    OpeningChange,
    OpeningException,
    OpeningRule,
    RedDayLetter,
    load_schedule,
)
from exhibits.models.opening import as_json, from_json
from exhibits.waiting import undecided_opening
from helsingborgsrummet import due_work
from helsingborgsrummet.letters.message import Copies
from helsingborgsrummet.models import Envelope
from tests.exhibits.schedules import EXAMPLE
from tests.factory import make_activity, make_room, swedish

pytestmark = pytest.mark.django_db
HOURS = "/admin/exhibits/openingrule/"
TODAY = f"{HOURS}i-dag/"
date, time = datetime.date, datetime.time


@pytest.fixture(autouse=True)
def _monday():
    """Noon on Monday 7 December 2026; the room is open 10–16 every day."""
    for weekday in range(1, 8):
        OpeningRule.objects.create(weekday=weekday, opens=time(10), closes=time(16))
    with time_machine.travel(swedish(2026, 12, 7, 12), tick=False):
        yield


def decide(client, day="", **taps):
    """Tap, read what is told, and save: the answer to the second, and what was told."""
    address = f"{TODAY}?dag={day}" if day else TODAY
    page = client.post(address, taps)
    form, told = page.context["form"], page.context["told"]
    if not told:
        return page, None
    question = page.context["question"]
    tick = {"despite": question.value} if question else {}
    return client.post(address, {**taps, **tick, "seen": form.seen, "save": "1"}), told


@pytest.mark.parametrize(
    ("taps", "sentence"),
    [
        ({"choice": "close_at", "close_at": "14.00", "reason": "sjukdom"}, "Öppet nu – stänger kl. 14"),
        ({"choice": "close_at", "close_at": "14.00", "close_at_other": "13.15"}, "Öppet nu – stänger kl. 13.15"),
        ({"choice": "close_now"}, "Stängt nu – öppnar i morgon kl. 10"),
        ({"choice": "closed", "reason": "vattenläcka"}, "Stängt i dag (vattenläcka) – öppnar i morgon kl. 10"),
        ({"choice": "closed", "reason": "möte", "reason_other": "strömavbrott"}, "Stängt i dag (strömavbrott) – öppnar i morgon kl. 10"),
        ({"choice": "longer", "longer": "19.00"}, "Öppet nu – stänger kl. 19"),
        ({"choice": "other", "opens": "13", "closes": "18"}, "Öppet i dag kl. 13–18"),
    ],
)  # fmt: skip
def test_what_is_shown_before_saving_is_what_visitors_read(host, client, taps, sentence):
    assert "Öppet nu – stänger kl. 16" in words(client.get("/"))
    response, told = decide(host, **taps)
    assert told.sentence == sentence
    assert response.status_code == 302
    assert sentence in words(client.get("/"))
    # And it can be taken back, by whoever sees who did it.
    page = host.get(TODAY)
    change = OpeningChange.objects.get()
    assert change.changed_by == User.objects.get()
    assert f"{HOURS}andringar/{change.pk}/angra/" in page.content.decode()
    host.post(f"{HOURS}andringar/{change.pk}/angra/", {"next": TODAY})
    assert "Öppet nu – stänger kl. 16" in words(client.get("/"))
    assert not OpeningException.objects.exists()


def words(response):
    page = response.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page).split()).replace(" .", ".")


@pytest.mark.parametrize(
    ("taps", "why"),
    [
        ({}, "Välj vad som gäller."),
        ({"choice": "close_at"}, "Välj en tid."),
        ({"choice": "close_at", "close_at": "11"}, "Den tiden har varit."),
        ({"choice": "close_at", "close_at": "17"}, "Rummet stänger redan kl. 16."),
        ({"choice": "close_at", "close_at_other": "två"}, "Skriv tiden så här"),
        ({"choice": "longer", "longer": "15"}, "Rummet är öppet till kl. 16."),
        ({"choice": "other", "opens": "10"}, "Fyll i både"),
        ({"choice": "other", "opens": "14", "closes": "10"}, "Tiden slutar innan den börjar."),
        ({"choice": "closed", "reason_other": "x" * 81}, "80 tecken"),
        ({"choice": "annat"}, "Välj ett giltigt alternativ"),
    ],
)
def test_what_makes_no_sense_is_told_in_words_and_nothing_is_saved(host, taps, why):
    response, told = decide(host, **taps, save="1")
    assert told is None
    assert why in words(response)
    assert not OpeningException.objects.exists()
    assert not OpeningChange.objects.exists()


def test_nothing_is_saved_that_was_not_seen(host, person):
    taps = {"choice": "closed", "reason": "sjukdom"}
    seen = host.post(TODAY, taps).context["form"].seen
    # Something else was tapped since, or somebody else has changed the hours.
    other = {**taps, "reason": "möte", "seen": seen, "save": "1"}
    assert host.post(TODAY, other).status_code == 200
    decide(person("Kim", "Värd"), choice="longer", longer="18.00")
    assert host.post(TODAY, {**taps, "seen": seen, "save": "1"}).status_code == 200
    assert load_schedule().exceptions[0].spans[0].closes == time(18)
    # A longer one is not taken back by the first, of which something is gone.
    first = OpeningChange.objects.get()
    decide(host, choice="closed")
    response = host.post(f"{HOURS}andringar/{first.pk}/angra/", follow=True)
    assert "Det gick inte att ångra" in words(response)
    assert load_schedule().exceptions[0].spans == ()


def test_any_day_can_be_decided_and_says_what_happens_then(host, client):
    make_activity(title="Samtalet", times=[swedish(2026, 12, 11, 12)])
    page = host.get(f"{TODAY}?dag=2026-12-11")
    assert "Samtalet" in words(page)
    assert 'value="close_now"' not in page.content.decode()
    response, told = decide(host, "2026-12-11", choice="close_at", close_at="13.00")
    assert response.status_code == 302
    assert told.sentence == "Öppet i dag kl. 10–13"
    assert hours_of("2026-12-11") == "other"
    for day in ("2026-12-06", "9999-12-31", "i morgon"):
        assert host.get(f"{TODAY}?dag={day}").context["is_today"]


def hours_of(day):
    return OpeningException.objects.get(first_on=day, last_on=day).kind


def test_closing_upon_something_is_asked_about(host):
    make_activity(title="Samtalet", times=[swedish(2026, 12, 7, 14)])
    taps = {"choice": "closed"}
    page = host.post(TODAY, taps)
    assert "Det här är planerat i rummet när det blir stängt: Samtalet" in words(page)
    seen = page.context["form"].seen
    assert host.post(TODAY, {**taps, "seen": seen, "save": "1"}).status_code == 200
    assert decide(host, **taps)[0].status_code == 302


def test_a_red_day_nobody_has_decided_is_told_and_decided_by_one_click(host, client):
    uncertain = "Avvikande öppettider kan förekomma"
    with time_machine.travel(swedish(2026, 12, 23, 18), tick=False):
        assert f"öppnar i morgon kl. 10. {uncertain}" in words(client.get("/"))
    assert "Julafton" in words(host.get(f"{HOURS}roda-dagar/"))
    page = words(client.get("/besok/"))
    assert "Torsdag 24 december 2026 (julafton): avvikande öppettider kan förekomma" in page
    for choice, kind, hours in (
        ("usual", "usual", "10.00–16.00"), ("shorter", "other", "10.00–13.00"), ("closed", "closed", "Stängt"),
    ):  # fmt: skip
        data = {"decide": f"2026-12-24 {choice}", "shorter": "13"}
        response = host.post(f"{HOURS}roda-dagar/", data, follow=True)
        assert f"Sparat. Torsdag 24 december 2026: {hours}" in words(response)
        assert hours_of("2026-12-24") == kind
        assert 'form="undo">Ångra' in response.content.decode()
    assert "(julafton): avvikande" not in words(client.get("/besok/"))
    for data in (
        {"decide": "2026-12-24 shorter", "shorter": "tolv"},
        {"decide": "2026-12-08 closed"},
        {"decide": "x"},
    ):
        assert "Välj en av dagarna" in words(host.post(f"{HOURS}roda-dagar/", data))


def test_last_years_decisions_are_copied_and_taken_back(host):
    for day, kind in (("2026-12-24", "closed"), ("2026-12-31", "usual")):
        host.post(f"{HOURS}roda-dagar/", {"decide": f"{day} {kind}", "shorter": "13"})
    response = host.post(f"{HOURS}roda-dagar/", {"copy": "1"}, follow=True)
    assert "2 dagar är bestämda som i fjol." in words(response)
    assert (hours_of("2027-12-24"), hours_of("2027-12-31")) == ("closed", "usual")
    change = OpeningChange.objects.first()
    host.post(f"{HOURS}andringar/{change.pk}/angra/")
    assert OpeningException.objects.count() == 2
    assert "Ångrad." in words(host.get(f"{HOURS}andringar/"))
    host.post(f"{HOURS}andringar/{change.pk}/angra/")
    assert OpeningChange.objects.count() == 4


def test_the_whole_screen_has_history_too(host):
    page = host.get(HOURS).context["screen"]
    host.post(HOURS, {
        "version": page.version, "count_seasons": "1", "count_exceptions": "0", "save": "1", "shown_on": "2026-12-07",
        "week-1_opens": "9", "week-1_closes": "16",
        "season0-name": "Jul", "season0-first_on": "2026-12-20", "season0-last_on": "2027-01-06",
    })  # fmt: skip
    text = words(host.get(f"{HOURS}andringar/"))
    assert "Borta: måndag i den vanliga veckan: kl. 10–16" in text
    assert "Nytt: måndag i den vanliga veckan: kl. 9–16" in text
    assert "säsongen Jul, 20 december 2026–6 januari 2027: stängt alla dagar" in text
    change = OpeningChange.objects.get()
    host.post(f"{HOURS}andringar/{change.pk}/angra/")
    assert len(load_schedule().rules) == 7
    assert load_schedule().seasons == ()


def test_rows_come_back_as_they_were():
    for row in (*EXAMPLE.rules, *EXAMPLE.seasons, *EXAMPLE.exceptions):
        assert from_json(as_json(row)) == row


def test_a_month_and_any_moment_can_be_looked_at(host):
    page = host.get(f"{HOURS}manad/?manad=2027-01")
    assert "trettondedag jul" in words(page)
    assert f'href="{TODAY}?dag=2027-01-06"' in page.content.decode()
    page = words(host.get(f"{HOURS}manad/?dag=2026-12-24&kl=9.30"))
    assert "Öppet i dag kl. 10–16 – avvikande öppettider kan förekomma" in page
    for query in (
        "?manad=0001-01",
        "?manad=9999-12",
        "?manad=x",
        "?dag=9999-12-31&kl=9",
        "?dag=x&kl=25",
    ):
        assert host.get(f"{HOURS}manad/{query}").status_code == 200


@pytest.mark.parametrize("address", ["i-dag/", "manad/", "roda-dagar/", "andringar/"])
def test_who_may_not_change_the_hours_sees_none_of_it(writer, address):
    assert writer.get(HOURS + address).status_code == 403
    assert writer.post(HOURS + address, {"choice": "closed"}).status_code == 403


def test_a_host_begins_with_the_day_and_stays_signed_in_as_long_as_the_operator_says(
    client, settings
):
    from django.contrib.auth.models import Group

    settings.HOST_SESSION_AGE = 30 * 24 * 3600
    for role, page, age in (("Värd", TODAY, 30 * 24 * 3600), ("Redaktör", "/admin/", 12 * 3600)):
        account = User.objects.create_user(
            role, password="ett riktigt långt lösenord", is_staff=True
        )
        account.groups.add(Group.objects.get(name=role))
        data = {"username": role, "password": "ett riktigt långt lösenord"}
        assert client.post("/admin/login/", data)["Location"] == page
        assert client.session.get_expiry_age() == age
        asked = client.get("/admin/login/?next=/admin/exhibits/area/")
        assert asked["Location"] == "/admin/exhibits/area/"
        client.logout()


def entries(client):
    """The calendar of deviations: day → (state, sequence)."""
    file = client.get("/oppna-data/avvikande-oppettider.ics").content
    return {
        each["DTSTART"].dt: (str(each["STATUS"]), each["SEQUENCE"])
        for each in Calendar.from_ical(file).walk("VEVENT")
    }


def test_a_deviation_that_is_taken_away_is_cancelled_in_calendars_until_its_day_has_passed(
    host, client
):
    day, christmas = date(2026, 12, 10), date(2026, 12, 24)
    assert day not in entries(client)
    assert entries(client)[christmas][0] == "CONFIRMED"
    decide(host, "2026-12-10", choice="closed")
    state, closed = entries(client)[day]
    assert state == "CONFIRMED"
    # Nobody knew of Christmas Eve before; now somebody says that it is as any other day.
    decide(host, "2026-12-24", choice="usual")
    state, as_usual = entries(client)[christmas]
    assert state == "CANCELLED" and as_usual > closed
    decide(host, "2026-12-10", choice="usual")
    state, gone = entries(client)[day]
    assert state == "CANCELLED" and gone > as_usual
    decide(host, "2026-12-10", choice="closed")
    state, again = entries(client)[day]
    assert state == "CONFIRMED" and again > gone
    decide(host, "2026-12-10", choice="usual")
    for moment, is_there in (((2026, 12, 10, 23, 59), True), ((2026, 12, 11, 0, 0), False)):
        with time_machine.travel(swedish(*moment)):
            assert (day in entries(client)) is is_there


def test_a_letter_names_each_undecided_day_once(host, settings):
    settings.CONTACT_EMAIL = ""
    now = swedish(2026, 12, 7, 12)
    assert "ingen adress" in red_day_letter.send(now)
    assert not RedDayLetter.objects.exists()
    settings.CONTACT_EMAIL = "svar@rummet.example"
    room = make_room(contact_email="rummet@rummet.example", is_contact_example=True)
    red_day_letter.send(now)
    red_day_letter.send(now)
    envelope = Envelope.objects.select_related("letter").get()
    assert envelope.address == "svar@rummet.example"
    days = [row.day for row in RedDayLetter.objects.all()]
    assert date(2026, 12, 24) in days and max(days) <= date(2027, 1, 5)
    assert envelope.letter.subject == f"Bestäm öppettider för {len(days)} dagar"
    # It says of them what the first page of the admin says.
    rows = undecided_opening(now.date()).rows
    message = email.message_from_bytes(
        Copies(envelope.letter).make(envelope, now), policy=email.policy.SMTP
    )
    html = message.get_body(("html",)).get_content().replace("\xa0", " ")
    told = re.findall(r'<li><a href="[^"]+">([^<]+)</a>: ([^<]+)</li>', html)
    assert told[: len(rows)] == [(row.text, row.note) for row in rows] and len(told) == len(days)
    # A day that comes near is asked about by itself, and at the room's own address once it has one.
    room.is_contact_example = False
    room.save()
    red_day_letter.send(swedish(2026, 12, 8, 12))
    latest = Envelope.objects.order_by("pk").last()
    assert latest.letter.subject == "Bestäm öppettider för 1 dag"
    assert latest.address == "rummet@rummet.example"
    assert "red_day_letter" in [piece.name for piece in due_work.pieces()]


def test_a_day_that_is_decided_is_asked_about_by_no_letter(host, settings):
    settings.CONTACT_EMAIL = "svar@rummet.example"
    decide(host, "2026-12-24", choice="closed")
    red_day_letter.send(swedish(2026, 12, 7, 12))
    assert not RedDayLetter.objects.filter(day=date(2026, 12, 24)).exists()
