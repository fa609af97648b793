"""Whole pages kept until the content or the clock changes them.

Two things decide whether a kept page is still right. The *generation* is a number in the database
that every write to content raises in the same transaction, whichever process writes and however
(see ``generation.py``). The *clock* is the next moment at which any page reads differently: a
scheduled publication, opening or closing time, midnight (see ``clock.py``). A page is
kept under the generation read before it was rendered, from the moment at which it was and until that
one, so it is never stale and almost always already rendered. It has a beginning because clocks are
corrected: what a clock that was ahead let out must not be shown before its time.

``PageCache`` stands before Django in the WSGI application. Pages lie in memory, ready in every
compressed form, and in files that all worker processes share. A file is believed only when its checksum,
which is looked at once, when it is read into memory, and the key in it are right: whatever else lies there
costs a rendering and no more.

While the database does not answer, nobody can know whether a kept page is still right, nor render another one.
Then pages of the latest known generation are served, for :data:`WITHOUT_DATABASE` seconds at most.
"""

import contextlib
import gzip
import hashlib
import json
import logging
import os
import re
import shutil
import stat
import tempfile
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from time import monotonic

import brotli
from django.db import DatabaseError, connection
from django.db import Error as AnyDatabaseError
from django.utils import timezone

from helsingborgsrummet.serving.generation import generation
from helsingborgsrummet.serving.now import clock_until

logger = logging.getLogger(__name__)

PRIVATE_PATHS = (
    "/admin/", "/utkast/", "/dokument/", "/media/", "/static/", "/halsa/", "/skarm/lage/", "/k/",
)  # fmt: skip
MAX_MEMORY = 8 * 2**20
MAX_PAGE = 2**20
MAX_FILE = 4 * MAX_PAGE
MAX_FILES = 3000
# Seconds. Longer than a database takes to restart or to be taken over by its replica, and short enough for what
# somebody withdraws by another way to the database meanwhile.
WITHOUT_DATABASE = 15 * 60
ASK_AGAIN = 1


@dataclass(frozen=True)
class Page:
    """A rendered page in all its forms, right under one generation from ``valid_from`` until ``valid_until``."""

    generation: int
    valid_from: float  # seconds since the epoch
    valid_until: float
    headers: tuple[tuple[str, str], ...]
    etag: str
    bodies: dict[str, bytes]  # by content coding; "" is the plain one

    @property
    def size(self):
        """Bytes of memory, roughly."""
        return sum(map(len, self.bodies.values())) + 1000

    def is_right(self, present, now):
        """Whether the page is right at generation ``present`` and time ``now``."""
        return self.generation == present and self.valid_from <= now < self.valid_until

    @cached_property
    def answers(self):
        """By content coding: the headers of an answer, and its body."""
        answers = {}
        for coding, body in self.bodies.items():
            own = [("ETag", self.etag), ("Content-Length", str(len(body)))]
            if coding:
                own.append(("Content-Encoding", coding))
            answers[coding] = ([*self.headers, *own], body)
        return answers

    def to_bytes(self, key):
        """The page under ``key`` as a file: a checksum, one line of JSON, then the bodies."""
        head = {
            "key": key,
            "generation": self.generation,
            "valid_from": self.valid_from,
            "valid_until": self.valid_until,
            "headers": self.headers,
            "etag": self.etag,
            "bodies": [[coding, len(body)] for coding, body in self.bodies.items()],
        }
        content = json.dumps(head).encode() + b"\n" + b"".join(self.bodies.values())
        return checksum(content) + content

    @classmethod
    def from_bytes(cls, data, key):
        """Read what :meth:`to_bytes` wrote for ``key``; ``ValueError`` when it is anything else."""
        content = memoryview(data)[CHECKSUM_SIZE:]
        if data[:CHECKSUM_SIZE] != checksum(content):
            raise ValueError("not a whole page file")
        line, _, rest = bytes(content).partition(b"\n")
        head = json.loads(line)
        if head["key"] != key:
            raise ValueError("the file of another page")
        bodies, start = {}, 0
        for coding, length in head["bodies"]:
            bodies[coding] = rest[start : start + length]
            start += length
        return cls(
            head["generation"],
            head["valid_from"],
            head["valid_until"],
            tuple((name, value) for name, value in head["headers"]),
            head["etag"],
            bodies,
        )


CHECKSUM_SIZE = 16


def checksum(content):
    """The bytes by which a page file knows that it is whole."""
    return hashlib.blake2b(content, digest_size=CHECKSUM_SIZE).digest()


def read_file(path):
    """The bytes of an ordinary file; ``OSError`` when there is none. Waits for nothing, as a pipe would."""
    file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise OSError("not an ordinary file")
        with open(file, "rb", closefd=False) as content:
            return content.read(MAX_FILE)
    finally:
        os.close(file)


