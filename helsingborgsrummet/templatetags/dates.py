"""Swedish dates in templates, each in a ``<time>`` that machines can read."""

from django import template
from django.utils import timezone
from django.utils.html import format_html

from helsingborgsrummet.content.dates import PartialDate
from helsingborgsrummet.content.words_sv import (
    format_date,
    format_moment,
    format_range,
    format_weekday,
    format_weekday_and_day,
)

register = template.Library()


@register.filter
def when(date):
    """A partial date in words: ``november 2021``."""
    if not date:
        return ""
    return format_html('<time datetime="{}">{}</time>', date.machine, format_date(date))


@register.filter
def day(date):
    """A day: ``17 april 2023``."""
    return when(PartialDate(date)) if date else ""


@register.filter
def day_with_weekday(date):
    """A day that somebody has to keep to: ``söndag 13 december 2026``."""
    return format_html('<time datetime="{}">{}</time>', date.isoformat(), format_weekday(date))


@register.filter
def moment(value):
    """A moment in Swedish time: ``17 april 2023 kl. 9.30``."""
    iso = timezone.localtime(value).isoformat(timespec="minutes")
    return format_html('<time datetime="{}">{}</time>', iso, format_moment(value))


@register.filter
def weekday_and_day(date):
    """``måndag 23 november``: a day in a week that is shown whole, so without the year."""
    words = format_weekday_and_day(date)
    return format_html('<time datetime="{}">{}</time>', date.isoformat(), words)


@register.filter
def until(first, last):
    """A period between two partial dates: ``maj 2022 till 2023``."""
    return format_range(first, last)
