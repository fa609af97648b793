"""Activities, each with the times at which it is held, and what came of it."""

import datetime
import uuid

from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Q
from django.utils import timezone

from exhibits.models.sourced import Sourced
from exhibits.rules.occurrences import Phase, phase_of
from exhibits.words_sv.occurrences import time_text
from helsingborgsrummet.content.addresses import LinkField, address_of
from helsingborgsrummet.content.columns import (
    CharField,
    DateField,
    DateTimeField,
    ParagraphsField,
    SlugField,
    lies_within_reach,
)
from helsingborgsrummet.content.contact import WithContact
from helsingborgsrummet.content.past_fields import PastDateField
from helsingborgsrummet.content.prose_field import WithBody
from helsingborgsrummet.content.publishing import Publishable, PublishableQuerySet
from helsingborgsrummet.content.writing import writing

FEEDBACK_DAYS = 14
CHILD_AGE = 18


class ActivityQuerySet(PublishableQuerySet):
    """Questions about activities; moments are always handed in."""

    def for_children(self):
        """Activities whose youngest age somebody has written down, and that is a child's."""
        return self.filter(age_from__lt=CHILD_AGE)

    def with_feedback(self):
        """Activities that tell what came of them, the latest feedback first."""
        return self.filter(feedback_on__isnull=False).order_by("-feedback_on", "-id")

    def missing_feedback(self, now):
        """Published activities that promise feedback and gave none in ``FEEDBACK_DAYS`` days.

        Those that asked people something count, from the end of their last occurrence that was
        held; the longest waiting first, with that moment as ``last_end``.
        """
        limit = now - datetime.timedelta(days=FEEDBACK_DAYS)
        was_held = ~Q(occurrences__state=Occurrence.State.CANCELLED)
        return (
            self.published(now)
            .filter(kind__in=Activity.FEEDBACK_KINDS, feedback_on__isnull=True)
            .annotate(last_end=Max("occurrences__ends_at", filter=was_held))
            .filter(last_end__lte=limit)
            .order_by("last_end", "id")
        )


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
        COURSE = "kurs", "Kurs"

    class Venue(models.TextChoices):
        ROOM = "room", "I Helsingborgsrummet"
        ADDRESS = "address", "På en annan plats"
        ONLINE = "online", "På webben"

    reserved_slugs = frozenset({"kalender"})
    # Where people were asked something; they are told what came of it.
    FEEDBACK_KINDS = (
        Kind.OPEN_HOUSE,
        Kind.SAFETY_WALK,
        Kind.CHILDREN,
        Kind.PLAYGROUND,
        Kind.TALK,
    )
    SHOWN_IN_CALENDARS = (
        "title", "slug", "kind", "summary", "venue", "place", "online_url", "signup", "is_example",
    )  # fmt: skip

    title = CharField("namn", max_length=120)
    slug = SlugField(
        "adress",
        max_length=100,
        unique=True,
        help_text="Sista delen av sidans adress: små bokstäver a–z, siffror och bindestreck.",
    )
    kind = CharField("slag", max_length=18, choices=Kind.choices, default=Kind.OPEN_HOUSE)
    summary = CharField("ingress", max_length=300)
    venue = CharField("var", max_length=7, choices=Venue.choices, default=Venue.ROOM)
    place = CharField(
        "plats",
        max_length=160,
        blank=True,
        help_text="Namn och gatuadress. Behövs när det inte är i rummet.",
    )
    online_url = LinkField(
        "adress på webben",
        blank=True,
    )
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
    audience = CharField(
        "för vem", max_length=120, blank=True, help_text="Till exempel: barn med vuxen."
    )
    age_from = models.PositiveSmallIntegerField("från ålder", null=True, blank=True)
    age_to = models.PositiveSmallIntegerField("till ålder", null=True, blank=True)
    languages = CharField("språk", max_length=120, default="svenska")
    access = CharField(
        "tillgänglighet",
        max_length=300,
        blank=True,
        help_text="Till exempel hörslinga, teckenspråkstolk, plan mark. Bara det som är säkert.",
    )
    signup = CharField(
        "anmälan", max_length=200, blank=True, help_text="Hur man anmäler sig. Tomt: kom som du är."
    )
    signup_link = LinkField(
        "anmälningslänk",
        blank=True,
    )
    cost = CharField("pris", max_length=60, blank=True, default="gratis")
    organiser_role = CharField("arrangör", max_length=120, blank=True)
    heard = ParagraphsField("det här hörde vi", blank=True)
    done = ParagraphsField("det här gjorde vi", blank=True)
    why_not = ParagraphsField("det här blev inte av – och därför", blank=True)
    feedback_on = PastDateField("återkopplingen gavs", null=True, blank=True)
    children_ages = CharField("barnens åldrar", max_length=60, blank=True)
    children_asked = CharField("så frågade vi barnen", max_length=300, blank=True)
    children_changed = CharField("det här ändrades", max_length=400, blank=True)
    protocol_link = LinkField(
        "protokoll",
        blank=True,
    )

    objects = ActivityQuerySet.as_manager()

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
            models.CheckConstraint(
                name="activity_feedback_has_a_day",
                condition=Q(feedback_on__isnull=False) | Q(heard="", done="", why_not=""),
                violation_error_message="Fyll i dagen då återkopplingen gavs.",
            ),
            models.CheckConstraint(
                name="activity_slug_is_not_that_of_the_calendar",
                condition=~Q(slug="kalender"),
                violation_error_message="Adressen kalender hör till kalendern. Välj en annan.",
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        """Raise the number of every occurrence when what their calendar entries show changes."""
        with writing():
            stored = Activity.objects.filter(pk=self.pk).values(*self.SHOWN_IN_CALENDARS).first()
            super().save(*args, **kwargs)
            if stored and any(getattr(self, name) != stored[name] for name in stored):
                self.occurrences.update(sequence=F("sequence") + 1, changed_at=timezone.now())

    def get_absolute_url(self):
        return address_of("exhibits:activity_detail", self.slug)

    def publish(self, now, at=None):
        """Raise the numbers of what comes back past those with which it went out as withdrawn."""
        comes_back = self.withdrawn_at is not None and self.withdrawn_at <= now
        with writing():
            super().publish(now, at)
            if comes_back:
                self.occurrences.update(sequence=F("sequence") + 2, changed_at=now)

    @property
    def feedback(self):
        """The first words of what came of it: what was done, or why nothing was, or what was heard."""
        return self.done or self.why_not or self.heard

    @property
    def has_children_facts(self):
        """Whether the page tells how children were asked and what it changed."""
        return bool(self.children_ages or self.children_asked or self.children_changed)


class OccurrenceQuerySet(models.QuerySet):
    """Questions about occurrences; moments are always handed in."""

    def published(self, now):
        """Occurrences of activities that a visitor may see at ``now``."""
        return self.of(Activity.objects.published(now))

    def of(self, activities):
        """Occurrences of some activities.

        Each row asks for its own activity, so that a list is walked in order of time and ends
        when its page is full, however many activities there are.
        """
        return self.filter(Exists(activities.filter(pk=OuterRef("activity"))))

    def upcoming(self, now):
        """Not over at ``now``: what goes on is upcoming. In order of time."""
        return self.filter(ends_at__gt=now).order_by("starts_at", "id")

    def past(self, now):
        """Over at ``now``, the latest first."""
        # What is over has begun: the lower bound of the index.
        return self.filter(ends_at__lte=now, starts_at__lte=now).order_by("-starts_at", "-id")

    def in_the_room(self):
        """Held in the room."""
        return self.filter(activity__venue=Activity.Venue.ROOM, place="", online_url="")

    def planned_in_the_room(self, now):
        """To be held in the room, as far as anybody has planned at ``now``, drafts too."""
        withdrawn = Q(activity__withdrawn_at__lte=now)
        rows = self.in_the_room().upcoming(now).exclude(withdrawn)
        return rows.exclude(state=Occurrence.State.CANCELLED).for_list()

    def move_with_the_room(self, now):
        """Raise the number of what is held in the room and is not over: its place reads differently."""
        rows = self.in_the_room().filter(ends_at__gt=now)
        return rows.update(sequence=F("sequence") + 1, changed_at=now)

    def for_list(self):
        """With the activity as a list shows it: one query."""
        return self.select_related("activity").defer("activity__body", "activity__body_html")


class Occurrence(models.Model):
    """One time at which an activity is held; the rows of a weekly repetition are made at once.

    ``uid`` names its entry in people's calendars for ever; ``sequence`` and ``changed_at`` tell
    them which of two versions is the later. ``planned_at`` is the start that it was first given.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "Planerad"
        MOVED = "moved", "Flyttad"
        FULL = "full", "Fullbokad"
        CANCELLED = "cancelled", "Inställd"

    SHOWN_IN_CALENDARS = (
        "starts_at", "ends_at", "state", "place", "online_url", "note", "signup_until",
    )  # fmt: skip

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="occurrences", verbose_name="aktivitet"
    )
    starts_at = DateTimeField("börjar", help_text="Svensk tid.")
    ends_at = DateTimeField("slutar", db_index=True, help_text="Svensk tid.")
    state = CharField("status", max_length=9, choices=State.choices, default=State.PLANNED)
    place = CharField(
        "annan plats",
        max_length=160,
        blank=True,
        help_text="När just det här tillfället är någon annanstans.",
    )
    online_url = LinkField(
        "adress på webben",
        blank=True,
        help_text="När just det här tillfället är på webben i stället.",
    )
    note = CharField(
        "meddelande", max_length=200, blank=True, help_text="Till exempel varför det är inställt."
    )
    signup_until = DateField(
        "sista dag att anmäla sig",
        null=True,
        blank=True,
        help_text="Den dagen räknas med. Sedan säger sidan själv att anmälan har stängt.",
    )
    planned_at = DateTimeField(editable=False)
    uid = models.UUIDField(editable=False, unique=True, default=uuid.uuid4)
    sequence = models.PositiveIntegerField(editable=False, default=0)
    changed_at = DateTimeField(editable=False)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = "tillfälle"
        verbose_name_plural = "tillfällen"
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["starts_at", "id"], name="occurrence_in_order")]
        constraints = [
            models.CheckConstraint(
                name="occurrence_has_known_years",
                condition=lies_within_reach("starts_at", "ends_at"),
                violation_error_message="Skriv årtalen med fyra siffror.",
            ),
            models.CheckConstraint(
                name="occurrence_ends_after_it_begins",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="Tillfället måste sluta efter att det börjat.",
            ),
            models.UniqueConstraint(
                name="occurrence_begins_when_no_other_does",
                fields=["activity", "starts_at"],
                violation_error_message="Aktiviteten har redan ett tillfälle som börjar då.",
            ),
        ]

    def __str__(self):
        return f"{self.activity}, {time_text(self.starts_at, self.ends_at)}"

    def save(self, *args, **kwargs):
        """Keep the name in calendars; raise the number when what a calendar shows has changed."""
        own = ("uid", "planned_at", "sequence", "changed_at")
        with writing():
            stored = (
                Occurrence.objects.filter(pk=self.pk).values(*own, *self.SHOWN_IN_CALENDARS).first()
            )
            if stored:
                # The row in memory may be older than what the activity has raised since.
                for name in own:
                    setattr(self, name, stored[name])
                if any(getattr(self, name) != stored[name] for name in self.SHOWN_IN_CALENDARS):
                    self.sequence += 1
                    self.changed_at = timezone.now()
            else:
                self.planned_at = self.planned_at or self.starts_at
                self.changed_at = self.changed_at or timezone.now()
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "sequence", "changed_at"}
            super().save(*args, **kwargs)

    @property
    def is_cancelled(self):
        """Whether it is not held."""
        return self.state == self.State.CANCELLED

    @property
    def is_for_all(self):
        """Whether one can come without having signed up."""
        asks = self.activity.signup or self.activity.signup_link
        return not asks and self.state != self.State.FULL

    @property
    def has_room(self):
        """Whether there are places left, as far as anybody has said."""
        return self.state in (self.State.PLANNED, self.State.MOVED)

    def takes_signups(self, today):
        """Whether somebody can still sign up on the day ``today``; also where nobody needs to."""
        return self.has_room and (self.signup_until is None or today <= self.signup_until)

    @property
    def moved_from(self):
        """The start that it had before it was moved, or ``None``."""
        is_told = self.state in (self.State.MOVED, self.State.FULL)
        return self.planned_at if is_told and self.planned_at != self.starts_at else None

    def phase_at(self, now):
        """Whether it lies ahead, goes on or is over at ``now``."""
        return phase_of(self.starts_at, self.ends_at, now)

    def mark_at(self, now):
        """The one word that chooses the shape of its mark: a state, ``now`` or ``over``."""
        phase = self.phase_at(now)
        return self.state if self.is_cancelled or phase is Phase.AHEAD else phase.value


class FollowUpQuerySet(models.QuerySet):
    """Questions about follow-ups; days are always handed in."""

    def overdue(self, today):
        """What should have been followed up by ``today`` and is not done."""
        return self.filter(state=FollowUp.State.OPEN, follow_up_on__lt=today)


class FollowUp(models.Model):
    """What came of one thing that was noticed, for instance on a safety walk."""

    class State(models.TextChoices):
        OPEN = "open", "Inte klart"
        DONE = "done", "Klart"
        DECLINED = "declined", "Blir inte av"

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="follow_ups", verbose_name="aktivitet"
    )
    action = CharField("åtgärd", max_length=200)
    responsible_role = CharField("ansvarig", max_length=120, help_text="En roll eller enhet.")
    state = CharField("status", max_length=8, choices=State.choices, default=State.OPEN)
    reason = CharField(
        "orsak", max_length=240, blank=True, help_text="Behövs när det inte blir av."
    )
    follow_up_on = DateField("följs upp", null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()

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
