"""Lists of announcements: which rows a list shows, and the rows as HTML.

A list asks the database only for the keys of its rows. The rows themselves are the same on the
start page, in the news list and under a topic, so each is rendered once and kept (see
``serving/page_cache.py``); a list whose rows are kept is put together without reading them.
"""

from django.db.models import Exists, OuterRef
from django.template.loader import get_template
from django.utils.safestring import mark_safe

from helsingborgsrummet.content.cursors import cursor_of, read_cursor
from helsingborgsrummet.serving.now import kept
from news.models import Announcement

PAGE_SIZE = 20
# With fewer links than this the linked announcements are read and sorted; with more, the list is
# walked from the newest until a page is full. At 100 000 announcements both take 2 to 3 ms here.
FEW_LINKS = 1000


def page_of(name, announcements, now, cursor="", size=PAGE_SIZE):
    """Return the keys of one page of published rows, newest first, and the next page's cursor.

    ``announcements()`` gives the rows of the whole list; it is called when they are read. The page begins at a row, not at a count, so that the thousandth page costs what the first does
    and nothing is skipped or shown twice when news is published while somebody reads. A cursor
    that is not one raises ``Http404``; no next page is an empty string. The first page, which most
    visitors see, is kept under ``name``, which must say which list it is.
    """
    if cursor:
        return _page(announcements().published_before(now, *read_cursor(cursor)), size)
    return kept(
        f"newest {size} of {name}", now, lambda: _page(announcements().published(now), size)
    )


def _page(announcements, size):
    page = list(announcements.newest_first().values_list("published_at", "pk")[: size + 1])
    next_cursor = cursor_of(*page[size - 1]) if len(page) > size else ""
    return [pk for _, pk in page[:size]], next_cursor


def about_topic(topic, now):
    """Announcements about a topic."""
    links = Announcement.topics.through.objects.filter(topic=topic)
    return _linked(links, f"links of topic {topic.pk}", now)


def about_area(area, now):
    """Announcements about an area."""
    links = Announcement.areas.through.objects.filter(area=area)
    return _linked(links, f"links of area {area.pk}", now)


def newest_about_area(area, now, count):
    """Keys of the newest ``count`` announcements about an area; none for an unsaved one."""
    if area.pk is None:
        return []
    page, _ = page_of(f"area {area.pk}", lambda: about_area(area, now), now, size=count)
    return page


def _linked(links, name, now):
    if kept(name, now, lambda: links[:FEW_LINKS].count()) < FEW_LINKS:
        return Announcement.objects.filter(pk__in=links.values("announcement"))
    return Announcement.objects.filter(Exists(links.filter(announcement=OuterRef("pk"))))


def pinned(now):
    """Keys of the published announcements that editors keep at the top, in their places."""
    return kept(
        "pinned",
        now,
        # The few pinned rows are found first and asked about their state after: asked together,
        # a database may look through all published rows for them.
        lambda: [
            row.pk
            for row in Announcement.objects.pinned().only("published_at", "withdrawn_at")
            if row.state_at(now) == "published"
        ],
    )


def published_years(now):
    """Years with published announcements, the newest first."""
    return kept("published years", now, lambda: Announcement.objects.published(now).years())


def rows(keys, now, *, with_picture=True):
    """The announcements with these keys as rows of a list (HTML), in the same order."""
    reader = _Reader(keys, now)
    return [
        kept(f"news row {pk} {with_picture}", now, lambda pk=pk: reader.render(pk, with_picture))
        for pk in keys
    ]


class _Reader:
    """Reads all of ``keys`` when the first of them has to be rendered: two queries in all."""

    def __init__(self, keys, now):
        self.keys, self.now = keys, now
        self.found = None

    def render(self, pk, with_picture):
        if self.found is None:
            self.found = Announcement.objects.for_list().in_bulk(self.keys)
        return mark_safe(
            get_template("components/news_row.html").render(
                {"now": self.now, "announcement": self.found[pk], "with_picture": with_picture}
            )
        )
