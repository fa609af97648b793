"""Activities in the admin, and their occurrences as hosts see to them from a phone."""

import datetime

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from exhibits.models import Activity, FollowUp, Occurrence, load_schedule
from exhibits.rules.occurrences import last_day, weekly
from exhibits.rules.opening_hours import Fit, fit_of
from exhibits.words_sv.occurrences import moved_words, state_text, time_text
from exhibits.words_sv.opening import outside_hours_sentence
from helsingborgsrummet.content.dates import STOCKHOLM
from helsingborgsrummet.content.publishing import State
from helsingborgsrummet.content.writing import writing
from helsingborgsrummet.editing.clock_fields import DayField, TimeField
from helsingborgsrummet.editing.corrections import CorrectionInline
from helsingborgsrummet.editing.folded_rows import FoldedInline
from helsingborgsrummet.editing.moment_fields import moment_from_wall_clock
from helsingborgsrummet.editing.publishing import (
    PUBLISHING_ROWS,
    PublishableAdmin,
    StateFilter,
)

REPEAT_AT_MOST = datetime.timedelta(days=731)
# An end earlier on the clock than the start means the next morning, up to this hour.
NIGHT_ENDS = datetime.time(6)
KEPT = (
    "Det du tog bort kan finnas i människors kalendrar. Det som inte har varit är därför inställt "
    "i stället, och det som har varit står kvar."
)
REMOVED = "Tillfället är borttaget ur programmet."


def outside_hours(times):
    """Those of the ``times``, pairs of moments, in which the hours say that the room is closed."""
    schedule = load_schedule()
    return [pair for pair in times if fit_of(schedule, *pair) is not Fit.OPEN]


class AsksAboutHours(forms.ModelForm):
    """Mixin: a tick that says that something shall be held though the room is closed then.

    It is hidden until :meth:`ask` has something to ask.
    """

    is_meant = forms.BooleanField(
        label="Ja, det ska hållas fast rummet är stängt då",
        required=False,
        widget=forms.HiddenInput(),
    )

    def ask(self, times):
        """Refuse, once, to save what is held at ``times`` outside the hours: pairs of moments."""
        if self.cleaned_data.get("is_meant"):
            return
        outside = [time_text(*pair) for pair in outside_hours(times)]
        if outside:
            self.fields["is_meant"].widget = forms.CheckboxInput()
            self.add_error("is_meant", outside_hours_sentence(outside))

    def times_to_ask_about(self, venue):
        """The times that were filled in, when they are in the room; none for what is over or cancelled."""
        row, data = self.instance, self.cleaned_data
        is_elsewhere = data.get("place") or data.get("online_url") or venue != Activity.Venue.ROOM
        is_cancelled = data.get("state") == Occurrence.State.CANCELLED
        if is_elsewhere or is_cancelled or not (row.starts_at and row.ends_at):
            return []
        return [(row.starts_at, row.ends_at)] if row.ends_at > timezone.now() else []


