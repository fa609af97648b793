"""What followers are sent, counted letter by letter at a real mail server."""

import datetime
import email
import email.policy
import os
import re
import subprocess
import sys
from collections import Counter

import pytest
from django.conf import settings

from exhibits.models import Occurrence
from helsingborgsrummet.models import Envelope
from helsingborgsrummet.serving.generation import content_tables, generation
from news import deliveries, followers, tidings, watching
from news.deliveries import deliver, post_due, stop, tell
from news.digests import goes_at
from news.models import Delivery, Follow, Follower, FollowRequest, Frequency, Tiding
from tests.factory import (
    make_activity,
    make_announcement,
    make_area,
    make_dialogue,
    make_occurrence,
    make_plan,
    make_step,
    make_topic,
    swedish,
)
from tests.news.followers import DAY, HOUR, MINUTE, make_follower, pass_time, work
from tests.shared_database import in_reach_of_others
from tests.smtp_sink import Sink

NOW = swedish(2026, 11, 24, 12)  # a Tuesday
pytestmark = pytest.mark.django_db


@pytest.fixture
def sink(settings, time_machine):
    """A server that the site sends to, and a clock that stands still."""
    time_machine.move_to(NOW, tick=False)
    with Sink() as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = sink.hostname, sink.port
        settings.EMAIL_HOST_USER = None
        yield sink.handler


def told(sink):
    """The subjects that each follower has got, in order, without confirmations."""
    found = {}
    for _, address, data in sink.messages:
        message = email.message_from_bytes(data, policy=email.policy.default)
        if "Bekräfta" not in message["Subject"]:
            found.setdefault(address.partition("@")[0], []).append(message["Subject"])
    return found


def news(at=NOW, **kwargs):
    return make_announcement(published_at=at, **kwargs)


# --- At once --------------------------------------------------------------------------------------


def test_news_reach_those_who_follow_its_topic_or_area_once_and_nobody_else(sink):
    topic, area = make_topic(), make_area()
    make_follower("bada", topic, area, now=NOW - DAY)
    make_follower("amne", topic, now=NOW - DAY)
    make_follower("steg", area, now=NOW - DAY, scope="steg")
    make_follower("annat", make_topic(), now=NOW - DAY)
    news(title="Ny park", topics=[topic], areas=[area])
    before = generation()
    work(NOW + 14 * MINUTE)
    assert told(sink) == {}
    work(NOW + 15 * MINUTE)
    pass_time(NOW + HOUR, NOW + 9 * DAY, 6 * HOUR)
    assert told(sink) == {"bada": ["Ny park"], "amne": ["Ny park"]}
    # Nothing of it makes pages stale.
    own = {model._meta.db_table for model in (Follower, Follow, FollowRequest, Tiding, Delivery)}
    assert generation() == before and not own.intersection(content_tables())
    assert Tiding.objects.get().reached == 2


@pytest.mark.parametrize("has_area", [False, True])
def test_nothing_that_is_told_is_without_a_possible_follower(sink, has_area):
    areas = [make_area()] if has_area else []
    for scope in ("allt", "nyheter", "steg", "aktiviteter"):
        make_follower(scope, now=NOW - DAY, scope=scope)
    # Twice over, and one letter all the same.
    make_follower("allt", *areas, now=NOW - DAY)
    activity = make_activity(
        title="Vandring",
        areas=areas,
        published_at=NOW,
        times=[NOW + DAY],
        heard="Mer grönt.",
        feedback_on=NOW.date(),
    )
    tell(activity.occurrences.get(), NOW, what="flyttad")
    tell(activity, NOW, what="resultat")
    make_dialogue(
        title="Enkät", opens_on=NOW.date(), closes_on=NOW.date() + 30 * DAY, published_at=NOW - DAY
    ).areas.set(areas)
    make_step(make_plan(title="Planen"), starts_on=NOW.date(), ends_on=datetime.date(2026, 12, 24))
    news(title="Nytt", areas=areas)
    pass_time(NOW, NOW + 2 * HOUR, HOUR / 2)
    got = {
        "nyheter": {"Nytt"},
        "steg": {"Tyck till: Enkät", "Tyck till: Planen"},
        "aktiviteter": {
            "Aktivitet: Vandring",
            "Flyttad: Vandring",
            "Det här ledde det till: Vandring",
        },
    }
    assert {kind.value for kind in Tiding.What} == {
        *Tiding.objects.values_list("what", flat=True), "steg", "stanger", "installd",
    }  # fmt: skip
    for name, subjects in {**got, "allt": set().union(*got.values())}.items():
        heard = set(_subjects(sink, name))
        assert heard == subjects, name


