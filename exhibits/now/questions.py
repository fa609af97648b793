"""What can be influenced: consultations on plans and dialogues elsewhere, in one list.

Everything is asked for a day. A question is open from its first day to its last, both included.
"""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from exhibits.models import Area, Dialogue, PlanStep
from exhibits.now.areas import area_names
from exhibits.now.plans import PlanNow, published_plans
from exhibits.rules.plan_stages import WINDOWS, Situation, Stage, State, Step, Stopped, Window
from exhibits.rules.questions import outcome_on
from helsingborgsrummet.content.addresses import host_of
from helsingborgsrummet.content.shown import shown
from helsingborgsrummet.serving.now import snapshot

# How long something that has closed is told about, and how much of it.
CLOSED_LATELY = datetime.timedelta(days=365)
CLOSED_COUNT = 8


@dataclass(frozen=True, slots=True)
class Question:
    """Something that anybody may answer, comment on or say before a last day.

    ``about`` is the step or the dialogue, which carry what can be influenced, what is decided, by whom
    and when one hears back under the same names. ``stage`` is that of the step, and ``state`` says where
    a plan that has gone on from it stands now; both are ``None`` for what they do not fit. ``areas``
    are those that visitors may see. ``stopped`` tells of a window that a pause or an end of the work has
    closed before its last day, or ``None``.
    """

    title: str
    url: str
    summary: str
    areas: tuple
    opens: datetime.date
    closes: datetime.date | None
    about: object
    is_example: bool
    saved_at: datetime.datetime
    stage: Stage | None = None
    state: State | None = None
    stopped: Stopped | None = None
    # Which box of /folj/ stands for it: a question of a plan is followed with the plan.
    follow: str = ""

    @property
    def window(self):
        """The days as the pure module knows them; without a last day the window never closes."""
        return Window(self.opens, self.closes or datetime.date.max)

    @property
    def closed_on(self):
        """The day on which it closes or was closed; the last that there is when it never closes."""
        return self.stopped.by.starts.first if self.stopped else self.window.closes

    @property
    def is_paused(self):
        """Whether the work rests while answers still count."""
        return bool(
            self.state and self.state.situation is Situation.PAUSED and self.state.open_step
        )

    @property
    def is_elsewhere(self):
        """Whether the answer is given on another site."""
        return isinstance(self.about, Dialogue)

    @property
    def host(self):
        """The site on which the answer is given; empty when it is this one."""
        return host_of(self.url)

    def outcome_on(self, today):
        """How much is known on ``today`` of what came of it, once it has closed."""
        return outcome_on(
            self.window,
            today,
            result=self.about.result,
            result_url="" if self.is_elsewhere else self.about.result_url,
            is_stopped=self.stopped is not None,
            has_gone_on=self.state is not None,
        )


def _of_step(plan, row, stopped=None):
    state = plan.state
    has_gone_on = state.step is None or state.step.row.pk != row.pk
    return Question(
        plan.title,
        plan.get_absolute_url(),
        plan.summary,
        (plan.area, *plan.touched_areas),
        row.starts_on,
        row.ends_on,
        row,
        plan.is_example or row.is_example,
        plan.saved_at,
        Stage(row.stage),
        state if has_gone_on else None,
        stopped,
        follow=f"plan={plan.slug}",
    )


def _shown(areas, now):
    published = area_names(now)
    return tuple(area for area in areas if area.pk in published)


def question_of_dialogue(dialogue, now, areas=None):
    """The question that a dialogue asks; ``areas`` stand in for the stored ones in a preview."""
    return Question(
        dialogue.title,
        dialogue.url,
        dialogue.summary,
        _shown(dialogue.areas.all() if areas is None else areas, now),
        dialogue.opens_on,
        dialogue.closes_on,
        dialogue,
        dialogue.is_example,
        dialogue.saved_at,
        follow=f"fraga={dialogue.uid}",
    )


def _questions(now, is_meant, dialogues):
    """Questions of the windows that ``is_meant`` finds and of the published among ``dialogues``.

    Left out are windows that a pause or an end of the work has closed before their time
    (:func:`stopped_questions`).
    """
    plans = {
        step.row.pk: plan
        for plan in published_plans(now)
        for step in plan.windows
        if is_meant(step.window)
    }
    rows = PlanStep.objects.in_bulk(plans)
    found = shown(rows.values(), lambda row: _of_step(plans[row.pk], row))
    dialogues = dialogues.published(now).prefetch_related("areas")
    return [*found, *shown(dialogues, lambda dialogue: question_of_dialogue(dialogue, now))]


SOURCES = (published_plans, area_names, PlanStep, Dialogue, Dialogue.areas.through, Area)


@snapshot(*SOURCES)
def open_questions(now) -> tuple[Question, ...]:
    """What can be answered today, by closing day; what never closes stands last."""
    today = timezone.localdate(now)
    found = _questions(now, lambda window: window.is_open(today), Dialogue.objects.open_on(today))
    return tuple(sorted(found, key=lambda each: (each.window.closes, each.title)))


