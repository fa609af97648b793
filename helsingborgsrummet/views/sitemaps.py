"""Sitemaps: one for each kind of page that has one, and one for the pages that are no kind's."""

from copy import copy
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemaps
from django.utils import timezone

from exhibits.models import Dialogue, Room
from helsingborgsrummet.content.addresses import address_of
from helsingborgsrummet.content.kinds import all_kinds, kind_of
from helsingborgsrummet.content.shown import has_address, sound


class OriginSitemap(Sitemap):
    """A sitemap whose addresses begin as the site's own, whatever a proxy says of the request."""

    @property
    def protocol(self):
        """``http`` or ``https``."""
        return urlsplit(settings.SITE_ORIGIN).scheme


class KindSitemap(OriginSitemap):
    """The list of a kind and its pages; invented examples are not for search engines."""

    limit = 5000

    def __init__(self, kind):
        self.kind = kind

    def items(self):
        """The rows that visitors see, after ``None`` for the list."""
        rows = self.kind.in_sitemap(self.kind.visible(timezone.now()))
        columns = {field.name for field in self.kind.model._meta.fields}
        rows = rows.defer(*columns.intersection({"body", "body_html", "outline"}))
        if "is_example" in columns:
            rows = rows.filter(is_example=False)
        return [*([None] if self.kind.list_url else []), *sound(rows, has_address)]

    def location(self, item):
        """The address of a row or of the list."""
        return item.get_absolute_url() if item else self.kind.list_url

    def lastmod(self, item):
        """When it was last saved; the list as the newest of what it shows."""
        return item.saved_at if item else self.kind.latest_save(timezone.now())


class OtherPages(OriginSitemap):
    """Pages that are no row of a kind."""

    def __init__(self, *names):
        self.names = names

    def items(self):
        """The names of their addresses."""
        return self.names

    def location(self, item):
        """Its address."""
        return address_of(item)

    def lastmod(self, item):
        """When something that it shows was last saved, where that is known."""
        if item == "exhibits:have_your_say":
            return kind_of(Dialogue).latest_save(timezone.now())
        if item == "exhibits:visit":
            return Room.objects.order_by("-saved_at").values_list("saved_at", flat=True).first()
        return None


def all_sitemaps():
    """The sitemaps by the names that stand in their addresses."""
    kinds = {kind.sitemap: KindSitemap(kind) for kind in all_kinds() if kind.sitemap}
    return {
        "start": OtherPages("start"),
        "besok": OtherPages("exhibits:have_your_say", "exhibits:visit", "exhibits:term_list"),
        **kinds,
    }


def _at_the_origin(request):
    """The request as if it had come by the site's own name: sitemaps take their addresses from it.

    The name is a setting, not a visitor's word: it need not be one of ``ALLOWED_HOSTS``.
    """
    asked = copy(request)
    asked.get_host = lambda: urlsplit(settings.SITE_ORIGIN).netloc
    return asked


def index(request):
    """The sitemap of the sitemaps."""
    return sitemaps.index(_at_the_origin(request), all_sitemaps(), sitemap_url_name="sitemap")


def sitemap(request, section):
    """One sitemap."""
    return sitemaps.sitemap(_at_the_origin(request), all_sitemaps(), section)
