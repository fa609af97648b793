"""One row that cannot be shown never stops a list, a feed, a calendar or a sitemap: it is left out, and told."""

import logging

from django.conf import settings

logger = logging.getLogger(__name__)


def shown(rows, show):
    """Return what ``show`` makes of each row, in their order, without those of which it can make nothing.

    What is wrong with those is logged with the name of the row's kind and its key, by which it is found in
    the admin.
    """
    found = []
    for row in rows:
        try:
            found.append(show(row))
        except Exception:
            _tell(row)
    return found


def sound(rows, *checks):
    """The rows of which the ``checks``, functions of a row, can all be made; the others as above."""

    def itself(row):
        for check in checks:
            check(row)
        return row

    return shown(rows, itself)


def has_address(row):
    """A check: its page has an address."""
    return row.get_absolute_url()


def address_or_none(row):
    """The address of a row's page; ``None``, and a word in the log, when it can have none."""
    return next(iter(shown([row], has_address)), None)


def _tell(row):
    meta = getattr(row, "_meta", None)
    name = meta.label if meta else type(row).__name__
    logger.exception(
        "%s %s cannot be shown and is left out; mend it in the admin: %s/admin/",
        name,
        getattr(row, "pk", row),
        settings.SITE_ORIGIN,
    )