def clear_folder(folder, keep, names=".*"):
    """Take away what is called like the pattern ``names`` in ``folder``, except ``keep``."""
    try:
        found = list(os.scandir(folder))
    except OSError:  # Not there, or nobody may look: what cannot be read serves nobody either.
        return
    for each in found:
        if each.name != keep and re.fullmatch(names, each.name):
            if each.is_dir(follow_symlinks=False):
                shutil.rmtree(each.path, ignore_errors=True)
            else:
                with contextlib.suppress(OSError):
                    os.unlink(each.path)


class PageCache:
    """A WSGI application that answers with kept pages and asks ``application`` for the others."""

    def __init__(self, application, folder, release="", parameters=()):
        """Keep pages in ``folder``; those of another ``release`` of the code are not used.

        ``parameters`` are the names that a query string may have for its page to be kept: made-up
        ones cannot fill the cache.
        """
        self.application = application
        self.parameters = frozenset(parameters)
        self.folder = Path(folder) / (release or "pages")
        self.pages = OrderedDict()
        self.size = self.files_written = 0
        self.generation = None
        self.answered_at = self.ask_again_at = 0.0  # by a clock that nobody corrects
        self.is_database_gone = self.is_disk_bad = False
        self.lock = threading.Lock()

    def __call__(self, environ, start_response):
        """Answer a request."""
        key = self.key(environ)
        if key is None:
            return self.application(environ, start_response)
        present = self.present()
        page = None if present is None else self.find(key, present, time.time())
        if page is not None:
            return respond(page, environ, start_response)
        if present is None or self.is_database_gone:
            # Django answers, and says what is wrong in its own way.
            return self.application(environ, start_response)
        return self.render(key, present, environ, start_response)

    def present(self):
        """The generation; the latest known one while the database is gone, or ``None`` after a while."""
        moment = monotonic()
        if self.is_database_gone:
            if moment < self.ask_again_at:
                return self.known(moment)
            # One thread asks; should the database keep it waiting, the others go on without.
            self.ask_again_at = moment + ASK_AGAIN
        try:
            number = ask_for_generation()
        except AnyDatabaseError as error:
            connection.close()
            if not self.is_database_gone:
                self.is_database_gone = True
                logger.error(
                    "page cache: the database does not answer (%s); kept pages are served for %d minutes",
                    type(error).__name__, WITHOUT_DATABASE // 60,
                )  # fmt: skip
            self.ask_again_at = monotonic() + ASK_AGAIN
            return self.known(moment)
        if self.is_database_gone:
            self.is_database_gone = False
            logger.info("page cache: the database answers again")
        self.answered_at = moment
        return number

    def known(self, moment):
        """The generation of the latest answer, unless it is too long ago."""
        return self.generation if moment - self.answered_at < WITHOUT_DATABASE else None

    def kept(self, environ):
        """The page that is ready for a request, or ``None``; nothing is rendered and nobody waited for."""
        key = self.key(environ)
        present = None if key is None else self.present()
        return None if present is None else self.find(key, present, time.time())

    def key(self, environ):
        """What a page is kept under, or ``None`` when a request is not for a page to keep."""
        path = environ["PATH_INFO"]
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or path.startswith(PRIVATE_PATHS):
            return None
        query = environ.get("QUERY_STRING", "")
        if query:
            names = {part.partition("=")[0] for part in query.split("&")}
            if len(query) > 200 or not names <= self.parameters:
                return None
        is_https = "https" in (environ["wsgi.url_scheme"], environ.get("HTTP_X_FORWARDED_PROTO"))
        return f"{is_https:d} {environ.get('HTTP_HOST', '')} {path}?{query}"

    def find(self, key, present, now):
        """A page that is right at generation ``present`` and time ``now``, or ``None``."""
        if present != self.generation:
            self.forget(present)
        page = self.pages.get(key)
        if page is None:
            page = self.read(key, present)
            if page:
                self.remember(key, page)
        if page is None or not page.is_right(present, now):
            return None
        with contextlib.suppress(KeyError):  # Another thread may have made room meanwhile.
            self.pages.move_to_end(key)
        return page

    def forget(self, present):
        """Content has changed: drop what was kept before, in memory and in files."""
        with self.lock:
            self.pages.clear()
            self.size = self.files_written = 0
            self.generation = present
        clear_folder(self.folder, keep=str(present))
        # A release that still runs beside this one renders its pages again, once.
        if re.fullmatch(RELEASE, self.folder.name):
            clear_folder(self.folder.parent, keep=self.folder.name, names=RELEASE)

    def remember(self, key, page):
        """Keep a page in memory; the ones unused for longest make room."""
        with self.lock:
            old = self.pages.pop(key, None)
            self.size += page.size - (old.size if old else 0)
            self.pages[key] = page
            while self.size > MAX_MEMORY:
                self.size -= self.pages.popitem(last=False)[1].size

    def path(self, key, present):
        """Where a page lies for all workers."""
        return self.folder / str(present) / hashlib.sha256(key.encode()).hexdigest()

    def read(self, key, present):
        """A page that another worker rendered, or ``None``."""
        try:
            page = Page.from_bytes(read_file(self.path(key, present)), key)
        except (OSError, ValueError, LookupError, TypeError):
            return None
        return page if page.generation == present else None

    def write(self, key, page):
        """Let the other workers have a page; a full disk costs time, not the visit."""
        if self.files_written >= MAX_FILES:
            return
        self.files_written += 1
        path, new = self.path(key, page.generation), None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
                new = file.name
                file.write(page.to_bytes(key))
            os.replace(new, path)
        except OSError as error:
            if new:
                with contextlib.suppress(OSError):
                    os.unlink(new)
            if not self.is_disk_bad:
                logger.warning("page cache: pages cannot be written: %s", error.strerror)
            self.is_disk_bad = True
        else:
            self.is_disk_bad = False

    def render(self, key, present, environ, start_response):
        """Ask Django for the page, and keep it when it may be kept."""
        began = timezone.now()
        answer = {}

        def capture(status, headers, exc_info=None):
            answer.update(status=status, headers=headers, exc_info=exc_info)

        is_head = environ["REQUEST_METHOD"] == "HEAD"
        # Django is asked for the whole page, whatever form of it this visitor wants.
        whole = {name: value for name, value in environ.items() if name not in CONDITIONS}
        result = self.application({**whole, "REQUEST_METHOD": "GET"}, capture)
        try:
            body = b"".join(result)
        finally:
            if hasattr(result, "close"):
                result.close()
        try:
            valid_until = clock_until(began)
        except DatabaseError:
            valid_until = began
        if not may_be_kept(answer, body):
            start_response(answer["status"], answer["headers"], answer["exc_info"])
            return [b"" if is_head else body]
        span = (began.timestamp(), valid_until.timestamp())
        page = make_page(present, span, answer["headers"], body)
        if page.is_right(present, time.time()):
            self.remember(key, page)
            self.write(key, page)
        return respond(page, environ, start_response)


