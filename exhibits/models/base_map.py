"""The base map that an operator has imported."""

from django.db import models

from exhibits.rules.base_map import BaseMap, bundled
from helsingborgsrummet.content.columns import DateTimeField


class CityMap(models.Model):
    """What lies under every map, from one file. The latest row counts; without one the project's own is drawn."""

    features = models.JSONField()
    bounds = models.JSONField()
    imported_at = DateTimeField()

    class Meta:
        verbose_name = "stadskarta"
        verbose_name_plural = "stadskartor"
        ordering = ["-pk"]

    def __str__(self):
        return f"Stadskartan från {self.imported_at:%Y-%m-%d}"

    @classmethod
    def present(cls):
        """The :class:`~exhibits.rules.base_map.BaseMap` to draw."""
        row = cls.objects.first()
        return BaseMap(row.features, tuple(row.bounds)) if row else bundled()
