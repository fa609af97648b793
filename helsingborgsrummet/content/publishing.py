"""Publication: draft, scheduled, published and withdrawn follow from two moments and the time.

Nothing has to run for a page to appear or vanish: every question is asked with a moment.
"""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q


class State(models.TextChoices):
    """What a publishable thing is at a given moment."""

    DRAFT = "draft", "Utkast"
    SCHEDULED = "scheduled", "Schemalagd"
    PUBLISHED = "published", "Publicerad"
    WITHDRAWN = "withdrawn", "Avpublicerad"


def state_condition(state, now):
    """Return the ``Q`` that finds the rows which are in ``state`` at the moment ``now``."""
    is_withdrawn = Q(withdrawn_at__isnull=False, withdrawn_at__lte=now)
    match State(state):
        case State.WITHDRAWN:
            return is_withdrawn
        case State.DRAFT:
            return ~is_withdrawn & Q(published_at__isnull=True)
        case State.SCHEDULED:
            return ~is_withdrawn & Q(published_at__gt=now)
        case State.PUBLISHED:
            return Q(published_at__lte=now) & (
                Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=now)
            )


class PublishableQuerySet(models.QuerySet):
    """Questions about publication; the moment is always handed in."""

    def in_state(self, state, now):
        """Rows in the given :class:`State` at the moment ``now``."""
        return self.filter(state_condition(state, now))

    def published(self, now):
        """Rows that a visitor may see at the moment ``now``."""
        return self.in_state(State.PUBLISHED, now)

    def next_change_at(self, now):
        """The first moment after ``now`` when a row appears or vanishes, or ``None``."""
        moments = [
            self.filter(**{f"{field}__gt": now}).order_by(field).values_list(field, flat=True)[:1]
            for field in ("published_at", "withdrawn_at")
        ]
        return min((moment for query in moments for moment in query), default=None)

    def latest_save(self):
        """The moment when one of the rows was last saved, or ``None`` without rows."""
        return self.aggregate(latest=models.Max("saved_at"))["latest"]


class Publishable(models.Model):
    """Base of everything that editors publish."""

    published_at = models.DateTimeField(
        "publiceras",
        null=True,
        blank=True,
        db_index=True,
        help_text="Svensk tid. Tomt: sidan är ett utkast som ingen besökare ser. "
        "En tid i framtiden: sidan visas av sig själv då.",
    )
    withdrawn_at = models.DateTimeField(
        "avpubliceras",
        null=True,
        blank=True,
        db_index=True,
        help_text="Svensk tid. Från den tiden visas sidan inte längre. Tomt: den ligger kvar.",
    )
    withdrawn_reason = models.CharField(
        "orsak till avpubliceringen",
        max_length=300,
        blank=True,
        help_text="Visas för den som kommer till sidans adress. Skriv en mening, till exempel: "
        "Utställningen är slut.",
    )
    withdrawn_link = models.CharField(
        "läs vidare på",
        max_length=300,
        blank=True,
        help_text="Dit besökaren kan gå i stället: en adress på webbplatsen, till exempel "
        "/omraden/, eller en hel adress med https://. Får vara tom.",
    )
    review_by = models.DateField(
        "ses över senast",
        null=True,
        blank=True,
        db_index=True,
        help_text="Efter den dagen påminns redaktionen på adminens första sida. Besökaren ser den inte.",
    )
    handed_over_at = models.DateTimeField(
        "lämnad för granskning", null=True, blank=True, editable=False
    )
    handed_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="lämnad av",
    )
    returned_comment = models.CharField(
        "kommentar från granskningen", max_length=500, blank=True, editable=False
    )
    saved_at = models.DateTimeField("senast sparad", auto_now=True)
    corrections = GenericRelation("helsingborgsrummet.Correction")

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_tells_why_it_is_withdrawn",
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
                violation_error_message="Skriv varför sidan avpubliceras. Orsaken visas för den "
                "som kommer till sidans adress.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_is_withdrawn_after_it_is_published",
                condition=Q(withdrawn_at__isnull=True)
                | Q(published_at__isnull=True)
                | Q(withdrawn_at__gt=models.F("published_at")),
                violation_error_message="Avpubliceringen måste komma efter publiceringen.",
            ),
        ]

    def state_at(self, now):
        """Return the :class:`State` of this row at the moment ``now``."""
        if self.withdrawn_at and self.withdrawn_at <= now:
            return State.WITHDRAWN
        if self.published_at is None:
            return State.DRAFT
        return State.SCHEDULED if self.published_at > now else State.PUBLISHED
