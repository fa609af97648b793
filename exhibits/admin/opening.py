"""Opening hours in the admin: everything on one screen."""

from django import forms
from django.contrib import admin, messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from exhibits.admin import days
from exhibits.admin.changing_hours import check_permission, question_about, version_of
from exhibits.models.opening import (
    EDGES,
    OpeningException,
    OpeningRule,
    load_schedule,
    store_schedule,
)
from exhibits.now.opening import status_of
from exhibits.rules.opening_hours import (
    DatedException,
    Kind,
    Schedule,
    Season,
    Span,
    WeeklyRule,
    problems,
    week_of,
)
from exhibits.words_sv.opening import (
    decision_line,
    period,
    problem_sentence,
    status_sentence,
)
from helsingborgsrummet.content.filters import whole_number
from helsingborgsrummet.content.writing import writing
from helsingborgsrummet.editing.clock_fields import DayField, DayInput, TimeField
from helsingborgsrummet.editing.kept_forms import note_saved

SPANS_A_DAY = 2
# How Django's calendar looks; its own forms bring it along.
CALENDAR = forms.Media(css={"all": ["admin/css/widgets.css"]})
EDGE_LABELS = ("öppnar", "stänger", "öppnar igen", "stänger igen")


def spans_of(times):
    """Spans from a row of edges, and a Swedish sentence for an edge that stands alone."""
    pairs = list(zip(times[::2], times[1::2], strict=True))
    if any((opens is None) != (closes is None) for opens, closes in pairs):
        raise forms.ValidationError("Fyll i både när rummet öppnar och när det stänger.")
    return tuple(Span(*pair) for pair in pairs if None not in pair)


class WeekForm(forms.Form):
    """A week as a table: up to two spans each day."""

    def __init__(self, *args, rules=(), **kwargs):
        super().__init__(*args, **kwargs)
        for weekday, name in OpeningRule.Weekday.choices:
            spans = sorted(rule.span for rule in rules if rule.weekday == weekday)
            times = [edge for span in spans[:SPANS_A_DAY] for edge in (span.opens, span.closes)]
            for index, edge in enumerate(EDGES):
                field = TimeField(f"{name.capitalize()} {EDGE_LABELS[index]}")
                field.initial = times[index] if index < len(times) else None
                field.widget.attrs["aria-label"] = field.label
                self.fields[f"{weekday}_{edge}"] = field

    def clean(self):
        """Turn the table into rules."""
        data = super().clean()
        rules = []
        for weekday, name in OpeningRule.Weekday.choices:
            try:
                spans = spans_of([data.get(f"{weekday}_{edge}") for edge in EDGES])
            except forms.ValidationError as error:
                self.add_error(f"{weekday}_opens", f"{name.capitalize()}: {error.message}")
                continue
            rules += [WeeklyRule(weekday, span) for span in spans]
        self.rules = tuple(sorted(rules))
        return data

    def days(self):
        """The table row by row: the day's name and its fields."""
        return [
            (name, [self[f"{weekday}_{edge}"] for edge in EDGES])
            for weekday, name in OpeningRule.Weekday.choices
        ]


class SeasonForm(WeekForm):
    """A season: name, dates and a week of its own. Empty when nothing is filled in."""

    def __init__(self, *args, season=None, **kwargs):
        super().__init__(*args, rules=season.rules if season else (), **kwargs)
        initial = season or Season("", None, None)
        self.fields["name"] = forms.CharField(
            label="Säsongens namn", max_length=60, required=False, initial=initial.name
        )
        self.fields["first_on"] = DayField(
            label="Från och med", required=False, initial=initial.first_on
        )
        self.fields["last_on"] = DayField(
            label="Till och med", required=False, initial=initial.last_on
        )
        if season:
            self.fields["remove"] = forms.BooleanField(label="Ta bort säsongen", required=False)
        self.stored = season

    @property
    def heading(self):
        """The stored season in words, for the fold that the form lies in."""
        if self.stored is None:
            return "Ny säsong"
        return f"{self.stored.name}: {period(self.stored)}"

    def clean(self):
        """Turn the form into a :class:`Season`, or ``None`` when it is empty or removed."""
        data = super().clean()
        self.season = None
        name, first_on, last_on = data.get("name"), data.get("first_on"), data.get("last_on")
        if data.get("remove") or self.errors or not (name or first_on or last_on or self.rules):
            return data
        for field, value in (("name", name), ("first_on", first_on), ("last_on", last_on)):
            if not value:
                self.add_error(field, "Fyll i namn och båda datumen.")
        if not self.errors:
            self.season = Season(name, first_on, last_on, self.rules)
        return data