@snapshot(*SOURCES)
def coming_questions(now) -> tuple[Question, ...]:
    """What opens after today, the first to open first."""
    today = timezone.localdate(now)
    found = _questions(
        now, lambda window: window.opens > today, Dialogue.objects.filter(opens_on__gt=today)
    )
    return tuple(sorted(found, key=lambda each: (each.opens, each.title)))


@snapshot(published_plans)
def expected_consultations(now) -> tuple[tuple[PlanNow, Step], ...]:
    """Plans with the next time that one may write in, where no days are decided; the surest to be first leads.

    They are what the plan's own page gives as its next step or the first after it.
    """
    found = []
    for plan in published_plans(now):
        ahead = plan.next_step
        if ahead is None or ahead.is_overdue or ahead.step is None:
            continue
        if ahead.step.stage in WINDOWS and ahead.step.window is None:
            last = ahead.step.starts.last if ahead.step.starts else datetime.date.max
            found.append((last, plan.title, plan, ahead.step))
    return tuple(entry[2:] for entry in sorted(found, key=lambda each: each[:2]))


@snapshot(published_plans, PlanStep)
def stopped_questions(now) -> tuple[Question, ...]:
    """What could be answered today or later, had the work not been paused or ended; the latest first."""
    today = timezone.localdate(now)
    stopped = {
        each.step.row.pk: (plan, each)
        for plan in published_plans(now)
        for each in plan.stopped
        if each.step.window.closes >= today
    }
    rows = PlanStep.objects.in_bulk(stopped)
    found = [_of_step(plan, rows[pk], each) for pk, (plan, each) in stopped.items() if pk in rows]
    return tuple(sorted(found, key=lambda each: (each.closed_on, each.title), reverse=True))


@dataclass(frozen=True, slots=True)
class Closed:
    """Where a question that has closed is found: a window of a plan, or the dialogue with a key."""

    day: datetime.date
    title: str
    plan: PlanNow | None = None
    step: int | None = None
    stopped: Stopped | None = None
    dialogue: int | None = None


def _closed_windows(now):
    """The windows of plans that closed, or were closed, before today."""
    today = timezone.localdate(now)
    for plan in published_plans(now):
        for step in plan.windows:
            if step.window.closes < today:
                yield Closed(step.window.closes, plan.title, plan, step.row.pk)
        for each in plan.stopped:
            yield Closed(each.by.starts.first, plan.title, plan, each.step.row.pk, each)


def _closed_dialogues(now):
    return Dialogue.objects.published(now).filter(closes_on__lt=timezone.localdate(now))


def _latest_first(windows, dialogues):
    """Windows and dialogues (a queryset) that have closed, of the latter nothing but what sorts them."""
    rows = dialogues.order_by().values_list("closes_on", "title", "pk")
    found = [*windows, *(Closed(day, title, dialogue=pk) for day, title, pk in rows)]
    return sorted(found, key=lambda each: (each.day, each.title), reverse=True)


def _asked(now, found):
    """The questions behind some :class:`Closed`, in their order: two queries and one for areas."""
    steps = PlanStep.objects.in_bulk([each.step for each in found if each.step])
    keys = [each.dialogue for each in found if each.dialogue]
    dialogues = Dialogue.objects.prefetch_related("areas").in_bulk(keys)
    return tuple(
        question_of_dialogue(dialogues[each.dialogue], now)
        if each.dialogue
        else _of_step(each.plan, steps[each.step], each.stopped)
        for each in found
        if each.step in steps or each.dialogue in dialogues
    )


@snapshot(*SOURCES)
def closed_questions(now) -> tuple[Question, ...]:
    """What has closed in the last year, the latest first, a few at the most."""
    first = timezone.localdate(now) - CLOSED_LATELY
    windows = [each for each in _closed_windows(now) if each.day >= first]
    dialogues = _closed_dialogues(now).filter(closes_on__gte=first)
    return _asked(now, _latest_first(windows, dialogues)[:CLOSED_COUNT])


@snapshot(published_plans, Dialogue)
def closed_years(now) -> tuple[int, ...]:
    """The years in which something has closed, the latest first."""
    years = {each.day.year for each in _closed_windows(now)}
    years.update(day.year for day in _closed_dialogues(now).dates("closes_on", "year"))
    return tuple(sorted(years, reverse=True))


@snapshot(*SOURCES)
def closed_page(now, year, area, start, count) -> tuple[tuple[Question, ...], int]:
    """``count`` of what has closed, the latest first, after the first ``start``; and how many there are.

    ``year`` is a number or ``None`` for all years, ``area`` the key of an area or ``None``.
    """
    windows, dialogues = _closed_windows(now), _closed_dialogues(now)
    if year:
        windows = [each for each in windows if each.day.year == year]
        dialogues = dialogues.filter(closes_on__year=year)
    if area:
        windows = [
            each
            for each in windows
            if area in {one.pk for one in (each.plan.area, *each.plan.touched_areas)}
        ]
        dialogues = dialogues.filter(areas=area)
    found = _latest_first(windows, dialogues)
    return _asked(now, found[start : start + count]), len(found)


@snapshot(open_questions)
def open_by_area(now) -> dict[int, list[Question]]:
    """The open questions about each area, by the area's key."""
    found = {}
    for question in open_questions(now):
        for area in question.areas:
            found.setdefault(area.pk, []).append(question)
    return found
