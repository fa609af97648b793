"""Nothing reads, cleans or encodes a file while other writers wait, and rows keep no address of a file."""

import io
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.core.management import call_command
from django.db import connection
from PIL import Image
from reversion.models import Version

from exhibits.models import Area, Plan
from exhibits.uploads import documents
from helsingborgsrummet.content import file_work, picture_files, pictures
from helsingborgsrummet.editing import upload_handler
from helsingborgsrummet.middleware import _origin
from helsingborgsrummet.models import Picture
from news.models import Announcement
from tests.admin_forms import no_rows
from tests.documents import docx, pdf
from tests.factory import make_activity, make_announcement, make_area, make_occurrence, swedish

LIBRARY = "/admin/helsingborgsrummet/picture/"
PLANS = "/admin/exhibits/plan/"
PICTURE_FILES = "helsingborgsrummet.content.picture_files"
CLEAN, RENDER = f"{PICTURE_FILES}.clean", f"{PICTURE_FILES}.render"
READ = "exhibits.uploads.document_reading.read"


def photo(colour):
    buffer = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(buffer, "JPEG")
    return buffer.getvalue()


def picture_form(colour=None, **kwargs):
    file = {"original": SimpleUploadedFile("x.jpg", photo(colour))} if colour else {}
    return {
        "title": "Kajen", "alt": "En kaj.", "credit": "Rummet", "kind": "photo",
        "focal_x": 50, "focal_y": 50, **file, **kwargs,
    }  # fmt: skip


def plan_form(area, *files):
    rows = {}
    for number, content in enumerate(files):
        rows |= {
            f"documents-{number}-title": "Karta", f"documents-{number}-kind": "plankarta",
            f"documents-{number}-file": SimpleUploadedFile("x", content),
        }  # fmt: skip
    return {
        "title": "Kvarteret", "slug": "kvarteret", "summary": "Ingress.", "body": "Text.",
        "kind": "detaljplan", "procedure": "utokat", "area": area.pk,
        **no_rows("corrections", "change_notes", "steps", "documents", "points"),
        "documents-TOTAL_FORMS": str(len(files)), **rows,
    }  # fmt: skip


@pytest.fixture
def editor(client):
    client.force_login(User.objects.create_superuser("chef"))
    return client


@pytest.fixture
def slow(monkeypatch):
    """What is done about files, as it is done; doing it in a transaction fails."""
    called = []
    work = file_work._in_a_process

    def watched(function, *args):
        called.append(function)
        assert not connection.in_atomic_block, f"{function} runs in a transaction"
        return work(function, *args)

    monkeypatch.setattr(file_work, "_in_a_process", watched)
    return called


def add_picture(editor):
    return editor.post(LIBRARY + "add/", picture_form("#102030"))


def change_the_file(editor):
    picture = stored_picture()
    return editor.post(f"{LIBRARY}{picture.pk}/change/", picture_form("#302010"))


def change_the_focal_point(editor):
    picture = stored_picture()
    return editor.post(f"{LIBRARY}{picture.pk}/change/", picture_form(focal_x=91, focal_y=13))


def upload_in_the_dialog(editor):
    file = SimpleUploadedFile("x.jpg", photo("#203010"))
    return editor.post(LIBRARY + "ladda-upp/", {"file": file})


def add_a_plan_with_documents(editor):
    return editor.post(PLANS + "add/", plan_form(make_area(), pdf(2, text="a"), docx()))


def add_a_document_to_a_plan(editor):
    editor.post(PLANS + "add/", plan_form(make_area()))
    plan = Plan.objects.get()
    return editor.post(f"{PLANS}{plan.pk}/change/", plan_form(plan.area, pdf(2, text="b")))


def stored_picture():
    original = ContentFile(photo("#112233"), name="x.jpg")
    return Picture.objects.create(title="Kajen", alt="En kaj.", credit="Rummet", original=original)


def restore_an_earlier_focal_point(editor):
    picture = stored_picture()
    address = f"{LIBRARY}{picture.pk}/"
    editor.post(address + "change/", picture_form(focal_x=91))
    editor.post(address + "change/", picture_form(focal_x=3))
    # A file that another row let go of.
    for name in Path(settings.MEDIA_ROOT).glob("renditions/*-91-*"):
        name.unlink()
    version = Version.objects.get_for_object(picture)[1]
    return editor.post(f"{address}history/{version.pk}/aterstall/")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("act", "work"),
    [
        (add_picture, [CLEAN, RENDER]),
        (change_the_file, [CLEAN, RENDER] * 2),
        (change_the_focal_point, [CLEAN, RENDER, RENDER]),
        (restore_an_earlier_focal_point, [CLEAN, RENDER, RENDER, RENDER, RENDER]),
        (upload_in_the_dialog, [CLEAN, RENDER]),
        (add_a_plan_with_documents, [READ, READ]),
        (add_a_document_to_a_plan, [READ]),
    ],
)
def test_no_work_on_a_file_holds_up_other_writers(editor, slow, settings, tmp_path, act, work):
    # An empty folder, so that nothing is there from another test.
    settings.MEDIA_ROOT = tmp_path
    assert act(editor).status_code in (201, 302)
    # Each upload is read once, not once more for the form that saves.
    assert slow == work


