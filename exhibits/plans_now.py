"""The published plans as they stand now, read once for each change of content.

Area pages, plan pages, the start page and what can be influenced now all ask the same plans.
"""

from django.db.models import Prefetch
from django.utils import timezone

from exhibits.models.areas import Area
from exhibits.models.plans import Plan
from helsingborgsrummet.content.page_cache import kept


def published_plans(now):
    """The plans that a visitor may see at the moment ``now``, in the order of their titles.

    A plan is seen only where its area is. Each stands on today's date: ``state``, ``next_step``,
    ``line`` and ``windows(today)`` ask nothing more of the database; nor do its ``area`` (title and
    address) and ``steps``. The texts of the pages are not read.
    """
    return kept("published plans", now, lambda: _read(now))


def plans_by_slug(now):
    """The same plans by the last part of their address."""
    return kept("plans by slug", now, lambda: {plan.slug: plan for plan in published_plans(now)})


def plans_by_successor(now):
    """Published plans by the key of the plan that has taken over from them."""

    def read():
        found = {}
        for plan in published_plans(now):
            found.setdefault(plan.superseded_by_id, []).append(plan)
        return found

    return kept("plans by successor", now, read)


def _read(now):
    today = timezone.localdate(now)
    areas = {area.pk: area for area in Area.objects.published(now).only("title", "slug", "place")}
    plans = list(
        Plan.objects.published(now)
        .filter(area__in=areas)
        .prefetch_related("steps", Prefetch("other_areas", Area.objects.only("pk")))
        .defer("body", "body_html")
    )
    for plan in plans:
        plan.area = areas[plan.area_id]
        plan.touched_areas = [
            area for area in map(areas.get, (area.pk for area in plan.other_areas.all())) if area
        ]
        plan.stand_on(today)
    return plans


def plans_by_area(now):
    """The published plans that touch each area, by the area's key; what is most urgent first."""
    return kept("plans by area", now, lambda: _by_area(published_plans(now)))


def _by_area(plans):
    found = {}
    for plan in sorted(plans, key=lambda plan: plan.urgency):
        for area in {plan.area, *plan.touched_areas}:
            found.setdefault(area.pk, []).append(plan)
    return found