def _subjects(sink, name):
    """The titles of all that a follower was told, whether in letters of their own or together."""
    found = []
    for _, address, data in sink.messages:
        message = email.message_from_bytes(data, policy=email.policy.default)
        if address == f"{name}@exempel.se" and "Bekräfta" not in message["Subject"]:
            html = message.get_body(("html",)).get_content()
            heads = re.findall("<h2>(.*?)</h2>", html) or re.findall("<h1>(.*?)</h1>", html)
            found.extend(heads)
    assert len(found) == len(set(found))
    return found


@pytest.mark.parametrize("frequency", Frequency)
def test_a_correction_is_not_told_and_neither_is_what_comes_back(sink, frequency):
    topic = make_topic()
    make_follower("kim", topic, now=NOW - DAY, frequency=frequency)
    row = news(topics=[topic])
    pass_time(NOW, NOW + 8 * DAY, 12 * HOUR)
    row.title = "Rättad"
    row.save()
    row.withdraw(NOW + 8 * DAY, reason="Fel.")
    row.publish(NOW + 9 * DAY)
    pass_time(NOW + 9 * DAY, NOW + 18 * DAY, 12 * HOUR)
    assert len(told(sink)["kim"]) == 1


def test_what_is_stopped_or_withdrawn_within_the_grace_is_not_told(sink):
    topic = make_topic()
    make_follower("kim", topic, now=NOW - DAY)
    stopped, withdrawn = news(topics=[topic]), news(topics=[topic])
    assert stop(stopped, NOW)
    withdrawn.withdraw(NOW + 5 * MINUTE, reason="Fel.")
    work(NOW + HOUR)
    assert told(sink) == {}
    # Told on purpose after all.
    tell(stopped, NOW + 2 * HOUR, sentence="Nu stämmer det.")
    work(NOW + 3 * HOUR)
    assert told(sink) == {"kim": [stopped.title]}
    tell(stopped, NOW + 4 * HOUR)
    work(NOW + 5 * HOUR)
    assert len(told(sink)["kim"]) == 1
    tell(stopped, NOW + 6 * HOUR, again=True)
    work(NOW + 7 * HOUR)
    assert len(told(sink)["kim"]) == 2
    assert not stop(stopped, NOW + 8 * HOUR)


def test_a_scheduled_page_is_told_when_it_comes(sink):
    topic = make_topic()
    make_follower("kim", topic, now=NOW - DAY)
    row = news(NOW + 2 * DAY, topics=[topic])
    row.publish(NOW, at=NOW + 3 * DAY)
    work(NOW + 2 * DAY + HOUR)
    assert told(sink) == {}
    work(NOW + 3 * DAY + 15 * MINUTE)
    assert told(sink) == {"kim": [row.title]}


def test_old_news_that_is_typed_in_is_no_news(sink):
    topic = make_topic()
    make_follower("kim", topic, now=NOW - DAY)
    make_announcement(topics=[topic])
    work(NOW + DAY)
    assert told(sink) == {} and not Tiding.objects.exists()


# --- Plans and questions --------------------------------------------------------------------------


def test_a_letter_that_comes_late_asks_nobody_to_answer():
    step = make_step(
        make_plan(make_area(), title="Kajen"),
        starts_on=datetime.date(2026, 11, 26),
        ends_on=datetime.date(2026, 12, 18),
    )
    for day, subject, link in (
        (18, "Tyck till: Kajen", "Läs mer och tyck till"),
        (19, "Avslutades 18 december: Kajen", "Läs mer"),
    ):
        words = tidings._opens(step, "Kajen", "/", swedish(2026, 12, day, 10), ())
        assert (words.subject, words.link) == (subject, link)
        assert ("har börjat" in " ".join(words.paragraphs)) is (day == 18)


def test_a_question_is_told_when_it_opens_before_it_closes_and_when_it_is_answered(
    sink, time_machine
):
    area = make_area()
    plan = make_plan(area, title="Kajen")
    step = make_step(
        plan, starts_on=datetime.date(2026, 11, 26), ends_on=datetime.date(2026, 12, 18)
    )
    for name, scope in (("allt", "allt"), ("steg", "steg"), ("aktiv", "aktiviteter")):
        make_follower(name, area, now=NOW - DAY, scope=scope)
    make_follower("plan", plan, now=NOW - DAY)
    pass_time(NOW, swedish(2026, 12, 31), 6 * HOUR)
    expected = ["Tyck till: Kajen", "Sista dagen i morgon: Kajen"]
    assert told(sink) == dict.fromkeys(("allt", "steg", "plan"), expected)
    # Years later.
    later = swedish(2029, 5, 2, 10)
    time_machine.move_to(later, tick=False)
    step.result = "Det blev en park."
    step.save()
    work(later + HOUR)
    step.result = "Det blev en stor park."
    step.save()
    work(later + 2 * HOUR)
    expected.append("Det här ledde det till: Kajen")
    assert told(sink) == dict.fromkeys(("allt", "steg", "plan"), expected)


