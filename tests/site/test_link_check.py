"""External links: collected from public pages, and checked against a real server."""

import datetime
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from helsingborgsrummet import link_check
from helsingborgsrummet.link_check import (
    Answer,
    Checker,
    check_links,
    collect,
    due,
    external_address,
    is_public,
    note,
    spread,
)
from helsingborgsrummet.models import ExternalLink, Notice, StandingPage
from tests.factory import make_announcement, make_area, make_room, swedish

NOW = swedish(2026, 11, 24, 12)
DAY = datetime.timedelta(days=1)


# --- Which links there are ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/b?c=1#d", "https://a.example/b?c=1"),
        ("http://a.example", "http://a.example"),
        ("https://rummet.example/besok/", None),
        ("HTTPS://RUMMET.example/", None),
        ("/besok/", None),
        ("mailto:a@b.example", None),
        ("ftp://a.example", None),
        ("https://", None),
        ("https://[", None),
        ("https://a.example:port/", None),
        ("https://a.example/" + "x" * 500, None),
    ],
)
def test_what_is_an_external_address(settings, url, expected):
    settings.SITE_ORIGIN = "https://rummet.example"
    assert external_address(url) == expected


def stored():
    return {
        link.url: {str(use.page) for use in link.uses.all()} for link in ExternalLink.objects.all()
    }


@pytest.mark.django_db
def test_the_links_of_public_pages_are_collected_and_stale_ones_removed():
    now = timezone.now()
    one = "[Plan](https://a.example/plan?a=1&b=å#del) och [hem](/besok/), `https://kod.example`."
    news = make_announcement(title="Nyheten", body=one)
    make_announcement(title="Samma", body="Se https://a.example/plan?a=1&b=å")
    make_announcement(body="[Utkast](https://utkast.example)", published_at=None)
    make_announcement(body="[Sedan](https://sedan.example)", published_at=now + DAY)
    make_announcement(body="[Borta](https://borta.example)", withdrawn_at=now - DAY)
    make_area(title="Området", body="[Kommunen](https://b.example)")
    room = make_room(name="Huset", body="[Resa](https://resa.example)")
    StandingPage.objects.create(title="Om", slug="om", body="<https://c.example>", published_at=now)
    Notice.objects.create(text="Hissen", link_url="https://hiss.example", link_text="Läs om hissen")
    Notice.objects.create(
        text="Gammalt", link_url="https://gammal.example", link_text="x",
        shows_from=now - 2 * DAY, shows_until=now - DAY,
    )  # fmt: skip
    assert collect(timezone.now()) == 5
    plan = "https://a.example/plan?a=1&b=%C3%A5"
    assert stored() == {
        plan: {"Nyheten", "Samma"},
        "https://b.example": {"Området"},
        "https://c.example": {"Om"},
        "https://hiss.example": {"Hissen"},
        "https://resa.example": {str(room)},
    }
    ExternalLink.objects.update(failure_count=2)
    news.body = "Inga länkar."
    news.save()
    Notice.objects.all().delete()
    assert collect(timezone.now()) == 4
    assert stored()[plan] == {"Samma"}
    assert "https://hiss.example" not in stored()
    assert set(ExternalLink.objects.values_list("failure_count", flat=True)) == {2}


@pytest.mark.django_db
def test_collecting_asks_the_same_for_few_and_for_many():
    counts = []
    for start in (0, 5):
        for number in range(start, start + 5 + start):
            make_announcement(body=f"[a](https://a{number}.example) [b](https://b{number}.example)")
        with CaptureQueriesContext(connection) as queries:
            collect(timezone.now())
        counts.append(len(queries))
    assert counts[1] <= counts[0]


# --- Asking -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("10.0.0.1", False),
        ("172.16.3.4", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:7f00:0001::", False),
    ],
)
def test_only_the_public_internet_is_asked(address, expected):
    assert is_public(address) is expected


