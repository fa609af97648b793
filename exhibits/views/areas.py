"""The list of development areas and the page of one area."""

from collections import Counter
from dataclasses import astuple, dataclass, replace
from urllib.parse import urlencode

from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from exhibits.models import Area, Milestone
from exhibits.now.area_maps import key_of_map, map_of_all_areas, map_of_area, stored_map_of_area
from exhibits.now.areas import published_areas
from exhibits.now.city_model import area_drawing
from exhibits.now.plans import plans_by_area, quay_of_plan
from exhibits.now.questions import closed_page, open_by_area
from exhibits.rules.plan_finding import Progress, progress_of
from exhibits.rules.plan_quay import has_time
from exhibits.words_sv.plans import AREA_PROGRESS
from exhibits.words_sv.questions import came_of_it, with_deadlines
from helsingborgsrummet.content.change_log import change_notes_of
from helsingborgsrummet.content.corrections import corrections_of
from helsingborgsrummet.content.kinds import NOTHING, kind_of, pieces_below, visible_or_404
from helsingborgsrummet.serving.now import snapshot

# Of what has closed an area names the latest; the archive has all.
CLOSED_COUNT = 3
# The most urgent plans lie on a quay each; of those that follow a sentence says as much.
QUAYS = 5
AREA_PARAMETERS = ("slag", "stadsdel", "skede")


@require_safe
def area_list(request):
    """Show all areas, or some: ``?slag=ny-stadsdel&stadsdel=ramlosa&skede=pagar``."""
    now = timezone.now()
    choice = AreaChoice(*(request.GET.get(name, "") for name in AREA_PARAMETERS))
    areas = published_areas(now)
    shown = choice.of(areas, progress_by_area(now))
    any_progress = replace(choice, progress="")
    counts = Counter(
        each for area in any_progress.of(areas, {}) for each in progress_by_area(now)[area.pk]
    )
    kinds, districts = _names(areas, "kind"), _names(areas, "district")
    return render(
        request,
        "exhibits/area_list.html",
        {
            "now": now,
            "section": "areas",
            "areas": shown,
            "area_count": len(areas),
            "choice": choice,
            "chosen": [
                each
                for each in (
                    kinds.get(choice.kind),
                    districts.get(choice.district),
                    AREA_PROGRESS.get(choice.progress),
                )
                if each
            ],
            "progress": [
                (each, words, replace(choice, progress=each).address, counts[each])
                for each, words in AREA_PROGRESS.items()
                if counts[each] or each == choice.progress
            ],
            "all_url": any_progress.address,
            "all_count": len(any_progress.of(areas, {})),
            "kinds": kinds if len(kinds) > 1 else {},
            "districts": districts if len(districts) > 1 else {},
            "map": map_of_all_areas(now),
        },
    )


def _names(areas, column):
    """The values of a column by what addresses say for them, in their order."""
    names = {slugify(value): value for area in areas if (value := getattr(area, column))}
    return dict(sorted(names.items(), key=lambda item: item[1]))


@dataclass(frozen=True)
class AreaChoice:
    """Which areas a visitor wants to see; empty is everything, and what there is none of shows none."""

    kind: str = ""
    district: str = ""
    progress: str = ""

    def of(self, areas, progress):
        """Those of ``areas`` that are chosen; ``progress`` holds how far the plans of each have come."""
        return [
            area
            for area in areas
            if self.kind in ("", slugify(area.kind))
            and self.district in ("", slugify(area.district))
            and (not self.progress or self.progress in progress[area.pk])
        ]

    @property
    def address(self):
        """The query string."""
        values = zip(AREA_PARAMETERS, astuple(self), strict=True)
        return "?" + urlencode({name: value for name, value in values if value})


@snapshot(published_areas, plans_by_area, open_by_area)
def progress_by_area(now) -> dict[int, frozenset]:
    """How far the plans of each area have come, by the area's key; open is where a question is, of a plan or not."""
    plans, is_open = plans_by_area(now), open_by_area(now)
    return {
        area.pk: frozenset(
            {progress_of(plan.state) for plan in plans.get(area.pk, ())} - {Progress.OPEN}
            | ({Progress.OPEN} if area.pk in is_open else set())
        )
        for area in published_areas(now)
    }


def area_context(area, now, unsaved=NOTHING):
    """What the template of an area needs; for the public page and the preview.

    ``unsaved`` may hold ``key_facts``, ``milestones``, ``more_pictures``, ``corrections`` and ``change_notes``.
    """
    return {
        **_facts(area, now, unsaved),
        "more_pictures": _more_pictures(area, unsaved),
        "map": stored_map_of_area(now, area.pk) if unsaved is NOTHING else map_of_area(area, now),
        "map_key": key_of_map(now, area.pk) if area.pk else (),
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
    quays = [
        (plan, quay_of_plan(plan, today) if place < QUAYS else ())
        for place, plan in enumerate(plans)
    ]
    key_facts = list(unsaved["key_facts"] if "key_facts" in unsaved else area.key_facts.all())
    return {
        "now": now,
        "section": "areas",
        "today": today,
        "area": area,
        "key_facts": key_facts,
        "source_of_all": _source_of_all(key_facts),
        "milestones": milestones,
        "open_now": with_deadlines(open_by_area(now).get(area.pk, []), today),
        "plans": plans,
        "quays": quays,
        "has_undated": any(not has_time(post.first) for _, posts in quays for post in posts),
        "closed": [(each, came_of_it(each, today)) for each in closed],
        "has_more_closed": closed_count > len(closed),
        "step": None if plans else area.step_on(today, milestones),
    }


def _source_of_all(key_facts):
    """One of several key facts that come from the same place and day, to say so once; or ``None``."""
    said = {(each.source, each.source_url, each.checked_on, each.is_example) for each in key_facts}
    if len(key_facts) < 2 or len(said) > 1:
        return None
    first = key_facts[0]
    return first if first.source and not first.is_example else None


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
    prepared = _prepared(now, area.pk) if is_published else {}
    context = {**kind.page_context(area, now), **prepared}
    return render(request, kind.template, context)


@snapshot(published_areas, plans_by_area, open_by_area, closed_page)
def _prepared(now, pk) -> dict[str, SafeString]:
    """The facts of an area in words: some have many plans."""
    area = next(area for area in published_areas(now) if area.pk == pk)
    context = _facts(area, now)
    parts = {"prepared": "area_facts", "prepared_history": "area_history"}
    return {
        name: render_to_string(f"exhibits/parts/{part}.html", context)
        for name, part in parts.items()
    }