class OccurrenceForm(AsksAboutHours):
    """One occurrence as people think of it: a day and two clock times, and how it repeats."""

    day = DayField(
        label="Dag",
        help_text="Får ett publicerat tillfälle en ny tid blir statusen Flyttad av sig själv.",
    )
    opens = TimeField("Börjar kl.", required=True)
    closes = TimeField("Slutar kl.", required=True)
    last_day = DayField(
        label="Sista dag",
        required=False,
        help_text="Bara när det slutar en annan dag.",
    )
    repeat_until = DayField(
        label="Upprepa varje vecka till och med",
        required=False,
        help_text="Ett tillfälle i veckan läggs till, på samma veckodag och klockslag. "
        "Ändra, ställ in eller ta bort enstaka tillfällen efteråt. De som redan finns läggs "
        "inte till en gång till.",
    )

    class Meta:
        model = Occurrence
        fields = ("state", "note", "place", "online_url", "signup_until")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        occurrence = self.instance
        if occurrence.starts_at and occurrence.ends_at:
            start, end = (
                moment.astimezone(STOCKHOLM)
                for moment in (occurrence.starts_at, occurrence.ends_at)
            )
            last = last_day(occurrence.ends_at)
            self.initial |= {
                "day": start.date(),
                "opens": start.time().replace(tzinfo=None),
                "closes": end.time().replace(tzinfo=None),
                "last_day": last if last != start.date() else None,
            }

    def clean(self):
        """Join day and clock times into the two moments of the row."""
        data = super().clean()
        day, opens, closes = (data.get(name) for name in ("day", "opens", "closes"))
        began = self.instance.starts_at
        is_cancelling = (
            "state" in self.changed_data and data.get("state") == Occurrence.State.CANCELLED
        )
        if is_cancelling and not data.get("note"):
            self.add_error("note", "Skriv varför det är inställt. Besökaren ser orsaken.")
        if day is None or opens is None or closes is None:
            return data
        if not {"day", "opens", "closes", "last_day"}.isdisjoint(self.changed_data):
            last = data.get("last_day") or self._day_of_closing(day, opens, closes)
            if last is None:
                return data
            if closes == datetime.time(0) and last == (data.get("last_day") or day):
                last += datetime.timedelta(days=1)
            self._set("starts_at", "opens", day, opens)
            self._set("ends_at", "closes", last, closes)
            starts_at, ends_at = self.instance.starts_at, self.instance.ends_at
            if not self.errors and ends_at <= starts_at:
                self.add_error("last_day", "Tillfället måste sluta efter att det börjat.")
            if began and not self.errors and "state" not in self.changed_data:
                data["state"] = self._state_after_moving(began, data["state"])
        if data.get("signup_until") and data["signup_until"] > day:
            self.add_error(
                "signup_until", "Sista dagen att anmäla sig kan inte komma efter tillfället."
            )
        until = data.get("repeat_until")
        if until and not day < until <= day + REPEAT_AT_MOST:
            self.add_error(
                "repeat_until", "Välj en dag efter den första, högst två år fram i tiden."
            )
        return data

    def _state_after_moving(self, began, state):
        """The state that the new time gives an occurrence that visitors may have planned for."""
        states = Occurrence.State
        occurrence = self.instance
        if occurrence.starts_at == began or not occurrence.activity.has_been_public(timezone.now()):
            return state
        if state == states.PLANNED and occurrence.starts_at != occurrence.planned_at:
            return states.MOVED
        if state == states.MOVED and occurrence.starts_at == occurrence.planned_at:
            return states.PLANNED
        return state

    def _day_of_closing(self, day, opens, closes):
        if closes > opens or closes == datetime.time(0):
            return day
        if closes <= NIGHT_ENDS:
            return day + datetime.timedelta(days=1)
        self.add_error(
            "closes",
            "Slutar före det börjar. Fyll i sista dag om det slutar en annan dag.",
        )
        return None

    def _set(self, name, field, day, clock):
        try:
            moment = moment_from_wall_clock(datetime.datetime.combine(day, clock))
        except ValidationError as error:
            self.add_error(field, error)
        else:
            setattr(self.instance, name, moment)


