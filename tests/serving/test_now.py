"""Snapshots: as exact as a query, and asked for once a process."""

import datetime
import threading
import tracemalloc

import pytest
from django.db import connection, transaction
from django.utils import timezone

from exhibits.models import Activity, Area, KeyFact, Occurrence, Plan, PlanStep
from exhibits.now.areas import published_areas
from exhibits.now.plans import published_plans
from helsingborgsrummet.models import Notice
from helsingborgsrummet.serving import now as shared
from helsingborgsrummet.serving.generation import content_tables
from helsingborgsrummet.serving.now import size_of, snapshot, snapshot_of_many
from helsingborgsrummet.serving.table_numbers import number_tables, table_numbers
from news.models import Announcement, Topic
from tests.factory import (
    make_activity,
    make_announcement,
    make_area,
    make_plan,
    make_topic,
    swedish,
)
from tests.serving.snapshot_reads import Undeclared

pytestmark = pytest.mark.django_db(transaction=True)

NOON = swedish(2026, 11, 24, 12)
HOUR = datetime.timedelta(hours=1)


def at(hours=0):
    """A moment of its own object, as each visit has."""
    return NOON + HOUR * hours


@pytest.fixture
def titles():
    """A snapshot of the titles of topics, and how often it was built."""
    built = []

    @snapshot(Topic, clock=False)
    def titles(now) -> list[str]:
        built.append(now)
        return list(Topic.objects.order_by("pk").values_list("title", flat=True))

    yield titles, built
    shared._snapshots.remove(titles)


WRITES = {
    "create": lambda: make_topic(title="Ny"),
    "update": lambda: Topic.objects.update(title="Ny"),
    "delete": lambda: Topic.objects.all().delete(),
    "bulk": lambda: Topic.objects.bulk_create([Topic(title="Ny", slug="ny")]),
    "raw": lambda: connection.cursor().execute("UPDATE news_topic SET title = 'Ny'"),
}


@pytest.mark.parametrize("write", WRITES)
def test_a_value_never_outlives_a_write_to_its_table(titles, write):
    titles, built = titles
    make_topic(title="Först")
    assert titles(at()) == titles(at()) == ["Först"]
    assert len(built) == 1
    WRITES[write]()
    assert titles(at()) == list(Topic.objects.order_by("pk").values_list("title", flat=True))
    assert len(built) == 2


def test_a_value_outlives_writes_to_other_tables(titles):
    titles, built = titles
    make_topic()
    titles(at())
    make_area()
    make_announcement()
    titles(at())
    assert len(built) == 1


def test_plans_outlive_news_and_areas_outlive_plans():
    plan = make_plan(make_area(), steps=[{}])
    plans, areas = published_plans(at()), published_areas(at())
    make_announcement(title="Nytt")
    assert published_plans(at()) is plans
    Plan.objects.filter(pk=plan.pk).update(summary="Ny")
    assert published_areas(at()) is areas
    assert published_plans(at())[0].summary == "Ny"


def test_a_value_read_while_somebody_commits_is_read_again():
    topic = make_topic(title="Gammal")

    @snapshot(Topic, clock=False)
    def slow(now) -> str:
        title = Topic.objects.get().title
        # Somebody else saves after the row was read.
        Topic.objects.filter(pk=topic.pk).update(title="Ny")
        return title

    assert slow(at()) == "Gammal"
    assert slow(at()) == "Ny"


def test_what_is_seen_in_a_transaction_stays_in_it(titles):
    titles, _ = titles
    make_topic(title="Sparad")
    assert titles(at()) == ["Sparad"]
    with transaction.atomic():
        Topic.objects.update(title="Tillbakatagen")
        assert titles(at()) == ["Tillbakatagen"]
        transaction.set_rollback(True)
    assert titles(at()) == ["Sparad"]
    Topic.objects.update(title="Ny")
    assert titles(at()) == ["Ny"]


