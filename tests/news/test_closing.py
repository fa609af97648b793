"""Topics and areas that close or go into another: followers are told once, and moved or released."""

import datetime

import pytest
import time_machine

from helsingborgsrummet.models import Envelope
from news.closing import address_of_closing, close
from news.following import end_follows
from news.models import Follow, Follower, Topic
from tests.factory import make_area, make_topic, swedish
from tests.news.followers import make_follower

NOW = swedish(2026, 11, 24, 12)
DAY = datetime.timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW):
        yield


def followed(target):
    return {follow.follower.address.partition("@")[0] for follow in follows(target)}


def follows(target):
    name = "topic" if isinstance(target, Topic) else "area"
    return Follow.objects.filter(**{name: target}, ended_at=None).select_related("follower")


@pytest.mark.parametrize("make", [make_topic, make_area])
@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_followers_are_moved_or_released_and_told_once(editor, make, is_withdrawn):
    old, new = make(title="Gamla"), make(title="Nya")
    make_follower("ena", old, now=NOW - DAY, scope="steg", frequency="vecka")
    make_follower("bada", old, new, now=NOW - DAY)
    make_follower("andra", new, now=NOW - DAY)
    Envelope.objects.all().delete()
    if is_withdrawn and make is make_area:
        old.withdraw(NOW - DAY, reason="Ingår i Nya.")
        end_follows(NOW)
        assert (
            editor.get("/admin/").context["groups"][0].title == "Stängda områden som någon följer"
        )
    address = address_of_closing(old)
    # Nothing happens by looking, nor without an answer.
    assert editor.get(address).status_code == 200
    assert "Välj vad de ska följa" in editor.post(address, {"what": "move"}).content.decode()
    assert not Envelope.objects.exists()
    for _ in range(2):
        editor.post(address, {"what": "move", "target": new.pk, "sentence": "Läs om det."})
    assert (followed(old), followed(new)) == (set(), {"ena", "bada", "andra"})
    assert sorted(each.address for each in Envelope.objects.all()) == [
        "bada@exempel.se", "ena@exempel.se",
    ]  # fmt: skip
    assert Envelope.objects.first().letter.subject == "Gamla ingår nu i Nya"
    moved = follows(new).get(follower__address="ena@exempel.se")
    assert moved.scope == ("steg" if make is make_area else "allt")
    assert not Follower.objects.exclude(idle_since=None).exists()
    history = editor.get(f"/admin/{old._meta.app_label}/{old._meta.model_name}/{old.pk}/history/")
    assert "2 följare fick brev och flyttades till Nya." in history.content.decode()


def test_who_is_released_is_told_and_follows_nothing():
    topic = make_topic(title="Gamla")
    make_follower("kim", topic, now=NOW - DAY)
    Envelope.objects.all().delete()
    assert close(topic, None, "", NOW) == 1
    assert close(topic, None, "", NOW) == 0
    assert Envelope.objects.get().letter.subject == "Gamla har stängt"
    assert Follower.objects.get().idle_since == NOW


def test_a_topic_that_somebody_follows_is_not_deleted(editor):
    topic = make_topic()
    make_follower("kim", topic, now=NOW - DAY)
    assert editor.post(f"/admin/news/topic/{topic.pk}/delete/", {"post": "yes"}).status_code == 403
    assert (
        address_of_closing(topic)
        in editor.get(f"/admin/news/topic/{topic.pk}/change/").content.decode()
    )
    close(topic, None, "", NOW)
    editor.post(f"/admin/news/topic/{topic.pk}/delete/", {"post": "yes"})
    assert not Topic.objects.exists()


def test_an_editor_who_withdraws_an_area_is_asked_and_a_writer_is_not(person):
    area = make_area()
    make_follower("kim", area, now=NOW - DAY)
    data = {"action": "withdraw_now", "_selected_action": [area.pk], "withdraw": "1",
            "withdrawn_reason": "Klart."}  # fmt: skip
    assert person("anna", "Skribent").get(address_of_closing(area)).status_code == 403
    page = person("bo").post("/admin/exhibits/area/", data, follow=True).content.decode()
    assert address_of_closing(area) in page
