"""Where a fact comes from, when it was checked, and whether it is invented."""

from django.db import models

from helsingborgsrummet.content.addresses import LinkField
from helsingborgsrummet.content.columns import CharField
from helsingborgsrummet.content.past_fields import PastDateField


class WithSource(models.Model):
    """Base of everything that may tell where it comes from; readers see all three."""

    source = CharField(
        "källa",
        max_length=160,
        blank=True,
        help_text="Var uppgiften kommer ifrån, till exempel planförslaget 2024. Visas för besökaren.",
    )
    source_url = LinkField(
        "länk till källan",
        blank=True,
        help_text="Sidan där uppgiften står, om du vet den. Källan blir då en länk.",
    )
    checked_on = PastDateField(
        "kontrollerad",
        null=True,
        blank=True,
        help_text="Dagen då någon senast jämförde med källan. Visas för besökaren.",
    )

    class Meta:
        abstract = True


class Sourced(WithSource):
    """Base of everything that states a fact, true or invented."""

    is_example = models.BooleanField(
        "exempel",
        default=False,
        help_text="Kryssa i för påhittat innehåll. Besökaren ser ordet Exempel.",
    )

    class Meta:
        abstract = True
