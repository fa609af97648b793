"""How many letters somebody would get a month, by what the last year held.

Counted from what pages tell, not from letters sent, so that it is right on the first day as well.
"""

import datetime

from django.utils import timezone

from exhibits.models import Activity, Dialogue, Occurrence, Plan, PlanStep
from exhibits.now.areas import area_names
from helsingborgsrummet.content.kinds import kind_of
from helsingborgsrummet.serving.now import snapshot
from news.lists import LINKS
from news.models import Announcement, Frequency
from news.tidings import ACTIVITIES, FORMAL, Reach

YEAR, DAY = datetime.timedelta(days=365), datetime.timedelta(days=1)
MONTHS = 12
# When the result of a consultation came is not stored: about so long after its last day.
RESULT_COMES_AFTER = datetime.timedelta(days=60)


@snapshot(
    Announcement,
    *LINKS.values(),
    PlanStep,
    Plan,
    Plan.other_areas.through,
    Dialogue,
    Dialogue.areas.through,
    Activity,
    Activity.areas.through,
    Occurrence,
    area_names,
)
def last_year(now) -> tuple[tuple[datetime.date, Reach], ...]:
    """What followers would have been told in the last year: the day of each tiding and whom it concerned."""
    today = timezone.localdate(now)
    found = [*_news(now), *_steps(now, today), *_dialogues(now), *_activities(now)]
    return tuple((day, reach) for day, reach in found if today - YEAR <= day < today)


def _news(now):
    since = now - YEAR
    rows = Announcement.objects.published(now).filter(published_at__gte=since)
    links = {}
    for name, through in LINKS.items():
        pairs = through.objects.filter(announcement__in=rows.values("pk"))
        for announcement, key in pairs.values_list("announcement", name):
            links.setdefault(announcement, {}).setdefault(name, set()).add(key)
    for pk, moment in rows.order_by().values_list("pk", "published_at"):
        topics, areas = (frozenset(links.get(pk, {}).get(name, ())) for name in ("topic", "area"))
        yield timezone.localdate(moment), Reach(topics=topics, areas=areas)


def _by_row(through, column, keys):
    found = {}
    pairs = through.objects.filter(**{f"{column}__in": keys})
    for pk, area in pairs.values_list(column, "area"):
        found.setdefault(pk, set()).add(area)
    return found


def _steps(now, today):
    plans = kind_of(Plan).visible(now).values_list("pk", "area")
    areas = {pk: {area} for pk, area in plans}
    for pk, others in _by_row(Plan.other_areas.through, "plan", areas).items():
        areas[pk] |= others
    rows = PlanStep.objects.filter(
        plan__in=areas, starts_on__lt=today, starts_on__gte=today - 3 * YEAR
    )
    for row in rows:
        reach = Reach(
            areas=frozenset(areas[row.plan_id]), plans=frozenset({row.plan_id}), scopes=FORMAL
        )
        step = row.as_step()
        if window := step.window:
            yield window.opens, reach
            yield window.closes - DAY, reach
            if step.result:
                yield window.closes + RESULT_COMES_AFTER, reach
        elif step.has_begun(today):
            yield row.starts_on, reach


def _dialogues(now):
    rows = {row.pk: row for row in Dialogue.objects.published(now)}
    areas = _by_row(Dialogue.areas.through, "dialogue", rows)
    for pk, row in rows.items():
        reach = Reach(areas=frozenset(areas.get(pk, ())), dialogues=frozenset({pk}), scopes=FORMAL)
        yield row.opens_on, reach
        if row.closes_on:
            yield row.closes_on - DAY, reach
        if row.result and (row.result_on or row.closes_on):
            yield row.result_on or row.closes_on + RESULT_COMES_AFTER, reach


def _activities(now):
    columns = ("pk", "plan", "published_at", "feedback_on")
    rows = Activity.objects.published(now).order_by().values_list(*columns)
    areas = _by_row(Activity.areas.through, "activity", [row[0] for row in rows])
    reaches = {}
    for pk, plan, published_at, feedback_on in rows:
        reaches[pk] = Reach(
            areas=frozenset(areas.get(pk, ())), plans=frozenset({plan} - {None}), scopes=ACTIVITIES
        )
        yield timezone.localdate(published_at), reaches[pk]
        if feedback_on:
            yield feedback_on, reaches[pk]
    changed = Occurrence.objects.filter(
        state__in=(Occurrence.State.MOVED, Occurrence.State.CANCELLED), changed_at__gte=now - YEAR
    )
    for pk, moment in changed.order_by().values_list("activity", "changed_at"):
        if pk in reaches:
            yield timezone.localdate(moment), reaches[pk]


def letters_a_month(wanted, frequency, now):
    """How many letters a month the last year would have brought, a fraction.

    ``wanted`` are triples such as ``("area", 3, "allt")``, all at one :class:`~news.models.Frequency`.
    """
    days = [day for day, reach in last_year(now) if any(reach.fits(*each) for each in wanted)]
    match frequency:
        case Frequency.DAILY:
            count = len(set(days))
        case Frequency.WEEKLY:
            count = len({day - day.weekday() * DAY for day in days})
        case _:
            count = len(days)
    return count / MONTHS


def letters_words(wanted, frequency, now):
    """The same in words, after "hade du": ``fått ungefär 3 mejl i månaden``; empty when nothing is chosen."""
    if not wanted:
        return ""
    count = letters_a_month(wanted, frequency, now)
    if count >= 1:
        return f"fått ungefär {round(count)} mejl i månaden"
    if round(count * MONTHS) <= 1:
        return "bara fått något enstaka mejl" if count else "inte fått något mejl"
    return f"fått ungefär {round(count * MONTHS)} mejl"
