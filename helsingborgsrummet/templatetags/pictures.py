"""Pictures in templates."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from helsingborgsrummet.content.pictures import figure_markup, picture_markup
from helsingborgsrummet.models import Picture
from helsingborgsrummet.serving.now import snapshot
from helsingborgsrummet.templatetags.components import example

register = template.Library()


@register.simple_tag(name="picture")
def markup_of(picture, sizes, loading="lazy", is_described=True):
    """The ``<picture>`` of a picture; empty for one that has no files yet.

    ``sizes`` says how wide it is shown (the HTML attribute); ``loading`` is ``"eager"`` for what is
    seen first; ``is_described=False`` leaves the description out where a link beside says the same.
    """
    if not picture.renditions:
        return ""
    return picture_markup(
        picture.renditions,
        width=picture.width,
        height=picture.height,
        alt=picture.alt if is_described else "",
        sizes=sizes,
        is_lazy=loading != "eager",
    )


@register.simple_tag
def thumbnail(picture, sizes):
    """The small picture of a row in a list, with what has to be said wherever it stands.

    Not described: the link beside it says the same. ``sizes`` as for ``picture``.
    """
    words = picture.short_caption
    return format_html(
        "{}{}{}",
        markup_of(picture, sizes, is_described=False),
        format_html('<small class="picture-words">{}</small>', words) if words else "",
        example(picture.is_example),
    )


@register.simple_tag
def figure(picture, sizes, loading="lazy"):
    """The picture with its caption and credit."""
    return figure_markup(picture, sizes=sizes, is_lazy=loading != "eager")


@register.simple_tag
def stored_figure(now, key, sizes, loading="lazy"):
    """The same of the picture with a key, for a page that has not read the picture itself."""
    return _stored_figure(now, key, sizes, loading)


@snapshot(Picture, clock=False)
def _stored_figure(now, key, sizes, loading) -> SafeString:
    return figure(Picture.objects.get(pk=key), sizes, loading)
