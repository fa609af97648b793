"""The admin of what belongs to the site."""

from . import external_links, notices, pictures, redirects, standing_pages

__all__ = ["external_links", "notices", "pictures", "redirects", "standing_pages"]
