"""Development areas, the room and its opening hours."""

from .areas import Area, KeyFact, Milestone
from .opening import OpeningException, OpeningRule, OpeningSeason, load_schedule
from .room import AccessFact, Room

__all__ = [
    "AccessFact",
    "Area",
    "KeyFact",
    "Milestone",
    "OpeningException",
    "OpeningRule",
    "OpeningSeason",
    "Room",
    "load_schedule",
]
