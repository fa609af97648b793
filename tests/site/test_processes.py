"""Several worker processes, a third that writes, and one that is killed in the middle of it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from django.conf import settings

from deploy.start import granian_arguments

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


class Site:
    """The site as it is served, in processes of its own."""

    def __init__(self, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        (folder / "static").symlink_to(settings.STATIC_ROOT)
        self.env = {
            **os.environ,
            "DATA_DIR": str(folder),
            "SITE_ORIGIN": f"http://127.0.0.1:{self.port}",
            "PYTHONWARNINGS": "ignore",
        }
        self.manage("migrate", "--verbosity=0")

    def manage(self, *arguments):
        subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR, env=self.env, check=True, capture_output=True,
        )  # fmt: skip

    def start(self):
        granian = os.path.join(os.path.dirname(sys.executable), "granian")
        self.server = subprocess.Popen(
            [granian, *granian_arguments(self.port, workers=2)],
            cwd=settings.BASE_DIR, env=self.env, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for _ in range(300):
            try:
                self.get("/halsa/")
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server did not start")

    def kill(self):
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()

    def get(self, address):
        # A new connection each time, so that both workers are asked.
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{address}", timeout=10) as answer:
            return answer.read().decode()

    def titles(self):
        """What a number of visitors see at the top of the list."""
        pages = [self.get("/nyheter/") for _ in range(24)]
        return {
            page.partition("news-row")[2].partition("</a>")[0].rpartition(">")[2] for page in pages
        }


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path)
    site.start()
    yield site
    site.kill()


def test_every_worker_shows_a_change_at_once_and_a_crash_leaves_no_trace(site):
    site.manage("shell", "-c", PUBLISH.replace("%s", "Första"))
    assert site.titles() == {"Första"}
    site.manage("shell", "-c", PUBLISH.replace("%s", "Andra"))
    assert site.titles() == {"Andra"}

    writer = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "-c", HALF_A_SAVE],
        cwd=settings.BASE_DIR, env=site.env, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    while "skrivet" not in writer.stdout.readline():
        assert writer.poll() is None
    assert site.titles() == {"Andra"}
    writer.kill()
    writer.wait()
    writer.stdout.close()
    assert site.titles() == {"Andra"}
    with pytest.raises(urllib.error.HTTPError, match="404"):
        site.get("/nyheter/2026/halv/")

    site.kill()
    site.start()
    assert site.titles() == {"Andra"}
    site.manage("shell", "-c", PUBLISH.replace("%s", "Tredje"))
    assert site.titles() == {"Tredje"}