def test_a_dialogue_ends_for_its_followers_once_its_result_is_told(sink, time_machine):
    dialogue = make_dialogue(
        title="Lekplatsen",
        opens_on=datetime.date(2026, 11, 20),
        closes_on=datetime.date(2026, 11, 26),
        published_at=NOW - DAY,
    )
    kim = make_follower("kim", dialogue, now=NOW - 2 * DAY)
    pass_time(NOW, NOW + 3 * DAY, 6 * HOUR)
    later = NOW + 400 * DAY
    time_machine.move_to(later, tick=False)
    work(later)
    dialogue.result = "En klätterställning."
    dialogue.save()
    work(later + HOUR)
    assert told(sink)["kim"] == [
        "Tyck till: Lekplatsen",
        "Sista dagen i morgon: Lekplatsen",
        "Det här ledde det till: Lekplatsen",
    ]
    # The address goes 28 days after that.
    work(later + 28 * DAY)
    assert Follower.objects.filter(pk=kim.pk).exists()
    work(later + 28 * DAY + 2 * HOUR)
    assert not Follower.objects.exists() and not Follow.objects.exists()


def test_a_step_is_told_once_somebody_has_said_that_it_happened(sink):
    plan = make_plan(title="Kajen")
    make_follower("kim", plan, now=NOW - DAY)
    step = make_step(plan, "antagen", starts_on=datetime.date(2026, 11, 23), is_confirmed=False)
    make_step(plan, "program", starts_on=datetime.date(2019, 1, 1))
    work(NOW + HOUR)
    assert told(sink) == {}
    step.is_confirmed = True
    step.save()
    pass_time(NOW + 2 * HOUR, NOW + 2 * DAY, 6 * HOUR)
    assert told(sink) == {"kim": ["Kajen: antagande"]}


def test_a_last_day_that_is_put_off_is_told_anew(sink):
    plan = make_plan(title="Kajen")
    step = make_step(
        plan, starts_on=datetime.date(2026, 11, 2), ends_on=datetime.date(2026, 11, 25)
    )
    make_follower("kim", plan, now=NOW - DAY)
    stop(step, NOW, what=Tiding.What.OPENS)
    work(NOW)
    step.ends_on = datetime.date(2026, 12, 9)
    step.save()
    pass_time(NOW + MINUTE, swedish(2026, 12, 20), 6 * HOUR)
    assert told(sink) == {"kim": ["Sista dagen i morgon: Kajen"]}


# --- Activities -----------------------------------------------------------------------------------


def test_activities_moved_and_cancelled_ones_are_told(sink, time_machine):
    area = make_area()
    for scope in ("allt", "steg", "aktiviteter"):
        make_follower(scope, area, now=NOW - DAY, scope=scope)
    starts = swedish(2026, 12, 3, 16)
    activity = make_activity(title="Öppet hus", areas=[area], published_at=NOW)
    row = make_occurrence(activity, starts)
    other = make_occurrence(activity, starts + DAY)
    work(NOW + HOUR)
    moment = NOW + 2 * HOUR
    time_machine.move_to(moment, tick=False)
    row.note = "Ta med vantar."
    row.save()
    row.starts_at, row.ends_at, row.state = starts + HOUR, starts + 2 * HOUR, "moved"
    row.save()
    row.starts_at = starts + HOUR + 30 * MINUTE
    row.save()
    # Cancelled by mistake, and mended within the grace.
    other.state = Occurrence.State.CANCELLED
    other.save()
    other.state = Occurrence.State.PLANNED
    other.save()
    work(moment + HOUR)
    moment += 3 * HOUR
    time_machine.move_to(moment, tick=False)
    row.state = Occurrence.State.CANCELLED
    row.save()
    work(moment + HOUR)
    expected = ["Aktivitet: Öppet hus", "Ny tid: Öppet hus", "Inställt: Öppet hus"]
    assert told(sink) == {"allt": expected, "aktiviteter": expected}


