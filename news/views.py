"""The news list, one announcement, one topic."""

import datetime
import re

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from helsingborgsrummet.content.page_cache import kept
from news.models import Announcement, Topic

PAGE_SIZE = 20
CURSOR = re.compile(r"(\d{1,16})-(\d{1,18})")
MICROSECOND = datetime.timedelta(microseconds=1)
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def cursor_of(announcement):
    """The place of an announcement in the list, as it stands in an address: moment and row."""
    return f"{(announcement.published_at - EPOCH) // MICROSECOND}-{announcement.pk}"


def page_of(announcements, cursor):
    """Return one page of ``announcements`` after ``cursor``, and the cursor of the next page.

    The page begins at a row, not at a count, so that the thousandth page costs what the first does
    and nothing is skipped or shown twice when news is published while somebody reads. A cursor
    that is not one raises ``Http404``; no next page is an empty string.
    """
    announcements = announcements.newest_first().for_list()
    if cursor:
        match = CURSOR.fullmatch(cursor)
        if not match:
            raise Http404("not a cursor")
        announcements = announcements.older_than(EPOCH + int(match[1]) * MICROSECOND, int(match[2]))
    page = list(announcements[: PAGE_SIZE + 1])
    has_more = len(page) > PAGE_SIZE
    page = page[:PAGE_SIZE]
    return page, cursor_of(page[-1]) if has_more else ""


def published_years(now):
    """Years with published announcements, the newest first; kept until content changes."""
    return kept("published_years", now, lambda: Announcement.objects.published(now).years())


@require_safe
def announcement_list(request):
    """Show the newest news; ``?fore=`` continues after a row and ``?ar=`` keeps to one year."""
    now = timezone.now()
    announcements = Announcement.objects.published(now)
    years = published_years(now)
    cursor = request.GET.get("fore", "")
    year = request.GET.get("ar", "")
    pinned = []
    if year:
        if not year.isdecimal() or int(year) not in years:
            raise Http404("no announcements that year")
        announcements = announcements.in_year(int(year))
    elif not cursor:
        pinned = list(announcements.pinned().for_list())
        announcements = announcements.exclude(pk__in=[row.pk for row in pinned])
    page, next_cursor = page_of(announcements, cursor)
    return render(
        request,
        "news/announcement_list.html",
        {
            "now": now,
            "section": "news",
            "announcements": page,
            "pinned": pinned,
            "next_cursor": next_cursor,
            "cursor": cursor,
            "years": years,
            "year": int(year) if year else None,
            "topics": kept("topics", now, lambda: list(Topic.objects.all())),
        },
    )


@require_safe
def topic_detail(request, slug):
    """Show the news about one topic."""
    now = timezone.now()
    topic = get_object_or_404(Topic, slug=slug)
    cursor = request.GET.get("fore", "")
    announcements, next_cursor = page_of(
        Announcement.objects.published(now).about_topic(topic), cursor
    )
    return render(
        request,
        "news/topic_detail.html",
        {
            "now": now,
            "section": "news",
            "topic": topic,
            "announcements": announcements,
            "next_cursor": next_cursor,
            "cursor": cursor,
        },
    )


def announcement_context(announcement, now, *, topics=None, areas=None):
    """What the template of an announcement needs; for the public page and the preview.

    ``topics`` and ``areas`` stand in for the stored links when an unsaved one is previewed.
    """
    return {
        "now": now,
        "section": "news",
        "announcement": announcement,
        "topics": list(announcement.topics.all()) if topics is None else list(topics),
        "areas": (
            list(announcement.areas.published(now).defer("outline", "body", "body_html"))
            if areas is None
            else list(areas)
        ),
    }


@require_safe
def announcement_detail(request, year, slug):
    """Show one announcement; a wrong year leads to the right address."""
    now = timezone.now()
    announcement = get_object_or_404(
        Announcement.objects.published(now).select_related("picture", "byline"), slug=slug
    )
    address = announcement.get_absolute_url()
    if request.path != address:
        return redirect(address, permanent=True)
    return render(request, "news/announcement_detail.html", announcement_context(announcement, now))
