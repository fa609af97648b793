"""What visitors wait for a page while hundreds of others send and fetch slowly, and the memory that takes."""

import os
import subprocess
import time

from tests.bench.served import SERVER_CORE
from tests.served import Site, request

EACH, VISITORS = 100, 1000
MOST_WAIT, MOST_MEMORY = 250, 450
SIZE = 20 * 2**20
PAGES = ("/", "/halsa/", "/nyheter/", "/omraden/", "/halsa/redo/")
DOCUMENT = """
from django.utils import timezone
from exhibits.models import Document, Plan
from helsingborgsrummet.content.kinds import kind_of
Document.objects.bulk_create([Document(plan=kind_of(Plan).visible(timezone.now()).first(), format="pdf",
    digest="{digest}", size={size}, file="documents/{digest}.pdf", title="Stor", file_name="stor.pdf")])
"""


def measure(folder, env):
    """Print how long visitors wait meanwhile, the middle and the slowest of a hundred, and the memory."""
    digest = "0123456789abcdef0123"
    documents = folder / "media" / "documents"
    documents.mkdir(parents=True, exist_ok=True)
    (documents / f"{digest}.pdf").write_bytes(os.urandom(SIZE))
    site = Site(folder, **env)
    site.manage("shell", "-c", DOCUMENT.format(digest=digest, size=SIZE))
    site.sign_in()
    site.start()
    for pid in (site.server.pid, *site.workers_now()):
        subprocess.run(["taskset", "-apc", str(SERVER_CORE), str(pid)], stdout=subprocess.DEVNULL)
    try:
        quiet = waits(site)
        open_ones, uploads = hold(site, f"/dokument/{digest}/stor.pdf")
        busy = waits(site, uploads)
        memory = site.memory()
        for each in open_ones:
            each.close()
    finally:
        site.kill()
    is_quick = busy[-len(busy) // 100] <= MOST_WAIT
    print(f"\nWaiting for a page, ms{'':16}{'middle':>8}{'p99':>8}{'most':>8}")
    for name, times in (("nobody else", quiet), (f"{len(open_ones)} slow others", busy)):
        print(
            f"{name:38}{times[len(times) // 2]:8.1f}{times[-len(times) // 100]:8.1f}{times[-1]:8.1f}"
        )
    print(
        f"p99 meanwhile at most {MOST_WAIT}: {'reached' if is_quick else 'MISSED'}. Memory of all processes "
        f"{memory:.0f} MB (at most {MOST_MEMORY}: {'reached' if memory <= MOST_MEMORY else 'MISSED'})"
    )


def hold(site, document):
    """Connections that hang: posts that stop, documents that nobody takes in, files that come slowly."""
    multipart = "Content-Type: multipart/form-data; boundary=x"
    cookie = f"Cookie: sessionid={site.session}"
    heads = {
        "post": request(site.port, "/", "POST", length=1000) + b"a=",
        "form": request(site.port, "/admin/login/", "POST", length=1000) + b"a=",
        "download": request(site.port, document),
        "upload": request(
            site.port, "/admin/helsingborgsrummet/picture/add/", "POST", [multipart, cookie], SIZE
        ),
    }  # fmt: skip
    held = {
        name: [site.connect(head, narrow=True) for _ in range(EACH)] for name, head in heads.items()
    }
    return [each for group in held.values() for each in group], held["upload"]


def waits(site, uploads=()):
    """How long each of a number of visitors waits, in ms, the longest last; files come on meanwhile."""
    times = []
    for number in range(VISITORS):
        if uploads:
            uploads[number % len(uploads)].sendall(b"x" * 2**15)
        began = time.perf_counter()
        site.get(PAGES[number % len(PAGES)])
        times.append((time.perf_counter() - began) * 1000)
    return sorted(times)
