"""Plans with their steps, and the explanations of the stages, in the admin."""

import datetime
from contextlib import suppress

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils import timezone
from django.utils.html import format_html

from exhibits.admin.documents import DocumentInline, WithDocuments
from exhibits.admin.last_day import AsksAboutLastDay
from exhibits.admin.outlines import PlanOutline
from exhibits.admin.picture_points import PlanPointInline
from exhibits.models import Plan, PlanStep, StageText
from exhibits.rules.plan_stages import WINDOWS, Stage
from exhibits.words_sv.plans import next_step_sentence, state_sentence
from helsingborgsrummet.content.dates import Precision
from helsingborgsrummet.content.publishing import State
from helsingborgsrummet.content.shown import shown
from helsingborgsrummet.editing.change_notes import ChangeNoteInline
from helsingborgsrummet.editing.corrections import CorrectionInline
from helsingborgsrummet.editing.folded_rows import FoldedInline
from helsingborgsrummet.editing.forms import EditingAdmin
from helsingborgsrummet.editing.promises import PromiseForm
from helsingborgsrummet.editing.publishing import (
    PUBLISHING_ROWS,
    PublishableAdmin,
    StateFilter,
)

# Steps that nobody understands without a reason.
WITH_REASON = {Stage.PAUSED.value, Stage.CANCELLED.value, Stage.SUPERSEDED.value}
# A consultation that began earlier than so is history: its last day may be lost.
LATELY = datetime.timedelta(days=60)


class PlanStepForm(AsksAboutLastDay, PromiseForm):
    """A step. What is added or changed says what visitors need: why, until when, how to answer."""

    promises = (("feedback_when", "feedback_until_on"),)

    def clean(self):
        """Ask for what is missing; what was stored before stays as it is until somebody changes it."""
        data = super().clean()
        if not self.has_changed() or data.get("is_expected"):
            return data
        stage, starts_on, ends_on = (data.get(name) for name in ("stage", "starts_on", "ends_on"))
        today = timezone.localdate()
        self.ask_whether_it_has_happened(today)
        self.ask_about_open_window(today)
        if stage in WITH_REASON:
            if not data.get("note"):
                self.add_error("note", "Skriv orsaken. Den visas på planens sida.")
            if not starts_on:
                self.add_error("starts_on", "Fyll i när det skedde.")
        if stage not in WINDOWS or not starts_on or data.get("starts_precision") != Precision.DAY:
            return data
        if not ends_on:
            if stage != Stage.PROGRAMME and starts_on >= today - LATELY:
                self.add_error(
                    "ends_on",
                    "Fyll i sista dagen att tycka till, eller kryssa i Preliminärt tills den är "
                    "bestämd.",
                )
        elif ends_on >= today and not any(
            data.get(name) for name in ("respond_url", "respond_email", "respond_post")
        ):
            self.add_error(
                "respond_url", "Fyll i hur man svarar: på webben, med e-post eller med brev."
            )
        return data

    def ask_about_open_window(self, today):
        """Another last day for what is open is meant, and no slip of the hand."""
        stored = self.open_window(today)
        if stored:
            with suppress(ValueError):
                wanted = self.instance_as_typed().as_step().window
                self.ask_about_last_day(stored.closes, wanted and wanted.closes)

    def open_window(self, today):
        """The window of the stored step while visitors can answer in it, else ``None``."""
        row = self.instance
        stored = row.as_step().window if row.pk else None
        is_open = stored and stored.is_open(today)
        return stored if is_open and row.plan.state_at(timezone.now()) is State.PUBLISHED else None

    def ask_whether_it_has_happened(self, today):
        """What somebody decides or does is a fact only when a person says so, and never beforehand."""
        try:
            step = self.instance_as_typed().as_step()
        except ValueError:  # No stage, or one that there is not: told beside its field.
            return
        if not step.starts:
            return
        if step.is_confirmed and step.starts.first > today:
            self.add_error(
                "is_confirmed", "Dagen har inte kommit än. Ta bort krysset tills det har hänt."
            )
        elif not step.comes and step.starts.first <= today:
            self.add_error(
                "is_confirmed",
                "Har det hänt? Kryssa i Det har hänt. Vet du inte, kryssa i Preliminärt.",
            )

    def instance_as_typed(self):
        """A step with what the form says of its stage and time, stored nowhere."""
        names = (
            "stage", "starts_on", "starts_precision", "ends_on", "ends_precision", "is_expected",
            "is_confirmed", "takes_answers",
        )  # fmt: skip
        typed = {name: self.cleaned_data.get(name) for name in names}
        return PlanStep(**{name: value for name, value in typed.items() if value is not None})


class PlanStepFormSet(BaseInlineFormSet):
    """All steps of a plan: what a pause interrupts is known only from the others."""

    def clean(self):
        """Ask about an open step that is taken away; and of a new pause in one whether answers count."""
        super().clean()
        today, typed = timezone.localdate(), []
        for form in self.deleted_forms if self.is_bound else ():
            window = form.open_window(today)
            # What is said of a row that goes does not stop the formset by itself.
            if window and form.ask_about_removal(window.closes):
                raise ValidationError("En rad som du tar bort går det att tycka till om just nu.")
        for form in self.forms:
            if form.is_valid() and form.cleaned_data and not form.cleaned_data.get("DELETE"):
                with suppress(ValueError):
                    typed.append((form, form.instance_as_typed().as_step()))
        for form, pause in typed:
            if (
                pause.stage is not Stage.PAUSED
                or not form.has_changed()
                or pause.takes_answers is not None
                or not pause.has_begun(today)
            ):
                continue
            interrupted = any(
                step.window
                and step.window.opens <= today <= step.window.closes
                and pause.starts.first <= step.window.closes
                for _, step in typed
            )
            if interrupted:
                form.add_error(
                    "takes_answers",
                    "Det går att tycka till just nu. Räknas svar som kommer in under pausen?",
                )


