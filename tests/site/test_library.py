"""The picture library: upload, description, choosing, use counts, consent, and what cannot be deleted."""

import datetime
import io
import re
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reversion.models import Version

from exhibits.models import Area
from helsingborgsrummet.admin.pictures import title_of_file
from helsingborgsrummet.editing.picture_choosing import PictureField, PictureListField
from helsingborgsrummet.models import Picture
from news.models import Announcement
from tests.admin_forms import announcement_fields, no_rows
from tests.factory import make_announcement, make_area, make_opportunity, make_room, swedish

pytestmark = pytest.mark.django_db
LIBRARY = "/admin/helsingborgsrummet/picture/"
UPLOAD = LIBRARY + "ladda-upp/"
NOW = swedish(2026, 3, 12, 9, 30)
TODAY = datetime.date(2026, 3, 12)


def picture_file(kind="PNG", size=(60, 40), colour="#0B4A5C", **options):
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, kind, **options)
    return buffer.getvalue()


def make_picture(**kwargs):
    """A picture without files, which is quick; ``make_stored_picture`` has them."""
    return Picture.objects.create(**{"title": "Kajen", "credit": "Rummet", **kwargs})


def make_stored_picture(**kwargs):
    picture = Picture(**{"title": "Kajen", "credit": "Rummet", **kwargs})
    picture.original = ContentFile(picture_file(), name="kajen.png")
    picture.save()
    return picture


@pytest.fixture
def sign_in(client):
    def sign_in(role):
        user = User.objects.create_user(role, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def editor(sign_in):
    return sign_in("Redaktör")


def send(client, content, name="kajen_vid-bron.png"):
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, content)})


def stored_files():
    root = Path(settings.MEDIA_ROOT)
    return {path for path in root.rglob("*") if path.is_file()}


# --- The title ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("kajen_vid-bron.JPG", "Kajen vid bron"),
        ("Ångfärjan.jpeg", "Ångfärjan"),
        ("C:\\bilder\\samråd 2026.png", "Samråd 2026"),
        ("vy.från.norr.webp", "Vy från norr"),
        ("IMG_2041.JPG", "Bild uppladdad 12 mars 2026 kl. 9.30"),
        ("DSC00012.jpg", "Bild uppladdad 12 mars 2026 kl. 9.30"),
        ("image.png", "Bild uppladdad 12 mars 2026 kl. 9.30"),
        ("20260312_093000.jpg", "Bild uppladdad 12 mars 2026 kl. 9.30"),
        (".png", "Png"),
        ("", "Bild uppladdad 12 mars 2026 kl. 9.30"),
    ],
)
def test_a_title_is_made_of_the_file_name(name, title):
    assert title_of_file(name, NOW) == title


@given(st.text())
def test_every_file_name_gives_a_title_that_fits(name):
    title = title_of_file(name, NOW)
    assert title.strip() == title
    assert 0 < len(title) <= 120
    assert "\0" not in title


# --- Uploading ----------------------------------------------------------------------------------


def test_an_upload_goes_into_the_library_cleaned_and_undescribed(editor):
    before = stored_files()
    sent = picture_file("JPEG", exif=b"Exif\0\0secret-place")
    response = send(editor, sent, "kajen_vid-bron.jpg")
    assert response.status_code == 201
    picture = Picture.objects.get()
    told = response.json()
    assert told["key"] == picture.pk
    assert told["title"] == picture.title == "Kajen vid bron"
    assert told["alt_state"] == "missing"
    assert told["thumbnail"] == picture.thumbnail_url
    assert b"".join(editor.get(told["thumbnail"]).streaming_content)[8:12] == b"WEBP"
    assert [row[0] for row in picture.renditions["webp"]] == [60]
    for path in stored_files() - before:
        assert b"secret-place" not in path.read_bytes()


def test_renditions_stand_with_the_smallest_first(editor):
    send(editor, picture_file(size=(900, 600)))
    assert [row[0] for row in Picture.objects.get().renditions["avif"]] == [400, 800, 900]


def animated():
    buffer = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(buffer, "WEBP", save_all=True, append_images=frames[1:])
    return buffer.getvalue()


