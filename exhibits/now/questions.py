"""What can be influenced: consultations on plans and dialogues elsewhere, in one list.

Everything is asked for a day. A question is open from its first day to its last, both included.
"""

import datetime
from dataclasses import dataclass
from urllib.parse import urlsplit

from exhibits.models import Area, Dialogue, Plan, PlanStep
from exhibits.now.areas import published_areas
from exhibits.rules.plan_stages import WINDOWS, Stage, State, Window, state_on, windows_on
from exhibits.rules.questions import outcome_on
from helsingborgsrummet.serving.now import kept

# How long something that has closed is told about, and how much of it.
CLOSED_LATELY = datetime.timedelta(days=365)
CLOSED_COUNT = 8


@dataclass(frozen=True)
class Question:
    """Something that anybody may answer, comment on or say before a last day.

    ``about`` is the step or the dialogue, which carry what can be influenced, what is decided, by whom
    and when one hears back under the same names. ``stage`` is that of the step, and ``state`` says where
    a plan that has gone on from it stands now; both are ``None`` for what they do not fit. ``areas``
    are those that visitors may see.
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

    @property
    def window(self):
        """The days as the pure module knows them; without a last day the window never closes."""
        return Window(self.opens, self.closes or datetime.date.max)

    @property
    def is_elsewhere(self):
        """Whether the answer is given on another site."""
        return isinstance(self.about, Dialogue)

    @property
    def host(self):
        """The site on which the answer is given."""
        return urlsplit(self.url).hostname or ""

    def outcome_on(self, today):
        """How much is known on ``today`` of what came of it, once it has closed."""
        return outcome_on(
            self.window,
            today,
            result=self.about.result,
            result_url="" if self.is_elsewhere else self.about.result_url,
            has_gone_on=self.state is not None,
        )


def _of_step(step, now, state):
    plan = step.plan
    areas = _shown([plan.area, *plan.other_areas.all()], now)
    has_gone_on = state.step is None or state.step.row.pk != step.pk
    return Question(
        plan.title,
        plan.get_absolute_url(),
        plan.summary,
        areas,
        step.starts_on,
        step.ends_on,
        step,
        plan.is_example or step.is_example,
        plan.saved_at,
        Stage(step.stage),
        state if has_gone_on else None,
    )


def _shown(areas, now):
    published = {area.pk for area in published_areas(now)}
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
    )


def _questions(now, steps, dialogues, today):
    """Questions of the published among ``steps`` and ``dialogues``.

    Left out are windows that a pause or an end of the work has closed before their time.
    """
    plans = Plan.objects.published(now).filter(area__in=Area.objects.published(now))
    steps = (
        steps.filter(plan__in=plans.values("pk"))
        .select_related("plan__area")
        .defer("plan__body", "plan__body_html", "plan__area__body", "plan__area__body_html")
        .prefetch_related("plan__other_areas", "plan__steps")
    )
    dialogues = dialogues.published(now).prefetch_related("areas")
    found = []
    for step in steps:
        all_steps = [each.as_step() for each in step.plan.steps.all()]
        if step.pk in {each.row.pk for each in windows_on(all_steps, today)}:
            found.append(_of_step(step, now, state_on(all_steps, today)))
    return [*found, *(question_of_dialogue(dialogue, now) for dialogue in dialogues)]


def open_questions(now, today):
    """What can be answered on ``today``, by closing day; what never closes stands last."""

    def read():
        found = _questions(
            now,
            PlanStep.objects.filter(stage__in=WINDOWS, starts_on__lte=today, ends_on__gte=today),
            Dialogue.objects.open_on(today),
            today,
        )
        return sorted(found, key=lambda each: (each.window.closes, each.title))

    return kept("open questions", now, read)


def coming_questions(now, today):
    """What opens after ``today``, the first to open first."""

    def read():
        found = _questions(
            now,
            PlanStep.objects.filter(stage__in=WINDOWS, starts_on__gt=today),
            Dialogue.objects.filter(opens_on__gt=today),
            today,
        )
        return sorted(found, key=lambda each: (each.opens, each.title))

    return kept("coming questions", now, read)


def closed_questions(now, today):
    """What has closed in the last year, the latest first, a few at the most."""
    lately = {"lt": today, "gte": today - CLOSED_LATELY}

    def read():
        found = _questions(
            now,
            PlanStep.objects.filter(
                stage__in=WINDOWS, **{f"ends_on__{k}": day for k, day in lately.items()}
            ),
            Dialogue.objects.filter(**{f"closes_on__{k}": day for k, day in lately.items()}),
            today,
        )
        return sorted(found, key=lambda each: (each.closes, each.title), reverse=True)

    return kept("closed questions", now, read)[:CLOSED_COUNT]
