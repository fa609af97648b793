"""Atom feeds: all announcements, those of a topic, those of an area."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.views.decorators.http import require_safe

from exhibits.models import Area
from helsingborgsrummet.content.publishing import published_or_404
from news.lists import about_area, about_topic
from news.models import Announcement, Topic

ENTRY_COUNT = 30


class FullTextAtom(Atom1Feed):
    """Atom with the whole text of each entry beside its summary."""

    def add_item_elements(self, handler, item):
        """Add ``content`` to what Django writes of an entry."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


@require_safe
def all_announcements(request):
    """The feed of all announcements."""
    return _feed(
        Announcement.objects,
        title="Nyheter från Helsingborgsrummet",
        subtitle="Om hur Helsingborg utvecklas och vad som händer i rummet.",
        page=reverse("news:announcement_list"),
        feed=reverse("news:feed"),
    )


@require_safe
def topic(request, slug):
    """The feed of one topic."""
    topic = get_object_or_404(Topic, slug=slug)
    return _feed(
        about_topic(topic, timezone.now()),
        title=f"{topic.title} – Helsingborgsrummet",
        subtitle=topic.description,
        page=topic.get_absolute_url(),
        feed=reverse("news:topic_feed", args=[slug]),
    )


@require_safe
def area(request, slug):
    """The feed of one area."""
    area = published_or_404(Area.objects, timezone.now(), slug=slug)
    return _feed(
        about_area(area, timezone.now()),
        title=f"{area.title} – Helsingborgsrummet",
        subtitle=area.summary,
        page=area.get_absolute_url(),
        feed=reverse("news:area_feed", args=[slug]),
    )


def _feed(announcements, *, title, subtitle, page, feed):
    """An Atom response with the newest published ``announcements``; addresses are absolute."""
    now = timezone.now()
    atom = FullTextAtom(
        title=title,
        link=settings.SITE_ORIGIN + page,
        description=subtitle,
        subtitle=subtitle,
        language="sv",
        feed_url=settings.SITE_ORIGIN + feed,
    )
    entries = (
        announcements.published(now)
        .newest_first()
        .select_related("byline")
        .prefetch_related("topics", "corrections")[:ENTRY_COUNT]
    )
    for entry in entries:
        address = settings.SITE_ORIGIN + entry.get_absolute_url()
        atom.add_item(
            title=f"Exempel: {entry.title}" if entry.is_example else entry.title,
            link=address,
            # Stays the same when the address changes, so that nobody is shown the news twice.
            unique_id=f"tag:{urlsplit(settings.SITE_ORIGIN).hostname},2022:nyhet-{entry.pk}",
            description=escape(entry.lead),
            content=entry.body_html,
            author_name=str(entry.byline) if entry.byline else "Helsingborgsrummet",
            pubdate=entry.published_at,
            updateddate=max(
                entry.updated_at or entry.published_at,
                *(each.corrected_at for each in entry.corrections.all()),
                entry.published_at,
            ),
            categories=[topic.title for topic in entry.topics.all()],
        )
    return HttpResponse(
        atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )
