"""The test's database in reach of other processes and threads."""

import contextlib
import sqlite3

from django.db import connection


@contextlib.contextmanager
def in_reach_of_others(folder):
    """Yield the name under which others can open it; on SQLite it lies in memory otherwise."""
    if connection.vendor == "postgresql":
        yield connection.settings_dict["NAME"]
        return
    path = folder / "db.sqlite3"
    with contextlib.closing(sqlite3.connect(path)) as file:
        connection.connection.backup(file)
    yield str(path)
    with contextlib.closing(sqlite3.connect(path)) as file:
        file.backup(connection.connection)
