"""Links to other sites: which there are, and whether they still lead anywhere.

Polite: one request at a time, with a pause between two to the same host, headers only, under a
name that tells who asks. Careful: only addresses on the public internet are connected to, whatever
a name or a redirect says.
"""

import contextlib
import datetime
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from urllib.parse import quote, urldefrag, urljoin, urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from helsingborgsrummet import due_work
from helsingborgsrummet.content.addresses import internal_path
from helsingborgsrummet.content.links import links_on_pages
from helsingborgsrummet.editing.checks import Target
from helsingborgsrummet.editing.link_states import link_state
from helsingborgsrummet.models import ExternalLink, LinkUse

TIMEOUT = 10  # seconds for one request in all
MAX_REDIRECTS = 5
MAX_BYTES = 64 * 1024  # asked for of a page; its body is not even read
NOT_AGAIN_WITHIN = datetime.timedelta(hours=24)
BATCH = 20  # results written together
REDIRECTS = {301, 302, 303, 307, 308}
# The page is there, but not for a program: nothing a reader would notice.
REFUSES_PROGRAMS = {401, 403, 451}
# What our own site says of a page that nobody can read.
LOST = {Target.GONE: 410, Target.MISSING: 404}
MAX_ADDRESS = ExternalLink._meta.get_field("url").max_length


# --- Which links there are ----------------------------------------------------------------------


def collect(now):
    """Note every external link that visitors meet at the moment ``now``, and on which pages.

    So are links to pages of our own that are withdrawn or not there. What stands on no page any longer is
    removed. Returns the number of external links.
    """
    wanted, own = {}, {}
    for link in links_on_pages(now):
        page = (ContentType.objects.get_for_model(link.model).pk, link.pk)
        if url := external_address(link.href):
            wanted.setdefault(url, set()).add(page)
        elif path := internal_path(link.href):
            own.setdefault(urldefrag(path)[0], set()).add(page)
    count = len(wanted)
    lost = {}
    for path, pages in own.items():
        status = LOST.get(link_state(path).target)
        url = settings.SITE_ORIGIN + path
        if status and len(url) <= MAX_ADDRESS:
            lost[url], wanted[url] = status, pages
    with transaction.atomic():
        ExternalLink.objects.bulk_create(
            [ExternalLink(url=url) for url in wanted], ignore_conflicts=True, batch_size=500
        )
        keys = dict(ExternalLink.objects.values_list("url", "pk"))
        uses = {(keys[url], *page) for url, pages in wanted.items() for page in pages}
        stored = {
            (link, kind, page): pk
            for pk, link, kind, page in LinkUse.objects.values_list(
                "pk", "link_id", "content_type_id", "object_id"
            )
        }
        LinkUse.objects.bulk_create(
            [
                LinkUse(link_id=link, content_type_id=kind, object_id=page)
                for link, kind, page in sorted(uses - stored.keys())
            ],
            batch_size=500,
        )
        _delete(LinkUse, [pk for use, pk in stored.items() if use not in uses])
        _delete(ExternalLink, [pk for url, pk in keys.items() if url not in wanted])
        links = ExternalLink.objects.filter(url__in=lost)
        for link in links:
            note(link, Answer(lost[link.url]), now)
        _store(links)
    return count


def _delete(model, keys):
    for start in range(0, len(keys), 500):
        model.objects.filter(pk__in=keys[start : start + 500]).delete()


def external_address(url):
    """Return a link to another site as it is asked for, without its fragment; else ``None``."""
    url = urldefrag(url.strip())[0]
    try:
        parts = urlsplit(url)
        is_external = parts.scheme in ("http", "https") and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        return None
    if (
        not is_external
        or f"{parts.scheme}://{parts.netloc}".lower() == settings.SITE_ORIGIN.lower()
    ):
        return None
    return url if len(url) <= MAX_ADDRESS else None


# --- Asking -------------------------------------------------------------------------------------


class BlockedAddressError(OSError):
    """The host has no address on the public internet."""


@dataclass(frozen=True)
class Answer:
    """What an address answers: a status, or in Swedish why there is none."""

    status: int | None = None
    error: str = ""

    @property
    def is_failure(self):
        """Whether a reader who follows the link is likely not to come to a page."""
        if self.status is None:
            return True
        return not 200 <= self.status < 300 and self.status not in REFUSES_PROGRAMS

    @property
    def is_final(self):
        """Whether the other site says that the page is gone, and not only that it has trouble."""
        return self.status in (404, 410)


