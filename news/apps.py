"""Announcements and topics."""

from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = "Nyheter"

    def ready(self):
        """Declare the kinds of pages."""
        from news.kinds import register_kinds

        register_kinds()
