"""The generation: a number in the database that every write to content raises.

Triggers raise it, in the same transaction as the write, whoever writes and however: the admin, a
command, a bulk update, raw SQL, another process. What was rendered under the present number can
therefore not be stale, and a crash can never separate a change from its number.
"""

from django.apps import apps
from django.db import connection, connections

TABLE = "helsingborgsrummet_contentgeneration"
CONTENT_APPS = ("exhibits", "news", "helsingborgsrummet")
# The first number is any number, so that pages kept under those of another database, emptied or
# replaced since, are not taken for this one's.
RAISE = (
    f'INSERT INTO "{TABLE}" (id, number) VALUES (1, {{random}}) '
    f'ON CONFLICT (id) DO UPDATE SET number = "{TABLE}".number + 1'
)
RAISE_SQLITE = RAISE.format(random="abs(random() % 1000000000000)")
RAISE_POSTGRES = RAISE.format(random="floor(random() * 1000000000000)")


def generation():
    """The present generation: one look-up by primary key; 0 before anything was written."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT number FROM "{TABLE}" WHERE id = 1')
        row = cursor.fetchone()
    return row[0] if row else 0


def content_tables():
    """The tables of all content models, those between many-to-many relations included.

    A model whose rows no public page shows says ``raises_generation = False``.
    """
    return sorted(
        model._meta.db_table
        for label in CONTENT_APPS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if model._meta.db_table != TABLE and getattr(model, "raises_generation", True)
    )


def watch_tables(using, **kwargs):
    """Give every content table its triggers; for ``post_migrate``, and safe to repeat.

    A migration that rebuilds a table drops its triggers, so this runs after every migration.
    """
    database = connections[using]
    existing = set(database.introspection.table_names())
    if TABLE not in existing:
        return
    with database.cursor() as cursor:
        statements = _postgres if database.vendor == "postgresql" else _sqlite
        for statement in statements(existing.intersection(content_tables())):
            cursor.execute(statement)


def _sqlite(tables):
    for table in sorted(tables):
        for event in ("INSERT", "UPDATE", "DELETE"):
            yield (
                f'CREATE TRIGGER IF NOT EXISTS "{table}_{event.lower()}_raises_generation" '
                f'AFTER {event} ON "{table}" BEGIN {RAISE_SQLITE}; END'
            )


def _postgres(tables):
    yield (
        "CREATE OR REPLACE FUNCTION raise_content_generation() RETURNS trigger "
        f"LANGUAGE plpgsql AS $$ BEGIN {RAISE_POSTGRES}; RETURN NULL; END $$"
    )
    for table in sorted(tables):
        # Before, so that every writer takes the lock on the number first and the rows after: two
        # of them wait for each other instead of locking each other out.
        yield (
            f'CREATE OR REPLACE TRIGGER "{table}_raises_generation" '
            f'BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "{table}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION raise_content_generation()"
        )
