"""Sitemaps of the pages that belong to no subject."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils import timezone

from helsingborgsrummet.models import StandingPage


class StartSitemap(Sitemap):
    """The start page."""

    def items(self):
        return ["start"]

    def location(self, item):
        return reverse(item)


class StandingPageSitemap(Sitemap):
    """About, accessibility, personal data, cookies."""

    def items(self):
        return StandingPage.objects.published(timezone.now()).order_by("place")

    def lastmod(self, item):
        return item.saved_at
