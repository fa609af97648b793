"""From where public forms were sent during the last hour, so that nobody floods us with them."""

from django.db import models

from helsingborgsrummet.content.columns import CharField, DateTimeField


class FormSource(models.Model):
    """An address or a network, hashed, with the moments at which forms came from it; gone after an hour."""

    # A hash with a salt that changes each hour, see public_forms/limits.py.
    key = CharField("avsändare", max_length=64, unique=True)
    moments = models.JSONField(
        "tidpunkter", default=list
    )  # seconds since the epoch, the earliest first
    last_at = DateTimeField("senast", db_index=True)

    # Nothing of it shows on a public page.
    raises_generation = False

    class Meta:
        verbose_name = "avsändare av formulär"
        verbose_name_plural = "avsändare av formulär"

    def __str__(self):
        return f"avsändare {self.pk}"
