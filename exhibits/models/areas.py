"""Development areas with their key facts and milestones."""

from django import forms
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.forms.fields import InvalidJSONInput

from exhibits.models.base_map import CityMap
from exhibits.models.sourced import Sourced
from exhibits.rules.map_drawing import MapArea, reaches_into_map
from exhibits.rules.outlines import (
    LARGEST_DOCUMENT,
    LONGEST_OUTLINE,
    Fault,
    Problem,
    as_outline,
    problem_of,
)
from exhibits.words_sv.maps import NUMBER_TAKEN, outline_problem, outside_the_map
from helsingborgsrummet.content.addresses import address_of
from helsingborgsrummet.content.columns import CharField, DateField, PlainColumn, SlugField
from helsingborgsrummet.content.contact import WithContact
from helsingborgsrummet.content.ordered_relations import OrderedManyToManyField
from helsingborgsrummet.content.partial_date_fields import partial_date, precision_field
from helsingborgsrummet.content.prose_field import WithBody
from helsingborgsrummet.content.publishing import Publishable
from helsingborgsrummet.content.writing import writing


class OutlineInput(forms.JSONField):
    """GeoJSON in a form; brackets within brackets without end are none."""

    default_error_messages = {
        "invalid": "Gränsen går inte att läsa som GeoJSON. Klistra in den igen, hel och oförändrad."
    }

    def to_python(self, value):
        length = len(value) if isinstance(value, str) else 0
        if length > LARGEST_DOCUMENT:
            raise ValidationError(outline_problem(Problem(Fault.TOO_LONG)))
        try:
            return super().to_python(value)
        except (
            RecursionError,
            ValueError,
        ) as error:  # ValueError: a number of thousands of digits.
            if length > LONGEST_OUTLINE and isinstance(error, RecursionError):
                raise ValidationError(outline_problem(Problem(Fault.TOO_LONG))) from None
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def bound_data(self, data, initial):
        """What was typed, to be mended."""
        try:
            return super().bound_data(data, initial)
        except (RecursionError, ValueError):
            return InvalidJSONInput(data)


class OutlineField(PlainColumn, models.JSONField):
    """A GeoJSON outline."""

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": OutlineInput, **kwargs})


def drawn_outline(outline):
    """What is drawn of an outline, in WGS 84; ``ValidationError`` says in words why it cannot be."""
    outline = as_outline(outline)
    problem = problem_of(outline)
    if problem:
        raise ValidationError(outline_problem(problem))
    # Of a Feature only what is drawn: what else stands in it may be anything.
    outline = outline.get("geometry", outline)
    return {name: outline[name] for name in ("type", "coordinates")}


def cleaned_outline(outline):
    """The same for the column ``outline`` of a row."""
    try:
        return drawn_outline(outline)
    except ValidationError as error:
        raise ValidationError({"outline": error}) from None