# --- Digests --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("frequency", "at", "goes"),
    [
        ("direkt", (2026, 11, 24, 12), (2026, 11, 24, 12, 15)),
        ("dag", (2026, 11, 24, 0), (2026, 11, 25, 7)),
        ("dag", (2026, 11, 24, 23, 59), (2026, 11, 25, 7)),
        ("vecka", (2026, 11, 23, 0), (2026, 11, 30, 7)),
        ("vecka", (2026, 11, 29, 23, 59), (2026, 11, 30, 7)),
        ("vecka", (2026, 11, 30, 0), (2026, 12, 7, 7)),
        # The clocks go forward and back on Sundays.
        ("dag", (2026, 3, 28, 12), (2026, 3, 29, 7)),
        ("vecka", (2026, 3, 29, 12), (2026, 3, 30, 7)),
        ("dag", (2026, 10, 24, 23, 59), (2026, 10, 25, 7)),
        ("dag", (2026, 10, 25, 0), (2026, 10, 26, 7)),
        # A week over New Year is one week.
        ("vecka", (2026, 12, 28, 8), (2027, 1, 4, 7)),
        ("vecka", (2027, 1, 3, 23), (2027, 1, 4, 7)),
        ("dag", (2026, 12, 31, 23, 59), (2027, 1, 1, 7)),
    ],
)
def test_digests_are_whole_swedish_days_and_weeks(frequency, at, goes):
    at = swedish(*at)
    assert goes_at(frequency, at, at + 15 * MINUTE) == swedish(*goes)


@pytest.mark.parametrize(
    "start",
    [swedish(2026, 3, 24, 12), swedish(2026, 10, 20, 12), swedish(2026, 12, 28, 12)],
    ids=["spring", "autumn", "new year"],
)
@pytest.mark.parametrize("pause", [0, 9], ids=["running", "paused"])
def test_all_frequencies_tell_the_same_once_and_no_letter_is_empty(
    sink, time_machine, start, pause
):
    topic, area = make_topic(), make_area()
    for frequency in Frequency:
        make_follower(frequency.value, topic, area, now=start - DAY, frequency=frequency)
    titles = []
    for number in range(12):
        # At all hours, the change of clocks and of days among them.
        moment = start + number * 17 * HOUR
        time_machine.move_to(moment, tick=False)
        title = f"Nyhet nummer {number}."
        titles.append(title)
        news(moment, title=title, topics=[topic], areas=[area])
        if not pause:
            pass_time(moment, moment + 17 * HOUR, 3 * HOUR)
    end = start + 12 * 17 * HOUR + pause * DAY
    pass_time(end, end + 9 * DAY, 6 * HOUR)
    texts = {frequency.value: [] for frequency in Frequency}
    for _, address, data in sink.messages:
        message = email.message_from_bytes(data, policy=email.policy.default)
        if "Bekräfta" not in message["Subject"]:
            text = message.get_body(("plain",)).get_content()
            texts[address.partition("@")[0]].append(text)
    for frequency, found in texts.items():
        counts = Counter(title for title in titles for text in found if title in text)
        assert counts == dict.fromkeys(titles, 1), frequency
        assert all(any(title in text for title in titles) for text in found)
    letters = {frequency: len(found) for frequency, found in texts.items()}
    if pause:
        assert letters == {"direkt": 1, "dag": 1, "vecka": 1}
    else:
        assert letters["direkt"] == 12 and letters["dag"] <= 9 and letters["vecka"] <= 2
    assert not Delivery.objects.filter(posted_at__isnull=True).exists()


def test_a_row_of_its_own_frequency_and_a_new_one_for_all(sink):
    topic, area = make_topic(), make_area()
    kim = make_follower("kim", topic, now=NOW - DAY, frequency=Frequency.WEEKLY)
    followers.ask(kim.address, [("area", area.pk, "allt")], Frequency.AT_ONCE, NOW)
    followers.confirm(followers.FollowRequest.objects.get(), NOW - DAY)
    news(title="Veckans", topics=[topic])
    news(title="Strax", areas=[area])
    # Followed in two ways: the sooner one, once.
    news(title="Båda", topics=[topic], areas=[area])
    pass_time(NOW, NOW + 8 * DAY, 6 * HOUR)
    # What comes in the same minute is one letter.
    assert told(sink) == {"kim": ["Strax – och 1 till", "Veckans"]}


