"""What waits for somebody: kinds of waiting, each a queryset, and who can see to them.

The first page of the admin and the weekly letter ask for all of them in one query, a few rows of each (see
``tasks.py``). Kinds of pages say what waits among them (``Kind.waiting``); what is no page registers here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import CharField, DateField, DateTimeField, F, TextField, Value, Window
from django.db.models.functions import Cast, RowNumber

# Rows shown of each kind; there is a way to all of them.
SHOWN = 5
# What somebody who answered a question wants to hear of what came of it.
THREE_QUESTIONS = ("Vad hörde ni?", "Vad ändrades?", "Vad händer nu?")


@dataclass(frozen=True)
class Row:
    """One thing that waits: what it is, what about it, and where it is seen to."""

    text: str
    note: str
    url: str


@dataclass(frozen=True)
class Group:
    """Things that wait for the same reason; ``more`` leads to all when some are left out.

    ``questions`` are what whoever sees to them has to answer.
    """

    title: str
    rows: list[Row]
    more: str = ""
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Waiting:
    """A kind of waiting: which rows, in which order, and what is said of each.

    ``since`` is the column that is asked for and sorted by: a moment, a day or a text, as ``kind`` says.
    ``page`` is the key of what is opened, ``label`` its model.
    """

    title: str
    queryset: object
    label: str
    since: str
    kind: type
    note: Callable
    query: str = ""
    page: str = "pk"
    name: object = "title"
    questions: tuple[str, ...] = ()

    def rows(self):
        """The first rows as columns that are the same for every kind."""
        ranked = (
            self.queryset.order_by()
            .annotate(
                place_in_line=Window(
                    RowNumber(), order_by=[F(self.since).asc(nulls_first=True), F("pk").asc()]
                )
            )
            .filter(place_in_line__lte=SHOWN + 1)
        )
        columns = [
            F(self.since) if kind is self.kind else Cast(Value(None), kind())
            for kind in (DateTimeField, DateField, TextField)
        ]
        name = Cast(self.name if hasattr(self.name, "as_sql") else F(self.name), TextField())
        return ranked.values_list(
            Value(self.title, CharField()),
            Value(self.label, CharField()),
            F(self.page),
            name,
            *columns,
        )


_waiting = []
_groups = []


def register(permission, waiting):
    """Let who has ``permission`` see the :class:`Waiting` of ``waiting(now, today)``."""
    _waiting.append((permission, waiting))


def register_group(permission, group):
    """Let who has ``permission`` see ``group(today)``: a :class:`Group` that no query finds, or ``None``."""
    _groups.append((permission, group))


def waiting_for(user, now, today):
    """What is registered here and ``user`` can see to."""
    return [waiting(now, today) for permission, waiting in _waiting if user.has_perm(permission)]


def groups_for(user, today):
    """The groups that no query finds and ``user`` can see to."""
    found = (group(today) for permission, group in _groups if user.has_perm(permission))
    return [group for group in found if group]
