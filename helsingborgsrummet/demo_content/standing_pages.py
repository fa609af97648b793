"""The sample standing pages."""

from helsingborgsrummet.demo_content import content
from helsingborgsrummet.models import StandingPage


def load_standing_pages(shelf):
    """Create the standing pages."""
    for place, page in enumerate(content.STANDING_PAGES, start=1):
        StandingPage.objects.create(
            **page, place=place, published_at=shelf.published_at, checked_on=content.CHECKED
        )
