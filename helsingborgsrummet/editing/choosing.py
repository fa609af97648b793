"""How one row among many is chosen in a form of the admin: by its name, from a list that is searched.

The form holds the row's name in a plain input and its key beside it, so that it is as quick with
thousands of rows. ``choice-search.js`` shows what matches while somebody writes; without it the whole name
or the number is written, and the server says what it cannot find.
"""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Case, When
from django.http import JsonResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from helsingborgsrummet.content.filters import whole_number
from helsingborgsrummet.content.publishing import Publishable
from helsingborgsrummet.content.search import contains_words
from helsingborgsrummet.editing.shared_choices import chosen_rows

SHOWN = 20
HINT = "Skriv en del av namnet och välj i listan, eller skriv hela namnet."
MEDIA = forms.Media(js=[forms.widgets.Script("js/choice-search.js", defer=True)])


class Typed(str):
    """Words that somebody has written where the key of a row is wanted."""


class NameInput(forms.TextInput):
    """The name of the chosen row, its key, and the name that the key stands for."""

    template_name = "admin/choice_widget.html"

    def __init__(self, admin_name):
        super().__init__({"class": "vTextField", "autocomplete": "off", "spellcheck": "false"})
        self.admin_name = admin_name

    @property
    def media(self):
        """The script that searches."""
        return MEDIA

    def get_context(self, name, value, attrs):
        """Add the name of the chosen row, and the way to it."""
        context = super().get_context(name, None, attrs)
        key = "" if isinstance(value, Typed) or value is None else str(value)
        number = whole_number(key)
        row = chosen_rows(self.choices, [number]).get(number) if number else None
        shown = str(row) if row else ""
        context["widget"] |= {
            "key": key if row else "",
            "shown": shown,
            "words": value if isinstance(value, Typed) else shown,
            "matches_url": reverse(f"{self.admin_name}_matches"),
            "row_url": reverse(f"{self.admin_name}_change", args=[row.pk]) if row else "",
        }
        return context

    def value_from_datadict(self, data, files, name):
        """The key while its name stands as it was shown, and otherwise what was written instead."""
        words = data.get(f"{name}-words")
        if words is None or (data.get(name) and words == data.get(f"{name}-shown")):
            return data.get(name)
        return Typed(" ".join(words.split()))

    def value_omitted_from_data(self, data, files, name):
        """Whether the form had no such field."""
        return name not in data and f"{name}-words" not in data


class NamedRowField(forms.ModelChoiceField):
    """One row, by its key or by what is written in the column ``name_column``."""

    def __init__(self, *args, name_column, **kwargs):
        self.name_column = name_column
        super().__init__(*args, **kwargs)

    def to_python(self, value):
        """The row with that key or that name; a number is a key where nothing is called so."""
        if not isinstance(value, Typed) or not value:
            return super().to_python(value)
        self.validate_no_null_characters(value)
        rows = self._named(value)
        if not rows and whole_number(value):
            rows = list(self.queryset.filter(pk=whole_number(value)))
        plural = self.queryset.model._meta.verbose_name_plural
        if not rows:
            raise forms.ValidationError(
                f"Bland {plural} finns inget som heter ”{value}”. {HINT}", code="invalid_choice"
            )
        if len(rows) > 1:
            keys = ", ".join(str(row.pk) for row in rows)
            raise forms.ValidationError(
                f"Bland {plural} heter flera ”{value}”. Välj i listan, eller skriv ett av "
                f"numren i stället: {keys}.",
                code="invalid_choice",
            )
        return rows[0]

    def _named(self, words):
        exact = list(self.queryset.filter(**{self.name_column: words})[:SHOWN])
        if exact:
            return exact
        alike = self.queryset.filter(contains_words([self.name_column], words))[: 5 * SHOWN]
        return [
            row for row in alike if getattr(row, self.name_column).casefold() == words.casefold()
        ]


class ChoosingFields:
    """Mixin for an admin or its rows: fields that refer to one of many are chosen by name."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """A relation to something whose admin says ``chosen_by`` gets a field of ours."""
        is_one = db_field.many_to_one and db_field.remote_field
        related = self.admin_site._registry.get(db_field.remote_field.model) if is_one else None
        column = getattr(related, "chosen_by", "")
        if not column:
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        opts = related.opts
        field = db_field.formfield(
            form_class=NamedRowField,
            name_column=column,
            widget=NameInput(f"{self.admin_site.name}:{opts.app_label}_{opts.model_name}"),
            **kwargs,
        )
        field.help_text = f"{field.help_text} {HINT}".strip()
        return field


class ChoosableAdmin(ChoosingFields):
    """Mixin for the admin of what there may be thousands of: with ``chosen_by``, the column with the name.

    Forms that refer to it then ask :meth:`matches_view` what there is instead of listing all.
    """

    chosen_by = ""

    def get_urls(self):
        if not self.chosen_by:
            return super().get_urls()
        name = f"{self.opts.app_label}_{self.opts.model_name}_matches"
        view = self.admin_site.admin_view(self.matches_view)
        return [path("valjbara/", view, name=name), *super().get_urls()]

    @method_decorator([never_cache, require_GET])
    def matches_view(self, request):
        """The first rows with the words ``q``, as JSON, for staff who may see such rows."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        words = request.GET.get("q", "")
        found = self.model._default_manager.filter(contains_words(self.search_fields, words))
        is_called = contains_words([self.chosen_by], words)
        if is_called:
            # Those that are called so come before those that only tell of it.
            place = Case(When(is_called, then=0), default=1)
            found = found.order_by(place, *self.opts.ordering)
        rows = list(found[: SHOWN + 1])
        now = timezone.now()
        told = [
            {
                "key": row.pk,
                "name": str(row),
                "note": row.state_at(now).label if isinstance(row, Publishable) else "",
            }
            for row in rows[:SHOWN]
        ]
        return JsonResponse({"rows": told, "has_more": len(rows) > SHOWN})
