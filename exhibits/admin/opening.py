"""Opening hours in the admin: everything on one screen."""

import hashlib
from dataclasses import replace

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from exhibits.models.activities import Occurrence
from exhibits.models.opening import (
    OpeningException,
    OpeningRule,
    OpeningSeason,
    load_schedule,
)
from exhibits.now.opening import held_today
from exhibits.rules.opening_hours import (
    DatedException,
    Deviation,
    Kind,
    Schedule,
    Season,
    Span,
    WeeklyRule,
    fit_of,
    problems,
    status_at,
    week_of,
)
from exhibits.words_sv.opening import (
    closed_upon_sentence,
    deviation_days,
    deviation_hours,
    period,
    problem_sentence,
    status_sentence,
    week_lines,
)
from helsingborgsrummet.content.filters import whole_number
from helsingborgsrummet.content.writing import writing
from helsingborgsrummet.editing.clock_fields import DayField, DayInput, TimeField
from helsingborgsrummet.editing.history import name_of
from helsingborgsrummet.editing.kept_forms import note_saved

SPANS_A_DAY = 2
# How Django's calendar looks; its own forms bring it along.
CALENDAR = forms.Media(css={"all": ["admin/css/widgets.css"]})
# So many of the latest changes are told on the screen.
SHOWN_CHANGES = 30
EDGES = ("opens", "closes", "opens_again", "closes_again")
EDGE_LABELS = ("öppnar", "stänger", "öppnar igen", "stänger igen")
PERMISSIONS = [
    f"exhibits.{action}_{model}"
    for model in ("openingrule", "openingseason", "openingexception")
    for action in ("add", "change", "delete")
] + ["exhibits.publish_openingrule"]


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
        self.rules = tuple(rules)
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
        if self.stored is None:
            return ""
        words = exception_words(self.stored)
        return words[:1].upper() + words[1:]

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


class TodayForm(ExceptionForm):
    """The commonest job: close today, or change today's hours."""

    def __init__(self, today, *args, **kwargs):
        super().__init__(*args, prefix="today", **kwargs)
        self.today = today
        for name in ("first_on", "last_on"):
            del self.fields[name]
        self.fields["kind"].choices = OpeningException.KindChoice.choices[:2]

    def period(self):
        """Today and no other day."""
        return self.today, self.today


def exception_words(row):
    """A :class:`DatedException` in words: ``onsdag 23 december 2026: stängt (dan före dan)``."""
    told = Deviation(row.first_on, row.last_on, row.spans, row.reason)
    extra = "extra " if row.kind is Kind.EXTRA else ""
    reason = f" ({row.reason})" if row.reason else ""
    return f"{deviation_days(told)}: {extra}{deviation_hours(told)}{reason}"


def changes_between(before, after):
    """What differs between two schedules, as Swedish sentences; none when nothing does."""
    if sorted(before.rules, key=repr) != sorted(after.rules, key=repr):
        old, new = (", ".join(week_lines(each.rules)) for each in (before, after))
        yield f"Den vanliga veckan: {new or 'stängt'}. Före: {old or 'stängt'}."
    old, new = ({_season_words(each) for each in one.seasons} for one in (before, after))
    yield from (f"Ny eller ändrad säsong: {words}." for words in sorted(new - old))
    yield from (f"Borttagen eller tidigare säsong: {words}." for words in sorted(old - new))
    old, new = ({exception_words(each) for each in one.exceptions} for one in (before, after))
    yield from (f"Ny avvikelse, {words}." for words in sorted(new - old))
    yield from (f"Borttagen avvikelse, {words}." for words in sorted(old - new))


def _season_words(season):
    return f"{season.name}, {period(season)}: {', '.join(week_lines(season.rules)) or 'stängt'}"


def version_of(schedule):
    """A name for a schedule as stored: whoever saves over another version is told."""
    return hashlib.sha256(repr(schedule).encode()).hexdigest()[:16]


def closed_upon(before, after, now):
    """What is planned in the room and agrees less with the hours ``after`` than with those ``before``."""
    return [
        row
        for row in Occurrence.objects.planned_in_the_room(now)
        if fit_of(after, row.starts_at, row.ends_at) > fit_of(before, row.starts_at, row.ends_at)
    ]


class Question:
    """Whether hours shall be stored though they close the room upon ``rows``, until a tick says yes."""

    def __init__(self, rows, data):
        """``data`` is what was posted: the tick holds the keys of what it was about."""
        answered = data.get("despite", "").split()
        self.rows = [row for row in rows if str(row.pk) not in answered] and rows

    @property
    def sentence(self):
        """What is asked; empty when nothing is."""
        return closed_upon_sentence(map(str, self.rows)) if self.rows else ""

    @property
    def value(self):
        """What the tick posts."""
        return " ".join(str(row.pk) for row in self.rows)


