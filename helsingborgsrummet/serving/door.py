"""The door: every request comes here first, and what can be answered at once waits for nobody.

An application for granian's own interface (RSGI), which can do three things that WSGI cannot: answer in the
very thread that a request comes in, receive a body without a thread that waits for it, and hand a file to
the server, which sends it without one. Behind it stands the WSGI application, unchanged.

- Kept pages and the sign of life are answered at once, in the one thread that requests come in. Where the
  database is another machine's, only the sign of life: nothing that may wait happens in that thread.
- All else is asked of the WSGI application by a few threads: ``readers`` for the public, ``writers`` for
  the admin and for what is sent, so visitors never wait for somebody's upload.
- Bodies are received first (``bodies.py``). Files leave through the server.
"""

import asyncio
import logging
import os
import sys
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from helsingborgsrummet.serving.bodies import GoneError, Receiver, RefusedError, limit_of
from helsingborgsrummet.serving.page_cache import respond

logger = logging.getLogger(__name__)

LIVE = "/halsa/"
SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
READERS, WRITERS = 2, 4
# Seconds after which a visitor is told to try again, rather than nothing.
PATIENCE = 30
REFUSAL = "helsingborgsrummet.refusal"
PLAIN = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Cache-Control", "private, no-store"),
    ("Content-Security-Policy", "default-src 'none'"),
    ("X-Content-Type-Options", "nosniff"),
]
BUSY = "Webbplatsen har för mycket att göra just nu. Försök igen om en stund.\n".encode()


class FileToSend:
    """The ``wsgi.file_wrapper``: an open file that the server may send by itself, from where it stands."""

    def __init__(self, file, block_size=2**16):
        self.file = file
        self.block_size = block_size

    def __iter__(self):
        return iter(lambda: self.file.read(self.block_size), b"")

    def close(self):
        """Close the file; Django has put the end of the request there."""
        self.file.close()

    def stretch(self, length):
        """The path of the file and the first byte to send, or ``None`` for what lies in no file."""
        # WhiteNoise wraps the file when a part of it is wanted.
        file = getattr(self.file, "fileobj", self.file)
        name = getattr(file, "name", None)
        if not length or not isinstance(name, str) or not os.path.isfile(name):
            return None
        return os.path.abspath(name), file.tell()


