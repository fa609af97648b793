"""A real browser against the site, served with its sample content and production storage."""

import os
import shutil
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from django.test.testcases import LiveServerThread

from helsingborgsrummet.content.page_cache import PageCache

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


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


@pytest.fixture
def server(transactional_db, tmp_path):
    """The whole WSGI application, page cache and static files as in production."""
    shared = {}
    if connection.vendor == "sqlite":
        # The test database lives in memory, in this one connection.
        # It stays shared: the browser's open connections still hold threads when a test ends.
        connection.inc_thread_sharing()
        shared["default"] = connections["default"]
    application = PageCache(get_wsgi_application(), tmp_path)
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
def site(server):
    """The address of the site with its roles and sample content."""
    from importlib import import_module

    from django.apps import apps

    # A transactional test empties every table afterwards, the roles included.
    import_module("helsingborgsrummet.migrations.0002_roles").create_roles(apps, None)
    import_module("exhibits.migrations.0004_plan_roles").add_permissions(apps, None)
    call_command("load_demo_content", verbosity=0)
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
