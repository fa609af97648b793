"""The start page: is the room open, what can I influence, what is next; areas and news."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from exhibits.area_map import map_of_all_areas
from exhibits.areas_now import published_areas
from exhibits.models import Milestone
from helsingborgsrummet.models import Notice
from news import lists
from news.models import Announcement

NEWS_COUNT = 4


@require_safe
def start(request):
    """Show the start page as it reads now."""
    now = timezone.now()
    today = timezone.localdate(now)
    areas = published_areas(now)
    pinned = lists.pinned(now)
    newest, _ = lists.page_of(
        "news", Announcement.objects.exclude(pk__in=pinned), now, size=NEWS_COUNT
    )
    announcements = [*pinned, *newest][:NEWS_COUNT]
    return render(
        request,
        "site/start.html",
        {
            "now": now,
            "today": today,
            "section": "start",
            "notice_place": Notice.Place.START,
            "areas": areas,
            "map": map_of_all_areas(now),
            # Called by the template only when the piece they stand in is not kept.
            "next_milestone": lambda: next_milestone(areas, today),
            "newest": lambda: Announcement.objects.filter(pk__in=announcements[:1]).first(),
            "announcements": lists.rows(announcements, now),
        },
    )


def next_milestone(areas, today):
    """The dated milestone that comes first after ``today`` over all areas, or ``None``."""
    ahead = [
        milestone
        for area in areas
        for milestone in area.milestones.all()
        if milestone.starts_on and milestone.phase_on(today) is Milestone.Phase.AHEAD
    ]
    return min(ahead, key=lambda milestone: milestone.starts_on, default=None)
