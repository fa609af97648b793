"""Pages as they leave the site: dates held together in what people read, and in nothing else."""

import pytest
from django.test import RequestFactory

from helsingborgsrummet.content.no_breaks import JOINER, without_breaks
from helsingborgsrummet.serving.unbroken import UnbrokenPages

PAGE = "<!doctype html><body><p>Öppet 28 juni kl. 10–16".encode()
MARKED = f"<!doctype html><body><p>Öppet 28\u00a0juni kl.\u00a010–{JOINER}16".encode()


class Answer(list):
    """What Django hands over: pieces of a body, to be closed."""

    is_closed = False

    def close(self):
        self.is_closed = True


def ask(path="/", kind="text/html; charset=utf-8", status="200 OK", **environ):
    """The headers and the body that come out, and whether the answer was closed."""
    answer, given = Answer([PAGE[:30], PAGE[30:]]), []

    def django(environ, start_response):
        start_response(
            status, [("Content-Type", kind), ("Content-Length", str(len(PAGE))), ("X", "y")]
        )
        return answer

    environ = {**RequestFactory().get(path).environ, **environ}
    result = UnbrokenPages(django, without_breaks)(environ, lambda *args: given.append(args))
    ((status_out, headers),) = given
    assert status_out == status and ("X", "y") in headers
    assert [name for name, _ in headers].count("Content-Length") == 1
    return dict(headers), b"".join(result), answer.is_closed


@pytest.mark.parametrize("status", ["200 OK", "404 Not Found", "503 Service Unavailable"])
def test_pages_are_marked_whatever_they_answer(status):
    headers, body, is_closed = ask(status=status)
    assert body == MARKED and headers["Content-Length"] == str(len(MARKED)) and is_closed


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/admin/", "text/html; charset=utf-8"), ("/feed/", "application/atom+xml"), ("/x.ics", "text/calendar"),
        ("/data/", "application/json"), ("/robots.txt", "text/plain; charset=utf-8"), ("/bild/", "image/webp"),
    ],
)  # fmt: skip
def test_all_else_leaves_as_it_is(path, kind):
    headers, body, is_closed = ask(path, kind)
    assert body == PAGE and headers["Content-Length"] == str(len(PAGE)) and not is_closed


def test_the_site_serves_its_pages_so():
    from helsingborgsrummet.wsgi import application

    inner = getattr(application, "application", application)
    assert UnbrokenPages in (type(application), type(inner))
