"""What each public page asks of the database: fixed, and the same for one thing and for many."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exhibits.models import Area, KeyFact, Plan
from news import lists
from news.models import Announcement
from tests.factory import (
    make_announcement,
    make_area,
    make_byline,
    make_milestone,
    make_plan,
    make_room,
    make_topic,
    swedish,
)

pytestmark = pytest.mark.django_db

# Everything read anew, as on the first visit to a process that has just started. About twelve of these are the
# same on every page and shared after: opening hours, what is held in the room today, header, footer, words.
QUERIES = {
    "/": 26,
    "/omraden/": 19,
    "/omraden/omrade/": 38,
    # Four for the map of the area, since nobody has drawn what the plan is about: the maps of all pages share them.
    "/omraden/omrade/planer/plan/": 33,
    "/nyheter/": 15,
    "/nyheter/amne/amne/": 13,
    "/nyheter/2026/nyhet/": 15,
    "/nyheter/atom.xml": 3,
    "/besok/": 11,
}


def make_content(count):
    """``count`` of everything a list can hold, all linked with one area and one topic."""
    # Django keeps these for the life of the process.
    ContentType.objects.get_for_models(Announcement, Area, Plan)
    make_room()
    area = make_area(title="Område", slug="omrade")
    topic = make_topic(title="Ämne", slug="amne")
    for number in range(count):
        make_milestone(area, title=f"Steg {number}")
        KeyFact.objects.create(area=area, label=f"Uppgift {number}", value="1")
    other = make_area()
    for number in range(count):
        plan = make_plan(
            area,
            slug=f"plan-av-{number}" if number else "plan",
            other_areas=[other],
            steps=[{"stage": stage} for stage in ("planuppdrag", "samrad")] * count,
        )
        plan.change_notes.create(text="Samrådet har börjat.")
        plan.supersedes.set([make_plan(other, steps=[{}])])
    for _ in range(count - 1):
        make_milestone(make_area(), title="Steg")
        make_topic()
    byline = make_byline()
    rows = [
        make_announcement(
            slug=f"nyhet-{number}" if number else "nyhet",
            topics=[topic],
            areas=[area],
            byline=byline,
            published_at=swedish(2026, 1, 1 + number),
        )
        for number in range(count)
    ]
    for place, row in enumerate(rows[:3], 1):
        row.pinned_place = place
        row.save()


def queries_of(client, address):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(address)
    assert response.status_code == 200
    return [query["sql"] for query in queries]


@pytest.mark.parametrize("count", [1, 15])
@pytest.mark.parametrize("address", QUERIES)
def test_a_page_asks_the_same_for_one_and_for_many(client, address, count):
    make_content(count)
    queries = queries_of(client, address)
    assert len(queries) == QUERIES[address], "\n".join(queries)


@pytest.mark.parametrize("few", [0, 3, 1000])
def test_a_list_is_the_same_however_it_is_found(client, few, monkeypatch):
    monkeypatch.setattr(lists, "FEW_LINKS", few)
    topic = make_topic()
    expected = [make_announcement(topics=[topic]).title for _ in range(5)][::-1]
    make_announcement(title="Om något annat")
    content = client.get(topic.get_absolute_url()).content.decode()
    assert "Om något annat" not in content
    places = [content.index(title) for title in expected]
    assert places == sorted(places)


def test_no_list_looks_through_all_announcements(client):
    """The plan of each list begins in an index at the right row, whatever lies before it."""
    make_content(3)
    connection.cursor().execute("ANALYZE")
    for row in Announcement.objects.all():
        cursor = lists.cursor_of(row.published_at, row.pk)
        lists_before = Announcement.objects.published_before(
            row.published_at, *lists.read_cursor(cursor)
        )
        if connection.vendor == "sqlite":
            plan = lists_before.newest_first().values_list("published_at", "pk")[:21].explain()
            assert "USING INDEX" in plan or "USING COVERING INDEX" in plan
            assert "TEMP B-TREE" not in plan, plan
