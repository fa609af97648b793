"""The site itself, and its admin."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate


class SiteConfig(AppConfig):
    """What belongs to the site as a whole and to no subject."""

    name = "helsingborgsrummet"
    verbose_name = "Webbplatsen"

    def ready(self):
        """Watch for changes of content and tell the clock what changes with time alone."""
        from exhibits.models import Activity, Area, Dialogue, Occurrence, Opportunity, Plan
        from exhibits.opening_now import next_opening_change
        from helsingborgsrummet.content import generation, page_cache
        from helsingborgsrummet.models import Notice, StandingPage
        from news.models import Announcement

        post_migrate.connect(generation.watch_tables, sender=self)
        page_cache.register_clock(next_opening_change)
        for model in (
            Activity,
            Announcement,
            Area,
            Dialogue,
            Notice,
            Occurrence,
            Opportunity,
            Plan,
            StandingPage,
        ):
            page_cache.register_clock(model.objects.next_change_at)


class SiteAdminConfig(AdminConfig):
    """Django's admin, with our own site class (title, start of the day, CSP)."""

    default_site = "helsingborgsrummet.admin_site.EditorsAdminSite"
