"""Files go with the last row or version that names them, and a picture can be taken back from everywhere."""

import datetime
import io
import os
import time

import pytest
import reversion
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from PIL import Image
from reversion.models import Version

from exhibits.models import Document
from helsingborgsrummet.content.owned_files import models_with_files, used
from helsingborgsrummet.content.prose import without_picture
from helsingborgsrummet.editing import history
from helsingborgsrummet.models import Picture
from tests.documents import pdf
from tests.factory import (
    make_activity,
    make_announcement,
    make_area,
    make_document,
    make_milestone,
    make_plan,
)

pytestmark = pytest.mark.django_db
PICTURES = "/admin/helsingborgsrummet/picture/"


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def photo(colour):
    buffer = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(buffer, "PNG")
    return ContentFile(buffer.getvalue(), name="x.png")


def make_photo(colour, **kwargs):
    values = {"title": f"Foto {colour}", "alt": "Ett hus.", "credit": "Vi", **kwargs}
    return Picture.objects.create(original=photo(colour), **values)


def there(names):
    return {name for name in names if default_storage.exists(name)}


def status(name):
    response = Client().get(default_storage.url(name))
    response.getvalue()
    return response.status_code


def test_every_model_with_a_file_lets_it_go():
    from django.apps import apps
    from django.db.models import FileField

    with_columns = {
        model
        for model in apps.get_models()
        if any(isinstance(column, FileField) for column in model._meta.local_fields)
    }
    assert with_columns == set(models_with_files())


@pytest.mark.parametrize(
    "delete", [lambda row: row.delete(), lambda row: type(row).objects.filter(pk=row.pk).delete()]
)
def test_a_deleted_picture_is_gone(commit, delete):
    picture = make_photo("#102030")
    names = picture.file_names()
    assert len(names) >= 3
    assert there(names) == names
    rendition = next(name for name in names if name.startswith("renditions/"))
    assert status(rendition) == 200
    with commit():
        delete(picture)
    assert there(names) == set()
    assert status(rendition) == 404


def test_files_that_another_picture_shows_stay(commit):
    picture, same = make_photo("#203040"), make_photo("#203040", title="Samma")
    names = picture.file_names()
    with commit():
        picture.delete()
    assert there(names) == names
    with commit():
        same.delete()
    assert there(names) == set()


def test_a_replaced_picture_is_gone_and_comes_back_with_its_version(commit, editor):
    picture = make_photo("#304050")
    old = picture.file_names()
    original = picture.original.name
    history.record(picture, None, "Ny.")
    with commit():
        picture.original = photo("#405060")
        picture.save()
    assert there(old) == {original}
    assert there(picture.file_names()) == picture.file_names()
    version = history.versions_of(picture).last()
    with commit():
        address = f"{PICTURES}{picture.pk}/history/{version.pk}/aterstall/"
        assert editor.post(address).status_code == 302
    picture = Picture.objects.get(pk=picture.pk)
    assert picture.original.name == original
    assert there(old) == picture.file_names() == old


def test_a_moved_focus_lets_the_old_crop_go(commit):
    picture = make_photo("#506070")
    old = picture.renditions["social"]
    with commit():
        picture.focal_x = 10
        picture.save()
    assert there({old}) == set()
    assert there(picture.file_names()) == picture.file_names()


def test_a_document_goes_with_the_last_version_of_its_plan(commit):
    plan = make_plan()
    document = make_document(plan, pdf(2))
    name = document.file.name
    with commit():
        document.delete()
    assert there({name}) == set()
    document = make_document(plan, pdf(2))
    with reversion.create_revision():
        reversion.add_to_revision(document)
    with commit():
        document.delete()
    assert there({name}) == {name}


def _delete_and_fail(row):
    row.delete()
    raise ZeroDivisionError


def test_a_transaction_that_is_taken_back_removes_nothing(commit):
    from django.db import transaction

    picture = make_photo("#607080")
    names = picture.file_names()
    with commit(), pytest.raises(ZeroDivisionError), transaction.atomic():
        _delete_and_fail(picture)
    assert there(names) == names


def test_who_saves_finds_the_files_again_that_another_let_go(commit):
    first, again = make_photo("#708090"), Picture(title="Igen", alt="Hus.", credit="Vi")
    again.original = photo("#708090")
    again.prepare()
    with commit():
        first.delete()
    assert there(again.file_names()) == set()
    again.save()
    assert there(again.file_names()) == again.file_names()


# --- Taking back ----------------------------------------------------------------------------------


