"""Which occurrences of activities a page shows at a moment."""

import datetime
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from exhibits.models.activities import Activity, Occurrence
from exhibits.now.areas import AreaName
from exhibits.words_sv.occurrences import week_text
from helsingborgsrummet.content.columns import FIRST_MOMENT, LAST_MOMENT
from helsingborgsrummet.content.cursors import cursor_of, read_cursor
from helsingborgsrummet.content.shown import has_address, sound
from helsingborgsrummet.serving.now import snapshot

PAGE_SIZE = 30
# The rows among which the next occurrence of each activity is looked for; one that is held every
# week has many.
LOOKED_AT = 60


@dataclass(frozen=True)
class Choice:
    """Which activities a list or a calendar keeps to; what is empty keeps to nothing.

    ``month`` is the first day of a month, ``audience`` is ``"barn"`` or empty.
    """

    area: AreaName | None = None
    kind: str = ""
    month: datetime.date | None = None
    audience: str = ""

    def among(self, activities):
        """Those of ``activities`` that are meant, whatever the month."""
        if self.area:
            links = Activity.areas.through.objects.filter(
                area=self.area.pk, activity=OuterRef("pk")
            )
            activities = activities.filter(Exists(links))
        if self.kind:
            activities = activities.filter(kind=self.kind)
        return activities.for_children() if self.audience else activities

    def occurrences(self, now):
        """The published occurrences that are meant: those of a month have at least a part in it."""
        occurrences = Occurrence.objects.of(self.among(Activity.objects.published(now)))
        if self.month:
            first, last = _month_bounds(self.month)
            occurrences = occurrences.filter(ends_at__gt=first, starts_at__lt=last)
        return occurrences


def _month_bounds(month):
    zone = timezone.get_default_timezone()
    following = (month + datetime.timedelta(days=31)).replace(day=1)
    return tuple(
        datetime.datetime.combine(day, datetime.time(0), tzinfo=zone) for day in (month, following)
    )


def _has_words(occurrence):
    """A check: its times and its state can be said, and those of its activity."""
    for moment in (occurrence.starts_at, occurrence.ends_at):
        week_text(timezone.localdate(moment))
    Occurrence.State(occurrence.state)
    Activity.Venue(occurrence.activity.venue)
    return occurrence.activity.get_absolute_url()


CHECKS = (_has_words,)


def upcoming_page(choice, now, cursor="", size=PAGE_SIZE):
    """One page of what goes on or is to come, in order of time, and the next page's cursor.

    ``cursor`` is empty for the first page; one that is not a cursor raises ``Http404``.
    """
    if cursor:
        moment, pk = read_cursor(cursor)
        rows = choice.occurrences(now).upcoming(now).filter(starts_at__gte=moment)
        return _page(rows.filter(Q(starts_at__gt=moment) | Q(id__gt=pk)), size)
    return _first_page(now, choice, size)


@snapshot(Activity, Occurrence, Activity.areas.through)
def _first_page(now, choice, size) -> tuple[list[Occurrence], str]:
    """What most visitors see."""
    rows = choice.occurrences(now).upcoming(now)
    return _page(rows.filter(starts_at__gte=_earliest_ongoing(now)), size)


def past_page(choice, now, cursor="", size=PAGE_SIZE):
    """One page of what is over, the latest first, and the next page's cursor; as above."""
    rows = choice.occurrences(now).past(now)
    if cursor:
        moment, pk = read_cursor(cursor)
        rows = rows.filter(starts_at__lte=min(moment, now))
        rows = rows.filter(Q(starts_at__lt=moment) | Q(id__lt=pk))
    return _page(rows, size)


@snapshot(Occurrence)
def _earliest_ongoing(now) -> datetime.datetime:
    """The start from which a list of the upcoming is read: nothing older is still going on."""
    ongoing = Occurrence.objects.filter(ends_at__gt=now, starts_at__lte=now).order_by("starts_at")
    return ongoing.values_list("starts_at", flat=True).first() or now


