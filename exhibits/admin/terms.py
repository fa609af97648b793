"""The admin of the words that pages explain."""

from django.contrib import admin

from exhibits.models import Term
from helsingborgsrummet.editing.forms import EditingAdmin


@admin.register(Term)
class TermAdmin(EditingAdmin):
    """Words with their inflections and explanations."""

    list_display = ("title", "text", "stage", "checked_on")
    search_fields = ("title", "forms", "text")
    fieldsets = (
        (None, {"fields": ("title", "forms", "text", "stage", "name_en")}),
        ("Källa", {"fields": (("source", "checked_on"), "source_url")}),
    )