class OccurrenceFormSet(BaseInlineFormSet):
    """The occurrences of an activity, no two of which begin at the same moment.

    What is outside the opening hours is asked about when it ``is_saving``, not in a preview.
    """

    is_saving = False

    def clean(self):
        """Point at the second of two rows that begin at the same moment."""
        super().clean()
        seen = set()
        for form in self.forms:
            if form in self.deleted_forms or form.errors or not form.instance.starts_at:
                continue
            if form.instance.starts_at in seen:
                form.add_error("day", "Aktiviteten har redan ett tillfälle som börjar då.")
            seen.add(form.instance.starts_at)
        if self.is_saving:
            self._ask_about_hours()

    def _ask_about_hours(self):
        """Ask about what is new or changed, and about all of it when the activity comes to the room."""
        venue = self.instance.venue
        stored = Activity.objects.filter(pk=self.instance.pk).values_list("venue", flat=True)
        comes_to_the_room = venue not in stored
        for form in self.forms:
            if form in self.deleted_forms or form.errors:
                continue
            if comes_to_the_room or form.has_changed():
                times = form.times_to_ask_about(venue)
                until = form.cleaned_data.get("repeat_until")
                form.ask([*times, *(weekly(*times[0], until) if times and until else [])])

    def delete_existing(self, obj, commit=True):
        """What people may have in their calendars is cancelled, not deleted."""
        now = timezone.now()
        if not self.instance.has_been_public(now):
            super().delete_existing(obj, commit)
        elif commit and obj.ends_at > now and not obj.is_cancelled:
            obj.refresh_from_db()
            obj.state = Occurrence.State.CANCELLED
            obj.note = obj.note or REMOVED
            obj.save()

    def repeat(self):
        """Add the weekly repetitions that the saved rows ask for; return how many."""
        added = 0
        for form in self.forms:
            until = form.cleaned_data.get("repeat_until")
            if not until or form in self.deleted_forms:
                continue
            stored = self.instance.occurrences.values_list("starts_at", "planned_at")
            # A row that was moved still stands for the week that it was made for.
            taken = {moment for pair in stored for moment in pair}
            row = form.instance
            for starts_at, ends_at in weekly(row.starts_at, row.ends_at, until):
                later = starts_at.date() - row.starts_at.date()
                if starts_at not in taken:
                    Occurrence.objects.create(
                        activity=self.instance,
                        starts_at=starts_at,
                        ends_at=ends_at,
                        place=row.place,
                        online_url=row.online_url,
                        signup_until=row.signup_until and row.signup_until + later,
                    )
                    added += 1
        return added


class OccurrenceInline(FoldedInline):
    """The times of an activity, below it."""

    model = Occurrence
    form = OccurrenceForm
    formset = OccurrenceFormSet
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("day", "opens", "closes", "last_day"),
                    ("state", "note"),
                    ("place", "online_url"),
                    "signup_until",
                    "repeat_until",
                    "is_meant",
                )
            },
        ),
    )

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.is_saving = getattr(request, "is_saving", False)
        return formset


class FollowUpInline(FoldedInline):
    """What came of what was noticed, below the activity."""

    model = FollowUp
    fieldsets = (
        (None, {"fields": ("action", "responsible_role", ("state", "follow_up_on"), "reason")}),
    )


class FeedbackFilter(admin.SimpleListFilter):
    """Narrow the list to activities that owe an answer."""

    title = "återkoppling"
    parameter_name = "aterkoppling"

    def lookups(self, request, model_admin):
        return [("saknas", "Återkoppling saknas"), ("finns", "Återkoppling finns")]

    def queryset(self, request, queryset):
        match self.value():
            case "saknas":
                missing = Activity.objects.missing_feedback(timezone.now()).order_by()
                return queryset.filter(pk__in=missing.values("pk"))
            case "finns":
                return queryset.filter(feedback_on__isnull=False)
        return queryset


