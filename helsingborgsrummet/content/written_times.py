"""Days and clock times as people in Sweden write them, read in one place.

Pure. Only what can mean one thing is read: ISO ("2027-02-01") and Swedish ("1 februari 2027", "1/2 2027",
"1.2.2027") days, clock times such as "9", "09.00", "9:30" and "kl. 17". What an American would read
otherwise ("01/02/2027") is refused with both readings.
"""

import datetime
import re

from helsingborgsrummet.content.words_sv import MONTHS, WEEKDAYS, WEEKDAYS_SHORT, format_day

# The first and the last day that anything on the site can be about.
FIRST_DAY, LAST_DAY = datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)
# A day without a year means the nearest such day, if that is as near as this to today.
NEAR = datetime.timedelta(days=90)

EXAMPLES = "Skriv dagen så här: 2027-02-01 eller 1 februari 2027."
CLOCK_EXAMPLES = "Skriv tiden så här: 10 eller 9.30."

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|(\d\d)(\d\d))", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})(?:(\s+|\2)(\d+))?\.?", re.ASCII)
_WORDS = re.compile(r"(?:([a-zåäö]+)\.?\s+)?(?:den\s+)?(\d{1,2})\.?\s*([a-zåäö]+)\.?(?:\s+(\d+))?")
_CLOCK = re.compile(r"(?:kl\.?\s*)?(\d{1,2})(?:[.:,](\d\d)(?:[.:](\d\d)(?:\.\d+)?)?)?", re.ASCII)


class Unreadable(ValueError):
    """Why a day or a clock time cannot be read, as a Swedish sentence."""


def read_day(text, today):
    """Return the day that ``text`` means; without a year the one that is near ``today``.

    Raises :class:`Unreadable` for what means nothing, or more than one thing, and for a day outside
    :data:`FIRST_DAY`–:data:`LAST_DAY`.
    """
    words = " ".join(text.lower().split())
    weekday = None
    if found := _ISO.fullmatch(words):
        year, month, day = (int(part) for part in found.groups() if part)
    elif found := _NUMBERS.fullmatch(words):
        day, mark, month, gap, year = found.groups()
        day, month = int(day), int(month)
        if gap and not gap.isspace() and mark != ".":
            _refuse_what_americans_read(day, month, mark, year)
        if mark == "-":
            raise Unreadable(EXAMPLES)
        year = _year(year)
    elif found := _WORDS.fullmatch(words):
        weekday, day, name, year = found.groups()
        month = _place(name, MONTHS, 3)
        if month is None or (weekday and weekday != "den" and _weekday(weekday) is None):
            raise Unreadable(EXAMPLES)
        weekday = _weekday(weekday) if weekday and weekday != "den" else None
        day, month, year = int(day), month + 1, _year(year)
    else:
        raise Unreadable(EXAMPLES)
    if not 1 <= month <= 12:
        raise Unreadable(f"Det finns ingen månad {month}. {EXAMPLES}")
    found = _with_year(day, month, year, today) if year is None else _day(year, month, day)
    if weekday is not None and found.weekday() != weekday:
        raise Unreadable(
            f"{format_day(found).capitalize()} är en {WEEKDAYS[found.weekday()]}, inte en "
            f"{WEEKDAYS[weekday]}. Rätta dagen, eller skriv den utan veckodag."
        )
    return found


def check_day(day):
    """Refuse a day outside :data:`FIRST_DAY`–:data:`LAST_DAY`, with :class:`Unreadable`."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Unreadable(
            f"Året {day.year} kan inte stämma. Skriv ett år mellan {FIRST_DAY.year} och {LAST_DAY.year}."
        )
    return day


def read_clock(text):
    """Return the clock time that ``text`` means; 24 is midnight. Raises :class:`Unreadable`."""
    found = _CLOCK.fullmatch(" ".join(text.lower().split()))
    if not found:
        raise Unreadable(CLOCK_EXAMPLES)
    hour, minute, second = (int(part or 0) for part in found.groups())
    if (hour, minute, second) == (24, 0, 0):
        hour = 0
    try:
        return datetime.time(hour, minute, second)
    except ValueError:
        raise Unreadable(f"Klockan kan inte vara {text.strip()}. {CLOCK_EXAMPLES}") from None


def _refuse_what_americans_read(day, month, mark, year):
    """Two numbers and a year with the same mark between them: read from the wrong end in some countries."""
    year = _year(year)
    if mark == "/" and day > 12 >= month:
        return
    readings = [
        format_day(each)
        for first, second in ((day, month), (month, day))
        if (each := _possible(year, second, first))
    ]
    if len(set(readings)) > 1:
        raise Unreadable(
            f"Det kan betyda {' eller '.join(readings)}. Skriv dagen med månadens namn, eller som "
            f"{_possible(year, month, day).isoformat()}."
        )
    if mark == "/" and readings and day == month:
        return
    raise Unreadable(EXAMPLES)


def _year(digits):
    """The year of four digits; ``None`` when there is none."""
    if digits is None:
        return None
    if len(digits) != 4:
        raise Unreadable(f"Skriv året med fyra siffror. {EXAMPLES}")
    return int(digits)


def _place(name, names, length):
    """Where a name or its beginning of at least ``length`` letters stands among ``names``, or ``None``."""
    if len(name) < length:
        return None
    found = [place for place, each in enumerate(names) if each.startswith(name)]
    return found[0] if len(found) == 1 else None


def _weekday(name):
    return WEEKDAYS_SHORT.index(name) if name in WEEKDAYS_SHORT else _place(name, WEEKDAYS, 3)


def _possible(year, month, day):
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _day(year, month, day):
    if not FIRST_DAY.year <= year <= LAST_DAY.year:
        raise Unreadable(
            f"Året {year} kan inte stämma. Skriv ett år mellan {FIRST_DAY.year} och {LAST_DAY.year}."
        )
    found = _possible(year, month, day)
    if found is None:
        raise Unreadable(f"Det finns ingen {day} {MONTHS[month - 1]} {year}.")
    return found


def _with_year(day, month, year, today):
    """The day of that name that is near ``today``; refused when it could be this year's or the next's."""
    years = (today.year - 1, today.year, today.year + 1)
    found = [each for year in years if (each := _possible(year, month, day))]
    near = [each for each in found if abs(each - today) <= NEAR]
    if len(near) == 1:
        return near[0]
    if not found:
        raise Unreadable(f"Skriv året också. {EXAMPLES}")
    around = sorted(sorted(found, key=lambda each: abs(each - today))[:2])
    raise Unreadable(f"Vilket år? Skriv {' eller '.join(map(format_day, around))}.")
