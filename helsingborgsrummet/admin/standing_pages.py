"""Standing pages in the admin."""

from django.contrib import admin

from helsingborgsrummet.editing.corrections import CorrectionInline
from helsingborgsrummet.editing.publishing import (
    PUBLISHING_ROWS,
    PublishableAdmin,
    StateFilter,
)
from helsingborgsrummet.models import StandingPage


@admin.register(StandingPage)
class StandingPageAdmin(PublishableAdmin):
    """About, accessibility, personal data, cookies."""

    list_display = ("title", "slug", "state", "checked_on")
    list_filter = (StateFilter,)
    inlines = (CorrectionInline,)
    fieldsets = (
        (None, {"fields": ("title", "slug", "summary", "body")}),
        ("Publicering", {"fields": (*PUBLISHING_ROWS, "checked_on", "place")}),
    )