def many_megapixels():
    """A PNG of a few kilobytes that claims 200 megapixels."""

    def chunk(name, data):
        body = name + data
        return len(data).to_bytes(4) + body + zlib.crc32(body).to_bytes(4)

    header = (20_000).to_bytes(4) + (10_000).to_bytes(4) + bytes([8, 2, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


WRONG = {
    "html.gif": (lambda: b"<script>alert(1)</script>", "inte en bild"),
    "bild.svg": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "inte en bild"),
    "tom.png": (lambda: b"", "inte en bild"),
    "trasig.jpg": (lambda: picture_file("JPEG", (900, 600))[:3000], "skadad"),
    "rörlig.webp": (animated, "rörlig"),
    "enorm.png": (many_megapixels, "megapixlar"),
    "stor.png": (lambda: picture_file() + b"\0" * (20 * 2**20), "högst 20 MB"),
    "större.png": (lambda: picture_file() + b"\0" * (40 * 2**20), "högst 20 MB"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_upload_is_told_in_words_and_nothing_is_stored(editor, name):
    make, words = WRONG[name]
    before = stored_files()
    response = send(editor, make(), name)
    assert response.status_code in (413, 422)
    assert words in response.json()["error"]
    assert not Picture.objects.exists()
    assert stored_files() == before


class Endless(io.RawIOBase):
    """A request body that is read in small pieces, and never to its end."""

    given = 0

    def read(self, size=-1):
        assert 0 < size <= 2**20
        self.given += size
        assert self.given <= 300 * 2**20
        return b"\0" * size


def test_what_is_far_too_large_is_refused_without_being_kept(editor):
    before = stored_files()
    response = editor.generic(
        "POST",
        UPLOAD,
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(10**12),
        **{"wsgi.input": Endless()},
    )
    assert response.status_code == 413
    assert "högst 20 MB" in response.json()["error"]
    assert stored_files() == before


def test_a_request_without_a_file_is_told_so(editor):
    response = editor.post(UPLOAD)
    assert response.status_code == 422
    assert "Ingen fil" in response.json()["error"]


def test_uploading_takes_the_permission_the_token_and_a_post(sign_in, client):
    assert client.post(UPLOAD)["Location"].startswith("/admin/login/")
    sign_in("Värd")
    response = send(client, picture_file())
    assert response.status_code == 403
    assert "får inte" in response.json()["error"]
    sign_in("Skribent")
    assert client.get(UPLOAD).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(username="Skribent"))
    assert send(strict, picture_file()).status_code == 403
    assert not Picture.objects.exists()
    assert send(client, picture_file()).status_code == 201


# --- Describing ---------------------------------------------------------------------------------


def description(**kwargs):
    return {
        "title": "Kajen",
        "alt_state": "text",
        "alt": "En kaj i kvällsljus.",
        "credit": "Anna Ek",
        "kind": "photo",
        **kwargs,
    }


@pytest.mark.parametrize(
    ("state", "alt", "is_decorative"),
    [("text", "En kaj i kvällsljus.", False), ("decorative", "", True), ("missing", "", False)],
)
def test_a_picture_is_described_in_one_of_three_ways(editor, state, alt, is_decorative):
    picture = make_picture(credit="")
    response = editor.post(
        f"{LIBRARY}{picture.pk}/beskriv/", description(alt_state=state, shows_people="on")
    )
    assert response.status_code == 200
    assert response.json()["alt_state"] == state
    picture.refresh_from_db()
    assert (picture.alt, picture.is_decorative) == (alt, is_decorative)
    assert picture.alt_state == state
    assert picture.credit == "Anna Ek"
    assert picture.shows_people


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"alt": ""}, "Skriv vad bilden visar"),
        ({"credit": ""}, "måste fyllas i"),
        ({"alt": "x" * 301}, "300"),
        ({"title": ""}, "måste fyllas i"),
    ],
)
def test_what_is_missing_in_a_description_is_told_and_what_was_typed_stays(editor, fields, words):
    picture = make_picture(credit="")
    response = editor.post(f"{LIBRARY}{picture.pk}/beskriv/", description(**fields))
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert "Anna Ek" in page or "credit" in fields
    picture.refresh_from_db()
    assert picture.alt_state == "missing"


def test_the_form_suggests_who_made_earlier_pictures(editor):
    make_picture(credit="Bo Holm")
    picture = make_picture(credit="")
    page = editor.get(f"{LIBRARY}{picture.pk}/beskriv/").content.decode()
    assert '<option value="Bo Holm">' in page


