"""What belongs to the site and to no subject."""

from .generation import ContentGeneration
from .notices import Notice
from .pictures import Picture
from .standing_pages import StandingPage

__all__ = ["ContentGeneration", "Notice", "Picture", "StandingPage"]
