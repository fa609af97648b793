"""Draft, scheduled, published, withdrawn: the queryset and the property agree on every case."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from helsingborgsrummet.content.dates import STOCKHOLM
from helsingborgsrummet.content.publishing import State
from helsingborgsrummet.serving.clock import next_change_at
from news.models import Announcement
from tests.factory import make_announcement, swedish

NOW = swedish(2026, 11, 24, 12)
SECOND = datetime.timedelta(seconds=1)
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
