"""The premises that the room is in now, read once for each change of content."""

from django.utils import timezone

from exhibits.models import Room
from helsingborgsrummet.content.page_cache import kept


def present_room(now):
    """The :class:`Room` at the moment ``now``, or ``None``."""
    return kept("present room", now, lambda: Room.objects.present(timezone.localdate(now)))
