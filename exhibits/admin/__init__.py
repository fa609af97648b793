"""The admin of areas, plans, activities and places, of the room and its opening hours."""

from . import (
    activities,
    areas,
    city_model,
    dialogues,
    exhibits,
    group_visits,
    opening,
    opportunities,
    plans,
    room,
    screens,
    short_links,
    terms,
    visitors,
)

__all__ = [
    "activities",
    "areas",
    "city_model",
    "dialogues",
    "exhibits",
    "group_visits",
    "opening",
    "opportunities",
    "plans",
    "room",
    "screens",
    "short_links",
    "terms",
    "visitors",
]
