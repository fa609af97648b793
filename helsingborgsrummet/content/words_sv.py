"""Swedish words for dates, clock times, numbers and lists.

Conventions: webbriktlinjer R66 and Språkrådet's guides, as noted in the domain files: month names
in lower case, always the year, en dash without spaces in ranges, full stop in clock times, full
hours without minutes; a no-break space between thousands and before a unit, so that no number is
torn apart. Everything here is pure; nothing reads the clock.
"""

import datetime
import re

from helsingborgsrummet.content.dates import STOCKHOLM, PartialDate, Precision

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
SPACE = "\u00a0"


def _parts(date):
    """The words of a partial date, the finest first."""
    day, month, year = str(date.day.day), MONTHS[date.day.month - 1], f"{date.day.year:04}"
    return {"day": [day, month, year], "month": [month, year], "year": [year]}[date.precision]


def format_date(date):
    """A partial date in words: ``17 april 2023``, ``november 2021`` or ``2022``."""
    return " ".join(_parts(date))


def published_word(date):
    """What stands before the date of a page: who knows no day tells of something past, not of a publication."""
    return "Publicerad" if date.precision is Precision.DAY else "Daterad"


def format_day(day):
    """``17 april 2023``."""
    return format_date(PartialDate(day))


def format_weekday(day):
    """``måndag 17 april 2023``."""
    return f"{WEEKDAYS[day.weekday()]} {format_day(day)}"


def format_weekday_and_day(day):
    """``måndag 17 april``, for where the year is said beside it."""
    return f"{WEEKDAYS[day.weekday()]} {format_day_and_month(day)}"


def format_day_and_month(day):
    """``17 april``, for where the year is said beside it."""
    return " ".join(_parts(PartialDate(day))[:2])


def format_month(day):
    """The month of a day: ``april 2023``."""
    return format_date(PartialDate(day, Precision.MONTH))


def format_range(first, last):
    """A span between two partial dates: ``5 februari–7 april 2024``, ``12–16 maj 2026``.

    What the two ends have in common is said once, last. Ends of different precision are both
    written out, with a word between: ``maj 2022 till 2023``. Without a ``last`` (``None``) it is the first
    alone.
    """
    if last is None or first == last:
        return format_date(first)
    start, end = _parts(first), _parts(last)
    if first.precision != last.precision:
        return f"{' '.join(start)} till {' '.join(end)}"
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


SEASONS = ["vår", "sommar", "höst", "vinter", "jul", "påsk", "halvår", "kvartal"]
_TIME = re.compile(
    rf"\b(?:20\d\d|(?:{'|'.join(MONTHS)})|(?:{'|'.join(SEASONS)})(?:en|n|s|et)?)\b", re.I
)


def names_a_time(words):
    """Whether words name a year, a month or a season, so that they will be past one day."""
    return bool(_TIME.search(words))


def promise(words, until, today, unknown):
    """Words that hold until a partial date (or ``None``: for ever), as one or two sentences.

    Once that has passed they are no longer left alone, and ``unknown`` says what nobody knows:
    ``Reserverad till och med mars 2027. Den tiden har passerat – vi vet inte vad som gäller nu.``
    """
    words = f"{words.rstrip('.')}."
    return (
        f"{words} Den tiden har passerat – {unknown}." if until and until.is_past(today) else words
    )


def join_words(words, last="och"):
    """``a``, ``a och b``, ``a, b och c``; ``last`` may be another word than ``och``."""
    words = list(words)
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def full_stop(text):
    """What ends a sentence after ``text``: nothing where it asks or ends by itself, else a full stop."""
    return "" if text.endswith((".", "!", "?")) else "."


def labelled(text, is_example):
    """``Exempel: Parkkvarteret`` for what is invented, otherwise the text alone.

    For everything that leaves the page: titles, feeds, calendars, data. On a page a label says it.
    """
    return f"Exempel: {text}" if is_example and text else text


def format_number(number):
    """A whole number: ``1 500``."""
    return f"{number:,}".replace(",", SPACE)


_NUMBERS = [
    "noll",
    "ett",
    "två",
    "tre",
    "fyra",
    "fem",
    "sex",
    "sju",
    "åtta",
    "nio",
    "tio",
    "elva",
    "tolv",
]


def number_words(number):
    """A number in running text: up to twelve as a word, then in figures."""
    return _NUMBERS[number] if number < len(_NUMBERS) else format_number(number)


def format_bytes(size):
    """The size of a file of ``size`` bytes: ``840 kB``, ``2,4 MB``, ``38 MB``."""
    kilobytes = max(1, round(size / 1000))
    if kilobytes < 1000:
        return f"{kilobytes}{SPACE}kB"
    if kilobytes < 9950:
        return f"{kilobytes / 1000:.1f}".replace(".", ",") + f"{SPACE}MB"
    return f"{format_number(round(kilobytes / 1000))}{SPACE}MB"


def format_square_metres(low, high):
    """A range of floor or land in m²; either end may be ``None``.

    ``400 m²``, ``250–600 m²``, ``från 1 500 m²``, ``upp till 90 m²``; empty when neither is known.
    """
    if low is None and high is None:
        return ""
    if high is None:
        return f"från {format_number(low)}{SPACE}m²"
    if low is None:
        return f"upp till {format_number(high)}{SPACE}m²"
    span = format_number(high) if low == high else f"{format_number(low)}–{format_number(high)}"
    return f"{span}{SPACE}m²"