def test_a_caption_without_credit_reads_well():
    assert make_picture(credit="").caption == "Foto."


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "vision", "credit": "Ark"}, "Visionsbild: Ark. Kan komma att ändras."),
        (
            {"kind": "vision", "credit": "Vi", "licence": "own"},
            "Visionsbild: Vi. Kan komma att ändras.",
        ),
        ({"credit": "Bo Ek", "note": "Kajen."}, "Foto: Bo Ek."),
        ({"credit": "Bo Ek", "licence": "cc-by"}, "Foto: Bo Ek (CC BY 4.0)."),
        ({"kind": "illustration", "credit": "Vi", "licence": "own"}, ""),
    ],
)
def test_a_small_picture_says_what_has_to_be_said(client, fields, words):
    picture = make_stored_picture(**fields, alt="En kaj.")
    assert picture.short_caption == words
    note = f"{fields['note']} " if "note" in fields else ""
    assert not words or picture.caption == note + words
    make_area(picture=picture, slug="kajen")
    make_announcement(picture=picture)
    make_opportunity(picture=picture, checked_on=timezone.localdate())
    for address in ("/", "/omraden/", "/nyheter/", "/etablera/"):
        page = client.get(address).content.decode()
        assert page.count(f'<small class="picture-words">{words}</small>') == page.count(
            'class="picture-words"'
        )
        assert ('class="picture-words"' in page) is bool(words), address
    page = client.get("/omraden/kajen/").content.decode()
    assert f'<meta property="og:image:alt" content="En kaj. {picture.caption}">' in page


def test_the_picture_of_the_site_is_described_where_a_page_has_none(client):
    page = client.get("/").content.decode()
    words = "Helsingborgsrummet – se hur Helsingborg växer"
    assert f'<meta property="og:image:alt" content="{words}">' in page


def test_who_may_not_change_pictures_does_not_describe_them(sign_in):
    picture = make_picture()
    response = sign_in("Värd").post(f"{LIBRARY}{picture.pk}/beskriv/", description())
    assert response.status_code == 403
    assert "får inte" in response.json()["error"]


# --- Choosing -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Ångfärjan", "Slottet"}),
        ("ångfärjan", {"Ångfärjan"}),
        ("ÅNGFÄRJAN", {"Ångfärjan"}),
        ("kärnan", {"Slottet"}),
        ("ek slott", {"Slottet"}),
        ("slottet bron", set()),
        ("%", set()),
        ("\0", {"Ångfärjan", "Slottet"}),
    ],
)
def test_the_dialog_searches_title_description_and_credit(editor, query, found):
    make_picture(title="Ångfärjan", alt="En bro", credit="Bo Holm")
    make_picture(title="Slottet", alt="Kärnan i dimma", credit="Anna Ek")
    page = editor.get(LIBRARY + "valj/", {"q": query}).content.decode()
    assert set(re.findall(r'data-title="([^"]+)"', page)) == found
    if not found:
        assert "Ingen bild hittades" in page
    listed = editor.get(LIBRARY, {"q": query}).content.decode()
    assert {title for title in ("Ångfärjan", "Slottet") if f">{title}</a>" in listed} == found


def test_the_dialog_shows_a_page_at_a_time_with_two_queries_of_its_own(editor):
    Picture.objects.bulk_create(Picture(title=f"Bild {n}", credit="Rummet") for n in range(60))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = editor.get(LIBRARY + "valj/").content.decode()
    assert len(queries) <= 6  # with the session, the user and their rights
    assert page.count("data-picture ") == 24
    assert "60 bilder, sida 1 av 3" in page
    last = editor.get(LIBRARY + "valj/?sida=3").content.decode()
    assert last.count("data-picture ") == 12
    assert editor.get(LIBRARY + "valj/?sida=tusen").status_code == 200


def test_all_staff_may_look_for_a_picture_and_nobody_else(sign_in, client):
    assert client.get(LIBRARY + "valj/")["Location"].startswith("/admin/login/")
    assert sign_in("Värd").get(LIBRARY + "valj/").status_code == 200


# --- Fields in forms ----------------------------------------------------------------------------


def area_form(**kwargs):
    return {
        "title": "Området", "slug": "omradet", "kind": "Ny stadsdel", "summary": "Kort.", "body": "Text",
        "place": "1", "label_side": "right", "outline": "null",
        **no_rows("key_facts", "milestones", "corrections", "change_notes"), **kwargs,
    }  # fmt: skip


