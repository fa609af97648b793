"""Short addresses that are printed: ``/k/<code>``, for as long as paper lasts."""

import secrets

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.db.models import F

from helsingborgsrummet.content.columns import CharField, DateField, DateTimeField

# No vowels, so no words; nothing that is read as something else on paper.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 5


class ShortLinkManager(models.Manager):
    """Makes codes, one for each thing and for ever."""

    def of(self, row, title, path):
        """The short link of ``row``, made when there is none; ``title`` and ``path`` are kept with a new one.

        Two who ask at once get the same one. No code comes back: a row is never deleted.
        """
        kind = ContentType.objects.get_for_model(row)
        found = self.filter(content_type=kind, object_id=row.pk).first()
        while found is None:
            code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
            try:
                with transaction.atomic():
                    return self.create(
                        code=code, content_type=kind, object_id=row.pk, title=title, path=path
                    )
            except IntegrityError:
                # The code was taken, or somebody else was quicker.
                found = self.filter(content_type=kind, object_id=row.pk).first()
        return found


class ShortLink(models.Model):
    """The code of an exhibit, a station, a step of a plan or a dialogue; it outlives what it leads to."""

    code = CharField("kod", max_length=10, unique=True, editable=False)
    content_type = models.ForeignKey(ContentType, models.PROTECT, verbose_name="slag")
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey()
    # What it was called, and the page that it stood on, when the code was made.
    title = CharField("leder till", max_length=200)
    path = CharField(max_length=300)
    created_at = DateTimeField("skapad", auto_now_add=True)

    objects = ShortLinkManager()
    # Nothing of it shows on a public page.
    raises_generation = False

    class Meta:
        verbose_name = "kortadress"
        verbose_name_plural = "kortadresser"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="a_thing_has_one_short_link", fields=["content_type", "object_id"]
            ),
        ]

    def __str__(self):
        return f"/k/{self.code}"

    def get_absolute_url(self):
        """The address that is printed: without a slash at its end, which nobody types."""
        return f"/k/{self.code}"


class ShortLinkDayManager(models.Manager):
    """Counts."""

    def count(self, link, day):
        """Count one more reading of ``link`` on ``day``, whoever counts at the same time."""
        days = self.filter(link=link, day=day)
        if not days.update(readings=F("readings") + 1):
            _, is_new = self.get_or_create(link=link, day=day, defaults={"readings": 1})
            if not is_new:
                days.update(readings=F("readings") + 1)


class ShortLinkDay(models.Model):
    """How often a code was used on a day: a number and nothing about anybody."""

    link = models.ForeignKey(ShortLink, models.CASCADE, related_name="days")
    day = DateField("dag")
    readings = models.PositiveIntegerField("läsningar", default=0)

    objects = ShortLinkDayManager()
    raises_generation = False

    class Meta:
        verbose_name = "kortadressens dag"
        verbose_name_plural = "kortadressernas dagar"
        constraints = [
            models.UniqueConstraint(name="a_short_link_has_one_row_a_day", fields=["link", "day"]),
        ]

    def __str__(self):
        return f"{self.link} {self.day}"
