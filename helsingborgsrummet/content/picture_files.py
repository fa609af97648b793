"""What is done to the files of pictures, in a process of their own (``file_worker``).

PURE: Pillow and the standard library. :func:`clean` and :func:`render` take a stream and return facts
and files; what is wrong with a file is a fact ``problem``, for which ``pictures.py`` has the sentence.
"""

import io
import re

from PIL import Image, ImageCms, ImageOps, features

MAX_PIXELS = 60_000_000
MAX_SIDE = 2560
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
LIBRARIES = ("jpg", "zlib", "webp", "avif", "littlecms2")
SOCIAL_SIZE = (1200, 630)
AVIF_QUALITY = 52
WEBP_QUALITY = 74
SOCIAL_QUALITY = 78
# How a file begins that telephones write when nobody asks for JPEG.
HEIC = re.compile(rb"....ftyp(hei[cxms]|hev[cxms]|mif1|msf1)", re.DOTALL)


def clean(stream):
    """Return ``{"extension", "width", "height"}`` and the cleaned file, or ``{"problem"}`` and none.

    A problem is ``"format"``, ``"heic"``, ``"pixels"``, ``"animated"`` or ``"broken"``. Raises
    ``ImportError`` when Pillow came without a library, which is no fault of the file.
    """
    if missing := [name for name in LIBRARIES if not features.check(name)]:
        raise ImportError(f"Pillow has no {', '.join(missing)}")
    start = stream.read(32)
    stream.seek(0)
    try:
        image = Image.open(stream, formats=FORMATS)
    except Image.DecompressionBombError:
        return {"problem": "pixels"}, []
    except MemoryError:
        raise
    except Exception:
        return {"problem": "heic" if HEIC.match(start) else "format"}, []
    if image.width * image.height > MAX_PIXELS:
        return {"problem": "pixels"}, []
    # A camera may put a second picture after the one it took; that one is not asked for.
    kind = "JPEG" if image.format == "MPO" else image.format
    try:
        if getattr(image, "is_animated", False) and kind != "JPEG":
            return {"problem": "animated"}, []
        image = _cleaned(image)
    except MemoryError:
        raise
    except Exception as error:
        if "memory" in str(error):
            raise MemoryError from error
        return {"problem": "broken"}, []
    extension = "jpg" if kind == "JPEG" and image.mode != "RGBA" else "webp"
    facts = {"extension": extension, "width": image.width, "height": image.height}
    return facts, [_encoded(image, extension, quality=92)]


def _cleaned(image):
    """The picture upright, in RGB or RGBA, within ``MAX_SIDE``, without anything else."""
    # A JPEG is decoded at the smallest scale that is large enough: a quarter of the memory.
    image.draft("RGB", _within(image.size, MAX_SIDE))
    image.load()
    if image.mode in ("L", "LA", "RGB", "RGBA", "CMYK"):
        # Scaled before the rest, which then works on less; other modes cannot be scaled well.
        image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    image = ImageOps.exif_transpose(image)
    image = _to_srgb(image)
    image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    return image


def _within(size, side):
    """The size that a picture of ``size`` has when its longer side is ``side``."""
    scale = side / max(size)
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _to_srgb(image):
    """The picture in RGB or RGBA, with its colours right and without its profile."""
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
        image.save(buffer, "AVIF", quality=quality, speed=6, max_threads=1)
    else:
        image.save(buffer, "WEBP", quality=quality, method=4)
    return buffer.getvalue()


def render(stream, renditions, focal_point):
    """Return ``{}`` and the bytes of each of ``renditions``, pairs of a kind and a width.

    Decoded once, each width from the one above it.
    """
    wanted = {(kind, width) for kind, width in renditions}
    image = Image.open(stream, formats=FORMATS)
    image.load()
    files = {}
    if ("social", SOCIAL_SIZE[0]) in wanted:
        social = _cropped(image, SOCIAL_SIZE, focal_point)
        files["social", SOCIAL_SIZE[0]] = _encoded(social, "jpg", SOCIAL_QUALITY)
    size = image.size
    for width in sorted({width for kind, width in wanted if kind != "social"}, reverse=True):
        height = max(1, round(size[1] * width / size[0]))
        image = image.resize((width, height), Image.Resampling.LANCZOS)
        for kind, quality in (("avif", AVIF_QUALITY), ("webp", WEBP_QUALITY)):
            if (kind, width) in wanted:
                files[kind, width] = _encoded(image, kind, quality)
    return {}, [files[kind, width] for kind, width in renditions]


def _cropped(image, size, focal_point):
    """The picture scaled and cropped to ``size``, the focal point as near its middle as it goes."""
    if image.mode == "RGBA":
        ground = Image.new("RGB", image.size, "#EFE7D8")
        ground.paste(image, mask=image.getchannel("A"))
        image = ground
    width, height = size
    scale = max(width / image.width, height / image.height)
    # Rounding must not make the box larger than the picture.
    box_width, box_height = min(width / scale, image.width), min(height / scale, image.height)
    left = min(max(image.width * focal_point[0] / 100 - box_width / 2, 0), image.width - box_width)
    top = min(
        max(image.height * focal_point[1] / 100 - box_height / 2, 0), image.height - box_height
    )
    box = (left, top, left + box_width, top + box_height)
    return image.resize(size, Image.Resampling.LANCZOS, box=box)
