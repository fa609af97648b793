"""What holds for every public page of the site with its sample content, and of an empty one."""

import itertools
import re
from urllib.parse import parse_qsl, urlencode, urljoin

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from helsingborgsrummet.letters.blocks import MARK, as_html
from tests.html_checker import html_errors, needs_html_checker
from tests.letters.test_messages import BLOCKS
from tests.site_walk import Links, is_own, walk

pytestmark = pytest.mark.django_db
FOLLOW_SCRIPT = re.compile(r'<script src="/static/js/follow\.\w+\.js" defer>')
NOTICES_SCRIPT = re.compile(r'<script src="/static/js/notices\.\w+\.js">')
DATA_BLOCK = '<script type="application/ld+json">'


def html_pages(responses):
    return {
        address: response.content.decode()
        for address, response in responses.items()
        if response.get("Content-Type", "").startswith("text/html")
    }


@pytest.fixture(scope="module")
def walked():
    """What was found, by what was there: one walk, many looks, for rendering all of it is what takes time."""
    return {}


@pytest.fixture(params=["sample content", "empty"])
def responses(request, walked):
    if request.param not in walked:
        if request.param == "sample content":
            call_command("load_demo_content", verbosity=0)
        walked[request.param] = walk(Client())
    return walked[request.param]


def test_every_public_page(responses):
    pages = html_pages(responses)
    assert set(pages) >= {"/", "/omraden/", "/nyheter/", "/besok/"}
    titles = {}
    for address, response in responses.items():
        assert response.status_code == 200, address
        assert not response.cookies, address
        assert "Set-Cookie" not in response.headers, address
        assert "Cookie" not in response.get("Vary", ""), address
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy, address
        assert "unsafe-" not in policy, address
        assert response["X-Content-Type-Options"] == "nosniff", address
        assert response["Referrer-Policy"], address
        assert response["X-Frame-Options"] == "DENY", address
    for address, page in pages.items():
        foreign = [each for each in Links(page).fetches if not is_own(each)]
        assert foreign == [], address
        assert page.count("<h1") == 1, address
        assert '<html lang="sv">' in page, address
        assert not re.search(r"<[^>]+\sstyle=", page), address
        assert not re.search(r"<[^>]+\son[a-z]+=", page), address
        # Data for search engines is no script: a browser does not run it. Scripts of ours: one page, and notices.
        scripts = set(re.findall(r"<script[^>]*>", page)) - {DATA_BLOCK}
        notices = {each for each in scripts if NOTICES_SCRIPT.fullmatch(each)}
        assert bool(notices) == ('aria-label="Meddelanden"' in page), address
        scripts -= notices
        assert all(FOLLOW_SCRIPT.fullmatch(each) for each in scripts), address
        assert not scripts or address.startswith("/folj/"), address
        # The end of an address is none.
        words = re.sub(r"<[^>]*>", " ", page.partition("<body")[2])
        assert not re.search(r"(?<![.\w])(Atom|RSS|ics)\b", words), address
        levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
        main = [int(level) for level in re.findall(r"<h([1-6])", page.partition("<main")[2])]
        assert levels[0] == 1, address
        assert all(after <= before + 1 for before, after in itertools.pairwise(main)), address
        check_facts_for_others(address, page)
        title = re.search(r"<title>([^<]+)</title>", page)[1]
        assert titles.setdefault(title, address) == address
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert len(ids) == len(set(ids)), address


def test_links_into_a_page_lead_to_what_is_there(responses):
    pages = html_pages(responses)
    lost = {
        (address, lead)
        for address, page in pages.items()
        for lead in Links(page).leads
        for target, _, name in [urljoin(address, lead).partition("#")]
        if name and target in pages and f'id="{name}"' not in pages[target]
    }
    assert lost == set()


def check_facts_for_others(address, page):
    """What search engines and those who share a link are told: the same words, and one address."""
    told = dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', page))
    assert told["og:title"].strip() and told["og:image"] and told["description"].strip(), address
    assert told["og:description"] == told["description"], address
    canonical = re.findall(r'<link rel="canonical" href="([^"]+)"', page)
    if "noindex" in told.get("robots", ""):
        assert canonical == [], address
    else:
        path, _, query = address.partition("?")
        query = urlencode(sorted(parse_qsl(query)))
        whole = settings.SITE_ORIGIN + path + (f"?{query}" if query else "")
        assert canonical == [whole.replace("&", "&amp;")] == [told["og:url"]], address


def test_a_made_up_parameter_makes_no_second_page(client):
    for query in ("?utm_source=x", "?utm_source=x&fbclid=1"):
        page = client.get(f"/omraden/{query}").content.decode()
        assert f'<link rel="canonical" href="{settings.SITE_ORIGIN}/omraden/">' in page


def test_files_that_pages_fetch_are_there(responses):
    fetched = {
        each
        for page in html_pages(responses).values()
        for each in Links(page).fetches
        if is_own(each)
    }
    for each in sorted(fetched):
        if each.startswith(settings.STATIC_URL):
            assert (settings.STATIC_ROOT / each.removeprefix(settings.STATIC_URL)).exists(), each
        elif each.startswith(settings.MEDIA_URL):
            response = Client().get(each)
            assert response.status_code == 200, each
            assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
            assert "immutable" in response["Cache-Control"]
            assert response.getvalue()
        else:
            pytest.fail(f"{each} is neither a static file nor an upload")


def test_a_page_fetches_one_stylesheet_that_imports_nothing():
    (address,) = re.findall(
        r'<link rel="stylesheet" href="([^"]+)"', Client().get("/").content.decode()
    )
    text = (settings.STATIC_ROOT / address.removeprefix(settings.STATIC_URL)).read_text("utf-8")
    assert "@import" not in text
    assert ".area-list" in text and "@font-face" in text


def test_stylesheets_fetch_nothing_from_elsewhere():
    for path in settings.STATIC_ROOT.glob("css/*.css"):
        text = path.read_text(encoding="utf-8")
        # Imported files are put into the one that imports them: one request, not a chain of them.
        assert "@import" not in text, path
        for address in re.findall(r"url\(([^)]+)\)", text):
            assert not address.strip("'\"").startswith(("http", "//")), path


@needs_html_checker
def test_every_page_is_valid_html(responses, tmp_path):
    pages = html_pages({**responses, "404": Client().get("/finns-inte/")})
    pages["a letter"] = as_html("Nytt", BLOCKS).replace(MARK, "")
    assert html_errors(pages, tmp_path) == []
