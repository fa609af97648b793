"""History: every version of what people edit, who saved it and when. Stored by django-reversion.

One revision belongs to one page: its row and the rows that are edited together with it. A version is
written after each change in the admin. Before a change, what is stored is compared with the latest
version and kept too when it differs: so nothing that was ever there is lost, not even what a command
or an earlier release of the site wrote.

What a version never knew, such as a column that a later release added, is no difference: nobody changed
it, comparing says nothing about it and restoring leaves it alone. Which rows a version knew is noted
with its page, because a page without rows of a kind looks like one from before there were any.
"""

import contextlib
import contextvars
import json
from dataclasses import dataclass, field

import reversion
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.signals import pre_delete, pre_save
from django.utils import timezone
from reversion.models import Revision, Version
from reversion.signals import pre_revision_commit

from helsingborgsrummet.content.owned_files import WithFiles, file_columns, let_go
from helsingborgsrummet.content.publishing import Publishable, State
from helsingborgsrummet.content.words_sv import format_clock, format_day, format_moment, join_words
from helsingborgsrummet.editing.comparison import compare_lists, compare_texts, fold

BEFORE_HISTORY = "Så var det innan historiken började."
ELSEWHERE = "Ändrat på annat sätt än i redaktionen."
EMPTY = "(tomt)"
# Where the stored page says which rows were kept with it, beside Django's own keys.
ROWS = "rows"
# How far back somebody is looked for who changed a field.
VERSIONS_LOOKED_THROUGH = 20


# --- What is kept -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rows:
    """Rows that are edited on the page of another one and kept with it.

    ``link`` names the columns that say which page a row belongs to. Rows of a generic relation, such
    as corrections, tell what happened to the page: they are kept and compared, but never restored.
    """

    accessor: str
    model: type
    link: tuple
    is_generic: bool

    @property
    def label(self):
        """What the rows are called."""
        return str(self.model._meta.verbose_name_plural)


_kept = {}


def keep(model, inlines=()):
    """Keep the history of ``model`` and of its ``inlines`` (pairs of model and name of the key, or ``None``).

    Safe to repeat. Columns that nobody edits are left out: they are made from the others.
    """
    if model in _kept:
        return
    rows = tuple(_rows_between(model, *inline) for inline in inlines)
    for each in rows:
        if not reversion.is_registered(each.model):
            reversion.register(each.model, fields=_columns(each.model, each.link))
    reversion.register(
        model,
        fields=_columns(model),
        follow=[each.accessor for each in rows],
        for_concrete_model=True,
    )
    _kept[model] = rows
    pre_save.connect(_before_save, sender=model)
    pre_delete.connect(_before_delete, sender=model)


def rows_of(model):
    """The :class:`Rows` that are kept with a page of ``model``."""
    return _kept[model]


def accessor_of(model, inline_model):
    """The name by which the rows of ``inline_model`` are kept with a page of ``model``."""
    return next(each.accessor for each in rows_of(model) if each.model is inline_model)


def _rows_between(model, inline_model, key_name=None):
    for each in model._meta.private_fields:
        if getattr(each, "related_model", None) is inline_model:
            link = (each.content_type_field_name, each.object_id_field_name)
            return Rows(each.name, inline_model, link, True)
    for relation in model._meta.related_objects:
        if relation.related_model is inline_model and key_name in (None, relation.field.name):
            return Rows(relation.get_accessor_name(), inline_model, (relation.field.name,), False)
    raise LookupError(f"{inline_model} does not belong to {model}")


def _columns(model, link=()):
    columns = (*model._meta.local_fields, *model._meta.local_many_to_many)
    # What is known about a file comes back with it, and a row that was deleted under the id that it had.
    has_file = any(isinstance(column, models.FileField) for column in columns)
    return [
        column.name
        for column in columns
        if column.name in link
        or (
            not column.primary_key
            and not getattr(column, "auto_now", False)
            and (column.editable or has_file or column.name == "uid")
        )
    ]


def shown_fields(model, link=()):
    """The model fields that a person edits, in the order of the model; ``link`` is left out."""
    return [
        column
        for column in (*model._meta.local_fields, *model._meta.local_many_to_many)
        if column.editable and not column.primary_key and column.name not in link
    ]


