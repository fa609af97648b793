"""Two people who edit the same thing: what only one of them changed is merged, the rest is asked about.

A form carries a mark of each value that it was loaded with. On saving, the row as it is stored now
tells what somebody else has changed since; the marks serve this comparison alone, so nothing is
gained by forging them.
"""

import datetime
import decimal
import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.files import File
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME

from helsingborgsrummet.content.filters import whole_number
from helsingborgsrummet.editing.history import Difference, difference
from helsingborgsrummet.editing.kept_forms import POSTING
from helsingborgsrummet.editing.shared_choices import SharingFormSet, share_choices

LOADED = "_loaded"
# What a browser sends anew with each posting of the same form.
NOT_CONTENT = ("csrfmiddlewaretoken", POSTING)
CONFLICT = "Någon annan har ändrat samma sak som du. Välj överst på sidan vad som ska gälla."
MINE, THEIRS = "mine", "theirs"


@dataclass
class Conflict:
    """What two people changed: ``path`` leads to it as in the history, ``key`` names the question.

    ``seen`` is the mark of what the other has saved; an answer counts for that alone. ``difference``
    leads from theirs to mine; ``None`` when I removed the row that they changed.
    """

    key: str
    label: str
    path: tuple
    seen: str
    difference: Difference = None
    change: object = None

    @property
    def mine(self):
        """The answer that keeps mine."""
        return f"{MINE}:{self.seen}"

    @property
    def theirs(self):
        """The answer that takes theirs."""
        return f"{THEIRS}:{self.seen}"


def mark_of(value):
    """A short mark of a form value: the same for what is stored and for what a form makes of it."""
    return hashlib.blake2s(_canonical(value).encode(), digest_size=5).hexdigest()


def _canonical(value):
    match value:
        case None | "":
            return ""
        case bool():
            return str(value)
        case str():
            return value.replace("\r\n", "\n").strip()
        case models.Model():
            return str(value.pk)
        case datetime.datetime():
            # Fields for moments show minutes; what is finer is lost on the way.
            moment = value.astimezone(datetime.UTC) if value.tzinfo else value
            return f"{moment:%Y-%m-%dT%H:%M}"
        case decimal.Decimal():
            return f"{value.normalize():f}"
        case File():
            # An upload has a name that no stored file has.
            return (value.name or "") if hasattr(value, "field") else f"upload {id(value)}"
        case dict():
            return json.dumps(value, sort_keys=True, default=str)
        case Iterable():
            return " ".join(sorted(_canonical(each) for each in value))
    return str(value)


def loaded_with(data):
    """What a posted form says that it was loaded with; an empty dict when it says nothing sensible."""
    try:
        loaded = json.loads(data.get(LOADED) or "{}")
    except (ValueError, RecursionError):
        return {}
    return loaded if isinstance(loaded, dict) else {}


def _dict(value):
    return value if isinstance(value, dict) else {}


def marks_of(form, formsets):
    """The text of the hidden field for a form and its formsets as they are shown now."""
    return json.dumps(
        {
            "key": secrets.token_hex(8),
            "fields": form.marks() if form.instance.pk else {},
            "rows": {
                formset.prefix: {
                    str(each.instance.pk): each.marks() for each in formset.initial_forms
                }
                for formset in formsets
            },
        },
        separators=(",", ":"),
    )


def digest_of(post, files):
    """A name for exactly this posting of exactly this form, or ``""`` when the form has no key."""
    key = loaded_with(post).get("key")
    if not key:
        return ""
    parts = [
        *((name, post.getlist(name)) for name in sorted(post) if name not in NOT_CONTENT),
        *(
            (name, [(each.name, each.size) for each in files.getlist(name)])
            for name in sorted(files)
        ),
    ]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