def _page(rows, size):
    page = list(rows.for_list()[: size + 1])
    next_cursor = ""
    if len(page) > size:
        next_cursor = cursor_of(page[size - 1].starts_at, page[size - 1].pk)
    return sound(page[:size], *CHECKS), next_cursor


def months_with_activities(choice, now, *, is_past):
    """The first days of the months that a list reaches over, in its order; at most five years."""
    return months_of(now, replace(choice, month=None), is_past)


@snapshot(Activity, Occurrence, Activity.areas.through)
def months_of(now, choice, is_past) -> list[datetime.date]:
    """The same, for a choice without a month."""
    rows = choice.occurrences(now)
    if is_past:
        rows = rows.past(now)
    else:
        rows = rows.upcoming(now).filter(starts_at__gte=_earliest_ongoing(now))
    start = rows.order_by("starts_at").values_list("starts_at", flat=True).first()
    if start is None:
        return []
    start = max(start, FIRST_MOMENT)
    end = rows.order_by("-ends_at").values_list("ends_at", flat=True).first()
    # What ends at midnight has nothing in the month that begins then.
    moments = start, min(end, LAST_MOMENT) - datetime.timedelta(microseconds=1)
    first, last = (timezone.localdate(moment).replace(day=1) for moment in moments)
    if is_past:
        first, last = last, first
    months = [first]
    step = datetime.timedelta(days=-1 if is_past else 31)
    while months[-1] != last and len(months) < 60:
        months.append((months[-1] + step).replace(day=1))
    return months


# --- What other pages tell about activities -----------------------------------------------------


def upcoming_occurrences(now, count, activities=None):
    """The next occurrence of each of the ``count`` activities that come soonest, in order of time.

    What is cancelled is left out. ``activities`` keeps to some of the published ones. An activity
    that is held every day may crowd out one that comes after :data:`LOOKED_AT` of its days.
    """
    published = Activity.objects.published(now)
    if activities is not None:
        published = published.filter(pk__in=activities.values("pk"))
    rows = (
        Occurrence.objects.of(published)
        .upcoming(now)
        .filter(starts_at__gte=_earliest_ongoing(now))
        .exclude(state=Occurrence.State.CANCELLED)
        .for_list()[:LOOKED_AT]
    )
    soonest = {}
    for row in sound(rows, *CHECKS):
        soonest.setdefault(row.activity_id, row)
    return list(soonest.values())[:count]


def upcoming_about_area(area, now, count):
    """The same about an area; none for an unsaved one."""
    if area.pk is None:
        return []
    return occurrences_about(now, "areas", area.pk, count)


def upcoming_about_plan(plan, now, count):
    """The same about a plan; none for an unsaved one."""
    if plan.pk is None:
        return []
    return occurrences_about(now, "plan", plan.pk, count)


@snapshot(Activity, Occurrence, Activity.areas.through)
def occurrences_about(now, relation, pk, count) -> list[Occurrence]:
    """The same by the name of the relation, ``"areas"`` or ``"plan"``, and the key of what it leads to."""
    return upcoming_occurrences(now, count, Activity.objects.filter(**{relation: pk}))


def latest_feedback(now, count, area=None):
    """The ``count`` published activities that last told what came of them, of an area or of all."""
    if area is not None and area.pk is None:
        return []
    return _latest_feedback(now, count, area.pk if area else None)


@snapshot(Activity, Activity.areas.through)
def _latest_feedback(now, count, area) -> list[Activity]:
    activities = Activity.objects.published(now).with_feedback().defer("body", "body_html")
    activities = activities.filter(feedback_on__lte=timezone.localdate(now))
    if area is not None:
        activities = activities.filter(areas=area)
    return sound(activities[:count], has_address)


@snapshot(Activity, Occurrence)
def next_occurrence(now) -> Occurrence | None:
    """What goes on or comes soonest of all that is not cancelled."""
    return next(iter(upcoming_occurrences(now, 1)), None)
