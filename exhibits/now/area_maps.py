"""The maps of the site: stored outlines drawn on the base map."""

from django.utils.safestring import SafeString, mark_safe

from exhibits.models.areas import Area
from exhibits.now.room import present_room
from exhibits.rules import map_drawing
from exhibits.words_sv.maps import MAP_OF_ALL_AREAS, title_of_area_map
from helsingborgsrummet.content.shown import shown
from helsingborgsrummet.serving.now import snapshot


@snapshot(Area, present_room)
def map_of_all_areas(now) -> SafeString:
    """SVG of every published area with its number, and the room."""
    areas = Area.objects.published(now).filter(outline__isnull=False)
    room = present_room(now)
    return mark_safe(
        map_drawing.draw_map(
            shown(areas, _drawn_area),
            MAP_OF_ALL_AREAS,
            room.position if room else None,
        )
    )


def map_of_area(area, now):
    """SVG of one area and what lies around it, or an empty string when it has no outline."""
    if not area.outline:
        return ""
    room = present_room(now)
    others = Area.objects.published(now).filter(outline__isnull=False).exclude(pk=area.pk)
    return mark_safe(
        map_drawing.draw_area_map(
            _map_area(area),
            title_of_area_map(area.title),
            shown(others, _drawn_area),
            MAP_OF_ALL_AREAS,
            room.position if room else None,
        )
    )


@snapshot(Area, present_room)
def stored_map_of_area(now, pk) -> SafeString:
    """The same of the stored area with a key."""
    return map_of_area(Area.objects.get(pk=pk), now)


def _drawn_area(area):
    """The same, or an error when the map of all areas cannot show where it lies."""
    drawn = _map_area(area)
    if not map_drawing.reaches_into_map(drawn):
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
