"""Where an occurrence is held: in the room, somewhere else or on the web."""

from dataclasses import dataclass

from django.conf import settings

from exhibits.models.activities import Activity

ROOM_NAME = "Helsingborgsrummet"


@dataclass(frozen=True)
class Place:
    """A place as pages, calendars and search engines show it; ``url`` is set on the web only."""

    name: str
    street: str = ""
    postal_code: str = ""
    city: str = ""
    url: str = ""
    is_room: bool = False

    @property
    def text(self):
        """In one line: ``Helsingborgsrummet, Stadsbyggnadshuset, Järnvägsgatan 22``."""
        return ", ".join(part for part in (self.name, self.street) if part)

    @property
    def whole_text(self):
        """With postal code and city, for calendars and maps."""
        city = " ".join(part for part in (self.postal_code, self.city) if part)
        return ", ".join(part for part in (self.text, city) if part)


def _on_the_web(address):
    is_own = address.startswith("/")
    return Place("På webben", url=settings.SITE_ORIGIN + address if is_own else address)


def place_of_activity(activity, room):
    """The :class:`Place` of an activity; ``room`` is the premises when it is held, or ``None``."""
    match activity.venue:
        case Activity.Venue.ONLINE:
            return _on_the_web(activity.online_url)
        case Activity.Venue.ADDRESS:
            return Place(activity.place)
    if room is None:
        return Place(ROOM_NAME, is_room=True)
    return Place(
        f"{ROOM_NAME}, {room.name}", room.street, room.postal_code, room.city, is_room=True
    )


def place_of(occurrence, premises):
    """The :class:`Place` of one occurrence, which may differ from that of its activity.

    What is held in the room is held where the room is then; ``premises`` are all of
    :class:`~exhibits.models.room.Premises`.
    """
    if occurrence.online_url:
        return _on_the_web(occurrence.online_url)
    if occurrence.place:
        return Place(occurrence.place)
    return place_of_activity(occurrence.activity, premises.at(occurrence.starts_at))
