"""The number that every change of content raises."""

from django.db import models

from helsingborgsrummet.content.columns import CharField


class ContentGeneration(models.Model):
    """One row: how many times published content has been written.

    It is raised in the same transaction as the write (see ``serving/page_cache.py``), so a page that
    was kept under the present number cannot be stale.
    """

    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        verbose_name = "innehållets nummer"


class TableNumber(models.Model):
    """How many times a table of content has been written, by its name (see ``serving/table_numbers.py``)."""

    raises_generation = False

    table_name = CharField(max_length=100, primary_key=True)
    number = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = "en tabells nummer"
