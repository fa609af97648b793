"""Atom feeds: one builder for all of them."""

import datetime
import re
import uuid
from dataclasses import dataclass, field
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from helsingborgsrummet.content.addresses import Identified
from helsingborgsrummet.content.words_sv import labelled

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
# What the ids of feeds that are about no row are made from: their paths, which never change.
OF_THE_SITE = uuid.UUID("2d6f1c1e-58a4-4a43-9d0d-6a3a5d0f6f0b")

# When a feed about no row and without entries last changed.
BEGINNING = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
# The sanitiser writes every attribute this way.
_ADDRESSES = re.compile(r' (href|src|srcset)="([^"]*)"')


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of a feed, about ``row``, which keeps the id that never changes.

    ``url`` is a path of this site or a whole address; ``description`` is plain text, ``content`` HTML.
    ``published`` is ``None`` when the day is not known: the format has no months, so words say it.
    """

    row: Identified
    title: str
    url: str
    description: str
    published: datetime.datetime | None
    updated: datetime.datetime
    content: str = ""
    author: str = ""
    categories: list[str] = field(default_factory=list)
    is_example: bool = False


class _Atom(Atom1Feed):
    """Atom with the whole text of an entry beside its summary, the same until something changes."""

    def latest_post_date(self):
        """When the feed last changed; Django would date one without entries anew each time."""
        return max((item["updateddate"] for item in self.items), default=self.feed["empty_since"])

    def add_item_elements(self, handler, item):
        """Add ``content`` to what Django writes of an entry."""
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})


def atom_response(entries, *, title, subtitle, page, feed, about=None, author=""):
    """Answer with a feed; ``page`` and ``feed`` are paths of this site, all addresses become absolute.

    ``about`` is the row that the whole feed is about, whose address may change.
    """
    atom = _Atom(
        title=title,
        link=settings.SITE_ORIGIN + page,
        description=subtitle,
        subtitle=subtitle,
        language="sv",
        author_name=author or None,
        feed_url=settings.SITE_ORIGIN + feed,
        feed_guid=_id_of_feed(feed, about).urn,
        empty_since=about.saved_at if about else BEGINNING,
    )
    for entry in entries:
        address = urljoin(settings.SITE_ORIGIN, entry.url)
        atom.add_item(
            title=labelled(entry.title, entry.is_example),
            link=address,
            unique_id=entry.row.uid.urn,
            description=escape(entry.description),
            content=_with_whole_addresses(entry.content, address),
            author_name=entry.author or None,
            pubdate=entry.published,
            updateddate=entry.updated,
            categories=entry.categories,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type=CONTENT_TYPE)


def _id_of_feed(feed, about):
    """An id of its own for the feed at the path ``feed``, which ends with its name."""
    return (
        uuid.uuid5(about.uid, feed.rpartition("/")[2]) if about else uuid.uuid5(OF_THE_SITE, feed)
    )


def _with_whole_addresses(html, page):
    """HTML of this site's own making with addresses that lead from anywhere; ``page`` is where it stands."""

    def whole(match):
        name, value = match.groups()
        if name != "srcset":
            return f' {name}="{urljoin(page, value)}"'
        parts = (part.strip().partition(" ") for part in value.split(","))
        return f' srcset="{", ".join(f"{urljoin(page, url)} {size}" for url, _, size in parts)}"'

    return _ADDRESSES.sub(whole, html)
