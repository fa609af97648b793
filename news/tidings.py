"""What there is to tell followers: whom a tiding concerns, whether it still holds, and what a letter says of it.

All three follow from what it is about as that stands now, so what was corrected meanwhile is told corrected.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from exhibits.models import Activity, Area, Dialogue, Occurrence, PlanStep
from exhibits.now.room import premises, present_room
from exhibits.now.venues import place_of, place_of_activity
from exhibits.rules.plan_stages import Situation, State, Window
from exhibits.words_sv.occurrences import moved_words, signup_words, time_text
from exhibits.words_sv.plans import (
    deadline,
    stage_name,
    state_sentence,
    step_name,
    when,
    window_name,
)
from helsingborgsrummet.content.kinds import NOTHING, kind_of
from helsingborgsrummet.content.words_sv import (
    format_day_and_month,
    format_moment,
    format_weekday,
    full_stop,
    labelled,
)
from helsingborgsrummet.letters import Bullets, Button, Facts, Heading, Link, Paragraph
from news.models import Announcement, Follow, Scope, Tiding

What = Tiding.What
DATES_TOLD = 6  # of an activity that is held often


@dataclass(frozen=True)
class Reach:
    """Whose tiding it is: the keys of what it concerns, and which followers of areas and of everything want it."""

    topics: Iterable = ()
    areas: Iterable = ()
    plans: frozenset = frozenset()
    dialogues: frozenset = frozenset()
    scopes: frozenset = frozenset({Scope.EVERYTHING, Scope.NEWS})

    def follows(self):
        """Everything that is followed and that the tiding concerns."""
        return Follow.objects.filter(
            Q(topic__in=self.topics)
            | Q(area__in=self.areas, scope__in=self.scopes)
            | Q(plan__in=self.plans)
            | Q(dialogue__in=self.dialogues)
            | Q(is_of_everything=True, scope__in=self.scopes),
            ended_at__isnull=True,
        )

    def fits(self, target, key, scope):
        """The same for one thing that is followed or might be: ``("area", 3, "allt")``."""
        if target in (Follow.ALL, "area") and scope not in self.scopes:
            return False
        keys = {
            "topic": self.topics,
            "area": self.areas,
            "plan": self.plans,
            "dialogue": self.dialogues,
        }
        return target == Follow.ALL or key in keys[target]


FORMAL = frozenset({Scope.EVERYTHING, Scope.FORMAL})
ACTIVITIES = frozenset({Scope.EVERYTHING, Scope.ACTIVITIES})


def reach_of(about, unsaved=NOTHING):
    """The :class:`Reach` of an announcement, a step, a dialogue, an activity or an occurrence.

    ``unsaved`` may hold ``topics``, ``areas`` and ``other_areas`` of its page that are not stored.
    """

    def keys(page, name):
        rows = unsaved.get(name)
        # Asked for by the question that needs them, not before it.
        return getattr(page, name).values_list("pk", flat=True) if rows is None else _keys(rows)

    match about:
        case Announcement():
            return Reach(topics=keys(about, "topics"), areas=keys(about, "areas"))
        case PlanStep():
            plan = about.plan
            own, others = Q(pk=plan.area_id), unsaved.get("other_areas")
            others = Q(other_plans=plan) if others is None else Q(pk__in=_keys(others))
            areas = Area.objects.filter(own | others).values_list("pk", flat=True)
            return Reach(areas=areas, plans=frozenset({plan.pk} - {None}), scopes=FORMAL)
        case Dialogue():
            keys_of_it = frozenset({about.pk} - {None})
            return Reach(areas=keys(about, "areas"), dialogues=keys_of_it, scopes=FORMAL)
        case Activity():
            plans = frozenset({about.plan_id} - {None})
            return Reach(areas=keys(about, "areas"), plans=plans, scopes=ACTIVITIES)
        case Occurrence():
            return reach_of(about.activity)
    raise TypeError(f"nobody follows {type(about).__name__}")


def _keys(rows):
    return [row.pk for row in rows]


def usual_what(about):
    """What there is to tell of a row as it stands, when nobody says more exactly."""
    match about:
        case Announcement():
            return What.NEWS
        case PlanStep():
            if about.result or about.result_url:
                return What.OUTCOME
            return What.OPENS if about.as_step().window else What.STEP
        case Dialogue():
            return What.OUTCOME if about.result else What.OPENS
        case Activity():
            return What.OUTCOME if about.feedback else What.ACTIVITY
        case Occurrence():
            return What.CANCELLED if about.is_cancelled else What.MOVED
    raise TypeError(f"there is nothing to tell of {type(about).__name__}")


def page_of(about):
    """The page that tells of it."""
    match about:
        case PlanStep():
            return about.plan
        case Occurrence():
            return about.activity
    return about


def holds(about, what, moment, now):
    """Whether it was so at ``moment``, as the row stands, and a visitor may read of it ``now``."""
    page, day = page_of(about), timezone.localdate(moment)
    if not kind_of(page).is_visible(page, now):
        return False
    match what:
        case What.STEP:
            return about.as_step().has_begun(day)
        case What.OPENS:
            return (days := days_of(about)) is not None and days[0] <= day <= days[1]
        case What.CLOSES:
            # An editor may have moved the last day.
            return (days := days_of(about)) is not None and is_near(days[1], day)
        case What.OUTCOME:
            return bool(_outcome(about))
        case What.ACTIVITY:
            return about.occurrences.filter(ends_at__gt=moment).exists()
        case What.MOVED:
            return not about.is_cancelled and about.ends_at > moment
        case What.CANCELLED:
            return about.is_cancelled and about.ends_at > moment
    return True


def is_near(last_day, day):
    """Whether ``day`` is the day before the last one, or that itself for what was told late."""
    return datetime.timedelta() <= last_day - day <= datetime.timedelta(days=1)


def days_of(question):
    """The first and the last day of a question, both included; ``None`` for what is none."""
    if isinstance(question, Dialogue):
        return question.opens_on, question.closes_on or datetime.date.max
    window = question.as_step().window
    return (window.opens, window.closes) if window else None


def _outcome(about):
    match about:
        case Activity():
            return about.feedback
        case PlanStep():
            return about.result or about.result_url
    return about.result


# --- Words ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Words:
    """What a letter says of one tiding; ``link`` says what one comes to at ``address``."""

    subject: str
    paragraphs: tuple[str, ...]
    link: str
    address: str
    facts: tuple[tuple[str, str], ...] = ()
    bullets: tuple[str, ...] = field(default=())

    def blocks(self, sentence=""):
        """The letter about it alone, without its end; ``sentence`` is the editor's own."""
        return [*self._told(sentence), Button(self.link, self.address)]

    def blocks_among_others(self, sentence=""):
        """The same in a letter about several."""
        return [
            Heading(self.subject),
            *self._told(sentence),
            Paragraph((Link(self.link, self.address),)),
        ]

    def _told(self, sentence):
        blocks = [Paragraph(text) for text in (sentence, *self.paragraphs) if text]
        if self.bullets:
            blocks.append(Bullets(self.bullets))
        if self.facts:
            blocks.append(Facts(self.facts))
        return blocks


