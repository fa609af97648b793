"""The way to the room: where one arrives, how far it is from there, and the map."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from exhibits.models.room import Arrival
from exhibits.now.base_map import base_map
from exhibits.now.room import present_room
from exhibits.rules import way_drawing
from exhibits.words_sv.maps import MAP_OF_THE_WAY, walk_words
from helsingborgsrummet.serving.now import snapshot


@dataclass(frozen=True, slots=True)
class Way:
    """The arrivals with what is said of the walk, and the map; empty where nobody knows the position."""

    arrivals: tuple[tuple[Arrival, str], ...]
    drawing: SafeString


@snapshot(Arrival, present_room, base_map)
def way_to_the_room(now) -> Way:
    """The way to the premises of the moment ``now``."""
    room = present_room(now)
    rows = list(Arrival.objects.filter(room=room)) if room else []
    if not rows or not room.position:
        return Way(tuple((row, "") for row in rows), mark_safe(""))
    features = base_map(now).features
    said = []
    for row in rows:
        metres = way_drawing.length(way_drawing.walk(features, row.position, room.position))
        said.append((row, walk_words(metres, way_drawing.minutes(metres))))
    starts = [way_drawing.Start(row.name, row.position) for row in rows]
    drawn = way_drawing.draw_way(features, room.position, starts, MAP_OF_THE_WAY)
    return Way(tuple(said), mark_safe(drawn))