@pytest.mark.parametrize(
    "address",
    ["/admin/news/announcement/add/", "/admin/exhibits/area/add/", "/admin/exhibits/room/add/"],
)
def test_a_form_does_not_list_the_library(editor, address):
    Picture.objects.bulk_create(Picture(title=f"Bild {n}", credit="R") for n in range(30))
    with CaptureQueriesContext(connection) as queries:
        page = editor.get(address).content.decode()
    assert "Bild 7" not in page
    assert "picture-dialog" in page
    assert len(queries) <= 15


def test_the_number_of_a_picture_is_enough_without_script(editor):
    picture = make_stored_picture(alt="En kaj")
    editor.post("/admin/news/announcement/add/", announcement_fields(picture=f" {picture.pk} "))
    announcement = Announcement.objects.get()
    assert announcement.picture == picture
    address = f"/admin/news/announcement/{announcement.pk}/change/"
    page = editor.get(address).content.decode()
    assert f'name="picture" value="{picture.pk}"' in page
    assert picture.thumbnail_url in page
    assert "Beskriven" in page
    assert f'href="{LIBRARY}"' in page
    editor.post(address, announcement_fields(picture=""))
    announcement.refresh_from_db()
    assert announcement.picture is None


@pytest.mark.parametrize("number", ["4711", "sju", "9" * 30, "²", "1 2", "-1"])
def test_a_number_that_is_no_picture_is_told_in_words(editor, number):
    response = editor.post("/admin/news/announcement/add/", announcement_fields(picture=number))
    page = response.content.decode()
    assert f"Det finns ingen bild med nummer {number} i bildbiblioteket." in page
    assert f'value="{number}"' in page
    page = editor.post(
        "/admin/exhibits/area/add/", area_form(more_pictures=number)
    ).content.decode()
    assert "i bildbiblioteket." in page
    assert not Announcement.objects.exists()
    assert not Area.objects.exists()


def test_several_pictures_are_chosen_by_their_numbers(editor):
    first, second, third = (make_picture(title=f"Bild {n}") for n in range(3))
    values = [str(first.pk), f"{second.pk}, {third.pk}", str(first.pk), ""]
    response = editor.post("/admin/exhibits/area/add/", area_form(more_pictures=values))
    assert response.status_code == 302
    area = Area.objects.get()
    assert set(area.more_pictures.all()) == {first, second, third}
    page = editor.get(f"/admin/exhibits/area/{area.pk}/change/").content.decode()
    assert page.count('name="more_pictures" value="') == 3 + 1  # and the template for one more
    editor.post(f"/admin/exhibits/area/{area.pk}/change/", area_form())
    assert not area.more_pictures.exists()


def test_pictures_stay_in_the_order_in_which_they_were_chosen(editor, client):
    """Through the form, in the form again, on the page, in the preview and when a version is restored."""
    pictures = [make_stored_picture(title=f"Bild {n}", alt=f"Motiv nummer {n}.") for n in range(3)]
    for order in ((1, 2, 0), (2, 0, 1)):
        keys = [str(pictures[n].pk) for n in order]
        sent = area_form(more_pictures=keys)
        area = Area.objects.first()
        address = f"/admin/exhibits/area/{area.pk}/change/" if area else "/admin/exhibits/area/add/"
        assert editor.post(address, sent).status_code == 302
        area = Area.objects.get()
        assert [row.pk for row in area.more_pictures.all()] == [int(key) for key in keys]
        (prefetched,) = Area.objects.prefetch_related("more_pictures")
        assert list(prefetched.more_pictures.all()) == list(area.more_pictures.all())
        page = editor.get(f"/admin/exhibits/area/{area.pk}/change/").content.decode()
        assert re.findall(r'name="more_pictures" value="(\d+)"', page) == keys
    preview = editor.post(
        f"/admin/exhibits/area/{area.pk}/forhandsvisning/",
        area_form(more_pictures=[str(pictures[n].pk) for n in (0, 2, 1)]),
    ).content.decode()
    shown = [preview.index(f"Motiv nummer {n}.") for n in (0, 2, 1)]
    assert shown == sorted(shown)
    first = Version.objects.get_for_object(area).order_by("pk").first()
    editor.post(f"/admin/exhibits/area/{area.pk}/history/{first.pk}/aterstall/")
    assert list(area.more_pictures.all()) == [pictures[n] for n in (1, 2, 0)]