def words_of(about, what, now, below=None):
    """The :class:`Words` for it at the moment ``now``; ``below`` are the rows of its page while these are not stored."""
    page = page_of(about)
    title = labelled(page.title, page.is_example or getattr(about, "is_example", False))
    address = page.get_absolute_url()
    make = {
        What.NEWS: _news,
        What.STEP: _step,
        What.OPENS: _opens,
        What.CLOSES: _closes,
        What.OUTCOME: _came_of_it,
        What.ACTIVITY: _activity,
        What.MOVED: _moved,
        What.CANCELLED: _cancelled,
    }[what]
    return make(about, title, address, now, below)


def _news(about, title, address, now, below):
    return Words(title, (about.lead,), "Läs nyheten", address)


def _step(about, title, address, now, below):
    step = about.as_step()
    state = about.plan.stand_on(timezone.localdate(now), below).state
    if state.step is None or state.step.row != about:
        # The plan has gone on meanwhile.
        state = State(Situation.REACHED, step)
    until = about.appeal_until
    facts = (("Överklaga senast", format_weekday(until)),) if until else ()
    paragraphs = (state_sentence(state), about.note)
    return Words(
        f"{title}: {step_name(step.stage)}", paragraphs, "Se planens alla steg", address, facts
    )


def _about_question(about):
    facts = [
        ("Det här kan du påverka", about.can_influence),
        ("Det här är redan bestämt", about.already_decided),
        ("Den som bestämmer", about.decided_by),
        ("Du får veta resultatet", about.feedback_when),
    ]
    return tuple((label, words) for label, words in facts if words)


