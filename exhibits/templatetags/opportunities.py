"""Opportunities in templates."""

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from exhibits.now.opportunities import listed_opportunities
from exhibits.words_sv.opportunities import availability_words
from helsingborgsrummet.content.shown import shown
from helsingborgsrummet.serving.now import snapshot

register = template.Library()


@register.simple_tag
def opportunities_in(area, now):
    """What is listed in an area at the moment ``now``, in the order of the list."""
    return [row for row in listed_opportunities(now) if row.area_id and row.area_id == area.pk]


@register.simple_tag
def availability(opportunity, now):
    """When it can be had, as it holds at the moment ``now``."""
    return availability_words(opportunity, timezone.localdate(now))


@snapshot(listed_opportunities)
def opportunity_rows(now) -> dict[int, SafeString]:
    """Each listed opportunity as a row of a list, by its key."""
    name = "components/opportunity_row.html"
    return dict(
        shown(
            listed_opportunities(now),
            lambda row: (row.pk, render_to_string(name, {"opportunity": row, "now": now})),
        )
    )


@register.simple_tag
def opportunity_row(opportunity, now):
    """A listed opportunity as a row of a list."""
    return opportunity_rows(now).get(opportunity.pk, "")
