"""Later pages of a list are shared like the first, where they begin at a row."""

import datetime

import pytest
from django.utils import timezone

from helsingborgsrummet.content.cursors import cursor_of
from news import lists
from news.models import Announcement
from tests.factory import make_announcement

pytestmark = pytest.mark.django_db(transaction=True)
NEWEST = datetime.datetime(2026, 10, 1, 9, tzinfo=datetime.UTC)


@pytest.fixture
def rows():
    return [
        make_announcement(published_at=NEWEST - datetime.timedelta(days=number))
        for number in range(5)
    ]


def later(row):
    return lists.page_of(
        lists.Listing(), timezone.now(), cursor_of(row.published_at, row.pk), size=2
    )


def test_a_page_that_begins_at_a_row_is_read_once(rows, django_assert_num_queries):
    expected = ([rows[1].pk, rows[2].pk], cursor_of(rows[2].published_at, rows[2].pk))
    assert later(rows[0]) == expected
    with django_assert_num_queries(0):
        assert later(rows[0]) == expected
    Announcement.objects.filter(pk=rows[1].pk).update(withdrawn_at=NEWEST, withdrawn_reason="Fel.")
    assert later(rows[0])[0] == [rows[2].pk, rows[3].pk]


def test_the_clock_changes_later_pages_too(rows, time_machine):
    time_machine.move_to(NEWEST - datetime.timedelta(days=1, hours=1), tick=False)
    assert later(rows[0])[0] == [rows[2].pk, rows[3].pk]
    time_machine.move_to(NEWEST, tick=False)
    assert later(rows[0])[0] == [rows[1].pk, rows[2].pk]


def test_made_up_cursors_are_answered_and_leave_nothing_behind(rows):
    for second in range(20):
        moment = NEWEST + datetime.timedelta(seconds=second + 1)
        page, _ = lists.page_of(lists.Listing(), timezone.now(), cursor_of(moment, 7), size=2)
        assert page == [rows[0].pk, rows[1].pk]
    assert not lists._later_pages.entries
