"""Publication: draft, scheduled, published and withdrawn follow from two moments and the time.

Nothing has to run for a page to appear or vanish: every question is asked with a moment.
"""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.http import Http404

from helsingborgsrummet.content.addresses import Addressed, check_link


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

    def handed_over(self, now):
        """Drafts that a writer has left for review, the oldest first."""
        drafts = self.in_state(State.DRAFT, now).filter(handed_over_at__isnull=False)
        return drafts.order_by("handed_over_at")

    def overdue(self, now, today):
        """Published rows that somebody should have looked over by ``today``, the oldest first."""
        return self.published(now).filter(review_by__lt=today).order_by("review_by")

    def latest_save(self):
        """The moment when one of the rows was last saved, or ``None`` without rows."""
        return self.aggregate(latest=models.Max("saved_at"))["latest"]


class Gone(Http404):
    """The page has been public and is withdrawn: the answer is 410, with the reason."""

    def __init__(self, page):
        super().__init__("withdrawn")
        self.page = page


def published_or_404(queryset, now, **lookup):
    """Return the row of ``queryset`` that a visitor may see at the moment ``now``.

    Raises :class:`Gone` for a row that has been public and is withdrawn, otherwise ``Http404``.
    """
    # The look-up is by something unique: to sort one row would only cost.
    row = next(iter(queryset.filter(**lookup).order_by()[:1]), None)
    state = row.state_at(now) if row else None
    if state is State.PUBLISHED:
        return row
    if state is State.WITHDRAWN and row.has_been_public(now):
        raise Gone(row)
    raise Http404("not published")


class Publishable(Addressed):
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
        validators=[check_link],
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

    def publish(self, now):
        """Make the page visible from the moment ``now``; it is not saved.

        A page that comes back keeps its first day and so its address.
        """
        if self.published_at is None or self.published_at > now:
            self.published_at = now
        self.withdrawn_at = None
        self.withdrawn_reason = self.withdrawn_link = self.returned_comment = ""
        self.handed_over_at = self.handed_over_by = None

    def has_been_public(self, now):
        """Whether a visitor can have seen the page before the moment ``now``."""
        return self.published_at is not None and self.published_at <= now

    def state_at(self, now):
        """Return the :class:`State` of this row at the moment ``now``."""
        if self.withdrawn_at and self.withdrawn_at <= now:
            return State.WITHDRAWN
        if self.published_at is None:
            return State.DRAFT
        return State.SCHEDULED if self.published_at > now else State.PUBLISHED
