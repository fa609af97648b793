"""Which posted forms have been saved, so that a browser need not guess how its posting went."""

import datetime

from django.conf import settings
from django.db import models

from helsingborgsrummet.content.columns import CharField, DateTimeField

# As long as a browser keeps a draft.
LIFE = datetime.timedelta(days=30)


class SavedFormQuerySet(models.QuerySet):
    """Questions about saved forms; the moment is always handed in."""

    def outlived(self, now):
        """Those that no browser asks about any more at the moment ``now``."""
        return self.filter(saved_at__lt=now - LIFE)


class SavedForm(models.Model):
    """One posting that was saved: the number that the browser gave it, and whose it was.

    Written in the transaction of what it tells of, so it is there exactly when that is.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    posting = CharField("nummer", max_length=40)
    saved_at = DateTimeField("sparat", auto_now_add=True, db_index=True)

    # Nothing of it shows on a public page.
    raises_generation = False
    objects = SavedFormQuerySet.as_manager()

    class Meta:
        verbose_name = "sparat formulär"
        verbose_name_plural = "sparade formulär"
        constraints = [
            models.UniqueConstraint(
                name="an_account_saves_a_posting_once",
                fields=["account", "posting"],
                violation_error_message="Formuläret är redan sparat.",
            ),
        ]

    def __str__(self):
        return f"Sparat formulär {self.posting}"
