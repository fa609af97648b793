"""The premises of the room at any moment, read once for each change of them."""

from exhibits.models.room import Premises, Room
from helsingborgsrummet.models import Picture
from helsingborgsrummet.serving.now import snapshot


@snapshot(Room, Picture, clock=False)
def premises(now) -> Premises:
    """All premises, those to come too; ``premises(now).at(moment)`` are those of a moment."""
    return Premises(tuple(Room.objects.select_related("picture")))


@snapshot(premises)
def present_room(now) -> Room | None:
    """The :class:`~exhibits.models.Room` at the moment ``now``, or ``None``.

    What is told of another moment, such as the place of an activity, is asked for that moment.
    """
    return premises(now).at(now)
