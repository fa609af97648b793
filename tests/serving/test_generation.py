"""The generation rises with every write to content, in the same transaction, however it is made."""

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction

from exhibits.models import Area, KeyFact
from helsingborgsrummet.models import Notice
from helsingborgsrummet.serving.generation import content_tables, generation, watch_tables
from news.models import Announcement, Topic
from tests.factory import make_announcement, make_area, make_topic

pytestmark = pytest.mark.django_db


def raw_update():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE news_topic SET place = 7")


WRITES = {
    "create": lambda: make_area(),
    "save": lambda: Area.objects.get().save(),
    "delete": lambda: KeyFact.objects.all().delete(),
    "update": lambda: Announcement.objects.update(title="Ny"),
    "bulk create": lambda: Topic.objects.bulk_create([Topic(title="Nytt", slug="nytt")]),
    "relation": lambda: Announcement.objects.get().topics.clear(),
    "notice": lambda: Notice.objects.create(text="Hej"),
    "raw": raw_update,
}


@pytest.fixture
def _content():
    area, topic = make_area(), make_topic()
    KeyFact.objects.create(area=area, label="Yta", value="53 hektar")
    make_announcement(topics=[topic], areas=[area])


@pytest.mark.usefixtures("_content")
@pytest.mark.parametrize("name", WRITES)
def test_every_write_raises_it(name):
    before = generation()
    WRITES[name]()
    assert generation() > before


@pytest.mark.usefixtures("_content")
def test_reading_and_writing_something_else_do_not():
    before = generation()
    list(Area.objects.all())
    User.objects.create_user("redaktor")
    assert generation() == before


@pytest.mark.usefixtures("_content")
def test_a_write_that_is_taken_back_takes_it_back():
    before = generation()
    with transaction.atomic():
        make_area()
        assert generation() > before
        transaction.set_rollback(True)
    assert generation() == before


def test_every_table_of_content_is_watched():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT event_object_table, event_manipulation FROM information_schema.triggers"
            )
        watched = {}
        for table, event in cursor.fetchall():
            watched.setdefault(table, set()).add(event)
    assert sorted(watched) == content_tables()
    assert all(len(events) == 3 for events in watched.values())


def test_watching_twice_changes_nothing():
    watch_tables(using="default")
    before = generation()
    make_topic()
    assert generation() == before + 1 or before == 0
