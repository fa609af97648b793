"""Rows below a page in the admin, each folded under its own words.

A plan with ten steps is otherwise a form of many metres on a phone. A row with an error is not
folded (Django's own rule for a fieldset that collapses), nor is a new one (``admin-rows.js``).
"""

from django.contrib import admin

from helsingborgsrummet.editing.choosing import ChoosingFields
from helsingborgsrummet.editing.picture_choosing import PictureChoosingAdmin


class FoldedInline(PictureChoosingAdmin, ChoosingFields, admin.StackedInline):
    """Rows whose first group of fields is a fold named ``fold_name``; the other groups lie in it."""

    extra = 0
    fold_name = "Ändra"

    class Media:
        js = ("js/admin-rows.js",)

    def get_fieldsets(self, request, obj=None):
        """The same groups, the first of them a fold."""
        (_, options), *others = super().get_fieldsets(request, obj)
        return [(self.fold_name, {**options, "classes": ("collapse", "row-fold")}), *others]
