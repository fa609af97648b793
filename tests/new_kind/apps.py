"""Pamphlets in the house."""

from django.apps import AppConfig


class NewKindConfig(AppConfig):
    name = "tests.new_kind"
    label = "new_kind"
    verbose_name = "Broschyrer"

    def ready(self):
        """Declare the kind."""
        from tests.new_kind.kinds import register_kinds

        register_kinds()
