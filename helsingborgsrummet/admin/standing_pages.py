"""Standing pages in the admin."""

from django.contrib import admin

from helsingborgsrummet.content.publishing_admin import PublishableAdmin, StateFilter
from helsingborgsrummet.models import StandingPage
from helsingborgsrummet.views.standing_pages import standing_page_context


@admin.register(StandingPage)
class StandingPageAdmin(PublishableAdmin):
    """About, accessibility, personal data, cookies."""

    list_display = ("title", "slug", "state", "checked_on")
    list_filter = (StateFilter,)
    preview_template = "site/standing_page.html"
    fieldsets = (
        (None, {"fields": ("title", "slug", "summary", "body")}),
        ("Publicering", {"fields": ("published_at", "withdrawn_at", "checked_on", "place")}),
    )

    def preview_context(self, obj, now, related):
        return standing_page_context(obj, now)
