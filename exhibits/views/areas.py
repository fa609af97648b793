"""The list of development areas and the page of one area."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from exhibits.area_map import map_of_all_areas, map_of_area
from exhibits.models import Area

NEWS_COUNT = 4


@require_safe
def area_list(request):
    """Show all areas, or those of one kind: ``?slag=ny-stadsdel``."""
    now = timezone.now()
    today = timezone.localdate(now)
    areas = list(Area.objects.published(now).for_list())
    kinds = {slugify(area.kind): area.kind for area in areas}
    kind = request.GET.get("slag", "")
    shown = [area for area in areas if not kind or slugify(area.kind) == kind]
    for area in shown:
        area.step = area.step_on(today)
    return render(
        request,
        "exhibits/area_list.html",
        {
            "now": now,
            "section": "areas",
            "areas": shown,
            "kind": kind,
            "kind_name": kinds.get(kind, ""),
            "kinds": kinds if len(kinds) > 1 else {},
            "map": map_of_all_areas(now),
        },
    )


def area_context(area, now, *, key_facts=None, milestones=None):
    """What the template of an area needs; for the public page and the preview.

    ``key_facts`` and ``milestones`` stand in for the stored rows when an unsaved area is previewed.
    """
    today = timezone.localdate(now)
    milestones = list(area.milestones.all()) if milestones is None else list(milestones)
    for milestone in milestones:
        milestone.phase = milestone.phase_on(today)
    is_stored = area.pk is not None
    return {
        "now": now,
        "section": "areas",
        "today": today,
        "area": area,
        "key_facts": list(area.key_facts.all()) if key_facts is None else list(key_facts),
        "milestones": milestones,
        "step": area.step_on(today, milestones),
        "more_pictures": list(area.more_pictures.all()) if is_stored else [],
        "map": map_of_area(area),
        "announcements": (
            list(area.announcements.published(now).newest_first().for_list()[:NEWS_COUNT])
            if is_stored
            else []
        ),
    }


@require_safe
def area_detail(request, slug):
    """Show one area."""
    now = timezone.now()
    area = get_object_or_404(Area.objects.published(now).select_related("picture"), slug=slug)
    return render(request, "exhibits/area_detail.html", area_context(area, now))
