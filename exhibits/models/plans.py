"""Plans and the dated steps of their way through the planning process."""

import datetime

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from exhibits.models.areas import OutlineField, cleaned_outline
from exhibits.models.base_map import CityMap
from exhibits.models.sourced import Sourced
from exhibits.rules.map_drawing import meets_map
from exhibits.rules.plan_stages import (
    OPEN_ENDED,
    WINDOWS,
    Procedure,
    Situation,
    Stage,
    Step,
    line_on,
    missing_result,
    next_step_on,
    state_on,
    windows_on,
)
from exhibits.words_sv.maps import plan_outside_the_map
from exhibits.words_sv.plans import PROCEDURES, STAGES, step_heading
from helsingborgsrummet.content.addresses import Identified, LinkField, address_of
from helsingborgsrummet.content.columns import (
    CharField,
    DateField,
    EmailField,
    ParagraphsField,
    SlugField,
    URLField,
)
from helsingborgsrummet.content.contact import WithContact
from helsingborgsrummet.content.partial_date_fields import (
    is_past,
    partial_date,
    precision_field,
    until_fields,
)
from helsingborgsrummet.content.past_fields import PastDateField
from helsingborgsrummet.content.prose_field import WithBody
from helsingborgsrummet.content.publishing import Publishable, PublishableQuerySet


class PlanQuerySet(PublishableQuerySet):
    """Questions about plans."""

    def of_area(self, area):
        """Plans that touch an area, its own and those that only reach into it."""
        return self.filter(Q(area=area) | Q(other_areas=area)).distinct()

    def with_passed_step(self, today):
        """Plans that say themselves that what they expected has passed by ``today``.

        A step that should have come, or one that goes on and should have ended.
        """
        announced = Q(
            stage__in=WINDOWS, starts_precision="day", ends_on__isnull=False, ends_precision="day"
        )
        # The rule decides; the columns only spare it the steps that it could never find.
        expects = PlanStep.objects.filter(
            Q(is_expected=True) | Q(is_confirmed=False) & ~announced, starts_on__lt=today
        ) | PlanStep.objects.filter(stage__in=OPEN_ENDED, ends_on__lt=today)
        candidates = self.filter(pk__in=expects.values("plan")).prefetch_related("steps")
        plans = [plan.stand_on(today) for plan in candidates.defer("body", "body_html")]
        passed = [
            plan.pk
            for plan in plans
            if (plan.next_step and plan.next_step.is_overdue)
            or plan.state.situation is Situation.OVERRUN
        ]
        return self.filter(pk__in=passed)

    def with_missing_result(self, today):
        """Plans with a consultation whose result should have been told by ``today``."""
        # The rule decides; the columns only spare it the steps that it could never find.
        unanswered = PlanStep.objects.filter(
            stage__in=WINDOWS, ends_on__lt=today, result="", result_url=""
        )
        missing = [step for step in unanswered if missing_result(step.as_step(), today)]
        return self.filter(pk__in={step.plan_id for step in missing})


class PlanStepQuerySet(models.QuerySet):
    """Questions about steps; days are always handed in."""

    def with_broken_promise(self, today):
        """Steps of which one should have heard what came of them by ``today``."""
        return self.filter(is_past("feedback_until", today), result="", result_url="")


class Standing:
    """What follows from where a plan stands: from its ``state`` and ``next_step`` on a day."""

    __slots__ = ()

    @property
    def open_window(self):
        """The window that closes next of those that are open, or ``None``."""
        return self.state.open_step.window if self.state.open_step else None

    @property
    def next_dated(self):
        """The first step to come that has a time, when that has not passed; or ``None``."""
        step = self.next_step.step if self.next_step and not self.next_step.is_overdue else None
        return step if step and step.starts else None

    @property
    def leads_to_plans(self):
        """Whether it is a programme that is ready, so that what comes next are plans of their own."""
        is_ready = self.state.situation is Situation.REACHED and self.next_step is None
        return is_ready and self.kind == "planprogram" and self.state.step.stage is Stage.PROGRAMME

    @property
    def urgency(self):
        """What to name first among plans: open windows, then what comes soonest, then the latest."""
        if self.open_window:
            return 0, self.open_window.closes.toordinal()
        if self.next_dated:
            return 1, self.next_dated.starts.first.toordinal()
        latest = self.state.step.starts.first if self.state.step else datetime.date.min
        return 2 if self.next_step and self.next_step.is_told else 3, -latest.toordinal()