@pytest.mark.django_db(transaction=True)
def test_the_sample_content_encodes_nothing_in_its_transaction(slow, monkeypatch):
    drawn = photo("#332211")
    monkeypatch.setattr(picture_files, "_encoded", lambda image, *args, **kwargs: drawn)
    call_command("load_demo_content", verbosity=0)
    assert slow.count(CLEAN) == Picture.objects.count() > 0


@pytest.mark.django_db(transaction=True)
def test_a_wrong_file_is_read_once_and_told_in_words(editor, slow, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    response = editor.post(PLANS + "add/", plan_form(make_area(), b"%PDF-1.7 %%EOF"))
    assert documents.PROBLEMS["broken"] in response.content.decode()
    assert slow == [READ]
    response = editor.post(LIBRARY + "add/", picture_form(original=ContentFile(b"x", name="x.jpg")))
    assert "inte en bild" in response.content.decode()
    assert not list(tmp_path.rglob("*"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["picture", "plan"])
def test_a_form_that_cannot_be_saved_stores_no_file(editor, slow, settings, tmp_path, kind):
    settings.MEDIA_ROOT = tmp_path
    if kind == "picture":
        response = editor.post(LIBRARY + "add/", picture_form("#010101", title=""))
    else:
        form = plan_form(make_area(), pdf(2)) | {"title": ""}
        response = editor.post(PLANS + "add/", form)
    assert "måste fyllas i" in response.content.decode()
    assert slow
    assert not list(tmp_path.rglob("*"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("problem", ["busy", "fault", "heavy"])
@pytest.mark.parametrize("step", [CLEAN, RENDER])
def test_work_that_cannot_be_done_is_told_and_nothing_typed_is_lost(
    editor, monkeypatch, settings, tmp_path, problem, step
):
    settings.MEDIA_ROOT = tmp_path
    work = file_work._in_a_process

    def fail(function, *args):
        if function != step:
            return work(function, *args)
        if problem == "busy":
            raise file_work.refusal("busy", {})
        return {"problem": problem, "fault": "somewhere"}, []

    monkeypatch.setattr(file_work, "_in_a_process", fail)
    words = (file_work.PROBLEMS | pictures.PROBLEMS)[problem]
    response = editor.post(LIBRARY + "add/", picture_form("#203040", title="Ångfärjan i dimma"))
    page = response.content.decode()
    assert response.status_code == 200
    assert words in page and "Ångfärjan i dimma" in page
    file = SimpleUploadedFile("x.jpg", photo("#203040"))
    response = editor.post(LIBRARY + "ladda-upp/", {"file": file})
    assert (response.status_code, response.json()) == (422, {"error": words})
    assert not Picture.objects.exists()
    assert not [each for each in tmp_path.rglob("*") if each.is_file()]


@pytest.mark.django_db(transaction=True)
def test_a_focal_point_that_cannot_be_cut_to_now_is_told(editor, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    picture = stored_picture()

    def fail(*args):
        raise file_work.refusal("busy", {})

    monkeypatch.setattr(file_work, "_in_a_process", fail)
    response = editor.post(f"{LIBRARY}{picture.pk}/change/", picture_form(focal_x=91))
    assert file_work.PROBLEMS["busy"] in response.content.decode()
    picture.refresh_from_db()
    assert picture.focal_x == 50


@pytest.mark.django_db(transaction=True)
def test_an_earlier_version_that_cannot_be_made_now_is_told(
    editor, monkeypatch, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    picture = stored_picture()
    address = f"{LIBRARY}{picture.pk}/"
    for focus in (91, 3):
        editor.post(address + "change/", picture_form(focal_x=focus))
    for path in tmp_path.glob("renditions/*-91-*"):
        path.unlink()

    def fail(*args):
        raise file_work.refusal("busy", {})

    monkeypatch.setattr(file_work, "_in_a_process", fail)
    version = Version.objects.get_for_object(picture)[1]
    response = editor.post(f"{address}history/{version.pk}/aterstall/", follow=True)
    assert file_work.PROBLEMS["busy"] in response.content.decode()
    picture.refresh_from_db()
    assert picture.focal_x == 3


@pytest.mark.django_db
def test_what_a_document_tells_of_people_is_told_to_whoever_uploads_it(editor):
    comments = docx(parts={"word/comments.xml": "<c><comment/></c>"})
    response = editor.post(
        PLANS + "add/", plan_form(make_area(), comments, pdf(2, text="c")), follow=True
    )
    words = "Den som laddar ned filen ser också detta: filen innehåller kommentarer."
    assert next(str(each) for each in response.context["messages"]) == (
        f"Handlingen ”Karta” är sparad. {words}"
    )
    plan = Plan.objects.get()
    assert editor.get(f"{PLANS}{plan.pk}/change/").content.decode().count(words) == 1


@pytest.mark.django_db(transaction=True)
def test_who_may_not_change_something_starts_no_work(client, slow):
    client.force_login(User.objects.create_user("ny", is_staff=True))
    area = make_area()
    assert client.post(LIBRARY + "add/", picture_form("#010203")).status_code == 403
    assert client.post(PLANS + "add/", plan_form(area, pdf(2))).status_code == 403
    assert slow == []


# --- Before anybody has asked for a file ---------------------------------------------------------


@pytest.fixture
def kept(monkeypatch):
    """How many bytes the largest file in the temporary folder has had."""
    written = [0]

    def watch(self, data):
        written.append(self.file.tell() + len(data))
        return self.file.write(data)

    monkeypatch.setattr(TemporaryUploadedFile, "write", watch)
    return lambda: max(written)


LARGE = 4 * 2**20


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/admin/login/", LIBRARY + "add/", "/finns-inte/"])
def test_nothing_is_kept_of_files_that_nobody_asked_for(client, kept, address):
    client.post(address, {"file": SimpleUploadedFile("x", bytes(LARGE))})
    assert kept() == 0


@pytest.mark.django_db
def test_of_a_file_that_is_too_large_no_more_is_kept_than_may_be(editor, kept, monkeypatch):
    monkeypatch.setattr(upload_handler, "MAX_UPLOAD_BYTES", LARGE)
    monkeypatch.setattr(documents, "MAX_BYTES", LARGE)
    form = plan_form(make_area(), b"%PDF-1.7" + bytes(2 * LARGE)) | {"title": "Kvarteret vid ån"}
    response = editor.post(PLANS + "add/", form)
    assert kept() == LARGE
    page = response.content.decode()
    assert documents.PROBLEMS["bytes"] in page and "Kvarteret vid ån" in page


# --- Names in rows, addresses when shown --------------------------------------------------------


@pytest.mark.django_db
def test_files_that_move_change_no_row(client, settings):
    User.objects.create_superuser("chef")
    picture = stored_picture()
    prose = f"Före.\n\n![Kajen](bild:{picture.pk})"
    announcement = make_announcement(body=prose, picture=picture)
    area = make_area(body=prose, picture=picture)
    activity = make_activity(picture=picture)
    make_occurrence(activity, swedish(2099, 5, 5, 18))
    pages = [row.get_absolute_url() for row in (announcement, area, activity)]
    pages += ["/nyheter/atom.xml", "/nyheter/", "/omraden/", "/"]
    before = {page: client.get(page).content.decode() for page in pages}
    assert all("/media/renditions/" in page for address, page in before.items())
    stored = stored_text()
    assert "renditions/" in stored and "/media/" not in stored

    settings.MEDIA_URL = "https://bilder.example/rummet/"
    for address in pages:
        page = client.get(address).content.decode()
        assert "/media/" not in page, address
        moved = before[address].replace("http://127.0.0.1:8000/media/", settings.MEDIA_URL)
        assert page == moved.replace("/media/", settings.MEDIA_URL), address
    client.force_login(User.objects.get())
    for address in (
        f"/admin/news/announcement/{announcement.pk}/forhandsvisning/",
        f"{LIBRARY}{picture.pk}/change/",
        LIBRARY + "valj/",
    ):
        page = client.get(address).content.decode()
        assert "https://bilder.example/rummet/renditions/" in page, address
        assert "/media/" not in page, address
    html = client.post("/admin/text/visa/", {"text": prose})
    assert "https://bilder.example/rummet/renditions/" in html.json()["html"]
    assert stored_text() == stored


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("/media/", ""),
        ("https://bilder.example/rummet/", " https://bilder.example"),
        ("//bilder.example:8443/", " https://bilder.example:8443"),
    ],
)
def test_the_policy_lets_pictures_in_from_where_files_are(address, origin):
    assert _origin(address) == origin


def stored_text():
    """What rows say about files."""
    rows = list(Picture.objects.values_list("original", "renditions"))
    for model in (Announcement, Area):
        rows += model.objects.values_list("body_html", flat=True)
    return json.dumps(rows)