class Area(WithBody, WithContact, Publishable):
    """A part of the city that changes, with its place on the map."""

    class LabelSide(models.TextChoices):
        RIGHT = "right", "till höger"
        LEFT = "left", "till vänster"
        BELOW = "below", "under"

    title = CharField("namn", max_length=80)
    slug = SlugField(
        "adress",
        max_length=80,
        unique=True,
        help_text="Sista delen av sidans adress: små bokstäver a–z, siffror och bindestreck.",
    )
    kind = CharField(
        "slag",
        max_length=60,
        default="Utvecklingsområde",
        help_text="Den lilla raden ovanför rubriken, till exempel Ny stadsdel.",
    )
    district = CharField(
        "stadsdel",
        max_length=60,
        blank=True,
        help_text="Som boende säger, till exempel Ramlösa. Listan kan visa en stadsdel i taget.",
    )
    summary = CharField(
        "ingress",
        max_length=300,
        help_text="En eller två meningar. Visas överst på sidan, i listor och i sökmotorer.",
    )
    place = models.PositiveSmallIntegerField(
        "nummer",
        default=1,
        help_text="Områdets nummer på kartan och plats i listan. Lägst tal står först.",
    )
    outline = OutlineField(
        "gräns på kartan",
        null=True,
        blank=True,
        help_text="Områdets yta från ett GIS-program (GeoJSON), som fil eller inklistrad i rutan. "
        "Tomt: området står i listan men ritas inte på kartan.",
    )
    label_side = CharField(
        "namnet på kartan",
        max_length=5,
        choices=LabelSide.choices,
        default=LabelSide.RIGHT,
        help_text="Välj den sida där namnet inte skymmer något annat.",
    )
    picture = models.ForeignKey(
        "helsingborgsrummet.Picture",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="bild",
        related_name="areas",
    )
    more_pictures = OrderedManyToManyField(
        "helsingborgsrummet.Picture",
        blank=True,
        verbose_name="fler bilder",
        related_name="further_areas",
        help_text="Visas längre ned på sidan.",
    )
    change_notes = GenericRelation("helsingborgsrummet.ChangeNote")

    class Meta(Publishable.Meta):
        verbose_name = "område"
        verbose_name_plural = "områden"
        ordering = ["place", "title"]
        permissions = [("publish_area", "Får publicera och avpublicera")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address_of("exhibits:area_detail", self.slug)

    def pages_below(self):
        """Its plans: their addresses lie below the area's."""
        return self.plans.all()

    def publish(self, now, at=None):
        """What lay below and comes back is a later version for calendars than what went out as withdrawn."""
        comes_back = self.withdrawn_at is not None and self.withdrawn_at <= now
        with writing():
            super().publish(now, at)
            if comes_back:
                self.plans.update(saved_at=now)

    def clean(self):
        """Refuse an outline that cannot be drawn and a number that stands on the map already, in words."""
        super().clean()
        if self.outline is not None:
            self.outline = cleaned_outline(self.outline)
            base_map = CityMap.present()
            if not reaches_into_map(base_map, MapArea("", "", 0, self.outline, self.label_side)):
                raise ValidationError({"outline": outside_the_map(base_map.bounds)})
        other = Area.on_the_map(self.pk).filter(place=self.place).first()
        if other and self.withdrawn_at is None:
            free = self.free_number(self.pk)
            raise ValidationError(
                {"place": NUMBER_TAKEN.format(number=self.place, area=other, free=free)}
            )

    @classmethod
    def on_the_map(cls, key=None):
        """The areas that have, or may get, a number on the map, without the one with ``key``."""
        return cls.objects.filter(withdrawn_at__isnull=True).exclude(pk=key)

    @classmethod
    def free_number(cls, key=None):
        """The next number that no other area has."""
        highest = cls.on_the_map(key).aggregate(highest=models.Max("place"))["highest"] or 0
        return highest + 1

    def step_on(self, today, milestones=None):
        """Where the area stands on ``today``: the milestone to name beside its title, or ``None``.

        What goes on now comes before what is next, and what is next before what was last.
        """
        milestones = self.milestones.all() if milestones is None else milestones
        by_phase = {}
        for milestone in milestones:
            milestone.phase = milestone.phase_on(today)
            if milestone.phase is Milestone.Phase.AHEAD:
                by_phase.setdefault(milestone.phase, milestone)
            else:
                by_phase[milestone.phase] = milestone
        return next(
            (
                by_phase[phase]
                for phase in (Milestone.Phase.NOW, Milestone.Phase.AHEAD, Milestone.Phase.PASSED)
                if phase in by_phase
            ),
            None,
        )


class KeyFact(Sourced):
    """A figure or fact about an area, with where it comes from."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="key_facts", verbose_name="område")
    label = CharField("uppgift", max_length=60, help_text="Till exempel Bostäder på sikt.")
    value = CharField("värde", max_length=60, help_text="Till exempel omkring 3 000.")
    place = models.PositiveSmallIntegerField("plats", default=1)

    class Meta:
        verbose_name = "nyckeluppgift"
        verbose_name_plural = "nyckeluppgifter"
        ordering = ["place", "id"]

    def __str__(self):
        return f"{self.label}: {self.value}"


class Milestone(Sourced):
    """Something that happened or is expected to happen in an area, dated as far as is known."""

    class Phase(models.TextChoices):
        """Where a day stands against the milestone; the label is what a list says before it."""

        PASSED = "passed", "Senast"
        NOW = "now", "Pågår"
        AHEAD = "ahead", "Härnäst"

    area = models.ForeignKey(Area, models.CASCADE, related_name="milestones", verbose_name="område")
    title = CharField("händelse", max_length=120)
    starts_on = DateField(
        "datum eller start", null=True, blank=True, help_text="Tomt: tiden är inte bestämd."
    )
    starts_precision = precision_field("känt till")
    ends_on = DateField("slut", null=True, blank=True)
    ends_precision = precision_field("slutet känt till")
    note = CharField("kommentar", max_length=240, blank=True)
    picture = models.ForeignKey(
        "helsingborgsrummet.Picture",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="bild",
        related_name="milestones",
        help_text="Bildtext och fotograf hämtas från bilden.",
    )

    class Meta:
        verbose_name = "milstolpe"
        verbose_name_plural = "milstolpar"
        ordering = [F("starts_on").asc(nulls_last=True), "id"]
        constraints = [
            models.CheckConstraint(
                name="milestone_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Slutet måste komma efter starten.",
            ),
            models.CheckConstraint(
                name="milestone_with_an_end_has_a_start",
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=False),
                violation_error_message="Fyll i starten också, eller ta bort slutet.",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def starts(self):
        """The start as a partial date, or ``None`` when no time is set."""
        return partial_date(self.starts_on, self.starts_precision)

    @property
    def ends(self):
        """The end as a partial date, or ``None`` for a single point in time."""
        return partial_date(self.ends_on, self.ends_precision)

    @property
    def last_day(self):
        """The last day that the milestone can lie on; ``None`` when no time is set."""
        end = self.ends or self.starts
        return end.last if end else None

    def phase_on(self, today):
        """The :class:`Phase` of the milestone on the day ``today``; undated ones lie ahead."""
        if not self.starts or self.starts.first > today:
            return self.Phase.AHEAD
        return self.Phase.PASSED if self.last_day < today else self.Phase.NOW
