"""Walk the whole public site from its start page, as a visitor and a crawler do together."""

import contextlib
import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.utils import timezone

SITEMAP_ADDRESS = re.compile(r"<loc>([^<]+)</loc>")


class Links(HTMLParser):
    """What a page leads to and what it fetches."""

    LEADS = {("a", "href"), ("form", "action")}
    FETCHES = {
        ("img", "src"), ("img", "srcset"), ("source", "srcset"), ("script", "src"),
        ("iframe", "src"), ("video", "src"), ("audio", "src"), ("use", "href"),
    }  # fmt: skip

    def __init__(self, page):
        super().__init__()
        self.leads, self.fetches = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        for name, value in attrs:
            if (tag, name) in self.LEADS:
                self.leads.append(value)
            elif (tag, name) in self.FETCHES:
                self.fetches += [
                    part.split()[0] for part in (value or "").split(",") if part.strip()
                ]
        if tag == "link":
            relations = values.get("rel", "").split()
            kind = self.leads if {"alternate", "canonical"} & set(relations) else self.fetches
            kind.append(values.get("href", ""))


def is_own(address):
    """Whether an address lies on the site."""
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc


@contextlib.contextmanager
def one_moment():
    """Let what is read in here, while nothing is written, be read at one moment.

    A test's transaction shares what pages have in common for one moment only; a visitor's pages share more.
    """
    moment = timezone.now()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: moment)
        yield


@one_moment()
def walk(client, start="/"):
    """Return every public address and its response, found from ``start`` and the sitemaps.

    Queries are followed too, so pages of lists are included; the admin is not public.
    """
    waiting, responses = [start, "/robots.txt", "/sitemap.xml"], {}
    while waiting:
        address = waiting.pop()
        if address in responses or address.startswith(("/admin/", "/static/", "/media/")):
            continue
        response = responses[address] = client.get(address)
        kind = response.get("Content-Type", "")
        if response.status_code in (301, 302):
            found = [response["Location"]]
        elif kind.startswith("text/html"):
            found = Links(response.content.decode()).leads
        elif "xml" in kind:
            found = SITEMAP_ADDRESS.findall(response.content.decode())
            found = [urlsplit(each).path for each in found]
        else:
            found = []
        for each in found:
            target = urljoin(address, each.partition("#")[0])
            if is_own(each) and target not in responses:
                waiting.append(target)
    return responses
