"""The news list, one announcement, one topic."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from exhibits.now.areas import published_areas
from helsingborgsrummet.content.corrections import corrections_of
from helsingborgsrummet.content.kinds import NOTHING, kind_of, visible_or_404
from helsingborgsrummet.serving.now import kept
from news import lists
from news.models import Announcement, Topic

NEWS_BELOW_AREA = 4
NEWS_BELOW_PLAN = 3


@require_safe
def announcement_list(request):
    """Show the newest news; ``?fore=`` continues after a row and ``?ar=`` keeps to one year."""
    now = timezone.now()
    years = lists.published_years(now)
    cursor = request.GET.get("fore", "")
    year = request.GET.get("ar", "")
    if year and (not year.isdecimal() or int(year) not in years):
        raise Http404("no announcements that year")
    pinned = [] if year or cursor else lists.pinned(now)

    def announcements():
        if year:
            return Announcement.objects.in_year(int(year))
        return Announcement.objects.exclude(pk__in=pinned) if pinned else Announcement.objects

    page, next_cursor = lists.page_of(f"news {year}", announcements, now, cursor)
    return render(
        request,
        "news/announcement_list.html",
        {
            "now": now,
            "section": "news",
            "announcements": lists.rows([*pinned, *page], now),
            "next_cursor": next_cursor,
            "cursor": cursor,
            "years": years,
            "year": int(year) if year else None,
            "topics": all_topics(now),
        },
    )


@require_safe
def topic_detail(request, slug):
    """Show the news about one topic."""
    now = timezone.now()
    topic = next((topic for topic in all_topics(now) if topic.slug == slug), None)
    if topic is None:
        raise Http404("no such topic")
    cursor = request.GET.get("fore", "")
    page, next_cursor = lists.page_of(
        f"topic {topic.pk}", lambda: lists.about_topic(topic, now), now, cursor
    )
    return render(
        request,
        "news/topic_detail.html",
        {
            "now": now,
            "section": "news",
            "topic": topic,
            "announcements": lists.rows(page, now),
            "next_cursor": next_cursor,
            "cursor": cursor,
        },
    )


def announcement_context(announcement, now, unsaved=NOTHING):
    """What the template of an announcement needs; for the public page and the preview.

    ``unsaved`` may hold ``topics``, ``areas`` and ``corrections``.
    """
    topics, areas = unsaved.get("topics"), unsaved.get("areas")
    if topics is None or areas is None:
        topic_keys, area_keys = _links(announcement, now)
        topics = [topic for topic in all_topics(now) if topic.pk in topic_keys]
        areas = [area for area in published_areas(now) if area.pk in area_keys]
    return {
        "now": now,
        "section": "news",
        "announcement": announcement,
        "topics": list(topics),
        "areas": list(areas),
        "corrections": corrections_of(announcement, now, unsaved),
    }


def news_below_area(area, now):
    """The newest news about an area, as its page shows it."""
    keys = lists.newest_about_area(area, now, NEWS_BELOW_AREA)
    return {
        "id": "news",
        "template": "news/parts/below_area.html",
        "head_template": "news/parts/area_head.html",
        "announcements": lists.rows(keys, now, with_picture=False),
    }


def news_below_plan(plan, now):
    """The newest news about the area of a plan, or nothing without any."""
    keys = lists.newest_about_area(plan.area, now, NEWS_BELOW_PLAN)
    if not keys:
        return None
    return {
        "id": "news",
        "template": "news/parts/below_plan.html",
        "announcements": lists.rows(keys, now, with_picture=False),
    }


def all_topics(now):
    """Every topic in its place."""
    return kept("topics", now, lambda: list(Topic.objects.all()))


def _links(announcement, now):
    """Keys of the topics and of the areas that an announcement is linked with."""
    return kept(
        f"links of announcement {announcement.pk}",
        now,
        lambda: (
            set(announcement.topics.values_list("pk", flat=True)),
            set(announcement.areas.values_list("pk", flat=True)),
        ),
    )


@require_safe
def announcement_detail(request, year, slug):
    """Show one announcement; a wrong year leads to the right address."""
    now = timezone.now()
    announcement = visible_or_404(Announcement.objects.defer("body"), now, slug=slug)
    address = announcement.get_absolute_url()
    if request.path != address:
        return redirect(address, permanent=True)
    kind = kind_of(announcement)
    return render(request, kind.template, kind.page_context(announcement, now))
