"""Where a plan stands: dated steps and a day give the state, the line of steps and what is next.

Pure: nothing here reads the clock or the database. The planning process is that of plan- och bygglagen
(2010:900), chapters 3 and 5, as the domain files describe it. A plan has a list of dated steps, in which
a stage may come again: a proposal is shown twice, a pause ends. What is only expected is never taken
for something that has happened, and an expectation whose time has passed says so itself.
"""

import datetime
import enum
from dataclasses import dataclass, field

from helsingborgsrummet.content.dates import Precision, format_range, format_weekday

DAY = datetime.timedelta(days=1)
# How long after the last day of a consultation its answers are said to be compiled. Later nobody
# knows from the dates alone what goes on, and the page says that instead.
COMPILING = datetime.timedelta(days=180)
# Staff are reminded when the result of a consultation is missing for so long.
RESULT_EXPECTED = datetime.timedelta(days=60)


class _Labelled(enum.StrEnum):
    """An enumeration whose members have a Swedish name beside their value."""

    def __new__(cls, value, label):
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Stage(_Labelled):
    """A stage of the planning process; the last four say what happens to the work itself."""

    IDEA = "ide", "Idé"
    COMMISSION = "planuppdrag", "Planuppdrag"
    PROGRAMME = "program", "Program"
    CONSULTATION = "samrad", "Samråd"
    REVISION = "bearbetning", "Bearbetning"
    REVIEW = "granskning", "Granskning"
    ENDORSED = "tillstyrkt", "Tillstyrkt"
    ADOPTED = "antagen", "Antagen"
    APPEALED = "overklagad", "Överklagad"
    IN_FORCE = "laga-kraft", "Laga kraft"
    IMPLEMENTATION = "genomforande", "Genomförande"
    DONE = "klar", "Klar"
    PAUSED = "pausad", "Pausad"
    RESUMED = "aterupptagen", "Återupptagen"
    CANCELLED = "avbruten", "Avbruten"
    SUPERSEDED = "ersatt", "Ersatt"


class Procedure(_Labelled):
    """The order of stages that the law or the municipality follows for a plan."""

    STANDARD = "standard", "Standardförfarande"
    EXTENDED = "utokat", "Utökat förfarande"
    LIMITED = "begransat", "Begränsat förfarande"
    COMPREHENSIVE = "oversiktsplan", "Översiktsplanens ordning"
    NONE = "ingen", "Ingen fast ordning"


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

# Stages in which anybody may write in, with the name in its definite form.
WINDOWS = {
    Stage.PROGRAMME: "programsamrådet",
    Stage.CONSULTATION: "samrådet",
    Stage.REVIEW: "granskningen",
}
# Stages that go on until something else happens.
OPEN_ENDED = {Stage.IDEA, Stage.REVISION, Stage.APPEALED, Stage.IMPLEMENTATION, Stage.PAUSED}
# Stages after which nothing is to come.
FINAL = {Stage.DONE, Stage.CANCELLED, Stage.SUPERSEDED}

# What is said of a stage once it has begun; {when} is its time in words.
_SENTENCES = {
    Stage.IDEA: "En idé prövas sedan {when}.",
    Stage.COMMISSION: "Uppdraget att göra planen gavs {when}.",
    Stage.PROGRAMME: "Planprogrammet är från {when}.",
    Stage.CONSULTATION: "Samråd hölls {when}.",
    Stage.REVISION: "Förslaget bearbetas sedan {when}.",
    Stage.REVIEW: "Granskning hölls {when}.",
    Stage.ENDORSED: "Nämnden tillstyrkte förslaget {when}.",
    Stage.ADOPTED: "Planen antogs {when}.",
    Stage.APPEALED: "Beslutet är överklagat sedan {when}.",
    Stage.IN_FORCE: "Planen fick laga kraft {when}.",
    Stage.IMPLEMENTATION: "Planen genomförs sedan {when}.",
    Stage.DONE: "Arbetet blev klart {when}.",
    Stage.PAUSED: "Arbetet med planen är pausat sedan {when}.",
    Stage.RESUMED: "Arbetet med planen återupptogs {when}.",
    Stage.CANCELLED: "Arbetet med planen avbröts {when}.",
    Stage.SUPERSEDED: "Planen ersattes {when}.",
}
# What a stage is called when it lies ahead, as the end of a sentence.
_AHEAD = {
    Stage.ENDORSED: "beslut i nämnden",
    Stage.ADOPTED: "antagande",
    Stage.APPEALED: "prövning i domstol",
    Stage.PROGRAMME: "programsamråd",
    Stage.RESUMED: "arbetet återupptas",
    Stage.PAUSED: "arbetet pausas",
    Stage.CANCELLED: "arbetet avbryts",
    Stage.SUPERSEDED: "planen ersätts",
    Stage.DONE: "klart",
}


def ahead_name(stage):
    """What a stage is called before it has come: ``samråd``, ``antagande``, ``laga kraft``."""
    return _AHEAD.get(stage, stage.label[:1].lower() + stage.label[1:])