class Handler(BaseHTTPRequestHandler):
    """A server with every habit that servers have."""

    def log_message(self, *args):
        """Quiet."""

    def answer(self):
        self.server.asked.append((self.command, self.path, dict(self.headers)))
        status = {
            "/saknas": 404, "/borta": 410, "/trasig": 500, "/lugn": 429, "/stängd": 403,
        }.get(self.path, 200)  # fmt: skip
        if self.path == "/inget-head" and self.command == "HEAD":
            status = 405
        if self.path == "/ljuger" and self.command == "HEAD":
            status = 404
        if self.path == "/dropp":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            while not self.server.stopping.wait(0.05):
                try:
                    self.wfile.write(b"X")
                except OSError:
                    return
            return
        if self.path == "/skräp":
            self.wfile.write(b"SSH-2.0-OpenSSH\r\n")
            return
        location = {
            "/ett": "/tva", "/tva": "/tre#del", "/tre": "/", "/runt": "/runt",
            "/till-saknas": "/saknas", "/till-fil": "file:///etc/passwd",
            "/inåt": "http://169.254.169.254/",
        }.get(self.path)  # fmt: skip
        self.send_response(301 if location else status)
        if location:
            self.send_header("Location", location)
        if self.path == "/stor":
            self.send_header("Content-Length", str(10**12))
        self.end_headers()
        if self.path == "/stor" and self.command == "GET":
            while True:
                try:
                    self.wfile.write(b"x" * 65536)
                    self.server.sent += 65536
                except OSError:
                    return

    do_GET = do_HEAD = answer

    def parse_request(self):
        """Paths as they are meant, for reading."""
        is_sound = super().parse_request()
        if is_sound:
            self.path = unquote(self.path)
        return is_sound


@pytest.fixture
def server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.sent, server.stopping = [], 0, threading.Event()
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    server.url = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.stopping.set()
    server.shutdown()
    thread.join()
    server.server_close()


def checker(**kwargs):
    return Checker(0, **{"allow_private": True, **kwargs})


@pytest.mark.parametrize(
    ("path", "status", "requests"),
    [
        ("/", 200, ["HEAD"]),
        ("/å ä", 200, ["HEAD"]),
        ("/ett", 200, ["HEAD"] * 4),
        ("/inget-head", 200, ["HEAD", "GET"]),
        ("/ljuger", 200, ["HEAD", "GET"]),
        ("/saknas", 404, ["HEAD", "GET"]),
        ("/borta", 410, ["HEAD", "GET"]),
        ("/till-saknas", 404, ["HEAD", "HEAD", "GET"]),
        ("/trasig", 500, ["HEAD", "GET"]),
        ("/lugn", 429, ["HEAD"]),
        ("/stor", 200, ["HEAD"]),
    ],
)
def test_what_a_server_answers(server, path, status, requests):
    assert checker().check(server.url + path) == Answer(status)
    assert [method for method, _, _ in server.asked] == requests


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/runt", "i en ring"),
        ("/till-fil", "inte är en webbsida"),
        ("/skräp", "gick inte att ansluta"),
    ],
)
def test_what_is_no_answer_is_told_in_words(server, path, words):
    answer = checker().check(server.url + path)
    assert answer.status is None and words in answer.error
    assert len(server.asked) <= 6


def test_a_server_that_never_ends_its_answer_is_left(server):
    began = time.monotonic()
    answer = checker(timeout=0.3).check(f"{server.url}/dropp")
    assert answer.error == "svarade inte i tid"
    assert time.monotonic() - began < 5


def test_a_server_that_accepts_and_says_nothing_is_left():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        answer = checker(timeout=0.3).check(f"http://127.0.0.1:{silent.getsockname()[1]}/")
    assert answer.error == "svarade inte i tid"


def test_the_body_of_a_huge_page_is_not_read(server):
    assert checker().ask("GET", f"{server.url}/stor") == (200, "")
    assert server.asked[0][2]["Range"] == "bytes=0-65535"
    assert server.sent < 10 * 2**20  # what the buffers of the two ends hold


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://[::1]:{port}/",
        "http://2130706433:{port}/",
    ],
)
def test_our_own_machine_is_not_asked(server, url):
    answer = Checker(0).check(url.format(port=server.server_port))
    assert answer.error in (
        "har ingen adress på det öppna internet",
        "servern finns inte, eller går inte att slå upp just nu",
    )
    assert server.asked == []


