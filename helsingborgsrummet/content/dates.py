"""Dates and times in Swedish: dates with a precision, ranges, clock times.

Conventions: webbriktlinjer R66 and Språkrådet's guides, as noted in the domain files: month names
in lower case, always the year, en dash without spaces in ranges, full stop in clock times, full
hours without minutes. Everything here is pure; nothing reads the clock.
"""

import calendar
import datetime
import enum
from dataclasses import dataclass
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")
MONTHS = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
]
WEEKDAYS = ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"]
WEEKDAYS_SHORT = ["mån", "tis", "ons", "tors", "fre", "lör", "sön"]
DASH = "–"


class Precision(enum.StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True)
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

    @property
    def text(self):
        """In words: ``17 april 2023``, ``november 2021`` or ``2022``."""
        return " ".join(_parts(self))

    @property
    def machine(self):
        """For ``<time datetime>``: ``2023-04-17``, ``2021-11`` or ``2022``."""
        return self.day.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision]]

    def __str__(self):
        return self.text


def _parts(date):
    """The words of a partial date, the finest first."""
    day, month, year = str(date.day.day), MONTHS[date.day.month - 1], f"{date.day.year:04}"
    return {"day": [day, month, year], "month": [month, year], "year": [year]}[date.precision]


def format_day(day):
    """``17 april 2023``."""
    return PartialDate(day).text


def format_weekday(day):
    """``måndag 17 april 2023``."""
    return f"{WEEKDAYS[day.weekday()]} {format_day(day)}"


def format_range(first, last):
    """A span between two partial dates: ``5 februari–7 april 2024``, ``12–16 maj 2026``.

    What the two ends have in common is said once, last. Ends of different precision are both
    written out: ``2012–november 2015``.
    """
    if first == last:
        return first.text
    start, end = _parts(first), _parts(last)
    if first.precision == last.precision:
        while len(start) > 1 and start[-1] == end[len(start) - 1]:
            start.pop()
    return f"{' '.join(start)}{DASH}{' '.join(end)}"


def format_clock(time):
    """``10`` for a full hour, otherwise ``9.30``; the end of the day is ``24``."""
    return f"{time.hour}.{time.minute:02}" if time.minute else str(time.hour)


def format_clock_range(opens, closes):
    """``10–16`` or ``9.00–15.30``; both ends with minutes when either has them.

    ``closes`` at 00.00 means the end of the day and is written 24.
    """
    hours = (opens.hour, closes.hour if closes != datetime.time(0) else 24)
    if opens.minute or closes.minute:
        return f"{hours[0]}.{opens.minute:02}{DASH}{hours[1]}.{closes.minute:02}"
    return f"{hours[0]}{DASH}{hours[1]}"


def format_clock_range_in_table(opens, closes):
    """``09.00–15.30``: in tables all with minutes, so that the columns are even (R66)."""
    end = "24.00" if closes == datetime.time(0) else f"{closes:%H.%M}"
    return f"{opens:%H.%M}{DASH}{end}"


def format_moment(moment):
    """``17 april 2023 kl. 9.30``: an aware moment in Swedish time."""
    local = moment.astimezone(STOCKHOLM)
    return f"{format_day(local.date())} kl. {format_clock(local.time())}"


def join_words(words):
    """``a``, ``a och b``, ``a, b och c``."""
    words = list(words)
    return " och ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
