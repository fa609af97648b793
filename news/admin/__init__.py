"""News, and what followers are told, in the admin."""

from . import announcements, tidings

__all__ = ["announcements", "tidings"]