def test_the_preview_shows_the_chosen_picture(editor):
    picture = make_stored_picture(alt="En kaj i kvällsljus")
    page = editor.post(
        "/admin/news/announcement/forhandsvisning/", announcement_fields(picture=picture.pk)
    ).content.decode()
    assert "En kaj i kvällsljus" in page


# --- Use, and what cannot be deleted ------------------------------------------------------------


def use_in(place, picture):
    """Show the picture somewhere; return the row that shows it."""
    if place == "announcement":
        return make_announcement(title="Samrådet", picture=picture)
    if place == "area":
        return make_area(title="Samrådet", picture=picture)
    if place == "room":
        return make_room(name="Samrådet", picture=picture)
    if place == "list":
        area = make_area(title="Samrådet")
        area.more_pictures.add(picture)
        return area
    return make_announcement(title="Samrådet", body=f"![Kajen](bild:{picture.pk})")


PLACES = ["announcement", "area", "room", "list", "text"]


@pytest.mark.parametrize("place", PLACES)
def test_a_picture_in_use_cannot_be_deleted_in_any_way(editor, place):
    picture, unused = make_picture(), make_picture(title="Ledig")
    use_in(place, picture)
    with pytest.raises(ProtectedError, match=r"används på ”Samrådet.*” och kan inte tas bort"):
        picture.delete()
    with pytest.raises(ProtectedError, match="används på ”Samrådet"):
        Picture.objects.filter(pk__in=[picture.pk, unused.pk]).delete()
    response = editor.post(f"{LIBRARY}{picture.pk}/delete/", {"post": "yes"})
    assert "Bilden ”Kajen” kan inte tas bort, för den används." in response.content.decode()
    assert "Samrådet" in response.content.decode()
    chosen = {"action": "delete_selected", "_selected_action": [picture.pk, unused.pk]}
    page = editor.post(LIBRARY, {**chosen, "post": "yes"}).content.decode()
    assert "Ingen av bilderna togs bort" in page
    assert "Samrådet" in page
    assert Picture.objects.count() == 2
    chosen["_selected_action"] = [unused.pk]
    editor.post(LIBRARY, {**chosen, "post": "yes"})
    assert list(Picture.objects.all()) == [picture]


