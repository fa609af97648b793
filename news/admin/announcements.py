"""News in the admin."""

from django.contrib import admin

from helsingborgsrummet.content.publishing import PUBLICATION
from helsingborgsrummet.editing.corrections import CorrectionInline
from helsingborgsrummet.editing.forms import EditingAdmin
from helsingborgsrummet.editing.publishing import (
    PUBLISHING_ROWS,
    PublishableAdmin,
    StateFilter,
)
from news.models import Announcement, Byline, Topic


@admin.register(Announcement)
class AnnouncementAdmin(PublishableAdmin):
    """Announcements: write, preview, publish, schedule, withdraw."""

    list_display = ("title", "state", "published_at", "pinned_place", "example")
    list_filter = (StateFilter, "topics", "areas", "is_example")
    search_fields = ("title", "lead", "slug")
    list_per_page = 50
    chosen_by = "title"
    prepopulated_fields = {"slug": ("title",)}
    publisher_fields = (*PUBLICATION, "published_precision", "updated_at", "pinned_place")
    inlines = (CorrectionInline,)
    fieldsets = (
        (None, {"fields": ("title", "slug", "lead", "body")}),
        ("Hör ihop med", {"fields": ("topics", "areas", "picture")}),
        ("Avsändare", {"fields": ("byline", ("source", "checked_on"), "source_url", "is_example")}),
        (
            "Publicering",
            {
                "fields": (
                    "published_at",
                    "published_precision",
                    *PUBLISHING_ROWS[1:],
                    "updated_at",
                    "pinned_place",
                )
            },
        ),
    )

    @admin.display(description="exempel", ordering="is_example")
    def example(self, row):
        """A word where there is something to say: a cross beside real news looks like a fault."""
        return "Exempel" if row.is_example else ""


@admin.register(Topic)
class TopicAdmin(EditingAdmin):
    """Topics; one with news cannot be deleted without a question."""

    list_display = ("title", "description", "place")
    search_fields = ("title", "description")
    prepopulated_fields = {"slug": ("title",)}

    def has_delete_permission(self, request, obj=None):
        """First somebody has to decide what becomes of its followers."""
        may_delete = super().has_delete_permission(request, obj)
        return may_delete and not (obj is not None and obj.follows.exists())


@admin.register(Byline)
class BylineAdmin(EditingAdmin):
    """Who signs announcements."""

    is_seen_by_itself = False
    list_display = ("name", "title")
