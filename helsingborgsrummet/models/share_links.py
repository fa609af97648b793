"""Links by which an editor shows a draft to somebody without an account."""

import datetime

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse

SALT = "helsingborgsrummet.share_link"
DEFAULT_LIFE = datetime.timedelta(days=14)


class ShareLinkQuerySet(models.QuerySet):
    """Questions about share links; the moment is always handed in."""

    def valid(self, now):
        """Links that still open at the moment ``now``."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=now)

    def read(self, token, now):
        """The valid link that ``token`` names, or ``None`` whatever is wrong with it."""
        try:
            pk = signing.loads(token, salt=SALT)
        except signing.BadSignature:
            return None
        return self.valid(now).filter(pk=pk).first() if isinstance(pk, int) else None


class ShareLink(models.Model):
    """A signed address that shows one page as it is stored until it expires or is revoked."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, editable=False)
    object_id = models.PositiveBigIntegerField(editable=False)
    page = GenericForeignKey()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="skapad av",
    )
    created_at = models.DateTimeField("skapad", auto_now_add=True)
    expires_at = models.DateTimeField("slutar gälla")
    revoked_at = models.DateTimeField("återkallad", null=True, blank=True)

    # Nothing of it shows on a public page.
    raises_generation = False
    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "delningslänk"
        verbose_name_plural = "delningslänkar"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="share_link_of_page")]
        constraints = [
            models.CheckConstraint(
                name="share_link_ends_after_it_begins",
                condition=Q(expires_at__gt=models.F("created_at")),
                violation_error_message="Länken måste gälla en stund.",
            ),
        ]

    def __str__(self):
        return f"Delningslänk {self.pk}"

    def get_absolute_url(self):
        return reverse("shared_draft", args=[signing.dumps(self.pk, salt=SALT)])
