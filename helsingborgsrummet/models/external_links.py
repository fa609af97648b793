"""Links to other sites, and to pages of our own that are not there, and whether they lead anywhere."""

import datetime

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q

from helsingborgsrummet.content.columns import CharField, DateTimeField, URLField

GONE = (404, 410)
# A result older than this says nothing about the link any longer.
VALID_FOR = datetime.timedelta(days=60)


def broken_condition(now):
    """Return the ``Q`` that finds links that somebody should mend at the moment ``now``.

    The page was said to be gone at least twice over a day, or there was trouble at least three
    times in a row over three days: a server that is down for a night is not a broken link. What our own
    site says is so at once.
    """
    gone = Q(
        status__in=GONE,
        failure_count__gte=2,
        failing_since__lte=F("checked_at") - datetime.timedelta(days=1),
    )
    in_trouble = Q(
        failure_count__gte=3,
        failing_since__lte=F("checked_at") - datetime.timedelta(days=3),
    )
    return Q(checked_at__gt=now - VALID_FOR) & (gone | in_trouble | _is_own())


def _is_own():
    return Q(url__startswith=f"{settings.SITE_ORIGIN}/")


class ExternalLinkQuerySet(models.QuerySet):
    """Questions about external links; the moment is always handed in."""

    def own(self):
        """Links to pages of our own: only those that lead nowhere are noted."""
        return self.filter(_is_own())

    def elsewhere(self):
        """Links to other sites."""
        return self.exclude(_is_own())

    def broken(self, now):
        """Links that somebody should mend at the moment ``now``, by address."""
        return self.filter(broken_condition(now)).order_by("url")

    def failing(self, now):
        """Links that did not work the last time, but may just have had a bad day."""
        broken = type(self)(self.model, using=self._db).filter(broken_condition(now))
        return self.filter(failure_count__gt=0).exclude(pk__in=broken.values("pk"))


class ExternalLink(models.Model):
    """An address that a page of ours links to, with the result of the last checks.

    Of our own addresses only those that lead nowhere are noted.
    """

    url = URLField("adress", max_length=500, unique=True)
    first_seen_at = DateTimeField("först sedd", auto_now_add=True)
    checked_at = DateTimeField("senast kontrollerad", null=True, db_index=True)
    status = models.PositiveSmallIntegerField("svar", null=True)
    error = CharField("fel", max_length=120, blank=True)
    failing_since = DateTimeField("felar sedan", null=True)
    failure_count = models.PositiveSmallIntegerField("fel i rad", default=0)

    objects = ExternalLinkQuerySet.as_manager()

    # Nothing of it shows on a public page.
    raises_generation = False

    class Meta:
        verbose_name = "länk"
        verbose_name_plural = "länkar"
        ordering = ["url"]

    def __str__(self):
        return self.url


class LinkUse(models.Model):
    """A page on which an external link stands."""

    link = models.ForeignKey(ExternalLink, models.CASCADE, related_name="uses")
    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    page = GenericForeignKey()

    raises_generation = False

    class Meta:
        verbose_name = "länk på en sida"
        verbose_name_plural = "länkar på sidor"
        constraints = [
            models.UniqueConstraint(
                fields=["link", "content_type", "object_id"], name="link_use_is_noted_once_a_page"
            ),
        ]

    def __str__(self):
        return f"{self.link} på {self.page}"
