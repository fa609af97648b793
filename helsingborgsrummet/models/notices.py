"""Notices: a line that staff put on the site for a while."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from helsingborgsrummet.content.addresses import LinkField
from helsingborgsrummet.content.columns import CharField, DateTimeField


class NoticeQuerySet(models.QuerySet):
    """Questions about notices; the moment is always handed in."""

    def showing(self, now):
        """Notices that a visitor sees at the moment ``now``, the gravest first."""
        return self.filter(
            Q(shows_until__isnull=True) | Q(shows_until__gt=now), shows_from__lte=now
        )


class Notice(models.Model):
    """A short message on top of the pages, for instance that the lift is out of order."""

    class Level(models.IntegerChoices):
        IMPORTANT = 1, "Viktigt"
        INFORMATION = 2, "Information"

    class Place(models.TextChoices):
        EVERYWHERE = "everywhere", "Alla sidor"
        START = "start", "Startsidan"
        VISIT = "visit", "Besökssidan"

    level = models.PositiveSmallIntegerField(
        "grad",
        choices=Level.choices,
        default=Level.INFORMATION,
        help_text="Viktigt visas först och i tegelrött, med ordet Viktigt framför.",
    )
    text = CharField("text", max_length=240, help_text="En eller två meningar.")
    link_url = LinkField(
        "länkadress",
        blank=True,
        help_text="En adress på webbplatsen, till exempel /besok/, eller en hel adress med https://.",
    )
    link_text = CharField(
        "länktext", max_length=80, blank=True, help_text="Berätta vart länken leder."
    )
    shows_from = DateTimeField(
        "visas från", default=timezone.now, help_text="Svensk tid. Visas av sig själv då."
    )
    shows_until = DateTimeField(
        "visas till",
        null=True,
        blank=True,
        help_text="Svensk tid. Försvinner av sig själv då. Tomt: tills du tar bort det.",
    )
    place = CharField("visas på", max_length=10, choices=Place.choices, default=Place.EVERYWHERE)
    is_example = models.BooleanField("exempel", default=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "driftmeddelande"
        permissions = [("publish_notice", "Får ändra det som visas för besökare")]
        verbose_name_plural = "driftmeddelanden"
        ordering = ["level", "-shows_from", "id"]
        constraints = [
            models.CheckConstraint(
                name="notice_ends_after_it_begins",
                condition=Q(shows_until__isnull=True) | Q(shows_until__gt=models.F("shows_from")),
                violation_error_message="Meddelandet måste sluta visas efter att det börjat visas.",
            ),
            models.CheckConstraint(
                name="notice_link_has_both_address_and_text",
                condition=Q(link_url="", link_text="") | (~Q(link_url="") & ~Q(link_text="")),
                violation_error_message="En länk behöver både adress och text.",
            ),
        ]

    def __str__(self):
        return self.text
