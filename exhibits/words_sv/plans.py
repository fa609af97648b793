"""Where a plan stands, in Swedish: stages, states, what is next, the line of steps, windows."""

import datetime
from typing import NamedTuple

from exhibits.rules.plan_finding import Progress
from exhibits.rules.plan_stages import Phase, Procedure, Situation, Stage
from helsingborgsrummet.content.dates import Precision
from helsingborgsrummet.content.words_sv import (
    format_date,
    format_day,
    format_range,
    format_weekday,
    join_words,
)

STAGES = {
    Stage.IDEA: "Idé",
    Stage.COMMISSION: "Planuppdrag",
    Stage.PROGRAMME: "Program",
    Stage.CONSULTATION: "Samråd",
    Stage.REVISION: "Bearbetning",
    Stage.REVIEW: "Granskning",
    Stage.ENDORSED: "Tillstyrkt",
    Stage.ADOPTED: "Antagen",
    Stage.APPEALED: "Överklagad",
    Stage.IN_FORCE: "Laga kraft",
    Stage.IMPLEMENTATION: "Genomförande",
    Stage.DONE: "Klar",
    Stage.PAUSED: "Pausad",
    Stage.RESUMED: "Återupptagen",
    Stage.CANCELLED: "Avbruten",
    Stage.SUPERSEDED: "Ersatt",
}
# What a stage is called within a sentence or a line of steps, as a noun, where that is not its own name.
_NOUNS = {
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
# Stages in which anybody may write in, as they open and, in the definite form, as they close.
_WINDOWS = {
    Stage.PROGRAMME: ("Programsamråd", "Programsamrådet"),
    Stage.CONSULTATION: ("Samråd", "Samrådet"),
    Stage.REVIEW: ("Granskning", "Granskningen"),
}
PROCEDURES = {
    Procedure.STANDARD: "Standardförfarande",
    Procedure.EXTENDED: "Utökat förfarande",
    Procedure.LIMITED: "Begränsat förfarande",
    Procedure.COMPREHENSIVE: "Översiktsplanens ordning",
    Procedure.NONE: "Ingen fast ordning",
}

# How far plans have come, as a list offers it.
PROGRESS = {
    Progress.OPEN: "Går att tycka till om nu",
    # Also of plans that nothing has been heard of for years: nobody can say that work goes on.
    Progress.AT_WORK: "Inget känt beslut",
    Progress.RESTING: "Pausade",
    Progress.DECIDED: "Antagna",
    Progress.ENDED: "Avslutade",
}
# The same of one plan, beside its name.
PROGRESS_OF_ONE = {
    Progress.OPEN: "Går att tycka till om nu",
    Progress.AT_WORK: "Inget känt beslut",
    Progress.RESTING: "Pausad",
    Progress.DECIDED: "Antagen",
    Progress.ENDED: "Avslutad",
}
# Of a programme that has become plans of their own, nobody waits for a decision.
READY_PROGRAMME = "Klart planprogram"
# The same of the areas that have such plans, since no area is adopted or ended.
AREA_PROGRESS = {
    Progress.OPEN: "Går att tycka till om nu",
    Progress.AT_WORK: "Har planer utan känt beslut",
    Progress.RESTING: "Har pausade planer",
    Progress.DECIDED: "Har antagna planer",
    Progress.ENDED: "Har avslutade planer",
}

# What was closed before its time.
STOPPED = "Avslutat i förtid"
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
# The same of a stage that goes on until something else happens, when its last day has passed and nothing has.
_OVERRUN = {
    Stage.IDEA: "En idé prövas sedan {since}. Prövningen skulle ha varit klar {until} – {no_word}.",
    Stage.REVISION: "Förslaget bearbetas sedan {since}. Bearbetningen skulle ha varit klar {until} – {no_word}.",
    Stage.APPEALED: "Beslutet är överklagat sedan {since}. Målet skulle ha avgjorts {until} – {no_word}.",
    Stage.IMPLEMENTATION: "Planen genomförs sedan {since}. Genomförandet skulle ha varit klart {until} – {no_word}.",
    Stage.PAUSED: "Arbetet med planen pausades {start}. Pausen skulle ha slutat {until} – {no_word}.",
}
# The same of a hearing whose days are not known, until its month or year has passed.
_VAGUE = {
    Stage.CONSULTATION: "Samråd hålls {at}.",
    Stage.REVIEW: "Granskning hålls {at}.",
}
# What is said of a stage whose time has passed while nobody has said that it came. {at} is the start.
_MISSED = {
    Stage.IDEA: "Idén skulle ha börjat prövas {at}",
    Stage.COMMISSION: "Uppdraget att göra planen skulle ha getts {at}",
    Stage.PROGRAMME: "Planprogrammet skulle ha kommit {at}",
    Stage.CONSULTATION: "Samrådet skulle ha börjat {at}",
    Stage.REVISION: "Förslaget skulle ha börjat bearbetas {at}",
    Stage.REVIEW: "Granskningen skulle ha börjat {at}",
    Stage.ENDORSED: "Nämnden skulle ha beslutat om förslaget {at}",
    Stage.ADOPTED: "Planen skulle ha antagits {at}",
    Stage.APPEALED: "Domstolen skulle ha börjat pröva beslutet {at}",
    Stage.IN_FORCE: "Planen skulle ha fått laga kraft {at}",
    Stage.IMPLEMENTATION: "Genomförandet skulle ha börjat {at}",
    Stage.DONE: "Arbetet skulle ha blivit klart {at}",
    Stage.PAUSED: "Arbetet skulle ha pausats {at}",
    Stage.RESUMED: "Arbetet skulle ha återupptagits {at}",
    Stage.CANCELLED: "Arbetet skulle ha avbrutits {at}",
    Stage.SUPERSEDED: "Planen skulle ha ersatts {at}",
}
# What closes a window before its last day, after "när".
_STOPS = {
    Stage.PAUSED: "arbetet pausades",
    Stage.CANCELLED: "arbetet avbröts",
    Stage.SUPERSEDED: "planen ersattes",
    Stage.DONE: "arbetet blev klart",
}
NO_TIME = "datum är inte bestämt"
_NO_WORD = "vi har inget besked"
_MAY_HAVE_COME = "om planen inte redan har fått det"


# What a procedure means, for who does not know the word.
_PROCEDURES = {
    Procedure.STANDARD: "För planer som stämmer med översiktsplanen och inte är av stort allmänt intresse.",
    Procedure.EXTENDED: "För planer som är av stort allmänt intresse eller avviker från översiktsplanen. "
    "Förslaget visas under längre tid.",
    Procedure.LIMITED: "När alla som berörs säger ja i samrådet behövs ingen granskning.",
    # Its name says nothing more, and pages leave it out.
    Procedure.COMPREHENSIVE: "Samråd, granskning och beslut i kommunfullmäktige. Planen vägleder men är "
    "inte bindande.",
}


def procedure_words(procedure):
    """What the order of stages means, in one or two sentences; empty where there is none to tell of."""
    return _PROCEDURES.get(procedure, "")


def result_link_words(stage):
    """The words of a link to what came of a step: ``Läs resultatet av samrådet``."""
    return (
        f"Läs resultatet av {window_name(stage).lower()}" if stage in _WINDOWS else "Läs resultatet"
    )


def stage_name(stage):
    """What a stage is called once it has come: ``Samråd``, ``Antagen``."""
    return STAGES[stage]


def step_name(stage):
    """What a stage is called within a sentence: ``samråd``, ``antagande``, ``laga kraft``."""
    return _NOUNS.get(stage, STAGES[stage][:1].lower() + STAGES[stage][1:])


def window_name(stage):
    """A stage in which anybody may write in, in the definite form: ``Granskningen``."""
    return _WINDOWS[stage][1]


def when(step):
    """The time of a step: ``1 juni–31 augusti 2022``; empty when none is set."""
    return format_range(step.starts, step.ends) if step.starts else ""


def at(step):
    """The time of a step after a verb: ``i mars 2016``, ``2 juli 2024``, ``2012``."""
    is_month = step.starts and not step.ends and step.starts.precision is Precision.MONTH
    return f"i {when(step)}" if is_month else when(step)


def _in(date):
    """A partial date after a verb: ``i mars 2016``, ``2 juli 2024``; empty for ``None``."""
    before = "i " if date and date.precision is Precision.MONTH else ""
    return before + format_date(date) if date else ""


def time_ahead(step):
    """When a step that lies ahead is to come; only what is announced comes for certain."""
    if not step.starts:
        return NO_TIME
    if step.is_expected:
        return f"{when(step)} (preliminärt)"
    return when(step) if step.window else f"väntas {at(step)}"


def step_heading(step):
    """Stage and time: ``Samråd, 1 juni–31 augusti 2022``."""
    return f"{STAGES[step.stage]}, {when(step) or NO_TIME}"


def state_sentence(state):
    """The one sentence that says where a plan stands, for a :class:`~exhibits.rules.plan_stages.State`."""
    step = state.step
    match state.situation:
        case Situation.UNKNOWN:
            return "Vi vet inte hur långt planen har kommit."
        case Situation.NOT_BEGUN:
            return "Vi vet inte om arbetet med planen har börjat."
        case Situation.OPEN:
            return f"{_WINDOWS[step.stage][0]} pågår till och med {format_date(step.ends)}."
        case Situation.BEGUN:
            return f"{window_name(step.stage)} började {when(step)}."
        case Situation.REPORTED:
            return f"{_ended(step)}."
        case Situation.AWAITED:
            return f"{_ended(step)}. Resultatet har inte kommit ännu."
        case Situation.SILENT:
            return f"{_ended(step)}. Vi vet inte vad som har hänt sedan dess."
        case Situation.ONGOING:
            sentences = {**_SENTENCES, **_VAGUE}
        case Situation.OVERRUN:
            sentences = _OVERRUN
        case Situation.REACHED:
            sentences = _SENTENCES
        case _:
            sentences = _SENTENCES
    return sentences[step.stage].format(
        when=when(step), at=at(step), since=format_date(step.starts), start=_in(step.starts),
        until=_in(step.ends), no_word=_NO_WORD,
    )  # fmt: skip


def _ended(step):
    return f"{window_name(step.stage)} avslutades {format_date(step.ends)}"


def next_step_words(next_step):
    """What comes next: ``antagande, oktober 2026 (preliminärt).``; ``None`` says that nobody knows."""
    if next_step is None:
        return "Vi vet inte vad som händer härnäst."
    item = next_step.item
    if next_step.is_overdue:
        return f"{missed(item.step)}."
    if item.until:
        words = f"beslutet kan överklagas till och med {format_weekday(item.until)}."
    else:
        words = f"{step_name(item.stage)}, {_time_of(item)}."
    if next_step.later is None:
        return words
    later = next_step.later
    return f"{words} Senare: {step_name(later.stage)}, {_time_of(later)}."


def _time_of(item):
    if item.may_have_come:
        return _MAY_HAVE_COME
    return time_ahead(item.step) if item.step else NO_TIME


def what_is_next(plan):
    """What comes next of a whole plan, which knows whether it is a programme and so leads to other plans."""
    if plan.leads_to_plans:
        return "detaljplaner för områdets olika delar. Till varje detaljplan hålls ett eget samråd."
    return next_step_words(plan.next_step)


def missed(step):
    """What should have come by now: ``Planen skulle ha antagits 16 december 2026 – vi har inget besked``."""
    return f"{_MISSED[step.stage].format(at=_in(step.starts))} – {_NO_WORD}"


def next_step_sentence(next_step):
    """The same where it stands alone: ``Nästa steg: antagande, oktober 2026 (preliminärt).``"""
    words = next_step_words(next_step)
    return words if next_step is None or next_step.is_overdue else f"Nästa steg: {words}"


def stopped_words(stopped):
    """What became of a window that was closed before its time, for a :class:`~exhibits.rules.plan_stages.Stopped`."""
    step, by = stopped.step, stopped.by
    why = f"{_STOPS[by.stage]} {at(by)}"
    if step.window.opens > by.starts.last:
        return f"{window_name(step.stage)} {when(step)} hålls inte: {why}."
    words = f"{window_name(step.stage)} avslutades i förtid när {why}."
    if by.stage is not Stage.PAUSED:
        return words
    if by.takes_answers is None:
        return f"{words} Vi vet inte om svar som kommer in efter det räknas."
    return f"{words} Svar som kommer in efter det räknas inte."


def expected_words(step):
    """A time to write in that has no days yet, in a list: ``Granskning, september 2027 (preliminärt)``."""
    name = step_name(step.stage)
    return f"{name[:1].upper()}{name[1:]}, {time_ahead(step)}"


class LineWords(NamedTuple):
    """A step of the line in words: ``word`` says where it stands, ``name`` what it is, ``time`` when."""

    word: str
    name: str
    time: str


def line_words(item):
    """The :class:`LineWords` of a :class:`~exhibits.rules.plan_stages.LineItem`."""
    step = item.step
    match item.phase:
        case Phase.PASSED | Phase.HERE:
            going_on, latest = {
                Phase.PASSED: ("Påbörjat", "Tidigare"),
                Phase.HERE: ("Pågår nu", "Senast"),
            }[item.phase]
            word = going_on if item.goes_on else latest
            if item.is_stopped:
                word = STOPPED
            # What rests does so until somebody says otherwise: a day alone would look like an event.
            rests = item.is_current and step.stage is Stage.PAUSED and not step.ends
            return LineWords(
                word, step_name(item.stage), f"sedan {when(step)}" if rests else when(step)
            )
        case Phase.OVERDUE:
            return LineWords("Väntades", step_name(item.stage), f"{when(step)} – {_NO_WORD}")
    if item.until:
        until = f"till och med {format_day(item.until)}"
        return LineWords("Härnäst", "beslutet kan överklagas", until)
    # What nobody has typed also stands out of its order, among all plans: no "then".
    word = "Kommande" if step else "Väntas"
    return LineWords(word, step_name(item.stage), _time_of(item))


def post_words(post):
    """The :class:`LineWords` of a :class:`~exhibits.rules.plan_quay.Post`: several without a time in one."""
    names = [line_words(item).name for item in post.items]
    return line_words(post.first)._replace(name=join_words(names))


def on_the_quay(post):
    """What stands under the name of a post: ``Tidigare, mars 2026``; ``Väntas`` where no date is set.

    That none is set is said once beside all quays of a page.
    """
    words = line_words(post.first)
    is_vague = words.time == NO_TIME
    return words.word if is_vague else f"{words.word}, {words.time}"


def deadline(window):
    """``Tyck till senast tisdag 2 juli 2024``; a window that never closes is open until further notice."""
    if window.closes == datetime.date.max:
        return "Öppet tills vidare"
    return f"Tyck till senast {format_weekday(window.closes)}"


def days_left(window, today):
    """How long is left of a window; empty when it is not open or never closes."""
    left = window.days_left(today)
    if left is None or window.closes == datetime.date.max:
        return ""
    if left == 0:
        return "sista dagen är i dag"
    return "en dag kvar" if left == 1 else f"{left} dagar kvar"


def right_to_appeal(last_day):
    """What stands by a review about the right to appeal, when ``last_day`` is its last."""
    return (
        "Vill du kunna överklaga beslutet behöver du ha skrivit till staden innan granskningen är "
        f"slut, senast {format_weekday(last_day)}."
    )
