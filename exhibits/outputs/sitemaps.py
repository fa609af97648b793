"""Sitemaps of areas, of opportunities and of the visit page."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils import timezone

from exhibits.models import Activity, Area, Dialogue, Opportunity, Plan, Room
from exhibits.now.plans import published_plans


class AreaSitemap(Sitemap):
    """The area pages."""

    def items(self):
        return Area.objects.published(timezone.now()).order_by("place")

    def lastmod(self, item):
        return item.saved_at


class PlanSitemap(Sitemap):
    """The plan pages, without examples."""

    def items(self):
        return [plan for plan in published_plans(timezone.now()) if not plan.is_example]

    def lastmod(self, item):
        return item.saved_at


class VisitSitemap(Sitemap):
    """The list of areas, and the visit page once there is a room to visit."""

    def items(self):
        return ["exhibits:area_list", "exhibits:have_your_say", "exhibits:visit"]

    def location(self, item):
        return reverse(item)

    def lastmod(self, item):
        if item == "exhibits:have_your_say":
            moments = [Plan.objects.latest_save(), Dialogue.objects.latest_save()]
            return max((moment for moment in moments if moment), default=None)
        if item == "exhibits:visit":
            return Room.objects.order_by("-saved_at").values_list("saved_at", flat=True).first()
        return Area.objects.published(timezone.now()).latest_save()


class ActivitySitemap(Sitemap):
    """The list of activities and the true ones; invented examples are not for search engines."""

    limit = 5000

    def items(self):
        activities = Activity.objects.published(timezone.now()).filter(is_example=False)
        return [None, *activities.only("slug", "saved_at").order_by("id")]

    def location(self, item):
        return item.get_absolute_url() if item else reverse("exhibits:activity_list")

    def lastmod(self, item):
        return item.saved_at if item else Activity.objects.published(timezone.now()).latest_save()


class OpportunitySitemap(Sitemap):
    """The list of opportunities, and those that can still be had; examples are not for search engines."""

    def items(self):
        rows = Opportunity.objects.published(timezone.now()).filter(is_example=False)
        return [None, *rows.exclude(state=Opportunity.State.GONE).only("slug", "saved_at")]

    def location(self, item):
        return item.get_absolute_url() if item else reverse("exhibits:opportunity_list")

    def lastmod(self, item):
        if item is None:
            return Opportunity.objects.published(timezone.now()).latest_save()
        return item.saved_at
