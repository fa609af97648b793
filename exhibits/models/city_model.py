"""The physical model of the city: what it is, what stands on it, and its numbered stations."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.text import slugify

from exhibits.models.sourced import Sourced
from exhibits.rules.model_drawing import Block, Shape, State
from helsingborgsrummet.content.addresses import address_of
from helsingborgsrummet.content.columns import CharField, DateField, DateTimeField, SlugField
from helsingborgsrummet.content.partial_date_fields import partial_date, precision_field
from helsingborgsrummet.content.prose_field import WithBody
from helsingborgsrummet.content.publishing import Publishable


class CityModel(WithBody, Sourced):
    """What a visitor wants to know of the model; there is one. ``body`` says what one sees on it."""

    title = CharField("namn", max_length=80, default="Stadsmodellen")
    summary = CharField("ingress", max_length=300, help_text="En eller två meningar.")
    scale = CharField(
        "skala", max_length=20, blank=True, help_text="Till exempel 1:1 000. Tomt: okänd."
    )
    size = CharField(
        "mått", max_length=60, blank=True, help_text="Till exempel ungefär 6 × 4 meter."
    )
    shows_on = DateField(
        "visar läget",
        null=True,
        blank=True,
        help_text="Dagen, månaden eller året som modellen visar.",
    )
    shows_precision = precision_field("känt till")
    leaves_out = CharField(
        "visar inte",
        max_length=300,
        blank=True,
        help_text="Vad som saknas på modellen, i en mening.",
    )
    picture = models.ForeignKey(
        "helsingborgsrummet.Picture",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="bild",
        related_name="city_models",
    )
    saved_at = DateTimeField("senast sparad", auto_now=True)
    only = models.BooleanField(default=True, editable=False, unique=True)

    class Meta:
        verbose_name = "stadsmodell"
        permissions = [("publish_citymodel", "Får ändra det som visas för besökare")]
        verbose_name_plural = "stadsmodellen"
        constraints = [
            models.CheckConstraint(
                name="there_is_one_city_model",
                condition=Q(only=True),
                violation_error_message="Det finns bara en stadsmodell.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address_of("exhibits:city_model")

    @property
    def shows(self):
        """The time whose state the model shows, as a partial date, or ``None``."""
        return partial_date(self.shows_on, self.shows_precision)


class ModelBlocks(models.Model):
    """What is drawn: the blocks of one file. The latest row counts; a new file is a new row.

    ``blocks`` is a list of ``[state, shape, area, base, height, rings]``; ``hull`` are the positions that
    the drawing must show. They stand apart from the texts, so that a version of those is small.
    """

    blocks = models.JSONField()
    hull = models.JSONField()
    imported_at = DateTimeField()
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["-pk"]

    @classmethod
    def of(cls, pairs, **values):
        """An unsaved row for ``(block, area)`` pairs; ``values`` are the other columns.

        An area is named by its title or its address.
        """
        blocks = [
            [block.state, block.shape, slugify(area), block.base, block.height, block.rings]
            for block, area in pairs
        ]
        return cls(blocks=blocks, hull=_extremes(pairs), **values)

    def pairs(self):
        """The blocks with the address of the development area in which they stand, or ``""``."""
        for state, shape, area, base, height, rings in self.blocks:
            rings = tuple(tuple(map(tuple, ring)) for ring in rings)
            yield Block(rings, height, base, State(state), Shape(shape)), area


def _extremes(pairs):
    """The outermost positions in sixteen directions: what every view of the whole must hold."""
    points = [block.rings[0][0] for block, _ in pairs]
    directions = [(1, 0), (2, 1), (1, 1), (1, 2), (0, 1), (-1, 2), (-1, 1), (-2, 1)]
    chosen = set()
    for x, y in directions:
        for sign in (1, -1):
            # A degree of latitude is about 1.8 times one of longitude.
            chosen.add(max(points, key=lambda p: sign * (p[0] * x + 1.8 * p[1] * y)))
    return sorted(chosen)


class Station(WithBody, Publishable):
    """A numbered place on the model, with its short text; its number is its address."""

    number = models.PositiveSmallIntegerField(
        "nummer",
        unique=True,
        validators=[MinValueValidator(1), MaxValueValidator(999)],
        help_text="Numret som står på modellen. Det är också stationens adress.",
        error_messages={"unique": "Det finns redan en station med det numret."},
    )
    slug = SlugField("adress", max_length=3, unique=True, editable=False)
    title = CharField("namn", max_length=80)
    summary = CharField(
        "text", max_length=300, help_text="Vad man ser här, i en eller två meningar."
    )
    longitude = models.DecimalField(
        "longitud",
        max_digits=8,
        decimal_places=5,
        validators=[MinValueValidator(12.4), MaxValueValidator(13.1)],
    )
    latitude = models.DecimalField(
        "latitud",
        max_digits=8,
        decimal_places=5,
        validators=[MinValueValidator(55.85), MaxValueValidator(56.25)],
    )
    area = models.ForeignKey(
        "exhibits.Area",
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name="område",
        related_name="stations",
    )
    plan = models.ForeignKey(
        "exhibits.Plan",
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name="plan",
        related_name="stations",
    )
    picture = models.ForeignKey(
        "helsingborgsrummet.Picture",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="bild",
        related_name="stations",
    )
    is_example = models.BooleanField(
        "exempel",
        default=False,
        help_text="Kryssa i för påhittat innehåll. Besökaren ser ordet Exempel.",
    )

    class Meta(Publishable.Meta):
        verbose_name = "station på modellen"
        verbose_name_plural = "stationer på modellen"
        ordering = ["number"]
        permissions = [("publish_station", "Får publicera och avpublicera")]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        """Keep the address in step with the number."""
        self.slug = str(self.number)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return address_of("exhibits:station_detail", self.slug)

    @property
    def position(self):
        """Longitude and latitude as floats."""
        return float(self.longitude), float(self.latitude)
