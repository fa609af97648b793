"""What is promised for a time: it ages in words by itself, and staff are reminded."""

import datetime

import pytest
import time_machine

from exhibits.models import Dialogue, FollowUp, Opportunity, PlanStep
from exhibits.waiting import activities, dialogues, opportunities, plans
from helsingborgsrummet.content.words_sv import names_a_time
from tests.admin_forms import no_rows
from tests.factory import (
    make_activity,
    make_dialogue,
    make_opportunity,
    make_plan,
    swedish,
)

pytestmark = pytest.mark.django_db
date = datetime.date


def pages(client, addresses, *day):
    with time_machine.travel(swedish(*day, 9), tick=False):
        return " ".join(client.get(address).content.decode() for address in addresses)


def make_follow_up():
    activity = make_activity(done="Vi mätte ljuset.", feedback_on=date(2026, 11, 2))
    FollowUp.objects.create(
        activity=activity, action="Laga lampan", responsible_role="Gatuenheten",
        follow_up_on=date(2027, 2, 1),
    )  # fmt: skip
    return [activity.get_absolute_url()]


def make_step_with_promise():
    plan = make_plan(
        steps=[
            {
                "starts_on": date(2026, 11, 16), "ends_on": date(2027, 1, 15),
                "feedback_when": "I samrådsredogörelsen, tidigast våren 2027",
                "feedback_until_on": date(2027, 5, 1), "feedback_until_precision": "month",
            }
        ]
    )  # fmt: skip
    return [plan.get_absolute_url()]


def make_dialogue_with_promise():
    make_dialogue(
        opens_on=date(2026, 11, 1), closes_on=None, feedback_when="I januari 2027.",
        feedback_until_on=date(2027, 1, 31),
    )  # fmt: skip
    return ["/tyck-till/"]


def make_reserved_place():
    place = make_opportunity(
        state="reserved", availability="Reserverad till och med mars 2027",
        availability_until_on=date(2027, 3, 1), availability_until_precision="month",
        checked_on=date(2027, 3, 1),
    )  # fmt: skip
    return [place.get_absolute_url(), "/etablera/", "/etablera/atom.xml"]


@pytest.mark.parametrize(
    ("make", "last", "promised", "aged", "waiting"),
    [
        (make_follow_up, date(2027, 2, 1), "Följs upp",
         "Skulle ha följts upp 1 februari 2027 – vi vet inte om det har gjorts", activities),
        (make_step_with_promise, date(2027, 5, 31), "tidigast våren 2027.",
         "tidigast våren 2027. Den tiden har passerat – vi vet inte när resultatet kommer.", plans),
        (make_dialogue_with_promise, date(2027, 1, 31), "I januari 2027.",
         "I januari 2027. Den tiden har passerat – vi vet inte när resultatet kommer.", dialogues),
        (make_reserved_place, date(2027, 3, 31), "Reserverad till och med mars 2027",
         "Reserverad till och med mars 2027. Den tiden har passerat – vi vet inte vad som gäller nu.",
         opportunities),
    ],
    ids=["follow-up", "consultation", "dialogue", "reservation"],
)  # fmt: skip
def test_a_promise_ages_and_reminds(client, make, last, promised, aged, waiting):
    addresses = make()
    after = last + datetime.timedelta(days=1)

    def is_waiting(day):
        now = swedish(day.year, day.month, day.day, 9)
        found = [row for each in waiting(now, day) for row in each.rows()]
        titles = {row[0] for row in found}
        return bool(titles & PROMISES)

    for day, is_past in ((last, False), (after, True)):
        text = pages(client, addresses, day.year, day.month, day.day)
        assert text.count(aged) == (len(addresses) if is_past else 0)
        assert (promised in text) is (not is_past or promised in aged)
        assert is_waiting(day) is is_past


PROMISES = {
    "Åtgärder att följa upp",
    "Utlovade resultat av samråd och granskning",
    "Utlovad återkoppling på dialoger",
    "Etableringsmöjligheter vars tid har passerat",
}


def test_what_has_come_waits_for_nobody(client):
    for make in (
        make_follow_up, make_step_with_promise, make_dialogue_with_promise, make_reserved_place,
    ):  # fmt: skip
        make()
    PlanStep.objects.update(result="Skolan flyttas.")
    Dialogue.objects.update(result="Torget blir grönt.")
    FollowUp.objects.update(state="done")
    Opportunity.objects.update(state="gone")
    now = swedish(2027, 10, 1, 9)
    for waiting in (plans, dialogues, activities, opportunities):
        titles = {row[0] for each in waiting(now, now.date()) for row in each.rows()}
        assert not titles & PROMISES
    activity = FollowUp.objects.get().activity
    assert (
        "följ"
        not in pages(client, [activity.get_absolute_url()], 2027, 10, 1)
        .partition("Laga lampan")[2]
        .partition("</table>")[0]
    )


@pytest.mark.parametrize(
    ("words", "is_time"),
    [
        ("I samrådsredogörelsen, tidigast våren 2027", True),
        ("I januari, här på sidan", True),
        ("Till hösten", True),
        ("Efter sommaren", True),
        ("Så snart avtalet är klart", False),
        ("Tidigast när planen gäller", False),
        ("I vår samrådsredogörelse", True),
        ("Efter ombyggnad, ungefär ett halvår från avtal", True),
    ],
)
def test_words_that_name_a_time_are_known(words, is_time):
    assert names_a_time(words) is is_time


@pytest.mark.parametrize(("until", "is_asked"), [("", True), ("2027-05-31", False)])
def test_the_form_asks_until_when_new_words_hold(sign_in, until, is_asked):
    form = {
        "title": "Torget", "slug": "torget", "kind": "enkat", "summary": "Frågor.",
        "url": "https://dialog.helsingborg.se/", "opens_on": "2026-11-01",
        "feedback_when": "Tidigast våren 2027", "feedback_until_on": until,
        "feedback_until_precision": "month", **no_rows(),
    }  # fmt: skip
    page = sign_in("Redaktör").post("/admin/exhibits/dialogue/add/", form, follow=True)
    assert ("Texten nämner en tid." in page.content.decode()) is is_asked
    assert Dialogue.objects.exists() is not is_asked


def test_stored_words_do_not_stand_in_the_way(sign_in):
    dialogue = make_dialogue(published_at=None, feedback_when="Tidigast våren 2027")
    form = {
        "title": "Torget", "kind": "enkat", "summary": "Frågor.",
        "url": dialogue.url, "opens_on": "2026-11-01", "feedback_until_precision": "day",
        "feedback_when": dialogue.feedback_when, **no_rows(),
    }  # fmt: skip
    client = sign_in("Redaktör")
    assert client.post(f"/admin/exhibits/dialogue/{dialogue.pk}/change/", form).status_code == 302
