"""What has to be done again and again, and how it went the last time."""

from django.db import models

from helsingborgsrummet.content.columns import CharField, DateTimeField


class DueWork(models.Model):
    """One piece of recurring work; ``due_work.py`` does it and notes here how it went.

    The row is written when the piece begins and when it ends, so a beginning without an end is a run that
    goes on or that was killed.
    """

    name = CharField("namn", max_length=40, unique=True)
    started_at = DateTimeField("började senast", null=True)
    ended_at = DateTimeField("slutade senast", null=True)
    succeeded_at = DateTimeField("lyckades senast", null=True)
    result = CharField("resultat", max_length=200, blank=True)
    failure = CharField("fel", max_length=200, blank=True)
    failing_since = DateTimeField("felar sedan", null=True)

    # Nothing of it shows on a public page that is kept.
    raises_generation = False

    class Meta:
        verbose_name = "återkommande arbete"
        verbose_name_plural = "återkommande arbeten"
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def is_under_way(self):
        """Whether it has begun and not ended: it goes on, or was killed."""
        return self.started_at is not None and (
            self.ended_at is None or self.ended_at < self.started_at
        )
