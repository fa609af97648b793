"""The start of the day: what in the admin waits for somebody, on its first page and in the weekly letter.

All kinds of waiting are asked for in one query, a few rows of each.
"""

from functools import partial

from django.db.models import DateField, DateTimeField, TextField
from django.urls import reverse
from django.utils import timezone

from helsingborgsrummet.content.kinds import all_kinds
from helsingborgsrummet.content.publishing import Publishable, State
from helsingborgsrummet.content.words_sv import format_day, format_moment
from helsingborgsrummet.editing import waiting
from helsingborgsrummet.editing.waiting import SHOWN, Group, Row, Waiting


def groups_for(user, now):
    """Return the :class:`Group` list of what ``user`` can see to at the moment ``now``."""
    today = timezone.localdate(now)
    kinds = list(_kinds(user, now, today))
    found = {}
    if kinds:
        first, *others = (kind.rows() for kind in kinds)
        for title, label, *row in first.union(*others, all=True):
            found.setdefault(title, []).append((label, row))
    groups = []
    for title in dict.fromkeys(kind.title for kind in kinds):
        if title in found:
            same = {kind.label: kind for kind in kinds if kind.title == title}
            groups.append(_group(title, sorted(found[title], key=_in_line), same))
    return groups + waiting.groups_for(user, today)


def _since(row):
    """The one of the three columns that the row's kind uses."""
    _, (_, _, *columns) = row
    return next((value for value in columns if value is not None), None)


def _in_line(row):
    """What has waited longest first; what has no date before all."""
    since = _since(row)
    return (since is not None, since)


def _group(title, rows, kinds):
    shown = [
        Row(row[1][1], kinds[row[0]].note(_since(row)), _url(row[0], "change", row[1][0]))
        for row in rows[:SHOWN]
    ]
    label = rows[0][0]
    more = _url(label, "changelist") + kinds[label].query if len(rows) > SHOWN else ""
    return Group(title, shown, more, kinds[label].questions)


def _url(label, name, *arguments):
    return reverse(f"admin:{label.replace('.', '_')}_{name}", args=arguments)


def _kinds(user, now, today):
    """Every kind of waiting that ``user`` can do something about."""
    for kind in all_kinds():
        if issubclass(kind.model, Publishable):
            yield from _kinds_of_page(user, now, today, kind.model)
    for kind in all_kinds():
        if kind.waiting and user.has_perm(_permission(kind.model, "publish")):
            yield from kind.waiting(now, today)
    yield from waiting.waiting_for(user, now, today)


def _permission(model, action):
    return f"{model._meta.app_label}.{action}_{model._meta.model_name}"


def _kinds_of_page(user, now, today, model):
    """What waits among the pages of one publishable model."""
    rows, of_model = model.objects, partial(Waiting, label=model._meta.label_lower)
    if user.has_perm(_permission(model, "publish")):
        yield of_model(
            "För granskning",
            rows.handed_over(now),
            since="handed_over_at",
            kind=DateTimeField,
            note=lambda moment: f"lämnad {format_moment(moment)}",
            query="?lage=granskning",
        )
        yield of_model(
            "Skulle ha setts över",
            rows.overdue(now, today),
            since="review_by",
            kind=DateField,
            note=lambda day: f"senast {format_day(day)}",
            query="?lage=ses-over",
        )
    elif user.has_perm(_permission(model, "change")):
        yield of_model(
            "Tillbaka från granskningen",
            rows.in_state(State.DRAFT, now).exclude(returned_comment=""),
            since="returned_comment",
            kind=TextField,
            note=str,
            query="?lage=tillbaka",
        )
    if user.has_perm(_permission(model, "view")):
        yield of_model(
            "Publiceras snart",
            rows.in_state(State.SCHEDULED, now),
            since="published_at",
            kind=DateTimeField,
            note=format_moment,
            query="?lage=scheduled",
        )
