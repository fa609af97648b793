"""The published plans as they stand now.

Area pages, plan pages, the start page and what can be influenced now all ask the same plans. Plans are
many, so their rows are read as tuples, and where a plan stands is worked out again only when one of its
rows, or the day, is another than before.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from exhibits.models.areas import Area
from exhibits.models.plans import Plan, PlanStep, Standing
from exhibits.now.areas import AreaName, area_names
from exhibits.rules.plan_finding import Progress, progress_of
from exhibits.rules.plan_quay import quay_of
from exhibits.rules.plan_stages import (
    History,
    NextStep,
    Procedure,
    Stage,
    State,
    Step,
    Stopped,
    line_on,
    next_step_on,
    windows_on,
)
from helsingborgsrummet.content.addresses import address_of
from helsingborgsrummet.content.kinds import kind_of
from helsingborgsrummet.content.partial_date_fields import partial_date
from helsingborgsrummet.content.shown import shown
from helsingborgsrummet.serving.now import WorkedOut, snapshot

PLAN_COLUMNS = (
    "pk", "title", "slug", "kind", "summary", "area_id", "superseded_by_id", "source", "source_url",
    "checked_on", "is_example", "saved_at", "reference", "procedure",
)  # fmt: skip
STEP_COLUMNS = (
    "plan_id", "pk", "stage", "starts_on", "starts_precision", "ends_on", "ends_precision",
    "is_expected", "is_confirmed", "is_example", "result", "result_url", "takes_answers", "appeal_until",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StepRow:
    """What other pages than the plan's own ask of the row behind a step."""

    pk: int
    is_example: bool


@dataclass(frozen=True, slots=True)
class PlanNow(Standing):
    """A published plan on a day: what pages say of it, and where it stands.

    ``area`` and ``touched_areas`` are those that visitors may see. ``windows`` are the steps in which one
    can, could or will be able to write in, by their last day, ``stopped`` those that were closed before
    it. The notes and texts of steps are not read.
    """

    pk: int
    title: str
    slug: str
    kind: str
    summary: str
    area_id: int
    superseded_by_id: int | None
    source: str
    source_url: str
    checked_on: datetime.date | None
    is_example: bool
    saved_at: datetime.datetime
    reference: str
    procedure: str
    area: AreaName
    touched_areas: tuple[AreaName, ...]
    state: State
    next_step: NextStep | None
    windows: tuple[Step, ...]
    stopped: tuple[Stopped, ...]

    def get_absolute_url(self):
        return address_of("exhibits:plan_detail", self.area.slug, self.slug)

    def get_kind_display(self):
        """The kind in words."""
        return Plan.Kind(self.kind).label


def steps_of(step_rows):
    """The :class:`~exhibits.rules.plan_stages.Step` of each row of a plan's steps, as tuples."""
    return [
        Step(
            Stage(stage),
            partial_date(starts_on, starts_precision),
            partial_date(ends_on, ends_precision),
            is_expected=is_expected,
            is_confirmed=is_confirmed,
            result=result or result_url,
            takes_answers=takes_answers,
            appeal_until=appeal_until,
            row=StepRow(pk, is_example),
        )
        for (
            pk, stage, starts_on, starts_precision, ends_on, ends_precision,
            is_expected, is_confirmed, is_example, result, result_url, takes_answers, appeal_until,
        ) in step_rows
    ]  # fmt: skip


def step_rows_of(plan):
    """The rows of the steps that a :class:`PlanNow` was made of; none when it has just been withdrawn."""
    facts = _plans.facts_of(plan.pk)
    return facts[3] if facts else ()


def quay_of_plan(plan, today):
    """The posts of the quay on which a :class:`PlanNow` that is under way lies; none for one that has ended."""
    rows = step_rows_of(plan)
    if not rows or progress_of(plan.state) is Progress.ENDED:
        return ()
    return quay_of(line_on(steps_of(rows), Procedure(plan.procedure), today))


def _rows_of_steps():
    """The rows of all steps as tuples, by the key of their plan."""
    found = defaultdict(list)
    # Read piece by piece, and the few words that stand in thousands of rows once: for the memory's sake.
    words = {}
    for (
        plan,
        pk,
        stage,
        starts_on,
        precision,
        ends_on,
        end_precision,
        *rest,
    ) in PlanStep.objects.values_list(*STEP_COLUMNS).iterator():
        stage, precision, end_precision = (
            words.setdefault(word, word) for word in (stage, precision, end_precision)
        )
        found[plan].append((pk, stage, starts_on, precision, ends_on, end_precision, *rest))
    return found


def _stand(row, area, touched, step_rows, today):
    history = History(steps_of(step_rows), today)
    return PlanNow(
        *row,
        area,
        touched,
        history.state,
        next_step_on(history, Procedure(row[-1]), today),
        tuple(windows_on(history, today)),
        tuple(history.stopped),
    )


def _sound_stand(row, *facts):
    """The same, or ``None`` for a plan that cannot be shown."""

    def stand(_):
        plan = _stand(row, *facts)
        return plan.get_absolute_url() and plan.get_kind_display() and plan

    return next(iter(shown([Plan(pk=row[0])], stand)), None)


_plans = WorkedOut(_sound_stand)


@snapshot(area_names, Plan, PlanStep, Plan.other_areas.through)
def published_plans(now) -> tuple[PlanNow, ...]:
    """The plans that a visitor may see at the moment ``now``, in the order of their titles.

    A plan is seen only where its area is. Each stands on today's date.
    """
    today, areas = timezone.localdate(now), area_names(now)
    rows = list(kind_of(Plan).visible(now).filter(area__in=areas).values_list(*PLAN_COLUMNS))
    if not rows:
        return ()
    steps, touched = _rows_of_steps(), defaultdict(list)
    links = Plan.other_areas.through.objects.order_by("pk").values_list("plan", "area")
    for plan, area in links:
        if area in areas:
            touched[plan].append(areas[area])
    facts = {
        row[0]: (row, areas[row[5]], tuple(touched[row[0]]), tuple(steps[row[0]]), today)
        for row in rows
    }
    return tuple(plan for plan in _plans.of(facts).values() if plan)


@snapshot(published_plans)
def plans_by_slug(now) -> dict[str, PlanNow]:
    """The same plans by the last part of their address."""
    return {plan.slug: plan for plan in published_plans(now)}


@snapshot(published_plans)
def plans_by_successor(now) -> dict[int | None, list[PlanNow]]:
    """Published plans by the key of the plan that has taken over from them."""
    found = {}
    for plan in published_plans(now):
        found.setdefault(plan.superseded_by_id, []).append(plan)
    return found


@snapshot(published_plans)
def plans_by_area(now) -> dict[int, list[PlanNow]]:
    """The published plans that touch each area, by the area's key; what is most urgent first."""
    found = {}
    for plan in sorted(published_plans(now), key=lambda plan: plan.urgency):
        for area in {each.pk for each in (plan.area, *plan.touched_areas)}:
            found.setdefault(area, []).append(plan)
    return found


@snapshot(Area, Plan, PlanStep)
def plan_with_steps(now, pk) -> Plan | None:
    """The whole row of a plan, standing on today's date, without the text of its page."""
    plans = Plan.objects.select_related("area", "superseded_by").defer(
        "body", "body_html", "area__body", "area__body_html", "superseded_by__body",
        "superseded_by__body_html", "area__outline", "superseded_by__outline",
    )  # fmt: skip
    plan = plans.filter(pk=pk).first()
    return plan and plan.stand_on(timezone.localdate(now), list(plan.steps.all()))
