"""Opening hours day by day: "I dag" for the phone, a month, the red days, and who changed what.

Every way of changing them shows what visitors will read, or can be taken back, and most do both.
"""

import datetime
import hashlib
import re

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from exhibits.admin.changing_hours import question_about, version_of
from exhibits.admin.visitors import tally_context
from exhibits.models.activities import Occurrence
from exhibits.models.group_visits import GroupVisit
from exhibits.models.opening import OpeningChange, load_schedule, store_schedule
from exhibits.now.opening import status_of, undecided_on
from exhibits.now.screens import silent_screens
from exhibits.rules.day_decisions import (
    Choice,
    RefusedError,
    as_last_year,
    closing_times,
    days_to_decide,
    decide,
    later_times,
    shortened,
    with_day,
)
from exhibits.rules.opening_hours import (
    DAY,
    DatedException,
    Kind,
    Span,
    problems,
    told_on,
    undecided_days,
    week_of,
)
from exhibits.rules.red_days import special_days
from exhibits.words_sv.occurrences import clock_text
from exhibits.words_sv.opening import (
    SPECIAL_DAYS,
    UNCERTAIN,
    hours_in_table,
    problem_sentence,
    refusal_sentence,
    status_sentence,
)
from helsingborgsrummet.content.dates import STOCKHOLM
from helsingborgsrummet.content.words_sv import (
    WEEKDAYS_SHORT,
    format_month,
    format_weekday,
    format_weekday_and_day,
)
from helsingborgsrummet.content.writing import writing
from helsingborgsrummet.editing.clock_fields import DayField, TimeField
from helsingborgsrummet.editing.history import name_of
from helsingborgsrummet.editing.kept_forms import note_saved
from helsingborgsrummet.models import Notice

# One tap each; visitors read them in brackets.
REASONS = ("sjukdom", "tekniskt fel", "möte", "evenemang", "personalbrist")
CHOICES = [
    (Choice.CLOSE_NOW, "Stäng nu"),
    (Choice.CLOSE_AT, "Stänger kl. …"),
    (Choice.CLOSED, "Stängt i dag"),
    (Choice.LONGER, "Öppet längre"),
    (Choice.OTHER, "Andra tider"),
    (Choice.USUAL, "Som vanligt"),
]
CHANGES_A_PAGE = 30
# How far ahead a day can be decided or looked at, in days; who means a later one uses the list of all.
FARTHEST = 3 * 366
YEARS_SHOWN = 10
# A red day is shortened to this unless staff say another time.
SHORTER = datetime.time(13)
_MONTH = re.compile(r"(\d{4})-(\d{2})")


def _day_asked_for(request, today):
    """The day that the address names; ``today`` where it names none, one that has been or one too far off."""
    try:
        day = datetime.date.fromisoformat(request.GET.get("dag", ""))
    except ValueError:
        return today
    return day if today <= day <= today + FARTHEST * DAY else today


def _place_of(name, day, today):
    """The address of a screen for ``day``."""
    address = reverse(f"admin:{name}")
    return address if day == today else f"{address}?dag={day.isoformat()}"


# --- One day --------------------------------------------------------------------------------------


