"""News in the admin."""

from django.contrib import admin

from helsingborgsrummet.editing.corrections import CorrectionInline
from helsingborgsrummet.editing.forms import EditingAdmin
from helsingborgsrummet.editing.publishing import (
    PUBLISHING_FIELDS,
    PUBLISHING_ROWS,
    PublishableAdmin,
    StateFilter,
)
from news.models import Announcement, Byline, Topic
from news.views import announcement_context


@admin.register(Announcement)
class AnnouncementAdmin(PublishableAdmin):
    """Announcements: write, preview, publish, schedule, withdraw."""

    list_display = ("title", "state", "published_at", "pinned_place", "example")
    list_filter = (StateFilter, "topics", "areas", "is_example")
    search_fields = ("title", "lead", "slug")
    list_per_page = 50
    prepopulated_fields = {"slug": ("title",)}
    publisher_fields = (*PUBLISHING_FIELDS, "published_precision", "updated_at", "pinned_place")
    preview_template = "news/announcement_detail.html"
    inlines = (CorrectionInline,)
    fieldsets = (
        (None, {"fields": ("title", "slug", "lead", "body")}),
        ("Hör ihop med", {"fields": ("topics", "areas", "picture")}),
        ("Avsändare", {"fields": ("byline", "source", "is_example")}),
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

    def preview_context(self, obj, now, related):
        return announcement_context(
            obj,
            now,
            topics=related.get("topics"),
            areas=related.get("areas"),
            corrections=related.get("corrections"),
        )


@admin.register(Topic)
class TopicAdmin(EditingAdmin):
    """Topics; one with news cannot be deleted without a question."""

    list_display = ("title", "description", "place")
    search_fields = ("title", "description")
    prepopulated_fields = {"slug": ("title",)}


@admin.register(Byline)
class BylineAdmin(EditingAdmin):
    """Who signs announcements."""

    list_display = ("name", "title")
