"""What the pages of activities ask of the database: fixed, and in an index among thousands."""

import datetime

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from exhibits.models import Activity, Area, FollowUp, Occurrence
from exhibits.now import activities as activities_now
from exhibits.now.activities import Choice
from helsingborgsrummet.content.cursors import read_cursor
from tests.factory import LONG_AGO, make_activity, make_area, make_occurrence, make_room, swedish
from tests.site.test_queries import queries_of

pytestmark = pytest.mark.django_db
NOW = swedish(2026, 11, 25, 12)
HOUR = datetime.timedelta(hours=1)

# Everything read anew, as on the first visit after a change of content.
QUERIES = {
    "/aktiviteter/": 14,
    "/aktiviteter/?visa=tidigare": 13,
    "/aktiviteter/?omrade=omrade&slag=visning&manad=2026-11&malgrupp=barn": 14,
    "/aktiviteter/aktivitet/": 15,
    "/aktiviteter/aktivitet.ics": 3,
    "/aktiviteter/kalender.ics": 4,
    "/omraden/omrade/": 33,
}


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOW, tick=False):
        yield


def make_content(count):
    """``count`` activities with as many times each, about one area."""
    # Django keeps these for the life of the process.
    ContentType.objects.get_for_models(Activity, Area)
    make_room()
    area = make_area(slug="omrade")
    for number in range(count):
        activity = make_activity(
            slug=f"aktivitet-{number}" if number else "aktivitet",
            kind="visning",
            areas=[area],
            age_from=5,
            heard="Mörkt.",
            feedback_on=datetime.date(2026, 11, 1),
        )
        for week in range(count):
            length = datetime.timedelta(weeks=week, minutes=number)
            make_occurrence(activity, NOW + HOUR + length)
            make_occurrence(activity, NOW - 3 * HOUR - length)
        FollowUp.objects.create(activity=activity, action="Laga", responsible_role="Gatuenheten")


@pytest.mark.parametrize("count", [1, 8])
@pytest.mark.parametrize("address", QUERIES)
def test_a_page_asks_the_same_for_one_and_for_many(client, address, count):
    make_content(count)
    queries = queries_of(client, address)
    assert len(queries) == QUERIES[address], "\n".join(queries)


def test_lists_of_thousands_begin_in_the_index_at_the_right_row(monkeypatch):
    activities = Activity.objects.bulk_create(
        Activity(title=f"A{n}", slug=f"a-{n}", summary="X", published_at=LONG_AGO)
        for n in range(5000)
    )
    Occurrence.objects.bulk_create(
        Occurrence(
            activity=activity,
            starts_at=NOW + datetime.timedelta(hours=number - 2500),
            ends_at=NOW + datetime.timedelta(hours=number - 2498),
            planned_at=NOW,
            changed_at=NOW,
        )
        for number, activity in enumerate(activities)
    )
    pages = []
    read = activities_now._page

    def noted(rows, size):
        pages.append(rows)
        return read(rows, size)

    monkeypatch.setattr(activities_now, "_page", noted)
    for analysed in (False, True):
        if analysed:
            connection.cursor().execute("ANALYZE")
        for page_of in (activities_now.upcoming_page, activities_now.past_page):
            rows, cursor = page_of(Choice(), NOW + datetime.timedelta())
            assert len(rows) == activities_now.PAGE_SIZE
            assert read_cursor(cursor) == (rows[-1].starts_at, rows[-1].pk)
            page_of(Choice(), NOW + datetime.timedelta(), cursor)
    assert len(pages) == 8
    if connection.vendor == "sqlite":
        for rows in pages:
            plan = rows.for_list()[:31].explain()
            assert "USING INDEX occurrence_in_order (starts_at" in plan, plan
            assert "TEMP B-TREE" not in plan, plan
