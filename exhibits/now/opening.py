"""Today's opening hours from the stored schedule, asked once for each change of it."""

import datetime

from exhibits.models.activities import Activity, Occurrence
from exhibits.models.opening import OpeningException, OpeningRule, OpeningSeason, load_schedule
from exhibits.rules.opening_hours import DAY, Held, Schedule, Status, status_at
from helsingborgsrummet.serving.clock import midnight_after
from helsingborgsrummet.serving.now import snapshot


@snapshot(OpeningRule, OpeningSeason, OpeningException, clock=False)
def schedule_now(now) -> Schedule:
    """The stored schedule."""
    return load_schedule()


@snapshot(schedule_now, Occurrence, Activity)
def opening_status(now) -> Status:
    """Is the room open at the moment ``now``? The one answer that every page prints.

    What is held in the room counts; see :func:`~exhibits.rules.opening_hours.status_at`.
    """
    return status_at(schedule_now(now), now, held_today(now))


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
            "activity__signup_link",
        )
    )  # fmt: skip
    return [
        Held(row.starts_at, row.ends_at, row.activity.get_kind_display().lower(), row.is_for_all)
        for row in rows
    ]


def next_opening_change(now) -> datetime.datetime:
    """The next moment when the hours alone read differently: opening, closing or midnight.

    What is held in the room tells its own moments.
    """
    return status_at(schedule_now(now), now).changes_at
