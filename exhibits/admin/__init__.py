"""The admin of areas, the room and opening hours."""

from . import areas, opening, opportunities, room

__all__ = ["areas", "opening", "opportunities", "room"]
