"""Development areas, the room and what it shows."""

from django.apps import AppConfig


class ExhibitsConfig(AppConfig):
    name = "exhibits"
    verbose_name = "Områden och rummet"
