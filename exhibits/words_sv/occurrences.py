"""When activities are held, in Swedish: times, weeks and states."""

import datetime

from exhibits.rules.occurrences import Phase, last_day, wall_clock
from helsingborgsrummet.content.dates import PartialDate
from helsingborgsrummet.content.words_sv import (
    format_clock,
    format_clock_range,
    format_day,
    format_range,
    format_weekday,
    format_weekday_and_day,
)


def state_text(state, phase, moved="Flyttad"):
    """The state in words; ``state`` is ``planned``, ``moved``, ``full`` or ``cancelled``.

    ``moved`` says what of a moved one is another than before (:func:`moved_words`).

    What is cancelled is cancelled whatever the time. Otherwise what goes on and what is over says
    so, and before that what kind of change there is.
    """
    if state == "cancelled":
        return "Inställd"
    if phase is Phase.OVER:
        return "Har varit"
    words = {"planned": "Planerad", "moved": moved, "full": "Fullbokad"}[state]
    if phase is Phase.AHEAD:
        return words
    return "Pågår nu" if state == "planned" else f"Pågår nu, {words.lower()}"


def moved_words(occurrence):
    """What is new of an occurrence that is moved: ``Ny tid``, ``Ny plats``; ``Flyttad`` when nobody has said."""
    new = [
        word
        for word, is_new in (("tid", occurrence.moved_from), ("plats", occurrence.place))
        if is_new
    ]
    return f"Ny {' och '.join(new)}" if new else "Flyttad"


def clock_text(starts_at, ends_at):
    """The hours of an occurrence whose first day is said beside them.

    ``kl. 16.00–18.30``; across midnight or over several days ``kl. 22 till fredag 4 december 2026
    kl. 1``. Midnight at the end is written 24.
    """
    start, end = wall_clock(starts_at), wall_clock(ends_at)
    last = last_day(ends_at)
    if last == start.date():
        return f"kl. {format_clock_range(start.time(), end.time())}"
    closes = "24" if end.time() == datetime.time(0) else format_clock(end.time())
    return f"kl. {format_clock(start.time())} till {format_weekday(last)} kl. {closes}"


def time_text(starts_at, ends_at):
    """When it is held: ``torsdag 3 december 2026 kl. 16.00–18.30``.

    Over several days the year is said once: ``torsdag 3 december kl. 22 till fredag 4 december 2026
    kl. 1``.
    """
    first, last = wall_clock(starts_at).date(), last_day(ends_at)
    says_year_later = first != last and first.year == last.year
    day = format_weekday_and_day(first) if says_year_later else format_weekday(first)
    return f"{day} {clock_text(starts_at, ends_at)}"


def soon_text(occurrence, now):
    """When somebody who reads at ``now`` meets it: ``i dag kl. 16.00–18.30, fullbokad``, ``pågår nu``.

    Another day has its weekday, and its year when that is another.
    """
    state, phase = occurrence.state, occurrence.phase_at(now)
    moved = moved_words(occurrence)
    if phase is not Phase.AHEAD:
        return state_text(state, phase, moved).lower()
    today, first = wall_clock(now).date(), wall_clock(occurrence.starts_at).date()
    if first == today:
        day = "i dag"
    elif first == today + datetime.timedelta(days=1):
        day = "i morgon"
    else:
        day = (format_weekday_and_day if first.year == today.year else format_weekday)(first)
    told = "" if state == "planned" else f", {state_text(state, phase, moved).lower()}"
    return f"{day} {clock_text(occurrence.starts_at, occurrence.ends_at)}{told}"


def signup_words(occurrence, today):
    """Until when one can sign up: ``Anmäl dig senast torsdag 14 januari 2027``; empty without a last day.

    After it, and where there is no place left, that is said or nothing: nobody is asked to try in vain.
    """
    last = occurrence.signup_until
    if last is None or not occurrence.has_room:
        return ""
    if today > last:
        return f"Anmälan stängde {format_weekday(last)}"
    return f"Anmäl dig senast {'i dag' if today == last else format_weekday(last)}"


def week_text(day):
    """The week of a day: ``v. 48, 23–29 november 2026``."""
    monday = day - datetime.timedelta(days=day.weekday())
    sunday = monday + datetime.timedelta(days=6)
    days = format_range(PartialDate(monday), PartialDate(sunday))
    return f"v. {day.isocalendar().week}, {days}"


def follow_up_words(follow_up, today):
    """When an action is looked at again: ``Följs upp 1 februari 2027``; empty when that is of no use."""
    day = follow_up.follow_up_on
    if day is None or (day < today and follow_up.state != "open"):
        return ""
    if day < today:
        return f"Skulle ha följts upp {format_day(day)} – vi vet inte om det har gjorts"
    return f"Följs upp {format_day(day)}"
