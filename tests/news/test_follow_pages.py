"""Following from the first page to the last: nothing before a button, nothing told to others, nothing kept for long."""

import datetime
import re

import pytest
from django.test import Client as AnyClient

from helsingborgsrummet import due_work
from helsingborgsrummet.models import Envelope, FormSource, Letter
from helsingborgsrummet.public_forms.token import make_token
from helsingborgsrummet.serving.generation import generation
from news import followers
from news.estimates import letters_a_month, letters_words
from news.follow_views import masked
from news.models import Delivery, Follow, Follower, FollowRequest, Frequency
from tests.factory import (
    make_activity,
    make_announcement,
    make_area,
    make_dialogue,
    make_occurrence,
    make_plan,
    make_standing_page,
    make_step,
    make_topic,
    swedish,
)
from tests.news.followers import DAY, HOUR, MINUTE, make_follower, work

pytestmark = pytest.mark.django_db
NOW = swedish(2026, 11, 24, 12)
OWN = {"Origin": "http://testserver"}
ADDRESS = "Kim+Hem@Exempel.se"
KEPT = "kim+hem@exempel.se"


def Client():
    """A browser without a cookie, which a token of Django's would need."""
    return AnyClient(enforce_csrf_checks=True)


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def area():
    return make_area(title="Kajen", slug="kajen")


def send(**data):
    """The form as a browser sends it."""
    FormSource.objects.all().delete()
    data = {"nyckel": make_token("folj", NOW), "hur": "direkt", "epost": ADDRESS, **data}
    return Client().post("/folj/", data, headers=OWN)


def confirmed(**data):
    send(**data)
    answer = Client().post(link("bekräftelse"))
    assert answer.status_code == 303
    return Follower.objects.get(address=KEPT), answer["Location"]


def link(kind):
    """Where the button of the latest letter of a kind leads."""
    letter = Letter.objects.filter(kind=kind).latest("pk")
    text = letter.body.replace("=\r\n", "").replace("=3D", "=")
    return re.search(r"/folj/(bekrafta|mina)/[\w-]+/", text)[0]


def text(answer):
    return answer.content.decode()


# --- Beginning ------------------------------------------------------------------------------------


def test_boxes_come_ticked_by_the_address(area):
    topic, plan = make_topic(slug="parker"), make_plan(area, slug="kvarteret")
    uid = str(make_dialogue(title="Enkäten").uid)
    query = f"allt=ja&vad=nyheter&omrade=kajen&amne=parker&plan=kvarteret&fraga={uid}&fraga=x"
    page = text(Client().get(f"/folj/?{query}"))
    for value in ("ja", "kajen", "parker", "kvarteret", uid):
        assert re.search(rf'value="{value}"[^>]* checked', page), value
    assert (
        " checked"
        not in text(Client().get("/folj/")).replace('value="vecka"', "", 1).partition("Hur ofta")[0]
    )
    assert topic.title in page and plan.title in page and "<title>Följ planen" not in page
    chosen = text(Client().get("/folj/?allt=ja&vad=nyheter"))
    assert '<option value="nyheter" selected>' in chosen and "<title>Följ alla nyheter –" in chosen


@pytest.mark.parametrize(
    ("make", "query"),
    [
        (lambda: make_topic(slug="parker"), "amne=parker"),
        (lambda: make_area(slug="kajen"), "omrade=kajen"),
        (lambda: make_plan(slug="kvarteret"), "plan=kvarteret"),
        (
            lambda: make_announcement(topics=[make_topic(slug="a")], areas=[make_area(slug="b")]),
            "amne=a&amp;omrade=b",
        ),
        (make_announcement, "allt=ja&amp;vad=nyheter"),
    ],
    ids=["topic", "area", "plan", "article", "article about nothing"],
)
def test_every_page_leads_to_its_own_boxes(make, query):
    page = text(Client().get(make().get_absolute_url()))
    main = page.partition("<main")[2].partition("</main")[0]
    assert f'href="/folj/?{query}"' in main


