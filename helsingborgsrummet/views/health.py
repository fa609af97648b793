"""Is the process alive, and can it answer visitors and keep what editors write? For whoever watches the site."""

import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from helsingborgsrummet import due_work

TEXT = "text/plain; charset=utf-8"
# Bytes that must be free: for the largest form, the journal of the database and kept pages.
NEEDED = 300 * 2**20


@require_safe
@never_cache
def live(request):
    """Answer as long as the process runs. Served by ``serving/door.py``, this is answered there."""
    return HttpResponse("lever\n", content_type=TEXT)


@require_safe
@never_cache
def ready(request):
    """Answer 200 when visitors can read and editors can save, otherwise 503 with what is missing.

    Tells how recurring work goes, too. Work that fails keeps no visitor from being answered, so it changes
    the words and not the status.
    """
    faults = [*database_faults(), *folder_faults(), *static_faults()]
    if faults:
        return HttpResponse("inte redo\n" + "".join(f"{each}\n" for each in faults), TEXT, 503)
    lines = ["redo", *(_line(each) for each in due_work.state(timezone.now()))]
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type=TEXT)


def database_faults():
    """Why the database cannot be used: gone, without its tables, not to be written."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            missing = migrations() - MigrationRecorder(connection).applied_migrations().keys()
            if missing:
                yield f"databasen är inte migrerad ({len(missing)} saknas): kör manage.py migrate"
            if connection.vendor == "postgresql":
                cursor.execute(
                    "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::bool"
                )
                is_locked = cursor.fetchone()[0]
            else:
                cursor.execute("PRAGMA database_list")
                path = cursor.fetchone()[2]
                is_locked = path and not (
                    os.access(path, os.W_OK) and os.access(Path(path).parent, os.W_OK)
                )
            if is_locked:
                yield "databasen går inte att skriva i"
    except DatabaseError:
        # The next request begins with a new connection.
        connection.close()
        yield "databasen svarar inte"


@cache
def migrations():
    """The migrations that the code needs."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def folder_faults():
    """Where files cannot be kept: no such folder, no right to write, no room."""
    for name, folder in (
        ("datamappen", settings.DATA_DIR),
        ("mappen för uppladdade filer", settings.MEDIA_ROOT),
        ("mappen för tillfälliga filer", settings.FILE_UPLOAD_TEMP_DIR or tempfile.gettempdir()),
    ):
        try:
            # A site without uploads yet has no folder for them.
            Path(folder).mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(bytes(2**16))
                file.flush()
                os.fsync(file.fileno())
            free = shutil.disk_usage(folder).free
        except OSError as error:
            yield f"{name} går inte att skriva i: {os.strerror(error.errno)}"
            continue
        if free < NEEDED:
            yield f"disken är nästan full: {name} har {free // 2**20} MB kvar"


def static_faults():
    """Whether the stylesheets and the like have been collected."""
    if not settings.DEBUG and not getattr(staticfiles_storage, "hashed_files", True):
        yield "statiska filer saknas: kör manage.py collectstatic"


def _line(state):
    """One piece of recurring work: its name, how it goes, when it was done and how long it took."""
    how = "felar" if state.failure else "försenat" if state.is_late else "fungerar"
    if state.started_at is None:
        return f"{state.name}: inte gjort än"
    took = f" på {state.duration.total_seconds():.1f} s" if state.duration is not None else ""
    said = state.failure or state.result
    return f"{state.name}: {how}, senast {state.started_at:%Y-%m-%dT%H:%M:%SZ}{took}: {said}"
