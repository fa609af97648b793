"""Pictures in templates."""

from django import template

from helsingborgsrummet.content.pictures import figure_markup, picture_markup
from helsingborgsrummet.serving.now import kept

register = template.Library()


@register.simple_tag(name="picture", takes_context=True)
def picture_tag(context, picture, sizes, loading="lazy", is_described=True):
    """The ``<picture>`` of a picture.

    ``sizes`` says how wide it is shown (the HTML attribute); ``loading`` is ``"eager"`` for what is
    seen first; ``is_described=False`` leaves the description out where a link beside says the same.
    """
    return kept(
        f"picture {picture.pk} {sizes} {loading} {is_described}",
        context["now"],
        lambda: markup_of(picture, sizes, loading, is_described),
    )


def markup_of(picture, sizes, loading="lazy", is_described=True):
    """The same without keeping it; empty for a picture that has no files yet."""
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


@register.simple_tag(takes_context=True)
def figure(context, picture, sizes, loading="lazy"):
    """The picture with its caption and credit."""
    return kept(
        f"figure {picture.pk} {sizes} {loading}",
        context["now"],
        lambda: figure_markup(picture, sizes=sizes, is_lazy=loading != "eager"),
    )
