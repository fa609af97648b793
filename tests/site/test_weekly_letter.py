"""The staff's weekly letter: what the first page of the admin says, once a week, when there is anything."""

import datetime
import email
import email.policy
import re
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client

from helsingborgsrummet import due_work, weekly_letter
from helsingborgsrummet.letters.message import Copies
from helsingborgsrummet.models import DueWork, Envelope, Letter, WeeklyLetter
from tests.factory import LONG_AGO, make_account, make_area, make_dialogue, swedish
from tests.site.test_start_of_the_day import make_everything

pytestmark = pytest.mark.django_db
MONDAY = swedish(2026, 11, 23, 7)
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


def make_staff(role="Redaktör", name="", **kwargs):
    user = make_account(role, name)
    values = {"email": f"{role[0].lower()}{user.pk}@rummet.example", "date_joined": LONG_AGO}
    for column, value in {**values, **kwargs}.items():
        setattr(user, column, value)
    user.save()
    return user


def letter_to(user):
    """The one letter to an account, as its receiver gets it."""
    envelope = Envelope.objects.get(letter__kind=weekly_letter.KIND, key=str(user.pk))
    data = Copies(envelope.letter).make(envelope, MONDAY)
    return email.message_from_bytes(data, policy=email.policy.SMTP.clone(raise_on_defect=True))


def links_in(message):
    # Dates are held together by no-break spaces, which say the same.
    html = message.get_body(("html",)).get_content().replace("\xa0", " ")
    found = re.findall(r'<li><a href="([^"]+)">([^<]+)</a>: ([^<]+)</li>', html)
    return [(text, note, urlsplit(href).path) for href, text, note in found]


@pytest.mark.parametrize("role", ["Redaktör", "Skribent", "Värd"])
def test_it_says_what_the_first_page_of_the_admin_says(role):
    user = make_staff(role)
    with time_machine.travel(MONDAY):
        make_everything()
        make_dialogue(title="Torget")
        DueWork.objects.create(
            name="send_letters", started_at=MONDAY, ended_at=MONDAY, failure="servern svarar inte",
            failing_since=MONDAY,
        )  # fmt: skip
        client = Client()
        client.force_login(user)
        groups = client.get("/admin/").context["groups"]
        weekly_letter.send(MONDAY)
    message = letter_to(user)
    shown = [(row.text, row.note, urlsplit(row.url).path) for group in groups for row in group.rows]
    assert links_in(message) == shown
    assert shown
    html = message.get_body(("html",)).get_content()
    assert re.findall("<h2>(.+)</h2>", html) == [group.title for group in groups]
    assert message["Subject"] == weekly_letter.subject_of(MONDAY.date(), groups)
    if role == "Redaktör":
        assert "Vad hörde ni? Vad ändrades? Vad händer nu?" in html
        assert ("Brev skickas", "har inte gått bra sedan 23 november 2026 kl. 7") in [
            each[:2] for each in shown
        ]


@pytest.mark.parametrize(
    ("moments", "weeks"),
    [
        ([MONDAY - HOUR], [47]),
        ([MONDAY], [48]),
        ([MONDAY, MONDAY, MONDAY + 6 * DAY, MONDAY + 7 * DAY - HOUR], [48]),
        ([MONDAY, MONDAY + 7 * DAY], [48, 49]),
        # After four weeks' pause there is one letter, of the present week.
        ([MONDAY, MONDAY + 30 * DAY], [48, 52]),
        # New Year, and the week when the clocks are put forward.
        ([swedish(2026, 12, 28, 7), swedish(2027, 1, 3, 23), swedish(2027, 1, 4, 7)], [53, 1]),
        ([swedish(2027, 3, 22, 7), swedish(2027, 3, 29, 6, 59), swedish(2027, 3, 29, 7)], [12, 13]),
    ],
)
def test_there_is_one_letter_a_calendar_week(moments, weeks):
    make_area(review_by=datetime.date(2026, 1, 1))
    make_staff()
    for moment in moments:
        weekly_letter.send(moment)
    subjects = Letter.objects.order_by("pk").values_list("subject", flat=True)
    assert [
        int(re.match(r"Vecka (\d+): 1 sak väntar på dig", each)[1]) for each in subjects
    ] == weeks


@pytest.mark.parametrize(
    "change",
    [
        {"email": ""},
        {"email": "inte en adress"},
        {"is_active": False},
        {"is_staff": False},
        {"date_joined": MONDAY + HOUR},
    ],
)
def test_who_gets_none_keeps_nobody_else_from_it(change):
    make_area(review_by=datetime.date(2026, 1, 1))
    make_staff(name="en", **change)
    other = make_staff(name="annan")
    weekly_letter.send(MONDAY + 2 * HOUR)
    assert [int(each.key) for each in Envelope.objects.all()] == [other.pk]


def test_nothing_is_sent_when_nothing_waits_and_what_comes_later_waits_for_the_next_week():
    make_staff()
    weekly_letter.send(MONDAY)
    make_area(review_by=datetime.date(2026, 1, 1))
    weekly_letter.send(MONDAY + DAY)
    assert not Letter.objects.exists()
    weekly_letter.send(MONDAY + 7 * DAY)
    assert Letter.objects.count() == 1


def test_what_is_killed_half_way_is_done_again_from_the_beginning(monkeypatch):
    make_area(review_by=datetime.date(2026, 1, 1))
    for name in ("en", "två", "tre"):
        make_staff(name=name)
    post, done = weekly_letter._post, []

    def killed(user, *rest):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(user)
        return post(user, *rest)

    monkeypatch.setattr(weekly_letter, "_post", killed)
    with pytest.raises(KeyboardInterrupt):
        weekly_letter.send(MONDAY)
    assert not WeeklyLetter.objects.exists()
    monkeypatch.setattr(weekly_letter, "_post", post)
    weekly_letter.send(MONDAY)
    assert Envelope.objects.count() == 3


def test_it_is_recurring_work():
    assert "weekly_letter" in [piece.name for piece in due_work.pieces()]
