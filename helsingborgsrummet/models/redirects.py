"""Old addresses that lead to new ones, for ever."""

from django.db import models
from django.db.models import F, Q

from helsingborgsrummet.content.writing import writing


class RedirectManager(models.Manager):
    """Leaves redirects so that there are neither chains nor loops."""

    def leave(self, old_path, new_path):
        """Let ``old_path`` lead to ``new_path`` from now on.

        What led to the old address leads straight to the new one, and an address that is in use
        again leads nowhere: so a visitor is sent on once at the most, whatever the order of renames.
        """
        with writing():
            self.filter(old_path=new_path).delete()
            self.filter(new_path=old_path).update(new_path=new_path)
            if old_path != new_path:
                self.update_or_create(old_path=old_path, defaults={"new_path": new_path})

    def target_of(self, path):
        """Where ``path`` leads, or ``None``; pages below a renamed one, such as its feed, follow it."""
        if "\0" in path:  # PostgreSQL refuses to look for it.
            return None
        found = self.filter(old_path=path).values_list("new_path", flat=True).first()
        if found is None and path.endswith("/atom.xml"):
            page = self.target_of(path.removesuffix("atom.xml"))
            found = page and f"{page}atom.xml"
        return found


class Redirect(models.Model):
    """An address that a published page has had."""

    old_path = models.CharField("gammal adress", max_length=300, unique=True)
    new_path = models.CharField("leder till", max_length=300, db_index=True)
    created_at = models.DateTimeField("skapad", auto_now_add=True)

    objects = RedirectManager()

    class Meta:
        verbose_name = "omdirigering"
        verbose_name_plural = "omdirigeringar"
        ordering = ["old_path"]
        constraints = [
            models.CheckConstraint(
                name="redirect_leads_to_another_address",
                condition=~Q(old_path=F("new_path")),
                violation_error_message="En adress kan inte leda till sig själv.",
            ),
        ]

    def __str__(self):
        return f"{self.old_path} → {self.new_path}"
