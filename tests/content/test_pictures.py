"""Uploads: each gets a Swedish sentence or becomes a clean, upright picture; nothing else happens."""

import io
import struct
import zlib

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from helsingborgsrummet.content.picture_files import MAX_SIDE
from helsingborgsrummet.content.pictures import check_and_clean, render, renditions_of
from helsingborgsrummet.models import Picture

RED, GREEN, BLUE, WHITE = (200, 30, 30), (30, 160, 30), (30, 30, 200), (255, 255, 255)
ORIENTATION, GPS, MAKE = 0x0112, 0x8825, 0x010F
SECRET = "Hemlig kamera"


def corners(size=(64, 48), mode="RGB"):
    """A picture with a colour in each corner: red, green below it to the left, blue, white."""
    image = Image.new("RGB", size, RED)
    width, height = size
    image.paste(BLUE, (width // 2, 0, width, height // 2))
    image.paste(GREEN, (0, height // 2, width // 2, height))
    image.paste(WHITE, (width // 2, height // 2, width, height))
    return image.convert(mode)


def saved(image, kind, **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def exif(orientation=1):
    """What a phone writes: the maker, how it was held, and where."""
    data = Image.Exif()
    data[MAKE] = SECRET
    data[ORIENTATION] = orientation
    data.get_ifd(GPS).update({1: "N", 2: (56.0, 2.0, 44.0), 3: "E", 4: (12.0, 41.0, 42.0)})
    return data


def text_chunks():
    chunks = PngImagePlugin.PngInfo()
    chunks.add_text("Author", SECRET)
    chunks.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta>{SECRET}</x:xmpmeta>")
    return chunks


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, rows=b"", depth=8, colour=2):
    """A PNG that claims a size, whatever it holds."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )


def frames(kind):
    images = [Image.new("RGB", (32, 32), colour) for colour in (RED, GREEN, BLUE)]
    return saved(images[0], kind, save_all=True, append_images=images[1:], duration=100)


JPEG = saved(corners(), "JPEG", quality=95)
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><rect width="9" height="9"/></svg>'
)
REFUSED = {
    "html.gif": (HTML, "format"),
    "gif-and-html.gif": (b"GIF89a" + HTML, "format"),
    "gif.gif": (saved(corners(mode="P"), "GIF"), "format"),
    "animated.gif": (frames("GIF"), "format"),
    "svg.svg": (SVG, "format"),
    "svg.png": (SVG, "format"),
    "pdf.jpg": (b"%PDF-1.7\n1 0 obj\n", "format"),
    "bmp.jpg": (saved(corners(), "BMP"), "format"),
    "tiff.jpg": (saved(corners(), "TIFF"), "format"),
    "ico.png": (saved(corners(), "ICO"), "format"),
    "eps.jpg": (saved(corners(), "EPS"), "format"),
    "nothing.jpg": (b"", "format"),
    "nought.jpg": (b"\x00" * 4000, "format"),
    "only-a-start.jpg": (b"\xff\xd8\xff\xe0", "format"),
    "only-a-start.png": (b"\x89PNG\r\n\x1a\n", "format"),
    "only-a-start.webp": (b"RIFF\x00\x10\x00\x00WEBPVP8 ", "format"),
    "zip-of-a-picture.jpg": (b"PK\x03\x04" + JPEG, "format"),
    "truncated.jpg": (saved(corners((900, 700)), "JPEG")[:-4000], "broken"),
    "truncated.png": (saved(Image.effect_noise((200, 200), 90), "PNG")[:9000], "broken"),
    "truncated.webp": (saved(Image.effect_noise((200, 200), 90).convert("RGB"), "WEBP")[:3000], None),
    "truncated.avif": (saved(Image.effect_noise((200, 200), 90).convert("RGB"), "AVIF")[:3000], None),
    "corrupt.png": (png(64, 48, b"not enough"), "broken"),
    "no-size.png": (png(0, 0), None),
    "200-megapixels.png": (png(20_000, 10_000), "pixels"),
    "200-megapixels-whole.png": (png(20_000, 10_000, b"\x00" * 2501 * 10_000, 1, 0), "pixels"),
    "61-megapixels.png": (png(7_812, 7_812), "pixels"),
    "very-long.png": (png(1, 2**31 - 1), "pixels"),
    "40-megabytes.jpg": (JPEG + b"\x00" * 40 * 2**20, "bytes"),
    "animated.webp": (frames("WEBP"), "animated"),
    "animated.png": (frames("PNG"), "animated"),
    "telephone.heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(500), "heic"),
    "telephone.jpg": (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic" + bytes(500), "heic"),
    "animated.avif": (frames("AVIF"), "animated"),
}  # fmt: skip
SENTENCES = {
    "format": "Filen är inte en bild som går att använda.",
    "broken": "Bilden är skadad",
    "pixels": "Bilden har för många bildpunkter.",
    "bytes": "Bilden är för stor.",
    "animated": "Bilden är rörlig.",
    "heic": "Bilden är sparad som HEIC",
}
SIXTEEN_BITS = Image.frombytes(
    "I;16", (64, 48), b"".join(struct.pack("<H", 65535 * (x > 31)) for _ in range(48) for x in range(64))
)  # fmt: skip
ACCEPTED = {
    "photo.jpg": JPEG,
    "progressive.jpg": saved(corners(), "JPEG", progressive=True),
    "two-pictures.jpg": saved(
        corners(), "MPO", save_all=True, append_images=[Image.new("RGB", (64, 48), WHITE)], quality=95
    ),
    "photo.png": saved(corners(), "PNG"),
    "photo.webp": saved(corners(), "WEBP"),
    "photo.avif": saved(corners(), "AVIF"),
    "jpeg-named.png": JPEG,
    "cmyk.jpg": saved(corners(mode="CMYK"), "JPEG"),
    "grey.jpg": saved(corners(mode="L"), "JPEG"),
    "grey.png": saved(corners(mode="L"), "PNG"),
    "palette.png": saved(corners().quantize(8), "PNG"),
    "clear-palette.png": saved(corners().quantize(8), "PNG", transparency=0),
    "bits.png": saved(corners(mode="1"), "PNG"),
    "16-bit.png": saved(SIXTEEN_BITS, "PNG"),
    "16-bit-colour.png": png(2, 1, b"\x00" + struct.pack(">6H", 0, 0, 0, 65535, 65535, 65535), 16),
    "grey-and-clear.png": saved(corners(mode="LA"), "PNG"),
    "clear.png": saved(corners(mode="RGBA"), "PNG"),
    "clear.webp": saved(corners(mode="RGBA"), "WEBP"),
    "clear-colour.png": saved(corners(), "PNG", transparency=RED),
    "one-pixel.png": saved(Image.new("RGB", (1, 1)), "PNG"),
    "narrow.png": saved(Image.new("RGB", (1, 9000)), "PNG"),
    "wide.png": saved(Image.new("RGB", (9000, 2)), "PNG"),
    "script-after-the-end.jpg": JPEG + HTML,
    "with-comment.jpg": saved(corners(), "JPEG", comment=SECRET.encode()),
    "with-words.png": saved(corners(), "PNG", pnginfo=text_chunks()),
    "broken-profile.jpg": saved(corners(), "JPEG", icc_profile=b"not a profile"),
    "profile-for-lab.jpg": saved(
        corners(), "JPEG", icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    ),
    "from-a-phone.jpg": saved(corners(), "JPEG", exif=exif()),
    "from-a-phone.webp": saved(corners(), "WEBP", exif=exif()),
    "from-a-phone.png": saved(corners(), "PNG", exif=exif()),
    "from-a-phone.avif": saved(corners(), "AVIF", exif=exif()),
    "broken-exif.jpg": saved(corners(), "JPEG", exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff"),
}  # fmt: skip


def clean(name, content):
    return check_and_clean(SimpleUploadedFile(name, content))


def opened(cleaned):
    image = Image.open(io.BytesIO(cleaned.content))
    image.load()
    return image


def about(pixel, colour, distance=40):
    return all(abs(a - b) <= distance for a, b in zip(pixel[:3], colour, strict=True))


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_usable_picture_is_refused_in_words(name):
    content, code = REFUSED[name]
    with pytest.raises(ValidationError) as caught:
        clean(name, content)
    assert caught.value.message.startswith(SENTENCES[caught.value.code])
    assert code in (None, caught.value.code)


@pytest.mark.parametrize("name", ACCEPTED)
def test_a_usable_picture_comes_out_clean(name):
    cleaned = clean(name, ACCEPTED[name])
    image = opened(cleaned)
    assert image.format == {"jpg": "JPEG", "webp": "WEBP"}[cleaned.extension]
    assert image.mode in ("RGB", "RGBA")
    assert image.size == (cleaned.width, cleaned.height)
    assert min(image.size) >= 1 and max(image.size) <= MAX_SIDE
    assert not image.getexif() and not {"exif", "xmp", "icc_profile", "comment"} & set(image.info)
    for trace in (SECRET.encode(), b"alert", b"Exif", b"xmpmeta"):
        assert trace not in cleaned.content
    # The same upload has the same name each time.
    assert clean(name, ACCEPTED[name]).digest == cleaned.digest


@pytest.mark.parametrize(
    "name", ["cmyk.jpg", "palette.png", "photo.avif", "clear.png", "photo.jpg", "two-pictures.jpg"]
)
def test_the_colours_stay_right(name):
    image = opened(clean(name, ACCEPTED[name])).convert("RGB")
    width, height = image.size
    seen = [(8, 8), (8, height - 8), (width - 8, 8), (width - 8, height - 8)]
    for place, colour in zip(seen, (RED, GREEN, BLUE, WHITE), strict=True):
        assert about(image.getpixel(place), colour), (place, image.getpixel(place))


@pytest.mark.parametrize("name", ["16-bit.png", "16-bit-colour.png"])
def test_sixteen_bits_become_eight_without_being_cut_off(name):
    image = opened(clean(name, ACCEPTED[name])).convert("RGB")
    assert about(image.getpixel((0, 0)), (0, 0, 0))
    assert about(image.getpixel((image.width - 1, 0)), WHITE)


@pytest.mark.parametrize("name", ["clear.png", "clear-colour.png", "clear-palette.png"])
def test_what_can_be_seen_through_stays_so(name):
    assert opened(clean(name, ACCEPTED[name])).mode in ("RGBA", "RGB")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_picture_is_turned_upright(kind, orientation):
    upright = corners()
    turned_by = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    held = upright.transpose(turned_by[orientation]) if orientation > 1 else upright
    cleaned = clean("photo", saved(held, kind, exif=exif(orientation), quality=95))
    image = opened(cleaned).convert("RGB")
    assert image.size == (64, 48)
    assert about(image.getpixel((8, 8)), RED)
    assert about(image.getpixel((56, 8)), BLUE)
    assert about(image.getpixel((8, 40)), GREEN)


@pytest.mark.parametrize("library", ["avif", "littlecms2"])
def test_a_library_that_is_missing_is_no_fault_of_the_picture(monkeypatch, caplog, library):
    monkeypatch.setattr("PIL.features.check", lambda name: name != library)
    with pytest.raises(ValidationError) as caught:
        clean("photo.avif", ACCEPTED["photo.avif"])
    assert caught.value.code == "fault" and "fel på servern" in caught.value.message
    assert f"Pillow has no {library}" in caplog.text


@pytest.mark.parametrize("error", [MemoryError(), OSError("out of memory error")])
def test_what_needs_too_much_memory_is_called_heavy_and_not_broken(monkeypatch, error):
    def fail(image):
        raise error

    monkeypatch.setattr("helsingborgsrummet.content.picture_files._to_srgb", fail)
    with pytest.raises(ValidationError, match="för tung") as caught:
        clean("photo.jpg", JPEG)
    assert caught.value.code == "heavy"


@hypothesis_settings(max_examples=150)
@given(
    st.sampled_from(["photo.jpg", "photo.png", "photo.webp", "photo.avif", "from-a-phone.jpg"]),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=6),
    st.floats(0, 1),
)
def test_whatever_happened_to_a_file_only_words_come_of_it(name, changes, length):
    content = bytearray(ACCEPTED[name])
    for place, value in changes:
        content[int(place * (len(content) - 1))] = value
    if length > 0.5:
        content = content[: int(length * len(content))]
    try:
        cleaned = clean(name, bytes(content))
    except ValidationError as error:
        sentence, code = error.message, error.code
    else:
        sentence, code = None, None
    if code:
        assert sentence.startswith(SENTENCES[code])
    else:
        assert opened(cleaned).size == (cleaned.width, cleaned.height)


@pytest.mark.parametrize(
    "size", [(1, 1), (3, 2560), (2560, 2), (400, 300), (401, 300), (428, 333), (1600, 9)]
)
@pytest.mark.parametrize("focal_point", [(50, 50), (0, 100), (100, 0)])
def test_renditions_have_fitting_widths_and_the_social_one_its_size(size, focal_point):
    content = saved(Image.new("RGB", size, RED), "WEBP")
    renditions = renditions_of(size)
    rows = [
        (kind, width, Image.open(io.BytesIO(part)))
        for (kind, width), part in zip(
            renditions, render(io.BytesIO(content), renditions, focal_point), strict=True
        )
    ]
    for kind in ("avif", "webp"):
        widths = [width for each, width, _ in rows if each == kind]
        assert widths == sorted(set(widths))
        assert widths[-1] == min(size[0], 1600)
    for kind, width, image in rows:
        assert image.width == width
        assert image.format == {"avif": "AVIF", "webp": "WEBP", "social": "JPEG"}[kind]
        assert not image.getexif()
    assert rows[-1][0] == "social" and rows[-1][2].size == (1200, 630)


def test_the_social_picture_keeps_the_focal_point():
    content = saved(corners((1200, 1200)), "WEBP", quality=95)
    for focal_point, colour in (((0, 0), RED), ((0, 100), GREEN)):
        (part,) = render(io.BytesIO(content), [("social", 1200)], focal_point)
        assert about(Image.open(io.BytesIO(part)).getpixel((20, 315)), colour)


# --- Through the admin --------------------------------------------------------------------------

ADD = "/admin/helsingborgsrummet/picture/add/"


@pytest.fixture
def editor(client):
    client.force_login(User.objects.create_superuser("redaktor"))
    return client


def upload(client, name, content, **fields):
    return client.post(
        ADD,
        {
            "title": "Uppladdad", "original": SimpleUploadedFile(name, content), "alt": "En bild.",
            "credit": "Staden", "kind": "photo", "focal_x": 50, "focal_y": 50, **fields,
        },
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("name", REFUSED)
def test_the_admin_says_what_is_wrong_and_stores_nothing(editor, name):
    before = (
        set(default_storage.listdir("originals")[1])
        if default_storage.exists("originals")
        else set()
    )
    response = upload(editor, name, REFUSED[name][0])
    assert response.status_code == 200
    (message,) = response.context["adminform"].form.errors["original"]
    assert message.startswith((*SENTENCES.values(), "Den skickade filen är tom."))
    assert not Picture.objects.exists()
    if default_storage.exists("originals"):
        assert set(default_storage.listdir("originals")[1]) == before


@pytest.mark.django_db
@pytest.mark.parametrize("name", ACCEPTED)
def test_the_admin_stores_the_cleaned_picture_and_its_renditions(editor, name):
    response = upload(editor, name, ACCEPTED[name])
    assert response.status_code == 302, response.context["adminform"].form.errors
    picture = Picture.objects.get()
    with picture.original.open() as file:
        kept = file.read()
    assert kept != ACCEPTED[name] and SECRET.encode() not in kept
    assert Image.open(io.BytesIO(kept)).size == (picture.width, picture.height)
    for width, name_in_row in picture.renditions["avif"] + picture.renditions["webp"]:
        with default_storage.open(name_in_row) as file:
            assert Image.open(file).width == width
    assert name.partition(".")[0] not in picture.original.name
    served = editor.get(picture.social_url)
    assert served["Content-Type"] == "image/jpeg"
    # Read to its end, it closes itself without closing the test's connection.
    assert Image.open(io.BytesIO(served.getvalue())).size == (1200, 630)
    assert editor.get(picture.original.url).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"is_decorative": "on"}, "bara är dekoration"),
        ({"focal_x": 101}, "mellan 0 och 100"),
        ({"title": ""}, "måste fyllas i"),
        ({"original": ""}, "måste fyllas i"),
    ],
)
def test_a_picture_with_contradictions_is_refused_in_words(editor, fields, words):
    response = upload(editor, "a.jpg", JPEG, **fields)
    assert response.status_code == 200
    assert words in str(response.context["adminform"].form.errors)
    assert not Picture.objects.exists()