def _last_day(about):
    days = days_of(about)
    return None if days is None or days[1] == datetime.date.max else days[1]


def _opens(about, title, address, now, below):
    last = _last_day(about)
    if last is not None and last < timezone.localdate(now):
        # A letter that was late: nobody is asked to try in vain.
        return _closes(about, title, address, now, below)
    is_step = isinstance(about, PlanStep)
    paragraphs = (
        f"{window_name(about.stage)} har börjat." if is_step else about.summary,
        f"{deadline(Window(*days_of(about)))}.",
    )
    return Words(
        f"Tyck till: {title}", paragraphs, "Läs mer och tyck till", address, _about_question(about)
    )


def _closes(about, title, address, now, below):
    last, today = _last_day(about), timezone.localdate(now)
    if last < today:
        return Words(
            f"Avslutades {format_day_and_month(last)}: {title}",
            ("Vi skriver igen när det finns ett resultat.",),
            "Läs mer",
            address,
        )
    day = "i dag" if last == today else "i morgon"
    return Words(
        f"Sista dagen {day}: {title}",
        (f"{day.capitalize()}, {format_weekday(last)}, är sista dagen att tycka till.",),
        "Läs mer och tyck till",
        address,
        _about_question(about),
    )


def _came_of_it(about, title, address, now, below):
    if isinstance(about, Activity):
        texts = [
            ("Det här hörde vi", about.heard),
            ("Det här gjorde vi", about.done),
            ("Det här blev inte av – och därför", about.why_not),
        ]
        facts = tuple((label, text) for label, text in texts if text)
        return Words(
            f"Det här ledde det till: {title}", (), "Läs hela återkopplingen", address, facts
        )
    name = ""
    if isinstance(about, PlanStep):
        step = about.as_step()
        name = f"{stage_name(step.stage)}, {when(step)}." if step.starts else ""
    text = about.result or "Resultatet finns nu att läsa."
    return Words(f"Det här ledde det till: {title}", (name, text), "Läs mer om resultatet", address)


def _activity(about, title, address, now, below):
    rows = (
        about.occurrences.filter(ends_at__gt=now).order_by("starts_at") if below is None else below
    )
    rows = [row for row in rows if row.ends_at > now and not row.is_cancelled][: DATES_TOLD + 1]
    times = [time_text(row.starts_at, row.ends_at) for row in rows[:DATES_TOLD]]
    if len(rows) > DATES_TOLD:
        times.append("och fler tillfällen")
    over = "" if times else "Aktiviteten har redan varit."
    facts = [("Var", place_of_activity(about, present_room(now)).text)]
    until = signup_words(rows[0], timezone.localdate(now)) if rows else ""
    if about.signup or until:
        said = (f"{each}{full_stop(each)}" for each in (about.signup, until) if each)
        facts.append(("Anmälan", " ".join(said)))
    return Words(
        f"Aktivitet: {title}", (about.summary, over), "Läs mer om aktiviteten", address, tuple(facts),
        tuple(times),
    )  # fmt: skip


def _moved(about, title, address, now, below):
    label = "Ny tid" if about.moved_from or not about.place else "Tid"
    facts = [(label, time_text(about.starts_at, about.ends_at))]
    if about.moved_from:
        facts.append(("Tiden var", format_moment(about.moved_from)))
    where = "Ny plats" if about.place else "Var"
    facts.append((where, place_of(about, premises(now)).text))
    return Words(
        f"{moved_words(about)}: {title}",
        (about.note,),
        "Läs mer om aktiviteten",
        address,
        tuple(facts),
    )


def _cancelled(about, title, address, now, below):
    facts = (("Inställt", time_text(about.starts_at, about.ends_at)),)
    return Words(f"Inställt: {title}", (about.note,), "Läs mer om aktiviteten", address, facts)
