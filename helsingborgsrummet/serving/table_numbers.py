"""A number for every table of content, which every committed write to it raises.

The generation (see ``generation.py``) says that something has been written; these numbers say where, so that
what pages share outlives writes to tables that it was not read from. A reader never sees a raised number
without the rows, nor the rows without it.

On SQLite they have triggers of their own. On PostgreSQL they are raised with the generation when the
transaction commits, after the lock on its one row: nobody who holds them waits for anybody.
"""

from django.db import connection, connections, transaction

from helsingborgsrummet.serving.generation import TABLE_NUMBERS, content_tables

# The first number is any number, for the reason that the generation's is.
RAISE = (
    f'INSERT INTO "{TABLE_NUMBERS}" (table_name, number) '
    "VALUES ('{table}', abs(random() % 1000000000000)) "
    f'ON CONFLICT (table_name) DO UPDATE SET number = "{TABLE_NUMBERS}".number + 1'
)


def table_numbers():
    """The present number of each table by its name; one that was never written to is missing."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT table_name, number FROM "{TABLE_NUMBERS}"')
        return dict(cursor.fetchall())


def number_tables(using, **kwargs):
    """Give every content table its triggers on SQLite anew; for ``post_migrate``, safe to repeat."""
    database = connections[using]
    if database.vendor != "sqlite":
        return
    existing = set(database.introspection.table_names())
    if TABLE_NUMBERS not in existing:
        return
    with transaction.atomic(using=using), database.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%raises_number'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
        for table in existing.intersection(content_tables()):
            for event in ("INSERT", "UPDATE", "DELETE"):
                cursor.execute(
                    f'CREATE TRIGGER "{table}_{event.lower()}_raises_number" '
                    f'AFTER {event} ON "{table}" BEGIN {RAISE.format(table=table)}; END'
                )