# --- Snapshots ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Snapshot:
    """A page as it stood: values as in JSON, by field name, and its rows by accessor and key.

    Fields and accessors that were not known when it was kept are missing.
    """

    model: type
    fields: dict
    rows: dict = field(default_factory=dict)

    def shown(self):
        """What a person edits of it: two snapshots that look the same are equal in what both know."""
        return (
            _shown(self.model, self.fields),
            {
                each.accessor: {
                    pk: _shown(each.model, values, each.link)
                    for pk, values in self.rows[each.accessor].items()
                }
                for each in rows_of(self.model)
                if each.accessor in self.rows
            },
        )

    def knows(self, path):
        """Whether it can tell of what ``path`` leads to, see :func:`changed_paths`."""
        if len(path) == 1:
            return path[0] in self.fields
        rows = self.rows.get(path[0])
        return rows is not None and (len(path) == 2 or path[2] in rows.get(path[1], path))

    def knows_all_of(self, other):
        """Whether it can tell of everything that ``other`` shows."""
        fields, rows = other.shown()
        return all(self.knows((name,)) for name in fields) and all(
            self.knows((accessor, pk, name))
            for accessor, kept in rows.items()
            for pk, values in kept.items()
            for name in values
        )


def _shown(model, values, link=()):
    shown = {}
    for each in shown_fields(model, link):
        if each.name not in values:
            continue
        value = values[each.name]
        if isinstance(value, str):
            # A form posts the line ends of the web, whatever was stored.
            value = value.replace("\r\n", "\n")
            if isinstance(each, models.DateTimeField):
                # A form shows minutes; what is finer it takes away, and nobody means that.
                value = value[: len("2026-01-01T12:00")]
        elif each.many_to_many:
            value = sorted(value or [], key=str)
        shown[each.name] = value
    return shown


def snapshot_of(obj):
    """The :class:`Snapshot` of a page as it is stored."""
    return Snapshot(
        type(obj),
        _values_of(obj, _columns(type(obj))),
        {
            each.accessor: {
                str(row.pk): _values_of(row, _columns(each.model, each.link))
                for row in getattr(obj, each.accessor).all()
            }
            for each in rows_of(type(obj))
        },
    )


def _values_of(obj, columns):
    return json.loads(serializers.serialize("json", [obj], fields=columns))[0]["fields"]


def snapshots_of(versions):
    """The :class:`Snapshot` of each of ``versions``, all of one page, with one query for their rows."""
    versions = list(versions)
    if not versions:
        return []
    model = versions[0]._model
    kinds = {ContentType.objects.get_for_model(each.model).pk: each for each in rows_of(model)}
    rows = {
        version.revision_id: {each.accessor: {} for each in rows_of(model) if _knew(version, each)}
        for version in versions
    }
    if kinds:
        for row in Version.objects.filter(revision_id__in=rows, content_type_id__in=kinds):
            accessor = kinds[row.content_type_id].accessor
            rows[row.revision_id].setdefault(accessor, {})[row.object_id] = _stored_values(row)
    return [
        Snapshot(model, _stored_values(version), rows[version.revision_id]) for version in versions
    ]


def _stored_values(version):
    return json.loads(version.serialized_data)[0]["fields"]


def _knew(version, rows):
    """Whether ``rows`` of this kind were kept with the page when the version was written."""
    return rows.accessor in json.loads(version.serialized_data)[0].get(ROWS, [rows.accessor])


def _note_rows(versions, **kwargs):
    """Note with each page which rows are kept with it."""
    for version in versions:
        if version._model in _kept:
            (data,) = json.loads(version.serialized_data)
            data[ROWS] = [each.accessor for each in rows_of(version._model)]
            version.serialized_data = json.dumps([data], ensure_ascii=False)


pre_revision_commit.connect(_note_rows)


def versions_of(obj):
    """The stored versions of a page, the newest first."""
    return Version.objects.get_for_object(obj).select_related("revision__user").order_by("-pk")


# --- Recording ----------------------------------------------------------------------------------

_looked_at = contextvars.ContextVar("pages looked at before they were changed", default=None)


@contextlib.contextmanager
def watching():
    """Keep what is stored before it is changed for the first time in here: around each admin view."""
    token = _looked_at.set({})
    try:
        yield
    finally:
        _looked_at.reset(token)


