"""The news list, one announcement, one topic."""

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from exhibits.now.areas import area_names
from exhibits.now.plans import plans_by_area
from helsingborgsrummet.content.corrections import corrections_of
from helsingborgsrummet.content.kinds import NOTHING, kind_of, visible_or_404
from helsingborgsrummet.content.shown import has_address, sound
from helsingborgsrummet.serving.now import snapshot
from news import lists
from news.models import Announcement, Byline, Topic

NEWS_BELOW_AREA = 4
NEWS_BELOW_PLAN = 3
# How many plans of an area old news tells of; the area's page has all.
PLANS_OF_AREA = 3
# What comes ticked at /folj/ for news about nothing that can be followed by itself.
ALL_NEWS = "allt=ja&vad=nyheter"


@snapshot(Topic, clock=False)
def all_topics(now) -> tuple[Topic, ...]:
    """Every topic in its place."""
    return tuple(sound(Topic.objects.all(), has_address))


@require_safe
def announcement_list(request):
    """Show the newest news; ``?fore=`` continues after a row and ``?ar=`` keeps to one year."""
    now = timezone.now()
    years = lists.published_years(now)
    cursor = request.GET.get("fore", "")
    year = request.GET.get("ar", "")
    if year and year not in map(str, years):
        raise Http404("no announcements that year")
    pinned = [] if year or cursor else lists.pinned(now)
    listing = lists.Listing(year=int(year) if year else None, leaves_out=tuple(pinned))
    page, next_cursor = lists.page_of(listing, now, cursor)
    return render(
        request,
        "news/announcement_list.html",
        {
            "now": now,
            "section": "news",
            "runs": lists.by_age([*pinned, *page], now),
            "next_cursor": next_cursor,
            "cursor": cursor,
            "year": int(year) if year else None,
            "aside": _aside(now, int(year) if year else None, None),
        },
    )


@snapshot(all_topics, lists.published_years)
def _aside(now, year, topic) -> SafeString:
    """Years and topics to choose from, beside the list of a year, of a topic (its key) or of all."""
    topics = all_topics(now)
    return render_to_string(
        "news/parts/aside.html",
        {
            "year": year,
            "years": [] if topic else lists.published_years(now),
            "topics": topics,
            "here": next((each for each in topics if each.pk == topic), None),
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
    page, next_cursor = lists.page_of(lists.Listing(topic=topic.pk), now, cursor)
    return render(
        request,
        "news/topic_detail.html",
        {
            "now": now,
            "section": "news",
            "topic": topic,
            "aside": _aside(now, None, topic.pk),
            "runs": lists.by_age(page, now),
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
        topic_keys, area_keys = _links(now, announcement.pk)
        topics = [topic for topic in all_topics(now) if topic.pk in topic_keys]
        areas = [area for pk, area in area_names(now).items() if pk in area_keys]
    is_old = announcement.is_old_on(timezone.localdate(now))
    return {
        "now": now,
        "section": "news",
        "announcement": announcement,
        "is_old": is_old,
        "plans_now": _plans_of(areas, now) if is_old else [],
        "follow": urlencode(
            [("amne", each.slug) for each in topics] + [("omrade", each.slug) for each in areas]
        )
        or ALL_NEWS,
        "follow_words": "Följ det nyheten handlar om" if topics or areas else "Följ alla nyheter",
        "topics": list(topics),
        "areas": list(areas),
        "corrections": corrections_of(announcement, now, unsaved),
        "byline": _byline(now, announcement.byline_id) if announcement.byline_id else None,
    }


def _plans_of(areas, now):
    """The plans to name beside old news: of each area the most urgent, each once."""
    found = {}
    for area in areas:
        for plan in plans_by_area(now).get(area.pk, [])[:PLANS_OF_AREA]:
            found[plan.pk] = plan
    return list(found.values())


def news_below_area(area, now):
    """The newest news about an area, as its page shows it."""
    keys = lists.newest_about_area(area, now, NEWS_BELOW_AREA)
    return {
        "id": "news",
        "template": "news/parts/below_area.html",
        "head_template": "news/parts/area_head.html",
        "announcements": lists.rows(keys, now),
    }


def news_below_plan(plan, now):
    """The newest news about the area of a plan, or nothing without any."""
    keys = lists.newest_about_area(plan.area, now, NEWS_BELOW_PLAN)
    if not keys:
        return None
    return {
        "id": "news",
        "template": "news/parts/below_plan.html",
        "announcements": lists.rows(keys, now),
    }


@snapshot(Byline, clock=False)
def _byline(now, pk) -> Byline:
    return Byline.objects.get(pk=pk)


@snapshot(*lists.LINKS.values(), clock=False)
def _links(now, pk) -> tuple[set[int], set[int]]:
    """Keys of the topics and of the areas that an announcement is linked with."""
    return tuple(
        set(links.objects.filter(announcement=pk).values_list(name, flat=True))
        for name, links in lists.LINKS.items()
    )


@require_safe
def announcement_detail(request, year, slug):
    """Show one announcement; a wrong year leads to the right address."""
    now = timezone.now()
    announcement = visible_or_404(Announcement, now, slug, without=("body",))
    address = announcement.get_absolute_url()
    if request.path != address:
        return redirect(address, permanent=True)
    kind = kind_of(announcement)
    return render(request, kind.template, kind.page_context(announcement, now))
