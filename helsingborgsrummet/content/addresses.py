"""Addresses that never die: a page that gets another one leaves a redirect; ids that never change."""

import re
import uuid
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone

from helsingborgsrummet.content.columns import CharField
from helsingborgsrummet.content.shown import address_or_none
from helsingborgsrummet.content.slugs import slug_of, unused
from helsingborgsrummet.content.writing import writing

# Letters of all languages: browsers write them as xn--.
HOST = re.compile(r"(?:[\w-]+\.)+[\w-]{2,}\.?")


@lru_cache(maxsize=4096)
def address_of(name, *arguments):
    """The path of the page that is called ``name`` in the ``urls`` modules; ``NoReverseMatch`` if none.

    The same as Django's ``reverse``, but worked out once: a page has several addresses in its frame,
    Django takes about 20 µs for each, and what a name leads to never changes while the site runs.
    """
    return reverse(name, args=arguments)


def internal_path(href, page_path="/"):
    """Return path, query and fragment of a link to this site from ``page_path``, else ``None``.

    ``None`` too for what is no address at all, and for mail and telephone.
    """
    try:
        parts = urlsplit(urljoin(settings.SITE_ORIGIN + page_path, href.strip()))
    except ValueError:
        return None
    if f"{parts.scheme}://{parts.netloc}".lower() != settings.SITE_ORIGIN.lower():
        return None
    return parts._replace(scheme="", netloc="", path=parts.path or "/").geturl()


def is_link(address):
    """Whether ``address`` leads to a page of this site or of another, in every browser the same.

    A path of this site begins with one slash, perhaps after the origin of this site; any other address is
    whole, by https, and names a host. It is taken apart as browsers do, who read a backslash as a slash and take no notice of line breaks.
    """
    if not address or "\\" in address or re.search(r"[\x00-\x20\x7f-\x9f]", address):
        return False
    if address.lower().startswith(f"{settings.SITE_ORIGIN.lower()}/"):
        address = address[len(settings.SITE_ORIGIN) :]
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - raises for what is no number
    except ValueError:
        return False
    if not (parts.scheme or parts.netloc):
        return address.startswith("/") and not address.startswith("//")
    has_host = bool(HOST.fullmatch(parts.hostname or "")) and "@" not in parts.netloc
    return parts.scheme == "https" and has_host and address.lower().startswith("https://")


def host_of(address):
    """The host that a whole address names; empty when it names none, whatever has been stored."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def check_link(address):
    """Refuse, in words, what is no link (:func:`is_link`)."""
    if not is_link(address):
        raise ValidationError(
            "Börja adressen med / (på webbplatsen) eller https:// (någon annanstans), och skriv hela utan mellanslag. "
            "Till exempel /omraden/ eller https://helsingborg.se/."
        )


class LinkField(CharField):
    """A link to a page of this site or of another; empty where it may be."""

    default_validators = [check_link]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": 300, **kwargs})

    def formfield(self, **kwargs):
        """Checked in forms that belong to no row, too."""
        return super().formfield(**{"validators": [check_link], **kwargs})


def has_an_address(*columns):
    """The constraint that no row is stored without what its address is made of."""
    empty = models.Q(*((column, "") for column in columns), _connector=models.Q.OR)
    return models.CheckConstraint(
        name="%(app_label)s_%(class)s_has_an_address",
        condition=~empty,
        violation_error_message="Fyll i adressen: utan den kan sidan inte visas.",
    )


class Identified(models.Model):
    """Base of everything that feeds and calendars tell of under an id.

    The id is kept with the row: made from slug, host or scheme it would change with them, and whoever
    subscribes would be shown everything anew.
    """

    uid = models.UUIDField(editable=False, unique=True, default=uuid.uuid4)

    class Meta:
        abstract = True


class Named(models.Model):
    """Base of what is told from others by its ``slug``, which the admin makes when nobody types it."""

    # What a row may not be called, since something else has that address.
    reserved_slugs = frozenset()

    class Meta:
        abstract = True

    def slug_from(self, title, today):
        """A ``slug`` that no other row has, made of ``title``; where no letter of it can be written with
        a–z, of what the row is, the year of ``today`` and a number.
        """
        column = self._meta.get_field("slug")
        slug = slug_of(title, column.max_length)
        is_numbered = not slug
        if is_numbered:
            slug = f"{slug_of(str(self._meta.verbose_name))}-{today.year}"
        # A number may take the place of the last letters.
        alike = type(self)._base_manager.exclude(pk=self.pk).filter(slug__startswith=slug[:50])
        taken = {*self.reserved_slugs, *alike.values_list("slug", flat=True)}
        return unused(slug, taken, column.max_length, is_numbered=is_numbered)


class Addressed(Identified, Named):
    """Base of everything with an address of its own."""

    # Saving none of these leaves the address as it is.
    address_fields = {"slug", "published_at"}

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Leave a redirect when a page that visitors may have met gets another address."""
        fields = kwargs.get("update_fields")
        with writing():
            old_path = None
            if self.pk and (fields is None or not self.address_fields.isdisjoint(fields)):
                stored = type(self)._default_manager.filter(pk=self.pk).first()
                if stored:
                    self.check_change(stored)
                if stored and stored.has_been_public(timezone.now()):
                    # A page that cannot be shown has no address that somebody could know.
                    old_path = address_or_none(stored)
            super().save(*args, **kwargs)
            new_path = address_or_none(self) if old_path else None
            # A place on a page is no page that could be asked for.
            if new_path and old_path != new_path and "#" not in old_path:
                redirects = apps.get_model("helsingborgsrummet", "Redirect").objects
                redirects.leave(old_path, new_path)
                for page in self.pages_below():
                    below = (address_or_none(page) or new_path).removeprefix(new_path)
                    redirects.leave(old_path + below, new_path + below)

    def check_change(self, stored):
        """Refuse a change of what is ``stored`` that no code may make by saving alone."""

    def pages_below(self):
        """Pages whose addresses begin with this one's, and so change with it."""
        return []

    def has_been_public(self, now):
        """Whether anybody can have met the page before the moment ``now``."""
        return True