def record(user, before, after):
    """Let the log say who changed the hours and how; nothing when they are the same."""
    words = " ".join(changes_between(before, after))
    if words:
        LogEntry.objects.create(
            user=user,
            content_type=ContentType.objects.get_for_model(OpeningRule),
            object_repr="Öppettider",
            action_flag=CHANGE,
            change_message=words,
        )


def latest_changes():
    """What the log says of the latest changes of the hours, the newest first."""
    content_type = ContentType.objects.get_for_model(OpeningRule)
    entries = LogEntry.objects.filter(content_type=content_type).select_related("user")
    return entries.order_by("-action_time", "-pk")[:SHOWN_CHANGES]


def store(schedule, user, past=()):
    """Replace the stored schedule in one transaction, and say who did; ``past`` exceptions are left alone."""
    with writing():
        before = load_schedule()
        OpeningRule.objects.all().delete()
        OpeningSeason.objects.all().delete()
        OpeningException.objects.exclude(pk__in=past).delete()
        _store_rules(schedule.rules, None)
        for season in schedule.seasons:
            row = OpeningSeason.objects.create(
                name=season.name, first_on=season.first_on, last_on=season.last_on
            )
            _store_rules(season.rules, row)
        for exception in schedule.exceptions:
            OpeningException.objects.create(**columns_of(exception))
        record(user, before, load_schedule())


def _store_rules(rules, season):
    OpeningRule.objects.bulk_create(
        OpeningRule(
            season=season, weekday=rule.weekday, opens=rule.span.opens, closes=rule.span.closes
        )
        for rule in rules
    )


def columns_of(exception):
    """A :class:`DatedException` as the columns of its row."""
    times = [edge for span in exception.spans for edge in (span.opens, span.closes)]
    return {
        "first_on": exception.first_on,
        "last_on": exception.last_on,
        "kind": exception.kind.value,
        "reason": exception.reason,
        **dict(zip(EDGES, times, strict=False)),
    }


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
            path("i-dag/", view(self.change_today), name="exhibits_opening_today"),
            path("lista/", view(self.screen), name="exhibits_openingrule_changelist"),
        ]

    def has_add_permission(self, request):
        """Rows are added on the screen, not one by one."""
        return False

    def _check(self, request):
        if not request.user.has_perms(PERMISSIONS):
            raise PermissionDenied

    def screen(self, request):
        """Show everything; ``Visa veckan`` shows the unsaved week, ``Spara`` stores."""
        self._check(request)
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
                elif question := self._question(request, stored, schedule):
                    screen.errors, screen.question = [question.sentence], question
                else:
                    past = OpeningException.objects.filter(last_on__lt=today)
                    store(
                        Schedule(
                            schedule.rules,
                            schedule.seasons,
                            schedule.exceptions[len(screen.past) :],
                        ),
                        request.user,
                        list(past.values_list("pk", flat=True)),
                    )
                    note_saved(request)
                    messages.success(request, "Öppettiderna är sparade och syns på webbplatsen.")
                    return redirect("admin:exhibits_opening_hours")
        return self._render(request, screen, schedule)

    def _question(self, request, before, after):
        """The :class:`Question` that is to be answered before ``after`` is stored, or ``None``."""
        question = Question(closed_upon(before, after, timezone.now()), request.POST)
        return question if question.rows else None

    def _render(self, request, screen, schedule, today_form=None, status=200):
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
                "status": status_sentence(status_at(screen.stored, now, held_today(now))),
                "today_form": today_form or TodayForm(screen.today),
                "media": self.media + screen.week.media + DayInput().media + CALENDAR,
                "shown_on": shown_on,
                "shown_week": week_of(schedule, shown_on) if schedule else None,
                "edge_labels": EDGE_LABELS,
                "changes": [(entry, name_of(entry.user)) for entry in latest_changes()],
            },
            status=status,
        )

    def change_today(self, request):
        """Close today or give it other hours; replaces an exception for today alone."""
        self._check(request)
        if request.method != "POST":
            return redirect("admin:exhibits_opening_hours")
        today = timezone.localdate()
        form = TodayForm(today, request.POST)
        stored = load_schedule()
        errors = []
        if form.is_valid():
            others = tuple(
                row for row in stored.exceptions if (row.first_on, row.last_on) != (today, today)
            )
            found = problems(Schedule(exceptions=(*others, form.exception)))
            errors = [problem_sentence(each) for each in found]
            changed = replace(stored, exceptions=(*others, form.exception))
            form.question = None if errors else self._question(request, stored, changed)
            if form.question:
                errors = [form.question.sentence]
            if not errors:
                with writing():
                    before = load_schedule()
                    OpeningException.objects.filter(first_on=today, last_on=today).delete()
                    OpeningException.objects.create(**columns_of(form.exception))
                    record(request.user, before, load_schedule())
                    note_saved(request)
                messages.success(request, "Dagens öppettider är ändrade och syns på webbplatsen.")
                return redirect(reverse("admin:exhibits_opening_hours"))
        screen = Screen(stored, today)
        screen.errors = errors
        return self._render(request, screen, stored, today_form=form, status=400)
