"""The published areas as they read now, read once for each change of content.

Areas are few, and the start page, the list, the map, the articles and the feeds all name them.
"""

from django.utils import timezone

from exhibits.models.areas import Area
from helsingborgsrummet.serving.now import kept


def published_areas(now):
    """The areas that a visitor may see at the moment ``now``, in the order of the map.

    Each has its picture, key facts, milestones (with ``phase``), further pictures and ``step``,
    the milestone to name beside its title, at hand; ``body`` and ``outline`` are not read.
    """
    return kept("published areas", now, lambda: _read(now))


def _read(now):
    today = timezone.localdate(now)
    areas = list(
        Area.objects.published(now)
        .select_related("picture")
        .prefetch_related("key_facts", "milestones", "more_pictures")
        .defer("body", "outline")
    )
    for area in areas:
        area.step = area.step_on(today)
    return areas
