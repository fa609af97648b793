"""Where a plan stands: dated steps and a day give the state, the line of steps and what is next.

Pure: nothing here reads the clock or the database, and nothing is said in words: those stand in
``words_sv``. The planning process is that of plan- och bygglagen
(2010:900), chapters 3 and 5, as the domain files describe it. A plan has a list of dated steps, in which
a stage may come again: a proposal is shown twice, a pause ends. What is only expected is never taken
for something that has happened, and an expectation whose time has passed says so itself.
"""

import datetime
import enum
from dataclasses import dataclass, field

from helsingborgsrummet.content.dates import Precision

# How long after the last day of a consultation its answers are said to be compiled. Later nobody
# knows from the dates alone what goes on, and the page says that instead.
COMPILING = datetime.timedelta(days=180)
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


@dataclass(frozen=True)
class Step:
    """One dated step. ``starts`` and ``ends`` are partial dates or ``None``.

    ``is_expected`` says that it has neither happened nor been decided; ``result`` is what came of it, in
    words or as the address where it is told; ``row`` is whatever the caller wants back with the answer.
    """

    stage: Stage
    starts: object = None
    ends: object = None
    is_expected: bool = False
    note: str = ""
    result: str = ""
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

    def is_overdue(self, today):
        """Whether the step was expected by now and nobody has said that it came."""
        return bool(self.starts) and self.is_expected and self.starts.last < today

    def goes_on(self, today):
        """Whether the step has an end that does not lie before ``today``."""
        return bool(self.ends) and self.ends.last >= today


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class LineItem:
    """A step of the line.

    ``goes_on`` says of one that has begun that it has not ended. ``step`` is ``None`` for a stage of the
    procedure that nobody has typed.
    """

    stage: Stage
    phase: Phase
    step: Step | None = None
    goes_on: bool = False

    @property
    def is_current(self):
        """Whether the plan is in this step now, not only latest known in it."""
        return self.phase is Phase.HERE and self.goes_on


class Situation(enum.StrEnum):
    """What kind of answer the state of a plan is.

    ``BEGUN`` is a hearing whose last day nobody has typed, ``REPORTED`` one whose result is told,
    ``COMPILING`` one that ended lately, ``SILENT`` one that nothing is known of since.
    """

    UNKNOWN = "unknown"
    NOT_BEGUN = "not_begun"
    OPEN = "open"
    BEGUN = "begun"
    COMPILING = "compiling"
    REPORTED = "reported"
    SILENT = "silent"
    ONGOING = "ongoing"
    REACHED = "reached"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


@dataclass(frozen=True)
class State:
    """Where a plan stands on a day; ``step`` is the step that says it, or ``None``."""

    situation: Situation
    step: Step | None = None

    @property
    def is_over(self):
        """Whether nothing more is to come."""
        return self.step is not None and self.step.stage in FINAL


@dataclass(frozen=True)
class NextStep:
    """The step that is known to come; ``is_overdue`` when its time has passed."""

    step: Step
    is_overdue: bool = False


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


def _split(steps, today):
    """Steps that have begun by ``today`` and the others, each in order.

    A step begins on the first day that its time can mean, unless one before it has yet to begin.
    """
    begun, others, waits = [], [], False
    for step in in_order(steps):
        if step.is_expected or not step.starts:
            others.append(step)
        elif waits or step.starts.first > today:
            waits = True
            others.append(step)
        else:
            begun.append(step)
    return begun, others


def state_on(steps, today):
    """Return the :class:`State` of a plan on the day ``today``: exactly one, whatever the steps."""
    begun, others = _split(steps, today)
    return _state(begun, bool(others), today)


def _state(begun, has_others, today):
    if not begun:
        return State(Situation.NOT_BEGUN if has_others else Situation.UNKNOWN)
    latest = begun[-1]
    is_over = latest.ends is not None and latest.ends.last < today
    if latest.stage in FINAL or (latest.stage is Stage.PAUSED and not is_over):
        situation = {
            Stage.PAUSED: Situation.PAUSED,
            Stage.CANCELLED: Situation.CANCELLED,
            Stage.SUPERSEDED: Situation.SUPERSEDED,
        }.get(latest.stage, Situation.REACHED)
        return State(situation, latest)
    is_open = [step for step in _unstopped(begun) if step.window and step.window.is_open(today)]
    if is_open:
        return State(Situation.OPEN, min(is_open, key=lambda step: step.window.closes))
    if latest.window:
        return _after_window(latest, today)
    if latest.stage in HEARINGS and not latest.ends and latest.starts.precision is Precision.DAY:
        return State(Situation.BEGUN, latest)
    # A hearing known only to its month or year: until that has passed nobody can say on which days
    # anybody may write in, nor that it is over.
    goes_on = latest.stage in HEARINGS and latest.last_day >= today
    if goes_on or (latest.stage in OPEN_ENDED and not is_over):
        return State(Situation.ONGOING, latest)
    return State(Situation.REACHED, latest)


