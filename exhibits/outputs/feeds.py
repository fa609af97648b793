"""The Atom feed of opportunities."""

from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from exhibits.now.opportunities import listed_opportunities
from exhibits.words_sv.opportunities import availability_words, size_words
from helsingborgsrummet.content.feeds import Entry, atom_response
from helsingborgsrummet.content.shown import shown

ENTRY_COUNT = 30


@require_safe
def opportunities(request):
    """The newest published of what is listed; a reader sees an entry anew when its text changes."""
    now = timezone.now()
    newest = sorted(listed_opportunities(now), key=lambda row: row.published_at, reverse=True)
    return atom_response(
        shown(newest[:ENTRY_COUNT], lambda row: opportunity_entry(row, now)),
        title="Etableringsmöjligheter – Helsingborgsrummet",
        subtitle="Mark, lokaler och kontor i Helsingborg där en verksamhet kan få plats.",
        page=reverse("exhibits:opportunity_list"),
        feed=reverse("exhibits:opportunity_feed"),
        author="Helsingborgsrummet",
    )


def opportunity_entry(row, now):
    """An opportunity in a feed, as it reads at the moment ``now``."""
    return Entry(
        row=row,
        title=row.title,
        url=row.get_absolute_url(),
        description=_summary(row, now),
        published=row.published_at,
        updated=max(row.published_at, row.saved_at),
        categories=[row.get_kind_display()],
        is_example=row.is_example,
    )


def _summary(row, now):
    """The summary and what matters most, each as a sentence."""
    facts = [
        row.get_state_display(),
        size_words(row),
        availability_words(row, timezone.localdate(now)),
    ]
    sentences = [f"{fact[:1].upper()}{fact[1:].rstrip('.')}." for fact in facts if fact]
    return " ".join([row.summary, *sentences])
