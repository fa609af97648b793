"""The start page: is the room open, what can I influence, what is next; areas and news."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from exhibits.area_map import map_of_all_areas
from exhibits.models import Area, Milestone
from helsingborgsrummet.models import Notice
from news.models import Announcement

NEWS_COUNT = 4


@require_safe
def start(request):
    """Show the start page as it reads now."""
    now = timezone.now()
    today = timezone.localdate(now)
    areas = list(Area.objects.published(now).for_list())
    for area in areas:
        area.step = area.step_on(today)
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
            "next_milestone": next_milestone(areas, today),
            "announcements": Announcement.objects.pinned_first(now, NEWS_COUNT),
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
