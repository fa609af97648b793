"""Announcements and topics."""

from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = "Nyheter"

    def ready(self):
        """Declare the kinds of pages, and watch for what followers are told."""
        from news import closing, figures, following, telling, watching
        from news.kinds import register_kinds

        register_kinds()
        watching.watch()
        telling.listen()
        closing.listen()
        closing.register_work()
        figures.register_work()
        following.register_work()
