"""Rows below a page offer the same choices: what they refer to is asked for once, not once a row."""

from django.core.exceptions import EmptyResultSet
from django.forms.models import ModelChoiceField, ModelChoiceIterator


class SharedChoices(ModelChoiceIterator):
    """The choices of one field in all rows of a formset.

    ``kept`` is one dictionary a formset; ``keys`` answers with the keys that any stored row refers to.
    """

    def __init__(self, field, kept, keys):
        super().__init__(field)
        self.kept, self.keys = kept, keys

    def __iter__(self):
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        if "choices" not in self.kept:
            self.kept["choices"] = [self.choice(row) for row in self.queryset]
        yield from self.kept["choices"]

    def in_bulk(self, keys):
        """The rows with these keys by key, for a field that shows what is chosen and no list."""
        if "rows" not in self.kept:
            self.kept["rows"] = self.queryset.in_bulk(self.keys())
        lacking = [key for key in keys if key not in self.kept["rows"]]
        if lacking:
            # Posted a moment ago, and not stored.
            self.kept["rows"] |= self.queryset.in_bulk(lacking)
        return {key: self.kept["rows"][key] for key in keys if key in self.kept["rows"]}


class PageChoices(ModelChoiceIterator):
    """The choices of a field of a page's own form.

    ``lists`` keeps the rows that a queryset gives, for all fields that offer the same; ``at_hand`` is the
    chosen row when it was read with the page.
    """

    def __init__(self, field, lists, at_hand):
        super().__init__(field)
        self.lists, self.at_hand = lists, at_hand

    def __iter__(self):
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        try:
            asked = str(self.queryset.query)
        except EmptyResultSet:
            return
        if asked not in self.lists:
            self.lists[asked] = list(self.queryset)
        yield from map(self.choice, self.lists[asked])

    def in_bulk(self, keys):
        """The rows with these keys by key."""
        known = self.at_hand
        if known is not None and list(keys) == [known.pk] and not self.queryset.query.where:
            return {known.pk: known}
        return self.queryset.in_bulk(keys)


def share_choices(form):
    """Let the fields of a page's form that offer the same rows ask for them once.

    What a row may not be chosen for is said by conditions of the queryset, which are kept to: a chosen row
    at hand is shown unasked only where there are none.
    """
    lists, cached = {}, form.instance._state.fields_cache
    for name, field in form.fields.items():
        if isinstance(field, ModelChoiceField):
            at_hand = cached.get(name)
            field.iterator = lambda field, row=at_hand: PageChoices(field, lists, row)
            field.widget.choices = field.choices


def chosen_rows(choices, keys):
    """The rows with these keys, by key, from the ``choices`` of a widget: shared ones or not."""
    source = choices if hasattr(choices, "in_bulk") else choices.queryset
    return source.in_bulk(keys) if keys else {}


class SharingFormSet:
    """Mixin for an inline formset whose forms ask once for what they offer, and know their page."""

    def __init__(self, *args, **kwargs):
        self._shared = {}
        super().__init__(*args, **kwargs)

    def add_fields(self, form, index):
        """Let the choices of all forms be the same."""
        super().add_fields(form, index)
        for name, field in form.fields.items():
            if isinstance(field, ModelChoiceField) and name in self.form.base_fields:
                kept = self._shared.setdefault(name, {})
                field.iterator = lambda field, name=name, kept=kept: SharedChoices(
                    field, kept, lambda: self._keys(name)
                )
                field.widget.choices = field.choices

    def _keys(self, name):
        column = self.model._meta.get_field(name)
        if column.many_to_many:
            rows = self.get_queryset().values_list(name, flat=True)
        else:
            rows = [getattr(row, column.attname) for row in self.get_queryset()]
        return {key for key in rows if key is not None}

    def get_queryset(self):
        """The stored rows; each knows the page that it stands below, as that is stored."""
        is_new = not hasattr(self, "_queryset")
        rows = super().get_queryset()
        link = getattr(self, "fk", None)
        if is_new and link is not None and len(rows):
            page = self._stored_page()
            for row in rows:
                if link.get_foreign_related_value(page) == link.get_local_related_value(row):
                    setattr(row, link.name, page)
        return rows

    def _stored_page(self):
        """The page without what a form that was posted has put into it."""
        if not self.is_bound:
            return self.instance
        return type(self.instance)._base_manager.get(pk=self.instance.pk)