def test_a_redirect_does_not_lead_inside(server, monkeypatch):
    """The first host is let through, as a public one would be; the address it names is not."""
    port = server.server_port
    monkeypatch.setattr(link_check, "is_public", lambda ip: ip == "127.0.0.1")
    answer = Checker(0).check(f"http://127.0.0.1:{port}/inåt")
    assert answer.error == "har ingen adress på det öppna internet"


@pytest.mark.parametrize("url", ["http://a..example/", "http://" + "a" * 70 + ".example/"])
def test_an_address_that_is_none_is_told(url):
    assert checker().check(url).error == "är ingen giltig adress"


def test_it_says_who_asks_and_rests_between_two_questions_to_a_host(server, settings):
    settings.SITE_ORIGIN = "https://rummet.example"
    rests = []
    polite = Checker(2, allow_private=True, sleep=rests.append)
    polite.check(f"{server.url}/")
    polite.check(f"{server.url}/")
    assert len(rests) == 1 and 0 < rests[0] <= 2
    headers = server.asked[0][2]
    assert headers["User-Agent"] == "HelsingborgsrummetLinkCheck/1.0 (+https://rummet.example/)"
    assert "Cookie" not in headers and "Referer" not in headers


# --- What is broken -----------------------------------------------------------------------------

OK, GONE, TROUBLE = Answer(200), Answer(404), Answer(503)
RUNS = [
    # answers by day, broken after the last
    ([(0, OK)], False),
    ([(0, GONE)], False),
    ([(0, GONE), (1, GONE)], True),
    ([(0, GONE), (0.5, GONE)], False),
    ([(0, GONE), (1, OK)], False),
    ([(0, GONE), (1, OK), (2, GONE)], False),
    ([(0, Answer(410)), (1, GONE)], True),
    ([(0, TROUBLE), (1, GONE)], False),
    ([(0, TROUBLE), (1, GONE), (2, GONE)], True),
    ([(0, TROUBLE), (1, TROUBLE), (2, TROUBLE)], False),
    ([(0, TROUBLE), (1, TROUBLE), (2, TROUBLE), (3, TROUBLE)], True),
    ([(0, TROUBLE), (3, TROUBLE)], False),
    ([(0, TROUBLE), (1.5, Answer(error="svarade inte i tid")), (3, Answer(429))], True),
    ([(0, TROUBLE), (1, TROUBLE), (2, OK), (3, TROUBLE)], False),
    ([(0, Answer(403)), (1, Answer(401)), (4, Answer(403))], False),
    ([(0, GONE), (1, GONE), (-70, GONE)], False),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("answers", "is_broken"), RUNS)
def test_a_link_is_broken_only_when_it_has_failed_for_days(answers, is_broken):
    link = ExternalLink.objects.create(url="https://a.example")
    for day, answer in answers:
        if day >= 0:
            note(link, answer, NOW + day * DAY)
            link.save()
    after = NOW + (abs(answers[-1][0]) + 1) * DAY
    assert ExternalLink.objects.broken(after).exists() is is_broken
    is_failing = answers[-1][1].is_failure and not is_broken
    if answers[-1][0] >= 0:
        assert ExternalLink.objects.all().failing(after).exists() is is_failing


# --- A run --------------------------------------------------------------------------------------


def make_links(*urls, **kwargs):
    return [ExternalLink.objects.create(url=url, **kwargs) for url in urls]


@pytest.mark.django_db
def test_the_oldest_are_checked_first_and_none_twice_a_day():
    make_links("https://nyss.example", checked_at=NOW - DAY + datetime.timedelta(seconds=1))
    (old,) = make_links("https://nyare.example", checked_at=NOW - 2 * DAY)
    (older,) = make_links("https://gammal.example", checked_at=NOW - 3 * DAY)
    (never,) = make_links("https://aldrig.example")
    assert due(NOW, 10) == [never, older, old]
    assert due(NOW, 2) == [never, older]


def test_hosts_take_turns():
    links = [ExternalLink(url=f"https://{each}") for each in ("a/1", "a/2", "b/1", "a/3", "b/2")]
    assert [link.url[8:] for link in spread(links)] == ["a/1", "b/1", "a/2", "b/2", "a/3"]


