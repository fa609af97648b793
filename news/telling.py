"""What there is to tell of a page, by its form and by its page *Meddela följare* in the admin.

Most of it is told by itself (``watching.py``); an editor adds a sentence, stops it, or tells it again.
"""

import datetime
from dataclasses import dataclass
from functools import partial

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, DateTimeField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from exhibits.models import Activity, Dialogue, Occurrence, Plan, PlanStep
from helsingborgsrummet.content.kinds import kind_of
from helsingborgsrummet.content.publishing import published
from helsingborgsrummet.content.words_sv import format_moment, format_number
from helsingborgsrummet.editing import waiting
from helsingborgsrummet.editing.telling import Offer, register
from helsingborgsrummet.editing.waiting import Waiting
from helsingborgsrummet.serving.clock import STOCKHOLM
from news.deliveries import ending, letter_of, post_test, stop, tell, tell_by_itself
from news.models import Announcement, Tiding
from news.tidings import page_of, reach_of, words_of
from news.watching import HAPPENED_LATELY, MORNING, PUBLISHED_LATELY

What = Tiding.What
# When a tiding of a draft happens: once somebody publishes it, which nobody knows yet.
UNDATED = datetime.datetime(9999, 1, 1, tzinfo=datetime.UTC)
TOLD_FROM = (Announcement, Plan, Dialogue, Activity)
# What the first page of the admin shows as going out soon.
SOON = datetime.timedelta(days=1)
NEW = {
    Plan: "om nya steg och resultat",
    Dialogue: "när dialogen öppnar och när återkopplingen är skriven",
    Activity: "om återkoppling och om flyttade och inställda tillfällen",
}


def listen():
    """Take part in the forms of what followers are told of; for ``ready()``."""
    for model in TOLD_FROM:
        register(model, FollowersTeller())
        published.connect(_date_pending, sender=model, dispatch_uid=f"date {model.__name__}")


# --- What there is about a page -------------------------------------------------------------------


def tidings_of(page):
    """Every :class:`Tiding` about a page and the rows below it, the latest last: one query."""
    condition = _about(type(page), [page.pk])
    match page:
        case Plan():
            condition |= _about(PlanStep, page.steps.values("pk"))
        case Activity():
            condition |= _about(Occurrence, page.occurrences.values("pk"))
    return Tiding.objects.filter(condition).order_by("id")


def _about(model, keys):
    return Q(content_type=ContentType.objects.get_for_model(model), object_id__in=keys)


def pending_of(page):
    """What about a page is to be told and has not been: not stopped either."""
    return list(tidings_of(page).filter(told_at__isnull=True, is_stopped=False))


@dataclass(frozen=True)
class Entry:
    """One thing there is to tell of a page, with its latest :class:`Tiding`, or ``None``."""

    about: object
    what: Tiding.What
    tiding: Tiding | None

    @property
    def key(self):
        """What a form knows it by."""
        return f"{self.about._meta.label_lower}:{self.about.pk}:{self.what.value}"


def entries_of(page):
    """The :class:`Entry` list of a page: what waits first, then what has not been told, then the rest."""
    latest = {}
    for tiding in tidings_of(page).prefetch_related("about"):
        if (about := tiding.about) is not None:
            if isinstance(about, PlanStep):
                about.plan = page
            latest[about, What(tiding.what)] = tiding
    for about, what in _to_tell(page):
        latest.setdefault((about, what), None)
    entries = [Entry(about, what, tiding) for (about, what), tiding in latest.items()]
    return sorted(entries, key=lambda each: (_rank(each.tiding), each.about.pk))


def _rank(tiding):
    if tiding is None:
        return 1
    return 0 if tiding.told_at is None and not tiding.is_stopped else 2


