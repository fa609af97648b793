"""Pamphlets in the admin."""

from django.contrib import admin

from helsingborgsrummet.editing.corrections import CorrectionInline
from helsingborgsrummet.editing.publishing import PUBLISHING_ROWS, PublishableAdmin, StateFilter
from tests.new_kind.models import Pamphlet


@admin.register(Pamphlet)
class PamphletAdmin(PublishableAdmin):
    """Pamphlets."""

    list_display = ("title", "state")
    list_filter = (StateFilter,)
    inlines = (CorrectionInline,)
    fieldsets = (
        (None, {"fields": ("title", "slug", "summary", "body", "is_example")}),
        ("Publicering", {"fields": PUBLISHING_ROWS}),
    )