@dataclass(frozen=True)
class Step:
    """One dated step. ``starts`` and ``ends`` are partial dates or ``None``.

    ``is_expected`` says that it has neither happened nor been decided; ``row`` is whatever the caller
    wants back with the answer.
    """

    stage: Stage
    starts: object = None
    ends: object = None
    is_expected: bool = False
    note: str = ""
    result: str = ""
    row: object = field(default=None, compare=False)

    @property
    def when(self):
        """The time in words; empty when none is set."""
        if not self.starts:
            return ""
        return format_range(self.starts, self.ends) if self.ends else self.starts.text

    @property
    def heading(self):
        """Stage and time: ``Samråd, 1 juni–31 augusti 2022``."""
        return f"{self.stage.label}, {self.when or 'tiden är inte bestämd'}"

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

    def has_begun(self, today):
        """Whether the step has happened, or has at least begun, on ``today``."""
        return bool(self.starts) and not self.is_expected and self.starts.first <= today

    def is_overdue(self, today):
        """Whether the step was expected by now and nobody has said that it came."""
        return bool(self.starts) and self.is_expected and self.starts.last < today


@dataclass(frozen=True)
class Window:
    """The days on which anybody may write in, first and last included, Swedish days."""

    opens: datetime.date
    closes: datetime.date

    def is_open(self, today):
        """Whether somebody can write in on ``today``."""
        return self.opens <= today <= self.closes

    @property
    def deadline(self):
        """``Tyck till senast tisdag 2 juli 2024``."""
        return f"Tyck till senast {format_weekday(self.closes)}"

    def days_left(self, today):
        """How long is left, in words; empty when the window is not open."""
        if not self.is_open(today):
            return ""
        left = (self.closes - today).days
        if left == 0:
            return "sista dagen är i dag"
        return "en dag kvar" if left == 1 else f"{left} dagar kvar"


class Phase(enum.StrEnum):
    """Where a step stands in the line."""

    PASSED = "passed"
    HERE = "here"
    AHEAD = "ahead"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class LineItem:
    """A step of the line. ``sentence`` says everything that its drawing says."""

    stage: Stage
    phase: Phase
    sentence: str
    when: str = ""
    step: Step | None = None


class Situation(enum.StrEnum):
    """What kind of answer the state of a plan is."""

    UNKNOWN = "unknown"
    NOT_BEGUN = "not_begun"
    OPEN = "open"
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
    """Where a plan stands on a day.

    ``sentence`` is the one sentence that says it; ``step`` is the step it speaks of, or ``None``.
    """

    situation: Situation
    sentence: str
    step: Step | None = None

    @property
    def is_over(self):
        """Whether nothing more is to come."""
        return self.step is not None and self.step.stage in FINAL


@dataclass(frozen=True)
class NextStep:
    """What is known to come, with its time; ``is_overdue`` when that time has passed."""

    step: Step
    sentence: str
    is_overdue: bool = False


def in_order(steps):
    """The steps in order of time; those without a time last, in the order of the stages."""
    stages = list(Stage)
    return sorted(
        steps,
        key=lambda step: (
            (0, step.starts.first, step.last_day, stages.index(step.stage))
            if step.starts
            else (1, datetime.date.max, datetime.date.max, stages.index(step.stage))
        ),
    )


def open_steps_on(steps, today):
    """The steps in which anybody can write in on ``today``, the one that closes first before others.

    A window that was open when the work was paused or ended is open no longer.
    """
    begun = [step for step in in_order(steps) if step.has_begun(today)]
    stopped = max(
        (i for i, step in enumerate(begun) if step.stage in (Stage.PAUSED, *FINAL)), default=-1
    )
    is_open = [step for step in begun[stopped + 1 :] if step.window and step.window.is_open(today)]
    return sorted(is_open, key=lambda step: step.window.closes)


def state_on(steps, today):
    """Return the :class:`State` of a plan on the day ``today``: exactly one, whatever the steps."""
    steps = in_order(steps)
    begun = [step for step in steps if step.has_begun(today)]
    if not begun:
        if steps:
            return State(Situation.NOT_BEGUN, "Arbetet med planen har inte börjat.")
        return State(Situation.UNKNOWN, "Det finns inga uppgifter om var planen står.")
    latest = begun[-1]
    situation = {
        Stage.PAUSED: Situation.PAUSED,
        Stage.CANCELLED: Situation.CANCELLED,
        Stage.SUPERSEDED: Situation.SUPERSEDED,
    }.get(latest.stage)
    if situation is Situation.PAUSED and latest.ends and latest.last_day < today:
        return State(Situation.REACHED, f"Arbetet med planen var pausat {latest.when}.", latest)
    if situation:
        return State(situation, _SENTENCES[latest.stage].format(when=latest.starts.text), latest)
    is_open = open_steps_on(begun, today)
    if is_open:
        step = is_open[0]
        name = ahead_name(step.stage).capitalize()
        return State(Situation.OPEN, f"{name} pågår till och med {step.ends.text}.", step)
    if latest.window:
        return _after_window(latest, today)
    if latest.stage in OPEN_ENDED and not (latest.ends and latest.last_day < today):
        sentence = _SENTENCES[latest.stage].format(when=latest.starts.text)
        return State(Situation.ONGOING, sentence, latest)
    if latest.stage in OPEN_ENDED:
        return State(Situation.REACHED, f"{latest.stage.label}: {latest.when}.", latest)
    return State(Situation.REACHED, _SENTENCES[latest.stage].format(when=latest.when), latest)


