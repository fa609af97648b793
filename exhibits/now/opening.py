"""Today's opening hours from the stored schedule, asked once for each change of content."""

from exhibits.models.opening import load_schedule
from exhibits.rules.opening_hours import status_at
from helsingborgsrummet.serving.now import kept


def schedule_now(now):
    """The stored schedule, kept until content changes."""
    return kept("schedule", now, load_schedule)


def opening_status(now):
    """Is the room open at the moment ``now``? The one answer that every page prints."""
    return kept("opening_status", now, lambda: status_at(schedule_now(now), now))


def next_opening_change(now):
    """The next moment when the answer reads differently: opening, closing or midnight."""
    return status_at(schedule_now(now), now).changes_at
