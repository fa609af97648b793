"""Opportunities in templates."""

from django import template

from exhibits.now.opportunities import listed_opportunities

register = template.Library()


@register.simple_tag
def opportunities_in(area, now):
    """What is listed in an area at the moment ``now``, in the order of the list."""
    return [row for row in listed_opportunities(now) if row.area_id and row.area_id == area.pk]
