"""Days of the Swedish year on which a room is seldom open as usual: red days, eves, squeeze days.

Pure. The red days come from the ``holidays`` library; the eves, which no law makes red but on which
most offices close early or all day, follow from them (domain files, table of helgdagar).
"""

import datetime
import enum
import functools

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


# What the library calls the red days; on a day that has two names the last of these counts.
_RED = {
    "Nyårsdagen": SpecialDay.NEW_YEARS_DAY,
    "Trettondedag jul": SpecialDay.EPIPHANY,
    "Långfredagen": SpecialDay.GOOD_FRIDAY,
    "Påskdagen": SpecialDay.EASTER_SUNDAY,
    "Annandag påsk": SpecialDay.EASTER_MONDAY,
    "Första maj": SpecialDay.MAY_DAY,
    "Kristi himmelsfärdsdag": SpecialDay.ASCENSION_DAY,
    "Pingstdagen": SpecialDay.WHIT_SUNDAY,
    "Nationaldagen": SpecialDay.NATIONAL_DAY,
    "Midsommardagen": SpecialDay.MIDSUMMER_DAY,
    "Alla helgons dag": SpecialDay.ALL_SAINTS_DAY,
    "Juldagen": SpecialDay.CHRISTMAS_DAY,
    "Annandag jul": SpecialDay.BOXING_DAY,
}


@functools.lru_cache(maxsize=8)
def special_days(year):
    """Return the special days of a calendar year: a dict from date to :class:`SpecialDay`, in order."""
    # Loaded where it is needed: not by every command.
    import holidays

    red = holidays.country_holidays("SE", years=year, language="sv")
    # Where two meet, as in 2049, the library says "Nationaldagen; Pingstdagen".
    named = {
        _RED[name]: day
        for day, names in red.items()
        for name in names.split("; ")
        if day.year == year and name in _RED
    }
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
