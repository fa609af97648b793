"""Publication: draft, scheduled, published and withdrawn follow from two moments and the time.

Nothing has to run for a page to appear or vanish: every question is asked with a moment.

:meth:`Publishable.publish` and :meth:`Publishable.withdraw` are the only ways to change the two
moments of a stored page; each tells listeners (:data:`published`, :data:`withdrawn`) inside the
transaction, when everything else of the page is stored.
"""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.dispatch import Signal

from helsingborgsrummet.content.addresses import Addressed, LinkField, has_an_address
from helsingborgsrummet.content.columns import (
    CharField,
    DateField,
    DateTimeField,
    lies_within_reach,
)
from helsingborgsrummet.content.writing import writing


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

    def ended(self, now):
        """Rows that visitors have met and that are withdrawn at the moment ``now``."""
        return self.in_state(State.WITHDRAWN, now).filter(published_at__lte=now)

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


# Both are sent with ``page`` and ``at``, the moment from which it is so, perhaps a later one.
published = Signal()
withdrawn = Signal()


@dataclass(frozen=True)
class Publication:
    """When a page is shown, and why it no longer is."""

    published_at: datetime.datetime | None = None
    withdrawn_at: datetime.datetime | None = None
    withdrawn_reason: str = ""
    withdrawn_link: str = ""


PUBLICATION = ("published_at", "withdrawn_at", "withdrawn_reason", "withdrawn_link")
HANDOVER = ("handed_over_at", "handed_over_by", "returned_comment")


class Publishable(Addressed):
    """Base of everything that editors publish."""

    # Set while one of the two ways to publish and withdraw writes.
    _is_moving = False

    published_at = DateTimeField(
        "publiceras",
        null=True,
        blank=True,
        db_index=True,
        help_text="Svensk tid. Tomt: sidan är ett utkast som ingen besökare ser. "
        "En tid i framtiden: sidan visas av sig själv då.",
    )
    withdrawn_at = DateTimeField(
        "avpubliceras",
        null=True,
        blank=True,
        db_index=True,
        help_text="Svensk tid. Från den tiden visas sidan inte längre. Tomt: den ligger kvar.",
    )
    withdrawn_reason = CharField(
        "orsak till avpubliceringen",
        max_length=300,
        blank=True,
        help_text="Visas för den som kommer till sidans adress. Skriv en mening, till exempel: "
        "Utställningen är slut.",
    )
    withdrawn_link = LinkField(
        "läs vidare på",
        blank=True,
        help_text="Dit besökaren kan gå i stället: en adress på webbplatsen, till exempel "
        "/omraden/, eller en hel adress med https://. Får vara tom.",
    )
    review_by = DateField(
        "ses över senast",
        null=True,
        blank=True,
        db_index=True,
        help_text="Efter den dagen påminns redaktionen på adminens första sida. Besökaren ser den inte.",
    )
    handed_over_at = DateTimeField("lämnad för granskning", null=True, blank=True, editable=False)
    handed_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="lämnad av",
    )
    returned_comment = CharField(
        "kommentar från granskningen", max_length=500, blank=True, editable=False
    )
    saved_at = DateTimeField("senast sparad", auto_now=True)
    corrections = GenericRelation("helsingborgsrummet.Correction")

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            has_an_address("slug"),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_has_known_years",
                condition=lies_within_reach("published_at", "withdrawn_at"),
                violation_error_message="Skriv årtalen med fyra siffror.",
            ),
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

    def save(self, *args, **kwargs):
        """Tell listeners of a row that is new and published; the rest see to its moments themselves."""
        is_new = self._state.adding
        with writing():
            super().save(*args, **kwargs)
            if is_new and self.published_at:
                published.send(type(self), page=self, at=self.published_at)

    def check_change(self, stored):
        """Refuse to move the two moments by anything but :meth:`publish` and :meth:`withdraw`."""
        is_moved = (self.published_at, self.withdrawn_at) != (
            stored.published_at,
            stored.withdrawn_at,
        )
        if is_moved and not self._is_moving:
            raise RuntimeError("publish() and withdraw() alone change when a page is shown")

    @property
    def publication(self):
        """The :class:`Publication` of this row."""
        return Publication(*(getattr(self, name) for name in PUBLICATION))

    @publication.setter
    def publication(self, publication):
        for name in PUBLICATION:
            setattr(self, name, getattr(publication, name))

    def publish(self, now, at=None):
        """Show the page from the moment ``at``; without it from ``now``, and a page that comes back
        keeps its first day and so its address. Saves that, and tells listeners.
        """
        if at is not None:
            self.published_at = at
        elif self.published_at is None or self.published_at > now:
            self.published_at = now
        self.withdrawn_at = None
        self.withdrawn_reason = self.withdrawn_link = self.returned_comment = ""
        self.handed_over_at = self.handed_over_by = None
        with writing():
            self._save_publication()
            published.send(type(self), page=self, at=self.published_at)

    def withdraw(self, now, *, reason, link="", at=None):
        """Take the page off the site from the moment ``at``, or ``now``. Saves that, and tells listeners.

        ``reason`` and ``link`` stand on the page that answers then.
        """
        self.withdrawn_at = at or now
        self.withdrawn_reason, self.withdrawn_link = reason, link
        with writing():
            self._save_publication()
            withdrawn.send(type(self), page=self, at=self.withdrawn_at)

    def move_to(self, wanted, now):
        """Publish or withdraw as the :class:`Publication` ``wanted`` says; does nothing when it is so."""
        if wanted.published_at is None:
            if self.published_at is not None or self.publication != wanted:
                self.publication = wanted
                self._save_publication()
            return
        comes_back = self.withdrawn_at is not None and wanted.withdrawn_at is None
        if wanted.published_at != self.published_at or comes_back:
            self.publish(now, wanted.published_at)
        if wanted.withdrawn_at is not None and wanted != self.publication:
            self.withdraw(
                now,
                reason=wanted.withdrawn_reason,
                link=wanted.withdrawn_link,
                at=wanted.withdrawn_at,
            )
        elif wanted != self.publication:
            self.publication = wanted
            self._save_publication()

    def _save_publication(self):
        self._is_moving = True
        try:
            self.save(update_fields=[*PUBLICATION, *HANDOVER, "saved_at"])
        finally:
            self._is_moving = False

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