def _to_tell(page):
    """What a page has that can be told, by whom it is about and what it is."""
    match page:
        case Announcement():
            yield page, What.NEWS
        case Dialogue():
            yield page, What.OUTCOME if page.result else What.OPENS
        case Activity():
            yield page, What.OUTCOME if page.feedback else What.ACTIVITY
        case Plan():
            for step in page.steps.all():
                if step.result or step.result_url:
                    yield step, What.OUTCOME
                elif _begins(step) is not None:
                    yield step, _what_of(step)


def _what_of(step):
    return What.OPENS if step.as_step().window else What.STEP


def _begins(about):
    """The day on which a step begins or a dialogue opens, or ``None``."""
    if isinstance(about, Dialogue):
        return about.opens_on
    step = about.as_step()
    if step.window:
        return step.window.opens
    return step.starts.first if step.starts else None


# --- When it goes ---------------------------------------------------------------------------------


def moment_of(about, what, now):
    """When it happens; :data:`UNDATED` for a draft, ``None`` for what is history or is not so."""
    page = page_of(about)
    if page.published_at is None:
        return UNDATED
    if what in (What.NEWS, What.ACTIVITY):
        return page.published_at if page.published_at > now - PUBLISHED_LATELY else None
    if what in (What.STEP, What.OPENS):
        if isinstance(about, PlanStep) and (what != _what_of(about) or not about.as_step().comes):
            return None
        day = _begins(about)
        if day < timezone.localdate(now) - HAPPENED_LATELY:
            return None
        begins = datetime.datetime.combine(day, MORNING, tzinfo=STOCKHOLM)
        return max(begins, page.published_at, now)
    return max(now, page.published_at)


def _date_pending(sender, page, **kwargs):
    date_pending(page, timezone.now())


def date_pending(page, now):
    """Let what waits to be told of a page go when it happens, as the page stands now."""
    for tiding in pending_of(page):
        if tiding.at <= now or tiding.about is None:
            continue
        at = moment_of(tiding.about, What(tiding.what), now)
        if at is None:
            # Should it be so again, it may be told.
            tiding.delete()
        elif at != tiding.at:
            tell_by_itself(tiding.about, now, what=tiding.what, at=at)


# --- In the form of a page ------------------------------------------------------------------------


UNTICKED = "Ta bort krysset när ingen ska få brev om det."