def test_a_value_follows_the_clock_of_its_own_tables():
    area = make_area()
    scheduled = make_plan(area, steps=[{}], published_at=at(1))
    make_activity(times=[at(2)])
    assert published_plans(at()) == ()
    assert published_plans(at(0.5)) is published_plans(at())
    shown = published_plans(at(1))
    assert [plan.pk for plan in shown] == [scheduled.pk]
    # The beginning of an activity changes nothing in plans; midnight does.
    assert published_plans(at(2)) is shown
    assert published_plans(at(12)) is not shown
    assert shared.clock_until(at(1)) == at(2)


def test_what_time_does_not_change_outlives_midnight(titles):
    titles, built = titles
    titles(at())
    titles(at(48))
    assert len(built) == 1


def test_an_earlier_moment_is_asked_anew():
    make_plan(make_area(), steps=[{}], published_at=at(1))
    assert len(published_plans(at(2))) == 1
    assert published_plans(at()) == ()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one connection in memory")
def test_two_threads_and_another_connection():
    """Nobody sees a value of before once another connection has committed."""
    topic = make_topic(title="Först")

    @snapshot(Topic, clock=False)
    def title(now) -> str:
        return Topic.objects.get().title

    seen, steps = [], threading.Barrier(2, timeout=20)

    def write():
        with transaction.atomic():
            Topic.objects.filter(pk=topic.pk).update(title="Sedan")
            steps.wait()  # Written, not committed.
            steps.wait()
        steps.wait()  # Committed.
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    seen.append(title(at()))
    steps.wait()
    seen.append(title(at()))
    steps.wait()
    steps.wait()
    seen.append(title(at()))
    writer.join()
    assert seen == ["Först", "Först", "Sedan"]


def test_two_threads_build_it_once(monkeypatch):
    built, first_is_in = [], threading.Event()

    @snapshot(Topic, clock=False)
    def slow(now) -> int:
        first_is_in.set()
        built.append(now)
        threading.Event().wait(0.2)
        return len(built)

    # Both see the same content; no thread needs a connection of its own.
    monkeypatch.setattr(shared, "generation", lambda: 1)
    monkeypatch.setattr(shared, "table_numbers", dict)
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(slow(at()))) for _ in range(4)]
    threads[0].start()
    first_is_in.wait(5)
    for thread in threads[1:]:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [1] * 4


def test_only_missing_keys_are_built():
    asked = []

    @snapshot_of_many(Topic, clock=False)
    def names(now, keys, mark) -> dict[int, str]:
        asked.append(list(keys))
        return {key: f"{key}{mark}" for key in keys}

    assert names(at(), [1, 2], "!") == ["1!", "2!"]
    assert names(at(), [2, 3, 1], "!") == ["2!", "3!", "1!"]
    assert names(at(), [1], "?") == ["1?"]
    assert asked == [[1, 2], [3], [1]]


def test_what_is_kept_by_key_is_bounded(monkeypatch):
    monkeypatch.setattr(shared, "MAX_KEYED", 5000)
    built = []

    @snapshot(Topic, clock=False)
    def text(now, name, size) -> str:
        built.append(name)
        return name * size

    for name in "abcdd":
        text(at(), name, 1000)
    text(at(), "a", 1000)
    text(at(), "e", 1000)
    assert built == list("abcde")
    # Those unused for longest have made room.
    text(at(), "a", 1000)
    text(at(), "b", 1000)
    assert built == list("abcdeb")
    assert shared._room.size == sum(shared._room.sizes.values()) <= 5000
    # One that is larger than all room is kept alone, and makes no trouble after.
    text(at(), "x", 9000)
    text(at(), "x", 9000)
    text(at(), "a", 1000)
    assert built == list("abcdebxa")
    assert len(shared._room.sizes) == 1