def _unstopped(begun):
    """The begun steps after the work last stopped: a pause closes what was open."""
    stops = [place for place, step in enumerate(begun) if step.stage in (Stage.PAUSED, *FINAL)]
    return begun[stops[-1] + 1 :] if stops else begun


def _after_window(step, today):
    """The state after the last day of a consultation, until something else happens."""
    if step.result:
        return State(Situation.REPORTED, step)
    if today <= step.window.closes + COMPILING:
        return State(Situation.COMPILING, step)
    return State(Situation.SILENT, step)


def windows_on(steps, today):
    """Steps in which anybody can, could or will be able to write in, by their last day.

    Left out is what a pause or an end of the work has closed before its time.
    """
    begun, others = _split(steps, today)
    state = _state(begun, bool(others), today)
    shown = []
    for place, step in enumerate(begun):
        stop = next(
            (each for each in begun[place + 1 :] if each.stage in (Stage.PAUSED, *FINAL)), None
        )
        if step.window and (stop is None or step.window.closes < stop.starts.first):
            shown.append(step)
    if not state.is_over and state.situation is not Situation.PAUSED:
        shown += [step for step in others if step.window]
    return sorted(shown, key=lambda step: step.window.closes)


def next_step_on(steps, today):
    """Return the :class:`NextStep` that somebody has typed, or ``None``.

    An expectation that has passed comes first until something later happens: the page then says so
    itself. Nothing that is past is ever said to come.
    """
    begun, others = _split(steps, today)
    if _state(begun, bool(others), today).is_over:
        return None
    overdue, ahead = _still_to_come(steps, begun, others, today)
    if overdue:
        return NextStep(overdue[0], is_overdue=True)
    return NextStep(ahead[0]) if ahead else None


def _still_to_come(steps, begun, others, today):
    """What was expected and has passed, and what lies ahead, each in order.

    An expectation that something later has overtaken is in neither; one without a time is overtaken
    by the decision. A step without a time comes before the first later stage that has one.
    """
    ordered, latest = in_order(steps), begun[-1] if begun else None
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
    still to come, without a time. An expectation that something later has overtaken is left out.
    """
    begun, others = _split(steps, today)
    state = _state(begun, bool(others), today)
    items = [_item_of(step, state, today, is_last=step is begun[-1]) for step in begun]
    if state.is_over:
        return items
    overdue, ahead = _still_to_come(steps, begun, others, today)
    coming = [LineItem(step.stage, Phase.OVERDUE, step) for step in overdue]
    coming += [LineItem(step.stage, Phase.AHEAD, step) for step in ahead]
    # While the work rests or a court tries the decision nobody knows that the rest will come.
    if state.situation is not Situation.PAUSED and not (
        begun and begun[-1].stage is Stage.APPEALED
    ):
        for stage in _stages_ahead(begun, [*overdue, *ahead], procedure):
            coming.insert(_place_of(stage, coming), LineItem(stage, Phase.AHEAD))
    return items + coming


# Situations in which the step goes on; in the others it is only the latest that is known.
_NOW = {Situation.OPEN, Situation.COMPILING, Situation.ONGOING, Situation.PAUSED}


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
    return [stage for stage in ORDER[procedure] if _RANK[stage] > reached and stage not in named]


def missing_result(step, today):
    """Whether the result of a consultation should have been told by ``today``."""
    window = step.window
    return bool(window and not step.result and today > window.closes + RESULT_EXPECTED)


def last_day_for_right_to_appeal(step):
    """The last day to have written in for whoever wants to appeal; ``None`` but by a review.

    Source: plan- och bygglagen (2010:900) 13 kap. 11 §, as the domain files explain it.
    """
    return step.window.closes if step.stage is Stage.REVIEW and step.window else None
