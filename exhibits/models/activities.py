"""Activities, each with the times at which it is held, and what came of it."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from exhibits.models.sourced import Sourced
from helsingborgsrummet.content.addresses import check_link
from helsingborgsrummet.content.contact import WithContact
from helsingborgsrummet.content.prose_field import WithBody
from helsingborgsrummet.content.publishing import Publishable, PublishableQuerySet


class Activity(WithBody, WithContact, Sourced, Publishable):
    """Something to come to: an open house, a safety walk, a tour; ``body`` is optional."""

    class Kind(models.TextChoices):
        OPEN_HOUSE = "oppet-hus", "Öppet hus"
        SAFETY_WALK = "trygghetsvandring", "Trygghetsvandring"
        CHILDREN = "barndialog", "Barndialog"
        PLAYGROUND = "lekplatsprojekt", "Lekplatsprojekt"
        SHOWING = "visning", "Visning"
        TOUR = "guidad-tur", "Guidad tur"
        TALK = "samtal", "Samtal"
        WORKSHOP = "verkstad", "Verkstad"

    class Venue(models.TextChoices):
        ROOM = "room", "I Helsingborgsrummet"
        ADDRESS = "address", "På en annan plats"
        ONLINE = "online", "På webben"

    title = models.CharField("namn", max_length=120)
    slug = models.SlugField(
        "adress",
        max_length=100,
        unique=True,
        help_text="Sista delen av sidans adress: små bokstäver a–z, siffror och bindestreck.",
    )
    kind = models.CharField("slag", max_length=18, choices=Kind.choices, default=Kind.OPEN_HOUSE)
    summary = models.CharField("ingress", max_length=300)
    venue = models.CharField("var", max_length=7, choices=Venue.choices, default=Venue.ROOM)
    place = models.CharField(
        "plats",
        max_length=160,
        blank=True,
        help_text="Namn och gatuadress. Behövs när det inte är i rummet.",
    )
    online_url = models.URLField("adress på webben", max_length=300, blank=True)
    areas = models.ManyToManyField(
        "exhibits.Area", blank=True, related_name="activities", verbose_name="områden"
    )
    plan = models.ForeignKey(
        "exhibits.Plan",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name="plan",
    )
    picture = models.ForeignKey(
        "helsingborgsrummet.Picture",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name="bild",
    )
    audience = models.CharField(
        "för vem", max_length=120, blank=True, help_text="Till exempel: barn med vuxen."
    )
    age_from = models.PositiveSmallIntegerField("från ålder", null=True, blank=True)
    age_to = models.PositiveSmallIntegerField("till ålder", null=True, blank=True)
    languages = models.CharField("språk", max_length=120, default="svenska")
    access = models.CharField(
        "tillgänglighet",
        max_length=300,
        blank=True,
        help_text="Till exempel hörslinga, teckenspråkstolk, plan mark. Bara det som är säkert.",
    )
    signup = models.CharField(
        "anmälan", max_length=200, blank=True, help_text="Hur man anmäler sig. Tomt: kom som du är."
    )
    signup_link = models.CharField(
        "anmälningslänk", max_length=300, blank=True, validators=[check_link]
    )
    cost = models.CharField("pris", max_length=60, blank=True, default="gratis")
    organiser_role = models.CharField("arrangör", max_length=120, blank=True)
    heard = models.TextField("det här hörde vi", blank=True)
    done = models.TextField("det här gjorde vi", blank=True)
    why_not = models.TextField("det här blev det inte, och varför", blank=True)
    feedback_on = models.DateField("återkopplingen gavs", null=True, blank=True)
    children_ages = models.CharField("barnens åldrar", max_length=60, blank=True)
    children_asked = models.CharField("så frågade vi barnen", max_length=300, blank=True)
    children_changed = models.CharField("det här ändrades", max_length=400, blank=True)
    protocol_link = models.CharField(
        "protokoll", max_length=300, blank=True, validators=[check_link]
    )

    objects = PublishableQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = "aktivitet"
        verbose_name_plural = "aktiviteter"
        ordering = ["title"]
        permissions = [("publish_activity", "Får publicera och avpublicera")]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                name="activity_elsewhere_has_a_place",
                condition=~Q(venue="address") | ~Q(place=""),
                violation_error_message="Fyll i platsen när aktiviteten inte är i rummet.",
            ),
            models.CheckConstraint(
                name="activity_online_has_an_address",
                condition=~Q(venue="online") | ~Q(online_url=""),
                violation_error_message="Fyll i adressen på webben.",
            ),
            models.CheckConstraint(
                name="activity_ages_are_in_order",
                condition=Q(age_from__isnull=True)
                | Q(age_to__isnull=True)
                | Q(age_to__gte=F("age_from")),
                violation_error_message="Åldrarna står i fel ordning.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("exhibits:activity_detail", args=[self.slug])


class OccurrenceQuerySet(models.QuerySet):
    """Questions about occurrences; moments are always handed in."""

    def published(self, now):
        """Occurrences of activities that a visitor may see at ``now``."""
        return self.filter(activity__in=Activity.objects.published(now))

    def upcoming(self, now):
        """Not over at ``now``: what goes on is upcoming. In order of time."""
        return self.filter(ends_at__gt=now).order_by("starts_at", "id")

    def past(self, now):
        """Over at ``now``, the latest first."""
        return self.filter(ends_at__lte=now).order_by("-starts_at", "-id")


class Occurrence(models.Model):
    """One time at which an activity is held; the rows of a weekly repetition are made at once."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planerad"
        MOVED = "moved", "Flyttad"
        FULL = "full", "Fullbokad"
        CANCELLED = "cancelled", "Inställd"

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="occurrences", verbose_name="aktivitet"
    )
    starts_at = models.DateTimeField("börjar", db_index=True, help_text="Svensk tid.")
    ends_at = models.DateTimeField("slutar", db_index=True, help_text="Svensk tid.")
    state = models.CharField("läge", max_length=9, choices=State.choices, default=State.PLANNED)
    place = models.CharField(
        "annan plats",
        max_length=160,
        blank=True,
        help_text="När just det här tillfället är någon annanstans.",
    )
    note = models.CharField(
        "meddelande", max_length=200, blank=True, help_text="Till exempel varför det är inställt."
    )
    uid = models.UUIDField(editable=False, unique=True)
    sequence = models.PositiveIntegerField(editable=False, default=0)
    changed_at = models.DateTimeField(editable=False)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = "tillfälle"
        verbose_name_plural = "tillfällen"
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="occurrence_ends_after_it_begins",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="Tillfället måste sluta efter att det börjat.",
            ),
        ]


class FollowUp(models.Model):
    """What came of one thing that was noticed, for instance on a safety walk."""

    class State(models.TextChoices):
        OPEN = "open", "Inte klart"
        DONE = "done", "Klart"
        DECLINED = "declined", "Blir inte av"

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="follow_ups", verbose_name="aktivitet"
    )
    action = models.CharField("åtgärd", max_length=200)
    responsible_role = models.CharField(
        "ansvarig", max_length=120, help_text="En roll eller enhet."
    )
    state = models.CharField("läge", max_length=8, choices=State.choices, default=State.OPEN)
    reason = models.CharField(
        "orsak", max_length=240, blank=True, help_text="Behövs när det inte blir av."
    )
    follow_up_on = models.DateField("följs upp", null=True, blank=True)

    class Meta:
        verbose_name = "åtgärd"
        verbose_name_plural = "åtgärder"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="follow_up_that_is_declined_tells_why",
                condition=~Q(state="declined") | ~Q(reason=""),
                violation_error_message="Skriv varför det inte blir av.",
            ),
        ]

    def __str__(self):
        return self.action
