"""Links to other sites, and whether they still lead anywhere."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


class ExternalLink(models.Model):
    """An address elsewhere that a page of ours links to, with the result of the last checks."""

    url = models.URLField("adress", max_length=500, unique=True)
    first_seen_at = models.DateTimeField("först sedd", auto_now_add=True)
    checked_at = models.DateTimeField("senast kontrollerad", null=True, db_index=True)
    status = models.PositiveSmallIntegerField("svar", null=True)
    error = models.CharField("fel", max_length=120, blank=True)
    failing_since = models.DateTimeField("felar sedan", null=True)
    failure_count = models.PositiveSmallIntegerField("fel i rad", default=0)

    # Nothing of it shows on a public page.
    raises_generation = False

    class Meta:
        verbose_name = "extern länk"
        verbose_name_plural = "externa länkar"
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