@admin.register(Activity)
class ActivityAdmin(PublishableAdmin):
    """Activities with their times and what came of them."""

    list_display = ("title", "state", "kind", "is_example")
    list_filter = (StateFilter, FeedbackFilter, "kind", "areas")
    search_fields = ("title", "summary", "slug")
    list_per_page = 50
    chosen_by = "title"
    prepopulated_fields = {"slug": ("title",)}
    inlines = (OccurrenceInline, FollowUpInline, CorrectionInline)
    fieldsets = (
        (None, {"fields": ("title", "slug", "kind", "summary", "body")}),
        ("Publicering", {"fields": PUBLISHING_ROWS}),
        ("Plats", {"fields": ("venue", "place", "online_url")}),
        (
            "För vem",
            {"fields": ("audience", ("age_from", "age_to"), "languages", "access")},
        ),
        ("Anmälan", {"fields": ("signup", "signup_link", "cost")}),
        ("Hör ihop med", {"fields": ("areas", "plan", "picture")}),
        (
            "Återkoppling",
            {
                "fields": ("heard", "done", "why_not", "feedback_on", "protocol_link"),
                "description": "Berätta vad det ni hörde ledde till, senast två veckor efteråt.",
            },
        ),
        (
            "Barnens medverkan",
            {"fields": ("children_ages", "children_asked", "children_changed")},
        ),
        (
            "Avsändare",
            {
                "fields": (
                    "organiser_role",
                    "contact_role",
                    "contact_email",
                    "contact_phone",
                    "is_contact_example",
                    ("source", "checked_on"),
                    "source_url",
                    "is_example",
                )
            },
        ),
    )

    def save_formset(self, request, form, formset, change):
        """Save the times, then make the weekly ones that were asked for."""
        super().save_formset(request, form, formset, change)
        if isinstance(formset, OccurrenceFormSet):
            if formset.deleted_objects and form.instance.has_been_public(timezone.now()):
                self.message_user(request, KEPT, messages.WARNING)
            added = formset.repeat()
            if added:
                times = "1 tillfälle" if added == 1 else f"{added} tillfällen"
                self.message_user(request, f"{times} lades till, ett i veckan.", messages.SUCCESS)


class CancellationForm(forms.Form):
    """Why something is not held."""

    note = forms.CharField(
        label="Orsak",
        max_length=200,
        error_messages={"required": "Skriv varför. Det visas för besökaren och i kalendern."},
        help_text="Visas för besökaren. Skriv en mening, till exempel: Den som skulle visa är sjuk.",
    )


class WhenFilter(admin.SimpleListFilter):
    """What is to come unless asked for what has been."""

    title = "tid"
    parameter_name = "nar"

    def lookups(self, request, model_admin):
        return [("tidigare", "Tidigare"), ("alla", "Alla")]

    def choices(self, changelist):
        """The first choice is what is to come."""
        first, *others = super().choices(changelist)
        return [{**first, "display": "Kommande"}, *others]

    def queryset(self, request, queryset):
        now = timezone.now()
        match self.value():
            case None:
                return queryset.filter(ends_at__gt=now)
            case "tidigare":
                return queryset.filter(ends_at__lte=now)
        return queryset


class SingleOccurrenceForm(AsksAboutHours):
    """One occurrence by itself."""

    def clean(self):
        """Ask about what is outside the opening hours."""
        data = super().clean()
        if self.has_changed() and not self.errors:
            row = self.instance
            row.starts_at, row.ends_at = data.get("starts_at"), data.get("ends_at")
            self.ask(self.times_to_ask_about(row.activity.venue))
        return data


