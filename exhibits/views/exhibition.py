"""The room: what it shows, by need, and the page of one exhibit."""

import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from exhibits.models import Exhibit, Recording
from exhibits.now.areas import area_names
from exhibits.now.city_model import stations
from exhibits.now.exhibition import exhibits, in_the_room, new_in_the_room, recordings_of
from exhibits.now.picture_points import pointed_picture
from exhibits.now.room import present_room
from exhibits.rules.exhibits import Showing
from exhibits.words_sv.exhibits import (
    NEEDS,
    access_facts,
    short_facts,
    showing,
    total_time,
    what_is_not_known,
)
from helsingborgsrummet.content.corrections import corrections_of
from helsingborgsrummet.content.kinds import NOTHING, kind_of, visible_or_404

NEW_COUNT = 6


@require_safe
def exhibition(request):
    """Show the room: ``?behov=rullstol`` keeps to what matters for a need, ``?sedan=2026-05-01`` to what is new."""
    now = timezone.now()
    today = timezone.localdate(now)
    need = request.GET.get("behov", "")
    if need and need not in NEEDS:
        raise Http404("no such need")
    since = _day(request.GET.get("sedan", ""))
    shown = {state: [] for state in Showing}
    for row in exhibits(now):
        shown[row.showing_on(today)].append(_lines(row, today, need))
    news = [each for each in new_in_the_room(now) if since is None or each.day >= since]
    showing_now = shown[Showing.NOW]
    return render(
        request,
        "exhibits/exhibition.html",
        {
            "now": now,
            "section": "room",
            "showing": showing_now,
            "planned": shown[Showing.PLANNED],
            "children": [each for each in showing_now if each["exhibit"].audience == "barn"],
            "total_time": total_time(each["exhibit"].minutes for each in showing_now),
            "need": need,
            "need_name": NEEDS[need][0] if need else "",
            "needs": [(each, name) for each, (name, _) in NEEDS.items()],
            "since": since,
            "news": news if since else news[:NEW_COUNT],
            "stations": stations(now),
            "room": present_room(now),
        },
    )


def _day(text):
    """A day of a query string, or ``None``; 404 for what is none."""
    if not text:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise Http404("no such day") from None


def _lines(exhibit, today, need=""):
    """An exhibit with what a list says of it."""
    known, unknown = access_facts(exhibit, NEEDS[need][1] if need else None)
    return {
        "exhibit": exhibit,
        "showing": showing(exhibit, today),
        "has_last_day": exhibit.ends_on is not None,
        "facts": short_facts(exhibit),
        "known": known,
        "unknown": what_is_not_known(unknown),
    }


def exhibit_context(exhibit, now, unsaved=NOTHING):
    """What the template of an exhibit needs; for the public page and the preview.

    ``unsaved`` may hold ``areas``, ``plans``, ``points``, ``recordings`` and ``corrections``.
    """
    names = area_names(now)
    areas = unsaved["areas"] if "areas" in unsaved else exhibit.areas.all() if exhibit.pk else ()
    plans = unsaved["plans"] if "plans" in unsaved else exhibit.plans.all() if exhibit.pk else ()
    order = [row for row in exhibits(now) if row.showing_on(timezone.localdate(now)) is Showing.NOW]
    after = next((row for row in order if row.number > (exhibit.number or 0)), None)
    return {
        "now": now,
        "section": "room",
        **_lines(exhibit, timezone.localdate(now)),
        "state": exhibit.showing_on(timezone.localdate(now)),
        "areas": [names[area.pk] for area in areas if area.pk in names],
        "plans": [plan for plan in plans if kind_of(plan).is_visible(plan, now)],
        "after": after,
        "pointed": pointed_picture(exhibit, now, unsaved),
        "recordings": recordings_of(exhibit, now, unsaved),
        "corrections": corrections_of(exhibit, now, unsaved),
    }


def room_below(name, row, now):
    """What the room has of an area or a plan (``name`` says which), for its page; or ``None``."""
    lines = in_the_room(now).get((name, row.pk))
    return lines and {"id": "rummet", "template": "exhibits/parts/in_the_room.html", "lines": lines}


@require_safe
def exhibit_detail(request, slug):
    """Show one exhibit."""
    now = timezone.now()
    exhibit = visible_or_404(Exhibit, now, slug, related=("picture",))
    kind = kind_of(exhibit)
    return render(request, kind.template, kind.page_context(exhibit, now))


@require_safe
def captions(request, slug, pk):
    """The captions of a film, for the browser that plays it."""
    exhibit = visible_or_404(Exhibit, timezone.now(), slug)
    recording = get_object_or_404(Recording.objects.exclude(captions=""), exhibit=exhibit.pk, pk=pk)
    return HttpResponse(recording.captions, content_type="text/vtt; charset=utf-8")
