"""Standing pages: about, accessibility, personal data, cookies."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from helsingborgsrummet.content.corrections import corrections_of
from helsingborgsrummet.content.publishing import published_or_404
from helsingborgsrummet.models import StandingPage


def standing_page_context(page, now, *, corrections=None):
    """What the template of a standing page needs; for the public page and the preview.

    ``corrections`` stand in for the stored rows when an unsaved page is previewed.
    """
    if corrections is None:
        corrections = corrections_of(page, now)
    return {"now": now, "page": page, "corrections": corrections}


@require_safe
def standing_page(request, slug):
    """Show one standing page."""
    now = timezone.now()
    page = published_or_404(StandingPage.objects, now, slug=slug)
    return render(request, "site/standing_page.html", standing_page_context(page, now))