def test_an_unused_picture_is_deleted_by_its_form(editor):
    picture = make_picture()
    assert editor.post(f"{LIBRARY}{picture.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Picture.objects.exists()


@pytest.mark.parametrize("place", PLACES)
def test_the_list_counts_uses_and_the_form_links_to_them(editor, place):
    picture = make_picture()
    row = use_in(place, picture)
    page = editor.get(LIBRARY).content.decode()
    assert f'href="{LIBRARY}{picture.pk}/change/#anvands">Används på 1 sida</a>' in page
    page = editor.get(f"{LIBRARY}{picture.pk}/change/").content.decode()
    meta = row._meta
    address = f"/admin/{meta.app_label}/{meta.model_name}/{row.pk}/change/"
    assert f'<a href="{address}">{meta.verbose_name.capitalize()}: {row}</a>' in page


def test_a_page_that_shows_a_picture_three_times_counts_once(editor):
    picture = make_picture()
    area = make_area(picture=picture, body=f"![Kajen](bild:{picture.pk})")
    area.more_pictures.add(picture)
    make_area(body=f"![Kajen](bild:{picture.pk})").more_pictures.add(make_picture())
    assert Picture.objects.with_use_count().get(pk=picture.pk).use_count == 2
    assert len(picture.uses()) == 2
    assert "Används på 2 sidor" in editor.get(LIBRARY).content.decode()


def test_a_link_is_offered_to_those_who_may_follow_it(sign_in):
    picture = make_picture()
    room = make_room(name="Stadsbyggnadshuset", picture=picture)
    page = sign_in("Skribent").get(f"{LIBRARY}{picture.pk}/change/").content.decode()
    assert "Stadsbyggnadshuset" in page
    assert f"/admin/exhibits/room/{room.pk}/change/" not in page


def test_the_list_and_the_form_ask_a_fixed_number_of_questions(editor):
    def count(address):
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(address).status_code == 200
        return len(queries)

    picture = make_picture()
    # One of each kind: what shows it is read with one query a kind.
    for place in ("announcement", "area", "list", "text"):
        use_in(place, picture)
    # What Django keeps for the life of the process is asked for before.
    ContentType.objects.get_for_models(Picture)
    few = count(LIBRARY), count(f"{LIBRARY}{picture.pk}/change/")
    for place in ("announcement", "area", "list", "text") * 3:
        use_in(place, picture)
        use_in(place, make_picture())
    many = count(LIBRARY), count(f"{LIBRARY}{picture.pk}/change/")
    assert many == few
    assert max(many) <= 15


# --- Filters and consent ------------------------------------------------------------------------

CONSENTS = {
    "Ingen person": {"shows_people": False},
    "Ingen person, gammalt datum": {"shows_people": False, "consent_until": TODAY},
    "Utan samtycke": {"shows_people": True},
    "Gick ut i går": {"shows_people": True, "consent_until": datetime.date(2026, 3, 11)},
    "Går ut i dag": {"shows_people": True, "consent_until": TODAY},
    "Går ut dag 29": {"shows_people": True, "consent_until": datetime.date(2026, 4, 10)},
    "Går ut dag 30": {"shows_people": True, "consent_until": datetime.date(2026, 4, 11)},
}


def test_consent_that_is_missing_or_soon_ends_is_warned_of():
    for title, consent in CONSENTS.items():
        make_picture(title=title, **consent)
    warned = {picture.title for picture in Picture.objects.consent_warnings(TODAY)}
    assert warned == {"Utan samtycke", "Gick ut i går", "Går ut i dag", "Går ut dag 29"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("samtycke=varning", {"Utan samtycke", "Gick ut", "Snart"}),
        ("samtycke=saknas", {"Utan samtycke"}),
        ("samtycke=snart", {"Snart"}),
        ("samtycke=slut", {"Gick ut"}),
        ("beskrivning=saknas", {"Utan samtycke", "Gick ut"}),
        ("kind__exact=vision", {"Snart"}),
        ("licence__exact=cc0", {"Gick ut"}),
        ("anvandning=ingen", {"Utan samtycke", "Snart"}),
    ],
)
def test_the_library_is_narrowed(editor, query, found):
    today, day = timezone.localdate(), datetime.timedelta(days=1)
    make_picture(title="Utan samtycke", shows_people=True)
    past = make_picture(
        title="Gick ut", shows_people=True, consent_until=today - day, licence="cc0"
    )
    make_picture(
        title="Snart", shows_people=True, consent_until=today + 9 * day, alt="x", kind="vision"
    )
    use_in("list", past)
    page = editor.get(f"{LIBRARY}?{query}").content.decode()
    titles = {"Utan samtycke", "Gick ut", "Snart"}
    assert {title for title in titles if f">{title}</a>" in page} == found


# --- The form of a picture ----------------------------------------------------------------------


def test_a_wrong_file_in_the_librarys_own_form_is_told_in_words(editor):
    response = editor.post(
        LIBRARY + "add/",
        {"title": "Kajen", "credit": "R", "kind": "photo", "focal_x": 50, "focal_y": 50,
         "original": SimpleUploadedFile("x.gif", b"<html>")},
    )  # fmt: skip
    assert "inte en bild" in response.content.decode()
    assert not Picture.objects.exists()


def test_the_form_shows_the_last_saved_crop(editor):
    picture = make_stored_picture(focal_x=20)
    page = editor.get(f"{LIBRARY}{picture.pk}/change/").content.decode()
    assert picture.social_url in page
    editor.post(
        f"{LIBRARY}{picture.pk}/change/",
        {"title": "Kajen", "credit": "R", "kind": "photo", "focal_x": 80, "focal_y": 10},
    )
    before = picture.social_url
    picture.refresh_from_db()
    assert picture.social_url != before
    assert picture.renditions["focal_point"] == [80, 10]


def test_every_form_chooses_pictures_from_the_library(rf, admin_user):
    """Rows below a page too: a list of all pictures would be as long as the library."""
    request = rf.get("/")
    request.user = admin_user
    found = set()
    for model_admin in admin.site._registry.values():
        places = [
            model_admin,
            *(each(model_admin.model, admin.site) for each in model_admin.inlines),
        ]
        for place in places:
            for column in place.model._meta.get_fields():
                if column.related_model is Picture and column.concrete and column.editable:
                    field = place.formfield_for_dbfield(column, request)
                    if not isinstance(field, (PictureField, PictureListField)):
                        found.add(f"{type(place).__name__}.{column.name}")
    assert found == set()
