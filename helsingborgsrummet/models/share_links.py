"""Links by which an editor shows a draft to somebody without an account."""

import datetime

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db import models
from django.db.models import Q
from django.dispatch import receiver
from django.urls import reverse

from helsingborgsrummet.content.columns import DateTimeField
from helsingborgsrummet.content.publishing import withdrawn

SALT = "helsingborgsrummet.share_link"
DEFAULT_LIFE = datetime.timedelta(days=14)


class ShareLinkQuerySet(models.QuerySet):
    """Questions about share links; the moment is always handed in."""

    def valid(self, now):
        """Links that still open at the moment ``now``."""
        is_revoked = Q(revoked_at__isnull=False, revoked_at__lte=now)
        return self.filter(~is_revoked, expires_at__gt=now)

    def named(self, token):
        """The link that ``token`` names, valid or not, or ``None`` when it names none."""
        try:
            pk = signing.loads(token, salt=SALT)
        except signing.BadSignature:
            return None
        return self.filter(pk=pk).first() if isinstance(pk, int) else None


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
    created_at = DateTimeField("skapad", auto_now_add=True)
    expires_at = DateTimeField("slutar gälla")
    revoked_at = DateTimeField("återkallad", null=True, blank=True)

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

    def is_valid(self, now):
        """Whether it opens the page at the moment ``now``: the same as the queryset's ``valid``."""
        is_revoked = self.revoked_at is not None and self.revoked_at <= now
        return self.expires_at > now and not is_revoked


@receiver(withdrawn)
def _revoke(sender, page, at, **kwargs):
    """A link shows only what has never been withdrawn: not when the page is to come back, either."""
    links = ShareLink.objects.valid(at).filter(
        content_type=ContentType.objects.get_for_model(page), object_id=page.pk
    )
    links.update(revoked_at=at)
