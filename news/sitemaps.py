"""Sitemaps of announcements and topics."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils import timezone

from news.models import Announcement, Topic


class AnnouncementSitemap(Sitemap):
    """True announcements; invented examples are not for search engines."""

    limit = 5000

    def items(self):
        return (
            Announcement.objects.published(timezone.now())
            .filter(is_example=False)
            .newest_first()
            .only("slug", "published_at", "saved_at")
        )

    def lastmod(self, item):
        return item.saved_at


class TopicSitemap(Sitemap):
    """The news list and the topics."""

    def items(self):
        return [None, *Topic.objects.all()]

    def location(self, item):
        return item.get_absolute_url() if item else reverse("news:announcement_list")

    def lastmod(self, item):
        if item is None:
            return Announcement.objects.published(timezone.now()).latest_save()
        return item.saved_at
