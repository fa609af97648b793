"""The visit page: opening hours, the way there, what the premises are like."""

import datetime
import re
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from exhibits.models import AccessFact
from exhibits.now.opening import held_outside_hours, schedule_now, undecided_now
from exhibits.now.room import premises
from exhibits.now.way import way_to_the_room
from exhibits.outputs.structured_data import room_data
from exhibits.rules.opening_hours import (
    ANNOUNCED,
    DAY,
    deviations,
    last_decided_day,
    regular_periods,
    week_from,
)
from exhibits.words_sv.occurrences import week_text
from exhibits.words_sv.room import not_known_yet
from helsingborgsrummet.content.words_sv import format_month
from helsingborgsrummet.models import Notice

WEEK = 7 * DAY
# What a visitor plans for; deviations after it are folded together unless they are few.
SOON = 60 * DAY
FEW_LATER = 2
_ISO_WEEK = re.compile(r"(\d{4})-(\d{2})")


def query_of_week(monday):
    """The query that asks for a week: ``?vecka=2027-01``."""
    year, week, _ = monday.isocalendar()
    return f"?vecka={year:04}-{week:02}"


@dataclass(frozen=True)
class ShownWeek:
    """The seven days that the page shows.

    ``heading`` names them, ``note`` says why they are not those that were asked for. ``earlier`` and
    ``later`` are queries of the weeks beside them, empty where nothing is decided.
    """

    heading: str
    days: list
    note: str = ""
    earlier: str = ""
    later: str = ""


def shown_week(schedule, today, asked):
    """The :class:`ShownWeek`: the next seven days, or an ISO week ``asked`` for as ``2027-01``.

    ``Http404`` for what is no week. A week that has passed, or for which nothing is decided, is told.
    """
    this_monday = today - today.weekday() * DAY
    decided = max(today + ANNOUNCED, last_decided_day(schedule) or today)
    next_days = ShownWeek(
        "Öppettider de närmaste sju dagarna",
        week_from(schedule, today),
        later=query_of_week(this_monday + WEEK),
    )
    if not asked:
        return next_days
    match = _ISO_WEEK.fullmatch(asked)
    try:
        monday = datetime.date.fromisocalendar(int(match[1]), int(match[2]), 1)
        words = week_text(monday)
    except (TypeError, ValueError, OverflowError):
        raise Http404("no such week") from None
    note = ""
    if monday < this_monday:
        note = f"Veckan du frågade efter ({words}) har varit."
    elif monday > decided:
        note = f"Öppettiderna för {words} är inte bestämda ännu."
    if note:
        return ShownWeek(next_days.heading, next_days.days, note, later=next_days.later)
    return ShownWeek(
        f"Öppettider {words}",
        week_from(schedule, monday),
        earlier=query_of_week(monday - WEEK) if monday > this_monday else "",
        later=query_of_week(monday + WEEK) if monday + WEEK <= decided else "",
    )


def deviations_by_month(schedule, today):
    """All deviations that are decided, under the month in which they begin, or go on today.

    Two lists: what begins within :data:`SOON`, and what is later; few later ones are not parted.
    """
    rows = deviations(schedule, today)
    later = [row for row in rows if row.first_on - today > SOON]
    if len(later) <= FEW_LATER:
        later = []
    return _by_month(rows[: len(rows) - len(later)]), _by_month(later)


def _by_month(rows):
    return [
        (format_month(month).capitalize(), list(group))
        for month, group in groupby(rows, lambda row: row.first_on.replace(day=1))
    ]


def _unknown_way(room):
    """What nobody has told of the way, in words that follow on "Vi vet inte"."""
    asked = (("entrance", "hur entrén ser ut"), ("parking", "var du kan parkera"))
    return " eller ".join(words for name, words in asked if room and not getattr(room, name))


@require_safe
def visit(request):
    """Show how to visit the room: when, where and what the premises are like.

    ``?vecka=2027-01`` shows an ISO week instead of the next seven days.
    """
    now = timezone.now()
    today = timezone.localdate(now)
    schedule = schedule_now(now)
    asked = request.GET.get("vecka", "")
    all_premises = premises(now)
    room = all_premises.on(today)
    access_facts = list(room.access_facts.all()) if room else []
    unknown = AccessFact.Answer.UNKNOWN
    week = shown_week(schedule, today, asked)
    soon, later = deviations_by_month(schedule, today)
    return render(
        request,
        "exhibits/visit.html",
        {
            "now": now,
            "section": "visit",
            "noindex": bool(asked),
            "contact_email": settings.CONTACT_EMAIL,
            "notice_place": Notice.Place.VISIT,
            "today": today,
            "room": room,
            "way": way_to_the_room(now),
            "unknown_way": _unknown_way(room),
            "access_facts": access_facts,
            "known_access": [fact for fact in access_facts if fact.answer != unknown],
            "unknown_access": not_known_yet(
                fact.question for fact in access_facts if fact.answer == unknown
            ),
            "former_rooms": all_premises.former(today),
            "has_hours": not schedule.is_empty,
            "week": week,
            "held": held_outside_hours(schedule, now, [hours.day for hours in week.days]),
            "structured_data": room_data(now),
            "undecided": undecided_now(now),
            "regular": regular_periods(schedule, today),
            "deviations": soon,
            "later_deviations": later,
        },
    )
