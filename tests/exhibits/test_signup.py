"""The last day to sign up closes itself everywhere; what is cancelled says so first; one time is one file."""

import datetime
import json
import re

import icalendar
import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from exhibits.models import Occurrence
from exhibits.words_sv.occurrences import signup_words
from news.tidings import _activity
from tests.factory import make_activity, make_occurrence, swedish

pytestmark = pytest.mark.django_db
START = swedish(2027, 1, 19, 8)
LAST = datetime.date(2027, 1, 14)


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.fixture
def activity():
    activity = make_activity(
        title="Frukost", slug="frukost", cost="gratis", signup="Skriv till oss.",
        signup_link="https://example.org/frukost",
    )  # fmt: skip
    make_occurrence(activity, START, signup_until=LAST)
    return activity


def offers(page):
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    return [event.get("offers") for event in json.loads(data)]


@pytest.mark.parametrize(
    ("now", "said", "is_open"),
    [
        (swedish(2027, 1, 10, 9), "Anmäl dig senast torsdag 14 januari 2027", True),
        (swedish(2027, 1, 14, 23, 59), "Anmäl dig senast i dag", True),
        (swedish(2027, 1, 15, 0, 0), "Anmälan stängde torsdag 14 januari 2027", False),
        (swedish(2027, 1, 18, 12), "Anmälan stängde torsdag 14 januari 2027", False),
    ],
)
def test_the_last_day_closes_itself_in_every_output(client, activity, now, said, is_open):
    with time_machine.travel(now, tick=False):
        page = client.get("/aktiviteter/frukost/").content.decode()
        row = client.get("/aktiviteter/").content.decode()
        told = _activity(activity, "Frukost", "/", timezone.now(), None).facts
    for text in (words(page), words(row), str(told)):
        assert said in text
    assert ("Anmälan har stängt" in words(page)) is not is_open
    assert ("Anmäl dig till Frukost" in page) is is_open
    (offer,) = offers(page)
    assert bool(offer) is is_open
    if offer:
        assert offer["validThrough"] == "2027-01-14"


def test_the_calendar_says_the_last_day_and_is_numbered_anew(client, activity):
    file = icalendar.Calendar.from_ical(client.get("/aktiviteter/frukost.ics").content)
    (event,) = file.walk("VEVENT")
    assert "Sista dag att anmäla sig: torsdag 14 januari 2027." in event["description"]
    occurrence = activity.occurrences.get()
    occurrence.signup_until = datetime.date(2027, 1, 15)
    occurrence.save()
    assert occurrence.sequence == event["sequence"] + 1


@pytest.mark.parametrize("state", ["full", "cancelled"])
def test_nobody_is_asked_to_try_in_vain(client, activity, state):
    occurrence = activity.occurrences.get()
    occurrence.state = state
    assert signup_words(occurrence, datetime.date(2027, 1, 1)) == ""
    assert not occurrence.takes_signups(datetime.date(2027, 1, 1))
    occurrence.save()
    event = icalendar.Calendar.from_ical(client.get("/aktiviteter/frukost.ics").content)
    (description,) = (each["description"] for each in event.walk("VEVENT"))
    assert "nmäl" not in description


def test_what_is_cancelled_says_so_in_the_title_and_first(client, activity):
    with time_machine.travel(swedish(2027, 1, 10, 9), tick=False):
        assert "<title>Frukost –" in client.get("/aktiviteter/frukost/").content.decode()
        Occurrence.objects.update(state="cancelled", note="Sjukdom.")
        page = client.get("/aktiviteter/frukost/").content.decode()
    assert "<title>Inställt: Frukost –" in page
    main = page.partition("<main")[2]
    assert main.index("Inställt:") < main.index("<h1")
    assert words(main).index("tisdag 19 januari 2027") < words(main).index("Ingress till")


def test_one_time_is_one_file_that_says_what_all_times_say(client, activity):
    make_occurrence(activity, START + datetime.timedelta(days=7), signup_until=None)
    with time_machine.travel(swedish(2027, 1, 10, 9), tick=False):
        page = client.get("/aktiviteter/frukost/").content.decode()
        both = icalendar.Calendar.from_ical(client.get("/aktiviteter/frukost.ics").content)
        files = re.findall(r'href="(/aktiviteter/frukost/[^"]+\.ics)"', page)
        assert len(files) == 2
        one = [icalendar.Calendar.from_ical(client.get(file).content) for file in files]
    events = [event.to_ical() for file in one for event in file.walk("VEVENT")]
    assert events == [event.to_ical() for event in both.walk("VEVENT")]
    activity.slug = "ny-frukost"
    activity.save()
    answer = client.get(files[0], follow=True)
    assert answer.status_code == 200 and len(answer.redirect_chain) == 1
    activity.withdraw(timezone.now(), reason="Slut.")
    gone = icalendar.Calendar.from_ical(client.get(files[0], follow=True).content)
    assert [event["status"] for event in gone.walk("VEVENT")] == ["CANCELLED"]


def test_a_file_of_no_time_is_not_there(client, activity):
    other = make_activity(slug="annan", times=[START])
    assert client.get(f"/aktiviteter/frukost/{other.occurrences.get().uid}.ics").status_code == 404
    make_activity(slug="utkast", published_at=None, times=[START])
    uid = Occurrence.objects.get(activity__slug="utkast").uid
    assert client.get(f"/aktiviteter/utkast/{uid}.ics").status_code == 404


def test_what_was_done_is_told_before_what_was_heard():
    assert make_activity(
        heard="Mörkt.", done="Lampan är lagad.", feedback_on=LAST.replace(year=2025)
    ).feedback == ("Lampan är lagad.")
    assert make_activity(heard="Mörkt.", feedback_on=LAST.replace(year=2025)).feedback == "Mörkt."


def test_the_sample_content_says_each_last_day_once():
    call_command("load_demo_content", verbosity=0)
    for occurrence in Occurrence.objects.filter(signup_until__isnull=False):
        assert "senast" not in occurrence.activity.signup
        assert "Sista dag" not in occurrence.activity.signup
