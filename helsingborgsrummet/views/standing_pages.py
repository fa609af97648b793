"""Standing pages: about, accessibility, personal data, cookies."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from helsingborgsrummet.models import StandingPage


def standing_page_context(page, now):
    """What the template of a standing page needs; for the public page and the preview."""
    return {"now": now, "page": page}


@require_safe
def standing_page(request, slug):
    """Show one standing page."""
    now = timezone.now()
    page = get_object_or_404(StandingPage.objects.published(now), slug=slug)
    return render(request, "site/standing_page.html", standing_page_context(page, now))
