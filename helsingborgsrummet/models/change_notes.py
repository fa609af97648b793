"""What editors tell readers about a change of a page."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from helsingborgsrummet.content.columns import CharField
from helsingborgsrummet.content.past_fields import PastDateField


class ChangeNote(models.Model):
    """One line of the public change log of a page."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, editable=False)
    object_id = models.PositiveBigIntegerField(editable=False)
    page = GenericForeignKey()
    noted_on = PastDateField("dag", default=timezone.localdate)
    text = CharField(
        "vad som ändrades",
        max_length=240,
        help_text="En mening, till exempel: Samrådsredogörelsen finns nu bland handlingarna. "
        "Visas längst ned på sidan.",
    )

    class Meta:
        verbose_name = "ändringsnotis"
        verbose_name_plural = "ändringslogg"
        ordering = ["-noted_on", "-id"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="change_note_of_page")]

    def __str__(self):
        return self.text