@pytest.mark.django_db
def test_a_run_stores_its_results_in_few_writes(server, django_assert_max_num_queries):
    make_links(*(f"{server.url}/{number}" for number in range(30)), f"{server.url}/saknas")
    with django_assert_max_num_queries(7):
        check_links(checker(), limit=100)
    assert ExternalLink.objects.filter(status=200, failure_count=0).count() == 30
    assert ExternalLink.objects.get(status=404).failure_count == 1
    assert not ExternalLink.objects.filter(checked_at=None).exists()
    asked = len(server.asked)
    check_links(checker(), limit=100)
    assert len(server.asked) == asked


@pytest.mark.django_db
def test_an_interrupted_run_keeps_what_it_knows(server):
    make_links(*(f"{server.url}/{number}" for number in range(5)))
    seen = []

    def interrupt(link):
        seen.append(link.pk)
        if len(seen) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check_links(checker(), limit=100, report=interrupt)
    checked = ExternalLink.objects.exclude(checked_at=None).values_list("pk", flat=True)
    assert sorted(checked) == sorted(seen)
    check_links(checker(), limit=100)
    assert ExternalLink.objects.filter(status=200).count() == 5


@pytest.mark.django_db
def test_the_command_collects_and_checks(capsys):
    make_announcement(body="[Vi själva](http://127.0.0.1:1/)")
    call_command("check_links", pause=0)
    said = capsys.readouterr().out
    assert "1 länkar på webbplatsens sidor" in said
    assert "har ingen adress på det öppna internet" in said
    assert "1 kontrollerade" in said


# --- The list in the admin ----------------------------------------------------------------------


LIST = "/admin/helsingborgsrummet/externallink/"


def make_broken(url, now):
    since = now - 5 * DAY
    return make_links(url, status=404, failure_count=3, failing_since=since, checked_at=now)


@pytest.mark.django_db
def test_the_list_tells_states_in_words_with_ways_to_the_pages(writer):
    now = timezone.now()
    news = make_announcement(
        title="Nyheten", body="[a](https://trasig.example) [b](https://ny.example)"
    )
    collect(now)
    ExternalLink.objects.filter(url="https://trasig.example").update(
        status=404, failure_count=2, failing_since=now - 2 * DAY, checked_at=now
    )
    make_links(
        "https://nere.example", error="svarade inte i tid",
        failure_count=1, failing_since=now, checked_at=now,
    )  # fmt: skip
    make_links("https://bra.example", status=200, checked_at=now)
    page = writer.get(LIST).content.decode()
    for words in (
        "Trasig: sidan finns inte (404)", "Fel en gång: svarade inte i tid. Kontrolleras igen.",
        "Fungerar", "Inte kontrollerad än",
        f'<a href="/admin/news/announcement/{news.pk}/change/">Nyheten</a>',
    ):  # fmt: skip
        assert words in page
    hosts = {"trasig": "trasig", "felar": "nere", "fungerar": "bra", "okontrollerad": "ny"}
    for state, host in hosts.items():
        shown = writer.get(LIST, {"lage": state}).content.decode()
        assert [each for each in hosts.values() if f"https://{each}.example" in shown] == [host]


@pytest.mark.django_db
def test_the_list_is_only_to_read(writer):
    (link,) = make_links("https://a.example")
    page = writer.get(f"{LIST}{link.pk}/change/")
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    assert writer.get(f"{LIST}add/").status_code == 403
    assert writer.post(f"{LIST}{link.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.django_db
def test_the_list_asks_the_same_for_few_and_for_many(writer):
    counts = []
    writer.get(LIST)
    for count in (1, 12):
        for _ in range(count):
            body = " ".join(f"[l{n}](https://l{n}.example/)" for n in range(count))
            make_announcement(title="Samma", body=body)
            make_area(body=body)
        collect(timezone.now())
        with CaptureQueriesContext(connection) as queries:
            page = writer.get(LIST).content.decode()
        counts.append(len(queries))
    # One query for each kind of page that is shown; with many, the first five are of one kind.
    assert counts[1] <= counts[0] <= 15
    assert "och 21 till" in page
