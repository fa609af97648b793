"""The admin of areas, the room and opening hours."""

from . import areas, dialogues, opening, room

__all__ = ["areas", "dialogues", "opening", "room"]
