"""Standing pages: about, examples, accessibility, personal data, cookies."""

from django.db import models

from helsingborgsrummet.content.addresses import address_of
from helsingborgsrummet.content.columns import CharField
from helsingborgsrummet.content.past_fields import PastDateField
from helsingborgsrummet.content.prose_field import WithBody
from helsingborgsrummet.content.publishing import Publishable


class StandingPage(WithBody, Publishable):
    """A page that every public site has, found in the footer of every page."""

    class Slug(models.TextChoices):
        ABOUT = "om", "/om/"
        EXAMPLES = "exempel", "/exempel/"
        ACCESSIBILITY = "tillganglighet", "/tillganglighet/"
        PERSONAL_DATA = "personuppgifter", "/personuppgifter/"
        COOKIES = "kakor", "/kakor/"

    title = CharField("rubrik", max_length=80)
    slug = CharField("adress", max_length=20, choices=Slug.choices, unique=True)
    summary = CharField("ingress", max_length=240, blank=True)
    place = models.PositiveSmallIntegerField(
        "plats i sidfoten", default=1, help_text="Lägst tal står först."
    )
    checked_on = PastDateField(
        "kontrollerad",
        null=True,
        blank=True,
        help_text="Visas på sidan. Fyll i dagen då någon senast läste igenom hela texten.",
    )

    class Meta(Publishable.Meta):
        verbose_name = "fast sida"
        verbose_name_plural = "fasta sidor"
        ordering = ["place", "title"]
        permissions = [("publish_standingpage", "Får publicera och avpublicera")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address_of("standing_page", self.slug)
