"""What whoever watches the site is told: alive, ready, and what is missing when it is not."""

import shutil
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from helsingborgsrummet.views import health

pytestmark = pytest.mark.django_db


def ready(client):
    response = client.get("/halsa/redo/")
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    return response.status_code, response.content.decode()


def test_a_site_that_lacks_nothing_is_ready(client):
    status, text = ready(client)
    assert status == 200 and text.startswith("redo\n")


def lacks_a_migration(settings, monkeypatch, tmp_path):
    MigrationRecorder(connection).record_unapplied("news", "0001_initial")


def lacks_its_tables(settings, monkeypatch, tmp_path):
    monkeypatch.setattr(MigrationRecorder, "has_table", lambda self: False)


def lacks_its_database(settings, monkeypatch, tmp_path):
    def refuse(self):
        raise OperationalError("no connection")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", refuse)
    monkeypatch.setattr(connection, "close", lambda: None)


def may_not_write_data(settings, monkeypatch, tmp_path):
    # Where not even root may write.
    settings.DATA_DIR = "/proc"


def may_not_write_uploads(settings, monkeypatch, tmp_path):
    (tmp_path / "media").write_text("no folder")
    settings.MEDIA_ROOT = tmp_path / "media"


def may_not_write_what_is_sent(settings, monkeypatch, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = "/proc"


def has_a_full_disk(settings, monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=7 * 2**20))


def has_no_static_files(settings, monkeypatch, tmp_path):
    monkeypatch.setattr(health, "staticfiles_storage", SimpleNamespace(hashed_files={}))


@pytest.mark.parametrize(
    ("lack", "words"),
    [
        (lacks_a_migration, "databasen är inte migrerad (1 saknas): kör manage.py migrate"),
        (lacks_its_tables, "saknas): kör manage.py migrate"),
        (lacks_its_database, "databasen svarar inte"),
        (may_not_write_data, "datamappen går inte att skriva i"),
        (may_not_write_uploads, "mappen för uppladdade filer går inte att skriva i"),
        (may_not_write_what_is_sent, "mappen för tillfälliga filer går inte att skriva i"),
        (has_a_full_disk, "disken är nästan full: datamappen har 7 MB kvar"),
        (has_no_static_files, "statiska filer saknas: kör manage.py collectstatic"),
    ],
)
def test_a_site_that_lacks_something_says_what(
    client, settings, monkeypatch, tmp_path, lack, words
):
    lack(settings, monkeypatch, tmp_path)
    status, text = ready(client)
    assert status == 503
    assert text.startswith("inte redo\n") and words in text
    # Alive it is all the same.
    assert client.get("/halsa/").status_code == 200