def test_questions_lead_to_their_boxes():
    row = make_dialogue(closes_on=datetime.date(2026, 12, 24))
    make_plan(slug="planen", steps=[{"ends_on": datetime.date(2026, 12, 24)}])
    page = text(Client().get("/tyck-till/"))
    assert f"/folj/?fraga={row.uid}" in page and "/folj/?plan=planen" in page


def test_the_answer_is_the_same_whether_or_not_the_address_is_known(area):
    make_follower("kim", area, now=NOW - 2 * DAY)
    answers = [
        Client().post(
            "/folj/",
            {"nyckel": make_token("folj", NOW), "hur": "dag", "epost": epost, "omrade": "kajen"},
            headers=OWN,
        )
        for epost in ("kim@exempel.se", "ada@exempel.se")
    ]
    assert {(each.status_code, each["Location"]) for each in answers} == {(303, "/folj/tack/")}
    assert answers[0].content == answers[1].content
    # And it changes nothing for the one that is.
    assert Follower.objects.get().follows.get().frequency == ""
    assert Client().get("/folj/tack/").status_code == 200


def test_what_is_wrong_is_said_and_nothing_is_lost(area):
    answer = send(omrade="kajen", epost="kim", **{"vad-kajen": "steg"})
    page = text(answer)
    assert answer.status_code == 422 and "Skriv en e-postadress" in page
    assert re.search(r'value="kajen"[^>]* checked', page) and 'value="kim"' in page
    assert re.search(r'value="steg" selected', page) and re.search(
        r'value="direkt"[^>]* checked', page
    )
    answer = send(epost="kim@exempel.se")
    assert answer.status_code == 422 and "Kryssa i minst en sak" in text(answer)
    assert not FollowRequest.objects.exists() and not Letter.objects.exists()


def test_counting_keeps_everything_and_sends_nothing(area):
    make_announcement(areas=[area], published_at=NOW - 30 * DAY)
    answer = send(omrade="kajen", rakna="ja", epost="kim@")
    page = text(answer)
    assert answer.status_code == 200 and "bara fått något enstaka mejl" in page
    assert 'value="kim@"' in page and "inte skickat" not in page
    # Never in an address.
    assert 'formaction="/folj/#antal"' in page
    assert not FollowRequest.objects.exists()


# --- Confirming -----------------------------------------------------------------------------------


def test_nothing_happens_before_the_button_is_pressed(area):
    send(omrade="kajen", **{"vad-kajen": "aktiviteter"})
    address = link("bekräftelse")
    for _ in range(2):
        page = Client().get(address)
        assert page.status_code == 200 and "Kajen, bara aktiviteter" in text(page)
    assert not Follower.objects.exists()
    before = generation()
    mine = Client().post(address)["Location"]
    # A second click is as good as one.
    assert Client().post(address)["Location"] == mine
    assert generation() == before
    follower = Follower.objects.get()
    assert follower.address == KEPT and follower.follows.get().scope == "aktiviteter"
    assert "Det är redan bekräftat" in text(Client().get(address))
    assert "Kajen" in text(Client().get(mine))


def test_a_link_of_the_day_also_confirms_what_is_asked_for_later(area):
    follower, _ = confirmed(omrade="kajen")
    make_topic(slug="parker")
    send(amne="parker")
    assert Letter.objects.count() == 1
    page = text(Client().get(link("bekräftelse")))
    assert "Nyheter i ämnet" in page and "Kajen" not in page
    Client().post(link("bekräftelse"))
    assert follower.follows.count() == 2


def test_an_address_is_asked_once_a_day_and_three_times_at_most(area, time_machine):
    asked = []
    for hours in range(0, 24 * 8, 6):
        moment = NOW + hours * HOUR
        time_machine.move_to(moment, tick=False)
        followers.ask(KEPT, [("area", area.pk, "allt")], "dag", moment)
        asked.append(Letter.objects.count())
    days = [asked[at] for at in range(3, len(asked), 4)]
    assert days == [1, 2, 3, 3, 3, 3, 3, 3]
    work(NOW + 2 * DAY + 7 * DAY)
    assert not FollowRequest.objects.exists()
    followers.ask(KEPT, [("area", area.pk, "allt")], "dag", NOW + 10 * DAY)
    assert Letter.objects.count() == 4


