"""Addresses that never die: a page that gets another one leaves a redirect."""

from functools import lru_cache

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone


@lru_cache(maxsize=4096)
def address_of(name, *arguments):
    """The path of the page that is called ``name`` in the ``urls`` modules; ``NoReverseMatch`` if none.

    The same as Django's ``reverse``, but worked out once: a page has several addresses in its frame,
    Django takes about 20 µs for each, and what a name leads to never changes while the site runs.
    """
    return reverse(name, args=arguments)


def check_link(address):
    """Refuse, in words, a link that could run something or that leaves out the scheme."""
    is_own = address.startswith("/") and not address.startswith("//")
    if not (is_own or address.startswith("https://")):
        raise ValidationError(
            "Börja adressen med / (på webbplatsen) eller https:// (någon annanstans)."
        )


class Addressed(models.Model):
    """Base of everything with an address of its own."""

    # Saving none of these leaves the address as it is.
    address_fields = {"slug", "published_at"}

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Leave a redirect when a page that visitors may have met gets another address."""
        fields = kwargs.get("update_fields")
        with transaction.atomic():
            old_path = None
            if self.pk and (fields is None or not self.address_fields.isdisjoint(fields)):
                stored = type(self)._default_manager.filter(pk=self.pk).first()
                if stored and stored.has_been_public(timezone.now()):
                    old_path = stored.get_absolute_url()
            super().save(*args, **kwargs)
            new_path = self.get_absolute_url() if old_path else None
            # A place on a page is no page that could be asked for.
            if old_path != new_path and "#" not in old_path:
                redirects = apps.get_model("helsingborgsrummet", "Redirect").objects
                redirects.leave(old_path, new_path)
                for page in self.pages_below():
                    below = page.get_absolute_url().removeprefix(new_path)
                    redirects.leave(old_path + below, new_path + below)

    def pages_below(self):
        """Pages whose addresses begin with this one's, and so change with it."""
        return []

    def has_been_public(self, now):
        """Whether anybody can have met the page before the moment ``now``."""
        return True
