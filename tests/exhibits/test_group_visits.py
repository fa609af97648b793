"""Groups: asked for, receipted, answered, told to those who work here, and forgotten."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from exhibits.models import GroupVisit, ScreenContact
from exhibits.now.group_visits import forget
from exhibits.rules.working_days import after_working_days
from helsingborgsrummet import due_work
from helsingborgsrummet.editing.tasks import groups_for
from helsingborgsrummet.models import Envelope, Letter
from helsingborgsrummet.public_forms.token import make_token
from helsingborgsrummet.serving.generation import generation
from tests.factory import make_account, make_group_visit, make_room, make_screen, swedish

NOW = swedish(2026, 11, 26, 12)
TODAY = NOW.date()
DAY = datetime.timedelta(days=1)
FORM = "/besok/grupp/"
ASKED = {
    "sort": "skola",
    "who": "Klass 8A",
    "wishes": "Se <b>modellen</b>\nhttps://reklam.example/",
    "day": "2027-03-15",
    "part_of_day": "formiddag",
    "people": "25",
    "needs": "",
    "email": "Larare@Example.org",
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(NOW, tick=False)


def ask(**change):
    data = {"nyckel": make_token("gruppbesok", NOW), **ASKED, **change}
    return Client().post(FORM, data, headers={"Origin": "http://testserver"})


def letters():
    """The letters so far: receiver, subject and the bytes without their wrapping."""
    return [
        (each.address, each.letter.subject, each.letter.body.replace("=\r\n", ""))
        for each in Envelope.objects.select_related("letter").order_by("pk")
    ]


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ((2026, 11, 26), 5, (2026, 12, 3)),
        ((2026, 11, 27), 1, (2026, 11, 30)),
        # Christmas Eve, Christmas Day and the weekend with Boxing Day lie between.
        ((2026, 12, 23), 1, (2026, 12, 28)),
        ((2026, 12, 30), 1, (2027, 1, 4)),
        ((2027, 1, 5), 1, (2027, 1, 7)),
    ],
)
def test_an_answer_comes_on_a_working_day(day, count, expected):
    assert after_working_days(datetime.date(*day), count) == datetime.date(*expected)


def test_a_request_is_kept_and_receipted_once_without_the_senders_words():
    before = generation()
    page = Client().get(FORM).content.decode()
    assert "Vi svarar med e-post senast torsdag 3 december 2026." in page
    for _ in range(2):
        answer = ask()
        assert (answer.status_code, answer["Location"]) == (303, "/besok/grupp/tack/")
    visit = GroupVisit.objects.get()
    assert (visit.email, visit.state, visit.people) == ("larare@example.org", "ny", 25)
    ((receiver, subject, body),) = letters()
    assert receiver == visit.email and subject == "Vi har fått er förfrågan om gruppbesök"
    assert "3 december" in body and "25 personer" in body
    assert "reklam" not in body and "8A" not in body
    assert generation() == before
    assert "senast torsdag 3 december 2026" in Client().get(answer["Location"]).content.decode()


@pytest.mark.parametrize("is_example", [True, False])
def test_nothing_is_promised_where_nobody_answers(is_example):
    make_room(is_contact_example=is_example)
    form, answer = Client().get("/besok/grupp/").content.decode(), ask()
    receipt = Client().get(answer["Location"]).content.decode()
    ((_, _, body),) = letters()
    for said in (form, receipt, body):
        assert ("Vi svarar med e-post senast" in said) is not is_example
        assert (" inte att boka ett bes" in said) is is_example
    assert ("Besöket är bokat först när vi har bekräftat det." in receipt) is not is_example


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"day": "2026-11-26"}, "Välj en dag som kommer"),
        ({"day": "2029-01-01"}, "högst ett och ett halvt år"),
        ({"day": "15/3"}, "Skriv dagen så här: 2027-03-15."),
        ({"people": "1"}, "minst två personer"),
        ({"people": "tjugo"}, "Skriv antalet med siffror."),
        ({"people": "500"}, "Fler än 300"),
        ({"sort": ""}, "Svara på frågan: Vilka är ni?"),
        ({"email": "larare"}, "Skriv en e-postadress med @"),
        ({"wishes": ""}, "Svara på frågan: Vad vill ni se eller göra?"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_lost(change, words):
    answer = ask(**change)
    page = answer.content.decode()
    assert answer.status_code == 422 and words in page
    assert 'value="Klass 8A"' in page and not GroupVisit.objects.exists()


def test_a_host_answers_and_the_group_gets_a_letter_for_each_change(client):
    visit, other = make_group_visit(who="Klass 8A", day=TODAY + 9 * DAY), make_group_visit()
    host = make_account("Värd", "anna")
    waiting = {group.title: group.rows for group in groups_for(host, NOW)}
    (first, _) = waiting["Gruppbesök att svara på"]
    assert (first.text, first.note) == ("Klass 8A", "vill komma lördag 5 december 2026")
    client.force_login(host)
    address = reverse("admin:exhibits_groupvisit_change", args=[visit.pk])
    assert first.url == address
    booked = {"state": "bokad", "answer": "Kl. 10 går bra.", "_save": "1"}
    refused = client.post(address, {**booked, "answer": ""})
    assert "Skriv svaret till gruppen." in refused.content.decode()
    for _ in range(2):
        assert client.post(address, booked).status_code == 302
    client.post(address, {**booked, "answer": "Kl. 11 går bra."})
    assert [(to, "Kl. 1" in body) for to, _, body in letters()] == [(visit.email, True)] * 2
    assert list(GroupVisit.objects.coming_on(visit.day)) == [visit]
    assert list(GroupVisit.objects.unanswered()) == [other]
    history = client.get(reverse("admin:exhibits_groupvisit_history", args=[visit.pk]))
    assert "anna" in history.content.decode() and "8A" not in str(visit)


def test_an_example_gets_no_letter(client):
    visit = make_group_visit(is_example=True)
    client.force_login(make_account("Värd", "anna"))
    address = reverse("admin:exhibits_groupvisit_change", args=[visit.pk])
    client.post(address, {"state": "nej", "answer": "Stängt."})
    visit.refresh_from_db()
    assert visit.state == "nej" and not Letter.objects.exists()


@pytest.mark.parametrize(
    ("state", "age", "is_kept"),
    [("bokad", 30, True), ("nej", 31, False), ("ny", 365, True), ("ny", 366, False)],
)
def test_what_nobody_needs_is_forgotten(state, age, is_kept):
    make_group_visit(state=state, answer="Ja." if state != "ny" else "", day=TODAY - age * DAY)
    forget(NOW)
    assert GroupVisit.objects.exists() is is_kept
    assert "forget_group_visits" in {piece.name for piece in due_work.pieces()}


def test_writers_do_not_read_what_groups_write(client):
    visit = make_group_visit()
    client.force_login(make_account("Skribent", "sven"))
    address = reverse("admin:exhibits_groupvisit_change", args=[visit.pk])
    assert client.get(address).status_code == 403


def test_the_day_shows_its_groups_and_what_has_fallen_silent(client):
    make_group_visit(who="Klass 8A", day=TODAY, state="bokad", answer="Ja.", needs="Hiss")
    make_group_visit(who="Klass 9B", day=TODAY)
    make_group_visit(who="Klass 7C", day=TODAY, state="nej", answer="Nej.")
    make_group_visit(who="Klass 6D", day=TODAY + DAY)
    screen = make_screen(title="Skärmen vid dörren")
    ScreenContact.objects.create(screen=screen, asked_at=NOW - DAY, silent_at=NOW - DAY / 2)
    client.force_login(make_account("Värd"))
    page = client.get("/admin/exhibits/openingrule/i-dag/").content.decode()
    row = page[page.index("Klass 8A") :]
    assert "Behov: Hiss" in row and "inte besvarat" not in row[: row.index("</li>")]
    row = page[page.index("Klass 9B") :]
    assert "inte besvarat" in row[: row.index("</li>")]
    assert "Klass 7C" not in page and "Klass 6D" not in page
    assert "Skärm som har tystnat" in page and "Skärmen vid dörren" in page
    page = client.get(f"/admin/exhibits/openingrule/i-dag/?dag={TODAY + DAY}").content.decode()
    assert "Klass 6D" in page and "Klass 8A" not in page and "har tystnat" not in page
