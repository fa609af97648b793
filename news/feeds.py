"""Atom feeds: all announcements, those of a topic, those of an area."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from exhibits.models import Area
from helsingborgsrummet.content.dates import Precision
from helsingborgsrummet.content.feeds import Entry, atom_response
from helsingborgsrummet.content.kinds import visible_or_404
from helsingborgsrummet.content.shown import shown
from helsingborgsrummet.content.words_sv import format_date, published_word
from news.lists import about_area, about_topic
from news.models import Announcement, Topic

ENTRY_COUNT = 30


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
        about_topic(topic.pk, timezone.now()),
        title=f"{topic.title} – Helsingborgsrummet",
        subtitle=topic.description,
        page=topic.get_absolute_url(),
        feed=reverse("news:topic_feed", args=[slug]),
        about=topic,
    )


@require_safe
def area(request, slug):
    """The feed of one area."""
    area = visible_or_404(Area, timezone.now(), slug)
    return _feed(
        about_area(area.pk, timezone.now()),
        title=f"{area.title} – Helsingborgsrummet",
        subtitle=area.summary,
        page=area.get_absolute_url(),
        feed=reverse("news:area_feed", args=[slug]),
        about=area,
    )


def _feed(announcements, **words):
    """An Atom response with the newest published ``announcements``; addresses are absolute."""
    now = timezone.now()
    newest = (
        announcements.published(now)
        .newest_first()
        .select_related("byline")
        .prefetch_related("topics", "corrections")[:ENTRY_COUNT]
    )
    return atom_response(shown(newest, lambda row: announcement_entry(row, now)), **words)


def announcement_entry(row, now):
    """An announcement in a feed; one whose day is not known says in words what is."""
    has_day = row.published_precision == Precision.DAY
    day = "" if has_day else f"{published_word(row.published)} {format_date(row.published)}."
    return Entry(
        row=row,
        title=row.title,
        url=row.get_absolute_url(),
        description=" ".join(filter(None, [row.lead, day])),
        content=row.prose,
        author=str(row.byline) if row.byline else "Helsingborgsrummet",
        published=row.published_at if has_day else None,
        updated=max(
            row.updated_at or row.published_at,
            *(each.corrected_at for each in row.corrections.all()),
            row.published_at,
        ),
        categories=[topic.title for topic in row.topics.all()],
        is_example=row.is_example,
    )
