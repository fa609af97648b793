"""Where a fact comes from, when it was checked, and whether it is invented."""

from django.db import models


class Sourced(models.Model):
    """Base of everything that states a fact; readers see all three."""

    source = models.CharField(
        "källa",
        max_length=160,
        blank=True,
        help_text="Var uppgiften kommer ifrån, till exempel planförslaget 2024. Visas för besökaren.",
    )
    checked_on = models.DateField(
        "kontrollerad",
        null=True,
        blank=True,
        help_text="Dagen då någon senast jämförde med källan. Visas för besökaren.",
    )
    is_example = models.BooleanField(
        "exempel",
        default=False,
        help_text="Kryssa i för påhittat innehåll. Besökaren ser ordet Exempel.",
    )

    class Meta:
        abstract = True
