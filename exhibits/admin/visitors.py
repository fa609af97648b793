"""The tally of visitors: one tap on the host's phone, figures and a picture for who wonders how it goes."""

import csv
import datetime
import json
import uuid

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, Sum
from django.db.models.functions import ExtractMonth, ExtractYear
from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.safestring import mark_safe

from exhibits.models.visitors import LARGEST_GROUP, VisitCount, count_visitors
from exhibits.rules.visit_picture import draw_visits
from helsingborgsrummet.content.words_sv import MONTHS, format_number
from helsingborgsrummet.editing.kept_forms import note_saved

# As many taps as this a phone may send at once.
MOST_TAPS = 500
BUTTONS = (1, 5)


class TapForm(forms.Form):
    """One tap: how many came, and when if the phone has kept it for a while."""

    uid = forms.UUIDField()
    count = forms.IntegerField(
        label="Antal",
        min_value=1,
        max_value=LARGEST_GROUP,
        error_messages={
            "required": "Skriv hur många som kom.",
            "invalid": "Skriv antalet med siffror.",
            "min_value": "Minst en person.",
            "max_value": f"Högst {LARGEST_GROUP} åt gången.",
        },
    )
    at = forms.CharField(required=False)
    undone = forms.BooleanField(required=False)

    def clean_at(self):
        """An aware moment, or ``None`` for now."""
        try:
            moment = parse_datetime(self.cleaned_data["at"])
        except ValueError:
            return None
        return moment if moment and moment.tzinfo else None

    def store(self, now):
        """Note the tap."""
        data = self.cleaned_data
        count_visitors(data["uid"], data["at"] or now, data["count"], now, is_undone=data["undone"])


def tally_context(now):
    """What the buttons need: today's number, the hours of today, a fresh id for who has no script."""
    today = timezone.localdate(now)
    rows = VisitCount.objects.between(today, today)
    return {
        "tally_total": rows.total(),
        "tally_buttons": [(count, uuid.uuid4()) for count in BUTTONS],
        "group_uid": uuid.uuid4(),
        "largest_group": LARGEST_GROUP,
        "last_tap": VisitCount.objects.counted().filter(counted_at__date=today).first(),
    }


@admin.register(VisitCount)
class VisitCountAdmin(admin.ModelAdmin):
    """The tally, its figures and its file; single taps are shown to nobody."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("", view(self.tally), name="exhibits_visitcount_changelist"),
            path("tryck/", view(self.taps), name="exhibits_visit_taps"),
            path("besok.csv", view(self.file), name="exhibits_visits_csv"),
        ]

    def has_add_permission(self, request):
        """Taps are counted on the screen."""
        return False

    def _check(self, request, action):
        if not request.user.has_perm(f"exhibits.{action}_visitcount"):
            raise PermissionDenied

    def tally(self, request):
        """Show the buttons, today by the hour and this year beside the last; count a tap without a script."""
        self._check(request, "view")
        now = timezone.now()
        form = TapForm()
        if request.method == "POST":
            self._check(request, "add")
            form = TapForm(request.POST)
            if form.is_valid():
                form.store(now)
                note_saved(request)
                is_undone = form.cleaned_data["undone"]
                count = form.cleaned_data["count"]
                messages.success(request, f"{'Borttaget' if is_undone else 'Räknat'}: {count}.")
                return redirect("admin:exhibits_visitcount_changelist")
        return TemplateResponse(
            request,
            "admin/exhibits/tally.html",
            {
                **self.admin_site.each_context(request),
                **tally_context(now),
                **figures(timezone.localdate(now)),
                "title": "Besökare",
                "opts": self.opts,
                "tally_form": form,
            },
        )

    def taps(self, request):
        """Take what a phone has kept; answer which taps are noted, and how many have come today."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        self._check(request, "add")
        now = timezone.now()
        try:
            taps = json.loads(request.POST.get("taps", ""))
        except (ValueError, RecursionError):
            taps = None
        if not isinstance(taps, list) or not all(isinstance(tap, dict) for tap in taps):
            return JsonResponse({"error": "taps"}, status=400)
        taps = taps[:MOST_TAPS]
        for form in map(TapForm, taps):
            if form.is_valid():
                form.store(now)
        # What can never be counted is not sent again either.
        settled = [str(tap.get("uid", "")) for tap in taps]
        today = timezone.localdate(now)
        return JsonResponse(
            {"settled": settled, "total": VisitCount.objects.between(today, today).total()}
        )

    def file(self, request):
        """All figures by the hour, for a spreadsheet."""
        self._check(request, "view")
        response = HttpResponse(
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="besok.csv"'},
        )
        # Spreadsheets in Swedish take the semicolon, and the mark for UTF-8.
        response.write("\ufeff")
        table = csv.writer(response, delimiter=";")
        table.writerow(["datum", "timme", "besökare", "exempel"])
        for row in VisitCount.objects.by_hour():
            is_example = "ja" if row["examples"] else "nej"
            table.writerow([row["day"], row["hour"], row["visitors"], is_example])
        return response


def figures(today):
    """This year beside the last by month, and today by the hour, with a picture."""
    rows = (
        VisitCount.objects.between(
            datetime.date(today.year - 1, 1, 1), datetime.date(today.year, 12, 31)
        )
        .annotate(year=ExtractYear("counted_at"), month=ExtractMonth("counted_at"))
        .order_by()
        .values("year", "month")
        .annotate(visitors=Sum("count"), examples=Count("pk", filter=Q(is_example=True)))
    )
    found = {(row["year"], row["month"]): row for row in rows}

    def of(year):
        return [found.get((year, number), {}).get("visitors", 0) for number in range(1, 13)]

    this, last = of(today.year), of(today.year - 1)
    return {
        "year": today.year,
        "months": [
            (name, format_number(before), format_number(now), now - before)
            for name, before, now in zip(MONTHS, last, this, strict=True)
        ],
        "totals": (format_number(sum(last)), format_number(sum(this))),
        "has_figures": any(this + last),
        "has_examples": any(row["examples"] for row in found.values()),
        # Numbers and the names of months alone.
        "picture": mark_safe(draw_visits(this, last, [name[:3] for name in MONTHS])),
        "hours": [
            (f"{row['hour']:02}–{row['hour'] + 1:02}", row["visitors"])
            for row in VisitCount.objects.between(today, today).by_hour()
        ],
    }
