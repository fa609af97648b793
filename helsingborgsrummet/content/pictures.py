"""Pictures: checked by content, cleaned, and made into renditions when they are saved."""

import hashlib
import io
import re
import warnings
from dataclasses import dataclass
from functools import partial

from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from helsingborgsrummet.content.files import base_address

MAX_BYTES = 20 * 2**20
MAX_PIXELS = 60_000_000
MAX_SIDE = 2560
FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}
RENDITION_WIDTHS = (400, 800, 1200, 1600)
SOCIAL_SIZE = (1200, 630)
AVIF_QUALITY = 52
WEBP_QUALITY = 74
SOCIAL_QUALITY = 78
# How a file begins that telephones write when nobody asks for JPEG.
HEIC = re.compile(rb"....ftyp(hei[cxms]|hev[cxms]|mif1|msf1)", re.DOTALL)
MIME = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}


@dataclass(frozen=True)
class CleanPicture:
    """An upload after cleaning: upright, sRGB, without metadata, at most ``MAX_SIDE`` pixels wide.

    ``content`` is the file's bytes, ``extension`` its kind, ``digest`` a hash that names it.
    """

    content: bytes
    extension: str
    width: int
    height: int
    digest: str


def check_and_clean(file):
    """Return the :class:`CleanPicture` of an uploaded file.

    What the file is follows from its content, never from its name. Anything else than one still
    JPEG, PNG, WebP or AVIF within the limits raises ``ValidationError`` with a Swedish sentence.
    Bytes and pixels are limited before anything is decoded.
    """
    file.seek(0)
    content = file.read(MAX_BYTES + 1)
    with warnings.catch_warnings():
        # Pillow warns of many pixels, of which we have a limit of our own, and of broken EXIF,
        # which is thrown away.
        warnings.simplefilter("ignore")
        return _cleaned(content)


def _cleaned(content):
    # Pillow is loaded only where pictures are handled: it is 15 MB in every other process.
    from PIL import Image, ImageOps

    if len(content) > MAX_BYTES:
        raise ValidationError("Bilden är för stor. Filen får vara högst 20 MB.", code="bytes")
    try:
        image = Image.open(io.BytesIO(content), formats=list(FORMATS))
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except Exception:
        if HEIC.match(content):
            raise ValidationError(
                "Bilden är sparad som HEIC, som webbläsare inte kan visa. Spara om den som JPEG och "
                "ladda upp den igen.",
                code="heic",
            ) from None
        raise ValidationError(
            "Filen är inte en bild som går att använda. Ladda upp JPEG, PNG, WebP eller AVIF.",
            code="format",
        ) from None
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()
    # A camera may put a second picture after the one it took; that one is not asked for.
    kind = "JPEG" if image.format == "MPO" else image.format
    if getattr(image, "is_animated", False) and kind != "JPEG":
        raise ValidationError(
            "Bilden är rörlig. Ladda upp en stillbild i stället.", code="animated"
        )
    try:
        # A JPEG is decoded at the smallest scale that is large enough: a quarter of the memory.
        image.draft("RGB", _within(image.size, MAX_SIDE))
        image.load()
        if image.mode in ("L", "LA", "RGB", "RGBA", "CMYK"):
            # Scaled before the rest, which then works on less; other modes cannot be scaled well.
            image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
        image = ImageOps.exif_transpose(image)
        image = _to_srgb(image)
        image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    except Exception:
        raise ValidationError(
            "Bilden är skadad och går inte att läsa till slutet. Spara om den och försök igen.",
            code="broken",
        ) from None
    has_alpha = image.mode == "RGBA"
    extension = "jpg" if kind == "JPEG" and not has_alpha else "webp"
    cleaned = _encoded(image, extension, quality=92)
    digest = hashlib.sha256(cleaned).hexdigest()[:20]
    return CleanPicture(cleaned, extension, image.width, image.height, digest)