def test_nothing_else_goes_to_an_address_that_has_not_confirmed(area):
    send(omrade="kajen")
    make_announcement(areas=[area], published_at=NOW)
    work(NOW + HOUR)
    assert set(Letter.objects.values_list("kind", flat=True)) == {"bekräftelse"}


# --- Changing -------------------------------------------------------------------------------------


def test_everything_stored_is_shown_and_can_be_changed(area):
    make_topic(slug="parker", title="Parker")
    follower, address = confirmed(omrade="kajen", hur="vecka")
    page = Client().get(address)
    shown = text(page)
    assert page["Cache-Control"] == "private, no-store" and not page.cookies
    assert page["Referrer-Policy"] == "same-origin" and 'content="noindex"' in shown
    assert KEPT not in shown and ADDRESS not in shown and masked(KEPT) in shown
    key = follower.follows.get().pk
    Client().post(
        address,
        {
            "spara": "ja",
            "hur": "dag",
            f"vad-{key}": "steg",
            f"hur-{key}": "direkt",
            "amne": "parker",
        },
    )
    follower.refresh_from_db()
    rows = {row.target.title: (row.scope, row.frequency) for row in follower.follows.all()}
    assert rows == {"Kajen": ("steg", "direkt"), "Parker": ("allt", "")}
    assert follower.frequency == "dag"
    # What is nonsense changes nothing.
    Client().post(address, {"spara": "ja", f"vad-{key}": "x", f"hur-{key}": "y", "amne": "z"})
    assert Follow.objects.get(pk=key).scope == "steg"
    Client().post(address, {"sluta": key})
    assert [row.target.title for row in follower.follows.all()] == ["Parker"]


def test_another_address_takes_over_once_it_has_confirmed(area):
    follower, address = confirmed(omrade="kajen")
    old = follower.key
    FormSource.objects.all().delete()
    data = {"nyckel": make_token("folj-adress", NOW), "epost": "ny@exempel.se"}
    assert Client().post(address, data, headers=OWN).status_code == 303
    assert Follower.objects.get().address == KEPT
    Client().post(link("bekräftelse"))
    moved = Follower.objects.get()
    assert (moved.pk, moved.address, moved.key) == (follower.pk, "ny@exempel.se", old)
    assert moved.follows.get().area == area
    # Nothing is kept of the old one, which erasing would not find.
    assert [each.address for each in FollowRequest.objects.all()] == ["ny@exempel.se"]


def test_an_address_that_follows_already_gets_both(area):
    topic = make_topic()
    other = make_follower("ny", topic, now=NOW - DAY)
    follower, _ = confirmed(omrade="kajen")
    followers.ask("ny@exempel.se", [], "dag", NOW + 2 * DAY, follower=follower)
    followers.confirm(FollowRequest.objects.get(address="ny@exempel.se"), NOW)
    assert Follower.objects.get().pk == other.pk
    assert {row.target for row in other.follows.all()} == {topic, area}


def test_links_live_seven_days_and_a_new_one_can_be_mailed(area, time_machine):
    follower, address = confirmed(omrade="kajen")
    address = address.partition("?")[0]
    time_machine.move_to(NOW + 7 * DAY - MINUTE, tick=False)
    assert Client().get(address).status_code == 200
    time_machine.move_to(NOW + 7 * DAY + MINUTE, tick=False)
    answer = Client().get(address)
    assert answer.status_code == 410 and "Mejla mig en ny länk" in text(answer)
    for _ in range(3):
        assert Client().post(address).status_code == 410
    assert Letter.objects.filter(kind="länk").count() == 1
    assert Client().get(link("länk")).status_code == 200
    # Nothing is done by a link that has ended.
    Client().post(address, {"radera": "ja"})
    assert Follower.objects.get() == follower


