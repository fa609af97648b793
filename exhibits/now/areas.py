"""The published areas as they read now, read once for each change of them.

Areas are few, and the start page, the list, the map, the articles and the feeds all name them.
"""

from dataclasses import dataclass

from django.utils import timezone

from exhibits.models.areas import Area, KeyFact, Milestone
from helsingborgsrummet.content.addresses import address_of
from helsingborgsrummet.content.shown import has_address, shown, sound
from helsingborgsrummet.models import Picture
from helsingborgsrummet.serving.now import snapshot


@snapshot(Area, KeyFact, Milestone, Picture, Area.more_pictures.through)
def published_areas(now) -> tuple[Area, ...]:
    """The areas that a visitor may see at the moment ``now``, in the order of the map.

    Each has its picture, key facts, milestones (with ``phase``), further pictures and ``step``,
    the milestone to name beside its title, at hand; ``body`` and ``outline`` are not read.
    """
    today = timezone.localdate(now)
    areas = tuple(
        Area.objects.published(now)
        .select_related("picture")
        .prefetch_related("key_facts", "milestones__picture", "more_pictures")
        .defer("body", "outline")
    )

    def with_step(area):
        area.step = area.step_on(today)
        return area.get_absolute_url() and area

    return tuple(shown(areas, with_step))


@dataclass(frozen=True, slots=True)
class AreaName:
    """A published area as others name it; ``place`` is its number on the map."""

    pk: int
    title: str
    slug: str
    place: int

    def get_absolute_url(self):
        return address_of("exhibits:area_detail", self.slug)


@snapshot(Area)
def area_names(now) -> dict[int, AreaName]:
    """The published areas by their key, in the order of the map."""
    rows = Area.objects.published(now).values_list("pk", "title", "slug", "place")
    names = [AreaName(*row) for row in rows]
    return {area.pk: area for area in sound(names, has_address)}
