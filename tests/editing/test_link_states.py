"""Links within the site: asked of the site itself, as a visitor would meet them."""

import datetime

import pytest
from django.core.signals import request_finished
from django.db import connection
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.utils import timezone

from helsingborgsrummet.editing.checks import LinkState, Target
from helsingborgsrummet.editing.link_states import internal_path, link_state, link_states
from helsingborgsrummet.models import Redirect
from tests.factory import make_announcement, make_area, make_room

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/besok/", "/besok/"),
        ("/besok/?a=1#hit", "/besok/?a=1#hit"),
        ("#avsnitt-hit", "/nyheter/#avsnitt-hit"),
        ("amne/", "/nyheter/amne/"),
        ("https://rummet.example", "/"),
        ("HTTPS://Rummet.example/besok/", "/besok/"),
        ("https://rummet.example.evil.example/", None),
        ("//annan.example/", None),
        ("http://rummet.example/", None),
        ("https://annan.example/besok/", None),
        ("mailto:rum@rummet.example", None),
        ("tel:+4642105000", None),
        ("javascript:alert(1)", None),
        ("http://[", None),
    ],
)
def test_what_belongs_to_the_site(settings, href, expected):
    settings.SITE_ORIGIN = "https://rummet.example"
    assert internal_path(href, "/nyheter/") == expected


def test_pages_as_a_visitor_meets_them(settings):
    make_room()
    later = timezone.now() + datetime.timedelta(days=3)
    area = make_area(slug="omradet")
    draft = make_announcement(published_at=None)
    scheduled = make_announcement(published_at=later)
    withdrawn = make_announcement(withdrawn_at=timezone.now() - datetime.timedelta(minutes=1))
    news = make_announcement()
    Redirect.objects.leave("/omraden/gamla-omradet/", area.get_absolute_url())
    address = news.get_absolute_url()
    states = {
        "/": Target.OK,
        "/besok/": Target.OK,
        "/omraden/?slag=ny-stadsdel": Target.OK,
        "/nyheter/atom.xml": Target.OK,
        "/static/img/favicon.svg": Target.OK,
        area.get_absolute_url(): Target.OK,
        address: Target.OK,
        "/omraden/omradet": Target.REDIRECT,
        f"/nyheter/1999/{news.slug}/": Target.REDIRECT,
        scheduled.get_absolute_url(): Target.SCHEDULED,
        draft.get_absolute_url(): Target.MISSING,
        withdrawn.get_absolute_url(): Target.GONE,
        "/omraden/gamla-omradet/": Target.REDIRECT,
        "/omraden/finns-inte/": Target.MISSING,
        "/finns/inte": Target.MISSING,
        "/nyheter/?ar=1999": Target.MISSING,
        "/media/renditions/finns-inte.avif": Target.MISSING,
        "/media/../../etc/passwd": Target.MISSING,
        "/static/finns-inte.css": Target.MISSING,
        "/static/../db.sqlite3": Target.MISSING,
        "/static/%2e%2e/db.sqlite3": Target.MISSING,
        "/admin/": Target.PRIVATE,
        "/%00/%ff": Target.MISSING,
    }
    assert {each: link_state(each).target for each in states} == states
    assert link_state(f"/nyheter/1999/{news.slug}/").address == address


def test_links_on_the_page_itself_are_looked_for_among_its_headings():
    body = "## Så går det till\n\nText."
    states = link_states(
        ["#avsnitt-sa-gar-det-till", "#annat", "/nyheter/2026/ny/", "/nyheter/2026/ny/#annat", ""],
        page_path="/nyheter/2026/ny/",
        body=body,
    )
    assert states == {
        "#avsnitt-sa-gar-det-till": LinkState(Target.OK),
        "#annat": LinkState(Target.OK, has_fragment=False),
        "/nyheter/2026/ny/": LinkState(Target.OK),
        "/nyheter/2026/ny/#annat": LinkState(Target.OK, has_fragment=False),
    }


def test_the_same_page_is_asked_once():
    make_area(slug="omradet")
    with CaptureQueriesContext(connection) as one:
        link_states(["/sitemap-omraden.xml"])
    with CaptureQueriesContext(connection) as many:
        states = link_states([f"/sitemap-omraden.xml#{number}" for number in range(20)])
    assert len(states) == 20
    assert len(many) == len(one)


def test_a_picture_file_is_found_and_closed(settings, tmp_path):
    """An open file would be a warning, which is an error here."""
    settings.MEDIA_ROOT = tmp_path
    name = f"renditions/{'a' * 20}-640.avif"
    (tmp_path / "renditions").mkdir()
    (tmp_path / name).write_bytes(b"x")
    assert link_state(f"/media/{name}") == LinkState(Target.OK)


def test_asking_ends_no_request():
    """The end of a request closes the database connections of whoever asks."""
    ended = []
    request_finished.connect(
        lambda **kwargs: ended.append(kwargs), weak=False, dispatch_uid="ended"
    )
    try:
        link_state("/nyheter/")
        link_state("/finns-inte/")
    finally:
        request_finished.disconnect(dispatch_uid="ended")
    assert ended == []


def _not_found(request):
    raise Http404


def _broken(request):
    raise RuntimeError("broken")


def _answer(status):
    return lambda request: HttpResponse(status=status)


def _to(address):
    return lambda request: HttpResponsePermanentRedirect(address)


urlpatterns = [
    path("finns/", _answer(200)),
    path("borta/", _answer(410)),
    path("saknas/", _not_found),
    path("trasig/", _broken),
    path("flyttad/", _to("/finns/")),
    path("flyttad-hit/", _to("https://annan.example/")),
    path("till-borta/", _to("/borta/")),
    path("till-saknas/", _to("/saknas/")),
    path("runt/", _to("/runt/")),
]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/finns/", LinkState(Target.OK)),
        ("/finns", LinkState(Target.REDIRECT, "/finns/")),
        ("/borta/", LinkState(Target.GONE)),
        ("/saknas/", LinkState(Target.MISSING)),
        ("/trasig/", LinkState(Target.OK)),
        ("/flyttad/", LinkState(Target.REDIRECT, "/finns/")),
        ("/flyttad-hit/", LinkState(Target.REDIRECT, "https://annan.example/")),
        ("/till-borta/", LinkState(Target.GONE)),
        ("/till-saknas/", LinkState(Target.MISSING)),
        ("/runt/", LinkState(Target.MISSING)),
    ],
)
def test_status_codes_become_states(address, expected):
    assert link_state(address) == expected
