"""The door: what it answers at once, what it hands on, what it receives, and what it lets leave through the server."""

import asyncio
import json
import os
import time
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from helsingborgsrummet.middleware import Refusals
from helsingborgsrummet.serving import bodies, door
from helsingborgsrummet.serving.bodies import GoneError, Receiver, RefusedError
from helsingborgsrummet.serving.door import Door, limit_time


class Headers(list):
    """Names and values as granian gives them."""

    def items(self):
        return list(self)

    def get(self, name, default=None):
        return next((value for key, value in self if key == name), default)


class Proto:
    """One side of a connection: the pieces that come, and the answer that went."""

    def __init__(self, *pieces):
        self.pieces = list(pieces)
        self.asked = 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        self.asked += 1
        if not self.pieces:
            raise StopAsyncIteration
        piece = self.pieces.pop(0)
        if isinstance(piece, (int, float)):
            await asyncio.sleep(piece)
            return b"."
        return piece

    def response_bytes(self, status, headers, body):
        self.answer = status, dict(headers), body

    def response_file_range(self, status, headers, file, start, end):
        self.answer = status, dict(headers), (file, start, end)


def scope(method="GET", address="/", headers=()):
    path, _, query = address.partition("?")
    return SimpleNamespace(
        method=method, path=path, query_string=query, http_version="1.1", scheme="http",
        client="10.0.0.9:4000", server="127.0.0.1:8000", authority=None,
        headers=Headers([("host", "testserver"), *headers]),
    )  # fmt: skip


def ask(application, proto, *arguments, **options):
    asyncio.run(Door(application).answer(scope(*arguments, **options), proto))
    return proto.answer


