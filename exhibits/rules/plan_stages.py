"""Where a plan stands: dated steps and a day give the state, the line of steps and what is next.

Pure: nothing here reads the clock or the database, and nothing is said in words: those stand in
``words_sv``. The planning process is that of plan- och bygglagen
(2010:900), chapters 3 and 5, as the domain files describe it. A plan has a list of dated steps, in which
a stage may come again: a proposal is shown twice, a pause ends.

**A date that passes proves nothing.** Somebody decides, or does, what every stage stands for: council adopts,
a board endorses, a court tries, work begins, rests and ends. A meeting may postpone it, so it is a fact only
once a person has said that it happened (``is_confirmed``). The one exception is a hearing whose first and
last day are announced: the decision to hold it is taken before it is announced, and the law lets nobody close
it earlier, so it opens and closes by itself. Until then a step is expected, and says so itself once its time
has passed.
"""

import datetime
import enum
from dataclasses import dataclass, field, replace
from functools import cached_property

from helsingborgsrummet.content.dates import Precision

# How long after the last day of a consultation it is natural that no result has come. Later the page
# says that nobody knows what goes on.
AWAITED = datetime.timedelta(days=180)
# Staff are reminded when the result of a consultation is missing for so long.
RESULT_EXPECTED = datetime.timedelta(days=60)


class Stage(enum.StrEnum):
    """A stage of the planning process; the last four say what happens to the work itself."""

    IDEA = "ide"
    COMMISSION = "planuppdrag"
    PROGRAMME = "program"
    CONSULTATION = "samrad"
    REVISION = "bearbetning"
    REVIEW = "granskning"
    ENDORSED = "tillstyrkt"
    ADOPTED = "antagen"
    APPEALED = "overklagad"
    IN_FORCE = "laga-kraft"
    IMPLEMENTATION = "genomforande"
    DONE = "klar"
    PAUSED = "pausad"
    RESUMED = "aterupptagen"
    CANCELLED = "avbruten"
    SUPERSEDED = "ersatt"


class Procedure(enum.StrEnum):
    """The order of stages that the law or the municipality follows for a plan."""

    STANDARD = "standard"
    EXTENDED = "utokat"
    LIMITED = "begransat"
    COMPREHENSIVE = "oversiktsplan"
    NONE = "ingen"


# The stages that are shown as still to come. Optional ones (program, överklagad) are not: they are
# shown when somebody has typed them.
ORDER = {
    Procedure.STANDARD: (
        Stage.COMMISSION, Stage.CONSULTATION, Stage.REVISION, Stage.REVIEW, Stage.ADOPTED,
        Stage.IN_FORCE, Stage.IMPLEMENTATION,
    ),
    Procedure.EXTENDED: (
        Stage.COMMISSION, Stage.CONSULTATION, Stage.REVISION, Stage.REVIEW, Stage.ENDORSED,
        Stage.ADOPTED, Stage.IN_FORCE, Stage.IMPLEMENTATION,
    ),
    Procedure.LIMITED: (
        Stage.COMMISSION, Stage.CONSULTATION, Stage.ADOPTED, Stage.IN_FORCE, Stage.IMPLEMENTATION,
    ),
    Procedure.COMPREHENSIVE: (
        Stage.COMMISSION, Stage.CONSULTATION, Stage.REVISION, Stage.REVIEW, Stage.ADOPTED,
        Stage.IN_FORCE,
    ),
    Procedure.NONE: (),
}  # fmt: skip

# Stages in which anybody may write in.
WINDOWS = (Stage.PROGRAMME, Stage.CONSULTATION, Stage.REVIEW)
# Those of them that the law asks for: a programme may also be no more than a document.
HEARINGS = (Stage.CONSULTATION, Stage.REVIEW)
# Stages that go on until something else happens.
OPEN_ENDED = {Stage.IDEA, Stage.REVISION, Stage.APPEALED, Stage.IMPLEMENTATION, Stage.PAUSED}
# Stages after which nothing is to come.
FINAL = {Stage.DONE, Stage.CANCELLED, Stage.SUPERSEDED}

# Stages that say what happens to the work, not how far the plan has come.
WORK = {Stage.PAUSED, Stage.RESUMED, Stage.CANCELLED, Stage.SUPERSEDED}


