"""The admin of areas, plans, the room and opening hours."""

from . import areas, opening, plans, room

__all__ = ["areas", "opening", "plans", "room"]
