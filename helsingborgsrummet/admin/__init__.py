"""The admin of what belongs to the site."""

from . import due_work, external_links, letters, notices, pictures, redirects, standing_pages

__all__ = [
    "due_work",
    "external_links",
    "letters",
    "notices",
    "pictures",
    "redirects",
    "standing_pages",
]