class PlanStepInline(FoldedInline):
    """The steps of a plan, in any order: their dates put them in theirs."""

    model = PlanStep
    form = PlanStepForm
    formset = PlanStepFormSet
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("stage", "is_expected", "is_confirmed"),
                    ("starts_on", "starts_precision"),
                    ("ends_on", "ends_precision"),
                    "is_last_day_meant",
                    "note",
                    "takes_answers",
                ),
            },
        ),
        (
            "Tyck till",
            {
                "classes": ("collapse", "step-window"),
                "description": "För programsamråd, samråd och granskning. Med första och sista dag "
                "ifyllda öppnar och stänger sidan av sig själv vid midnatt.",
                "fields": (
                    "respond_url",
                    "respond_email",
                    "respond_post",
                    "can_influence",
                    "already_decided",
                    "decided_by",
                    "feedback_when",
                    ("feedback_until_on", "feedback_until_precision"),
                ),
            },
        ),
        (
            "Resultat",
            {
                "classes": ("collapse",),
                "description": "När samrådet eller granskningen är slut och svaren är "
                "sammanställda, eller när ett beslut är fattat.",
                "fields": ("result", "result_url", "appeal_until"),
            },
        ),
        (
            "Källa",
            {
                "classes": ("collapse",),
                "fields": (("source", "checked_on"), "source_url", "is_example"),
            },
        ),
    )

    class Media:
        js = ("js/admin-plan-steps.js",)


class ToUpdateFilter(admin.SimpleListFilter):
    """Narrow the list to plans that wait for somebody to write what came."""

    title = "att uppdatera"
    parameter_name = "uppdatera"

    def lookups(self, request, model_admin):
        return [("passerat", "Uppgiften har passerat"), ("resultat", "Resultat saknas")]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        match self.value():
            case "passerat":
                passed = Plan.objects.with_passed_step(today)
                return queryset.filter(pk__in=passed.values("pk"))
            case "resultat":
                missing = Plan.objects.with_missing_result(today)
                return queryset.filter(pk__in=missing.values("pk"))
        return queryset


@admin.register(Plan)
class PlanAdmin(PlanOutline, WithDocuments, PublishableAdmin):
    """Plans: where each stands follows from its steps."""

    list_display = ("title", "state", "area", "kind", "stands")
    list_filter = (StateFilter, ToUpdateFilter, "kind", "area", "is_example")
    list_select_related = ("area",)
    list_prefetch_related = ("steps",)
    form_select_related = ("area", "picture", "superseded_by")
    search_fields = ("title", "summary", "reference")
    list_per_page = 50
    chosen_by = "title"
    prepopulated_fields = {"slug": ("title",)}
    inlines = (PlanStepInline, DocumentInline, PlanPointInline, CorrectionInline, ChangeNoteInline)
    fieldsets = (
        (None, {"fields": ("title", "slug", "summary", "body")}),
        (
            "Planen",
            {
                "fields": (
                    ("kind", "procedure"),
                    ("area", "other_areas"),
                    ("reference", "official_url"),
                    "superseded_by",
                )
            },
        ),
        ("Karta", {"fields": ("outline",)}),
        ("Bild", {"fields": ("picture",)}),
        ("Publicering", {"fields": PUBLISHING_ROWS}),
        ("Källa", {"fields": (("source", "checked_on"), "source_url", "is_example")}),
        (
            "Kontakt",
            {"fields": ("contact_role", "contact_email", "contact_phone", "is_contact_example")},
        ),
    )

    @admin.display(description="läget i dag")
    def stands(self, plan):
        """Where the plan stands and what is next, as its page says it."""
        return next(
            iter(shown([plan], self._stand)), "Går inte att visa: öppna planen och rätta den."
        )

    def _stand(self, plan):
        plan.stand_on(timezone.localdate())
        if not plan.next_step:
            return state_sentence(plan.state)
        return format_html(
            "{}<br>{}", state_sentence(plan.state), next_step_sentence(plan.next_step)
        )


@admin.register(StageText)
class StageTextAdmin(EditingAdmin):
    """The explanations of the stages: there is one for each, so none is added or deleted."""

    list_display = ("stage", "what", "checked_on")
    readonly_fields = ("stage",)
    fieldsets = (
        (None, {"fields": ("stage", "what", "who_decides", "what_you_can_do", "checked_on")}),
        (
            "På engelska",
            {"fields": ("name_en", "what_en", "who_decides_en", "what_you_can_do_en")},
        ),
    )

    def has_add_permission(self, request):
        """One explanation a stage, made when the site was."""
        return False

    def has_delete_permission(self, request, obj=None):
        """A stage without its explanation helps nobody."""
        return False