def test_leaving_stops_what_waits(sink):
    topic, other = make_topic(), make_topic()
    kim = make_follower("kim", topic, other, now=NOW - DAY, frequency=Frequency.DAILY)
    news(title="Ett", topics=[topic])
    news(title="Två", topics=[other])
    work(NOW + HOUR)
    followers.leave(kim, NOW + HOUR, kim.follows.filter(topic=topic))
    work(NOW + DAY)
    assert told(sink) == {"kim": ["Två"]}
    news(title="Tre", topics=[other])
    work(NOW + HOUR)
    followers.leave(kim, NOW + 2 * HOUR)
    pass_time(NOW + 3 * HOUR, NOW + 3 * DAY, 12 * HOUR)
    assert told(sink) == {"kim": ["Två"]}


def test_who_begins_to_follow_hears_only_of_what_comes_then(sink):
    topic = make_topic()
    news(topics=[topic])
    make_follower("kim", topic, now=NOW + HOUR)
    pass_time(NOW + 2 * HOUR, NOW + 3 * HOUR)
    assert told(sink) == {}


def test_an_address_that_takes_no_letters_is_let_be(sink):
    topic = make_topic()
    gone = make_follower("finns-inte", topic, now=NOW - DAY)
    make_follower("kim", topic, now=NOW - DAY)
    for number in range(5):
        news(NOW + number * HOUR, topics=[topic], title=f"Nyhet {number}")
        work(NOW + number * HOUR + 20 * MINUTE)
    gone.refresh_from_db()
    assert gone.undelivered_count == 3 and not gone.follows.exists() and gone.idle_since
    assert len(told(sink)["kim"]) == 5


def test_making_ready_may_be_broken_off_anywhere(sink, monkeypatch):
    topic = make_topic()
    for number in range(7):
        make_follower(f"kim{number}", topic, now=NOW - DAY)
    news(title="Nytt", topics=[topic])
    for batch in ("BATCH", "BATCH_OF_LETTERS"):
        monkeypatch.setattr(deliveries, batch, 2)
    create, post, calls = Delivery.objects.bulk_create, deliveries.letters.post, Counter()

    def break_off(name, call):
        def called(*args, **kwargs):
            result = call(*args, **kwargs)
            calls[name] += 1
            if calls[name] in (1, 3):
                raise KeyboardInterrupt
            return result

        return called

    monkeypatch.setattr(deliveries.letters, "post", break_off("post", post))
    monkeypatch.setattr(Delivery.objects, "bulk_create", break_off("create", create))
    for _ in range(6):
        try:
            deliver(NOW + HOUR)
            post_due(NOW + HOUR)
        except KeyboardInterrupt:
            pass
    assert calls["create"] > 4 and calls["post"] > 3
    work(NOW + HOUR)
    assert told(sink) == {f"kim{number}": ["Nytt"] for number in range(7)}
    assert Envelope.objects.filter(letter__kind="besked").count() == 7


def test_the_scan_leaves_what_was_told_alone(sink):
    make_step(
        make_plan(), starts_on=datetime.date(2026, 11, 2), ends_on=datetime.date(2026, 11, 25)
    )
    assert watching.tell_what_time_brings(NOW) == 2
    assert watching.tell_what_time_brings(NOW + 20 * HOUR) == 0


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("kills", "tellers"), [(20, 1), (3, 2)])
def test_killed_tellers_and_several_at_once_tell_each_thing_once(
    tmp_path, time_machine, kills, tellers
):
    time_machine.move_to(NOW, tick=False)
    topics = [make_topic() for _ in range(3)]
    for number in range(240):
        make_follower(f"kim{number}", *topics[: number % 3 + 1], now=NOW - DAY)
    Envelope.objects.all().delete()
    titles = [news(title=f"Nyhet {number}.", topics=[topics[number]]).title for number in range(3)]
    with in_reach_of_others(tmp_path) as database:
        arguments = [database, str(kills), (NOW + HOUR).isoformat()]
        command = [sys.executable, "-W", "ignore", "-m", "tests.news.killed_teller", *arguments]
        running = [
            subprocess.Popen(
                command, cwd=settings.BASE_DIR, env={**os.environ, "DATA_DIR": str(tmp_path)}
            )
            for _ in range(tellers)
        ]
        assert [each.wait(90) for each in running] == [0] * tellers
    told = Counter()
    for envelope in Envelope.objects.select_related("letter"):
        told.update((envelope.address, title) for title in titles if title in envelope.letter.body)
    expected = {
        (f"kim{number}@exempel.se", title)
        for number in range(240)
        for title in titles[: number % 3 + 1]
    }
    assert told == dict.fromkeys(expected, 1)
    assert Delivery.objects.filter(posted_at__isnull=False).count() == len(expected)
