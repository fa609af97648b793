"""The admin of areas, plans, the room and opening hours."""

from . import areas, dialogues, opening, plans, room

__all__ = ["areas", "dialogues", "opening", "plans", "room"]
