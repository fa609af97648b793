"""The published plans as they stand now, read once for each change of content.

Area pages, plan pages, the start page and what can be influenced now all ask the same plans.
"""

from collections import defaultdict

from django.utils import timezone

from exhibits.models.areas import Area
from exhibits.models.plans import Plan, PlanStep
from exhibits.now.areas import published_areas
from helsingborgsrummet.content.publishing import State
from helsingborgsrummet.serving.now import kept


def published_plans(now):
    """The plans that a visitor may see at the moment ``now``, in the order of their titles.

    A plan is seen only where its area is. Each stands on today's date: ``state``, ``next_step``,
    ``line`` and ``windows(today)`` ask nothing more of the database; nor does its ``area`` (title and
    address). ``touched_areas`` are the other published areas. The texts of the pages are not read.
    """
    return kept("published plans", now, lambda: _read(now))


def has_page(plan, now):
    """Whether a visitor meets the plan at the moment ``now``: it and its area are published."""
    areas = {area.pk for area in published_areas(now)}
    return plan.area_id in areas and plan.state_at(now) is State.PUBLISHED


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
    found = Plan.objects.published(now).filter(area__in=areas)
    plans = list(found.defer("body", "body_html"))
    if not plans:
        return []
    # All rows at once: Django's prefetching makes a manager and a query for each plan.
    keys = found.order_by().values("pk")
    steps, touched = defaultdict(list), defaultdict(list)
    for step in PlanStep.objects.filter(plan__in=keys):
        steps[step.plan_id].append(step)
    links = Plan.other_areas.through.objects.filter(plan__in=keys).values_list("plan", "area")
    for plan, area in links:
        if area in areas:
            touched[plan].append(areas[area])
    for plan in plans:
        plan.area = areas[plan.area_id]
        plan.touched_areas = touched[plan.pk]
        plan.stand_on(today, steps[plan.pk])
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
