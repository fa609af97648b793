"""Atom feeds: one builder for all of them."""

import datetime
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.db import models
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

CONTENT_TYPE = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of a feed, about ``row``, whose model and key give the id that never changes.

    ``url`` is a path of this site or a whole address; ``description`` is plain text, ``content`` HTML.
    """

    row: models.Model
    title: str
    url: str
    description: str
    published: datetime.datetime
    updated: datetime.datetime
    content: str = ""
    author: str = ""
    categories: list[str] = field(default_factory=list)
    is_example: bool = False

    # Names that readers of the feeds know already.
    NAMES = {"announcement": "nyhet", "opportunity": "etablering"}

    @property
    def unique_id(self):
        """Stays the same when the address changes, so that nobody is shown the entry twice."""
        name = self.row._meta.model_name
        host = urlsplit(settings.SITE_ORIGIN).hostname
        return f"tag:{host},2022:{self.NAMES.get(name, name)}-{self.row.pk}"


class _Atom(Atom1Feed):
    """Atom with the whole text of an entry beside its summary."""

    def add_item_elements(self, handler, item):
        """Add ``content`` to what Django writes of an entry."""
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})


def atom_response(entries, *, title, subtitle, page, feed, author=""):
    """Answer with a feed; ``page`` and ``feed`` are paths of this site, all addresses become absolute."""
    atom = _Atom(
        title=title,
        link=settings.SITE_ORIGIN + page,
        description=subtitle,
        subtitle=subtitle,
        language="sv",
        author_name=author or None,
        feed_url=settings.SITE_ORIGIN + feed,
    )
    for entry in entries:
        atom.add_item(
            title=f"Exempel: {entry.title}" if entry.is_example else entry.title,
            link=urljoin(settings.SITE_ORIGIN, entry.url),
            unique_id=entry.unique_id,
            description=escape(entry.description),
            content=entry.content,
            author_name=entry.author or None,
            pubdate=entry.published,
            updateddate=entry.updated,
            categories=entry.categories,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type=CONTENT_TYPE)