@dataclass(frozen=True, slots=True)
class Step:
    """One dated step. ``starts`` and ``ends`` are partial dates or ``None``.

    ``is_expected`` says that the time is a forecast, ``is_confirmed`` that somebody has said that it happened;
    neither, that it is planned for that time. ``result`` is what came of it, in words or as the address
    where it is told; ``takes_answers`` says of a pause whether answers to what it interrupts still count
    (``None``: nobody has said); ``appeal_until`` is the last day to appeal, of a decision; ``row`` is
    whatever the caller wants back with the answer.
    """

    stage: Stage
    starts: object = None
    ends: object = None
    is_expected: bool = False
    is_confirmed: bool = False
    note: str = ""
    result: str = ""
    takes_answers: bool | None = None
    appeal_until: datetime.date | None = None
    row: object = field(default=None, compare=False)

    @property
    def last_day(self):
        """The last day on which the step can lie; ``None`` when no time is set."""
        end = self.ends or self.starts
        return end.last if end else None

    @property
    def window(self):
        """The :class:`Window` in which anybody may write in, or ``None``."""
        if (
            self.stage not in WINDOWS
            or self.is_expected
            or not (self.starts and self.ends)
            or self.starts.precision is not Precision.DAY
            or self.ends.precision is not Precision.DAY
        ):
            return None
        return Window(self.starts.day, self.ends.day)

    @property
    def comes(self):
        """Whether the step begins when its time does: it is announced, or somebody has said so."""
        return bool(self.starts) and not self.is_expected and bool(self.is_confirmed or self.window)

    def has_begun(self, today):
        """Whether it is a fact on ``today`` that the step has begun."""
        return self.comes and self.starts.first <= today

    def is_overdue(self, today):
        """Whether the step was expected by now and nobody has said that it came."""
        return bool(self.starts) and not self.comes and self.starts.last < today

    @property
    def stops(self):
        """Whether nobody can write in any longer once the step has begun."""
        return self.stage in FINAL or (self.stage is Stage.PAUSED and not self.takes_answers)

    def goes_on(self, today):
        """Whether the step has an end that does not lie before ``today``."""
        return bool(self.ends) and self.ends.last >= today


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which anybody may write in, first and last included, Swedish days."""

    opens: datetime.date
    closes: datetime.date

    def is_open(self, today):
        """Whether somebody can write in on ``today``."""
        return self.opens <= today <= self.closes

    def days_left(self, today):
        """How many days are left after ``today``; ``None`` when the window is not open."""
        return (self.closes - today).days if self.is_open(today) else None


class Phase(enum.StrEnum):
    """Where a step stands in the line."""

    PASSED = "passed"
    HERE = "here"
    AHEAD = "ahead"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class LineItem:
    """A step of the line.

    ``goes_on`` says of one that has begun that it has not ended. ``step`` is ``None`` for a stage of the
    procedure that nobody has typed, and for the time in which a decision can be appealed, which ends
    with the day ``until``. ``is_stopped`` says of a window that it was closed before its last day, and
    ``may_have_come`` of what lies ahead that it may have happened without anybody telling it.
    """

    stage: Stage
    phase: Phase
    step: Step | None = None
    goes_on: bool = False
    until: datetime.date | None = None
    is_stopped: bool = False
    may_have_come: bool = False

    @property
    def has_begun(self):
        """Whether the step has passed or is where the plan is."""
        return self.phase in (Phase.PASSED, Phase.HERE)

    @property
    def is_current(self):
        """Whether the plan is in this step now, not only latest known in it."""
        return self.phase is Phase.HERE and self.goes_on


class Situation(enum.StrEnum):
    """What kind of answer the state of a plan is.

    ``BEGUN`` is a hearing whose last day nobody has typed, ``REPORTED`` one whose result is told,
    ``AWAITED`` one that ended lately, ``SILENT`` one that nothing is known of since. ``OVERRUN`` is a stage
    that goes on until something else happens, whose last day has passed without anybody saying what happened.
    """

    UNKNOWN = "unknown"
    NOT_BEGUN = "not_begun"
    OPEN = "open"
    BEGUN = "begun"
    AWAITED = "awaited"
    REPORTED = "reported"
    SILENT = "silent"
    ONGOING = "ongoing"
    OVERRUN = "overrun"
    REACHED = "reached"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class State:
    """Where a plan stands on a day; ``step`` is the step that says it, or ``None``.

    ``open_step`` is the one of those that anybody can write in to that closes first, or ``None``: also
    while the work rests, when answers still count.
    """

    situation: Situation
    step: Step | None = None
    open_step: Step | None = None

    @property
    def is_over(self):
        """Whether nothing more is to come."""
        return self.step is not None and self.step.stage in FINAL


@dataclass(frozen=True, slots=True)
class NextStep:
    """What comes next: the first :class:`LineItem` of the line that has not begun.

    ``later`` is the first after it that somebody has typed, where ``item`` itself is not typed.
    """

    item: LineItem
    later: LineItem | None = None

    @property
    def is_overdue(self):
        """Whether its time has passed and nobody has said that it came."""
        return self.item.phase is Phase.OVERDUE

    @property
    def is_told(self):
        """Whether somebody has said more of it than what follows from the procedure."""
        return self.step is not None or self.item.until is not None

    @property
    def step(self):
        """The first typed step that is meant, or ``None``."""
        return self.item.step or (self.later and self.later.step)


@dataclass(frozen=True, slots=True)
class Appeal:
    """The last day on which a decision can or could be appealed."""

    until: datetime.date
    is_past: bool


@dataclass(frozen=True, slots=True)
class Stopped:
    """A window that ``by``, a pause or an end of the work, has closed before its last day."""

    step: Step
    by: Step


_RANK = {stage: rank for rank, stage in enumerate(Stage)}


def in_order(steps):
    """The steps in order of time; those without a time last, in the order of the stages.

    A time known only to its month or year may lie before or after another in it: there the order of
    the stages decides, so that a plan adopted ``2015`` comes after its consultation in March 2015.
    """
    dated = sorted(
        (step for step in steps if step.starts),
        key=lambda step: (step.starts.first, step.last_day, _RANK[step.stage]),
    )
    for start in reversed(range(len(dated))):
        step, place = dated[start], start
        while (
            place + 1 < len(dated)
            and dated[place + 1].starts.first <= step.starts.last
            and _RANK[dated[place + 1].stage] < _RANK[step.stage]
        ):
            dated[place] = dated[place + 1]
            place += 1
        dated[place] = step
    undated = [step for step in steps if not step.starts]
    return dated + sorted(undated, key=lambda step: _RANK[step.stage])


class History:
    """The steps of a plan as the day ``today`` splits them: those that have ``begun`` and the ``others``.

    Every function here takes one in place of the steps, which are then read once for all questions. A
    step begins on the first day that its time can mean, unless one before it that will come has yet
    to begin.
    """

    def __init__(self, steps, today):
        self.today, self.ordered = today, in_order(steps)
        self.begun, self.others, waits = [], [], False
        for step in self.ordered:
            waits = waits or (step.comes and not step.has_begun(today))
            (self.begun if step.comes and not waits else self.others).append(step)

    @classmethod
    def of(cls, steps, today):
        """The history of some steps, or what was handed in when it is one of that day."""
        is_one = isinstance(steps, cls) and steps.today == today
        return steps if is_one else cls(steps, today)

    @cached_property
    def state(self):
        """The :class:`State`."""
        return _state(self.begun, bool(self.others), self.today)

    @cached_property
    def stopped(self):
        """The :class:`Stopped` of each window that was closed early."""
        stopped, by = [], None
        for step in reversed(self.begun):
            if step.window and by and step.window.closes >= by.starts.first:
                stopped.append(Stopped(step, by))
            by = step if step.stops else by
        stopped.reverse()
        if self.state.is_over or self.state.situation is Situation.PAUSED:
            stopped += [Stopped(step, self.state.step) for step in self.others if step.window]
        return stopped

    def was_stopped(self, step):
        """Whether a window was closed early."""
        return any(step is each.step for each in self.stopped)


def state_on(steps, today):
    """Return the :class:`State` of a plan on the day ``today``: exactly one, whatever the steps."""
    return History.of(steps, today).state


def _state(begun, has_others, today):
    if not begun:
        return State(Situation.NOT_BEGUN if has_others else Situation.UNKNOWN)
    latest = begun[-1]
    is_over = latest.ends is not None and latest.ends.last < today
    is_open = [step for step in _unstopped(begun) if step.window and step.window.is_open(today)]
    first = min(is_open, key=lambda step: step.window.closes, default=None)
    if latest.stage in FINAL or (latest.stage is Stage.PAUSED and not is_over):
        situation = {
            Stage.PAUSED: Situation.PAUSED,
            Stage.CANCELLED: Situation.CANCELLED,
            Stage.SUPERSEDED: Situation.SUPERSEDED,
        }.get(latest.stage, Situation.REACHED)
        return State(situation, latest, first)
    if first:
        return State(Situation.OPEN, first, first)
    if latest.window:
        return _after_window(latest, today)
    if latest.stage in HEARINGS and not latest.ends and latest.starts.precision is Precision.DAY:
        return State(Situation.BEGUN, latest)
    # A hearing known only to its month or year: until that has passed nobody can say on which days
    # anybody may write in, nor that it is over.
    goes_on = latest.stage in HEARINGS and latest.last_day >= today
    if goes_on or (latest.stage in OPEN_ENDED and not is_over):
        return State(Situation.ONGOING, latest)
    if latest.stage in OPEN_ENDED:
        return State(Situation.OVERRUN, latest)
    return State(Situation.REACHED, latest)


def _unstopped(begun):
    """The begun steps after the work last stopped: a pause closes what was open."""
    stops = [place for place, step in enumerate(begun) if step.stops]
    return begun[stops[-1] + 1 :] if stops else begun


def _after_window(step, today):
    """The state after the last day of a consultation, until something else happens."""
    if step.result:
        return State(Situation.REPORTED, step)
    if today <= step.window.closes + AWAITED:
        return State(Situation.AWAITED, step)
    return State(Situation.SILENT, step)


def windows_on(steps, today):
    """Steps in which anybody can, could or will be able to write in, by their last day.

    Left out is what a pause or an end of the work has closed before its time (:func:`stopped_on`).
    """
    history = History.of(steps, today)
    shown = [step for step in (*history.begun, *history.others) if step.window]
    shown = [step for step in shown if not history.was_stopped(step)]
    return sorted(shown, key=lambda step: step.window.closes)


def stopped_on(steps, today):
    """The windows that were announced and are not held to their last day: each a :class:`Stopped`.

    A pause without answers and an end of the work close what is open, and while the work rests or when
    it has ended nothing opens.
    """
    return History.of(steps, today).stopped


def next_step_on(steps, procedure, today):
    """Return the :class:`NextStep`, or ``None`` when nothing is known to come.

    It is what the line tells first of what has not begun: an expectation that has passed, until
    something later happens; otherwise what lies ahead. Nothing that is past is ever said to come.
    """
    coming = [item for item in line_on(steps, procedure, today) if not item.has_begun]
    if not coming:
        return None
    typed = (item for item in coming if item.step) if coming[0].step is None else ()
    return NextStep(coming[0], next(iter(typed), None))


def appeal_on(steps, today):
    """The :class:`Appeal` of the latest decision, when somebody has typed its last day, or ``None``.

    Nothing once the plan is in force.
    """
    begun = History.of(steps, today).begun
    days = [step.appeal_until for step in begun if step.appeal_until]
    if not days or any(step.stage is Stage.IN_FORCE for step in begun):
        return None
    return Appeal(max(days), is_past=max(days) < today)


def _still_to_come(history):
    """What was expected and has passed, and what lies ahead, each in order.

    An expectation that something later has overtaken is in neither; one without a time is overtaken
    by the decision. A step without a time comes before the first later stage that has one.
    """
    ordered, begun, others, today = history.ordered, history.begun, history.others, history.today
    latest = begun[-1] if begun else None
    start = next((place + 1 for place, step in enumerate(ordered) if step is latest), 0)
    overdue = [step for step in ordered[start:] if step.is_overdue(today)]
    ahead = [step for step in others if step.starts and not step.is_overdue(today)]
    decided = max((_RANK[step.stage] for step in begun if step.stage not in WORK), default=-1)
    for step in others:
        if step.starts or _RANK[step.stage] < decided >= _RANK[Stage.ADOPTED]:
            continue
        ahead.insert(_place_of(step.stage, ahead), step)
    return overdue, ahead


def _place_of(stage, ahead):
    """Where a stage without a time stands among the steps or stages that lie ahead."""
    later = (place for place, each in enumerate(ahead) if _RANK[each.stage] > _RANK[stage])
    return next(later, len(ahead))


def line_on(steps, procedure, today):
    """Return the line of :class:`LineItem` from what has passed over where the plan is to what is ahead.

    Between and after the typed steps that lie ahead stand the stages of the procedure that are
    still to come, without a time. An expectation that something later has overtaken is left out, and
    nothing that somebody typed once is promised while the work rests, but that it goes on again.
    """
    history = History.of(steps, today)
    begun, state = history.begun, history.state
    items = [_item_of(step, state, today, is_last=step is begun[-1]) for step in begun]
    for place, item in enumerate(items):
        if history.was_stopped(item.step):
            items[place] = replace(item, goes_on=False, is_stopped=True)
    if state.is_over:
        return items
    overdue, ahead = _still_to_come(history)
    appeal = appeal_on(history, today)
    is_resting = state.situation is Situation.PAUSED
    if is_resting:
        overdue = [step for step in overdue if step.stage is Stage.RESUMED]
        ahead = [step for step in ahead if step.stage is Stage.RESUMED]
    coming = [LineItem(step.stage, Phase.AHEAD, step) for step in ahead]
    # While the work rests or a court tries the decision nobody knows that the rest will come.
    if not is_resting and not (begun and begun[-1].stage is Stage.APPEALED):
        # What stands before something that should have come by now, or that is announced, has passed
        # without anybody telling it, or was left out.
        known = [*overdue, *(step for step in ahead if step.window)]
        reached = max((_RANK[step.stage] for step in known), default=-1)
        # A decision that nobody appeals gains legal force by itself, some weeks later.
        is_decided = (
            begun and begun[-1].stage is Stage.ADOPTED and not (appeal and not appeal.is_past)
        )
        for stage in _stages_ahead(begun, [*overdue, *ahead], procedure):
            if _RANK[stage] > reached:
                may_have_come = bool(is_decided) and stage is Stage.IN_FORCE
                item = LineItem(stage, Phase.AHEAD, may_have_come=may_have_come)
                coming.insert(_place_of(stage, coming), item)
    if appeal and not appeal.is_past and not is_resting:
        coming.insert(0, LineItem(Stage.APPEALED, Phase.AHEAD, until=appeal.until))
    return [*items, *(LineItem(step.stage, Phase.OVERDUE, step) for step in overdue), *coming]


# Situations in which the step goes on; in the others it is only the latest that is known.
_NOW = {Situation.OPEN, Situation.ONGOING, Situation.PAUSED}


def _item_of(step, state, today, *, is_last):
    if step is state.step:
        return LineItem(step.stage, Phase.HERE, step, goes_on=state.situation in _NOW)
    # What goes on until something else happens has not passed while nothing has.
    goes_on = step.goes_on(today) or (is_last and step.stage in OPEN_ENDED and not step.ends)
    return LineItem(step.stage, Phase.PASSED, step, goes_on)


def _stages_ahead(begun, typed, procedure):
    """Stages of the procedure that follow where the plan has come and that nobody has typed.

    A second consultation brings the later stages again; a revision does not take the plan back.
    """
    ranks = [_RANK[step.stage] for step in begun if step.stage not in WORK]
    reached = ranks[-1] if ranks else -1
    if reached == _RANK[Stage.REVISION]:
        moves = [rank for rank in ranks if rank != reached]
        reached = max([reached, *moves[-1:]])
    named = {step.stage for step in typed}
    order = ORDER[procedure]
    if reached == _RANK[Stage.ADOPTED]:
        # What follows a decision is the same in every order, also where nobody has said which holds.
        order = order or (Stage.IN_FORCE,)
    return [stage for stage in order if _RANK[stage] > reached and stage not in named]


def missing_result(step, today):
    """Whether the result of a consultation should have been told by ``today``."""
    window = step.window
    return bool(window and not step.result and today > window.closes + RESULT_EXPECTED)


def last_day_for_right_to_appeal(step):
    """The last day to have written in for whoever wants to appeal; ``None`` but by a review.

    Source: plan- och bygglagen (2010:900) 13 kap. 11 §, as the domain files explain it.
    """
    return step.window.closes if step.stage is Stage.REVIEW and step.window else None
