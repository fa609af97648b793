"""The generation: a number in the database that every write to content raises.

Triggers raise it, in the same transaction as the write, whoever writes and however: the admin, a
command, a bulk update, raw SQL, another process. What was rendered under the present number can
therefore not be stale, and a crash can never separate a change from its number.

The number is one row, so whoever raises it makes others wait until the transaction ends. On
PostgreSQL it is therefore raised *last*: were it raised by the first statement, a writer would hold it
while waiting for a row that another holds who waits for the number. A statement that writes content
leaves a mark, one row a transaction in a table of its own; what is deferred until the transaction
commits then raises the number once, after every other deferred check (those of foreign keys lock rows,
too). Nothing is asked for while the number is held, so nobody who holds it waits for anybody. On
SQLite one transaction writes at a time (``BEGIN IMMEDIATE``), so there the triggers raise it at once.

Why a kept page is never stale, with the number raised at the end:

- A transaction's rows and its number become visible at one moment, that of its commit. No reader sees
  one without the other.
- Two that commit at the same time take the row one after the other: the second waits for the first to
  commit and raises what that left. Each number stands for one state of the content.
- A page is kept under the number that was read *before* its content. A reader between two commits
  reads the number of the first; should the second commit while the page is rendered, the page may
  show its rows under the old number, which nobody asks for any more.
- Within a transaction that has written, the number still reads as before: what is rendered there must
  be kept by nobody (see ``now.py``), whose rows may be taken back anyway.
"""

from django.apps import apps
from django.db import DatabaseError, connections, transaction

TABLE = "helsingborgsrummet_contentgeneration"
CONTENT_APPS = ("exhibits", "news", "helsingborgsrummet")
TABLE_NUMBERS = "helsingborgsrummet_tablenumber"  # see table_numbers.py
READ = f'SELECT number FROM "{TABLE}" WHERE id = 1'
# The first number is any number, so that pages kept under those of another database, emptied or
# replaced since, are not taken for this one's.
RAISE = (
    f'INSERT INTO "{TABLE}" (id, number) VALUES (1, {{random}}) '
    f'ON CONFLICT (id) DO UPDATE SET number = "{TABLE}".number + 1'
)
RAISE_SQLITE = RAISE.format(random="abs(random() % 1000000000000)")
RAISE_POSTGRES = RAISE.format(random="floor(random() * 1000000000000)")


def generation():
    """The present generation: one look-up by primary key; 0 before anything was written.

    Every request for a kept page asks for it, so outside a transaction it is asked for on Django's
    own connection, but without the layers of Django's cursor. Raises ``DatabaseError``.
    """
    database = connections["default"]
    raw = database.connection
    if raw is None or database.in_atomic_block:
        with database.cursor() as cursor:
            cursor.execute(READ)
            row = cursor.fetchone()
        return row[0] if row else 0
    try:
        if database.vendor == "sqlite":
            row = raw.execute(READ).fetchone()
            return row[0] if row else 0
        return _read_postgres(raw, database.Database)
    except database.Database.Error as error:
        raise DatabaseError(*error.args) from error


def _read_postgres(raw, psycopg):
    # Not prepared: a pooler between us and the server may give each transaction another session.
    result = raw.pgconn.exec_(READ.encode())
    if result.status != psycopg.pq.ExecStatus.TUPLES_OK:
        raise psycopg.OperationalError(raw.pgconn.get_error_message())
    return int(result.get_value(0, 0)) if result.ntuples else 0


def content_tables():
    """The tables of all content models, those between many-to-many relations included.

    A model whose rows no public page shows says ``raises_generation = False``; that holds for its
    relations too. ``relations_without_generation`` names single many-to-many fields that show nowhere.
    """
    return sorted(
        model._meta.db_table
        for label in CONTENT_APPS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if model._meta.db_table != TABLE and _is_content(model)
    )


def _is_content(model):
    owner = model._meta.auto_created or model
    if not getattr(owner, "raises_generation", True):
        return False
    return not any(
        owner._meta.get_field(name).remote_field.through is model
        for name in getattr(owner, "relations_without_generation", ())
    )


def watch_tables(using, **kwargs):
    """Give every content table its triggers and take away all others of ours; for ``post_migrate``.

    A migration that rebuilds a table drops its triggers, so this runs after every migration. What is
    there and right is left alone, so that a release without changes locks nothing; each table is
    changed in one transaction, so that it is never unwatched.
    """
    database = connections[using]
    existing = set(database.introspection.table_names())
    if not {TABLE, TABLE_NUMBERS} <= existing:
        return
    tables = sorted(existing.intersection(content_tables()))
    (_watch_postgres if database.vendor == "postgresql" else _watch_sqlite)(database, tables)


# --- SQLite -------------------------------------------------------------------------------------