def _before_save(sender, instance, update_fields=None, **kwargs):
    touches_nothing = update_fields is not None and not set(update_fields) & set(_columns(sender))
    if not instance._state.adding and not touches_nothing:
        _look_at(sender, instance.pk)


def _before_delete(sender, instance, **kwargs):
    _look_at(sender, instance.pk)


def _look_at(model, pk):
    looked_at = _looked_at.get()
    if looked_at is None or (model, pk) in looked_at:
        return
    looked_at[model, pk] = None
    stored = model._base_manager.filter(pk=pk).first()
    if stored is not None:
        latest = versions_of(stored).first()
        found = looked_at[model, pk] = snapshot_of(stored)
        if latest is None or changed_paths(*snapshots_of([latest]), found):
            words = ELSEWHERE if latest else BEFORE_HISTORY
            _write(stored, None, words, getattr(stored, "saved_at", None))


def record(obj, user, words=""):
    """Write a version of the page ``obj`` as it is stored now, changed by ``user``.

    ``words`` say what happened when the change alone does not. Without them nothing is written
    when the latest version looks the same.
    """
    stored = type(obj)._base_manager.filter(pk=obj.pk).first()
    if stored is None:
        return
    looked_at = {} if _looked_at.get() is None else _looked_at.get()
    latest, now = versions_of(stored).first(), snapshot_of(stored)
    if latest is None:
        _write(stored, user, words)
    else:
        (old,) = snapshots_of([latest])
        # What the version cannot tell of, the page as it was before the change can.
        before = looked_at.get((type(obj), obj.pk))
        unknown = [path for path in changed_paths(before or old, now) if not old.knows(path)]
        if words or unknown or changed_paths(old, now) or not (before or old.knows_all_of(now)):
            _write(stored, user, words or _changed_words(type(obj), unknown))
    looked_at.setdefault((type(obj), obj.pk), now)


def erase_older(obj, user):
    """Erase every version of the page ``obj`` but one of what is stored now; call it with the right to write.

    For what must not be kept, such as personal data. Files that only those versions named go, too.
    """
    record(obj, user, "Äldre versioner raderades.")
    newest = versions_of(obj).first()
    older = Revision.objects.filter(version__in=versions_of(obj).exclude(pk=newest.pk).order_by())
    older = older.exclude(pk=newest.revision_id)
    names = set()
    for version in Version.objects.filter(revision__in=older):
        if issubclass(version._model, WithFiles):
            values = _stored_values(version)
            names |= {values.get(column.name) for column in file_columns(version._model)}
    older.delete()
    let_go({name for name in names if name})


def _changed_words(model, paths):
    return f"Ändrat: {join_words(labels(model, paths))}." if paths else ""


def _write(stored, user, words, moment=None):
    with reversion.create_revision(manage_manually=True):
        reversion.add_to_revision(stored)
        reversion.set_user(user)
        reversion.set_comment(words)
        if moment:
            reversion.set_date_created(moment)


# --- What changed, in words ---------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """A version in the list: who, when and what."""

    pk: int
    moment: object
    user_name: str
    changes: list
    events: list
    words: str
    is_first: bool

    @property
    def when(self):
        """The moment in Swedish words and time."""
        return format_moment(self.moment)


def entries(versions, is_complete):
    """An :class:`Entry` for each of ``versions``, the newest first.

    Each is compared with the one after it, so the last is compared with nothing; ``is_complete`` says
    that it is the first version of the page. Otherwise it is left out.
    """
    versions = list(versions)
    snapshots = snapshots_of(versions)
    found = []
    for index, version in enumerate(versions):
        older = snapshots[index + 1] if index + 1 < len(versions) else None
        if older is None and not is_complete:
            break
        snapshot, revision = snapshots[index], version.revision
        paths = changed_paths(older, snapshot) if older else []
        found.append(
            Entry(
                version.pk,
                revision.date_created,
                name_of(revision.user),
                labels(snapshot.model, paths),
                publication_events(older, snapshot, revision.date_created),
                revision.comment,
                older is None,
            )
        )
    return found


def name_of(user):
    """What a person is called in the history."""
    return user.get_username() if user else ""


