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
    if not area.outline:
        return ""
    plans = drawn_plans(now, area.pk) if area.pk else ()
    room = present_room(now)
    others = Area.objects.published(now).filter(outline__isnull=False).exclude(pk=area.pk)
    return mark_safe(
        map_drawing.draw_area_map(
            base_map(now),
            _map_area(area),
            title_of_area_map(area.title),
            shown(others, lambda other: _drawn_area(other, now)),
            MAP_OF_ALL_AREAS,
            room.position if room else None,
            plans,
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
    room = present_room(now)
    areas = Area.objects.published(now).filter(outline__isnull=False)

    def draw(row):
        # That a plan is an example is said by the page beside the map, and to whoever listens to it.
        title = title_of_area_map(labelled(row.title, row.is_example))
        area = map_drawing.MapArea(row.title, "", 0, row.outline)
        return mark_safe(
            map_drawing.draw_area_map(
                base_map(now),
                area,
                title,
                shown(areas, lambda each: _drawn_area(each, now)),
                MAP_OF_ALL_AREAS,
                room.position if room else None,
                least=0.009,
            )
        )

    return next(iter(shown([plan], draw)), "")


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
