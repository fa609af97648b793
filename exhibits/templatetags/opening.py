"""Opening hours in templates."""

from django import template
from django.utils.html import format_html

from exhibits.words_sv.opening import deviation_days, deviation_hours

register = template.Library()


@register.inclusion_tag("components/week_table.html")
def week_table(week, today=None):
    """One week as a table, deviating days marked in words."""
    return {"week": week, "today": today}


@register.simple_tag
def deviation_line(deviation):
    """``onsdag 23 december 2026: öppet kl. 10–13 (dagen före julafton)``."""
    return format_html(
        "<strong>{}:</strong> {}{}",
        deviation_days(deviation),
        deviation_hours(deviation),
        f" ({deviation.reason})" if deviation.reason else "",
    )