def changed_paths(old, new):
    """Where two snapshots differ: ``(field,)``, ``(accessor, key)`` or ``(accessor, key, field)``.

    What one of them does not know is no difference.
    """
    (old_fields, old_rows), (new_fields, new_rows) = old.shown(), new.shown()
    paths = [
        (name,)
        for name in new_fields
        if name in old_fields and old_fields[name] != new_fields[name]
    ]
    for accessor in new_rows:
        if accessor not in old_rows:
            continue
        before, after = old_rows[accessor], new_rows[accessor]
        for pk in dict.fromkeys([*before, *after]):
            if pk in before and pk in after:
                paths += [
                    (accessor, pk, name)
                    for name in after[pk]
                    if name in before[pk] and before[pk][name] != after[pk][name]
                ]
            else:
                paths.append((accessor, pk))
    return paths


def labels(model, paths):
    """The names of what ``paths`` lead to, each once."""
    rows = {each.accessor: each.label for each in rows_of(model)}
    return list(
        dict.fromkeys(
            rows[path[0]] if len(path) > 1 else str(model._meta.get_field(path[0]).verbose_name)
            for path in paths
        )
    )


def publication_events(old, new, moment):
    """What became of the page at ``moment``, as Swedish words; ``old`` may be ``None``."""
    if not issubclass(new.model, Publishable):
        return []
    before = _state(old, moment)[0] if old else State.DRAFT
    state, published_at = _state(new, moment)
    if state is before:
        return []
    return [
        {
            State.PUBLISHED: "Publicerades",
            State.WITHDRAWN: "Avpublicerades",
            State.DRAFT: "Blev utkast igen",
            State.SCHEDULED: f"Publiceringen bestämdes till {published_at and format_moment(published_at)}",
        }[state]
    ]


def _state(snapshot, moment):
    moments = {
        name: _python(snapshot.model._meta.get_field(name), snapshot.fields.get(name))
        for name in ("published_at", "withdrawn_at")
    }
    return snapshot.model(**moments).state_at(moment), moments["published_at"]


@dataclass(frozen=True)
class Change:
    """Who changed something last, and when; ``user_name`` is empty when nobody noted it."""

    user_name: str
    moment: object


def last_changes(obj):
    """The :class:`Change` that each changed path of a page got last, from its latest versions."""
    versions = list(versions_of(obj)[: VERSIONS_LOOKED_THROUGH + 1])
    snapshots = snapshots_of(versions)
    found = {}
    for index, version in enumerate(versions[:-1]):
        for path in changed_paths(snapshots[index + 1], snapshots[index]):
            found.setdefault(
                path, Change(name_of(version.revision.user), version.revision.date_created)
            )
    return found


# --- Comparing ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """A field of which two versions differ: as pieces of a comparison, or as two values."""

    label: str
    pieces: list = None
    is_list: bool = False
    old: str = ""
    new: str = ""


@dataclass(frozen=True)
class RowDifference:
    """A row that was added, removed or changed between two versions."""

    kind: str
    label: str
    state: str
    differences: list


def differences(old, new):
    """The :class:`Difference` and :class:`RowDifference` lists that lead from ``old`` to ``new``."""
    names = _Names([old, new])
    paths = changed_paths(old, new)
    fields = [
        difference(
            old.model._meta.get_field(path[0]),
            old.fields.get(path[0]),
            new.fields.get(path[0]),
            names,
        )
        for path in paths
        if len(path) == 1
    ]
    found = []
    for each in rows_of(old.model):
        olds, news = old.rows.get(each.accessor, {}), new.rows.get(each.accessor, {})
        for pk in dict.fromkeys(
            path[1] for path in paths if len(path) > 1 and path[0] == each.accessor
        ):
            before, after = olds.get(pk), news.get(pk)
            state = "Tillagd" if before is None else "Borttagen" if after is None else "Ändrad"
            found.append(
                RowDifference(
                    str(each.model._meta.verbose_name),
                    row_label(each, after or before),
                    state,
                    [
                        difference(column, *values, names)
                        for column in shown_fields(each.model, each.link)
                        if (values := _values_in(column, before, after))
                        and _plain(values[0]) != _plain(values[1])
                    ],
                )
            )
    return fields, found


def _values_in(column, before, after):
    """The values of a column before and after; ``None`` when one row is there and never knew it."""
    rows = [row for row in (before, after) if row is not None]
    if all(column.name in row for row in rows):
        return [(row or {}).get(column.name) for row in (before, after)]
    return None