class ExceptionForm(forms.Form):
    """A dated exception. Empty when no day is filled in."""

    first_on = DayField(label="Från och med", required=False)
    last_on = DayField(label="Till och med (tomt: samma dag)", required=False)
    kind = forms.ChoiceField(label="Vad gäller?", choices=OpeningException.KindChoice.choices)
    opens, closes = TimeField("Öppnar"), TimeField("Stänger")
    opens_again, closes_again = TimeField("Öppnar igen"), TimeField("Stänger igen")
    reason = forms.CharField(label="Orsak, till exempel julafton", max_length=80, required=False)
    remove = forms.BooleanField(label="Ta bort", required=False)

    def __init__(self, *args, exception=None, **kwargs):
        initial = {"kind": Kind.CLOSED.value}
        if exception:
            times = [edge for span in exception.spans for edge in (span.opens, span.closes)]
            initial = {
                "first_on": exception.first_on,
                "last_on": exception.last_on,
                "kind": exception.kind.value,
                "reason": exception.reason,
                **dict(zip(EDGES, times, strict=False)),
            }
        super().__init__(*args, initial=initial, **kwargs)
        self.stored = exception
        if exception is None:
            del self.fields["remove"]

    @property
    def heading(self):
        """The stored exception in words, for the fold that the form lies in; empty for a new one."""
        line = decision_line(self.stored) if self.stored else ""
        return line[:1].upper() + line[1:]

    def clean(self):
        """Turn the form into a :class:`DatedException`, or ``None`` when empty or removed."""
        data = super().clean()
        self.exception = None
        if data.get("remove") or self.errors:
            return data
        spans = spans_of([data.get(edge) for edge in EDGES])
        first_on, last_on = self.period()
        if not first_on:
            if spans or data.get("reason") or data.get("last_on"):
                self.add_error("first_on", "Fyll i vilken dag det gäller.")
            return data
        self.exception = DatedException(
            first_on,
            last_on or first_on,
            Kind(data["kind"]),
            spans,
            data.get("reason", ""),
        )
        return data

    def period(self):
        """The first and the last day that were filled in."""
        return self.cleaned_data.get("first_on"), self.cleaned_data.get("last_on")


class Screen:
    """The whole screen: standard week, seasons, coming exceptions and a date to look at."""

    EMPTY_EXCEPTIONS = 2

    def __init__(self, stored, today, data=None):
        """Bind to posted ``data``, or show the ``stored`` schedule on ``today``."""
        self.stored, self.today, self.data = stored, today, data
        self.version = data.get("version", "") if data is not None else version_of(stored)
        self.past = [row for row in stored.exceptions if row.last_on < today]
        coming = [row for row in stored.exceptions if row.last_on >= today]
        self.week = WeekForm(data, prefix="week", rules=stored.rules)
        self.seasons = [
            SeasonForm(data, prefix=f"season{index}", season=season)
            for index, season in self._numbered("seasons", stored.seasons, 1)
        ]
        self.exceptions = [
            ExceptionForm(data, prefix=f"exception{index}", exception=row)
            for index, row in self._numbered("exceptions", coming, self.EMPTY_EXCEPTIONS)
        ]
        self.errors = []
        self.question = None

    def _numbered(self, name, rows, empty):
        """Rows and a few empty ones; as many as were shown when something was posted."""
        rows = [*rows, *[None] * empty]
        if self.data is not None:
            count = whole_number(self.data.get(f"count_{name}", ""))
            count = len(rows) if count is None else min(count, 500)
            rows = (rows + [None] * count)[:count]
        return list(enumerate(rows))

    @property
    def shown_on(self):
        """The date whose week is shown."""
        try:
            return DayField().clean(self.data["shown_on"]) if self.data else self.today
        except (forms.ValidationError, KeyError):
            return self.today

    @property
    def shown_on_field(self):
        """The field for it."""
        return DayInput().render("shown_on", self.shown_on, {"id": "shown_on"})

    def schedule(self):
        """The :class:`Schedule` that the forms describe, or ``None`` when they contradict it."""
        all_forms = [self.week, *self.seasons, *self.exceptions]
        if [form for form in all_forms if not form.is_valid()]:
            self.errors = ["Något behöver rättas. Felen står vid fälten. Inget är sparat."]
            return None
        schedule = Schedule(
            self.week.rules,
            tuple(form.season for form in self.seasons if form.season),
            (*self.past, *(form.exception for form in self.exceptions if form.exception)),
        )
        self.errors = [problem_sentence(each) for each in problems(schedule)]
        return None if self.errors else schedule


