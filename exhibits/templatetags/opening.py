"""Opening hours in templates."""

from django import template
from django.utils import timezone
from django.utils.html import format_html

from exhibits.now.opening import schedule_now, undecided_now
from exhibits.rules.opening_hours import coming_regular_hours
from exhibits.words_sv.opening import (
    UNCERTAIN,
    coming_sentence,
    deviation_days,
    deviation_hours,
    held_line,
    regular_lines,
    regular_period,
    undecided_line,
)

register = template.Library()


@register.inclusion_tag("components/week_table.html")
def week_table(week, today=None, undecided=(), held=None):
    """One week as a table, in words which days deviate and which of them nobody has decided.

    ``held`` is what is held while the hours say closed, by day; see :func:`held_outside_hours`.
    """
    lines = {
        day: [(held_line(row), row.is_example) for row in rows]
        for day, rows in (held or {}).items()
    }
    return {
        "week": [(hours, lines.get(hours.day, ())) for hours in week],
        "today": today,
        "undecided": undecided,
        "uncertain": UNCERTAIN,
    }


@register.simple_tag
def undecided_days(now):
    """The red days and eves that nobody has decided, a line each."""
    return [undecided_line(day, special) for day, special in undecided_now(now).items()]


@register.simple_tag
def deviation_line(deviation):
    """``onsdag 23 december 2026: öppet kl. 10–13 (dagen före julafton)``."""
    return format_html(
        "<strong>{}:</strong> {}{}",
        deviation_days(deviation),
        deviation_hours(deviation),
        f" ({deviation.reason})" if deviation.reason else "",
    )


@register.simple_tag
def coming_hours(now):
    """What tells of new regular hours for the last weeks before they begin; otherwise empty."""
    coming = coming_regular_hours(schedule_now(now), timezone.localdate(now))
    return coming_sentence(coming) if coming else ""


@register.filter
def period_heading(regular):
    """The name and days of regular hours, as a heading: ``Sommar 2027, 28 juni–15 augusti 2027``."""
    words = regular_period(regular) or "Tills vidare"
    return words[:1].upper() + words[1:]


@register.filter
def hours_in_lines(regular):
    """Regular hours in few lines."""
    return regular_lines(regular)
