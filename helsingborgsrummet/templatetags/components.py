"""Components that stand so often that a template for each would cost: lists show a hundred."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from helsingborgsrummet.content import words_sv
from helsingborgsrummet.templatetags.dates import day

register = template.Library()

_EXAMPLE = '<span class="example">Exempel</span>'


@register.simple_tag
def example(is_example, before=" "):
    """The word that everything invented carries, after what it is said about; else nothing.

    ``before`` stands before the word: a space in running text, nothing among labels side by side.
    """
    return mark_safe(before + _EXAMPLE) if is_example else ""


@register.filter
def labelled(text, is_example):
    """``Exempel: Parkkvarteret`` for what is invented: titles and descriptions in the head of a page."""
    return words_sv.labelled(text, is_example)


@register.simple_tag
def source(row):
    """Where ``row`` has its facts from, as a link when the address is known; else nothing."""
    if row.source and row.source_url:
        return format_html('<a href="{}">{}</a>', row.source_url, row.source)
    return row.source


@register.simple_tag
def source_and_date(row):
    """``Källa: planbeskrivningen. Kontrollerad 12 maj 2026.``, as far as ``row`` knows.

    ``row`` is an :class:`exhibits.models.sourced.WithSource`.
    """
    said = []
    if row.source:
        said.append(("Källa: ", source(row)))
    if row.checked_on:
        said.append(("Kontrollerad ", day(row.checked_on)))
    return format_html_join(" ", "{}{}.", said)


@register.simple_tag
def section_head(anchor, heading, address="", more=""):
    """The heading of a section, ``anchor`` its id; with an ``address`` the link ``more`` beside."""
    if not address:
        return format_html('<div class="section-head"><h2 id="{}">{}</h2></div>', anchor, heading)
    return format_html(
        '<div class="section-head"><h2 id="{}">{}</h2><a href="{}">{}</a></div>',
        anchor, heading, address, more,
    )  # fmt: skip


@register.simple_tag
def feed_link(title, address):
    """What tells a reader of feeds, in the head of a page, that the page can be followed."""
    return format_html(
        '<link rel="alternate" type="application/atom+xml" title="{}" href="{}">', title, address
    )
