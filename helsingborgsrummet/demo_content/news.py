"""The sample news: topics, and announcements with who signs them."""

import datetime

from helsingborgsrummet.demo_content import content
from helsingborgsrummet.demo_content.shelf import STOCKHOLM, day_and_precision
from news.models import Announcement, Byline, Topic


def load_topics(shelf):
    """Create the topics."""
    shelf.topics = {
        slug: Topic.objects.create(title=title, slug=slug, description=line, place=place)
        for place, (title, slug, line) in enumerate(content.TOPICS, start=1)
    }


def load_announcements(shelf):
    """Create the announcements and who signs them."""
    bylines = {
        key: Byline.objects.create(name=name, title=title)
        for key, (name, title) in content.BYLINES.items()
    }
    for row in content.NEWS:
        row = dict(row)
        day, precision = day_and_precision(row.pop("date"))
        about, where = row.pop("topics"), row.pop("areas", [])
        announcement = Announcement.objects.create(
            **{
                **row,
                "byline": bylines[row["byline"]],
                "picture": shelf.pictures.get(row.get("picture")),
            },
            published_at=datetime.datetime.combine(day, datetime.time(9), tzinfo=STOCKHOLM),
            published_precision=precision,
        )
        announcement.topics.set(shelf.topics[slug] for slug in about)
        announcement.areas.set(shelf.areas[slug] for slug in where)