@pytest.mark.parametrize("token", ["x", "1-2-3", "1--", "-", "9" * 30 + "-1-x", "å-b-c", "1-zz-x"])
def test_a_made_up_link_tells_nothing(area, token, caplog):
    confirmed(omrade="kajen")
    for place, status in (("mina", 410), ("bekrafta", 410), ("avsluta", 200)):
        for method in ("get", "post"):
            answer = getattr(Client(), method)(f"/folj/{place}/{token}/", {"radera": "ja"})
            assert answer.status_code == status, place
            assert "exempel.se" not in text(answer) and "Kajen" not in text(answer)
    assert Follower.objects.count() == 1 and token not in caplog.text


# --- Leaving --------------------------------------------------------------------------------------


def test_mail_programs_end_it_by_one_post_years_later(area, time_machine):
    follower, _ = confirmed(omrade="kajen")
    address = followers.LEAVE.format(follower.key)
    time_machine.move_to(NOW + 3000 * DAY, tick=False)
    page = text(Client().get(address))
    assert "Kajen" in page and follower.follows.exists()
    answer = Client().post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 303 and not follower.follows.exists()
    assert Client().post(address, {"List-Unsubscribe": "One-Click"}).status_code == 303
    assert "Du får inga fler mejl" in text(Client().get(address))
    # Long after everything is forgotten, too.
    followers.erase(follower)
    assert "Allt är redan raderat" in text(Client().get(address))


def test_who_comes_with_a_part_of_the_link_is_not_told_that_letters_end(area):
    follower, _ = confirmed(omrade="kajen")
    address = followers.LEAVE.format(follower.key[:-3])
    page = text(Client().get(address))
    assert "Ingen följer med den här länken" in page and "en del av länken" in page
    assert "inga fler mejl" not in page
    assert follower.follows.exists()


def test_leaving_one_shows_what_else_is_followed(area):
    topic = make_topic(title="Parker", slug="parker")
    follower, _ = confirmed(omrade="kajen", amne="parker")
    address = followers.LEAVE.format(follower.key)
    row = follower.follows.get(topic=topic)
    answer = Client().post(address, {"sluta": row.pk}, follow=True)
    assert "Kajen" in text(answer) and "Parker" not in text(answer)
    # Nobody else's row can be named.
    other = make_follower("ada", topic, now=NOW)
    Client().post(address, {"sluta": other.follows.get().pk})
    assert other.follows.exists() and follower.follows.count() == 1


@pytest.mark.parametrize("place", ["mina", "avsluta"])
def test_erasing_leaves_nothing(area, place):
    follower, mine = confirmed(omrade="kajen", hur="dag")
    make_announcement(areas=[area], published_at=NOW)
    work(NOW + HOUR)
    assert Delivery.objects.exists()
    address = mine if place == "mina" else followers.LEAVE.format(follower.key)
    answer = Client().post(address, {"radera": "ja"})
    assert answer.status_code == 200 and "Allt om dig är raderat" in text(answer)
    for model in (Follower, Follow, FollowRequest, Delivery):
        assert not model.objects.exists(), model
    assert not Envelope.objects.filter(address=KEPT).exists()


# --- What is kept, and what is told of it -----------------------------------------------------------


def test_retention_and_the_page_about_it_keep_to_the_same_times(area, settings, monkeypatch):
    make_standing_page(slug="personuppgifter", title="Personuppgifter")
    send(omrade="kajen")
    work(NOW + 7 * DAY - MINUTE)
    assert FollowRequest.objects.exists()
    work(NOW + 7 * DAY)
    assert not FollowRequest.objects.exists()
    left, stays = make_follower("ada", area, now=NOW), make_follower("bo", area, now=NOW)
    followers.leave(left, NOW)
    work(NOW + 28 * DAY - MINUTE)
    assert Follower.objects.count() == 2
    work(NOW + 28 * DAY)
    assert list(Follower.objects.all()) == [stays]
    page = text(Client().get("/personuppgifter/"))
    assert "efter 7 dagar" in page and "28 dagar" in page and "samtycke" in page
    monkeypatch.setattr(followers, "ERASED_AFTER", 35 * DAY)
    make_topic()  # another page than the one before
    assert "35 dagar" in text(Client().get("/folj/")) + text(Client().get("/personuppgifter/"))


