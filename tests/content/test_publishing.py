"""Draft, scheduled, published, withdrawn: the queryset and the property agree on every case."""

import datetime
import re

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from helsingborgsrummet.content.dates import STOCKHOLM
from helsingborgsrummet.content.publishing import Publication, State, published, withdrawn
from helsingborgsrummet.serving.clock import next_change_at
from news.models import Announcement
from tests.admin_forms import announcement_fields, moment_fields
from tests.factory import make_announcement, make_topic, swedish

NOW = swedish(2026, 11, 24, 12)
SECOND = datetime.timedelta(seconds=1)
DAY = datetime.timedelta(days=1)
BEFORE, AFTER = NOW - SECOND, NOW + SECOND

CASES = [
    # published_at, withdrawn_at, state at NOW
    (None, None, State.DRAFT),
    (None, AFTER, State.DRAFT),
    (None, NOW, State.WITHDRAWN),
    (AFTER, None, State.SCHEDULED),
    (AFTER, AFTER + SECOND, State.SCHEDULED),
    (NOW, None, State.PUBLISHED),
    (BEFORE, None, State.PUBLISHED),
    (BEFORE, AFTER, State.PUBLISHED),
    (BEFORE, NOW, State.WITHDRAWN),
    (BEFORE - SECOND, BEFORE, State.WITHDRAWN),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("published_at", "withdrawn_at", "state"), CASES)
def test_state_follows_from_two_moments_and_the_time(published_at, withdrawn_at, state):
    row = make_announcement(published_at=published_at, withdrawn_at=withdrawn_at)
    assert row.state_at(NOW) is state
    found = [each for each in State if Announcement.objects.in_state(each, NOW).exists()]
    assert found == [state]
    assert Announcement.objects.published(NOW).exists() is (state is State.PUBLISHED)


@pytest.mark.django_db
def test_withdrawal_before_publication_is_refused():
    with pytest.raises(IntegrityError, match="is_withdrawn_after"), transaction.atomic():
        make_announcement(published_at=NOW, withdrawn_at=BEFORE)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moments", "expected"),
    [
        ([], None),
        ([(BEFORE, None)], None),
        ([(AFTER, None)], AFTER),
        ([(BEFORE, AFTER)], AFTER),
        ([(AFTER + SECOND, None), (BEFORE, AFTER)], AFTER),
        ([(NOW, None)], None),
    ],
)
def test_next_change_is_the_first_moment_ahead(moments, expected):
    for published_at, withdrawn_at in moments:
        make_announcement(published_at=published_at, withdrawn_at=withdrawn_at)
    local = NOW.astimezone(STOCKHOLM)
    midnight = local.replace(hour=0, minute=0, second=0) + datetime.timedelta(days=1)
    assert next_change_at(NOW) == (expected or midnight)


offsets = st.none() | st.integers(-3, 3).map(lambda minutes: datetime.timedelta(minutes=minutes))


class EveryRowIsInExactlyOneState(TestCase):
    @given(published=offsets, withdrawn=offsets)
    def test_property(self, published, withdrawn):
        if published is not None and withdrawn is not None and withdrawn <= published:
            return
        row = make_announcement(
            published_at=None if published is None else NOW + published,
            withdrawn_at=None if withdrawn is None else NOW + withdrawn,
        )
        found = [
            state
            for state in State
            if Announcement.objects.in_state(state, NOW).filter(pk=row.pk).exists()
        ]
        assert found == [row.state_at(NOW)]


# --- Publishing and withdrawing tell others ------------------------------------------------------


@pytest.fixture
def told():
    """What listeners hear: what happened, from when, with which topics, and inside a transaction."""
    heard = []

    def listen(name):
        def listener(sender, page, at, **kwargs):
            topics = [topic.title for topic in page.topics.all()]
            heard.append((name, at, topics, connection.in_atomic_block))

        return listener

    listeners = {published: listen("published"), withdrawn: listen("withdrawn")}
    for signal, listener in listeners.items():
        signal.connect(listener, sender=Announcement, weak=False)
    yield heard
    for signal, listener in listeners.items():
        signal.disconnect(listener, sender=Announcement)


@pytest.mark.django_db
def test_publish_and_withdraw_tell_others_and_save_at_once(told):
    page = make_announcement(published_at=None)
    page.publish(NOW)
    page.withdraw(AFTER, reason="Inaktuell.", link="/nyheter/")
    page.publish(NOW + DAY)
    page.refresh_from_db()
    assert [(name, at) for name, at, _, _ in told] == [
        ("published", NOW),
        ("withdrawn", AFTER),
        # A page that comes back keeps its first day.
        ("published", NOW),
    ]
    assert page.publication == Publication(published_at=NOW)


@pytest.mark.django_db
def test_a_row_that_is_made_published_tells_others(told):
    make_announcement(published_at=NOW)
    make_announcement(published_at=None)
    assert [(name, at) for name, at, _, _ in told] == [("published", NOW)]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["published_at", "withdrawn_at"])
def test_no_other_way_moves_the_moments_of_a_stored_page(name):
    page = make_announcement(published_at=NOW)
    setattr(page, name, NOW + DAY)
    page.withdrawn_reason = "Inaktuell."
    with pytest.raises(RuntimeError, match="publish"):
        page.save()


def test_no_code_writes_the_moments_past_the_model():
    for app in ("helsingborgsrummet", "exhibits", "news"):
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"update\([^)]*(published|withdrawn)_at", text), path


@pytest.mark.django_db(transaction=True)
def test_every_way_of_the_admin_tells_others_when_the_whole_page_is_stored(told, client):
    call_command("migrate", verbosity=0, interactive=False)
    user = User.objects.create_superuser("chef")
    client.force_login(user)
    topic = make_topic(title="Parker")
    address = "/admin/news/announcement/"
    now = timezone.now().replace(microsecond=0)
    client.post(
        f"{address}add/",
        announcement_fields(topics=[topic.pk], **moment_fields("published_at", now - DAY)),
    )
    page = Announcement.objects.get()
    assert [(name, at, topics, inside) for name, at, topics, inside in told] == [
        ("published", page.published_at, ["Parker"], True)
    ]
    del told[:]
    withdrawn_at = {
        **moment_fields("published_at", page.published_at),
        **moment_fields("withdrawn_at", now),
        "withdrawn_reason": "Inaktuell.",
    }
    fields = announcement_fields(topics=[], slug=page.slug, **withdrawn_at)
    assert client.post(f"{address}{page.pk}/change/", fields).status_code == 302
    page.refresh_from_db()
    assert told == [("withdrawn", page.withdrawn_at, [], True)]
    del told[:]
    chosen = {"_selected_action": [page.pk]}
    client.post(address, {"action": "publish_now", **chosen})
    client.post(
        address,
        {"action": "withdraw_now", "withdraw": "1", "withdrawn_reason": "Slut.", **chosen},
    )
    assert [(name, inside) for name, _, _, inside in told] == [
        ("published", True),
        ("withdrawn", True),
    ]
    # To save again what is so already is no news.
    del told[:]
    page.refresh_from_db()
    page.save()
    assert told == []


@pytest.mark.django_db
def test_a_public_page_does_not_become_a_draft_again(client):
    client.force_login(User.objects.create_superuser("chef"))
    page = make_announcement()
    response = client.post(
        f"/admin/news/announcement/{page.pk}/change/", announcement_fields(slug=page.slug)
    )
    assert "kan inte bli utkast igen" in response.content.decode()
    page.refresh_from_db()
    assert page.published_at
