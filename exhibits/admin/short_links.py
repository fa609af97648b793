"""Printed labels and posters, and how often their codes are used, in the admin."""

import datetime

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, Sum
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode

from exhibits.models import Exhibit, ShortLink, Station
from exhibits.now.labels import labels_of, link_of, what_can_be_printed
from exhibits.rules.exhibits import Showing
from exhibits.words_sv.labels import until_when
from helsingborgsrummet.content.words_sv import format_number

PERMISSION = "exhibits.view_shortlink"
LATELY = datetime.timedelta(days=30)
# The sizes of labels and how many of each go on a sheet of paper, as the sheet's classes name them.
SIZES = {
    "a6": ("A6, fyra på ett A4", 4),
    "a5": ("A5, två på ett A4", 2),
    "a4": ("A4", 1),
    "a3": ("A3", 1),
}
# More than these are no selection but a mistake, and an address is at most so long.
MOST = 200


def sheet_of(targets, size="a6"):
    """The address of the sheet with the labels of ``targets``; their codes are made where they have none."""
    now = timezone.now()
    codes = [link_of(target, now).code for target in targets]
    query = urlencode({"storlek": size, "kod": codes}, doseq=True)
    return f"{reverse('admin:exhibits_label_sheet')}?{query}"


class WithLabels:
    """An admin whose rows can be printed."""

    def has_print_permission(self, request):
        """Whether the person may print labels."""
        return request.user.has_perm(PERMISSION)

    @admin.action(description="Skriv ut skyltar", permissions=["print"])
    def print_labels(self, request, queryset):
        """A sheet with the chosen rows."""
        if queryset.count() > MOST:
            self.message_user(request, f"Välj högst {MOST} åt gången.", messages.ERROR)
            return None
        return redirect(sheet_of(queryset))


@admin.register(ShortLink)
class ShortLinkAdmin(admin.ModelAdmin):
    """A list to read: nobody changes a code that is printed."""

    list_display = ("code", "title", "created_at", "lately", "total")
    list_display_links = None
    list_per_page = 50
    search_fields = ("code", "title")
    show_full_result_count = False
    change_list_template = "admin/exhibits/short_links.html"

    def has_add_permission(self, request):
        """A code is made when something is printed."""
        return False

    def has_change_permission(self, request, obj=None):
        """What is printed stays."""
        return False

    def has_delete_permission(self, request, obj=None):
        """A code is never used for anything else."""
        return False

    def get_queryset(self, request):
        """With the readings of the last thirty days and of all."""
        since = timezone.localdate() - LATELY
        return (
            super()
            .get_queryset(request)
            .annotate(
                all_readings=Sum("days__readings"),
                late_readings=Sum("days__readings", filter=Q(days__day__gt=since)),
            )
        )

    @admin.display(description="läsningar 30 dagar", ordering="late_readings")
    def lately(self, link):
        """How often it was used in the last thirty days."""
        return format_number(link.late_readings or 0)

    @admin.display(description="läsningar totalt", ordering="all_readings")
    def total(self, link):
        """How often it was ever used."""
        return format_number(link.all_readings or 0)

    def get_urls(self):
        """Choosing what to print, and the sheet."""
        view = self.admin_site.admin_view
        return [
            path("skyltar/", view(self.choose), name="exhibits_labels"),
            path("skyltar/ark/", view(self.sheet), name="exhibits_label_sheet"),
            *super().get_urls(),
        ]

    def choose(self, request):
        """Everything that can be printed now; what is chosen gets its codes and leads to the sheet."""
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        groups = _groups(timezone.now())
        context = {
            **self.admin_site.each_context(request),
            "title": "Skriv ut skyltar och affischer",
            "opts": self.opts,
            "groups": groups,
            "sizes": [(size, name) for size, (name, _) in SIZES.items()],
            "size": "a6",
            "chosen": (),
        }
        if request.method == "POST":
            chosen = request.POST.getlist("vad")
            size = request.POST.get("storlek")
            size = size if size in SIZES else "a6"
            targets = [each[1] for _, rows in groups for each in rows if each[0] in chosen]
            if targets:
                return redirect(sheet_of(targets[:MOST], size))
            context |= {"size": size, "error": "Kryssa i minst en sak att skriva ut."}
        return TemplateResponse(request, "admin/exhibits/choose_labels.html", context)

    def sheet(self, request):
        """The sheet: labels by their codes, in a size."""
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        now = timezone.now()
        size = request.GET.get("storlek")
        size = size if size in SIZES else "a6"
        codes = list(dict.fromkeys(request.GET.getlist("kod")))[:MOST]
        found = {link.code: link for link in ShortLink.objects.filter(code__in=codes)}
        links = [found[code] for code in codes if code in found]
        labels, left = labels_of(links, now, timezone.localdate(now))
        count = SIZES[size][1]
        context = {
            "pages": [labels[start : start + count] for start in range(0, len(labels), count)],
            "left": left,
            "size": size,
            "sizes": [
                (each, name, "?" + urlencode({"storlek": each, "kod": codes}, doseq=True))
                for each, (name, _) in SIZES.items()
            ],
        }
        return TemplateResponse(request, "admin/exhibits/label_sheet.html", context)


def _groups(now):
    """What can be printed: headings with rows of a value, a target, a name and a note."""
    today = timezone.localdate(now)
    exhibits = [
        row for row in Exhibit.objects.published(now) if row.showing_on(today) is not Showing.ENDED
    ]
    return [
        (
            "Utställningar",
            [(f"u{row.pk}", row, f"{row.number}. {row.title}", "") for row in exhibits],
        ),
        (
            "Stationer på modellen",
            [
                (f"s{row.pk}", row, f"{row.number}. {row.title}", "")
                for row in Station.objects.published(now)
            ],
        ),
        (
            "Frågor att tycka till om",
            [
                (f"{model._meta.model_name}{pk}", each.about, each.title, until_when(each, today))
                for (model, pk), each in what_can_be_printed(now).items()
            ],
        ),
    ]
