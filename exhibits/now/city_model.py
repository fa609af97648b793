"""The drawn model as it looks now: from every corner and by layer, and each area from near."""

from collections import Counter
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from exhibits.models.areas import Area
from exhibits.models.city_model import ModelBlocks, Station
from exhibits.now.areas import area_names
from exhibits.now.base_map import base_map
from exhibits.rules import map_drawing, model_drawing
from exhibits.rules.model_drawing import Corner, State
from exhibits.words_sv.city_model import title_of_area_drawing, title_of_drawing
from helsingborgsrummet.content.addresses import address_of
from helsingborgsrummet.content.shown import shown
from helsingborgsrummet.serving.now import snapshot


@snapshot(base_map)
def ground(now) -> model_drawing.Ground:
    """Land, water and roads under the blocks."""
    return model_drawing.Ground(base_map(now).features)


@dataclass(frozen=True, slots=True)
class Place:
    """A station as lists and drawings name it."""

    number: int
    title: str
    summary: str
    position: tuple[float, float]
    area: int | None
    is_example: bool

    def get_absolute_url(self):
        return address_of("exhibits:station_detail", str(self.number))


@snapshot(Station)
def stations(now) -> tuple[Place, ...]:
    """The published stations in the order of their numbers."""
    rows = Station.objects.published(now).order_by("number")

    def place(row):
        values = (row.number, row.title, row.summary, row.position, row.area_id, row.is_example)
        return row.get_absolute_url() and Place(*values)

    return tuple(shown(rows, place))


@snapshot(ModelBlocks, stations, ground)
def drawing(now, corner, layer) -> SafeString:
    """The model from a corner; ``layer`` is a state that stands beside what is there, or ``""`` for all.

    Empty when no blocks are stored.
    """
    row = ModelBlocks.objects.first()
    if row is None:
        return mark_safe("")
    corner, layer = Corner(corner), State(layer) if layer else None
    wanted = set(State) if layer is None else {State.STANDS, layer}
    # From the sea what hangs there has room below; from the land, pins of the coast stand before the sky.
    ratios = (1.3, 2.6 if corner is Corner.SOUTH_WEST else 2.2)
    frame = model_drawing.frame_around(row.hull, corner, lift=3.0, room=1.06, ratios=ratios)
    return mark_safe(
        model_drawing.draw_model(
            [block for block, _ in row.pairs() if block.state in wanted],
            ground(now),
            model_drawing.View(frame, corner),
            title_of_drawing(corner, layer),
            _pins(now),
        )
    )


def _pins(now, here=0):
    """What the stations are on a drawing; ``here`` is the number of the one whose page it is."""
    return [
        model_drawing.Pin(
            each.number, each.title, each.get_absolute_url(), each.position, each.number == here
        )
        for each in stations(now)
    ]


# How much of the city the drawing on a station's page shows, and its width: a number is 24 pixels wide at 320.
NEAR_METRES = 3600
NEAR_WIDTH = 900


@snapshot(ModelBlocks, stations, ground)
def station_drawing(now, number) -> SafeString:
    """The model around a station from near, for its page; empty without blocks, or when it is not shown."""
    row = ModelBlocks.objects.first()
    place = next((each for each in stations(now) if each.number == number), None)
    if row is None or place is None:
        return mark_safe("")
    frame = model_drawing.Frame(place.position, NEAR_METRES, ratio=1.3, lift=2.0, width=NEAR_WIDTH)
    view = model_drawing.View(frame, Corner.SOUTH_WEST)
    return mark_safe(
        model_drawing.draw_model(
            [block for block, _ in row.pairs()],
            ground(now),
            view,
            title_of_area_drawing(place.title),
            _pins(now, number),
        )
    )


@snapshot(ModelBlocks, Area, ground)
def area_drawing(now, pk) -> SafeString:
    """An area on the model from near; empty when it has no outline or nothing of it stands there."""
    row = ModelBlocks.objects.first()
    area = row and Area.objects.get(pk=pk)
    if row is None or not area.outline:
        return mark_safe("")
    pairs = list(row.pairs())
    if not any(slug == area.slug for _, slug in pairs):
        return mark_safe("")
    edge = [point for ring in map_drawing.rings(area.outline) for point in ring]
    corner = Corner.SOUTH_WEST
    view = model_drawing.View(model_drawing.frame_around(edge, corner, lift=1.5, room=1.15), corner)
    title = title_of_area_drawing(area.title)
    return mark_safe(model_drawing.draw_model([b for b, _ in pairs], ground(now), view, title))


@snapshot(ModelBlocks, area_names)
def counts_by_area(now) -> dict[int, Counter]:
    """For each published area, how many blocks there are in each state; lawns and trees do not count."""
    row = ModelBlocks.objects.first()
    keys = {name.slug: pk for pk, name in area_names(now).items()}
    counts = {}
    for block, slug in row.pairs() if row else ():
        if slug in keys and block.shape not in (model_drawing.Shape.LAWN, model_drawing.Shape.TREE):
            counts.setdefault(keys[slug], Counter())[block.state] += 1
    return counts


@snapshot(ModelBlocks)
def layers(now) -> tuple[State, ...]:
    """The states that something on the model is in."""
    row = ModelBlocks.objects.first()
    found = {block.state for block, _ in row.pairs()} if row else set()
    return tuple(state for state in State if state in found)


@snapshot(ModelBlocks)
def is_invented(now) -> bool:
    """Whether what is drawn is an example."""
    return any(ModelBlocks.objects.values_list("is_example", flat=True)[:1])