class FollowersTeller:
    """What the form of a page offers to tell followers, and does.

    Three offers: of a page that nobody can have seen, of what is new on one that is public, and of news that
    followers have been told of or that is too old to be told by itself.
    """

    WITH_PUBLICATION, WHAT_IS_NEW, AGAIN = "tell_publication", "tell_new", "tell_again"

    def offer(self, page, now):
        """The :class:`~helsingborgsrummet.editing.telling.Offer`: ticked for what is new, off for edits of news."""
        with_publication = "Meddela följare när sidan publiceras"
        if page is None:
            words = "Hur många som får brevet ser du när sidan är sparad."
            return Offer(self.WITH_PUBLICATION, with_publication, True, UNTICKED, "", words)
        tidings = list(tidings_of(page))
        pending = [each for each in tidings if _is_pending(each)]
        description = _description(page, pending)
        if not page.has_been_public(now):
            is_ticked = bool(pending) or not any(each.is_stopped for each in tidings)
            name, label, words = self.WITH_PUBLICATION, with_publication, UNTICKED
        elif not isinstance(page, Announcement):
            name, label, is_ticked = self.WHAT_IS_NEW, f"Meddela följare {NEW[type(page)]}", True
            words = f"Andra ändringar skickas aldrig. {UNTICKED}"
            pending = [each for each in pending if each.at <= now]
        elif pending:
            name, label, is_ticked, words = self.WHAT_IS_NEW, "Meddela följare", True, UNTICKED
        elif told := next((each.told_at for each in reversed(tidings) if each.told_at), None):
            name, label, is_ticked = self.AGAIN, "Meddela följarna en gång till", False
            words = f"De fick brev om nyheten {format_moment(told)}. Det du ändrar skickas inte av sig självt."
        else:
            name, label, is_ticked = self.AGAIN, "Meddela följare nu", False
            words = (
                "De har inte fått något brev om nyheten. Det du ändrar skickas inte av sig självt."
            )
        sentence = next((each.sentence for each in pending if each.sentence), "")
        return Offer(name, label, is_ticked, words, sentence, description)

    def save(self, page, offer, is_ticked, sentence, rows, now):
        """Tell, stop, or give the editor's sentence to what is told by itself."""
        date_pending(page, now)
        if offer.name == self.AGAIN:
            if is_ticked:
                tell(page, now, what=What.NEWS, sentence=sentence or "", again=True)
        elif is_ticked:
            yield from self._tell(page, offer, sentence, rows, now)
        else:
            for about, what, _, _ in self._chosen(page, offer, rows, now):
                stop(about, now, what=what)
        dated = [each for each in pending_of(page) if each.at < UNDATED]
        if dated and is_ticked:
            yield _goes(page, dated)

    def letter(self, page, sentence, unsaved, rows, now):
        """The letter about what is new in an unsaved form, all in one as for who wants it at once."""
        below = unsaved.get("steps" if isinstance(page, Plan) else "occurrences")
        told = [
            (words_of(about, what, now, below), sentence if number == 0 else "")
            for number, (about, what) in enumerate(_new_in_form(page, unsaved, rows, now))
        ]
        if not told:
            return None
        about = PlanStep(plan=page) if isinstance(page, Plan) else page
        subject, title, blocks = letter_of(told)
        return receivers(_count(reach_of(about, unsaved))), subject, title, [*blocks, *ending()]

    post_test = staticmethod(post_test)

    def _tell(self, page, offer, sentence, rows, now):
        count = 0
        for about, what, latest, at in self._chosen(page, offer, rows, now):
            if latest is not None and latest.is_stopped and offer.name != self.WITH_PUBLICATION:
                # Stopped on purpose; the page of letters tells it after all.
                continue
            count += 1
            is_new = latest is None or latest.is_stopped
            # What is to come, time brings by itself.
            if sentence is not None or (is_new and (latest is not None or at <= now)):
                own = latest.sentence if latest and sentence is None else sentence
                tell(about, now, what=what, sentence=own or "", at=at)
        if sentence and not count:
            yield (
                "Det fanns inget nytt att meddela i det du sparade, så din mening skickades inte: "
                f"”{sentence}”"
            )
        elif isinstance(page, Announcement) and page.has_been_public(now) and not count:
            yield "Nyheten är daterad för mer än ett dygn sedan, så inget brev går av sig självt."

    def _chosen(self, page, offer, rows, now):
        """What the choice in the form is about: (about, what, its latest tiding, when it goes)."""
        latest = {}
        for tiding in tidings_of(page).exclude(what=What.CLOSES).prefetch_related("about"):
            if tiding.about is not None:
                latest[tiding.about, What(tiding.what)] = tiding
        is_first = offer.name == self.WITH_PUBLICATION
        fresh = [
            key
            for key, tiding in latest.items()
            if _is_pending(tiding) and (is_first or tiding.at <= now or key[0] == page)
        ]
        for about, what in dict.fromkeys([*fresh, *self._told_by_time(page, is_first, rows, now)]):
            tiding = latest.get((about, what))
            if tiding is not None and tiding.told_at is not None:
                continue
            is_waiting = tiding is not None and tiding.at <= now and not tiding.is_stopped
            at = tiding.at if is_waiting else moment_of(about, what, now)
            if at is not None:
                yield about, what, tiding, at

    def _told_by_time(self, page, is_first, rows, now):
        """What nothing has been noted of, because nothing has been published or time brings it."""
        match page:
            case Plan():
                steps = page.steps.all() if is_first else [x for x in rows if type(x) is PlanStep]
                for step in steps:
                    if step.as_step().comes:
                        yield step, _what_of(step)
            case Dialogue():
                yield page, What.OPENS
            case _ if is_first:
                yield page, What.NEWS if isinstance(page, Announcement) else What.ACTIVITY