CONDITIONS = {"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"}


def ask_for_generation():
    """The present generation. A connection that has died since the last request is opened once more."""
    was_open = connection.connection is not None
    try:
        return generation()
    except AnyDatabaseError:
        if not was_open:
            raise
        connection.close()
        return generation()


def may_be_kept(answer, body):
    """Whether an answer is a whole public page, the same for everybody."""
    headers = {name.lower(): value for name, value in answer["headers"]}
    control = headers.get("cache-control", "")
    return (
        answer["status"].startswith("200 ")
        and "set-cookie" not in headers
        and "content-encoding" not in headers
        and "cookie" not in headers.get("vary", "").lower()
        and not any(word in control for word in ("private", "no-store"))
        and len(body) <= MAX_PAGE
    )


def make_page(present, span, headers, body):
    """A page with its compressed forms, its tag and the headers that let others keep it.

    ``span`` is from when and until when it is right, in seconds since the epoch.
    """
    own = {"content-length", "etag", "cache-control", "vary", "last-modified"}
    headers = [(name, value) for name, value in headers if name.lower() not in own]
    # Anybody may keep the page but must ask whether it is still the same: it never is stale, and
    # the answer to the question is a few bytes.
    headers += [("Cache-Control", "public, no-cache"), ("Vary", "Accept-Encoding")]
    digest = hashlib.sha256(body).hexdigest()[:20]
    bodies = {
        "br": brotli.compress(body, quality=6),
        "gzip": gzip.compress(body, 6, mtime=0),
        "": body,
    }
    return Page(present, *span, tuple(headers), f'W/"{digest}"', bodies)


# RFC 9110, 12.4.2: space may stand around the semicolon, and a weight is at most 1.
_WEIGHT = re.compile(r"q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


@lru_cache(maxsize=256)
def accepted_coding(header):
    """The best of ``br``, ``gzip`` and plain (``""``) that an Accept-Encoding header allows."""
    weights = {}
    for part in header.lower().split(","):
        coding, *parameters = (each.strip() for each in part.split(";"))
        found = _WEIGHT.fullmatch("".join(parameters[-1:]) or "q=1")
        weights[coding] = float(found[1]) if found else 0.0
    for coding in ("br", "gzip"):
        if weights.get(coding, weights.get("*", 0)) > 0:
            return coding
    return ""


def respond(page, environ, start_response):
    """Answer with a page: whole, only its headers, or only that it is the same as before."""
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known and (known.strip() == "*" or page.etag[2:] in known):
        headers = [row for row in page.headers if row[0] != "Content-Type"]
        start_response("304 Not Modified", [*headers, ("ETag", page.etag)])
        return []
    headers, body = page.answers[accepted_coding(environ.get("HTTP_ACCEPT_ENCODING", ""))]
    start_response("200 OK", headers.copy())
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


RELEASE = "[0-9a-f]{16}"


def release_of(folders, *facts):
    """A name for all files in ``folders`` as they are now, and for ``facts``.

    Pages that an earlier release of code and templates rendered are not served by a later one.
    """
    digest = hashlib.sha256(repr(facts).encode())
    for path in sorted(path for folder in folders for path in Path(folder).rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(f"{path} {path.stat().st_mtime_ns}".encode())
    return digest.hexdigest()[:16]
