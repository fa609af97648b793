"""Notices in the admin."""

from django.contrib import admin
from django.utils import timezone

from helsingborgsrummet.editing.forms import EditingAdmin
from helsingborgsrummet.models import Notice


@admin.register(Notice)
class NoticeAdmin(EditingAdmin):
    """Staff put a notice on the site in half a minute."""

    list_display = ("text", "level", "place", "shows_from", "shows_until", "is_showing")
    list_filter = ("level", "place")
    search_fields = ("text",)
    fieldsets = (
        (None, {"fields": ("text", "level", ("link_url", "link_text"))}),
        ("När och var", {"fields": ("shows_from", "shows_until", "place", "is_example")}),
    )

    @admin.display(description="visas nu", boolean=True)
    def is_showing(self, notice):
        """Whether visitors see it at this moment."""
        now = timezone.now()
        return notice.shows_from <= now and not (notice.shows_until and notice.shows_until <= now)