class Plan(WithBody, WithContact, Sourced, Publishable):
    """A plan for how land and water may be used; where it stands follows from its steps."""

    address_fields = {"slug", "area"}

    class Kind(models.TextChoices):
        COMPREHENSIVE = "oversiktsplan", "Översiktsplan"
        AMENDMENT = "andring", "Ändring av översiktsplan"
        PROGRAMME = "planprogram", "Planprogram"
        DETAILED = "detaljplan", "Detaljplan"
        OTHER = "annan", "Annan plan"

    ProcedureChoice = models.TextChoices(
        "ProcedureChoice", [(each.name, (each.value, PROCEDURES[each])) for each in Procedure]
    )

    title = CharField("namn", max_length=120)
    slug = SlugField(
        "adress",
        max_length=100,
        unique=True,
        help_text="Sista delen av sidans adress: små bokstäver a–z, siffror och bindestreck.",
    )
    kind = CharField("slag", max_length=14, choices=Kind.choices, default=Kind.DETAILED)
    procedure = CharField(
        "förfarande",
        max_length=14,
        choices=ProcedureChoice.choices,
        default=Procedure.NONE.value,
        help_text="Bestämmer vilka steg som visas som kommande. Se tjänsteutlåtandet.",
    )
    area = models.ForeignKey(
        "exhibits.Area",
        models.PROTECT,
        related_name="plans",
        verbose_name="område",
        help_text="Området som planens adress ligger under.",
    )
    other_areas = models.ManyToManyField(
        "exhibits.Area",
        blank=True,
        related_name="other_plans",
        verbose_name="berör också",
        help_text="Planen visas på de här områdenas sidor också.",
    )
    summary = CharField(
        "ingress", max_length=300, help_text="En eller två meningar om vad planen gör möjligt."
    )
    reference = CharField(
        "diarienummer", max_length=40, blank=True, help_text="Till exempel 411/2019."
    )
    official_url = URLField(
        "planens sida hos staden",
        max_length=300,
        blank=True,
        help_text="Där handlingarna finns officiellt.",
    )
    superseded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supersedes",
        verbose_name="ersatt av",
        help_text="När en annan plan har tagit över. Lägg också till steget Ersatt med datum.",
    )
    picture = models.ForeignKey(
        "helsingborgsrummet.Picture",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="bild",
        related_name="plans",
        help_text="Plankarta eller visionsbild. Punkter på den fyller du i längre ned.",
    )
    outline = OutlineField(
        "gräns på kartan",
        null=True,
        blank=True,
        help_text="Vad planen gäller: ytan från ett GIS-program (GeoJSON), som fil eller inklistrad i rutan. "
        "Ritas på planens och områdets karta. Tomt: ingen vet, eller planen gäller hela området.",
    )
    change_notes = GenericRelation("helsingborgsrummet.ChangeNote")

    objects = PlanQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = "plan"
        verbose_name_plural = "planer"
        ordering = ["title"]
        permissions = [("publish_plan", "Får publicera och avpublicera")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address_of("exhibits:plan_detail", self.area.slug, self.slug)

    def clean(self):
        """Refuse an outline that cannot be drawn, and a plan that in one or more steps takes over from itself."""
        super().clean()
        if self.outline is not None:
            self.outline = cleaned_outline(self.outline)
            base_map = CityMap.present()
            if not meets_map(base_map, self.outline):
                raise ValidationError({"outline": plan_outside_the_map(base_map.bounds)})
        successor, met = self.superseded_by, set()
        while successor and successor.pk not in met:
            if successor.pk == self.pk:
                raise ValidationError({"superseded_by": "En plan kan inte ersätta sig själv."})
            met.add(successor.pk)
            successor = successor.superseded_by

    # --- Where it stands, once :meth:`stand_on` has said on which day --------------------------------

    today = None
    # Not as a base: migrations would import it.
    open_window, next_dated, urgency = Standing.open_window, Standing.next_dated, Standing.urgency
    leads_to_plans = Standing.leads_to_plans

    def stand_on(self, today, rows=None):
        """Answer for the day ``today`` from now on, by the stored steps or by ``rows``; returns itself."""
        self.today = today
        self.dated_steps = [
            row.as_step() for row in (self.steps.all() if rows is None else rows) if row.stage
        ]
        for name in ("state", "next_step", "line"):
            self.__dict__.pop(name, None)
        return self

    @cached_property
    def state(self):
        """The :class:`~exhibits.rules.plan_stages.State`."""
        return state_on(self.dated_steps, self.today)

    @cached_property
    def next_step(self):
        """The :class:`~exhibits.rules.plan_stages.NextStep`, or ``None``."""
        return next_step_on(self.dated_steps, Procedure(self.procedure), self.today)

    @cached_property
    def line(self):
        """The :class:`~exhibits.rules.plan_stages.LineItem` of each step, passed, here and ahead."""
        return line_on(self.dated_steps, Procedure(self.procedure), self.today)

    def windows(self, today):
        """The steps in which one can, could or will be able to write in, by their last day."""
        return windows_on(self.dated_steps, today)


class PlanStep(Sourced, Identified):
    """One dated step of a plan; the same stage may come again."""

    StageChoice = models.TextChoices(
        "StageChoice", [(each.name, (each.value, STAGES[each])) for each in Stage]
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="steps", verbose_name="plan")
    stage = CharField("steg", max_length=14, choices=StageChoice.choices)
    starts_on = DateField(
        "datum eller start",
        null=True,
        blank=True,
        help_text="För samråd och granskning: första dagen. Tomt: tiden är inte bestämd.",
    )
    starts_precision = precision_field("känt till")
    ends_on = DateField(
        "slut",
        null=True,
        blank=True,
        help_text="För samråd och granskning: sista dagen att tycka till. Den dagen räknas med.",
    )
    ends_precision = precision_field("slutet känt till")
    is_expected = models.BooleanField(
        "preliminärt",
        default=False,
        help_text="Kryssa i när tiden bara är en bedömning. När den har passerat säger sidan själv att "
        "vi inte har något besked, och du påminns.",
    )
    is_confirmed = models.BooleanField(
        "det har hänt",
        default=False,
        help_text="Kryssa i när beslutet är fattat eller det har börjat. Till dess skriver sidan att det "
        "väntas. Samråd och granskning med första och sista dag behöver inget kryss.",
    )
    takes_answers = models.BooleanField(
        "räknas svar ändå?",
        null=True,
        blank=True,
        choices=[
            (True, "Ja, det går fortfarande att tycka till"),
            (False, "Nej, svaren räknas inte"),
        ],
        help_text="För Pausad medan ett samråd eller en granskning pågår.",
    )
    note = CharField(
        "kommentar",
        max_length=300,
        blank=True,
        help_text="Visas i steget. För Pausad, Avbruten och Ersatt: orsaken.",
    )
    result = CharField(
        "resultat",
        max_length=600,
        blank=True,
        help_text="Vad det blev: beslutet, eller vad som kom fram och vad som ändrades.",
    )
    result_url = LinkField(
        "läs resultatet",
        blank=True,
        help_text="Till exempel samrådsredogörelsen.",
    )
    respond_url = URLField("svara på webben", max_length=300, blank=True)
    respond_email = EmailField("svara med e-post", blank=True)
    respond_post = CharField(
        "svara med brev", max_length=200, blank=True, help_text="Mottagare och postadress."
    )
    can_influence = CharField("det här kan du påverka", max_length=400, blank=True)
    already_decided = CharField("det här är redan bestämt", max_length=400, blank=True)
    decided_by = CharField("vem bestämmer?", max_length=160, blank=True)
    feedback_when = CharField(
        "när får du veta resultatet?",
        max_length=160,
        blank=True,
        help_text="Med ord, till exempel: i samrådsredogörelsen, tidigast hösten 2027.",
    )
    feedback_until_on, feedback_until_precision = until_fields()
    appeal_until = DateField(
        "överklaga senast",
        null=True,
        blank=True,
        help_text="Bara när dagen står i beslutet eller på anslagstavlan. Räknas aldrig ut här.",
    )

    objects = PlanStepQuerySet.as_manager()

    class Meta:
        verbose_name = "plansteg"
        verbose_name_plural = "plansteg"
        ordering = [F("starts_on").asc(nulls_last=True), "id"]
        indexes = [models.Index(fields=["stage", "ends_on"], name="plan_step_windows")]
        constraints = [
            models.CheckConstraint(
                name="plan_step_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Slutet måste komma efter starten.",
            ),
            models.CheckConstraint(
                name="plan_step_with_an_end_has_a_start",
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=False),
                violation_error_message="Fyll i starten också, eller ta bort slutet.",
            ),
            models.CheckConstraint(
                name="plan_step_is_not_both_expected_and_confirmed",
                condition=Q(is_expected=False) | Q(is_confirmed=False),
                violation_error_message="Kryssa i antingen Preliminärt eller Det har hänt.",
            ),
            models.CheckConstraint(
                name="plan_step_that_has_happened_has_a_time",
                condition=Q(is_confirmed=False) | Q(starts_on__isnull=False),
                violation_error_message="Fyll i när det hände.",
            ),
            models.CheckConstraint(
                name="plan_step_is_appealed_only_when_adopted",
                condition=Q(appeal_until__isnull=True) | Q(stage=Stage.ADOPTED.value),
                violation_error_message="Sista dag att överklaga hör till steget Antagen.",
            ),
        ]

    def __str__(self):
        return step_heading(self.as_step())

    @property
    def starts(self):
        """The start as a partial date, or ``None`` when no time is set."""
        return partial_date(self.starts_on, self.starts_precision)

    @property
    def ends(self):
        """The end as a partial date, or ``None``."""
        return partial_date(self.ends_on, self.ends_precision)

    @property
    def feedback_until(self):
        """Until when ``feedback_when`` holds, as a partial date, or ``None``."""
        return partial_date(self.feedback_until_on, self.feedback_until_precision)

    def as_step(self):
        """The row as the pure module knows it."""
        return Step(
            Stage(self.stage),
            self.starts,
            self.ends,
            is_expected=self.is_expected,
            is_confirmed=self.is_confirmed,
            note=self.note,
            result=self.result or self.result_url,
            takes_answers=self.takes_answers,
            appeal_until=self.appeal_until,
            row=self,
        )


class StageText(models.Model):
    """The plain explanation of a stage, the same for all plans."""

    stage = CharField("steg", max_length=14, choices=PlanStep.StageChoice.choices, unique=True)
    what = ParagraphsField("vad det är", help_text="En eller två meningar.")
    who_decides = CharField("vem bestämmer?", max_length=200, blank=True)
    what_you_can_do = CharField("det här kan du göra", max_length=300, blank=True)
    name_en = CharField("namn på engelska", max_length=60)
    what_en = ParagraphsField("vad det är, på engelska", blank=True)
    who_decides_en = CharField("vem bestämmer? På engelska", max_length=200, blank=True)
    what_you_can_do_en = CharField("det här kan du göra, på engelska", max_length=300, blank=True)
    checked_on = PastDateField("kontrollerad", null=True, blank=True)

    class Meta:
        verbose_name = "förklaring av ett steg"
        permissions = [("publish_stagetext", "Får ändra det som visas för besökare")]
        verbose_name_plural = "förklaringar av stegen"
        ordering = ["id"]

    def __str__(self):
        return self.get_stage_display()
