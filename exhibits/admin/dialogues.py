"""Dialogues elsewhere in the admin."""

from django.contrib import admin
from django.utils import timezone

from exhibits.models import Dialogue
from helsingborgsrummet.editing.link_fields import LINKS
from helsingborgsrummet.editing.promises import PromiseForm
from helsingborgsrummet.editing.publishing import (
    PUBLISHING_ROWS,
    PublishableAdmin,
    StateFilter,
)


class OpenFilter(admin.SimpleListFilter):
    """Narrow a list to what is open, is to come or has closed without feedback."""

    title = "svarstid"
    parameter_name = "svarstid"

    def lookups(self, request, model_admin):
        return [("oppen", "Öppen nu"), ("stangd", "Stängd utan återkoppling")]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        match self.value():
            case "oppen":
                return queryset.open_on(today)
            case "stangd":
                return queryset.missing_result(today)
        return queryset


class DialogueForm(PromiseForm):
    """A dialogue; when one hears back is asked for with the day until which that holds."""

    promises = (("feedback_when", "feedback_until_on"),)


@admin.register(Dialogue)
class DialogueAdmin(PublishableAdmin):
    """Surveys and other dialogues, shown among what can be influenced."""

    form = DialogueForm
    list_display = ("title", "kind", "state", "opens_on", "closes_on", "has_result")
    list_filter = (StateFilter, OpenFilter, "kind")
    search_fields = ("title", "summary")
    formfield_overrides = {**PublishableAdmin.formfield_overrides, **LINKS}
    fieldsets = (
        (None, {"fields": ("title", "kind", "summary", "url", "areas")}),
        ("Svarstid", {"fields": (("opens_on", "closes_on"),)}),
        (
            "Det här gäller det",
            {
                "fields": (
                    "can_influence",
                    "already_decided",
                    "decided_by",
                    "feedback_when",
                    ("feedback_until_on", "feedback_until_precision"),
                )
            },
        ),
        ("Återkoppling", {"fields": ("result", "result_on")}),
        ("Publicering", {"fields": PUBLISHING_ROWS}),
        ("Källa", {"fields": (("source", "checked_on"), "source_url", "is_example")}),
    )

    @admin.display(description="återkopplad", boolean=True)
    def has_result(self, dialogue):
        """Whether readers have been told what came of it."""
        return bool(dialogue.result)
