"""How many come: a tally by whoever receives visitors, without a word about who they are."""

import datetime
import uuid

from django.db import models
from django.db.models import Case, Count, F, Q, Sum, When
from django.db.models.functions import ExtractHour, TruncDate

from helsingborgsrummet.content.columns import DateTimeField

# A phone that has been without network for longer than this has lost its clock, too.
OLDEST = datetime.timedelta(days=31)
LARGEST_GROUP = 500


class VisitCountQuerySet(models.QuerySet):
    """Questions about the tally; days are Swedish days."""

    def counted(self):
        """What has not been taken back."""
        return self.filter(is_undone=False)

    def between(self, first, last):
        """What was counted from the day ``first`` to the day ``last``, both included."""
        return self.counted().filter(counted_at__date__gte=first, counted_at__date__lte=last)

    def total(self):
        """How many there were."""
        return self.counted().aggregate(sum=Sum("count"))["sum"] or 0

    def by_hour(self):
        """Rows of day, hour, number and whether some are an example, in order."""
        return (
            self.counted()
            .annotate(day=TruncDate("counted_at"), hour=ExtractHour("counted_at"))
            .values("day", "hour")
            .annotate(
                visitors=Sum("count"), examples=Count(Case(When(is_example=True, then=F("pk"))))
            )
            .order_by("day", "hour")
        )


class VisitCount(models.Model):
    """Visitors who came at one moment, counted by one tap.

    ``uid`` is made by the phone, so that a tap that is sent twice counts once. Who tapped is not kept.
    """

    # No page shows it, and it is written while visitors read.
    raises_generation = False

    uid = models.UUIDField("id", default=uuid.uuid4, unique=True, editable=False)
    counted_at = DateTimeField("räknat", db_index=True)
    count = models.PositiveSmallIntegerField("antal")
    is_undone = models.BooleanField("ångrat", default=False)
    is_example = models.BooleanField("exempel", default=False)

    objects = VisitCountQuerySet.as_manager()

    class Meta:
        verbose_name = "besöksräkning"
        verbose_name_plural = "besöksräkning"
        ordering = ["-counted_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="visit_count_is_between_one_and_the_largest_group",
                condition=Q(count__gte=1, count__lte=LARGEST_GROUP),
                violation_error_message=f"Antalet ska vara mellan 1 och {LARGEST_GROUP}.",
            ),
        ]

    def __str__(self):
        return f"{self.counted_at:%Y-%m-%d %H.%M}: {self.count}"


def count_visitors(uid, counted_at, count, now, *, is_undone=False):
    """Note one tap; the same ``uid`` a second time changes nothing, unless it takes the tap back.

    A moment to come, or before :data:`OLDEST`, is a wrong clock: ``now`` counts instead. What has been taken
    back stays so, in whichever order a phone's messages come.
    """
    if not now - OLDEST <= counted_at <= now:
        counted_at = now
    row, is_new = VisitCount.objects.get_or_create(
        uid=uid,
        defaults={"counted_at": counted_at, "count": count, "is_undone": is_undone},
    )
    if is_undone and not is_new:
        VisitCount.objects.filter(pk=row.pk).update(is_undone=True)