class DayForm(forms.Form):
    """What is decided for a day, by taps: what, which time, why."""

    choice = forms.ChoiceField(
        label="Vad gäller?",
        choices=CHOICES,
        error_messages={"required": "Välj vad som gäller."},
    )
    close_at, close_at_other = TimeField("Stänger kl."), TimeField("Annan tid")
    longer, longer_other = TimeField("Öppet till kl."), TimeField("Annan tid")
    opens, closes = TimeField("Öppnar"), TimeField("Stänger")
    reason = forms.CharField(label="Orsak", required=False, max_length=80)
    reason_other = forms.CharField(label="Annan orsak", required=False, max_length=80)

    def __init__(self, schedule, day, now, data=None):
        """A form for ``day`` of ``schedule``; ``now`` is the aware moment."""
        super().__init__(data)
        self.schedule, self.day = schedule, day
        local = now.astimezone(STOCKHOLM)
        self.is_today = day == local.date()
        self.clock = local.time().replace(second=0, microsecond=0)
        if not self.is_today:
            labels = {**dict(CHOICES), Choice.CLOSED: "Stängt hela dagen"}
            del labels[Choice.CLOSE_NOW]
            self.fields["choice"].choices = list(labels.items())
        special = special_days(day.year).get(day)
        self.reasons = [*([SPECIAL_DAYS[special]] if special else []), *REASONS]
        self.closing_times = closing_times(schedule, day, self.clock if self.is_today else None)
        self.later_times = later_times(schedule, day)

    def clean(self):
        """Turn the taps into a decision and the schedule that follows from it."""
        data = super().clean()
        self.decision = self.changed = None
        if self.errors:
            return data
        choice = Choice(data["choice"])
        reason = data["reason_other"] or data["reason"]
        at, span = self._time(choice, data)
        if self.errors:
            return data
        try:
            self.decision = decide(self.schedule, self.day, choice, at=at, span=span, reason=reason)
        except RefusedError as refused:
            raise forms.ValidationError(refusal_sentence(refused)) from None
        self.changed = with_day(self.schedule, self.decision, self.day)
        found = [problem_sentence(each) for each in problems(self.changed)]
        if found:
            raise forms.ValidationError(found)
        return data

    def _time(self, choice, data):
        """The time and the span that ``choice`` needs, each ``None`` where it needs none."""
        if choice is Choice.CLOSE_NOW:
            return self.clock, None
        if choice in (Choice.CLOSE_AT, Choice.LONGER):
            at = data[f"{choice}_other"]
            at = data[choice.value] if at is None else at
            if at is None:
                self.add_error(None, "Välj en tid.")
            elif self.is_today and choice is Choice.CLOSE_AT and at <= self.clock:
                self.add_error(None, "Den tiden har varit. Välj en senare, eller Stäng nu.")
            return at, None
        if choice is Choice.OTHER:
            if None in (data["opens"], data["closes"]):
                self.add_error(None, "Fyll i både när rummet öppnar och när det stänger.")
                return None, None
            return None, Span(data["opens"], data["closes"])
        return None, None

    @property
    def seen(self):
        """A name for what is shown: saved is only what was seen, over the hours that it was seen for."""
        chosen = [self.cleaned_data.get(name) for name in self.fields]
        text = f"{version_of(self.schedule)} {self.day} {chosen}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]


class Told:
    """What visitors will read of a decision."""

    def __init__(self, form, now):
        """``form`` is a valid :class:`DayForm`."""
        day = form.day
        moment = now
        if not form.is_today:
            moment = datetime.datetime.combine(day, datetime.time(0), tzinfo=STOCKHOLM)
        self.when = "nu" if form.is_today else "den dagen"
        self.sentence = status_sentence(status_of(form.changed, moment))
        self.line = line_of(form.changed, day)


def line_of(schedule, day):
    """A day and its hours: ``Torsdag 26 november 2026: 10.00–14.00 (sjukdom)``."""
    hours = told_on(schedule, day)
    reason = f" ({hours.reason})" if hours.is_deviating and hours.reason else ""
    return f"{capfirst(format_weekday(day))}: {hours_in_table(hours)}{reason}"


def _saving(request, act):
    """What ``act`` answers; while nobody else writes if something is to be stored."""
    if request.method != "POST":
        return act()
    with writing():
        return act()


def one_day(request, context):
    """Today, or the day that ``?dag=`` names: what applies, what happens, and what shall apply instead."""
    return _saving(request, lambda: _one_day(request, context))


def _one_day(request, context):
    now = timezone.now()
    today = timezone.localdate(now)
    day = _day_asked_for(request, today)
    schedule = load_schedule()
    form = DayForm(schedule, day, now, request.POST if request.method == "POST" else None)
    told = question = None
    if form.is_bound and form.is_valid():
        told = Told(form, now)
        question = question_about(request, schedule, form.changed)
        is_seen = request.POST.get("seen") == form.seen
        if "save" in request.POST and is_seen and not question:
            store_schedule(form.changed, request.user, now)
            note_saved(request)
            messages.success(request, f"Sparat. Besökarna läser {told.when}: {told.sentence}.")
            return redirect(_place_of("exhibits_opening_today", day, today))
    is_counting = day == today and request.user.has_perm("exhibits.add_visitcount")
    return TemplateResponse(
        request,
        "admin/exhibits/today.html",
        {
            **context,
            "title": "I dag" if day == today else capfirst(format_weekday(day)),
            "form": form,
            "told": told,
            "question": question,
            "day": day,
            "today": today,
            "tomorrow": today + DAY,
            "is_today": day == today,
            "line": line_of(schedule, day),
            "status": status_sentence(status_of(schedule, now)) if day == today else "",
            "uncertain": UNCERTAIN if day in undecided_on(schedule, day) else "",
            "special": SPECIAL_DAYS.get(special_days(day.year).get(day), ""),
            "change": latest_of(day, latest_change()),
            "here": _place_of("exhibits_opening_today", day, today),
            "is_counting": is_counting,
            "happenings": happenings_on(day, now),
            "groups": groups_on(request, day),
            "notices": Notice.objects.showing(now) if day == today else (),
            "silent": silent_on(request, day, now),
            **(tally_context(now) if is_counting else {}),
        },
    )


