"""Requests of groups in the admin: read, answered, forgotten."""

from django.contrib import admin, messages
from django.db import transaction
from django.utils import timezone

from exhibits.models import GroupVisit
from exhibits.now.group_visits import send_answer
from helsingborgsrummet.content.words_sv import format_moment

ASKED = ("sort", "who", "wishes", "day", "part_of_day", "people", "needs", "email", "created")


@admin.register(GroupVisit)
class GroupVisitAdmin(admin.ModelAdmin):
    """Without versions: what people wrote is gone everywhere when it is gone here.

    Django's own log keeps who answered when.
    """

    list_display = ("day", "who", "sort", "people", "state", "answered", "is_example")
    list_display_links = ("day", "who")
    list_filter = ("state", "sort")
    list_per_page = 50
    date_hierarchy = "day"
    show_full_result_count = False
    readonly_fields = (*ASKED, "answered", "is_example")
    fieldsets = (
        ("Förfrågan", {"fields": ASKED}),
        ("Svar", {"fields": ("state", "answer", "answered", "is_example")}),
    )

    def has_add_permission(self, request):
        """Groups ask for themselves."""
        return False

    @admin.display(description="kom in")
    def created(self, visit):
        """When it came."""
        return format_moment(visit.created_at)

    @admin.display(description="besvarad", ordering="answered_at")
    def answered(self, visit):
        """When it was answered."""
        return format_moment(visit.answered_at) if visit.answered_at else "Inte än"

    def save_model(self, request, obj, form, change):
        """Store the answer and post it, once for each time that it changes."""
        is_answer = bool(form.changed_data) and obj.state != GroupVisit.State.NEW
        now = timezone.now()
        if is_answer:
            obj.answered_at = now
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            if is_answer and not obj.is_example:
                send_answer(obj, now)
        if is_answer:
            self.message_user(
                request,
                "Förfrågan är ett exempel, så inget brev skickas."
                if obj.is_example
                else f"Svaret skickas till {obj.email}.",
                messages.SUCCESS,
            )
