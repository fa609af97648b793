"""Today's opening hours from the stored schedule, asked once for each change of it."""

import datetime

from exhibits.models.activities import Activity, Occurrence
from exhibits.models.opening import (
    OpeningChange,
    OpeningException,
    OpeningRule,
    OpeningSeason,
    from_json,
    load_schedule,
)
from exhibits.rules.occurrences import wall_clock
from exhibits.rules.opening_hours import (
    DAY,
    UNDECIDED_DAYS,
    DatedException,
    Fit,
    Held,
    Schedule,
    Status,
    fit_of,
    status_at,
    undecided_days,
)
from exhibits.rules.red_days import SpecialDay
from helsingborgsrummet.content.dates import STOCKHOLM
from helsingborgsrummet.serving.clock import midnight_after
from helsingborgsrummet.serving.now import snapshot


@snapshot(OpeningRule, OpeningSeason, OpeningException, clock=False)
def schedule_now(now) -> Schedule:
    """The stored schedule."""
    return load_schedule()


@snapshot(schedule_now)
def undecided_now(now) -> dict[datetime.date, SpecialDay]:
    """The red days and eves of the coming weeks that nobody has decided, and that visitors are told of."""
    today = now.astimezone(STOCKHOLM).date()
    return undecided_on(schedule_now(now), today)


def undecided_on(schedule, today):
    """The same for any schedule and day."""
    return dict(undecided_days(schedule, today, UNDECIDED_DAYS))


def status_of(schedule, now):
    """The :class:`Status` that ``schedule`` would give at ``now``, with what is held and is undecided."""
    today = now.astimezone(STOCKHOLM).date()
    return status_at(schedule, now, held_today(now), undecided_on(schedule, today))


@snapshot(schedule_now, undecided_now, Occurrence, Activity)
def opening_status(now) -> Status:
    """Is the room open at the moment ``now``? The one answer that every page prints.

    What is held in the room counts; see :func:`~exhibits.rules.opening_hours.status_at`.
    """
    return status_at(schedule_now(now), now, held_today(now), undecided_now(now))


def held_today(now):
    """What is or will be held in the room today, as rows of :class:`~exhibits.rules.opening_hours.Held`."""
    return held_between(now, now, midnight_after(now))


def held_between(now, since, until):
    """The same of what goes on after ``since`` and begins before ``until``."""
    rows = (
        Occurrence.objects.published(now)
        .in_the_room()
        .exclude(state=Occurrence.State.CANCELLED)
        # What lasts longer than a day counts for nothing; the lower bound of the index.
        .filter(ends_at__gt=since, starts_at__gt=since - DAY, starts_at__lt=until)
        .select_related("activity")
        .only(
            "starts_at", "ends_at", "state", "activity__kind", "activity__signup",
            "activity__signup_link", "activity__is_example",
        )
    )  # fmt: skip
    return [
        Held(
            row.starts_at,
            row.ends_at,
            row.activity.get_kind_display().lower(),
            row.is_for_all,
            row.activity.is_example,
        )
        for row in rows
    ]


def held_outside_hours(schedule, now, days):
    """What is held in the room on ``days`` (dates in order) while it is closed by its hours, by day.

    What is over on the first of the days is left out; see :class:`~exhibits.rules.opening_hours.Held`.
    """
    since, until = (
        datetime.datetime.combine(day, datetime.time.min, STOCKHOLM)
        for day in (days[0], days[-1] + DAY)
    )
    found = {}
    for row in held_between(now, max(now, since), until):
        if fit_of(schedule, row.starts_at, row.ends_at) is not Fit.OPEN:
            found.setdefault(wall_clock(row.starts_at).date(), []).append(row)
    return found


def next_opening_change(now) -> datetime.datetime:
    """The next moment when the hours alone read differently: opening, closing or midnight.

    What is held in the room tells its own moments.
    """
    return status_at(schedule_now(now), now).changes_at


@snapshot(OpeningChange, clock=False)
def latest_change(now) -> tuple[int, datetime.datetime | None]:
    """How many changes of the hours there have been, by the number of the latest, and when that was."""
    row = OpeningChange.objects.order_by("-pk").values_list("pk", "changed_at").first()
    return row or (0, None)


@snapshot(OpeningChange, clock=False)
def once_decided(now) -> tuple[tuple[datetime.date, datetime.date], ...]:
    """The first and last days of all exceptions that have been stored once, those that are gone too."""
    stored = OpeningChange.objects.values_list("removed", "added")
    rows = {from_json(row) for change in stored for rows in change for row in rows}
    return tuple(
        sorted((row.first_on, row.last_on) for row in rows if isinstance(row, DatedException))
    )


def once_told_from(first, now) -> set[datetime.date]:
    """The days from ``first`` on for which somebody has decided something since, whatever holds today."""
    return {
        datetime.date.fromordinal(day)
        for begins, ends in once_decided(now)
        for day in range(max(first, begins).toordinal(), ends.toordinal() + 1)
    }
