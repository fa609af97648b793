"""The site itself, and its admin."""

from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate


class SiteConfig(AppConfig):
    """What belongs to the site as a whole and to no subject."""

    name = "helsingborgsrummet"
    verbose_name = "Webbplatsen"

    def ready(self):
        """Watch for changes of content and tell the clock what changes with time alone."""
        from exhibits.models import Occurrence
        from exhibits.now.opening import next_opening_change
        from helsingborgsrummet.content.publishing import Publishable
        from helsingborgsrummet.models import Notice
        from helsingborgsrummet.serving import clock, generation

        post_migrate.connect(generation.watch_tables, sender=self)
        clock.register_clock(next_opening_change)
        for model in apps.get_models():
            if issubclass(model, Publishable):
                clock.register_moments(model, "published_at", "withdrawn_at")
        clock.register_moments(Notice, "shows_from", "shows_until")
        clock.register_moments(Occurrence, "starts_at", "ends_at")


class SiteAdminConfig(AdminConfig):
    """Django's admin, with our own site class (title, start of the day, CSP)."""

    default_site = "helsingborgsrummet.admin_site.EditorsAdminSite"
