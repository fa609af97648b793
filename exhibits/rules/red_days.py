"""Days of the Swedish year on which a room is seldom open as usual: red days, eves, squeeze days.

Pure. The red days are those of the law on public holidays (lag 1989:253 om allmänna helgdagar, as it stands since
2005); the eves, which no law makes red but on which most offices close early or all day, follow from them
(domain files, table of helgdagar). The ``holidays`` library agrees on the red days (the test asks it) and knows all
countries, which costs each worker 17 MB.
"""

import datetime
import enum
import functools

from dateutil.easter import easter

DAY = datetime.timedelta(days=1)


class SpecialDay(enum.StrEnum):
    """A day that somebody should decide about."""

    NEW_YEARS_DAY = "new_years_day"
    EPIPHANY_EVE = "epiphany_eve"
    EPIPHANY = "epiphany"
    MAUNDY_THURSDAY = "maundy_thursday"
    GOOD_FRIDAY = "good_friday"
    EASTER_EVE = "easter_eve"
    EASTER_SUNDAY = "easter_sunday"
    EASTER_MONDAY = "easter_monday"
    WALPURGIS_NIGHT = "walpurgis_night"
    MAY_DAY = "may_day"
    ASCENSION_DAY = "ascension_day"
    DAY_AFTER_ASCENSION = "day_after_ascension"
    WHIT_SUNDAY = "whit_sunday"
    NATIONAL_DAY = "national_day"
    MIDSUMMER_EVE = "midsummer_eve"
    MIDSUMMER_DAY = "midsummer_day"
    DAY_BEFORE_ALL_SAINTS = "day_before_all_saints"
    ALL_SAINTS_DAY = "all_saints_day"
    CHRISTMAS_EVE = "christmas_eve"
    CHRISTMAS_DAY = "christmas_day"
    BOXING_DAY = "boxing_day"
    NEW_YEARS_EVE = "new_years_eve"


_SATURDAY = 5


def _red_days(year):
    """The red days of a year, the movable last: on a day that has two names that one counts."""
    sunday = easter(year)
    return {
        SpecialDay.NEW_YEARS_DAY: datetime.date(year, 1, 1),
        SpecialDay.EPIPHANY: datetime.date(year, 1, 6),
        SpecialDay.MAY_DAY: datetime.date(year, 5, 1),
        SpecialDay.NATIONAL_DAY: datetime.date(year, 6, 6),
        SpecialDay.CHRISTMAS_DAY: datetime.date(year, 12, 25),
        SpecialDay.BOXING_DAY: datetime.date(year, 12, 26),
        SpecialDay.GOOD_FRIDAY: sunday - 2 * DAY,
        SpecialDay.EASTER_SUNDAY: sunday,
        SpecialDay.EASTER_MONDAY: sunday + DAY,
        SpecialDay.ASCENSION_DAY: sunday + 39 * DAY,
        SpecialDay.WHIT_SUNDAY: sunday + 49 * DAY,
        SpecialDay.MIDSUMMER_DAY: _saturday_from(datetime.date(year, 6, 20)),
        SpecialDay.ALL_SAINTS_DAY: _saturday_from(datetime.date(year, 10, 31)),
    }


def _saturday_from(day):
    """The first Saturday that is not before ``day``."""
    return day + (_SATURDAY - day.weekday()) % 7 * DAY


@functools.lru_cache(maxsize=8)
def special_days(year):
    """Return the special days of a calendar year: a dict from date to :class:`SpecialDay`, in order."""
    named = _red_days(year)
    days = {day: special for special, day in named.items()}
    days |= {
        datetime.date(year, 1, 5): SpecialDay.EPIPHANY_EVE,
        named[SpecialDay.GOOD_FRIDAY] - DAY: SpecialDay.MAUNDY_THURSDAY,
        named[SpecialDay.GOOD_FRIDAY] + DAY: SpecialDay.EASTER_EVE,
        datetime.date(year, 4, 30): SpecialDay.WALPURGIS_NIGHT,
        named[SpecialDay.ASCENSION_DAY] + DAY: SpecialDay.DAY_AFTER_ASCENSION,
        named[SpecialDay.MIDSUMMER_DAY] - DAY: SpecialDay.MIDSUMMER_EVE,
        named[SpecialDay.ALL_SAINTS_DAY] - DAY: SpecialDay.DAY_BEFORE_ALL_SAINTS,
        datetime.date(year, 12, 24): SpecialDay.CHRISTMAS_EVE,
        datetime.date(year, 12, 31): SpecialDay.NEW_YEARS_EVE,
    }
    return dict(sorted(days.items()))
