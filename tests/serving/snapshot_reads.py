"""Watches what snapshots read while they are built: nothing that they do not name."""

import re
from contextlib import contextmanager

from django.db import connection

from helsingborgsrummet.serving import now as shared
from helsingborgsrummet.serving.generation import content_tables

_NAMES = re.compile(r'"(\w+)"')


class Undeclared(AssertionError):
    """A snapshot reads something whose change would not be noticed."""


@contextmanager
def watched(monkeypatch):
    """Raise :class:`Undeclared` where a snapshot reads a table or a snapshot that it does not name."""
    content, building = frozenset(content_tables()), []
    build, call, many = (
        shared.Snapshot._built,
        shared.Snapshot.__call__,
        shared.SnapshotOfMany.__call__,
    )

    def look_at(execute, sql, params, many, context):
        read = content.intersection(_NAMES.findall(sql)) if building else ()
        for owner in building:
            if not read.issubset(owner.tables):
                raise Undeclared(f"{owner} reads {sorted(read.difference(owner.tables))}: {sql}")
        return execute(sql, params, many, context)

    def watched_build(self, now, key):
        building.append(self)
        try:
            return build(self, now, key)
        finally:
            building.pop()

    def checked(inner):
        def asked(self, *args):
            if building and not isinstance(self, shared._Clock):
                outer = building[-1]
                if not set(self.tables).issubset(outer.tables):
                    raise Undeclared(f"{outer} asks {self}")
                if self.follows_clock and not outer.follows_clock:
                    raise Undeclared(f"{outer} asks {self}, which follows the clock")
            return inner(self, *args)

        return asked

    monkeypatch.setattr(shared.Snapshot, "_built", watched_build)
    monkeypatch.setattr(shared.Snapshot, "__call__", checked(call))
    monkeypatch.setattr(shared.SnapshotOfMany, "__call__", checked(many))
    with connection.execute_wrapper(look_at):
        yield