def row_label(rows, values):
    """What a kept row is called: the text that it would show itself as."""
    row = rows.model()
    for each in shown_fields(rows.model, rows.link):
        if not each.many_to_many and each.name in values:
            setattr(row, each.attname, _python(each, values[each.name]))
    return str(row)


def difference(column, old, new, names=None):
    """The :class:`Difference` of the model field ``column`` between two JSON values."""
    label = str(column.verbose_name)
    if column.many_to_many:
        names = names or _Names.of_values(column, [*(old or []), *(new or [])])
        olds, news = ([names.name(column, pk) for pk in value or []] for value in (old, new))
        return Difference(label, compare_lists(olds, news), is_list=True)
    if is_text(column):
        texts = [_text(column, value) for value in (old, new)]
        return Difference(label, fold(compare_texts(*texts)))
    if column.is_relation:
        names = names or _Names.of_values(column, [old, new])
        olds, news = (EMPTY if value is None else names.name(column, value) for value in (old, new))
    else:
        olds, news = _words(column, old), _words(column, new)
    return Difference(label, old=olds, new=news)


def _plain(value):
    return value.replace("\r\n", "\n") if isinstance(value, str) else value or None


def is_text(column):
    """Whether a person writes the field as text, so that it is compared word for word."""
    is_written = isinstance(column, models.CharField | models.TextField) and not column.flatchoices
    return is_written or isinstance(column, models.JSONField)


def _text(column, value):
    if isinstance(column, models.JSONField):
        return json.dumps(value, ensure_ascii=False, indent=1) if value else ""
    return (value or "").replace("\r\n", "\n")


def _words(column, value):
    """A value of a field that is no text, in words."""
    if value is None or value == "":
        return EMPTY
    value = _python(column, value)
    if column.flatchoices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(column, models.BooleanField):
        return "Ja" if value else "Nej"
    if isinstance(column, models.DateTimeField):
        return format_moment(value)
    if isinstance(column, models.DateField):
        return format_day(value)
    if isinstance(column, models.TimeField):
        return format_clock(value)
    return str(value)


def _python(column, value):
    """A JSON value as the field's own; a value that it no longer takes stays as it is."""
    try:
        return column.to_python(value)
    except ValidationError:
        return value


class _Names:
    """What rows are called that snapshots refer to: one query for each model.

    A row that is gone has the name that its last version gave it.
    """

    def __init__(self, snapshots):
        wanted = {}
        for snapshot in snapshots:
            self._collect(wanted, snapshot.model, [snapshot.fields])
            for each in rows_of(snapshot.model):
                self._collect(wanted, each.model, snapshot.rows.get(each.accessor, {}).values())
        self._look_up(wanted)

    @classmethod
    def of_values(cls, column, keys):
        """The names that one field needs."""
        names = cls([])
        names._look_up({column.related_model: {key for key in keys if key is not None}})
        return names

    def _collect(self, wanted, model, rows):
        for column in shown_fields(model):
            if column.is_relation:
                for values in rows:
                    value = values.get(column.name)
                    keys = value if isinstance(value, list) else [value]
                    wanted.setdefault(column.related_model, set()).update(
                        key for key in keys if key is not None
                    )

    def _look_up(self, wanted):
        self._names = {}
        for model, keys in wanted.items():
            found = {pk: str(row) for pk, row in model._base_manager.in_bulk(keys).items()}
            self._names[model] = found
            lost = [str(key) for key in keys if key not in found]
            if lost and reversion.is_registered(model):
                gone = (
                    Version.objects.get_for_model(model).filter(object_id__in=lost).order_by("pk")
                )
                for key, name in gone.values_list("object_id", "object_repr"):
                    found[int(key)] = f"{name} (finns inte längre)"

    def name(self, column, pk):
        """What the row with the key ``pk`` is called, to which ``column`` refers."""
        return self._names.get(column.related_model, {}).get(pk, f"nr {pk} (finns inte längre)")


# --- Restoring ----------------------------------------------------------------------------------


