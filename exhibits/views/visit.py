"""The visit page: opening hours, the way there, what the premises are like."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from exhibits.models import AccessFact, Room
from exhibits.now.opening import schedule_now
from exhibits.rules.opening_hours import deviations, week_of
from helsingborgsrummet.models import Notice

DEVIATION_DAYS = 42


@require_safe
def visit(request):
    """Show how to visit the room, with this week's hours and what deviates in the coming weeks."""
    now = timezone.now()
    today = timezone.localdate(now)
    schedule = schedule_now(now)
    room = Room.objects.select_related("picture").present(today)
    access_facts = list(room.access_facts.all()) if room else []
    unknown = AccessFact.Answer.UNKNOWN
    former = Room.objects.filter(moved_out_on__isnull=False, moved_out_on__lte=today)
    return render(
        request,
        "exhibits/visit.html",
        {
            "now": now,
            "section": "visit",
            "notice_place": Notice.Place.VISIT,
            "today": today,
            "room": room,
            "known_access": [fact for fact in access_facts if fact.answer != unknown],
            "unknown_access": [fact for fact in access_facts if fact.answer == unknown],
            "former_rooms": former,
            "has_hours": bool(schedule.rules or schedule.seasons or schedule.exceptions),
            "week": week_of(schedule, today),
            "deviations": deviations(schedule, today, DEVIATION_DAYS),
            "deviation_days": DEVIATION_DAYS,
        },
    )
