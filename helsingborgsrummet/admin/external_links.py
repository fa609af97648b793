"""Links to other sites in the admin: what the last checks said, and where the links stand."""

from django.contrib import admin
from django.db.models import Case, Count, Prefetch, When
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from helsingborgsrummet.models import ExternalLink, LinkUse
from helsingborgsrummet.models.external_links import broken_condition

SHOWN_PAGES = 5
STATES = {
    "trasig": "Trasig",
    "felar": "Svarar inte som den ska",
    "fungerar": "Fungerar",
    "okontrollerad": "Inte kontrollerad än",
}


def in_state(queryset, state, now):
    """The links in one of :data:`STATES` at the moment ``now``."""
    match state:
        case "trasig":
            return queryset.broken(now)
        case "felar":
            return queryset.failing(now)
        case "fungerar":
            return queryset.filter(checked_at__isnull=False, failure_count=0)
        case "okontrollerad":
            return queryset.filter(checked_at__isnull=True)
    return queryset


class LinkStateFilter(admin.SimpleListFilter):
    """Narrow the list to links in one state."""

    title = "läge"
    parameter_name = "lage"

    def lookups(self, request, model_admin):
        return list(STATES.items())

    def queryset(self, request, queryset):
        return in_state(queryset, self.value(), timezone.now())


@admin.register(ExternalLink)
class ExternalLinkAdmin(admin.ModelAdmin):
    """A list to read: links are mended on the pages where they stand."""

    list_display = ("url", "state", "checked_at", "pages")
    list_filter = (LinkStateFilter,)
    search_fields = ("url",)
    list_per_page = 50
    show_full_result_count = False
    fields = ("address", "state", "checked_at", "first_seen_at", "pages")
    readonly_fields = fields

    def has_add_permission(self, request):
        """The command finds the links."""
        return False

    def has_change_permission(self, request, obj=None):
        """The command notes the results."""
        return False

    def has_delete_permission(self, request, obj=None):
        """A link that stands nowhere any longer is removed by the command."""
        return False

    def get_queryset(self, request):
        uses = LinkUse.objects.order_by("content_type_id", "object_id")[:SHOWN_PAGES]
        is_broken = Case(When(broken_condition(timezone.now()), then=True), default=False)
        return (
            super()
            .get_queryset(request)
            .annotate(use_count=Count("uses"), is_broken=is_broken)
            .prefetch_related(Prefetch("uses", uses, to_attr="some_uses"), "some_uses__page")
        )

    @admin.display(description="adress")
    def address(self, link):
        """The address, to try for oneself."""
        return format_html('<a href="{}" rel="noreferrer">{}</a>', link.url, link.url)

    @admin.display(description="läge", ordering="failure_count")
    def state(self, link):
        """The state in words, with what the last check said."""
        if link.checked_at is None:
            return STATES["okontrollerad"]
        if not link.failure_count:
            return STATES["fungerar"]
        if link.status in (404, 410):
            said = f"sidan finns inte ({link.status})"
        else:
            said = link.error or f"svarade med fel {link.status}"
        if link.is_broken:
            return format_html('<span class="state state-broken">{}: {}</span>', "Trasig", said)
        times = f"{link.failure_count} gånger i rad" if link.failure_count > 1 else "en gång"
        return f"Fel {times}: {said}. Kontrolleras igen."

    @admin.display(description="står på")
    def pages(self, link):
        """The first pages that the link stands on, each a way to mend it."""
        pages = [use.page for use in link.some_uses if use.page is not None]
        items = format_html_join(", ", "{}", ((self._way_to(page),) for page in pages))
        more = link.use_count - len(link.some_uses)
        return format_html("{} och {} till", items, more) if more > 0 else items or "–"

    def _way_to(self, page):
        meta = page._meta
        try:
            address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[page.pk])
        except NoReverseMatch:
            return str(page)
        return format_html('<a href="{}">{}</a>', address, page)
