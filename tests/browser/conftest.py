"""A real browser against the site, served with its sample content and production storage."""

import datetime
import os
import shutil
import sqlite3
import threading
from types import SimpleNamespace

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from django.db.migrations import RunPython
from django.db.migrations.loader import MigrationLoader
from django.test.testcases import LiveServerThread
from playwright.sync_api import expect

from helsingborgsrummet.content.dates import STOCKHOLM
from helsingborgsrummet.content.kinds import parameters
from helsingborgsrummet.content.no_breaks import without_breaks
from helsingborgsrummet.serving.page_cache import PageCache
from helsingborgsrummet.serving.unbroken import UnbrokenPages

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
# As long as Playwright's actions wait: how busy the machine is decides nothing.
expect.set_options(timeout=30_000)
SAMPLE_MOMENT = datetime.datetime(2026, 11, 23, 9, tzinfo=STOCKHOLM)


def pytest_collection_modifyitems(items):
    """Mark everything here as a browser test; leave it out where there is no browser."""
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM and not os.environ.get("REQUIRE_BROWSER"):
                item.add_marker(pytest.mark.skip(reason="chromium is not installed"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ARGUMENTS}


def one_at_a_time(application):
    """The application, answering one request after the other.

    All threads of the server share the one connection of the test's database in memory, which two
    requests at the same moment would disturb; in production each thread has its own.
    """
    lock = threading.Lock()

    def answer(environ, start_response):
        with lock:
            result = application(environ, start_response)
            try:
                return [b"".join(result)]
            finally:
                if hasattr(result, "close"):
                    result.close()

    return answer


@pytest.fixture
def server(transactional_db, tmp_path):
    """The whole WSGI application, page cache and static files as in production."""
    shared = {}
    if connection.vendor == "sqlite":
        # The test database lives in memory, in this one connection.
        # It stays shared: the browser's open connections still hold threads when a test ends.
        connection.inc_thread_sharing()
        shared["default"] = connections["default"]
    application = one_at_a_time(
        PageCache(
            UnbrokenPages(get_wsgi_application(), without_breaks), tmp_path, parameters=parameters()
        )
    )
    thread = LiveServerThread(
        "localhost", static_handler=lambda handler: application, connections_override=shared
    )
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield SimpleNamespace(url=f"http://localhost:{thread.port}")
    thread.terminate()


@pytest.fixture
def empty_site(server):
    """The address of the site with its roles and nothing else."""
    # A transactional test empties every table afterwards, what migrations wrote included.
    write_what_migrations_write()
    return server.url


def write_what_migrations_write():
    """Run the functions of all our data migrations once more, in their order."""
    loader = MigrationLoader(connection)
    for key in loader.graph.leaf_nodes():
        for app, name in loader.graph.forwards_plan(key):
            if app not in ("exhibits", "helsingborgsrummet", "news"):
                continue
            for operation in loader.graph.nodes[app, name].operations:
                if isinstance(operation, RunPython):
                    operation.code(apps, None)


@pytest.fixture(scope="session")
def sample_content(tmp_path_factory):
    """A function that fills the site with roles and sample content, quickly from the second time.

    Loading takes seconds, most of them for the renditions of the pictures. The first time it is done
    as on a new site; from then on the database and the pictures come back as they were after that.
    """
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    pictures = tmp_path_factory.mktemp("sample") / "media"

    def fill():
        if pictures.exists():
            kept.backup(connection.connection)
            ContentType.objects.clear_cache()
            shutil.copytree(pictures, settings.MEDIA_ROOT, dirs_exist_ok=True)
            return
        # A transactional test empties every table afterwards, what migrations wrote included.
        write_what_migrations_write()
        # Saved when it says that it was published: a test may have moved the clock.
        with time_machine.travel(SAMPLE_MOMENT, tick=True):
            call_command("load_demo_content", verbosity=0)
        if connection.vendor == "sqlite":
            connection.connection.backup(kept)
            shutil.copytree(settings.MEDIA_ROOT, pictures)

    yield fill
    kept.close()


@pytest.fixture
def site(server, sample_content):
    """The address of the site with its roles and sample content."""
    sample_content()
    return server.url


@pytest.fixture
def complaints(page):
    """What the browser complained about: errors, and breaches of the security policy."""
    found = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on(
        "console",
        lambda message: (
            found.append(message.text) if message.type in ("error", "warning") else None
        ),
    )
    yield found
    assert found == []