@admin.register(OpeningRule)
class OpeningHoursAdmin(admin.ModelAdmin):
    """One screen for the week, the seasons and the exceptions."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("", view(self.screen), name="exhibits_opening_hours"),
            path("i-dag/", view(self._for_staff(days.one_day)), name="exhibits_opening_today"),
            path("manad/", view(self._for_staff(days.month)), name="exhibits_opening_month"),
            path("roda-dagar/", view(self._for_staff(days.red_days)), name="exhibits_red_days"),
            path(
                "andringar/", view(self._for_staff(days.changes)), name="exhibits_opening_changes"
            ),
            path(
                "andringar/<int:pk>/angra/",
                view(self._for_staff(days.take_back)),
                name="exhibits_opening_undo",
            ),
            path("lista/", view(self.screen), name="exhibits_openingrule_changelist"),
        ]

    def _for_staff(self, answer):
        """A view that answers with what every page of the admin has, to whoever may change the hours."""

        def view(request, **kwargs):
            check_permission(request)
            context = {**self.admin_site.each_context(request), "opts": self.opts}
            return answer(request, context, **kwargs)

        return view

    def has_add_permission(self, request):
        """Rows are added on the screen, not one by one."""
        return False

    def screen(self, request):
        """Show everything; ``Visa veckan`` shows the unsaved week, ``Spara`` stores."""
        check_permission(request)
        if request.method != "POST":
            return self._screen(request)
        # Of two who save at the same moment, the second is told.
        with writing():
            return self._screen(request)

    def _screen(self, request):
        today = timezone.localdate()
        stored = load_schedule()
        screen = Screen(stored, today, request.POST if request.method == "POST" else None)
        schedule = stored
        if request.method == "POST":
            schedule = screen.schedule()
            if schedule and "save" in request.POST:
                if screen.version != version_of(stored):
                    screen.errors = [
                        "Någon annan har ändrat öppettiderna medan du skrev. Det du har skrivit står "
                        "kvar här nedanför. Öppna sidan i en ny flik och jämför. Sparar du en gång "
                        "till gäller det du har skrivit."
                    ]
                    screen.version = version_of(stored)
                elif question := question_about(request, stored, schedule):
                    screen.errors, screen.question = [question.sentence], question
                else:
                    store_schedule(schedule, request.user, timezone.now())
                    note_saved(request)
                    messages.success(request, "Öppettiderna är sparade och syns på webbplatsen.")
                    return redirect("admin:exhibits_opening_hours")
        return self._render(request, screen, schedule)

    def _render(self, request, screen, schedule):
        now = timezone.now()
        shown_on = screen.shown_on
        return TemplateResponse(
            request,
            "admin/exhibits/opening_hours.html",
            {
                **self.admin_site.each_context(request),
                "title": "Öppettider",
                "opts": self.opts,
                "screen": screen,
                "status": status_sentence(status_of(screen.stored, now)),
                "media": self.media + screen.week.media + DayInput().media + CALENDAR,
                "shown_on": shown_on,
                "shown_week": week_of(schedule, shown_on) if schedule else None,
                "edge_labels": EDGE_LABELS,
            },
        )