def _watch_sqlite(database, tables):
    wanted = {}
    for table in tables:
        for event in ("INSERT", "UPDATE", "DELETE"):
            name = f"{table}_{event.lower()}_raises_generation"
            wanted[name] = (
                f'CREATE TRIGGER "{name}" AFTER {event} ON "{table}" BEGIN {RAISE_SQLITE}; END'
            )
    with transaction.atomic(using=database.alias), database.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' "
            "AND name LIKE '%raises_generation'"
        )
        present = dict(cursor.fetchall())
        for name in present:
            if wanted.get(name) != present[name]:
                cursor.execute(f'DROP TRIGGER "{name}"')
        for name, statement in wanted.items():
            if present.get(name) != statement:
                cursor.execute(statement)


# --- PostgreSQL ---------------------------------------------------------------------------------

MARKS = "helsingborgsrummet_contentwrites"
# Which tables a transaction has written; their numbers are raised with the generation, behind the same lock.
TABLE_MARKS = "helsingborgsrummet_tablewrites"
RAISE_TABLES = (
    f"INSERT INTO {TABLE_NUMBERS} (table_name, number) "
    f"SELECT table_name, floor(random() * 1000000000000) FROM {TABLE_MARKS} "
    "WHERE transaction = NEW.transaction "
    f"ON CONFLICT (table_name) DO UPDATE SET number = {TABLE_NUMBERS}.number + 1; "
    f"DELETE FROM {TABLE_MARKS} WHERE transaction = NEW.transaction"
)
FUNCTIONS = {
    # After a statement that writes content; also one that TRUNCATEs, which fires no trigger for rows.
    "note_content_write": (
        f"BEGIN INSERT INTO {MARKS} (transaction) VALUES (pg_current_xact_id()) "
        f"ON CONFLICT DO NOTHING; INSERT INTO {TABLE_MARKS} (transaction, table_name) "
        "VALUES (pg_current_xact_id(), TG_TABLE_NAME) ON CONFLICT DO NOTHING; RETURN NULL; END"
    ),
    # Deferred until the commit. What is deferred runs in the order in which it was asked for; the
    # update asks once more, and so comes after all that the transaction itself asked for.
    "raise_generation_last": (
        f"BEGIN IF TG_OP = 'INSERT' THEN UPDATE {MARKS} SET is_last = true "
        "WHERE transaction = NEW.transaction; "
        f"ELSE DELETE FROM {MARKS} WHERE transaction = NEW.transaction; {RAISE_POSTGRES}; "
        f"{RAISE_TABLES}; "
        "END IF; RETURN NULL; END"
    ),
}
# Of the releases before: it raised the number when a statement began.
OLD_FUNCTIONS = ("raise_content_generation",)


def _watch_postgres(database, tables):
    wanted = {
        (table, f"{table}_raises_generation"): (
            f"CREATE TRIGGER {table}_raises_generation "
            f"AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION note_content_write()"
        )
        for table in tables
    }
    wanted[MARKS, "raises_generation_last"] = (
        f"CREATE CONSTRAINT TRIGGER raises_generation_last AFTER INSERT OR UPDATE ON {MARKS} "
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION raise_generation_last()"
    )
    with database.cursor() as cursor:
        # Not logged: no mark outlives its transaction.
        cursor.execute(
            f"CREATE UNLOGGED TABLE IF NOT EXISTS {MARKS} "
            "(transaction xid8 PRIMARY KEY, is_last boolean NOT NULL DEFAULT false)"
        )
        cursor.execute(
            f"CREATE UNLOGGED TABLE IF NOT EXISTS {TABLE_MARKS} "
            "(transaction xid8, table_name text, PRIMARY KEY (transaction, table_name))"
        )
        cursor.execute(
            "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace "
            "AND proname = ANY(%s)", [[*FUNCTIONS]],
        )  # fmt: skip
        bodies = dict(cursor.fetchall())
        for name, body in FUNCTIONS.items():
            if bodies.get(name) != body:
                cursor.execute(
                    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger "
                    f"LANGUAGE plpgsql AS $${body}$$"
                )
        cursor.execute(
            "SELECT relname, tgname, "
            "CASE tgenabled WHEN 'O' THEN pg_get_triggerdef(pg_trigger.oid, true) ELSE '' END "
            "FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "JOIN pg_proc ON pg_proc.oid = tgfoid "
            "WHERE relnamespace = current_schema()::regnamespace AND proname = ANY(%s)",
            [[*FUNCTIONS, *OLD_FUNCTIONS]],
        )
        present = {(table, name): definition for table, name, definition in cursor.fetchall()}
        for table, name in sorted({*present, *wanted}):
            old, new = present.get((table, name)), wanted.get((table, name))
            if old == new:
                continue
            with transaction.atomic(using=database.alias):
                if old is not None:
                    cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')
                if new:
                    cursor.execute(new)
        for name in OLD_FUNCTIONS:
            cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")
