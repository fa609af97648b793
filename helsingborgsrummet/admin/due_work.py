"""Recurring work in the admin: a list to read."""

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html

from helsingborgsrummet import due_work
from helsingborgsrummet.content.words_sv import format_moment
from helsingborgsrummet.models import DueWork


@admin.register(DueWork)
class DueWorkAdmin(admin.ModelAdmin):
    """When each piece was done last, how long it took and how it went."""

    list_display = ("title", "state", "last_run", "duration", "outcome")
    list_display_links = None
    list_per_page = 50
    fields = ("title", "state", "last_run", "duration", "outcome")
    readonly_fields = fields

    def has_add_permission(self, request):
        """Code registers the pieces."""
        return False

    def has_change_permission(self, request, obj=None):
        """The command notes how it went."""
        return False

    def has_delete_permission(self, request, obj=None):
        """What is no longer registered goes by itself."""
        return False

    @admin.display(description="arbete", ordering="name")
    def title(self, row):
        """What the work is."""
        return due_work.state_of(row, timezone.now()).title

    @admin.display(description="läge")
    def state(self, row):
        """In words: well, failed, late, or never ended."""
        known = due_work.state_of(row, timezone.now())
        if not known.failure and not known.is_late:
            return "Pågår eller avbröts; görs om" if row.is_under_way else "Fungerar"
        said = f"Felar sedan {format_moment(row.failing_since)}" if known.failure else "Försenat"
        return format_html('<span class="state state-broken">{}</span>', said)

    @admin.display(description="gjordes senast", ordering="started_at")
    def last_run(self, row):
        """When it began the last time."""
        return format_moment(row.started_at) if row.started_at else "–"

    @admin.display(description="tog")
    def duration(self, row):
        """How long the last run that ended took, in seconds."""
        known = due_work.state_of(row, timezone.now())
        if known.duration is None:
            return "–"
        return f"{known.duration.total_seconds():.1f} s".replace(".", ",")

    @admin.display(description="resultat")
    def outcome(self, row):
        """What it said itself, or what broke."""
        return row.failure or row.result or "–"