def test_what_has_been_posted_is_forgotten_after_a_week(area):
    make_follower("ada", area, now=NOW - DAY)
    make_announcement(areas=[area], published_at=NOW)
    work(NOW + HOUR)
    assert Delivery.objects.count() == 1 and not Envelope.objects.exclude(address="").exists()
    work(NOW + 8 * DAY)
    assert not Delivery.objects.exists()


def test_saving_something_else_changes_no_subscription(area):
    follower = make_follower("ada", area, now=NOW - DAY, scope="steg")
    before = list(Follow.objects.values()), list(Follower.objects.values())
    plan = make_plan(area)
    area.title = "Kajerna"
    area.save()
    area.withdraw(NOW, reason="Fel.")
    area.publish(NOW + MINUTE)
    plan.save()
    work(NOW + HOUR)
    assert before == (list(Follow.objects.values()), list(Follower.objects.values()))
    assert follower.follows.get().scope == "steg"


def test_the_work_is_registered():
    names = {piece.name for piece in due_work.pieces()}
    assert names >= {
        "watch_steps_and_questions", "tell_followers", "end_follows", "forget_followers",
    }  # fmt: skip


# --- What to expect -------------------------------------------------------------------------------


def test_letters_a_month_are_counted_for_exactly_what_is_ticked(area):
    other, topic = make_area(), make_topic()
    wednesday = swedish(2026, 11, 18, 9)
    for number in range(12):
        make_announcement(
            areas=[area], topics=[topic], published_at=wednesday - number * 7 * DAY + HOUR
        )
        make_announcement(areas=[area], published_at=wednesday - number * 7 * DAY)
    make_announcement(areas=[area], published_at=NOW - 400 * DAY)
    # News about nothing are for who follows everything.
    make_announcement(published_at=wednesday)
    plan = make_plan(area)
    make_step(
        plan,
        starts_on=datetime.date(2026, 5, 4),
        ends_on=datetime.date(2026, 6, 4),
        result="Det blev en park.",
    )
    make_step(plan, "antagen", starts_on=datetime.date(2026, 9, 7))
    activity = make_activity(areas=[area], published_at=swedish(2026, 2, 3, 9))
    make_occurrence(
        activity, swedish(2026, 3, 3, 9), state="cancelled", changed_at=swedish(2026, 2, 20, 9)
    )

    def count(*wanted, often=Frequency.AT_ONCE):
        return round(letters_a_month(wanted, often, NOW) * 12)

    everything = ("area", area.pk, "allt")
    assert count(("topic", topic.pk, "allt")) == 12
    assert count(("area", area.pk, "steg")) == 4 and count(("plan", plan.pk, "allt")) == 4
    assert count(("area", area.pk, "aktiviteter")) == 2
    assert count(everything) == 24 + 4 + 2
    # Both ways, and once all the same.
    assert count(everything, ("topic", topic.pk, "allt")) == 30
    assert count(everything, often=Frequency.DAILY) == 18
    # News came in the week of the decision.
    assert count(everything, often=Frequency.WEEKLY) == 17
    assert count(("area", other.pk, "allt")) == 0
    assert count(("all", 0, "allt")) == 31
    assert count(("all", 0, "nyheter")) == 25 and count(("area", area.pk, "nyheter")) == 24
    assert letters_words([everything], Frequency.AT_ONCE, NOW) == "fått ungefär 2 mejl i månaden"
    assert letters_words([("plan", plan.pk, "allt")], Frequency.AT_ONCE, NOW) == (
        "fått ungefär 4 mejl"
    )
    assert letters_words([], Frequency.AT_ONCE, NOW) == ""
