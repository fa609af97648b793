"""Places for businesses in the admin."""

from django.contrib import admin, messages
from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html

from exhibits.models import Opportunity
from exhibits.models.opportunities import HIDE_AFTER, REMIND_AFTER, Freshness
from helsingborgsrummet.content.words_sv import format_day
from helsingborgsrummet.content.writing import writing
from helsingborgsrummet.editing.corrections import CorrectionInline
from helsingborgsrummet.editing.promises import PromiseForm
from helsingborgsrummet.editing.publishing import (
    PUBLISHING_ROWS,
    PublishableAdmin,
    StateFilter,
)


class PublicationFilter(StateFilter):
    """The same under another name: the model has a state of its own."""

    title = "publicering"


class CheckedFilter(admin.SimpleListFilter):
    """Narrow the list to published ones that somebody should check again."""

    title = "kontroll"
    parameter_name = "kontroll"

    def lookups(self, request, model_admin):
        return [
            ("behovs", f"Behöver kontrolleras (över {REMIND_AFTER.days} dagar)"),
            ("dold", f"Borta ur listan (över {HIDE_AFTER.days} dagar)"),
        ]

    def queryset(self, request, queryset):
        if self.value() not in ("behovs", "dold"):
            return queryset
        now = timezone.now()
        today = timezone.localdate(now)
        chosen = Opportunity.objects.unchecked(now, today).order_by()
        if self.value() == "dold":
            chosen = chosen.filter(Q(checked_on=None) | Q(checked_on__lt=today - HIDE_AFTER))
        return queryset.filter(pk__in=chosen.values("pk"))


class OpportunityForm(PromiseForm):
    """A place; when it can be had is asked for with the day until which that holds."""

    promises = (("availability", "availability_until_on"),)


@admin.register(Opportunity)
class OpportunityAdmin(PublishableAdmin):
    """Land, premises and offices, each with the day when somebody last checked it."""

    form = OpportunityForm
    # The model has a field called state, which a list would show instead of the publication.
    list_display = ("title", "availability_state", "publication", "kind", "area", "checked")
    list_filter = (PublicationFilter, CheckedFilter, "state", "kind", "area")
    # Beside, not joined: the actions lock the rows they change.
    list_prefetch_related = ("area",)
    search_fields = ("title", "summary", "place")
    prepopulated_fields = {"slug": ("title",)}
    actions = (*PublishableAdmin.actions, "mark_checked")
    inlines = (CorrectionInline,)
    fieldsets = (
        (None, {"fields": ("title", "slug", "kind", "state", "summary", "body")}),
        ("Publicering", {"fields": PUBLISHING_ROWS}),
        ("Plats och yta", {"fields": ("area", "place", ("size_from", "size_to"))}),
        (
            "När",
            {
                "fields": (
                    "availability",
                    ("availability_until_on", "availability_until_precision"),
                )
            },
        ),
        ("Plan och annons", {"fields": ("plan", "plan_allows", "advert_url")}),
        ("Bild", {"fields": ("picture",)}),
        ("Kontroll", {"fields": ("checked_on", "source", "source_url", "is_example")}),
        (
            "Kontakt",
            {"fields": ("contact_role", "contact_email", "contact_phone", "is_contact_example")},
        ),
    )

    def what_to_know(self, obj, now):
        """And that the list leaves it out."""
        yield from super().what_to_know(obj, now)
        if obj.state == Opportunity.State.GONE:
            yield f"”{obj}” står inte i listan över det som är ledigt, eftersom läget är Inte längre ledig."
        elif obj.freshness_on(timezone.localdate(now)) is Freshness.STALE:
            yield (
                f"”{obj}” står inte i listan förrän någon har kontrollerat uppgifterna: fyll i dagen i "
                "Kontrollerad."
            )

    @admin.display(description="läge", ordering="state")
    def availability_state(self, opportunity):
        """Whether it can be had."""
        return opportunity.get_state_display()

    @admin.display(description="publicering", ordering="published_at")
    def publication(self, opportunity):
        """Whether visitors see it."""
        return self.state(opportunity)

    @admin.display(description="kontrollerad", ordering="checked_on")
    def checked(self, opportunity):
        """When it was checked, and what follows when that is long ago."""
        day = format_day(opportunity.checked_on) if opportunity.checked_on else "aldrig"
        if opportunity.state == Opportunity.State.GONE:
            return day
        match opportunity.freshness_on(timezone.localdate()):
            case Freshness.DUE:
                note = "behöver kontrolleras"
            case Freshness.STALE:
                note = "borta ur listan tills någon kontrollerar"
            case _:
                return day
        return format_html('{} <span class="state state-alt-missing">{}</span>', day, note)

    @admin.action(description="Kontrollerad i dag", permissions=["publish"])
    def mark_checked(self, request, queryset):
        """Record that somebody compared the chosen ones with their source today."""
        today = timezone.localdate()
        with writing():
            rows = list(queryset)
            for row in rows:
                row.checked_on = today
                # The text is the same: neither its time of saving nor its feed entry changes.
                row.save(update_fields=["checked_on"])
                self.log_change(request, row, "Kontrollerad i dag.")
        names = ", ".join(map(str, rows))
        self.message_user(request, f"Kontrollerad i dag: {names}.", messages.SUCCESS)
