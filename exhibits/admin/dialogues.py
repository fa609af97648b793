"""Dialogues elsewhere in the admin."""

from django.contrib import admin
from django.utils import timezone

from exhibits.admin.last_day import AsksAboutLastDay
from exhibits.admin.short_links import WithLabels
from exhibits.models import Dialogue
from helsingborgsrummet.content.publishing import State
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


class DialogueForm(AsksAboutLastDay, PromiseForm):
    """A dialogue; when one hears back is asked for with the day until which that holds."""

    promises = (("feedback_when", "feedback_until_on"),)

    def clean(self):
        """Another last day for what is open is meant, and no slip of the hand."""
        data = super().clean()
        row, today = self.instance, timezone.localdate()
        is_open = row.pk and row.opens_on <= today and not (row.closes_on and row.closes_on < today)
        if is_open and row.state_at(timezone.now()) is State.PUBLISHED:
            self.ask_about_last_day(row.closes_on, data.get("closes_on"))
        return data


@admin.register(Dialogue)
class DialogueAdmin(WithLabels, PublishableAdmin):
    """Surveys and other dialogues, shown among what can be influenced."""

    form = DialogueForm
    actions = (*PublishableAdmin.actions, "print_labels")
    list_display = ("title", "kind", "state", "opens_on", "closes_on", "has_result")
    list_filter = (StateFilter, OpenFilter, "kind")
    search_fields = ("title", "summary")
    fieldsets = (
        (None, {"fields": ("title", "kind", "summary", "url", "areas")}),
        ("Svarstid", {"fields": (("opens_on", "closes_on"), "is_last_day_meant")}),
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
