"""The admin of activities, areas, the room and opening hours."""

from . import activities, areas, opening, room

__all__ = ["activities", "areas", "opening", "room"]
