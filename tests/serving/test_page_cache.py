"""The page cache as a browser and a proxy meet it: exact, small, the same for everybody."""

import datetime
import gzip
import threading

import brotli
import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import RequestFactory

from exhibits.models import OpeningRule
from helsingborgsrummet.content.kinds import parameters
from helsingborgsrummet.serving import page_cache
from helsingborgsrummet.serving.page_cache import Page, PageCache, accepted_coding
from tests.factory import make_activity, make_announcement, make_area, swedish

pytestmark = pytest.mark.django_db(transaction=True)


class Browser:
    """Asks a WSGI application as a server would, and counts how often Django was asked."""

    def __init__(self, folder):
        self.rendered = []
        django = get_wsgi_application()

        def counted(environ, start_response):
            self.rendered.append(environ["PATH_INFO"])
            return django(environ, start_response)

        self.application = PageCache(counted, folder, parameters=parameters())

    def get(self, address, method="GET", **headers):
        path, _, query = address.partition("?")
        environ = RequestFactory().generic(method, path, QUERY_STRING=query).environ
        environ["HTTP_HOST"] = "testserver"
        environ.update({f"HTTP_{name.upper()}": value for name, value in headers.items()})
        answer = {}

        def start_response(status, headers, exc_info=None):
            answer.update(status=int(status[:3]), headers=dict(headers))

        body = self.application(environ, start_response)
        answer["body"] = b"".join(body)
        if hasattr(body, "close"):
            body.close()
        return answer


@pytest.fixture
def browser(tmp_path):
    return Browser(tmp_path)


def test_a_page_is_rendered_once_until_content_changes(browser):
    announcement = make_announcement(title="Först")
    assert "Först" in browser.get("/nyheter/")["body"].decode()
    browser.get("/nyheter/")
    assert browser.rendered == ["/nyheter/"]
    announcement.title = "Sedan"
    announcement.save()
    assert "Sedan" in browser.get("/nyheter/")["body"].decode()
    assert browser.rendered == ["/nyheter/"] * 2


def test_another_worker_finds_the_page(browser, tmp_path):
    make_area(title="Gåsebäck")
    first = browser.get("/omraden/")
    other = Browser(tmp_path)
    assert other.get("/omraden/")["body"] == first["body"]
    assert other.rendered == []


def test_what_begins_and_ends_in_the_room_changes_every_page(browser, time_machine):
    """The hours say closed all day: only the activity tells when the sentence changes."""
    OpeningRule.objects.create(weekday=1, opens=datetime.time(10), closes=datetime.time(16))
    time_machine.move_to(swedish(2027, 3, 6, 9), tick=False)
    make_activity(kind="guidad-tur", times=[swedish(2027, 3, 6, 12)])
    told = [
        ((11, 59), "öppnar kl. 12 för guidad tur"),
        ((12, 0), "Öppet för guidad tur till kl. 14"),
        ((13, 59), "Öppet för guidad tur till kl. 14"),
        ((14, 0), "öppnar måndag kl. 10"),
    ]
    browser.get("/nyheter/")
    for clock, words in told:
        time_machine.move_to(swedish(2027, 3, 6, *clock), tick=False)
        assert words in browser.get("/nyheter/")["body"].decode()
    assert len(browser.rendered) == 3


def test_the_clock_changes_a_page(browser, time_machine):
    time_machine.move_to(swedish(2026, 11, 24, 11, 59, 30), tick=False)
    make_announcement(title="Klockan tolv", published_at=swedish(2026, 11, 24, 12))
    assert "Klockan tolv" not in browser.get("/nyheter/")["body"].decode()
    time_machine.move_to(swedish(2026, 11, 24, 11, 59, 59), tick=False)
    browser.get("/nyheter/")
    assert len(browser.rendered) == 1
    time_machine.move_to(swedish(2026, 11, 24, 12, 0, 0), tick=False)
    assert "Klockan tolv" in browser.get("/nyheter/")["body"].decode()


def test_what_a_clock_that_was_ahead_let_out_is_not_shown_before_its_time(
    browser, tmp_path, time_machine
):
    make_announcement(title="Klockan tolv", published_at=swedish(2026, 11, 24, 12))
    time_machine.move_to(swedish(2026, 11, 24, 13), tick=False)
    assert "Klockan tolv" in browser.get("/nyheter/")["body"].decode()
    time_machine.move_to(swedish(2026, 11, 24, 11), tick=False)
    for each in (browser, Browser(tmp_path)):
        assert "Klockan tolv" not in each.get("/nyheter/")["body"].decode()


def test_midnight_changes_a_page(browser, time_machine):
    time_machine.move_to(swedish(2026, 11, 24, 23, 59, 59), tick=False)
    browser.get("/")
    time_machine.move_to(swedish(2026, 11, 25, 0, 0, 0), tick=False)
    browser.get("/")
    assert len(browser.rendered) == 2


