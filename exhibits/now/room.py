"""The premises that the room is in now, read once for each change of content."""

from django.utils import timezone

from exhibits.models.room import Room
from helsingborgsrummet.serving.now import kept


def present_room(now):
    """The present :class:`~exhibits.models.Room` at the moment ``now``, or ``None``."""
    return kept("present_room", now, lambda: Room.objects.present(timezone.localdate(now)))
