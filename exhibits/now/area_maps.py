"""The maps of the site: stored outlines drawn on the base map."""

from django.utils.safestring import SafeString, mark_safe

from exhibits.models.areas import Area
from exhibits.models.plans import Plan
from exhibits.now.base_map import base_map
from exhibits.now.plans import published_plans
from exhibits.now.room import present_room
from exhibits.rules import map_drawing
from exhibits.rules.plan_finding import drawn_as
from exhibits.words_sv.maps import DRAWN, MAP_OF_ALL_AREAS, title_of_area_map
from helsingborgsrummet.content.shown import shown
from helsingborgsrummet.content.words_sv import labelled
from helsingborgsrummet.serving.now import snapshot


@snapshot(Area, present_room, base_map)
def map_of_all_areas(now) -> SafeString:
    """SVG of every published area with its number, and the room."""
    areas = Area.objects.published(now).filter(outline__isnull=False)
    room = present_room(now)
    return mark_safe(
        map_drawing.draw_map(
            base_map(now),
            shown(areas, lambda area: _drawn_area(area, now)),
            MAP_OF_ALL_AREAS,
            room.position if room else None,
        )
    )


def map_of_area(area, now):
    """SVG of one area, its plans and what lies around it, or an empty string when it has no outline."""
    return _map_of_one(_map_area(area), now, area.pk) if area.outline else ""


def map_of_unsaved_area(outline, title, key, now):
    """The same of an outline that the area with a key, ``None`` for a new one, does not have yet."""
    return _map_of_one(map_drawing.MapArea(title, "", 0, outline), now, key)


def _map_of_one(drawn, now, key):
    """SVG of an area as it is ``drawn``, with the plans of the stored one that has the ``key``."""
    areas = Area.objects.published(now).filter(outline__isnull=False).exclude(pk=key)
    plans = drawn_plans(now, key) if key else ()
    return _map_around(drawn, areas, now, plans=plans)


def _map_around(drawn, areas, now, said="", **options):
    """SVG of an outline and of what lies around it, named ``said`` for whoever listens."""
    room = present_room(now)
    return mark_safe(
        map_drawing.draw_area_map(
            base_map(now),
            drawn,
            title_of_area_map(said or drawn.title),
            shown(areas, lambda other: _drawn_area(other, now)),
            MAP_OF_ALL_AREAS,
            room.position if room else None,
            **options,
        )
    )


@snapshot(published_plans, Plan)
def drawn_plans(now, area) -> tuple[map_drawing.MapPlan, ...]:
    """The plans of the area with a key that have an outline of their own and of which something comes."""
    drawn = {
        plan.pk: (plan, how)
        for plan in published_plans(now)
        if plan.area.pk == area and (how := drawn_as(plan.state))
    }
    rows = Plan.objects.filter(pk__in=drawn, outline__isnull=False).only("pk", "outline")

    def draw(row):
        plan, how = drawn[row.pk]
        map_drawing.label_point(map_drawing.rings(row.outline)[0])
        said = labelled(plan.title, plan.is_example)
        return map_drawing.MapPlan(plan.title, row.outline, how.value, said)

    return tuple(shown(rows, draw))


@snapshot(drawn_plans)
def key_of_map(now, area) -> tuple[tuple[SafeString, str, str], ...]:
    """What the patterns on an area's map mean: sign, word and the plans that are drawn so."""
    plans = drawn_plans(now, area)
    return tuple(
        (
            mark_safe(map_drawing.draw_pattern(drawn.value)),
            words,
            ", ".join(plan.said for plan in plans if plan.drawn == drawn),
        )
        for drawn, words in DRAWN.items()
        if any(plan.drawn == drawn for plan in plans)
    )


def map_of_plan(plan, now):
    """SVG of what a plan is about and of what lies around it; empty without an outline."""
    if not plan.outline:
        return ""

    def draw(row):
        # That a plan is an example is said by the page beside the map, and to whoever listens to it.
        said = labelled(row.title, row.is_example)
        return map_of_unsaved_plan(row.outline, row.title, None, now, said)

    return next(iter(shown([plan], draw)), "")


def map_of_unsaved_plan(outline, title, area, now, said=""):
    """The same of an outline that a plan does not have yet; its ``area`` is drawn though it be a draft.

    ``said`` is the plan's title for whoever listens, where it is another than on the map.
    """
    areas = list(Area.objects.published(now).filter(outline__isnull=False))
    if area and area.outline and area not in areas:
        areas.append(area)
    drawn = map_drawing.MapArea(title, "", 0, outline)
    return _map_around(drawn, areas, now, said, least=0.009)


@snapshot(Area, Plan, present_room, base_map)
def stored_map_of_plan(now, pk) -> SafeString:
    """The same of the stored plan with a key."""
    return map_of_plan(Plan.objects.only("title", "outline", "is_example").get(pk=pk), now)


@snapshot(Area, present_room, drawn_plans, base_map)
def stored_map_of_area(now, pk) -> SafeString:
    """The same of the stored area with a key."""
    return map_of_area(Area.objects.get(pk=pk), now)


def _drawn_area(area, now):
    """The same, or an error when the map of all areas cannot show where it lies."""
    drawn = _map_area(area)
    if not map_drawing.reaches_into_map(base_map(now), drawn):
        raise ValueError("the outline lies outside the map")
    return drawn


def _map_area(area):
    return map_drawing.MapArea(
        title=area.title,
        url=area.get_absolute_url(),
        number=area.place,
        outline=area.outline,
        label_side=area.label_side,
    )
