"""Exhibits in the admin."""

from django.contrib import admin

from exhibits.admin.picture_points import ExhibitPointInline
from exhibits.admin.recordings import RecordingInline
from exhibits.admin.short_links import WithLabels
from exhibits.models import Exhibit
from helsingborgsrummet.editing.corrections import CorrectionInline
from helsingborgsrummet.editing.publishing import PUBLISHING_ROWS, PublishableAdmin, StateFilter


@admin.register(Exhibit)
class ExhibitAdmin(WithLabels, PublishableAdmin):
    """What is shown in the room."""

    actions = (*PublishableAdmin.actions, "print_labels")
    list_display = ("title", "number", "state", "starts_on", "ends_on")
    list_filter = (StateFilter, "audience")
    search_fields = ("title", "summary")
    prepopulated_fields = {"slug": ("title",)}
    inlines = (RecordingInline, ExhibitPointInline, CorrectionInline)
    fieldsets = (
        (None, {"fields": (("title", "number"), "slug", "summary", "body")}),
        ("Publicering", {"fields": PUBLISHING_ROWS}),
        ("I rummet", {"fields": (("starts_on", "ends_on"), ("audience", "minutes"), "languages")}),
        (
            "Tillgänglighet",
            {
                "fields": (
                    ("low_table", "seating", "touch"),
                    ("sound", "captions", "light"),
                    "is_calm",
                    "access_note",
                ),
                "description": "Vet du inte säkert: låt det stå Uppgift saknas. Det visas så för besökaren.",
            },
        ),
        ("Hör ihop med", {"fields": ("areas", "plans")}),
        ("Bild och film", {"fields": ("picture", "media_url")}),
        ("Källa", {"fields": ("source", "source_url", "checked_on", "is_example")}),
    )

    def blocking_findings(self, obj, related=None):
        """What any page is kept back for, and recordings without their words."""
        rows = obj.recordings.all() if related is None else related.get("recordings", ())
        found = [row.lacks[1] for row in rows if row.lacks]
        return [*super().blocking_findings(obj, related), *found]
