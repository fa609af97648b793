"""Dates that are known to the day, the month or the year, and the time zone of the city.

Pure. Their words stand in :mod:`~helsingborgsrummet.content.words_sv`.
"""

import calendar
import datetime
import enum
from dataclasses import dataclass
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


class Precision(enum.StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date that may be known only to its month or its year.

    ``day`` is any day in the month or year meant; what is finer than ``precision`` is ignored.
    """

    day: datetime.date
    precision: Precision = Precision.DAY

    @property
    def first(self):
        """The first day that it can mean."""
        match self.precision:
            case Precision.YEAR:
                return self.day.replace(month=1, day=1)
            case Precision.MONTH:
                return self.day.replace(day=1)
        return self.day

    @property
    def last(self):
        """The last day that it can mean."""
        match self.precision:
            case Precision.YEAR:
                return self.day.replace(month=12, day=31)
            case Precision.MONTH:
                return self.day.replace(day=calendar.monthrange(self.day.year, self.day.month)[1])
        return self.day

    def is_past(self, today):
        """Whether no day that it can mean is ``today`` or later."""
        return self.last < today

    @property
    def machine(self):
        """For ``<time datetime>``: ``2023-04-17``, ``2021-11`` or ``2022``."""
        return self.day.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision]]
