"""The generation rises with every write to content, in the same transaction, however it is made."""

import threading

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exhibits.models import Area, KeyFact
from helsingborgsrummet import link_check
from helsingborgsrummet.models import Notice, ShareLink
from helsingborgsrummet.serving.generation import (
    MARKS,
    TABLE,
    content_tables,
    generation,
    watch_tables,
)
from news.models import Announcement, Topic
from tests.factory import make_announcement, make_area, make_topic

pytestmark = pytest.mark.django_db
on_postgres_alone = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="on SQLite one transaction writes at a time"
)


def generation_at_commit():
    """The number as it would be if the test's transaction were committed now."""
    # What is deferred until then is done at once.
    connection.check_constraints()
    return generation()


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
    before = generation_at_commit()
    WRITES[name]()
    assert generation_at_commit() > before


@pytest.mark.usefixtures("_content")
def test_reading_does_not():
    before = generation_at_commit()
    list(Area.objects.all())
    assert generation_at_commit() == before


@pytest.mark.usefixtures("_content")
def test_a_write_that_is_taken_back_takes_it_back():
    before = generation_at_commit()
    with transaction.atomic():
        make_area()
        assert generation_at_commit() > before
        transaction.set_rollback(True)
    assert generation_at_commit() == before


def write_somehow(table):
    """Write to any table whatever its rules; SQLite's triggers need a row for it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f'DELETE FROM "{table}" WHERE false')
            return
        cursor.execute("PRAGMA ignore_check_constraints = 1")
        cursor.execute(f'SELECT name FROM pragma_table_info("{table}")')
        columns = [f'"{name}"' for (name,) in cursor.fetchall()]
        values = ", ".join(["987654"] * len(columns))
        cursor.execute(f'INSERT INTO "{table}" ({", ".join(columns)}) VALUES ({values})')
        cursor.execute("PRAGMA ignore_check_constraints = 0")


def raises(table):
    """Whether writing to ``table`` raises the number; what was written is taken back."""
    make_topic()
    before = generation_at_commit()
    with transaction.atomic():
        write_somehow(table)
        if connection.vendor == "postgresql":
            connection.check_constraints()
        after = generation()
        transaction.set_rollback(True)
    return after > before


def test_content_raises_it_and_nothing_else_does():
    """Relations are content, too; accounts, sessions, logs, versions and link checks never are."""
    models = [each for each in apps.get_models(include_auto_created=True) if each._meta.managed]
    tables = {each._meta.db_table for each in models} - {TABLE}
    assert {table for table in tables if raises(table)} == set(content_tables())
    for table in ("news_announcement_topics", "exhibits_plan_other_areas", "exhibits_keyfact"):
        assert table in content_tables()


def test_a_relation_can_be_left_out(monkeypatch):
    before = set(content_tables())
    monkeypatch.setattr(Announcement, "relations_without_generation", ("topics",), raising=False)
    assert before - set(content_tables()) == {"news_announcement_topics"}


def test_what_shows_on_no_page_takes_its_relations_with_it(monkeypatch):
    before = set(content_tables())
    monkeypatch.setattr(Announcement, "raises_generation", False, raising=False)
    gone = before - set(content_tables())
    assert gone == {table for table in before if table.startswith("news_announcement")}


def test_work_behind_the_pages_does_not_empty_the_cache(monkeypatch, settings):
    """Signing in and failing to, a link to a draft, a check of the links."""
    page = make_announcement(body="Läs [mer](https://example.org/mer).")
    user = User.objects.create_user("vera", password="ett-langt-losenord", is_staff=True)
    before = generation_at_commit()
    client = Client()
    for password in ("fel", "ett-langt-losenord"):
        client.post("/admin/login/", {"username": "vera", "password": password})
    assert client.session["_auth_user_id"] == str(user.pk)
    ShareLink.objects.create(
        page=page, created_by=user, expires_at=timezone.now() + timezone.timedelta(days=1)
    )
    assert link_check.collect(timezone.now()) == 1
    assert generation_at_commit() == before


# --- Triggers -----------------------------------------------------------------------------------


def triggers():
    """Every trigger and function of ours as the database tells it, by name."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
            return {name: (table, sql) for name, table, sql in cursor.fetchall()}
        cursor.execute(
            "SELECT tgname || ' on ' || tgrelid::regclass, tgenabled, pg_get_triggerdef(oid) "
            "FROM pg_trigger WHERE NOT tgisinternal UNION "
            "SELECT proname, '', prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        )
        return {name: row for name, *row in cursor.fetchall()}


def as_some_release_left_them():
    """Triggers that are missing, of an older shape, switched off, or where nothing is content now."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in ("news_topic_insert", "news_byline_update"):
                cursor.execute(f"DROP TRIGGER {name}_raises_generation")
            for name, table in (("news_topic_insert", "news_topic"), ("auth_user", "auth_user")):
                cursor.execute(
                    f"CREATE TRIGGER {name}_raises_generation AFTER INSERT ON {table} "
                    f"BEGIN UPDATE {TABLE} SET number = 0; END"
                )
            return
        cursor.execute("DROP TRIGGER news_byline_raises_generation ON news_byline")
        cursor.execute("DROP TRIGGER news_topic_raises_generation ON news_topic")
        cursor.execute(
            "CREATE FUNCTION raise_content_generation() RETURNS trigger "
            "LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$"
        )
        for table in ("news_topic", "auth_user"):
            cursor.execute(
                f"CREATE TRIGGER {table}_raises_generation BEFORE INSERT ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION raise_content_generation()"
            )
        cursor.execute("ALTER TABLE exhibits_area DISABLE TRIGGER exhibits_area_raises_generation")
        cursor.execute(
            "CREATE OR REPLACE FUNCTION note_content_write() RETURNS trigger "
            "LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$"
        )
        cursor.execute(f"DROP TRIGGER raises_generation_last ON {MARKS}")


def test_every_table_of_content_is_watched():
    watched = {}
    for name, row in triggers().items():
        if connection.vendor == "sqlite":
            watched.setdefault(row[0], []).append(name)
        elif " on " in name:
            watched.setdefault(name.partition(" on ")[2], []).append(name)
    marks = watched.pop(MARKS, [])
    assert sorted(watched) == content_tables()
    # On SQLite three for the generation and three for the number of the table.
    each = 6 if connection.vendor == "sqlite" else 1
    assert {len(names) for names in watched.values()} == {each}
    assert len(marks) == (0 if connection.vendor == "sqlite" else 1)


def test_a_database_of_an_older_release_gets_exactly_the_triggers_of_this_one():
    wanted = triggers()
    as_some_release_left_them()
    assert triggers() != wanted
    watch_tables(using="default")
    assert triggers() == wanted
    before = generation_at_commit()
    User.objects.create_user("vera")
    assert generation_at_commit() == before
    make_topic()
    assert generation_at_commit() > before


def test_watching_again_locks_nothing():
    with CaptureQueriesContext(connection) as queries:
        watch_tables(using="default")
    statements = " ".join(query["sql"] for query in queries)
    assert "TRIGGER" not in statements.replace("pg_get_triggerdef", "")
    assert "REPLACE" not in statements


# --- Raised last --------------------------------------------------------------------------------


def in_another_thread(work):
    """Start ``work`` on a connection of its own that waits two seconds for a lock, and no longer."""
    failures = []

    def run():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
            work()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.failures = failures
    thread.start()
    return thread


def finish(thread):
    thread.join()
    assert thread.failures == []


def number_elsewhere():
    """The number as another connection reads it."""
    found = []
    finish(in_another_thread(lambda: found.append(generation())))
    return found[0]


@on_postgres_alone
@pytest.mark.django_db(transaction=True)
def test_whoever_writes_keeps_nobody_from_committing():
    make_topic()
    before = generation()
    with transaction.atomic():
        make_topic()
        finish(in_another_thread(lambda: Notice.objects.create(text="Hej")))
        assert number_elsewhere() == before + 1
        # A page that is rendered now shows neither the topic nor its number.
    assert number_elsewhere() == before + 2


@on_postgres_alone
@pytest.mark.django_db(transaction=True)
def test_a_transaction_raises_it_once_and_one_that_truncates_too():
    make_topic()
    before = generation()
    with transaction.atomic():
        for _ in range(3):
            make_topic()
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            make_topic(place=1 // 0)
        Topic.objects.update(place=3)
    assert generation() == before + 1
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE exhibits_keyfact")
    assert generation() == before + 2
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {MARKS}")
        assert cursor.fetchone() == (0,)


@on_postgres_alone
@pytest.mark.django_db(transaction=True)
def test_who_waits_for_another_row_at_the_commit_does_not_hold_the_number():
    """The foreign key of the fact is checked at the commit, and waits for the area."""
    area = make_area()

    def write():
        with transaction.atomic():
            make_topic()
            KeyFact.objects.create(area=area, label="Yta", value="1")

    with transaction.atomic():
        Area.objects.select_for_update().get()
        waiting = in_another_thread(write)
        waiting.join(0.7)
        assert waiting.is_alive()
        finish(in_another_thread(lambda: Notice.objects.create(text="Hej")))
    finish(waiting)
    assert KeyFact.objects.count() == 1


@on_postgres_alone
@pytest.mark.django_db(transaction=True)
def test_ten_thousand_rows_are_one_mark():
    Topic.objects.bulk_create(Topic(title=f"T{n}", slug=f"t{n}") for n in range(10_000))
    before = generation()
    Topic.objects.update(place=2)
    assert generation() == before + 1