class Door:
    """The RSGI application. ``application`` is the WSGI application, ``cache`` its page cache or ``None``."""

    def __init__(self, application, cache=None):
        self.application = application
        self.cache = cache if connection.vendor == "sqlite" else None
        self.receiver = Receiver()
        self.readers = ThreadPoolExecutor(READERS, "readers")
        self.writers = ThreadPoolExecutor(WRITERS, "writers")
        self.environ = {
            **os.environ,
            "SCRIPT_NAME": "",
            "SERVER_SOFTWARE": "granian",
            "wsgi.version": (1, 0),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            "wsgi.file_wrapper": FileToSend,
        }

    def at_once(self, scope, proto):
        """Answer when that takes no waiting; return whether it was done."""
        method = scope.method
        if method not in ("GET", "HEAD"):
            return False
        path = scope.path
        if path == LIVE:
            proto.response_bytes(200, PLAIN, b"lever\n")
            return True
        if self.cache is None:
            return False
        header = scope.headers.get
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path if path.isascii() else path.encode().decode("latin1"),
            "QUERY_STRING": scope.query_string,
            "HTTP_HOST": header("host", ""),
            "HTTP_ACCEPT_ENCODING": header("accept-encoding", ""),
            "HTTP_IF_NONE_MATCH": header("if-none-match"),
            "HTTP_X_FORWARDED_PROTO": header("x-forwarded-proto"),
            "wsgi.url_scheme": "http",
        }
        page = self.cache.kept(environ)
        if page is None:
            return False

        def start_response(status, headers):
            answer[:] = int(status[:3]), headers

        answer = []
        body = respond(page, environ, start_response)
        proto.response_bytes(*answer, body[0] if body else b"")
        return True

    async def answer(self, scope, proto):
        """Answer a request that :meth:`at_once` left."""
        environ = self._environ(scope)
        is_safe = scope.method in SAFE
        body = None
        try:
            if not is_safe:
                try:
                    body = await self._body(environ, proto)
                except RefusedError as refusal:
                    environ[REFUSAL] = refusal.args
                except GoneError:
                    return proto.response_bytes(400, PLAIN, b"")
            if is_safe and not environ["PATH_INFO"].startswith("/admin/"):
                answered = asyncio.wait_for(self._run(self.readers, self.ask, environ), PATIENCE)
            else:
                answered = self._run(self.writers, self.ask, environ)
            try:
                status, headers, content = await answered
            except TimeoutError:
                logger.error("no answer within %s seconds: %s", PATIENCE, environ["PATH_INFO"])
                return proto.response_bytes(503, [*PLAIN, ("Retry-After", "30")], BUSY)
        finally:
            if body:
                body.close()
        if isinstance(content, bytes):
            proto.response_bytes(status, headers, content)
        else:
            path, start, length = content
            proto.response_file_range(status, headers, path, start, start + length)

    async def _body(self, environ, proto):
        """Receive what is sent, where something is expected, into ``environ``; return its file or ``None``."""
        length = environ["CONTENT_LENGTH"]
        declared = int(length) if length.isdecimal() else None
        is_chunked = "HTTP_TRANSFER_ENCODING" in environ
        # Django is told of a body only when there is one to read.
        environ["CONTENT_LENGTH"] = ""
        if not declared and not is_chunked:
            return None
        if is_chunked:
            declared = None
        limit = await self._run(self.writers, limit_of, environ, declared)
        if not limit:
            return None
        body, size = await self.receiver.receive(proto, limit, declared)
        environ["wsgi.input"] = body
        environ["CONTENT_LENGTH"] = str(size)
        return body

    def ask(self, environ):
        """Let the WSGI application answer: status, headers, and a body or a stretch of a file."""
        answer = []

        def start_response(status, headers, exc_info=None):
            answer[:] = int(status[:3]), headers

        result = self.application(environ, start_response)
        try:
            status, headers = answer
            if environ["REQUEST_METHOD"] == "HEAD":
                return status, headers, b""
            if isinstance(result, FileToSend):
                length = next((int(row[1]) for row in headers if row[0] == "Content-Length"), 0)
                stretch = result.stretch(length)
                if stretch:
                    return status, headers, (*stretch, length)
            return status, headers, b"".join(result)
        finally:
            if hasattr(result, "close"):
                result.close()

    def _run(self, threads, work, *arguments):
        return asyncio.get_running_loop().run_in_executor(threads, work, *arguments)

    def _environ(self, scope):
        """A request as WSGI says it, without a body."""
        environ = {
            **self.environ,
            "REQUEST_METHOD": scope.method,
            "PATH_INFO": scope.path.encode().decode("latin1"),
            "QUERY_STRING": scope.query_string,
            "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
            "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
            "CONTENT_LENGTH": "",
            "wsgi.url_scheme": scope.scheme,
            "wsgi.input": Nothing(),
        }
        environ["SERVER_NAME"], _, environ["SERVER_PORT"] = scope.server.rpartition(":")
        for name, value in scope.headers.items():
            # With an underscore it would pass for another one, such as a proxy's X-Forwarded-Proto.
            if "_" in name:
                continue
            key = name.upper().replace("-", "_")
            if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
                key = f"HTTP_{key}"
            known = environ.get(key) if key.startswith("HTTP_") else None
            between = "; " if key == "HTTP_COOKIE" else ","
            environ[key] = f"{known}{between}{value}" if known else value
        environ.setdefault("HTTP_HOST", scope.authority or "")
        return environ


class Nothing:
    """A body in which there is nothing to read."""

    def read(self, size=-1):
        """Nothing."""
        return b""

    def readline(self, size=-1):
        """Nothing."""
        return b""


def limit_time(connection, **kwargs):
    """Let nobody who visits or edits wait for the database without end; commands may take their time.

    SQLite waits for another writer as long (``timeout`` in the settings), and for nothing else.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SET statement_timeout = '30s'; SET lock_timeout = '20s'; "
                "SET idle_in_transaction_session_timeout = '60s'"
            )