def test_a_picture_that_is_taken_back_is_gone_everywhere(commit, editor):
    picture = make_photo("#8090a0", title="Barnen")
    other = make_photo("#90a0b0")
    area = make_area(picture=picture)
    # Shown below a page alone.
    below = make_area()
    milestone = make_milestone(below, title="Trädgården", picture=picture)
    activity = make_activity(picture=picture)
    text = f"Före.\n\n![Barnen](bild:{picture.pk})\n\nEfter.\n\n![](bild:{other.pk})"
    news = make_announcement(picture=other, body=text)
    for row in (area, below, activity, news, picture):
        history.record(row, None, "Förut.")
    names = picture.file_names()
    address = f"{PICTURES}{picture.pk}/dra-tillbaka/"
    assert address in editor.get(f"{PICTURES}{picture.pk}/change/").content.decode()
    page = editor.get(address).content.decode()
    for words in (
        str(area),
        f"Område: {below} (milstolpe: Trädgården)",
        str(activity),
        str(news),
        "går inte att ångra",
    ):
        assert words in page
    with commit():
        assert editor.post(address).status_code == 302

    assert not Picture.objects.filter(pk=picture.pk).exists()
    assert there(names) == set()
    for row in (area, below, activity, news):
        row.refresh_from_db()
        text = Client().get(row.get_absolute_url()).content.decode()
        assert picture.digest not in text
        assert "Barnen" not in text
    assert area.picture is None
    assert activity.picture is None
    milestone.refresh_from_db()
    assert milestone.picture is None
    assert "Barnen" in history.versions_of(below).first().revision.comment
    assert news.body == f"Före.\n\n\nEfter.\n\n![](bild:{other.pk})"
    assert news.picture == other
    stored = "".join(Version.objects.values_list("serialized_data", flat=True))
    assert f"bild:{picture.pk})" not in stored
    assert picture.digest not in stored
    assert f'"picture": {picture.pk},' not in stored
    latest = history.versions_of(news).first()
    assert "Barnen" in latest.revision.comment
    assert editor.get(address).status_code == 404


def test_the_same_file_under_another_name_is_told_of(editor):
    picture, same = make_photo("#a0b0c0"), make_photo("#a0b0c0", title="Tvillingen")
    page = editor.get(f"{PICTURES}{picture.pk}/dra-tillbaka/").content.decode()
    assert "Samma bildfil finns också som" in page
    assert str(same) in page


@pytest.mark.parametrize("role", ["writer", "host"])
def test_who_may_not_delete_a_picture_cannot_take_it_back(request, role):
    picture = make_photo("#b0c0d0")
    somebody = request.getfixturevalue(role)
    assert somebody.post(f"{PICTURES}{picture.pk}/dra-tillbaka/").status_code == 403
    assert Picture.objects.filter(pk=picture.pk).exists()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A\n\n![x](bild:1)\n\nB", "A\n\n\nB"),
        ("A\r\n\r\n![x](bild:1)\r\n\r\nB", "A\n\n\nB"),
        ("![x](bild:1)", ""),
        ("> ![x](bild:1)\n\nB", "\nB"),
        ("![x](bild:11)", "![x](bild:11)"),
        ("A\r\n![x](bild:1)", "A\r\n![x](bild:1)"),
        ("    ![x](bild:1)", "    ![x](bild:1)"),
        ("A\u2028B\n\n![x](bild:1)\n\n![y](bild:1)", "A\u2028B\n\n"),
    ],
)
def test_a_text_without_a_picture(before, after):
    assert without_picture(before, 1) == after


# --- Erasing versions -----------------------------------------------------------------------------


def test_older_versions_are_erased_with_their_files(commit, editor):
    news = make_announcement(title="Nu", body="Telefon 070-000.")
    history.record(news, None, "Först.")
    news.body = "Utan nummer."
    news.save()
    history.record(news, None, "Sedan.")
    other = make_announcement(body="En annan.")
    history.record(other, None, "Sin egen.")
    address = f"/admin/news/announcement/{news.pk}/history/"
    assert f"{address}radera/" in editor.get(address).content.decode()
    assert "går inte att få tillbaka" in editor.get(f"{address}radera/").content.decode()
    assert history.versions_of(news).count() == 2
    assert editor.post(f"{address}radera/").status_code == 302
    (left,) = history.versions_of(news)
    assert "070-000" not in "".join(Version.objects.values_list("serialized_data", flat=True))
    assert "Utan nummer." in left.serialized_data
    assert history.versions_of(other).count() == 1
    assert "Äldre versioner raderades." in editor.get(address).content.decode()

    plan = make_plan()
    document = make_document(plan, pdf(6))
    history.record(plan, None, "Med handlingen.")
    with commit():
        document.delete()
    assert there({document.file.name})
    with commit():
        editor.post(f"/admin/exhibits/plan/{plan.pk}/history/radera/")
    assert not there({document.file.name})


def test_who_may_not_delete_cannot_erase(writer):
    news = make_announcement(published_at=None)
    history.record(news, None, "Först.")
    history.record(news, None, "Sedan.")
    address = f"/admin/news/announcement/{news.pk}/history/"
    assert "radera/" not in writer.get(address).content.decode()
    assert writer.post(f"{address}radera/").status_code == 403
    assert history.versions_of(news).count() == 2


# --- What nobody owns -----------------------------------------------------------------------------


def test_files_that_nobody_names_are_found_and_removed_when_told_to(capsys):
    picture, document = make_photo("#c0d0e0"), make_document(make_plan(), pdf(4))
    left = ["originals/lost.png", "renditions/lost-4.webp", "documents/lost.pdf"]
    young = "originals/young.png"
    for name in [*left, young]:
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(b"x"))
    day_ago = time.time() - datetime.timedelta(days=1, minutes=1).total_seconds()
    owned = picture.file_names() | document.file_names()
    for name in [*left, *owned]:
        os.utime(default_storage.path(name), (day_ago, day_ago))

    call_command("remove_unused_files")
    told = capsys.readouterr().out
    assert all(name in told for name in left)
    assert not any(name in told for name in [*owned, young])
    assert there(left) == set(left)

    call_command("remove_unused_files", "--remove")
    assert there([*left, young]) == {young}
    assert there(owned) == owned == used(owned)
    assert Document.objects.get() == document