@admin.register(Occurrence)
class OccurrenceAdmin(admin.ModelAdmin):
    """The times of all activities, the next one first: full, cancelled or planned again in two taps."""

    list_display = ("when", "activity_link", "state_now", "note")
    list_display_links = None
    list_filter = (WhenFilter, "state", "activity__kind")
    list_select_related = ("activity",)
    search_fields = ("activity__title",)
    ordering = ("starts_at", "id")
    list_per_page = 50
    show_full_result_count = False
    actions = ("mark_full", "cancel", "mark_planned")
    # Which activity it belongs to is settled when it is made, on the activity's page.
    readonly_fields = ("activity_link",)
    form = SingleOccurrenceForm
    fields = (
        "activity_link", "starts_at", "ends_at", "state", "note", "place", "online_url", "is_meant",
    )  # fmt: skip

    def has_add_permission(self, request):
        """Times are added on the page of their activity."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Times are removed on the page of their activity."""
        return False

    def has_change_permission(self, request, obj=None):
        """These change what visitors see at once: for those who may publish."""
        may_change = super().has_change_permission(request, obj)
        return may_change and request.user.has_perm("exhibits.publish_activity")

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Save while nobody else writes: an activity writes its times, too."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with writing():
            return super().changeform_view(request, object_id, form_url, extra_context)

    @admin.display(description="tid", ordering="starts_at")
    def when(self, occurrence):
        """The time in words."""
        return time_text(occurrence.starts_at, occurrence.ends_at)

    @admin.display(description="aktivitet", ordering="activity__title")
    def activity_link(self, occurrence):
        """The activity, with the way to its form."""
        url = reverse("admin:exhibits_activity_change", args=[occurrence.activity_id])
        return format_html('<a href="{}">{}</a>', url, occurrence.activity)

    @admin.display(description="status", ordering="state")
    def state_now(self, occurrence):
        """The state in words; a draft says that nobody sees it."""
        now = timezone.now()
        words = state_text(occurrence.state, occurrence.phase_at(now), moved_words(occurrence))
        if occurrence.activity.state_at(now) is not State.PUBLISHED:
            return f"{words} (aktiviteten är inte publicerad)"
        return words

    @admin.action(description="Markera som fullbokad", permissions=["change"])
    def mark_full(self, request, queryset):
        """No more places."""
        rows = queryset.exclude(state=Occurrence.State.FULL)
        self._change(request, rows, {"state": Occurrence.State.FULL}, "är fullbokat nu")

    @admin.action(description="Markera som planerad igen", permissions=["change"])
    def mark_planned(self, request, queryset):
        """Places again, or held after all, at its new time when it has been moved."""
        states = Occurrence.State
        rows = queryset.exclude(state__in=[states.PLANNED, states.MOVED])
        if "is_meant" not in request.POST:
            # What was cancelled is planned anew, so hours that have changed since are asked about.
            back = rows.filter(state=states.CANCELLED).in_the_room().upcoming(timezone.now())
            back = list(back.select_related("activity"))
            outside = outside_hours([(row.starts_at, row.ends_at) for row in back])
            asked_about = [row for row in back if (row.starts_at, row.ends_at) in outside]
            if asked_about:
                return self._asked(
                    request, "plan_outside_hours", asked_about, title="Planera igen",
                    action="mark_planned", answer="is_meant", button="Ja, planera dem igen",
                )  # fmt: skip

        def again(row):
            is_moved = row.planned_at != row.starts_at
            state = {"state": states.MOVED if is_moved else states.PLANNED}
            # Why it was cancelled is no longer so; another message stays.
            return {**state, "note": ""} if row.is_cancelled else state

        self._change(request, rows, again, "är planerat igen")
        return None

    @admin.action(description="Ställ in …", permissions=["change"])
    def cancel(self, request, queryset):
        """Ask why, then cancel what is not over."""
        rows = list(queryset.filter(ends_at__gt=timezone.now()).select_related("activity"))
        if not rows:
            self.message_user(request, "Inget av det du valde ändrades.", messages.WARNING)
            return None
        form = CancellationForm(request.POST if "cancel" in request.POST else None)
        if form.is_valid():
            values = {"state": Occurrence.State.CANCELLED, "note": form.cleaned_data["note"]}
            rows = queryset.exclude(state=Occurrence.State.CANCELLED)
            self._change(request, rows, values, "är inställt nu")
            return None
        return self._asked(
            request, "cancel_occurrences", rows, title="Ställ in", action="cancel",
            answer="cancel", button="Ställ in nu", form=form,
        )  # fmt: skip

    def _asked(self, request, template, rows, **words):
        """The page that asks before something happens to ``rows``."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "rows": rows,
            "selected": request.POST.getlist("_selected_action"),
            **words,
        }
        return TemplateResponse(request, f"admin/exhibits/{template}.html", context)

    def _change(self, request, queryset, values, words):
        """Give what is not over new ``values``, the same for all or worked out for each row."""
        changed = []
        with writing():
            rows = queryset.filter(ends_at__gt=timezone.now()).select_related("activity")
            for row in rows:
                new = values(row) if callable(values) else values
                for name, value in new.items():
                    setattr(row, name, value)
                row.save()
                self.log_change(request, row, [{"changed": {"fields": [*new]}}])
                changed.append(row)
        if changed:
            for row in changed:
                self.message_user(request, f"{row} {words}.", messages.SUCCESS)
        else:
            self.message_user(request, "Inget av det du valde ändrades.", messages.WARNING)
