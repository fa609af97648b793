"""Several worker processes, a third that writes, and one that is killed in the middle of it."""

import subprocess
import sys
import urllib.error
import urllib.request

import pytest
from django.conf import settings

from tests.served import Site

pytestmark = pytest.mark.processes
PUBLISH = """
from news.models import Announcement
from django.utils import timezone
Announcement.objects.update_or_create(
    slug="nyhet",
    defaults={"title": "%s"},
    create_defaults={"title": "%s", "published_at": timezone.now()})
"""
HALF_A_SAVE = """
import sys, time
from django.db import transaction
from news.models import Announcement
with transaction.atomic():
    Announcement.objects.update(title="Halv")
    Announcement.objects.create(slug="halv", title="Halv")
    print("skrivet", flush=True)
    time.sleep(60)
"""


def titles(site):
    """What a number of visitors see at the top of the list."""
    pages = [site.get("/nyheter/") for _ in range(24)]
    return {page.partition("news-row")[2].partition("</a>")[0].rpartition(">")[2] for page in pages}


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path, settings.STATIC_ROOT, workers=2)
    site.manage("migrate", "--verbosity=0")
    site.start()
    yield site
    site.kill()


def test_every_worker_shows_a_change_at_once_and_a_crash_leaves_no_trace(site):
    site.manage("shell", "-c", PUBLISH.replace("%s", "Första"))
    assert titles(site) == {"Första"}
    site.manage("shell", "-c", PUBLISH.replace("%s", "Andra"))
    assert titles(site) == {"Andra"}

    writer = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "-c", HALF_A_SAVE],
        cwd=settings.BASE_DIR, env=site.env, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    while "skrivet" not in writer.stdout.readline():
        assert writer.poll() is None
    assert titles(site) == {"Andra"}
    writer.kill()
    writer.wait()
    writer.stdout.close()
    assert titles(site) == {"Andra"}
    with pytest.raises(urllib.error.HTTPError, match="404"):
        site.get("/nyheter/2026/halv/")

    site.kill()
    site.start()
    assert titles(site) == {"Andra"}
    site.manage("shell", "-c", PUBLISH.replace("%s", "Tredje"))
    assert titles(site) == {"Tredje"}


RECORDING = """
from tests.factory import make_exhibit, make_recording
from tests.recordings import wav
print(make_recording(make_exhibit(), wav(2)).file.url)
"""


def test_a_part_of_a_recording_leaves_through_the_server(site):
    address = site.manage("shell", "-v", "0", "-c", RECORDING).split()[-1]
    url = f"http://127.0.0.1:{site.port}{address}"
    with urllib.request.urlopen(url) as answer:
        whole = answer.read()
    for wanted, part in (("100-199", whole[100:200]), ("-50", whole[-50:]), ("9-", whole[9:])):
        request = urllib.request.Request(url, headers={"Range": f"bytes={wanted}"})
        with urllib.request.urlopen(request) as answer:
            assert (answer.status, answer.read()) == (206, part)
