"""The Atom feed of opportunities."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.views.decorators.http import require_safe

from exhibits.now.opportunities import listed_opportunities

ENTRY_COUNT = 30


@require_safe
def opportunities(request):
    """The newest published of what is listed; a reader sees an entry anew when its text changes."""
    now = timezone.now()
    atom = Atom1Feed(
        title="Etableringsmöjligheter – Helsingborgsrummet",
        subtitle="Mark, lokaler och kontor i Helsingborg där en verksamhet kan få plats.",
        link=settings.SITE_ORIGIN + reverse("exhibits:opportunity_list"),
        description="",
        language="sv",
        feed_url=settings.SITE_ORIGIN + reverse("exhibits:opportunity_feed"),
        author_name="Helsingborgsrummet",
    )
    newest = sorted(listed_opportunities(now), key=lambda row: row.published_at, reverse=True)
    for row in newest[:ENTRY_COUNT]:
        atom.add_item(
            title=f"Exempel: {row.title}" if row.is_example else row.title,
            link=settings.SITE_ORIGIN + row.get_absolute_url(),
            unique_id=f"tag:{urlsplit(settings.SITE_ORIGIN).hostname},2022:etablering-{row.pk}",
            description=escape(_summary(row)),
            pubdate=row.published_at,
            updateddate=max(row.published_at, row.saved_at),
            categories=[row.get_kind_display()],
        )
    return HttpResponse(
        atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )


def _summary(row):
    """The summary and what matters most, each as a sentence."""
    facts = [row.get_state_display(), row.size_text, row.availability]
    sentences = [f"{fact[:1].upper()}{fact[1:].rstrip('.')}." for fact in facts if fact]
    return " ".join([row.summary, *sentences])