class MergingForm:
    """Mixin for a model form: takes what only others changed and asks about what both changed.

    ``is_asking`` is true when the form is about to be saved; a preview shows mine without asking.
    After cleaning, ``taken`` names the fields that others alone changed and ``conflicts`` what is to be
    asked.
    """

    is_asking = False
    # Why the files of the form could not be made before the transaction.
    file_problem = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        share_choices(self)
        self.loaded = _dict(loaded_with(self.data).get("fields")) if self.is_bound else {}
        self.accessor = ""
        self.taken, self.conflicts = [], []

    def marks(self):
        """The mark of each value that the form is loaded with."""
        return {
            name: mark_of(self.get_initial_for_field(field, name))
            for name, field in self.fields.items()
            if self._column(name) is not None
        }

    def _column(self, name):
        try:
            column = self._meta.model._meta.get_field(name)
        except FieldDoesNotExist:
            return None
        return column if column.editable and not column.primary_key else None

    def _clean_form(self):
        # Before clean(), so that every rule is tried on what will be saved.
        self._merge()
        super()._clean_form()
        if self.file_problem:
            self.add_error(None, self.file_problem)

    def _merge(self):
        if self.instance._state.adding:
            return
        for name, loaded in self.loaded.items():
            column = self._column(name)
            if column is None or name not in self.cleaned_data or self.fields[name].disabled:
                continue
            initial = self.get_initial_for_field(self.fields[name], name)
            stored, mine = mark_of(initial), mark_of(self.cleaned_data[name])
            if stored in (loaded, mine):
                continue
            if mine == loaded:
                self._take(column)
                self.taken.append(name)
            else:
                self._ask(column, stored, self.cleaned_data[name])
        if self.conflicts and self.is_asking:
            self.add_error(None, ValidationError(CONFLICT, code="conflict"))

    def _take(self, column):
        stored = getattr(self.instance, column.name)
        self.cleaned_data[column.name] = stored.all() if column.many_to_many else stored

    def _ask(self, column, stored, mine):
        path = (self.accessor, str(self.instance.pk)) if self.accessor else ()
        key = "-".join(("merge", *path, column.name))
        answer, _, seen = self.data.get(key, "").partition(":")
        if seen == stored and answer == MINE:
            return
        if seen == stored and answer == THEIRS:
            self._take(column)
            self.taken.append(column.name)
            return
        theirs = getattr(self.instance, column.name)
        compared = difference(
            column,
            _plain(column, theirs.all() if column.many_to_many else theirs),
            _plain(column, mine),
        )
        label = f"{self.instance}: {compared.label}" if self.accessor else compared.label
        self.conflicts.append(Conflict(key, label, (*path, column.name), stored, compared))

    @property
    def changed_data(self):
        """The fields that I changed; what I took from others is not mine."""
        return [name for name in super().changed_data if name not in self.taken]


def _plain(column, value):
    """A form value as the history has it."""
    if column.many_to_many:
        return [each.pk for each in value or ()]
    if isinstance(value, models.Model):
        return value.pk
    return getattr(value, "name", value) if isinstance(value, File) else value


