"""The admin of what belongs to the site."""

from . import notices, pictures, redirects, standing_pages

__all__ = ["notices", "pictures", "redirects", "standing_pages"]
