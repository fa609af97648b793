"""A real browser against the site, served with its sample content and production storage."""

import os
import shutil

import pytest
from django.core.management import call_command

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
def site(live_server, transactional_db):
    """The address of the site with its roles and sample content."""
    from importlib import import_module

    from django.apps import apps

    # A transactional test empties every table afterwards, the roles included.
    import_module("helsingborgsrummet.migrations.0002_roles").create_roles(apps, None)
    call_command("load_demo_content", verbosity=0)
    return live_server.url


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