def latest_change():
    """The latest :class:`OpeningChange`, or ``None``."""
    return OpeningChange.objects.select_related("changed_by").first()


def latest_of(day, change):
    """``change`` if it can be taken back and decides ``day`` alone, otherwise ``None``."""
    if change is None or change.undoes_id:
        return None
    about = [*change.removed, *change.added]
    days = {(row.get("first_on"), row.get("last_on")) for row in about}
    return change if days == {(day.isoformat(), day.isoformat())} else None


def happenings_on(day, now):
    """What is held in the room on ``day``, with its hours in words."""
    start = datetime.datetime.combine(day, datetime.time(0), tzinfo=STOCKHOLM)
    rows = Occurrence.objects.planned_in_the_room(start).filter(
        starts_at__lt=datetime.datetime.combine(day + DAY, datetime.time(0), tzinfo=STOCKHOLM)
    )
    return [(clock_text(row.starts_at, row.ends_at), row, row.ends_at <= now) for row in rows]


def groups_on(request, day):
    """The groups that come or want to come on ``day``, for who may read what they wrote."""
    if not request.user.has_perm("exhibits.view_groupvisit"):
        return ()
    return GroupVisit.objects.coming_on(day)


def silent_on(request, day, now):
    """The screens that are silent at ``now``, where ``day`` is that day, for who may see to them."""
    is_asked = day == timezone.localdate(now) and request.user.has_perm("exhibits.change_screen")
    return silent_screens(now) if is_asked else ()


# --- What was changed -----------------------------------------------------------------------------


def changes(request, context):
    """Every change of the hours: what applied, what applies, who and when, with a way back."""
    rows = OpeningChange.objects.select_related("changed_by", "undone_by", "undoes")
    page = Paginator(rows, CHANGES_A_PAGE).get_page(request.GET.get("sida"))
    return TemplateResponse(
        request,
        "admin/exhibits/opening_changes.html",
        {
            **context,
            "title": "Ändringar av öppettider",
            "page": page,
            "rows": [(change, name_of(change.changed_by)) for change in page],
        },
    )