def test_a_page_rendered_while_somebody_saves_is_not_kept_as_new(tmp_path):
    browser = Browser(tmp_path)
    announcement = make_announcement(title="Gammal")
    django = browser.application.application

    def slow(environ, start_response):
        result = django(environ, start_response)
        type(announcement).objects.update(title="Ny")
        return result

    browser.application.application = slow
    assert "Gammal" in browser.get("/nyheter/")["body"].decode()
    browser.application.application = django
    assert "Ny" in browser.get("/nyheter/")["body"].decode()


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("", ""),
        ("identity", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, gzip", "gzip"),
        ("BR", "br"),
        ("br;q=0.1, gzip;q=1", "br"),
        ("*", "br"),
        ("*;q=0", ""),
        ("br;q=0, *", "gzip"),
        ("gzip;q=x", ""),
    ],
)
def test_the_form_follows_what_the_browser_accepts(header, coding):
    assert accepted_coding(header) == coding


def test_every_form_is_the_same_page(browser):
    make_area()
    plain = browser.get("/")
    packed = {
        "gzip": gzip.decompress(browser.get("/", accept_encoding="gzip")["body"]),
        "br": brotli.decompress(browser.get("/", accept_encoding="br")["body"]),
    }
    assert packed == {"gzip": plain["body"], "br": plain["body"]}
    headers = browser.get("/", accept_encoding="br")["headers"]
    assert headers["Content-Encoding"] == "br"
    assert headers["Vary"] == "Accept-Encoding"
    assert headers["Cache-Control"] == "public, no-cache"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "Content-Encoding" not in plain["headers"]


def test_what_the_browser_has_is_not_sent_again(browser):
    make_area()
    etag = browser.get("/")["headers"]["ETag"]
    again = browser.get("/", if_none_match=etag)
    assert (again["status"], again["body"]) == (304, b"")
    assert again["headers"]["ETag"] == etag
    assert browser.get("/", if_none_match='W/"else"')["status"] == 200
    make_announcement(title="Nytt")
    assert browser.get("/", if_none_match=etag)["status"] == 200


def test_head_has_the_headers_of_get(browser):
    head = browser.get("/", method="HEAD")
    get = browser.get("/")
    assert head["body"] == b""
    assert head["headers"] == get["headers"]
    assert head["headers"]["Content-Length"] == str(len(get["body"]))


@pytest.mark.parametrize(
    "address",
    ["/finns-inte/", "/admin/login/", "/halsa/", "/?okand=1", "/nyheter/?fore=x"],
)
def test_what_is_not_a_public_page_is_not_kept(browser, address):
    browser.get(address)
    browser.get(address)
    assert len(browser.rendered) == 2


def test_hosts_and_schemes_do_not_share_pages(browser):
    browser.get("/")
    browser.get("/", host="localhost")
    browser.get("/", x_forwarded_proto="https")
    assert len(browser.rendered) == 3


def test_an_unknown_host_is_refused(browser):
    browser.get("/")
    assert browser.get("/", host="ond.example")["status"] == 400


def test_made_up_queries_cannot_fill_the_memory(browser, monkeypatch):
    monkeypatch.setattr(page_cache, "MAX_MEMORY", 100_000)
    monkeypatch.setattr(page_cache, "MAX_FILES", 5)
    for number in range(30):
        browser.get(f"/omraden/?slag=x{number}")
    cache = browser.application
    assert cache.size <= 100_000
    assert cache.size == sum(page.size for page in cache.pages.values())
    assert len(list(cache.folder.glob("*/*"))) <= 5


def test_what_was_unused_longest_makes_room(browser, monkeypatch):
    for slag in "abc":
        browser.get(f"/omraden/?slag={slag}")
    browser.get("/omraden/?slag=a")
    cache = browser.application
    monkeypatch.setattr(page_cache, "MAX_MEMORY", cache.size)
    browser.get("/omraden/?slag=d")
    kept_now = {key.partition("slag=")[2] for key in cache.pages}
    assert "b" not in kept_now and {"a", "d"} <= kept_now


def test_which_parameters_choose_a_page_is_handed_in(browser):
    browser.application = PageCache(
        browser.application.application, browser.application.folder, parameters={"sprak"}
    )
    for address in ("/nyheter/?sprak=sv", "/nyheter/?ar=2026") * 2:
        browser.get(address)
    assert browser.rendered == ["/nyheter/"] * 3


def end_the_session_of(key):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [key])
    connection.close()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="a file does not hang up")
def test_a_database_that_hangs_up_costs_nothing(browser):
    browser.get("/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (key,) = cursor.fetchone()
    thread = threading.Thread(target=end_the_session_of, args=(key,))
    thread.start()
    thread.join()
    assert [browser.get("/")["status"] for _ in range(2)] == [200, 200]
    assert browser.rendered == ["/"]


def test_old_generations_leave_the_disk(browser):
    browser.get("/")
    make_area()
    browser.get("/")
    assert len(list(browser.application.folder.iterdir())) == 1


def test_a_page_survives_being_a_file():
    page = Page(
        3, 2.5, 12.5, (("Content-Type", "text/html"),), 'W/"x"', {"br": b"\n1", "": b"abc\n"}
    )
    assert Page.from_bytes(page.to_bytes("en sida"), "en sida") == page
