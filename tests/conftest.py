"""What every test stands on: collected static files, deterministic hypothesis."""

import gc
import hashlib
import json
import tempfile
from pathlib import Path

import pytest
from django.core.management import call_command
from django.template.base import Template
from django.test import Client
from django.test.signals import template_rendered
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from whitenoise.base import WhiteNoise

from helsingborgsrummet.content import file_work, file_worker, picture_files
from helsingborgsrummet.serving.now import forget
from tests.environment import DATA_DIR, ENCODED_PICTURES
from tests.serving import snapshot_reads

hypothesis_settings.register_profile(
    "tests",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
hypothesis_settings.load_profile("tests")


def pytest_collection_modifyitems(config, items):
    """What takes an hour runs only when somebody asks for it by its mark: ``make fuzz``."""
    if "fuzz" not in config.option.markexpr:
        items[:] = [item for item in items if not item.get_closest_marker("fuzz")]


@pytest.fixture(scope="session", autouse=True)
def _collected_static_files():
    """Static files as in production: collected, joined, hashed, compressed, and looked up once.

    WhiteNoise asks the disk for every file whenever a ``Client`` is made, which was a third of the
    suite's time; nothing changes them after they were collected.
    """
    call_command("collectstatic", interactive=False, verbosity=0)
    look_up, found = WhiteNoise.update_files_dictionary, {}

    def look_up_once(self, root, prefix):
        if (root, prefix) not in found:
            look_up(self, root, prefix)
            found[root, prefix] = dict(self.files)
        self.files.update(found[root, prefix])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoise, "update_files_dictionary", look_up_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def _what_lives_as_long_as_the_suite(_collected_static_files):
    """What was imported and collected is not looked through for garbage again: a tenth of the suite's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


@pytest.fixture(scope="session", autouse=True)
def _context_of_whole_pages(django_test_environment):
    """``response.context`` is that of the page: Django's client copies it for each included template as well."""

    def render(self, context):
        if self is context.template:
            template_rendered.send(sender=self, template=self, context=context)
        return self.nodelist.render(context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", render)
        yield


@pytest.fixture(scope="session", autouse=True)
def _pictures_encoded_once():
    """The same pixels are encoded once, for all suites of a run: the sample content took 20 seconds at each load."""
    encode, folder = picture_files._encoded, Path(ENCODED_PICTURES)

    def encode_once(image, extension, quality):
        pixels = hashlib.sha256(f"{image.mode} {image.size} {quality} ".encode() + image.tobytes())
        kept = folder / f"{pixels.hexdigest()}.{extension}"
        if not kept.exists():
            with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
                file.write(encode(image, extension, quality))
            # Whole or not at all for the other suites.
            Path(file.name).rename(kept)
        return kept.read_bytes()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(picture_files, "_encoded", encode_once)
        yield


@pytest.fixture(autouse=True)
def _hosts(settings):
    settings.ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]


@pytest.fixture
def sign_in(client):
    """A function that signs the test's client in as a new account with a role, and returns it."""

    def sign_in(role):
        client.force_login(_account(role))
        return client

    return sign_in


@pytest.fixture
def person():
    """A function that returns a client of its own for a new account with a name and a role."""

    def person(name, role="Redaktör"):
        client = Client()
        client.force_login(_account(role, name))
        return client

    return person


@pytest.fixture
def editor(sign_in):
    """The test's client, signed in as somebody who may publish."""
    return sign_in("Redaktör")


@pytest.fixture
def writer(sign_in):
    """The test's client, signed in as somebody who writes drafts."""
    return sign_in("Skribent")


@pytest.fixture
def host(sign_in):
    """The test's client, signed in as somebody who receives visitors."""
    return sign_in("Värd")


def _account(role, name=""):
    # Models cannot be imported before Django has been set up.
    from tests.factory import make_account

    return make_account(role, name)


@pytest.fixture(autouse=True)
def _work_on_files(request, monkeypatch):
    """Work on files is done in the test's own process, which takes a twentieth of the time.

    Tests with the mark ``processes`` have it done as the site does; ``tests/content/test_file_work.py`` tries that.
    """
    if not request.node.get_closest_marker("processes"):

        def work_here(function, copy, limits, arguments, place):
            copy.seek(0)
            facts, parts = file_worker.answer(function, copy, json.loads(json.dumps(arguments)))
            return json.loads(json.dumps(facts)), parts

        monkeypatch.setattr(file_work, "_in_a_process", work_here)


@pytest.fixture
def data_dir():
    """The folder in which the site under test writes."""
    return Path(DATA_DIR.name)


@pytest.fixture(autouse=True)
def _snapshots(request, monkeypatch):
    """Each test begins with nothing read, and no snapshot reads what it does not name."""
    forget()
    if request.node.get_closest_marker("django_db"):
        with snapshot_reads.watched(monkeypatch):
            yield
    else:
        yield