def take_back(request, context, pk):
    """Take one change back, and leave what has been changed since."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    back = request.POST.get("next", "")
    if not back.startswith(reverse("admin:exhibits_opening_hours")):
        back = reverse("admin:exhibits_opening_changes")
    with writing():
        change = get_object_or_404(OpeningChange.objects.select_related("undone_by"), pk=pk)
        undone = None if change.is_undone else change.taken_back(load_schedule())
        if undone is None:
            messages.error(
                request,
                "Det är redan ångrat."
                if change.is_undone
                else "Det gick inte att ångra, för öppettiderna har ändrats igen sedan dess. "
                "Inget är ändrat. Här står vad som gäller nu.",
            )
        else:
            store_schedule(undone, request.user, timezone.now(), undoes=change)
            note_saved(request)
            messages.success(request, "Ångrat. Det som gällde innan gäller igen.")
    return redirect(back)


# --- Red days and eves ----------------------------------------------------------------------------


def red_days(request, context):
    """The red days and eves of the coming eighteen months, each decided by one click."""
    return _saving(request, lambda: _red_days(request, context))


def _red_days(request, context):
    now = timezone.now()
    today = timezone.localdate(now)
    schedule = load_schedule()
    error = ""
    if request.method == "POST":
        changed, said = schedule, ""
        try:
            if "copy" in request.POST:
                copies = as_last_year(schedule, today)
                for row in copies:
                    changed = with_day(changed, row, row.first_on)
                said = f"{len(copies)} dagar är bestämda som i fjol."
            else:
                decision = _decision_of(request, schedule, today)
                changed = with_day(schedule, decision, decision.first_on)
                said = line_of(changed, decision.first_on) + "."
        except RefusedError as refused:
            error = refusal_sentence(refused)
        except ValueError:
            error = "Välj en av dagarna i listan, och skriv tiden så här: 13 eller 13.30."
        else:
            error = " ".join(problem_sentence(each) for each in problems(changed))
            question = None if error else question_about(request, schedule, changed)
            if question:
                context = {**context, "question": question, "pressed": _pressed(request)}
                error = question.sentence
            if not error:
                change = store_schedule(changed, request.user, now)
                note_saved(request)
                if change:
                    messages.success(request, f"Sparat. {said}")
                else:
                    messages.info(request, "Det fanns inget att ändra.")
                place = "" if "copy" in request.POST else f"#dag-{decision.first_on.isoformat()}"
                return redirect(reverse("admin:exhibits_red_days") + place)
    rows = days_to_decide(schedule, today)
    last = latest_change()
    return TemplateResponse(
        request,
        "admin/exhibits/red_days.html",
        {
            **context,
            "title": "Röda dagar och aftnar",
            "error": error,
            "rows": [(row, SPECIAL_DAYS[row.special], line_of(schedule, row.day)) for row in rows],
            "undecided_count": sum(not (row.is_decided or row.needs_nothing) for row in rows),
            "can_copy": bool(as_last_year(schedule, today)),
            "shorter": request.POST.get("shorter") or f"{SHORTER:%H.%M}",
            "change": last if last and not last.undoes_id else None,
            "undo_day": next((row.day for row in rows if latest_of(row.day, last)), None),
            "here": reverse("admin:exhibits_red_days"),
        },
    )


def _pressed(request):
    """The name and value of the button that was pressed, to press it again."""
    return "copy" if "copy" in request.POST else "decide", request.POST.get("decide", "1")


def _decision_of(request, schedule, today):
    """The decision that a button names: a day, and whether it is as usual, shorter or closed."""
    day, _, choice = request.POST.get("decide", "").partition(" ")
    day = datetime.date.fromisoformat(day)
    special = special_days(day.year).get(day)
    if not special or day < today:
        raise ValueError(day)
    if choice == Choice.USUAL:
        return DatedException(day, day, Kind.USUAL)
    if choice == Choice.CLOSED:
        return DatedException(day, day, Kind.CLOSED, (), SPECIAL_DAYS[special])
    try:
        closes = TimeField("", required=True).clean(request.POST.get("shorter", ""))
    except forms.ValidationError:
        raise ValueError(choice) from None
    return shortened(schedule, day, closes, SPECIAL_DAYS[special])


# --- A month, and any moment ----------------------------------------------------------------------


class MomentForm(forms.Form):
    """A moment to look at the sentence of."""

    dag = DayField(label="Dag", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    kl = TimeField("Klockan", required=True)

    def __init__(self, today, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_dag(self):
        """A day of a year that hours are decided for."""
        day = self.cleaned_data["dag"]
        if abs(day.year - self.today.year) > YEARS_SHOWN:
            raise forms.ValidationError("Välj en dag som är närmare i tiden.")
        return day


def month(request, context):
    """A month's calendar, each day a way to change it; and what visitors read at any moment."""
    now = timezone.now()
    local = now.astimezone(STOCKHOLM)
    today = local.date()
    schedule = load_schedule()
    form = MomentForm(today, request.GET if "kl" in request.GET else None)
    moment = None
    if form.is_bound and form.is_valid():
        moment = datetime.datetime.combine(
            form.cleaned_data["dag"], form.cleaned_data["kl"], tzinfo=STOCKHOLM
        )
    elif not form.is_bound:
        form = MomentForm(today, initial={"dag": today, "kl": local.time()})
    first = _first_of_month(request, moment.date() if moment else today)
    monday = first - first.weekday() * DAY
    weeks = []
    while monday <= _last_of_month(first):
        weeks.append([_cell(schedule, monday + step * DAY, first, today) for step in range(7)])
        monday += 7 * DAY
    return TemplateResponse(
        request,
        "admin/exhibits/opening_month.html",
        {
            **context,
            "title": f"Öppettider i {format_month(first)}",
            "weekdays": WEEKDAYS_SHORT,
            "weeks": weeks,
            "earlier": (first - DAY).replace(day=1),
            "later": _last_of_month(first) + DAY,
            "form": form,
            "moment": moment,
            "sentence": status_sentence(status_of(schedule, moment)) if moment else "",
            "week": week_of(schedule, moment.date()) if moment else None,
            "today": today,
            "undecided": undecided_on(schedule, moment.date()) if moment else (),
        },
    )


def _first_of_month(request, otherwise):
    match = _MONTH.fullmatch(request.GET.get("manad", ""))
    try:
        first = datetime.date(int(match[1]), int(match[2]), 1)
    except (TypeError, ValueError):
        return otherwise.replace(day=1)
    return first if abs(first.year - otherwise.year) <= YEARS_SHOWN else otherwise.replace(day=1)


def _last_of_month(first):
    return (first + 31 * DAY).replace(day=1) - DAY


def _cell(schedule, day, first, today):
    """What the calendar shows of a day; ``None`` outside the month."""
    if day.month != first.month:
        return None
    hours = told_on(schedule, day)
    special = special_days(day.year).get(day)
    return {
        "day": day,
        "name": format_weekday_and_day(day),
        "hours": hours_in_table(hours),
        "deviates": hours.is_deviating,
        "special": SPECIAL_DAYS.get(special, ""),
        "undecided": bool(undecided_days(schedule, day, 1)),
        "is_today": day == today,
        "url": "" if day < today else _place_of("exhibits_opening_today", day, today),
    }