def _within(size, side):
    """The size that a picture of ``size`` has when its longer side is ``side``."""
    scale = side / max(size)
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _too_many_pixels():
    return ValidationError(
        "Bilden har för många bildpunkter. Den får ha högst 60 megapixlar; minska den först.",
        code="pixels",
    )


def _to_srgb(image):
    """The picture in RGB or RGBA, with its colours right and without its profile."""
    from PIL import Image, ImageCms

    profile = image.info.get("icc_profile")
    has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    if image.mode.startswith(("I;16", "I", "F")):
        # 16 bits a channel: Pillow would cut off what does not fit in 8.
        image = image.point(lambda value: value / 256).convert("L")
    if profile and not has_alpha and image.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            image = ImageCms.profileToProfile(image, source, target, outputMode="RGB") or image
        except (ImageCms.PyCMSError, OSError):
            pass  # A broken profile is worth nothing; the plain numbers are the best guess.
    image = image.convert("RGBA" if has_alpha else "RGB")
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    return clean


def _encoded(image, extension, quality):
    """The bytes of a picture in the format that ``extension`` names."""
    buffer = io.BytesIO()
    if extension == "jpg":
        image.convert("RGB").save(buffer, "JPEG", quality=quality, progressive=True, optimize=True)
    elif extension == "avif":
        image.save(buffer, "AVIF", quality=quality, speed=6)
    else:
        image.save(buffer, "WEBP", quality=quality, method=4)
    return buffer.getvalue()


def renditions_of(content, size, focal_point=(50, 50)):
    """Yield ``(kind, width, encode)`` for every rendition of a cleaned picture of ``size``.

    ``kind`` is ``"avif"``, ``"webp"`` or ``"social"``; ``encode()`` makes the bytes. Widths are those
    of ``RENDITION_WIDTHS`` that are smaller than the picture, and its own. ``focal_point`` is what
    must stay in the picture when it is cropped for social previews, in per cent from the left and
    the top. Nothing is decoded until a rendition is asked for.
    """
    widths = [width for width in RENDITION_WIDTHS if width < size[0]]
    if size[0] <= RENDITION_WIDTHS[-1]:
        widths.append(size[0])
    scaled = {}

    def scale():
        # Decoded once, each width from the one above it. The large ones are let go before anything
        # is encoded: the encoders need the memory.
        from PIL import Image

        image = Image.open(io.BytesIO(content))
        image.load()
        scaled["social"] = _cropped(image, SOCIAL_SIZE, focal_point)
        for width in reversed(widths):
            height = max(1, round(size[1] * width / size[0]))
            image = image.resize((width, height), Image.Resampling.LANCZOS)
            scaled[width] = image

    def encoded(name, extension, quality):
        if name not in scaled:
            scale()
        return _encoded(scaled[name], extension, quality)

    for width in widths:
        yield "avif", width, partial(encoded, width, "avif", AVIF_QUALITY)
        yield "webp", width, partial(encoded, width, "webp", WEBP_QUALITY)
        scaled.pop(width, None)
    yield "social", SOCIAL_SIZE[0], partial(encoded, "social", "jpg", SOCIAL_QUALITY)


def _cropped(image, size, focal_point):
    """The picture scaled and cropped to ``size``, the focal point as near its middle as it goes."""
    from PIL import Image

    if image.mode == "RGBA":
        ground = Image.new("RGB", image.size, "#EFE7D8")
        ground.paste(image, mask=image.getchannel("A"))
        image = ground
    width, height = size
    scale = max(width / image.width, height / image.height)
    box_width, box_height = width / scale, height / scale
    left = min(max(image.width * focal_point[0] / 100 - box_width / 2, 0), image.width - box_width)
    top = min(
        max(image.height * focal_point[1] / 100 - box_height / 2, 0), image.height - box_height
    )
    box = (left, top, left + box_width, top + box_height)
    return image.resize(size, Image.Resampling.LANCZOS, box=box)


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
