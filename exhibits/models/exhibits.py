"""What is shown in the room."""

from urllib.parse import urlsplit

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from exhibits.models.sourced import Sourced
from exhibits.rules.exhibits import showing_on
from helsingborgsrummet.content.addresses import LinkField, address_of
from helsingborgsrummet.content.columns import CharField, DateField, SlugField
from helsingborgsrummet.content.prose_field import WithBody
from helsingborgsrummet.content.publishing import Publishable

ANSWERS = [("yes", "Ja"), ("no", "Nej"), ("unknown", "Uppgift saknas")]


def _answer(name, help_text=""):
    return CharField(name, max_length=7, choices=ANSWERS, default="unknown", help_text=help_text)


class Exhibit(WithBody, Sourced, Publishable):
    """Something that one meets in the room, with what one needs to know to enjoy it."""

    class Audience(models.TextChoices):
        EVERYBODY = "alla", "Alla"
        CHILDREN = "barn", "Barn"
        SCHOOLS = "skola", "Skolklasser"
        BUSINESSES = "foretag", "Företag"

    title = CharField("namn", max_length=100)
    slug = SlugField("adress", max_length=100, unique=True)
    number = models.PositiveSmallIntegerField(
        "nummer",
        validators=[MinValueValidator(1), MaxValueValidator(999)],
        help_text="Numret som står vid utställningen. Listan går i den ordningen.",
    )
    summary = CharField("ingress", max_length=300, help_text="En eller två meningar.")
    starts_on = DateField("visas från", null=True, blank=True, help_text="Tomt: har alltid visats.")
    ends_on = DateField(
        "visas till och med", null=True, blank=True, help_text="Tomt: tills vidare."
    )
    audience = CharField("för", max_length=8, choices=Audience.choices, default=Audience.EVERYBODY)
    minutes = models.PositiveSmallIntegerField(
        "tar ungefär (minuter)",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
    )
    languages = CharField(
        "språk", max_length=80, blank=True, help_text="Till exempel svenska och engelska."
    )
    touch = _answer("får man röra", "Om något är till för att kännas på.")
    sound = _answer("har ljud")
    light = _answer("har starkt eller blinkande ljus")
    captions = _answer("talet finns som text")
    low_table = _answer("nås sittande", "Från rullstol eller stol, högst 90 cm.")
    seating = _answer("finns sittplats")
    is_calm = models.BooleanField(
        "lugn", default=False, help_text="Utan ljud, rörelse och trängsel för det mesta."
    )
    access_note = CharField(
        "mer om tillgänglighet", max_length=300, blank=True, help_text="Till exempel bordets höjd."
    )
    media_url = LinkField(
        "film eller karta på annan plats",
        blank=True,
        help_text="Visas som en vanlig länk med värdens namn. Ingenting hämtas förrän besökaren klickar.",
    )
    areas = models.ManyToManyField(
        "exhibits.Area", blank=True, verbose_name="områden", related_name="exhibits"
    )
    plans = models.ManyToManyField(
        "exhibits.Plan", blank=True, verbose_name="planer", related_name="exhibits"
    )
    picture = models.ForeignKey(
        "helsingborgsrummet.Picture",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="bild",
        related_name="exhibits",
    )

    class Meta(Publishable.Meta):
        verbose_name = "utställning"
        verbose_name_plural = "utställningar"
        ordering = ["number", "title"]
        permissions = [("publish_exhibit", "Får publicera och avpublicera")]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                name="exhibit_ends_after_it_starts",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Utställningen kan inte sluta innan den börjar.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address_of("exhibits:exhibit_detail", self.slug)

    def showing_on(self, day):
        """Whether it is planned, shown or over on ``day``."""
        return showing_on(day, self.starts_on, self.ends_on)

    @property
    def media_host(self):
        """The name of the host where the film or map lies, without www."""
        return (urlsplit(self.media_url).hostname or "").removeprefix("www.")
