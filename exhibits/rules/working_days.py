"""Working days: when an answer that takes some of them comes. Pure."""

import datetime

from exhibits.rules.red_days import DAY, SpecialDay, special_days

# On these people work in the morning at least.
_WORKED = {
    SpecialDay.EPIPHANY_EVE,
    SpecialDay.MAUNDY_THURSDAY,
    SpecialDay.WALPURGIS_NIGHT,
    SpecialDay.DAY_AFTER_ASCENSION,
    SpecialDay.DAY_BEFORE_ALL_SAINTS,
}


def is_working_day(day):
    """Whether ``day`` is a weekday that is neither red nor one of the eves on which offices are closed."""
    special = special_days(day.year).get(day)
    return day.weekday() < 5 and (special is None or special in _WORKED)


def after_working_days(day, count) -> datetime.date:
    """The working day that is the ``count``-th after ``day``."""
    while count:
        day += DAY
        count -= is_working_day(day)
    return day
