"""Plans in the templates of other pages."""

from django import template

from exhibits.now.plans import plans_by_area

register = template.Library()

# The city's front page leads to its official notice board.
NOTICE_BOARD_URL = "https://helsingborg.se/"


@register.simple_tag
def leading_plan(area, now):
    """The plan to name beside an area's title, the most urgent at the moment ``now``; or ``None``."""
    return next(iter(plans_by_area(now).get(area.pk, ())), None)


@register.inclusion_tag("components/information_only.html")
def information_only():
    """What every page about plans says: the official notice board is what counts."""
    return {"notice_board_url": NOTICE_BOARD_URL}