def is_public(address):
    """Whether an IP address lies on the public internet."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    return ip.is_global and not ip.is_multicast and (inner is None or is_public(str(inner)))


def open_socket(host, port, timeout, *, allow_private=False):
    """Connect to a host; ``BlockedAddressError`` when its address is not a public one.

    The address that was looked at is the one connected to, so that a name cannot lead elsewhere
    the second time it is asked for.
    """
    error = BlockedAddressError("no public address")
    for family, kind, protocol, _, address in socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM
    ):
        if not (allow_private or is_public(address[0])):
            continue
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(timeout)
            connection.connect(address)
            return connection
        except OSError as failure:
            connection.close()
            error = failure
    raise error


class Checker:
    """Asks addresses, one after the other, and waits ``pause`` seconds between two to one host."""

    def __init__(self, pause=2.0, *, timeout=TIMEOUT, allow_private=False, sleep=time.sleep):
        self.pause = pause
        self.timeout = timeout
        self.allow_private = allow_private
        self.sleep = sleep
        self.asked_at = {}
        self.user_agent = f"HelsingborgsrummetLinkCheck/1.0 (+{settings.SITE_ORIGIN}/)"

    def check(self, url):
        """Return the :class:`Answer` of an address, after its redirects; never raises ``OSError``."""
        try:
            for _ in range(MAX_REDIRECTS + 1):
                status, location = self.ask("HEAD", url)
                if status >= 400 and status != 429:
                    # Many servers know no HEAD, and say so in many ways.
                    status, location = self.ask("GET", url)
                if status not in REDIRECTS or not location:
                    return Answer(status)
                url = urldefrag(urljoin(url, location))[0]
                if urlsplit(url).scheme not in ("http", "https"):
                    return Answer(error="leder vidare till något som inte är en webbsida")
            return Answer(error="leder runt i en ring eller i för många steg")
        except TimeoutError:
            return Answer(error="svarade inte i tid")
        except BlockedAddressError:
            return Answer(error="har ingen adress på det öppna internet")
        except socket.gaierror:
            return Answer(error="servern finns inte, eller går inte att slå upp just nu")
        except ssl.SSLError:
            return Answer(error="har ett certifikat som inte godkänns")
        except (OSError, http.client.HTTPException):
            return Answer(error="gick inte att ansluta till")
        except ValueError:
            return Answer(error="är ingen giltig adress")

    def ask(self, method, url):
        """Send one request; return its status and where it leads on."""
        parts = urlsplit(url)
        host = parts.hostname.encode("idna").decode()
        port = parts.port or (443 if parts.scheme == "https" else 80)
        self._wait_for(host)
        connection = http.client.HTTPConnection(host, port, timeout=self.timeout)
        expired = threading.Event()
        watch = threading.Timer(self.timeout, _shut, [connection, expired])
        watch.start()
        try:
            connection.sock = open_socket(
                host, port, self.timeout, allow_private=self.allow_private
            )
            if parts.scheme == "https":
                context = ssl.create_default_context()
                connection.sock = context.wrap_socket(connection.sock, server_hostname=host)
            connection.request(method, _target(parts), headers=self._headers(method, parts, host))
            response = connection.getresponse()
            if expired.is_set():
                # What was cut off half-way through its headers still passes for an answer.
                raise TimeoutError
            return response.status, response.getheader("Location", "")
        except (OSError, http.client.HTTPException):
            if expired.is_set():
                raise TimeoutError from None
            raise
        finally:
            watch.cancel()
            watch.join()
            connection.close()

    def _headers(self, method, parts, host):
        port = f":{parts.port}" if parts.port else ""
        headers = {
            "Host": (f"[{host}]" if ":" in host else host) + port,
            "User-Agent": self.user_agent,
            "Accept": "text/html,*/*;q=0.5",
            "Connection": "close",
        }
        if method == "GET":
            headers["Range"] = f"bytes=0-{MAX_BYTES - 1}"
        return headers

    def _wait_for(self, host):
        if host in self.asked_at:
            left = self.asked_at[host] + self.pause - time.monotonic()
            if left > 0:
                self.sleep(left)
        self.asked_at[host] = time.monotonic()


def _shut(connection, expired):
    """Cut off a server that sends a little now and then, and so never runs out of time."""
    expired.set()
    if connection.sock:
        with contextlib.suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)


def _target(parts):
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return f"{path}?{query}" if query else path


# --- A run --------------------------------------------------------------------------------------


def due(now, limit):
    """The links to check at the moment ``now``: never checked and oldest first, at most ``limit``."""
    links = ExternalLink.objects.elsewhere().exclude(checked_at__gt=now - NOT_AGAIN_WITHIN)
    return list(links.order_by(F("checked_at").asc(nulls_first=True), "pk")[:limit])


def spread(links):
    """The links in an order in which the hosts take turns, so that pauses cost little time."""
    turns = {}
    placed = []
    for link in links:
        host = urlsplit(link.url).hostname
        turns[host] = turns.get(host, 0) + 1
        placed.append((turns[host], link))
    return [link for _, link in sorted(placed, key=lambda pair: pair[0])]


def note(link, answer, now):
    """Put an answer into a link's row; it is not saved.

    Being told that the page is gone begins the count anew after mere trouble: it is to be said
    twice before anybody is asked to mend the link.
    """
    was_final = link.status in (404, 410)
    if not answer.is_failure:
        link.failure_count, link.failing_since = 0, None
    elif link.failure_count and (was_final or not answer.is_final):
        link.failure_count += 1
    else:
        link.failure_count, link.failing_since = 1, now
    link.status, link.error, link.checked_at = answer.status, answer.error, now


def check_links(checker, *, limit, seconds=float("inf"), report=lambda link: None):
    """Check the links that are due and store the results, also when the run is interrupted.

    Begins with no further link once ``seconds`` have passed.
    """
    done, stop = [], time.monotonic() + seconds
    try:
        for link in spread(due(timezone.now(), limit)):
            if time.monotonic() > stop:
                break
            answer = checker.check(link.url)
            note(link, answer, timezone.now())
            done.append(link)
            report(link)
            if len(done) == BATCH:
                _store(done)
                done = []
    finally:
        _store(done)


def register_work():
    """Have links collected each hour, and those that are due checked a few at a time."""
    due_work.register(
        "collect_links",
        "Länkar samlas in",
        datetime.timedelta(hours=1),
        lambda now: f"{collect(now)} länkar på webbplatsens sidor",
    )
    due_work.register(
        "check_links", "Länkar kontrolleras", datetime.timedelta(minutes=5), _check_some
    )


def _check_some(now):
    checked = []
    check_links(Checker(), limit=20, seconds=due_work.SLICE.total_seconds(), report=checked.append)
    failed = sum(bool(link.failure_count) for link in checked)
    return f"{len(checked)} länkar kontrollerade, {failed} svarade inte som de ska"


def _store(links):
    fields = ["status", "error", "checked_at", "failing_since", "failure_count"]
    ExternalLink.objects.bulk_update(links, fields)
