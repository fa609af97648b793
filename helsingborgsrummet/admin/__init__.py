"""The admin of what belongs to the site."""

from . import notices, pictures, standing_pages

__all__ = ["notices", "pictures", "standing_pages"]
