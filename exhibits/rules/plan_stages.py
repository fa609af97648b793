"""Where a plan stands: dated steps and a day give the state, the line of steps and what is next.

Pure: nothing here reads the clock or the database. The planning process is that of plan- och bygglagen
(2010:900), chapters 3 and 5, as the domain files describe it. A plan has a list of dated steps, in which
a stage may come again: a proposal is shown twice, a pause ends. What is only expected is never taken
for something that has happened, and an expectation whose time has passed says so itself.
"""

import datetime
import enum
from dataclasses import dataclass, field

from helsingborgsrummet.content.dates import Precision
from helsingborgsrummet.content.words_sv import format_date, format_range, format_weekday

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

# Stages that say what happens to the work, not how far the plan has come.
WORK = {Stage.PAUSED, Stage.RESUMED, Stage.CANCELLED, Stage.SUPERSEDED}

# What is said of a stage once it has begun. {when} is its time in words, {at} the same after a verb
# ("i mars 2016"), {since} its start.
_SENTENCES = {
    Stage.IDEA: "En idé prövas sedan {since}.",
    Stage.COMMISSION: "Uppdraget att göra planen gavs {at}.",
    Stage.PROGRAMME: "Planprogrammet är från {when}.",
    Stage.CONSULTATION: "Samråd hölls {at}.",
    Stage.REVISION: "Förslaget bearbetas sedan {since}.",
    Stage.REVIEW: "Granskning hölls {at}.",
    Stage.ENDORSED: "Nämnden tillstyrkte förslaget {at}.",
    Stage.ADOPTED: "Planen antogs {at}.",
    Stage.APPEALED: "Beslutet är överklagat sedan {since}.",
    Stage.IN_FORCE: "Planen fick laga kraft {at}.",
    Stage.IMPLEMENTATION: "Planen genomförs sedan {since}.",
    Stage.DONE: "Arbetet blev klart {at}.",
    Stage.PAUSED: "Arbetet med planen är pausat sedan {since}.",
    Stage.RESUMED: "Arbetet med planen återupptogs {at}.",
    Stage.CANCELLED: "Arbetet med planen avbröts {at}.",
    Stage.SUPERSEDED: "Planen ersattes {at}.",
}
# The same of a stage that goes on for a time, when its last day has passed.
_ENDED = {
    Stage.IDEA: "En idé prövades {at}.",
    Stage.REVISION: "Förslaget bearbetades {at}.",
    Stage.APPEALED: "Beslutet var överklagat {at}.",
    Stage.IMPLEMENTATION: "Planen genomfördes {at}.",
    Stage.PAUSED: "Arbetet med planen var pausat {at}.",
}
# The same of a consultation known only to its month or year: until that has passed nobody can say
# on which days anybody may write in, nor that it is over.
_VAGUE = {
    Stage.CONSULTATION: "Samråd hålls {at}.",
    Stage.REVIEW: "Granskning hålls {at}.",
}
# What a stage is called when it lies ahead.
_AHEAD = {
    Stage.ENDORSED: "beslut i nämnden",
    Stage.ADOPTED: "antagande",
    Stage.APPEALED: "prövning i domstol",
    Stage.PROGRAMME: "planprogram",
    Stage.PAUSED: "paus i arbetet",
    Stage.RESUMED: "nytt arbete med planen",
    Stage.CANCELLED: "beslut om att avbryta",
    Stage.SUPERSEDED: "beslut om en ny plan",
    Stage.DONE: "slutfört arbete",
}


def ahead_name(stage):
    """What a stage is called before it has come: ``samråd``, ``antagande``, ``laga kraft``."""
    return _AHEAD.get(stage, stage.label[:1].lower() + stage.label[1:])


