"""Corrections that a page tells its readers about."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from helsingborgsrummet.content.columns import CharField
from helsingborgsrummet.content.past_fields import PastDateTimeField


class Correction(models.Model):
    """What was wrong on a published page and when it was put right."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, editable=False)
    object_id = models.PositiveBigIntegerField(editable=False)
    page = GenericForeignKey()
    corrected_at = PastDateTimeField("rättad", default=timezone.now, help_text="Svensk tid.")
    note = CharField(
        "rättelse",
        max_length=500,
        help_text="Vad som var fel och vad som gäller, i en eller två meningar. Visas på sidan.",
    )

    class Meta:
        verbose_name = "rättelse"
        verbose_name_plural = "rättelser"
        ordering = ["-corrected_at", "-id"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="correction_of_page")]

    def __str__(self):
        return self.note
