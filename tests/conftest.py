"""What every test stands on: collected static files, deterministic hypothesis."""

from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.environment import DATA_DIR

hypothesis_settings.register_profile(
    "tests",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
hypothesis_settings.load_profile("tests")


@pytest.fixture(scope="session", autouse=True)
def _collected_static_files():
    """Static files as in production: collected, joined, hashed, compressed."""
    call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture(autouse=True)
def _hosts(settings):
    settings.ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]


@pytest.fixture
def data_dir():
    """The folder in which the site under test writes."""
    return Path(DATA_DIR.name)
