"""Lists of announcements: which rows a list shows, and the rows as HTML.

A list asks the database only for the keys of its rows. The rows themselves are the same on the
start page, in the news list and under a topic, so each is rendered once (see ``serving/now.py``), and a
list whose rows are known is put together without reading them.
"""

from dataclasses import dataclass
from itertools import chain, groupby
from operator import itemgetter

from django.db.models import Exists, OuterRef
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from helsingborgsrummet.content.cursors import cursor_of, read_cursor
from helsingborgsrummet.content.shown import shown
from helsingborgsrummet.models import Picture
from helsingborgsrummet.serving.now import snapshot, snapshot_of_many
from news.models import Announcement, Topic

PAGE_SIZE = 20
ON_SCREENS = 3
# With fewer links than this the linked announcements are read and sorted; with more, the list is
# walked from the newest until a page is full. At 100 000 announcements both take 2 to 3 ms here.
FEW_LINKS = 1000
LINKS = {
    "topic": Announcement.topics.through,
    "area": Announcement.areas.through,
}


@dataclass(frozen=True)
class Listing:
    """One of the lists of announcements: all, those of a year, about a topic or about an area.

    ``leaves_out`` are the keys of those that stand elsewhere on the page.
    """

    year: int | None = None
    topic: int | None = None
    area: int | None = None
    leaves_out: tuple[int, ...] = ()

    def announcements(self, now):
        """The rows of the whole list."""
        if self.topic:
            return about_topic(self.topic, now)
        if self.area:
            return about_area(self.area, now)
        if self.year:
            return Announcement.objects.in_year(self.year)
        return Announcement.objects.exclude(pk__in=self.leaves_out)


def page_of(listing, now, cursor="", size=PAGE_SIZE):
    """Return the keys of one page of published rows, newest first, and the next page's cursor.

    The page begins at a row, not at a count, so that the thousandth page costs what the first does
    and nothing is skipped or shown twice when news is published while somebody reads. A cursor
    that is not one raises ``Http404``; no next page is an empty string.
    """
    if not cursor:
        return _first_page(now, listing, size)
    begins = read_cursor(cursor)
    try:
        return _later_pages(now, [begins], listing, size)[0]
    except KeyError:
        return _page_after(begins, listing, now, size)


@snapshot(Announcement, *LINKS.values())
def _first_page(now, listing, size) -> tuple[list[int], str]:
    """What most visitors see."""
    return _page(listing.announcements(now).published(now), size)


@snapshot_of_many(Announcement, *LINKS.values())
def _later_pages(now, places, listing, size) -> dict[tuple, tuple[list[int], str]]:
    """The pages that begin after these rows, by the moment and key in their cursors.

    Raises ``KeyError`` for what is no row: cursors that anybody makes up push nothing out.
    """
    return {
        (published_at, pk): _page_after((published_at, pk), listing, now, size)
        for published_at, pk in places
        if Announcement.objects.filter(pk=pk, published_at=published_at).exists()
    }


def _page_after(place, listing, now, size):
    return _page(listing.announcements(now).published_before(now, *place), size)


def _page(announcements, size):
    page = list(announcements.newest_first().values_list("published_at", "pk")[: size + 1])
    next_cursor = cursor_of(*page[size - 1]) if len(page) > size else ""
    return [pk for _, pk in page[:size]], next_cursor


def about_topic(key, now):
    """Announcements about the topic with a key."""
    return _linked("topic", key, now)


def about_area(key, now):
    """Announcements about the area with a key."""
    return _linked("area", key, now)


def newest_about_area(area, now, count):
    """Keys of the newest ``count`` announcements about an area; none for an unsaved one."""
    return page_of(Listing(area=area.pk), now, size=count)[0] if area.pk else []


def _linked(name, key, now):
    links = LINKS[name].objects.filter(**{name: key})
    if _count_of_links(now, name, key) < FEW_LINKS:
        return Announcement.objects.filter(pk__in=links.values("announcement"))
    return Announcement.objects.filter(Exists(links.filter(announcement=OuterRef("pk"))))


@snapshot(*LINKS.values(), clock=False)
def _count_of_links(now, name, key) -> int:
    return LINKS[name].objects.filter(**{name: key})[:FEW_LINKS].count()


@snapshot(Announcement)
def pinned(now) -> tuple[int, ...]:
    """Keys of the published announcements that editors keep at the top, in their places."""
    # The few pinned rows are found first and asked about their state after: asked together, a
    # database may look through all published rows for them.
    rows = Announcement.objects.pinned().only("published_at", "withdrawn_at")
    return tuple(row.pk for row in rows if row.state_at(now) == "published")


@snapshot(Announcement)
def published_years(now) -> list[int]:
    """Years with published announcements, the newest first."""
    return list(Announcement.objects.published(now).years())


@snapshot_of_many(Announcement, Picture, Topic, LINKS["topic"])
def _rows(now, wanted) -> dict[tuple[int, str], SafeString]:
    """What is ``wanted``: keys of announcements, each with the way to show it."""
    today = timezone.localdate(now)
    ways = {}
    for key, way in wanted:
        ways.setdefault(key, []).append(way)

    def render(each):
        each.get_absolute_url()
        context = {"announcement": each, "is_old": each.is_old_on(today)}
        return [((each.pk, way), _shown(way, context)) for way in ways[each.pk]]

    found = shown(Announcement.objects.for_list().in_bulk(ways).values(), render)
    return {**dict.fromkeys(wanted, SafeString()), **dict(chain.from_iterable(found))}


def _shown(way, context):
    if way == "age":
        return mark_safe("old" if context["is_old"] else "new")
    template = "components/news_line.html" if way == "line" else "components/news_row.html"
    return mark_safe(get_template(template).render({**context, "way": way}))


def rows(keys, now):
    """The announcements with these keys as rows of a list (HTML) without pictures, in the same order."""
    return _rows(now, [(key, "plain") for key in keys])


def by_age(keys, now):
    """The same with pictures, in runs of those nobody has touched for a year and of those that are newer.

    A list of ``{"is_old", "rows"}``, in the order of the keys; a run's heading tells its age for all its rows.
    What cannot be shown is passed over.
    """
    count = len(keys)
    found = _rows(now, [(key, way) for way in ("age", "picture") for key in keys])
    runs = groupby(zip(found[:count], found[count:], strict=True), key=itemgetter(0))
    return [{"is_old": age == "old", "rows": [row for _, row in run]} for age, run in runs if age]


def front(keys, now):
    """The same for the start page: the first as a line and as a row with a large picture, the others plain.

    What cannot be shown is passed over; without any, line and row are empty.
    """
    if not keys:
        return "", "", []
    first = [(keys[0], way) for way in ("line", "large")]
    line, large, *others = _rows(now, [*first, *((key, "plain") for key in keys[1:])])
    return (line, large, [row for row in others if row]) if large else front(keys[1:], now)


def latest_for_screens(now):
    """The latest announcements as the screens of the room show them."""
    found = Announcement.objects.published(now).newest_first().defer("body", "body_html")
    return [
        {
            "title": row.title,
            "text": row.lead,
            "day": timezone.localdate(row.published_at),
            "is_example": row.is_example,
        }
        for row in found[:ON_SCREENS]
    ]