def _after_window(step, today):
    """The state after the last day of a consultation, until something else happens."""
    name = WINDOWS[step.stage]
    ended = f"{name.capitalize()} avslutades {step.ends.text}"
    if step.result:
        return State(Situation.REPORTED, f"{ended}.", step)
    if today <= step.window.closes + COMPILING:
        return State(Situation.COMPILING, f"{ended}. Synpunkterna sammanställs.", step)
    return State(Situation.SILENT, f"{ended}. Vi har ingen senare uppgift.", step)


def next_step_on(steps, today):
    """Return the :class:`NextStep` that somebody has typed, or ``None``.

    An expectation that has passed comes first until something later happens: the page then says so
    itself. Nothing that is past is ever said to come.
    """
    steps = in_order(steps)
    state = state_on(steps, today)
    if state.is_over:
        return None
    begun = [step for step in steps if step.has_begun(today)]
    since = begun[-1].starts.first if begun else datetime.date.min
    for step in steps:
        if step.is_overdue(today) and step.starts.first > since:
            name = ahead_name(step.stage).capitalize()
            sentence = f"{name} väntades {step.when}. Uppgiften har passerat och uppdateras."
            return NextStep(step, sentence, is_overdue=True)
    for step in steps:
        if step.starts and not step.has_begun(today) and not step.is_overdue(today):
            kind = " (preliminärt)" if step.is_expected else ""
            return NextStep(step, f"Nästa steg: {ahead_name(step.stage)}, {step.when}{kind}.")
    for step in steps:
        if not step.starts:
            name = ahead_name(step.stage)
            return NextStep(step, f"Nästa steg: {name}. Tiden är inte bestämd.")
    return None


def line_on(steps, procedure, today):
    """Return the line of :class:`LineItem` from what has passed over where the plan is to what is ahead.

    Typed steps come first, then the stages of the procedure that are still to come, without a time.
    An expectation that something later has overtaken is left out.
    """
    steps = in_order(steps)
    state = state_on(steps, today)
    begun = [step for step in steps if step.has_begun(today)]
    since = begun[-1].starts.first if begun else datetime.date.min
    items = []
    for step in steps:
        if step.has_begun(today):
            phase = Phase.HERE if step is state.step else Phase.PASSED
        elif step.is_overdue(today):
            if step.starts.first <= since:
                continue
            phase = Phase.OVERDUE
        else:
            phase = Phase.AHEAD
        if phase is Phase.AHEAD and state.is_over:
            continue
        items.append(LineItem(step.stage, phase, _item_sentence(step, phase), step.when, step))
    if not state.is_over:
        items += [
            LineItem(stage, Phase.AHEAD, f"Kommande: {ahead_name(stage)}. Tiden är inte bestämd.")
            for stage in _stages_ahead(steps, procedure, today)
        ]
    return items


def _item_sentence(step, phase):
    if phase is Phase.HERE:
        return f"Här nu: {step.stage.label}, {step.when}."
    if phase is Phase.PASSED:
        return f"Passerat: {step.stage.label}, {step.when}."
    if phase is Phase.OVERDUE:
        name = ahead_name(step.stage)
        return f"Väntades {step.when}: {name}. Uppgiften har passerat och uppdateras."
    name = ahead_name(step.stage)
    if not step.starts:
        return f"Kommande: {name}. Tiden är inte bestämd."
    return f"Kommande: {name}, {step.when}{' (preliminärt)' if step.is_expected else ''}."


def _stages_ahead(steps, procedure, today):
    """Stages of the procedure after the furthest one that any step has come to or names."""
    order = ORDER[procedure]
    named = {step.stage for step in steps}
    reached = [order.index(step.stage) for step in steps if step.stage in order]
    # A stage that is not in the order, such as a programme, stands where the list of stages has it.
    stages = list(Stage)
    furthest = max(
        (stages.index(step.stage) for step in steps if step.stage not in WORK), default=-1
    )
    start = max(reached, default=-1) + 1
    return [
        stage for stage in order[start:] if stage not in named and stages.index(stage) > furthest
    ]


WORK = {Stage.PAUSED, Stage.RESUMED, Stage.CANCELLED, Stage.SUPERSEDED}


def missing_result(step, today):
    """Whether the result of a consultation should have been told by ``today``."""
    window = step.window
    return bool(window and not step.result and today > window.closes + RESULT_EXPECTED)


def right_to_appeal(step):
    """The sentence about the right to appeal that stands by a review: who has not written in has none.

    Source: plan- och bygglagen (2010:900) 13 kap. 11 §, as the domain files explain it.
    """
    if step.stage is not Stage.REVIEW or not step.window:
        return ""
    return (
        "Vill du kunna överklaga beslutet behöver du ha skrivit till staden innan granskningen är "
        f"slut, senast {step.ends.text}."
    )
