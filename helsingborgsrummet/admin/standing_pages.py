"""Standing pages in the admin."""

from django.contrib import admin

from helsingborgsrummet.editing.corrections import CorrectionInline
from helsingborgsrummet.editing.publishing import (
    PUBLISHING_ROWS,
    PublishableAdmin,
    StateFilter,
)
from helsingborgsrummet.models import StandingPage
from helsingborgsrummet.views.standing_pages import standing_page_context


@admin.register(StandingPage)
class StandingPageAdmin(PublishableAdmin):
    """About, accessibility, personal data, cookies."""

    list_display = ("title", "slug", "state", "checked_on")
    list_filter = (StateFilter,)
    inlines = (CorrectionInline,)
    preview_template = "site/standing_page.html"
    fieldsets = (
        (None, {"fields": ("title", "slug", "summary", "body")}),
        ("Publicering", {"fields": (*PUBLISHING_ROWS, "checked_on", "place")}),
    )

    def preview_context(self, obj, now, related):
        return standing_page_context(obj, now, corrections=related.get("corrections"))
