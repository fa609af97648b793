"""The list of development areas and the page of one area."""

from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from exhibits.models import Area, Milestone
from exhibits.now.area_maps import map_of_all_areas, map_of_area, stored_map_of_area
from exhibits.now.areas import published_areas
from exhibits.now.city_model import area_drawing
from exhibits.now.plans import plans_by_area
from exhibits.now.questions import closed_page, open_by_area
from exhibits.words_sv.questions import came_of_it, with_deadlines
from helsingborgsrummet.content.change_log import change_notes_of
from helsingborgsrummet.content.corrections import corrections_of
from helsingborgsrummet.content.kinds import NOTHING, kind_of, pieces_below, visible_or_404
from helsingborgsrummet.serving.now import snapshot

# Of what has closed an area names the latest; the archive has all.
CLOSED_COUNT = 3


@require_safe
def area_list(request):
    """Show all areas, or those of one kind: ``?slag=ny-stadsdel``."""
    now = timezone.now()
    areas = published_areas(now)
    kinds = {slugify(area.kind): area.kind for area in areas}
    kind = request.GET.get("slag", "")
    shown = [area for area in areas if not kind or slugify(area.kind) == kind]
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


def area_context(area, now, unsaved=NOTHING):
    """What the template of an area needs; for the public page and the preview.

    ``unsaved`` may hold ``key_facts``, ``milestones``, ``more_pictures``, ``corrections`` and ``change_notes``.
    """
    return {
        **_facts(area, now, unsaved),
        "more_pictures": _more_pictures(area, unsaved),
        "map": stored_map_of_area(now, area.pk) if unsaved is NOTHING else map_of_area(area, now),
        "drawing": area_drawing(now, area.pk) if unsaved is NOTHING else "",
        "corrections": corrections_of(area, now, unsaved),
        "change_notes": change_notes_of(area, now, unsaved),
        "below": pieces_below(area, now),
    }


def _more_pictures(area, unsaved):
    if "more_pictures" in unsaved:
        return list(unsaved["more_pictures"])
    return list(area.more_pictures.all()) if area.pk else []


def _facts(area, now, unsaved=NOTHING):
    """What can be influenced in an area, its plans, milestones and key facts.

    Where an area has plans they tell what is to come, and its milestones only what has happened: two
    lists of what comes next would soon disagree.
    """
    today = timezone.localdate(now)
    milestones = list(unsaved["milestones"] if "milestones" in unsaved else area.milestones.all())
    for milestone in milestones:
        milestone.phase = milestone.phase_on(today)
    plans = plans_by_area(now).get(area.pk, [])
    closed, closed_count = closed_page(now, None, area.pk, 0, CLOSED_COUNT) if area.pk else ((), 0)
    if plans:
        milestones = [each for each in milestones if each.phase is not Milestone.Phase.AHEAD]
        # What has happened is read like news: what goes on, then the latest first.
        milestones.sort(
            key=lambda each: (each.phase is each.Phase.NOW, each.last_day), reverse=True
        )
    else:
        # What goes on may have begun before what has passed; the quay leads from past to future.
        milestones.sort(key=lambda milestone: Milestone.Phase.values.index(milestone.phase))
    return {
        "now": now,
        "section": "areas",
        "today": today,
        "area": area,
        "key_facts": list(unsaved["key_facts"] if "key_facts" in unsaved else area.key_facts.all()),
        "milestones": milestones,
        "open_now": with_deadlines(open_by_area(now).get(area.pk, []), today),
        "plans": plans,
        "closed": [(each, came_of_it(each, today)) for each in closed],
        "has_more_closed": closed_count > len(closed),
        "step": None if plans else area.step_on(today, milestones),
    }


@require_safe
def area_detail(request, slug):
    """Show one area."""
    now = timezone.now()
    area = next((area for area in published_areas(now) if area.slug == slug), None)
    is_published = area is not None
    if not is_published:
        # Says why, with the right status.
        area = visible_or_404(Area, now, slug)
    kind = kind_of(area)
    prepared = is_published and _prepared(now, area.pk)
    context = {**kind.page_context(area, now), "prepared": prepared}
    return render(request, kind.template, context)


@snapshot(published_areas, plans_by_area, open_by_area, closed_page)
def _prepared(now, pk) -> SafeString:
    """The facts of an area in words: some have many plans."""
    area = next(area for area in published_areas(now) if area.pk == pk)
    return render_to_string("exhibits/parts/area_facts.html", _facts(area, now))
