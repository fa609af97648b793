"""Areas in the admin."""

from django.contrib import admin

from exhibits.admin.outlines import AreaOutline
from exhibits.models import Area, KeyFact, Milestone
from helsingborgsrummet.editing.change_notes import ChangeNoteInline
from helsingborgsrummet.editing.corrections import CorrectionInline
from helsingborgsrummet.editing.folded_rows import FoldedInline
from helsingborgsrummet.editing.publishing import (
    PUBLISHING_ROWS,
    PublishableAdmin,
    StateFilter,
)


class KeyFactInline(FoldedInline):
    """Key facts below the area."""

    model = KeyFact
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("label", "value"),
                    ("source", "checked_on"),
                    "source_url",
                    ("place", "is_example"),
                )
            },
        ),
    )


class MilestoneInline(FoldedInline):
    """Milestones below the area."""

    model = Milestone
    fieldsets = (
        (
            None,
            {
                "description": "Har området planer visas bara det som har hänt eller pågår: vad som "
                "kommer står i planerna.",
                "fields": (
                    "title",
                    ("starts_on", "starts_precision"),
                    ("ends_on", "ends_precision"),
                    "note",
                    "picture",
                    ("source", "checked_on"),
                    "source_url",
                    "is_example",
                ),
            },
        ),
    )


@admin.register(Area)
class AreaAdmin(AreaOutline, PublishableAdmin):
    """Areas with their key facts and milestones."""

    list_display = ("title", "state", "kind", "place", "saved_at")
    list_filter = (StateFilter, "kind")
    search_fields = ("title", "summary")
    prepopulated_fields = {"slug": ("title",)}
    inlines = (KeyFactInline, MilestoneInline, CorrectionInline, ChangeNoteInline)
    sourced_relations = ("key_facts",)

    def get_changeform_initial_data(self, request):
        """A new area gets the next number."""
        return {"place": Area.free_number(), **super().get_changeform_initial_data(request)}

    fieldsets = (
        (None, {"fields": ("title", "slug", ("kind", "district"), "summary", "body")}),
        ("Publicering", {"fields": PUBLISHING_ROWS}),
        ("Karta", {"fields": ("place", "outline", "label_side")}),
        ("Bilder", {"fields": ("picture", "more_pictures")}),
        (
            "Kontakt",
            {"fields": ("contact_role", "contact_email", "contact_phone", "is_contact_example")},
        ),
    )
