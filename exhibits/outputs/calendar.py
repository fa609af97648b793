"""Calendar files (iCalendar) that calendar programs subscribe to."""

import datetime
import uuid
from urllib.parse import urljoin

from django.conf import settings
from icalendar import Alarm, Calendar, Event, vDuration, vText

from exhibits.models.activities import Activity, Occurrence
from exhibits.now.venues import place_of
from exhibits.words_sv.opening import AS_USUAL, SPECIAL_DAYS, UNCERTAIN, deviation_hours
from exhibits.words_sv.plans import STOPPED, stopped_words
from exhibits.words_sv.questions import PAUSED, kicker
from helsingborgsrummet.content.shown import shown
from helsingborgsrummet.content.words_sv import format_moment, format_weekday, labelled

CONTENT_TYPE = "text/calendar; charset=utf-8"
# How often programs are asked to look for changes.
REFRESH = datetime.timedelta(hours=4)
# Later saves are later versions; seconds since then fit the 32 bits of the format for decades.
FIRST_VERSION = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
# The names of entries that stand for a day of the room's.
DAYS_OF_THE_ROOM = uuid.UUID("5b0c7f2e-2f5c-4c1e-9d0a-6a0b3b1f8c11")


def new_calendar(name, description, page):
    """An empty calendar; ``page`` is the path of the page that shows the same."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Helsingborgsrummet//Kalender//SV")
    calendar.add("calscale", "GREGORIAN")
    # Both the names of RFC 7986 and those that programs knew before it.
    for key, text in (("name", name), ("description", description)):
        calendar.add(key, text)
        calendar.add(f"x-wr-cal{key[:4]}", vText(text))
    calendar.add("url", settings.SITE_ORIGIN + page)
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    return calendar


def event_of(occurrence, premises):
    """The entry of an occurrence; ``premises`` say where the room is then.

    Moments are in UTC, so that no program has to know when Swedish clocks change. The entry of what
    is cancelled stays and says so.
    """
    activity = occurrence.activity
    place = place_of(occurrence, premises)
    address = settings.SITE_ORIGIN + activity.get_absolute_url()
    event = Event()
    event.add("uid", str(occurrence.uid))
    # When the entry last changed, not when the file was written: an unchanged file stays the same.
    event.add("dtstamp", _utc(occurrence.changed_at))
    event.add("last-modified", _utc(occurrence.changed_at))
    event.add("sequence", occurrence.sequence)
    event.add("dtstart", _utc(occurrence.starts_at))
    event.add("dtend", _utc(occurrence.ends_at))
    event.add("status", "CANCELLED" if occurrence.is_cancelled else "CONFIRMED")
    event.add("summary", _summary(occurrence, activity))
    event.add("description", _description(occurrence, activity, place, address))
    event.add("location", place.url or place.whole_text)
    event.add("url", address)
    event.add("categories", [Activity.Kind(activity.kind).label])
    event.add("class", "PUBLIC")
    event.add("transp", "TRANSPARENT" if occurrence.is_cancelled else "OPAQUE")
    return event


def calendar_of(occurrences, premises, *, name, description, page, withdrawn=()):
    """The file, in bytes, of some occurrences and of what is withdrawn (:mod:`exhibits.now.withdrawn`)."""
    calendar = new_calendar(name, description, page)
    entries = shown(withdrawn, withdrawn_event)
    entries += shown(occurrences, lambda occurrence: event_of(occurrence, premises))
    for entry in entries:
        calendar.add_component(entry)
    return calendar.to_ical()


def withdrawn_event(withdrawn):
    """The entry of something whose page is withdrawn: programs take it away or strike it out."""
    event = Event()
    event.add("uid", str(withdrawn.uid))
    event.add("dtstamp", _utc(withdrawn.at))
    event.add("last-modified", _utc(withdrawn.at))
    is_counted = withdrawn.sequence is not None
    event.add("sequence", withdrawn.sequence + 1 if is_counted else _version(withdrawn.at))
    is_day = not isinstance(withdrawn.starts, datetime.datetime)
    for name, time in (("dtstart", withdrawn.starts), ("dtend", withdrawn.ends)):
        event.add(name, time if is_day else _utc(time))
    event.add("status", "CANCELLED")
    event.add("summary", "Inte längre publicerat")
    address = settings.SITE_ORIGIN + withdrawn.url
    event.add("description", f"{withdrawn.reason}\n{address}")
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    return event


def _version(moment):
    """A number that grows with the time at which a page was saved."""
    return int((moment - FIRST_VERSION).total_seconds())


def _utc(moment):
    return moment.astimezone(datetime.UTC).replace(microsecond=0)


def _summary(occurrence, activity):
    title = labelled(activity.title, activity.is_example)
    return f"Inställt: {title}" if occurrence.is_cancelled else title


def _description(occurrence, activity, place, address):
    lines = [
        "Det här är ett påhittat exempel." if activity.is_example else "",
        f"{occurrence.get_state_display()}."
        if occurrence.state != Occurrence.State.PLANNED
        else "",
        f"Var från början {format_moment(occurrence.moved_from)}." if occurrence.moved_from else "",
        occurrence.note,
        activity.summary,
        # Nobody is asked to try in vain.
        f"Anmälan: {activity.signup}" if activity.signup and occurrence.has_room else "",
        f"Sista dag att anmäla sig: {format_weekday(occurrence.signup_until)}."
        if occurrence.signup_until and occurrence.has_room
        else "",
        place.url,
        address,
    ]
    return "\n".join(line for line in lines if line)


def closing_days_calendar(questions, *, page, withdrawn=()):
    """The file, in bytes, of the last days of ``questions`` (:class:`exhibits.now.questions.Question`).

    Each is an entry for the whole day, with a reminder two days before. One that a pause or an end of the
    work has closed is cancelled.
    """
    calendar = new_calendar(
        "Tyck till i Helsingborg", "Sista dag att tycka till om planer och frågor.", page
    )
    for entry in [*shown(withdrawn, withdrawn_event), *shown(questions, _closing_day)]:
        calendar.add_component(entry)
    return calendar.to_ical()


def _closing_day(question):
    """The entry of the last day of a question."""
    address = urljoin(settings.SITE_ORIGIN, question.url)
    title = labelled(question.title, question.is_example)
    event = Event()
    event.add("uid", str(question.about.uid))
    # The page was saved then; a later save is a later version of the entry.
    saved_at = question.saved_at
    event.add("dtstamp", _utc(saved_at))
    event.add("last-modified", _utc(saved_at))
    event.add("sequence", _version(saved_at))
    event.add("dtstart", question.closes)
    event.add("dtend", question.closes + datetime.timedelta(days=1))
    is_cancelled = question.stopped is not None
    more = stopped_words(question.stopped) if is_cancelled else PAUSED * question.is_paused
    description = f"{kicker(question)}. {question.summary}\n\n{address}"
    event.add("summary", f"{STOPPED if is_cancelled else 'Sista dag att tycka till'}: {title}")
    event.add("description", f"{more}\n\n{description}" if more else description)
    event.add("url", address)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if is_cancelled:
        return event
    reminder = Alarm()
    reminder.add("action", "DISPLAY")
    reminder.add("description", f"Två dagar kvar att tycka till: {title}")
    reminder.add("trigger", datetime.timedelta(days=-2))
    event.add_component(reminder)
    return event


def deviation_calendar(rows, undecided, change, *, once_told, is_example, page):
    """The file, in bytes, of the days on which the room's hours deviate, an entry for each whole day.

    ``rows`` are :class:`~exhibits.rules.opening_hours.DayHours`, ``undecided`` days with what they are called,
    ``change`` the number of the latest change of the hours and its moment. A day of ``once_told`` that does
    not deviate any more is cancelled until it has passed, as a program may have kept what it was told before.
    """
    calendar = new_calendar(
        "Helsingborgsrummets avvikande öppettider",
        "Dagar då rummet inte är öppet som vanligt.",
        page,
    )
    sequence, changed_at = change
    told = {row.day: _hours_of_day(row) for row in rows}
    told |= {day: f"{UNCERTAIN} ({SPECIAL_DAYS[special]})" for day, special in undecided.items()}
    told |= dict.fromkeys(once_told - told.keys())
    for day, words in sorted(told.items()):
        event = Event()
        # The day is the entry: whatever is decided for it later is a later version of the same.
        event.add("uid", str(uuid.uuid5(DAYS_OF_THE_ROOM, day.isoformat())))
        event.add("dtstamp", _utc(changed_at or FIRST_VERSION))
        event.add("sequence", sequence)
        event.add("dtstart", day)
        event.add("dtend", day + datetime.timedelta(days=1))
        summary = f"Helsingborgsrummet: {words or AS_USUAL}"
        event.add("summary", labelled(summary, is_example))
        event.add("url", settings.SITE_ORIGIN + page)
        event.add("status", "CONFIRMED" if words else "CANCELLED")
        event.add("class", "PUBLIC")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return calendar.to_ical()


def _hours_of_day(hours):
    return deviation_hours(hours) + (f" ({hours.reason})" if hours.reason else "")
