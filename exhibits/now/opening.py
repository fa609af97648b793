"""Today's opening hours from the stored schedule, asked once for each change of it."""

from exhibits.models.opening import OpeningException, OpeningRule, OpeningSeason, load_schedule
from exhibits.rules.opening_hours import Schedule, Status, status_at
from helsingborgsrummet.serving.now import snapshot


@snapshot(OpeningRule, OpeningSeason, OpeningException, clock=False)
def schedule_now(now) -> Schedule:
    """The stored schedule."""
    return load_schedule()


@snapshot(schedule_now)
def opening_status(now) -> Status:
    """Is the room open at the moment ``now``? The one answer that every page prints."""
    return status_at(schedule_now(now), now)


def next_opening_change(now):
    """The next moment when the answer reads differently: opening, closing or midnight."""
    return status_at(schedule_now(now), now).changes_at