def restore(obj, snapshot, *, left_alone=(), rows_left_alone=()):
    """Give the stored page ``obj`` the content of ``snapshot``; call it in a transaction.

    Fields and rows that are ``left_alone`` stay as they are, and so does what the snapshot never knew. Returns Swedish sentences about what could
    not be brought back. Raises ``ValidationError`` when the old content breaks a rule of today.
    """
    names = _Names([snapshot])
    told, many = _put(obj, snapshot.fields, names, left_alone)
    obj.full_clean()
    obj.save()
    for column, keys in many:
        getattr(obj, column.name).set(keys)
    for each in rows_of(type(obj)):
        if (
            each.is_generic
            or each.accessor in rows_left_alone
            or each.accessor not in snapshot.rows
        ):
            continue
        wanted = snapshot.rows[each.accessor]
        existing = {str(row.pk): row for row in getattr(obj, each.accessor).all()}
        for pk, row in existing.items():
            if pk not in wanted:
                row.delete()
        for pk, values in wanted.items():
            row = existing.get(pk) or each.model(pk=int(pk))
            if row._state.adding and "uid" in values:
                row.uid = values["uid"]
            setattr(row, each.link[0], obj)
            row_told, row_many = _put(row, values, names, each.link)
            told += row_told
            row.full_clean()
            row.save()
            for column, keys in row_many:
                getattr(row, column.name).set(keys)
    return told


def as_it_was(obj, snapshot):
    """Put the content of ``snapshot`` into ``obj`` without saving; return its rows and relations by name."""
    _, many = _put(obj, snapshot.fields, _Names([snapshot]), (), is_check_for_files=False)
    related = {
        column.name: column.related_model._base_manager.filter(pk__in=keys) for column, keys in many
    }
    for each in rows_of(type(obj)):
        if each.accessor not in snapshot.rows:
            continue
        rows = []
        for pk, values in snapshot.rows[each.accessor].items():
            row = each.model(pk=int(pk))
            _put(row, values, None, each.link, is_check_for_files=False)
            rows.append(row)
        related[each.accessor] = rows
    return related


def _put(row, values, names, left_alone, *, is_check_for_files=True):
    """Set the fields of ``row``; return what to tell, and which many-to-many fields get which keys."""
    told, many = [], []
    hidden = []
    for column in shown_fields(type(row), left_alone):
        if column.name not in values:
            continue
        value = values[column.name]
        if column.is_relation:
            keys = value if column.many_to_many else [value] if value is not None else []
            found = set(
                column.related_model._base_manager.filter(pk__in=keys).values_list("pk", flat=True)
            )
            lost = [key for key in keys if key not in found]
            told += [
                f"{_heading(column)}: {names.name(column, key)} och kunde inte tas med."
                for key in lost
                if names
            ]
            if column.many_to_many:
                many.append((column, [key for key in keys if key in found]))
            elif not lost:
                setattr(row, column.attname, value)
        elif isinstance(column, models.FileField):
            if is_check_for_files and value and getattr(row, column.name).name != value:
                if not column.storage.exists(value):
                    told.append(
                        f"{_heading(column)}: filen finns inte längre. Den nuvarande är kvar."
                    )
                    continue
                hidden = [each.name for each in row._meta.local_fields if not each.editable]
            setattr(row, column.name, value)
        elif _is_taken(row, column, value):
            told.append(
                f"{_heading(column)}: {_words(column, value)} används av en annan "
                f"{row._meta.verbose_name}. Den nuvarande är kvar."
            )
        else:
            setattr(row, column.attname, _python(column, value))
    for name in [name for name in hidden if name in values]:
        setattr(row, name, _python(row._meta.get_field(name), values[name]))
    return told, many


def _heading(column):
    label = str(column.verbose_name)
    return label[:1].upper() + label[1:]


def _is_taken(row, column, value):
    return (
        column.unique
        and value is not None
        and type(row)._base_manager.filter(**{column.name: value}).exclude(pk=row.pk).exists()
    )


def moment_words(change):
    """``anna kl. 10.15``, ``anna 3 mars 2026 kl. 10.15`` when it was not today, or ``någon annan``."""
    if change is None:
        return "någon annan"
    name = change.user_name or "någon annan"
    local = timezone.localtime(change.moment)
    if local.date() == timezone.localdate():
        return f"{name} kl. {format_clock(local.time())}"
    return f"{name} {format_moment(change.moment)}"
