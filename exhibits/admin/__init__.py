"""The admin of areas, the room and opening hours."""

from . import areas, opening, room

__all__ = ["areas", "opening", "room"]