class MergingFormSet(SharingFormSet):
    """Mixin for an inline formset whose rows others may have changed, removed or added meanwhile.

    ``lost`` are labels of rows that others removed, ``returned`` of those that I had changed: they
    come back as new rows, and the first saving stops to say so. ``added`` are rows of others.
    ``accessor`` is what the history calls the rows.
    """

    is_asking = False
    accessor = ""

    def __init__(self, data=None, files=None, **kwargs):
        super().__init__(data, files, **kwargs)
        self.lost, self.returned, self.conflicts = [], [], []
        rows = _dict(loaded_with(data).get("rows")) if self.is_bound else {}
        self.loaded = _dict(rows.get(self.prefix))
        stored = {str(row.pk): row for row in self.get_queryset()} if self.loaded else {}
        self.added = [row for pk, row in stored.items() if pk not in self.loaded]
        if self.loaded:
            self._set_lost_rows_aside(stored)

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.loaded = _dict(self.loaded.get(str(form.instance.pk)))
        form.accessor = self.accessor
        return form

    def _set_lost_rows_aside(self, stored):
        """Number the posted rows anew, without those that are no longer stored."""
        key = self.model._meta.pk.name
        initial, total = self.initial_form_count(), self.total_form_count()
        kept, new = [], list(range(initial, total))
        for index in range(initial):
            pk = self.data.get(f"{self.prefix}-{index}-{key}", "")
            if not pk or pk in stored:
                kept.append(index)
            elif f"{self.prefix}-{index}-{DELETION_FIELD_NAME}" not in self.data:
                form = self._form_of_lost_row(index, pk)
                if form.changes_what_was_loaded:
                    new.append(index)
                    self.returned.append((pk, str(form.instance)))
                else:
                    self.lost.append(pk)
        if len(kept) < initial:
            returned = {index for index in new if index < initial}
            places = {old: place for place, old in enumerate([*kept, *new])}
            self.data, self.files = (
                self._numbered_anew(values, places, returned) for values in (self.data, self.files)
            )
            self.data[f"{self.prefix}-INITIAL_FORMS"] = str(len(kept))
            self.data[f"{self.prefix}-TOTAL_FORMS"] = str(len(places))
            # The counts were read before.
            self.__dict__.pop("management_form", None)

    def _form_of_lost_row(self, index, pk):
        form = self.form(
            self.data, self.files, prefix=self.add_prefix(index), use_required_attribute=False
        )
        form.loaded = {}
        form.is_valid()
        form.changes_what_was_loaded = any(
            name not in form.cleaned_data or mark_of(form.cleaned_data[name]) != mark
            for name, mark in _dict(self.loaded.get(pk)).items()
            if name in form.fields
        )
        return form

    def _numbered_anew(self, values, places, returned):
        numbered = values.copy()
        keys = [(key, key[len(self.prefix) + 1 :].partition("-")) for key in values]
        rows = [
            (key, part)
            for key, part in keys
            if key.startswith(f"{self.prefix}-") and whole_number(part[0]) is not None
        ]
        for key, _ in rows:
            del numbered[key]
        for key, (index, _, name) in rows:
            if int(index) in places:
                posted = values.getlist(key)
                if int(index) in returned and name == self.model._meta.pk.name:
                    posted = [""]
                numbered.setlist(f"{self.prefix}-{places[int(index)]}-{name}", posted)
        return numbered

    def clean(self):
        """Stop for rows that I removed and others changed, and for rows that others removed and I changed."""
        for form in self.initial_forms:
            if self.can_delete and self._should_delete_form(form):
                self._ask_whether_to_delete(form)
        # After the answers: from here on it is settled which rows are removed.
        super().clean()
        if not self.is_asking:
            return
        if self.conflicts:
            raise ValidationError(CONFLICT, code="conflict")
        if self.returned:
            raise ValidationError(
                "Någon annan har tagit bort det som du ändrade. Det står kvar här som en ny rad: spara "
                "för att lägga till det igen, eller ta bort raden.",
                code="conflict",
            )

    def _ask_whether_to_delete(self, form):
        stored = form.marks()
        if all(stored.get(name, mark) == mark for name, mark in form.loaded.items()):
            return
        seen = mark_of(stored)
        path = (self.accessor, str(form.instance.pk))
        key = "-".join(("merge", *path))
        answer = self.data.get(key)
        conflict = Conflict(key, str(form.instance), path, seen)
        if answer == conflict.theirs:
            form.cleaned_data[DELETION_FIELD_NAME] = False
        elif answer != conflict.mine:
            self.conflicts.append(conflict)


def merging(base, mixin, **attributes):
    """A subclass of the form or formset class ``base`` that merges, with the mixin's ``attributes``."""
    merged = type(base)(base.__name__, (mixin, base), attributes)
    if getattr(base, "base_fields", None):
        # Those of the base may have been adjusted after they were made from the model.
        merged.base_fields = base.base_fields
    return merged
