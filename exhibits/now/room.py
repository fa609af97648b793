"""The premises that the room is in now, read once for each change of them."""

from django.utils import timezone

from exhibits.models.room import Room
from helsingborgsrummet.serving.now import snapshot


@snapshot(Room)
def present_room(now) -> Room | None:
    """The present :class:`~exhibits.models.Room` at the moment ``now``, or ``None``."""
    return Room.objects.present(timezone.localdate(now))
