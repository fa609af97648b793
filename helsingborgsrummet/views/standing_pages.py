"""Standing pages: about, accessibility, personal data, cookies."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from helsingborgsrummet.content.corrections import corrections_of
from helsingborgsrummet.content.kinds import NOTHING, kind_of, pieces_below, visible_or_404
from helsingborgsrummet.models import StandingPage


def standing_page_context(page, now, unsaved=NOTHING):
    """What the template of a standing page needs; for the public page and the preview.

    ``unsaved`` may hold ``corrections``.
    """
    return {
        "now": now,
        "page": page,
        "corrections": corrections_of(page, now, unsaved),
        "below": pieces_below(page, now),
    }


@require_safe
def standing_page(request, slug):
    """Show one standing page."""
    now = timezone.now()
    page = visible_or_404(StandingPage, now, slug)
    kind = kind_of(page)
    return render(request, kind.template, kind.page_context(page, now))