def _at(date):
    """A partial date after a verb: ``2 juli 2024``, ``i mars 2016``, ``2012``."""
    return f"i {format_date(date)}" if date.precision is Precision.MONTH else format_date(date)


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
    def when(self):
        """The time in words; empty when none is set."""
        if not self.starts:
            return ""
        return format_range(self.starts, self.ends)

    @property
    def at(self):
        """The time in words after a verb: ``i mars 2016``."""
        return self.when if self.ends or not self.starts else _at(self.starts)

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

    def is_overdue(self, today):
        """Whether the step was expected by now and nobody has said that it came."""
        return bool(self.starts) and self.is_expected and self.starts.last < today

    def goes_on(self, today):
        """Whether the step has an end that does not lie before ``today``."""
        return bool(self.ends) and self.ends.last >= today

    def says(self, sentences):
        """The sentence about this step, once it has begun."""
        return sentences[self.stage].format(
            when=self.when, at=self.at, since=format_date(self.starts)
        )


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
    """A step of the line, in words: ``word`` says where it stands, ``name`` what it is, ``time`` when.

    ``sentence`` says everything that its drawing says. ``step`` is ``None`` for a stage of the
    procedure that nobody has typed.
    """

    stage: Stage
    phase: Phase
    word: str
    name: str
    time: str
    step: Step | None = None

    @property
    def sentence(self):
        """``Passerat: Samråd, 1 juni–31 augusti 2022.``"""
        return f"{self.word}: {self.name}, {self.time}."


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
    """What is known to come, in ``words`` with its time; ``is_overdue`` when that time has passed."""

    step: Step
    words: str
    is_overdue: bool = False

    @property
    def sentence(self):
        """The words as they stand alone: ``Nästa steg: antagande, oktober 2026 (preliminärt).``"""
        return self.words if self.is_overdue else f"Nästa steg: {self.words}"


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
        if has_others:
            sentence = "Vi har ingen uppgift om att arbetet med planen har börjat."
            return State(Situation.NOT_BEGUN, sentence)
        return State(Situation.UNKNOWN, "Det finns inga uppgifter om var planen står.")
    latest = begun[-1]
    is_over = latest.ends is not None and latest.ends.last < today
    if latest.stage in FINAL or (latest.stage is Stage.PAUSED and not is_over):
        situation = {
            Stage.PAUSED: Situation.PAUSED,
            Stage.CANCELLED: Situation.CANCELLED,
            Stage.SUPERSEDED: Situation.SUPERSEDED,
        }.get(latest.stage, Situation.REACHED)
        return State(situation, latest.says(_SENTENCES), latest)
    is_open = [step for step in _unstopped(begun) if step.window and step.window.is_open(today)]
    if is_open:
        step = min(is_open, key=lambda step: step.window.closes)
        name = _window_name(step.stage).capitalize()
        return State(Situation.OPEN, f"{name} pågår till och med {format_date(step.ends)}.", step)
    if latest.window:
        return _after_window(latest, today)
    if latest.stage in _VAGUE and not latest.ends and latest.starts.precision is Precision.DAY:
        sentence = f"{WINDOWS[latest.stage].capitalize()} började {latest.when}."
        return State(Situation.REACHED, sentence, latest)
    if latest.stage in _VAGUE and latest.last_day >= today:
        return State(Situation.ONGOING, latest.says(_VAGUE), latest)
    if latest.stage in OPEN_ENDED and not is_over:
        return State(Situation.ONGOING, latest.says(_SENTENCES), latest)
    return State(Situation.REACHED, latest.says({**_SENTENCES, **_ENDED}), latest)


def _window_name(stage):
    return "programsamråd" if stage is Stage.PROGRAMME else ahead_name(stage)


def _unstopped(begun):
    """The begun steps after the work last stopped: a pause closes what was open."""
    stops = [place for place, step in enumerate(begun) if step.stage in (Stage.PAUSED, *FINAL)]
    return begun[stops[-1] + 1 :] if stops else begun


def _after_window(step, today):
    """The state after the last day of a consultation, until something else happens."""
    ended = f"{WINDOWS[step.stage].capitalize()} avslutades {format_date(step.ends)}"
    if step.result:
        return State(Situation.REPORTED, f"{ended}.", step)
    if today <= step.window.closes + COMPILING:
        return State(Situation.COMPILING, f"{ended} och synpunkterna sammanställs.", step)
    return State(Situation.SILENT, f"{ended} och vi har ingen senare uppgift.", step)


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
        step = overdue[0]
        name = ahead_name(step.stage).capitalize()
        words = f"{name} väntades {step.at}. Uppgiften har passerat och uppdateras."
        return NextStep(step, words, is_overdue=True)
    if ahead:
        step = ahead[0]
        return NextStep(step, f"{ahead_name(step.stage)}, {time_ahead(step)}.")
    return None


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


def time_ahead(step):
    """When a step that lies ahead is to come, in words; what is only expected says so."""
    if not step.starts:
        return "tiden är inte bestämd"
    return f"{step.when} (preliminärt)" if step.is_expected else step.when


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
    coming = []
    for step in overdue:
        name, time = ahead_name(step.stage), f"{step.when} (uppgiften har passerat och uppdateras)"
        coming.append(LineItem(step.stage, Phase.OVERDUE, "Väntades", name, time, step))
    coming += [
        LineItem(
            step.stage, Phase.AHEAD, "Kommande", ahead_name(step.stage), time_ahead(step), step
        )
        for step in ahead
    ]
    # While the work rests or a court tries the decision nobody knows that the rest will come.
    if state.situation is not Situation.PAUSED and not (
        begun and begun[-1].stage is Stage.APPEALED
    ):
        for stage in _stages_ahead(begun, [*overdue, *ahead], procedure):
            item = LineItem(
                stage,
                Phase.AHEAD,
                "Senare steg",
                ahead_name(stage),
                "tiden är inte känd",
            )
            coming.insert(_place_of(stage, coming), item)
    return items + coming


# Situations in which the step goes on; in the others it is only the latest that is known.
_NOW = {Situation.OPEN, Situation.COMPILING, Situation.ONGOING, Situation.PAUSED}


def _item_of(step, state, today, *, is_last):
    if step is state.step:
        phase, word = Phase.HERE, "Här nu" if state.situation in _NOW else "Senast"
    else:
        # What goes on until something else happens has not passed while nothing has.
        goes_on = step.goes_on(today) or (is_last and step.stage in OPEN_ENDED and not step.ends)
        phase, word = Phase.PASSED, "Påbörjat" if goes_on else "Passerat"
    return LineItem(step.stage, phase, word, step.stage.label, step.when, step)


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


def right_to_appeal(step):
    """The sentence about the right to appeal that stands by a review: who has not written in has none.

    Source: plan- och bygglagen (2010:900) 13 kap. 11 §, as the domain files explain it.
    """
    if step.stage is not Stage.REVIEW or not step.window:
        return ""
    return (
        "Vill du kunna överklaga beslutet behöver du ha skrivit till staden innan granskningen är "
        f"slut, senast {format_date(step.ends)}."
    )
