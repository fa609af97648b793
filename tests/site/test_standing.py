"""Visitors, forms and files that are slow, too large or broken off keep nobody waiting."""

import contextlib
import ctypes
import hashlib
import http.client
import io
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from PIL import Image

from deploy.start import ROOT
from tests.admin_form import read_form
from tests.admin_forms import announcement_fields
from tests.documents import pdf
from tests.postgres import find_server, server_in_peril
from tests.served import Site, read_status, request

pytestmark = pytest.mark.processes
DOCUMENT = """
from tests.factory import make_area, make_plan, make_stored_document
make_stored_document(make_plan(make_area(title="Norra hamnen")), digest="{digest}",
    file="documents/{digest}.pdf", size={size}, title="Stor", file_name="stor.pdf")
"""
WHAT_IS_STORED = """
import hashlib, io
from django.conf import settings
from PIL import Image
from exhibits.models import Document
from helsingborgsrummet.models import Picture
from news.models import Announcement
for row in Announcement.objects.all():
    print(row.title)
for row in Document.objects.exclude(title="Stor"):
    content = row.file.open().read()
    assert hashlib.sha256(content).hexdigest().startswith(row.digest), row
    print(row.title)
for row in Picture.objects.all():
    Image.open(row.original.open()).load()
    print(row.title)
for path in settings.MEDIA_ROOT.rglob("renditions/*"):
    if not path.name.startswith("tmp"):
        Image.open(path).load()
"""
SIZE = 20 * 2**20
# Between the pieces of a form that somebody fills the disk with.
BOUNDARY = b"--x\r\nContent-Disposition: form-data; name=a; filename=a\r\n\r\n"
MULTIPART = ["Content-Type: multipart/form-data; boundary=x"]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    (folder / "tmp").mkdir()
    site = Site(folder, settings.STATIC_ROOT, TMPDIR=str(folder / "tmp"))
    site.manage("migrate", "--verbosity=0")
    content = os.urandom(2**20) * (SIZE // 2**20)
    site.digest = hashlib.sha256(content).hexdigest()[:20]
    (folder / "media" / "documents").mkdir(parents=True)
    (folder / "media" / "documents" / f"{site.digest}.pdf").write_bytes(content)
    site.content = content
    site.manage("shell", "-c", DOCUMENT.format(digest=site.digest, size=SIZE))
    site.document = f"/dokument/{site.digest}/stor.pdf"
    site.start()
    # What stops in the middle is let go after a while; the last but one test looks whether it was.
    heads = [
        request(site.port, "/admin/login/", "POST", length=1000) + b"a=",
        request(site.port, "/admin/login/", "POST", ["Transfer-Encoding: chunked"]) + b"9\r\na=",
        b"GET / HTTP/1.1\r\nHost: a",
        b"",
    ]
    site.stalled = [site.connect(head) for head in heads]
    site.started = time.monotonic()
    yield site
    site.kill()


def waits(site, addresses, count=60):
    """How long each of a number of visitors waits for an answer, the longest last."""
    times = []
    for number in range(count):
        began = time.perf_counter()
        site.get(addresses[number % len(addresses)])
        times.append(time.perf_counter() - began)
    return sorted(times)


def test_pages_wait_for_nobody_while_a_hundred_each_send_fetch_and_stall(site):
    pages = ("/", "/halsa/", "/nyheter/", "/halsa/redo/", site.document.replace("stor", "annan"))
    heads = {
        "post": request(site.port, "/", "POST", length=1000) + b"a=",
        "login": request(site.port, "/admin/login/", "POST", length=1000) + b"a=",
        "chunked": request(site.port, "/admin/login/", "POST", ["Transfer-Encoding: chunked"])
        + b"5\r\na=bcd\r\n",
        "upload": request(site.port, "/admin/login/", "POST", MULTIPART, SIZE) + BOUNDARY,
        "header": b"GET / HTTP/1.1\r\nHost: a",
        "download": request(site.port, site.document),
    }
    for page in pages[:4]:
        site.get(page)
    open_ones = [
        site.connect(head, narrow=name == "download")
        for name, head in heads.items()
        for _ in range(100)
    ]
    try:
        time.sleep(0.5)
        longest = waits(site, pages[:4])[-1]
        assert longest < 2
        # And whoever wants a document gets it.
        with site.connect(
            request(site.port, site.document, headers=["Connection: close"])
        ) as client:
            answer = b"".join(iter(lambda: client.recv(2**20), b""))
        assert answer.partition(b"\r\n\r\n")[2] == site.content
    finally:
        for each in open_ones:
            each.close()


def test_a_document_leaves_with_all_that_is_said_about_it(site):
    with site.connect(request(site.port, site.document, headers=["Connection: close"])) as client:
        head = b"".join(iter(lambda: client.recv(2**20), b"")).partition(b"\r\n\r\n")[0].decode()
    for line in (
        "content-type: application/pdf",
        "content-disposition: attachment",
        "content-security-policy: default-src 'none'; sandbox",
        "x-content-type-options: nosniff",
        f'etag: "{site.digest}"',
        f"content-length: {SIZE}",
        "cache-control: public, no-cache",
    ):
        assert line in head


@pytest.mark.parametrize(
    ("address", "headers", "length", "status"),
    [
        # Nothing is expected here, so nothing is read: the answer comes before the body has.
        ("/", MULTIPART, 10**9, 403),
        ("/nyheter/", MULTIPART, 10**9, 403),
        ("/finns-inte/", [], 10**9, 404),
        ("/", ["Transfer-Encoding: chunked"], None, 403),
        ("/halsa/", [], 10**9, 403),
    ],
)
def test_what_nobody_asked_for_is_not_read(site, address, headers, length, status):
    with site.connect(request(site.port, address, "POST", headers, length)) as client:
        began = time.monotonic()
        assert read_status(client) == status
        assert time.monotonic() - began < 2


@pytest.mark.parametrize("headers", [MULTIPART, [*MULTIPART, "Transfer-Encoding: chunked"]])
@pytest.mark.parametrize("cookie", [[], ["Cookie: sessionid=abcdefghijklmnopqrstuvwxyz012345"]])
def test_only_who_is_signed_in_may_send_files(site, headers, cookie):
    is_chunked = len(headers) == 2
    head = request(
        site.port, "/admin/login/", "POST", [*headers, *cookie], None if is_chunked else 5 * 2**20
    )
    piece = b"x" * 2**16
    piece = b"10000\r\n" + piece + b"\r\n" if is_chunked else piece
    with site.connect(head) as client:
        for _ in range(80):
            client.sendall(piece)
        if is_chunked:
            client.sendall(b"0\r\n\r\n")
        answer = client.recv(2**16)
    assert b" 413 " in answer[:20]
    assert "För stort".lower() in answer.decode().lower()
    assert list((site.folder / "tmp").iterdir()) == []


@pytest.fixture
def bare_site(tmp_path):
    """A function that starts a site whose database has nothing in it or is not there."""
    sites = []

    def start(**env):
        sites.append(Site(tmp_path, settings.STATIC_ROOT, **env))
        sites[0].start()
        return sites[0]

    yield start
    sites[0].kill()


def status_and_words(site, address):
    try:
        return 200, site.get(address)
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_an_empty_database_is_told(bare_site):
    site = bare_site(DATABASE_URL="")
    assert site.get("/halsa/") == "lever\n"
    status, words = status_and_words(site, "/halsa/redo/")
    assert status == 503 and "kör manage.py migrate" in words


@pytest.mark.parametrize("is_silent", [True, False])
def test_a_database_that_is_gone_or_silent_does_not_stop_the_sign_of_life(bare_site, is_silent):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        if is_silent:
            other.listen(50)
        site = bare_site(DATABASE_URL=f"postgres://x@127.0.0.1:{other.getsockname()[1]}/x")
        readers = [site.connect(request(site.port, "/")) for _ in range(10)]
        try:
            assert waits(site, ["/halsa/"], 20)[-1] < 1
            if not is_silent:
                status, words = status_and_words(site, "/halsa/redo/")
                assert status == 503 and "databasen svarar inte" in words
        finally:
            for each in readers:
                each.close()


def test_a_body_that_stops_and_a_header_that_stops_are_let_go(site):
    statuses = []
    for client in site.stalled:
        with client:
            statuses.append(read_status(client))
    assert time.monotonic() - site.started < 25
    # Who has begun a form is told; without headers there is nobody to tell.
    assert statuses == [408, 408, 0, 0]


def test_a_worker_that_is_killed_is_replaced_at_once(site):
    for _ in range(3):
        (worker,) = site.workers_now()
        os.kill(worker, signal.SIGKILL)
        while worker in site.workers_now():
            time.sleep(0.01)
        assert site.wait() < 3
        site.get("/")
    assert site.server.poll() is None


KEEPER = """
import os, sys
from deploy.start import keep_running, server_command
keep_running([sys.executable, *server_command(sys.argv[1])[1:]], dict(os.environ))
"""


def test_the_server_itself_is_started_anew_however_often_it_is_killed(bare_site, tmp_path):
    site = bare_site(DATABASE_URL="")
    site.kill()
    with open(tmp_path / "log", "ab") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-c", KEEPER, str(site.port)],
            cwd=ROOT, env=site.env, start_new_session=True, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            children = Path(f"/proc/{keeper.pid}/task/{keeper.pid}/children")
            for _ in range(5):
                site.wait()
                (server,) = children.read_text().split()
                os.kill(int(server), signal.SIGKILL)
                while server in children.read_text().split():
                    time.sleep(0.01)
            site.wait()
            keeper.terminate()
            assert keeper.wait(timeout=60) == 0
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(keeper.pid, signal.SIGKILL)
            # It has a server of its own by now, or none: what the fixture kills is gone.
            site.start()


@pytest.mark.skipif(
    not find_server() and not os.environ.get("REQUIRE_POSTGRES"), reason="no PostgreSQL here"
)
def test_kept_pages_are_served_while_postgresql_is_gone(bare_site):
    with server_in_peril() as (url, stop, start):
        site = bare_site(DATABASE_URL=url)
        site.manage("migrate", "--verbosity=0")
        page = site.get("/")
        stop()
        assert site.get("/") == page
        status, words = status_and_words(site, "/halsa/redo/")
        assert status == 503 and "databasen svarar inte" in words
        # A page that nobody has asked for is refused in Swedish, soon.
        began = time.monotonic()
        status, words = status_and_words(site, "/aktiviteter/")
        assert (status, time.monotonic() - began < 10) == (500, True) and "gick fel" in words, words
        assert "database" in (site.folder / "log").read_text()
        start()
        assert site.get("/") == page
        assert site.get("/aktiviteter/")
        assert site.get("/halsa/redo/").startswith("redo")


def test_what_was_answered_is_kept_when_workers_are_killed_in_the_middle(site):
    site.sign_in()
    plan = "/admin/exhibits/plan/1/change/"
    noise = io.BytesIO()
    Image.effect_noise((1200, 800), 80).convert("RGB").save(noise, "JPEG")

    def save(title):
        return "/admin/news/announcement/add/", announcement_fields(title=title, lead="Ingress.")

    def picture(title):
        file = io.BytesIO(noise.getvalue() + title.encode())
        file.name = "bild.jpg"
        fields = {"alt": "En bild.", "credit": "Staden", "kind": "photo", "focal_x": 50}
        return "/admin/helsingborgsrummet/picture/add/", {
            **fields, "focal_y": 50, "title": title, "original": file,
        }  # fmt: skip

    def document(title):
        _, _, page = site.fetch(plan)
        fields = read_form(SimpleNamespace(content=page))
        number = int(fields["documents-TOTAL_FORMS"][0])
        file = io.BytesIO(pdf(3, text=title))
        file.name = "plan.pdf"
        row = {"title": title, "kind": "beskrivning", "file": file}
        return plan, {
            **fields, "documents-TOTAL_FORMS": number + 1,
            **{f"documents-{number}-{name}": value for name, value in row.items()},
        }  # fmt: skip

    answered = []

    def send(title, address, fields):
        try:
            status, _, page = site.post(address, fields)
        except (OSError, http.client.HTTPException):
            return
        assert status == 302, page.decode()
        answered.append(title)

    def read():
        for address in ("/", "/nyheter/", "/omraden/"):
            try:
                site.get(address)
            except (OSError, http.client.HTTPException):
                return

    # Each once in peace, so that it is known to work.
    for number, make in enumerate((save, picture, document)):
        send(f"I fred {number}", *make(f"I fred {number}"))
    assert len(answered) == 3
    for number in range(20):
        make = (save, picture, document, None)[number % 4]
        title = f"Rad {number}"
        work = (
            threading.Thread(target=send, args=(title, *make(title)))
            if make
            else threading.Thread(target=read)
        )
        work.start()
        time.sleep(number * 0.013)
        (worker,) = site.workers_now()
        os.kill(worker, signal.SIGKILL)
        assert site.wait() < 3
        work.join()
    for address in ("/", "/nyheter/", "/omraden/"):
        assert site.get(address).endswith("</html>")
    stored = site.manage("shell", "-v", "0", "-c", WHAT_IS_STORED).splitlines()
    assert set(answered) <= set(stored)
    with sqlite3.connect(site.folder / "db.sqlite3") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.skipif(
    not hasattr(ctypes.CDLL(None), "mallopt"), reason="this C keeps memory its own way"
)
def test_what_a_large_page_took_goes_back_though_something_small_stays():
    """Each large piece has a small one behind it that is kept, which would hold the ground under both."""
    code = """
import re, sys
from helsingborgsrummet.server import give_back_memory
if "gives" in sys.argv:
    give_back_memory()
def resident():
    return int(re.search(r"VmRSS:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024
large = bytearray(2_000_000)
del large
before = resident()
large, small = [], []
for _ in range(400):
    large.append(bytearray(200_000))
    small.append(bytearray(600))
del large
print(resident() - before)
"""
    kept, given = (
        float(
            subprocess.run(
                [sys.executable, "-c", code, *how],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        )
        for how in ((), ("gives",))
    )
    assert given < 10 < kept