@pytest.mark.parametrize(
    "make",
    [
        lambda: [f"{number}" * 1000 for number in range(20)],
        lambda: list(Occurrence.objects.for_list()),
        lambda: list(Activity.objects.all()),
        lambda: {each.pk: list(each.key_facts.all()) for each in Area.objects.all()},
    ],
    ids=["texts", "rows with a relation", "rows", "lists by key"],
)
def test_the_size_is_that_of_the_memory(make):
    for number in range(40):
        activity = make_activity(title=f"Aktivitet {number}", times=[at(1)])
        area = make_area()
        KeyFact.objects.create(area=area, label="Yta", value=f"{number} hektar")
    assert activity.pk and make()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        value = make()
        held = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert 0.7 < size_of(value) / held < 1.4


def test_a_plan_is_worked_out_again_when_any_of_its_rows_changes():
    area, other = make_area(), make_area(title="Andra")
    plan = make_plan(area, other_areas=[other], steps=[{"stage": "planuppdrag"}])
    untouched = make_plan(area, steps=[{}])
    before = {each.pk: each for each in published_plans(at())}
    changes = [
        (lambda: Plan.objects.filter(pk=plan.pk).update(title="Ny"), lambda now: now.title == "Ny"),
        (
            lambda: PlanStep.objects.filter(plan=plan).update(stage="antagen"),
            lambda now: now.state.step.stage == "antagen",
        ),
        (
            lambda: Area.objects.filter(pk=other.pk).update(title="Tredje"),
            lambda now: now.touched_areas[0].title == "Tredje",
        ),
        (lambda: plan.other_areas.clear(), lambda now: now.touched_areas == ()),
    ]
    for change, is_seen in changes:
        change()
        now = {each.pk: each for each in published_plans(at())}
        assert is_seen(now[plan.pk])
        assert now[untouched.pk] is before[untouched.pk]


def test_every_table_has_its_number_and_renewing_changes_nothing():
    number_tables(using="default")
    before = table_numbers()
    make_announcement(topics=[make_topic()])
    Notice.objects.create(text="Hej")
    raised = {table for table, number in table_numbers().items() if number != before.get(table)}
    assert raised == {
        model._meta.db_table for model in (Announcement, Topic, Notice, Announcement.topics.through)
    }
    assert raised <= set(content_tables())


def test_a_snapshot_that_reads_more_than_it_names_is_found():
    @snapshot(Topic)
    def sly(now) -> int:
        return Area.objects.count()

    @snapshot(Area)
    def asks_another(now) -> int:
        return len(published_areas(now))

    for each in (sly, asks_another):
        with pytest.raises(Undeclared):
            each(at())


PAGES = ["/", "/omraden/", "/nyheter/", "/tyck-till/", "/aktiviteter/", "/etablera/", "/besok/"]


def test_pages_after_a_change_are_those_of_a_process_that_has_just_started(client):
    """Whatever is written, what was read before never shows through."""
    area = make_area()
    plan = make_plan(area, steps=[{"stage": "planuppdrag"}, {"stage": "samrad"}])
    topic = make_topic()
    news = make_announcement(topics=[topic], areas=[area])
    activity = make_activity(plan=plan, areas=[area], times=[timezone.now() + HOUR])
    pages = [*PAGES, *(each.get_absolute_url() for each in (area, plan, news, topic, activity))]
    changes = [
        lambda: Area.objects.update(title="Nytt område"),
        lambda: Plan.objects.update(title="Ny plan"),
        lambda: PlanStep.objects.update(stage="antagen"),
        lambda: Announcement.objects.update(title="Ny nyhet"),
        lambda: Topic.objects.update(title="Nytt ämne"),
        lambda: Activity.objects.update(title="Ny aktivitet"),
        lambda: Occurrence.objects.update(state="cancelled"),
        lambda: Notice.objects.create(text="Stängt", shows_from=timezone.now() - HOUR),
        lambda: news.topics.clear(),
    ]
    for change in changes:
        for page in pages:
            client.get(page)
        change()
        seen = {page: client.get(page).content for page in pages}
        shared.forget()
        assert seen == {page: client.get(page).content for page in pages}