def echo(environ, start_response):
    """Tell what was asked and what was sent."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    known = {name: value for name, value in environ.items() if isinstance(value, str)}
    known["body"] = environ["wsgi.input"].read().decode()
    return [json.dumps(known).encode()]


def said(answer):
    return json.loads(answer[2])


def test_a_request_reaches_the_application_as_wsgi_says_it():
    headers = [
        ("cookie", "a=1"), ("cookie", "b=2"), ("accept", "x"), ("accept", "y"),
        ("content-type", "text/plain"), ("x_forwarded_proto", "https"), ("x-forwarded-for", "1"),
    ]  # fmt: skip
    environ = said(ask(echo, Proto(), address="/områden/?a=%20", headers=headers))
    assert environ["PATH_INFO"].encode("latin1").decode() == "/områden/"
    assert environ["QUERY_STRING"] == "a=%20"
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert environ["HTTP_ACCEPT"] == "x,y"
    assert environ["CONTENT_TYPE"] == "text/plain" and "HTTP_CONTENT_TYPE" not in environ
    assert environ["REMOTE_ADDR"] == "10.0.0.9"
    assert environ["SERVER_NAME"], environ["SERVER_PORT"] == ("127.0.0.1", "8000")
    # What a proxy says cannot be said by another name.
    assert "HTTP_X_FORWARDED_PROTO" not in environ
    assert environ["HTTP_X_FORWARDED_FOR"] == "1"


def test_life_is_told_without_asking_anybody():
    def broken(environ, start_response):
        raise AssertionError

    proto = Proto()
    assert Door(broken).at_once(scope(address="/halsa/"), proto)
    assert proto.answer[0] == 200 and proto.answer[2] == b"lever\n"
    assert not Door(broken).at_once(scope("POST", "/halsa/"), proto)
    assert not Door(broken).at_once(scope(address="/"), proto)


@csrf_exempt
def form(request):
    return HttpResponse("tack")


def page(request):
    return HttpResponse("sida")


urlpatterns = [path("form/", form), path("page/", page)]


@pytest.mark.parametrize(
    ("address", "read"), [("/form/", "a=b"), ("/page/", ""), ("/nothing/", "")]
)
@pytest.mark.parametrize("how", [("content-length", "3"), ("transfer-encoding", "chunked")])
def test_only_a_form_of_visitors_is_sent_a_body(address, read, how):
    proto = Proto(b"a=", b"b", b"")
    with override_settings(ROOT_URLCONF=__name__):
        environ = said(ask(echo, proto, "POST", address, [how]))
    assert environ["body"] == read
    assert environ["CONTENT_LENGTH"] == ("3" if read else "")
    assert bool(proto.asked) == bool(read)


def receive(*pieces, limit=100, declared=None, receiver=None):
    async def run():
        file, size = await (receiver or Receiver()).receive(Proto(*pieces), limit, declared)
        with file:
            return file.read(), size

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("pieces", "declared", "outcome"),
    [
        ((b"ab", b"c", b""), 3, (b"abc", 3)),
        ((b"ab", b"c", b""), None, (b"abc", 3)),
        ((b"",), None, (b"", 0)),
        # Broken off: fewer bytes than were promised, or the empty piece of granian before the end.
        ((b"ab", b""), 3, GoneError),
        ((b"ab", b"", b""), None, GoneError),
        ((b"x" * 60, b"x" * 41, b""), None, RefusedError(*bodies.TOO_LARGE)),
        ((b"x",), 101, RefusedError(*bodies.TOO_LARGE)),
        ((b"a", 9, b""), None, RefusedError(*bodies.TOO_SLOW)),
        # Never silent, but without an end.
        (tuple([0.02] * 50), None, RefusedError(*bodies.TOO_SLOW)),
    ],
)
def test_a_body_is_received_whole_or_not_at_all(monkeypatch, pieces, declared, outcome):
    monkeypatch.setattr(bodies, "SILENCE", 0.05)
    monkeypatch.setattr(bodies, "FORM_TIME", 0.3)
    if isinstance(outcome, tuple):
        assert receive(*pieces, declared=declared) == outcome
        return
    with pytest.raises(type(outcome) if isinstance(outcome, Exception) else outcome) as caught:
        receive(*pieces, declared=declared)
    if isinstance(outcome, RefusedError):
        assert caught.value.args == outcome.args


def test_bodies_together_fill_no_disk(monkeypatch):
    monkeypatch.setattr(bodies, "TOTAL", 150)
    receiver = Receiver()
    receiver.received = 100
    with pytest.raises(RefusedError) as caught:
        receive(b"x" * 60, b"", receiver=receiver)
    assert caught.value.args == bodies.NO_ROOM
    assert receiver.received == 100
    assert receive(b"x" * 40, b"", receiver=receiver)[1] == 40


def test_a_full_disk_is_told(monkeypatch):
    class Full:
        def write(self, data):
            raise OSError(28, "No space left on device")

        def close(self):
            pass

    monkeypatch.setattr(bodies.tempfile, "SpooledTemporaryFile", lambda **options: Full())
    with pytest.raises(RefusedError) as caught:
        receive(b"x", b"")
    assert caught.value.args == bodies.NO_ROOM


def test_a_refusal_is_a_page_like_all_others(client):
    response = client.post("/admin/login/", **{door.REFUSAL: bodies.TOO_LARGE})
    assert response.status_code == 413
    assert "Det du skickade är för stort" in response.content.decode()
    assert "no-store" in response["Cache-Control"] and "Content-Security-Policy" in response


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("start", [0, 3])
def test_a_file_leaves_through_the_server(tmp_path, method, start):
    path = tmp_path / "fil.pdf"
    path.write_bytes(b"0123456789")
    closed = []

    def application(environ, start_response):
        file = open(path, "rb")  # noqa: SIM115 (the door closes it)
        file.seek(start)
        start_response("200 OK", [("Content-Length", str(10 - start)), ("X", "y")])
        sent = environ["wsgi.file_wrapper"](file, 4)
        sent.close = lambda: (closed.append(True), file.close())
        return sent

    status, headers, content = ask(application, Proto(), method)
    assert (status, headers["X"], headers["Content-Length"]) == (200, "y", str(10 - start))
    assert content == (b"" if method == "HEAD" else (os.fspath(path), start, 10))
    assert closed == [True]


def test_a_part_of_a_static_file_leaves_through_the_server(client):
    address = staticfiles_storage.url("img/favicon.ico")
    headers = [("range", "bytes=10-19")]
    status, headers, content = ask(get_wsgi_application(), Proto(), "GET", address, headers)
    assert status == 206 and headers["Content-Length"] == "10"
    name = os.path.join(settings.STATIC_ROOT, address.removeprefix(settings.STATIC_URL))
    assert content == (name, 10, 20)


def test_who_waits_too_long_is_told_to_come_back(monkeypatch):
    monkeypatch.setattr(door, "PATIENCE", 0.05)

    def slow(environ, start_response):
        time.sleep(0.2)
        return echo(environ, start_response)

    status, headers, _ = ask(slow, Proto())
    assert status == 503 and headers["Retry-After"]


def test_visitors_do_not_wait_for_the_admin():
    def application(environ, start_response):
        if environ["PATH_INFO"].startswith("/admin/"):
            time.sleep(0.4)
        return echo(environ, start_response)

    async def run():
        the_door = Door(application)
        admin = [
            asyncio.create_task(the_door.answer(scope(address="/admin/"), Proto()))
            for _ in range(20)
        ]
        await asyncio.sleep(0.05)
        began = time.perf_counter()
        await the_door.answer(scope(address="/"), Proto())
        took = time.perf_counter() - began
        for each in admin:
            each.cancel()
        return took

    assert asyncio.run(run()) < 0.3


@pytest.mark.django_db
def test_the_database_is_not_waited_for_without_end():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite waits for a writer only, as long as the settings say")
    with connection.cursor() as cursor:

        def limit(name):
            cursor.execute(f"SHOW {name}")
            return cursor.fetchone()[0]

        assert limit("statement_timeout") == "0"
        limit_time(connection)
        assert limit("statement_timeout") == "30s"
        assert limit("lock_timeout") == "20s"
        assert limit("idle_in_transaction_session_timeout") == "1min"


class Locked(Exception):
    sqlstate = "55P03"


@pytest.mark.parametrize(
    ("words", "cause", "status"),
    [
        ("database is locked", None, 503),
        ("canceling statement due to lock timeout", Locked(), 503),
        ("disk I/O error", None, None),
        ("connection refused", ValueError(), None),
    ],
)
def test_waiting_for_the_database_is_told_from_breaking(rf, words, cause, status):
    error = OperationalError(words)
    error.__cause__ = cause
    response = Refusals(None).process_exception(rf.post("/admin/"), error)
    assert getattr(response, "status_code", None) == status
    if status:
        assert "Inget är sparat" in response.content.decode()
