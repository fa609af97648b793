"""Activities in templates."""

import json

from django import template
from django.template.loader import get_template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from exhibits.models import Activity, Occurrence
from exhibits.now import activities as activities_now
from exhibits.now.room import premises
from exhibits.now.venues import place_of
from exhibits.words_sv.occurrences import clock_text, moved_words, state_text, week_text
from helsingborgsrummet.content.shown import shown
from helsingborgsrummet.content.words_sv import format_month, format_weekday, format_weekday_and_day
from helsingborgsrummet.serving.now import snapshot_of_many

register = template.Library()

# What could end the element that the data stands in, written as JSON can write it too.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def activities_about(area, now, count):
    """The next occurrences of the ``count`` activities about an area that come soonest."""
    return activities_now.upcoming_about_area(area, now, count)


@register.simple_tag
def activities_of_plan(plan, now, count):
    """The same about a plan."""
    return activities_now.upcoming_about_plan(plan, now, count)


@register.simple_tag
def feedback_about(area, now, count):
    """The ``count`` activities about an area that last told what came of them."""
    return activities_now.latest_feedback(now, count, area)


@register.simple_tag
def occurrence_state(occurrence, now):
    """The state of an occurrence, a shape and words."""
    return format_html(
        '<span class="event-state {}">{}</span>',
        occurrence.mark_at(now),
        state_text(occurrence.state, occurrence.phase_at(now), moved_words(occurrence)),
    )


@register.simple_tag
def occurrence_place(occurrence, now):
    """The :class:`~exhibits.now.venues.Place` of an occurrence."""
    return place_of(occurrence, premises(now))


@snapshot_of_many(Occurrence, Activity, premises)
def occurrence_rows(now, keys, in_week) -> dict[int, SafeString]:
    """Occurrences as rows of a list: of that of activities, below a heading that says the year, or another."""
    row = get_template("components/occurrence_row.html")
    options = {
        "now": now,
        "today": timezone.localdate(now),
        "heading": "h4" if in_week else "h3",
        "in_week": in_week,
    }

    def render(occurrence):
        return occurrence.pk, row.render({"occurrence": occurrence, **options})

    rows = Occurrence.objects.filter(pk__in=keys).for_list()
    return {**dict.fromkeys(keys, SafeString()), **dict(shown(rows, render))}


@register.simple_tag
def rows_of(occurrences, now):
    """Occurrences as rows of another list, all asked for at once."""
    return occurrence_rows(now, [occurrence.pk for occurrence in occurrences], False)


def _time(occurrence, day_words):
    start = timezone.localtime(occurrence.starts_at)
    return format_html(
        '<time datetime="{}"><span>{}</span> <span>{}</span></time>',
        start.isoformat(timespec="minutes"),
        day_words(start.date()),
        clock_text(occurrence.starts_at, occurrence.ends_at),
    )


@register.filter
def occurrence_time(occurrence):
    """``torsdag 3 december 2026 kl. 16.00–18.30``."""
    return _time(occurrence, format_weekday)


@register.filter
def occurrence_time_in_week(occurrence):
    """``torsdag 3 december kl. 16.00–18.30``, below a heading that says the year."""
    return _time(occurrence, format_weekday_and_day)


@register.filter
def week(day):
    """``v. 48, 23–29 november 2026``."""
    return week_text(day)


@register.filter
def month(day):
    """``December 2026``, as a heading."""
    return format_month(day).capitalize()


@register.filter
def json_ld(data):
    """Data for search engines: a block that no browser runs, whatever stands in it."""
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')
