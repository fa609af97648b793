"""Places where a business can settle."""

import datetime
import enum

from django.db import models
from django.db.models import F, Q

from exhibits.models.sourced import Sourced
from helsingborgsrummet.content.addresses import address_of, host_of
from helsingborgsrummet.content.columns import CharField, SlugField, URLField
from helsingborgsrummet.content.contact import WithContact
from helsingborgsrummet.content.partial_date_fields import is_past, partial_date, until_fields
from helsingborgsrummet.content.prose_field import WithBody
from helsingborgsrummet.content.publishing import Publishable, PublishableQuerySet

# Days since the last check after which staff are reminded, and after which the list leaves it out.
REMIND_AFTER = datetime.timedelta(days=60)
HIDE_AFTER = datetime.timedelta(days=120)


class Freshness(enum.StrEnum):
    """How far what is said of an opportunity can be believed."""

    CHECKED = "checked"
    DUE = "due"
    STALE = "stale"


class OpportunityQuerySet(PublishableQuerySet):
    """Questions about opportunities; days are always handed in."""

    def listed(self, now, today):
        """What the list shows: published, not gone, and checked recently enough to be believed."""
        return (
            self.published(now)
            .exclude(state=Opportunity.State.GONE)
            .filter(checked_on__gte=today - HIDE_AFTER)
        )

    def unchecked(self, now, today):
        """Published ones that somebody should check again, the oldest first."""
        return (
            self.published(now)
            .exclude(state=Opportunity.State.GONE)
            .filter(Q(checked_on=None) | Q(checked_on__lt=today - REMIND_AFTER))
            .order_by(F("checked_on").asc(nulls_first=True))
        )

    def with_broken_promise(self, today):
        """Those of which what is said of the time has passed by ``today``."""
        past = is_past("availability_until", today)
        return self.filter(past).exclude(Q(state=Opportunity.State.GONE) | Q(availability=""))


class Opportunity(WithBody, WithContact, Sourced, Publishable):
    """Land, premises or an office that a business can take over or build on."""

    class Kind(models.TextChoices):
        LAND = "mark", "Mark"
        PREMISES = "lokal", "Lokal"
        OFFICE = "kontor", "Kontor"

    class State(models.TextChoices):
        AVAILABLE = "available", "Ledig"
        RESERVED = "reserved", "Reserverad"
        GONE = "gone", "Inte längre ledig"

    title = CharField("namn", max_length=120)
    slug = SlugField(
        "adress",
        max_length=100,
        unique=True,
        help_text="Sista delen av sidans adress: små bokstäver a–z, siffror och bindestreck.",
    )
    kind = CharField("slag", max_length=6, choices=Kind.choices, default=Kind.PREMISES)
    state = CharField("läge", max_length=9, choices=State.choices, default=State.AVAILABLE)
    summary = CharField("ingress", max_length=300)
    area = models.ForeignKey(
        "exhibits.Area",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opportunities",
        verbose_name="område",
    )
    place = CharField(
        "läge i staden", max_length=120, blank=True, help_text="När det inte hör till ett område."
    )
    plan = models.ForeignKey(
        "exhibits.Plan",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="opportunities",
        verbose_name="plan",
    )
    plan_allows = CharField("det här tillåter planen", max_length=300, blank=True)
    size_from = models.PositiveIntegerField("yta från (m²)", null=True, blank=True)
    size_to = models.PositiveIntegerField("yta till (m²)", null=True, blank=True)
    availability = CharField(
        "när",
        max_length=160,
        blank=True,
        help_text="Med ord, till exempel: tidigast när planen gäller.",
    )
    availability_until_on, availability_until_precision = until_fields()
    advert_url = URLField("officiell annons", max_length=300, blank=True)
    picture = models.ForeignKey(
        "helsingborgsrummet.Picture",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opportunities",
        verbose_name="bild",
    )

    objects = OpportunityQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = "etableringsmöjlighet"
        verbose_name_plural = "etableringsmöjligheter"
        ordering = ["title"]
        permissions = [("publish_opportunity", "Får publicera och avpublicera")]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                name="opportunity_sizes_are_in_order",
                condition=Q(size_from__isnull=True)
                | Q(size_to__isnull=True)
                | Q(size_to__gte=F("size_from")),
                violation_error_message="Ytorna står i fel ordning.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address_of("exhibits:opportunity_detail", self.slug)

    @property
    def availability_until(self):
        """Until when ``availability`` holds, as a partial date, or ``None``."""
        return partial_date(self.availability_until_on, self.availability_until_precision)

    @property
    def advert_host(self):
        """Whose site the advert is on, to say before somebody follows the link."""
        return host_of(self.advert_url).removeprefix("www.")

    def has_room_for(self, square_metres):
        """Whether somebody who needs ``square_metres`` may find them here; unknown sizes do not count.

        Without an upper end, ``från 1 500 m²``, there is no end.
        """
        if self.size_to is None:
            return self.size_from is not None
        return self.size_to >= square_metres

    def freshness_on(self, today):
        """Return the :class:`Freshness` on ``today``."""
        if self.checked_on is None or self.checked_on < today - HIDE_AFTER:
            return Freshness.STALE
        return Freshness.DUE if self.checked_on < today - REMIND_AFTER else Freshness.CHECKED
