"""Development areas and their plans, the room, what happens there and what came of it."""

from .activities import Activity, FollowUp, Occurrence
from .areas import Area, KeyFact, Milestone
from .base_map import CityMap
from .city_model import CityModel, ModelBlocks, Station
from .dialogues import Dialogue
from .documents import Document
from .exhibits import Exhibit
from .group_visits import GroupVisit
from .opening import (
    OpeningChange,
    OpeningException,
    OpeningRule,
    OpeningSeason,
    RedDayLetter,
    load_schedule,
)
from .opportunities import Opportunity
from .picture_points import ExhibitPoint, PlanPoint
from .plans import Plan, PlanStep, StageText
from .recordings import Recording
from .room import AccessFact, Arrival, Room
from .screens import Screen, ScreenContact, ScreenItem
from .short_links import ShortLink, ShortLinkDay
from .terms import Term
from .visitors import VisitCount

__all__ = [
    "AccessFact",
    "Activity",
    "Area",
    "Arrival",
    "CityMap",
    "CityModel",
    "Dialogue",
    "Document",
    "Exhibit",
    "ExhibitPoint",
    "FollowUp",
    "GroupVisit",
    "KeyFact",
    "Milestone",
    "ModelBlocks",
    "Occurrence",
    "OpeningChange",
    "OpeningException",
    "OpeningRule",
    "OpeningSeason",
    "Opportunity",
    "Plan",
    "PlanPoint",
    "PlanStep",
    "Recording",
    "RedDayLetter",
    "Room",
    "Screen",
    "ScreenContact",
    "ScreenItem",
    "ShortLink",
    "ShortLinkDay",
    "StageText",
    "Station",
    "Term",
    "VisitCount",
    "load_schedule",
]
