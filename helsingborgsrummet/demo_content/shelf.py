"""What the parts of the sample content hand to each other."""

import datetime
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")
PRECISIONS = {1: "year", 2: "month", 3: "day"}


@dataclass
class Shelf:
    """Rows by the names under which the content speaks of them, and when all of it is published."""

    published_at: datetime.datetime = datetime.datetime(2026, 11, 23, 9, tzinfo=STOCKHOLM)
    pictures: dict = field(default_factory=dict)
    areas: dict = field(default_factory=dict)
    topics: dict = field(default_factory=dict)
    sound: object = None


def day_and_precision(parts):
    """``(2021, 11)`` → the first day that it can mean, and ``"month"``."""
    return datetime.date(*(*parts, 1, 1)[:3]), PRECISIONS[len(parts)]
