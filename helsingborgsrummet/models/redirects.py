"""Old addresses that lead to new ones, for ever."""

from django.db import models
from django.db.models import F, Q

from helsingborgsrummet.content.columns import CharField, DateTimeField
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
        """Where ``path`` leads, or ``None``.

        The files of a page follow it: ``/omraden/a/atom.xml`` lies below one, ``/aktiviteter/b.ics``
        beside one.
        """
        if "\0" in path:  # PostgreSQL refuses to look for it.
            return None
        folder, _, name = path.rpartition("/")
        stem, dot, ending = name.rpartition(".")
        below, beside = f"{folder}/", f"{folder}/{stem}/"
        asked = [path, below, beside] if stem else [path]
        found = dict(self.filter(old_path__in=asked).values_list("old_path", "new_path"))
        if path in found:
            return found[path]
        for page, file in ((beside, f"{dot}{ending}"), (below, f"/{name}")):
            if found.get(page, "").endswith("/"):
                return found[page].removesuffix("/") + file
        return None


class Redirect(models.Model):
    """An address that a published page has had."""

    old_path = CharField("gammal adress", max_length=300, unique=True)
    new_path = CharField("leder till", max_length=300, db_index=True)
    created_at = DateTimeField("skapad", auto_now_add=True)

    objects = RedirectManager()

    class Meta:
        verbose_name = "omdirigering"
        permissions = [("publish_redirect", "Får ändra det som visas för besökare")]
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