def _new_in_form(page, unsaved, rows, now):
    """What an unsaved form has to tell: of a plan its new and changed steps, of the rest the page itself."""
    if not isinstance(page, Plan):
        yield from _to_tell(page)
        return
    told, had_result = set(), set()
    if page.pk:
        tidings = tidings_of(page).filter(told_at__isnull=False)
        told.update(tidings.values_list("object_id", "what"))
        had_result.update(page.steps.exclude(result="", result_url="").values_list("pk", flat=True))
    for step in rows:
        if type(step) is not PlanStep or not step.stage:
            continue
        step.plan = page
        has_result = step.result or step.result_url
        what = What.OUTCOME if has_result else _what_of(step)
        if has_result:
            is_new = step.pk not in had_result
        else:
            is_new = _begins(step) is not None and moment_of(step, what, now) is not None
        if is_new and (step.pk, what.value) not in told:
            yield step, what


def _is_pending(tiding):
    return tiding.told_at is None and not tiding.is_stopped


# --- In words -------------------------------------------------------------------------------------


def count_of(page):
    """How many followers hear of what is new on a page."""
    return _count(reach_of(PlanStep(plan=page) if isinstance(page, Plan) else page))


def _count(reach):
    return reach.follows().values("follower").distinct().count()


def receivers(count):
    """``12 följare får brevet`` or that nobody does."""
    return f"{format_number(count)} följare får brevet" if count else "Ingen följer det än"


def address_of_telling(page):
    """Where in the admin one sees the letters about a page, tests, stops and repeats them."""
    return reverse("admin:news_tiding_page", args=[kind_of(page).name, page.pk])


def _description(page, pending):
    dated = [each for each in pending if each.at < UNDATED]
    return format_html(
        '{}. {}<a href="{}">Se eller stoppa det som är sparat</a>',
        receivers(count_of(page)),
        f"{_going(dated)} " if dated else "",
        address_of_telling(page),
    )


def _going(pending):
    """When the next of what waits goes."""
    due = min(each.due_at for each in pending)
    return f"Brev går tidigast {format_moment(due)}."


def _goes(page, pending):
    """What an editor is told when something has been saved that followers will hear of."""
    return format_html(
        '{}. {} <a href="{}">Se eller stoppa</a>',
        receivers(count_of(page)),
        _going(pending),
        address_of_telling(page),
    )


# --- On the first page of the admin ----------------------------------------------------------------

PAGE_TITLES = (
    ("news.publish_announcement", Announcement, "title"),
    ("exhibits.publish_plan", PlanStep, "plan__title"),
    ("exhibits.publish_dialogue", Dialogue, "title"),
    ("exhibits.publish_activity", Activity, "title"),
    ("exhibits.publish_activity", Occurrence, "activity__title"),
)


def register_waiting():
    """Let who may publish see, on the first page, which letters about such pages go soon."""
    for permission, model, title in PAGE_TITLES:
        waiting.register(permission, partial(_going_soon, model, title))


def _going_soon(model, title, now, today):
    """What is told within a day and can be stopped, about rows of a ``model`` whose page has a ``title``."""
    rows = Tiding.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        told_at__isnull=True,
        is_stopped=False,
        due_at__lt=now + SOON,
    )
    titles = model.objects.filter(pk=OuterRef("object_id")).order_by().values(title)[:1]
    return Waiting(
        "Brev till följare som går snart",
        rows,
        "news.tiding",
        "due_at",
        DateTimeField,
        lambda moment: f"går tidigast {format_moment(moment)} och kan stoppas",
        name=Coalesce(Subquery(titles), Value("borttagen sida"), output_field=CharField()),
    )


def may_tell(user, page):
    """Whether somebody may tell followers of a page: who may publish it."""
    return user.has_perm(f"{page._meta.app_label}.publish_{page._meta.model_name}")
