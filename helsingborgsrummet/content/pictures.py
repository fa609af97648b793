"""Pictures: uploads checked and cleaned, their renditions, and how a page shows them."""

import hashlib
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from helsingborgsrummet.content.file_work import Limits, copied, refusal, work
from helsingborgsrummet.content.files import base_address

MAX_BYTES = 20 * 2**20
RENDITION_WIDTHS = (400, 800, 1200, 1600)
SOCIAL_WIDTH = 1200
MIME = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
FILES = "helsingborgsrummet.content.picture_files"
LIMITS = Limits(memory=768 * 2**20, cpu_seconds=20, seconds=40)

PROBLEMS = {
    "bytes": "Bilden är för stor. Filen får vara högst 20 MB.",
    "pixels": "Bilden har för många bildpunkter. Den får ha högst 60 megapixlar; minska den först.",
    "format": "Filen är inte en bild som går att använda. Ladda upp JPEG, PNG, WebP eller AVIF.",
    "heic": "Bilden är sparad som HEIC, som webbläsare inte kan visa. Spara om den som JPEG och "
    "ladda upp den igen.",
    "animated": "Bilden är rörlig. Ladda upp en stillbild i stället.",
    "broken": "Bilden är skadad och går inte att läsa till slutet. Spara om den och försök igen.",
    "heavy": "Bilden är för tung att läsa. Spara om den som en vanlig JPEG eller minska den, och försök "
    "igen.",
}


@dataclass(frozen=True)
class CleanPicture:
    """An upload after cleaning: upright, sRGB, without metadata, at most 2,560 pixels wide.

    ``content`` is the file's bytes, ``extension`` its kind, ``digest`` a hash that names it.
    """

    content: bytes
    extension: str
    width: int
    height: int
    digest: str


def check_and_clean(file):
    """Return the :class:`CleanPicture` of an uploaded file; it takes a second, outside transactions.

    What the file is follows from its content, never from its name. Anything else than one still
    JPEG, PNG, WebP or AVIF within the limits raises ``ValidationError`` with a Swedish sentence, and
    so do a long line of other files and a fault of the server.
    Bytes and pixels are limited before anything is decoded.
    """
    with copied(file, MAX_BYTES) as copy:
        if copy is None:
            raise refusal("bytes", PROBLEMS)
        facts, parts = work(f"{FILES}.clean", copy, LIMITS)
    if "problem" in facts:
        raise refusal(facts["problem"], PROBLEMS)
    digest = hashlib.sha256(parts[0]).hexdigest()[:20]
    return CleanPicture(parts[0], digest=digest, **facts)


def renditions_of(size):
    """``(kind, width)`` of every rendition of a cleaned picture of ``size``, the smallest first.

    ``kind`` is ``"avif"``, ``"webp"`` or ``"social"``. Widths are those of ``RENDITION_WIDTHS`` that are
    smaller than the picture, and its own.
    """
    widths = [width for width in RENDITION_WIDTHS if width < size[0]]
    if size[0] <= RENDITION_WIDTHS[-1]:
        widths.append(size[0])
    return [(kind, width) for width in widths for kind in ("avif", "webp")] + [
        ("social", SOCIAL_WIDTH)
    ]


def render(file, renditions, focal_point=(50, 50)):
    """Return the bytes of each of ``renditions`` of a cleaned picture; it takes seconds, outside transactions.

    ``focal_point`` is what must stay in the picture when it is cropped for social previews, in per cent
    from the left and the top. Raises ``ValidationError`` like :func:`check_and_clean`.
    """
    with copied(file, MAX_BYTES) as copy:
        if copy is None:
            raise refusal("bytes", PROBLEMS)
        facts, parts = work(
            f"{FILES}.render", copy, LIMITS, renditions=renditions, focal_point=focal_point
        )
    if "problem" in facts:
        raise refusal(facts["problem"], PROBLEMS)
    return parts


def figure_markup(picture, *, sizes, is_lazy=True, base=None):
    """The ``<figure>`` of a picture of the library: picture, caption and credit.

    Empty for a picture that has no files yet. ``base`` as in :func:`picture_markup`.
    """
    if not picture.renditions:
        return ""
    return format_html(
        '<figure class="figure">{}<figcaption>{}{}</figcaption></figure>',
        picture_markup(
            picture.renditions,
            width=picture.width,
            height=picture.height,
            alt=picture.alt,
            sizes=sizes,
            is_lazy=is_lazy,
            base=base,
        ),
        picture.caption,
        mark_safe(' <span class="example">Exempel</span>') if picture.is_example else "",
    )


def poster_of(renditions):
    """The address of the rendition that stands before a film: the smallest from 800 pixels, or the largest."""
    webp = renditions["webp"]
    name = next((name for width, name in webp if width >= 800), webp[-1][1])
    return f"{base_address()}{name}"


def picture_markup(renditions, *, width, height, alt, sizes, is_lazy=True, base=None):
    """The ``<picture>`` element of stored renditions.

    ``renditions`` maps ``"avif"`` and ``"webp"`` to lists of ``[width, name]``, smallest first. ``base``
    stands before each name: where files are found now, unless it is given.
    """
    if base is None:
        base = base_address()
    sources = mark_safe(
        "".join(
            format_html(
                '<source type="{}" srcset="{}" sizes="{}">',
                MIME[kind],
                ", ".join(f"{base}{name} {each}w" for each, name in renditions[kind]),
                sizes,
            )
            for kind in ("avif",)
        )
    )
    webp = renditions["webp"]
    fallback = base + min(webp, key=lambda row: abs(row[0] - 800))[1]
    return format_html(
        '<picture>{}<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}"{}></picture>',
        sources,
        fallback,
        ", ".join(f"{base}{name} {each}w" for each, name in webp),
        sizes,
        width,
        height,
        alt,
        mark_safe(' loading="lazy" decoding="async"') if is_lazy else "",
    )
