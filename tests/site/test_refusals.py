"""Pages that say no: in Swedish, in the site's look, and there when little else is."""

import re

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.db import OperationalError, connection
from django.test import Client

from helsingborgsrummet.admin_site import EditorsAdminSite
from helsingborgsrummet.models import Notice
from helsingborgsrummet.views import errors
from tests.factory import make_announcement

pytestmark = pytest.mark.django_db
NOTICE = "/admin/helsingborgsrummet/notice/add/"
ORIGIN = "http://testserver"
PAGES = {
    "a request that cannot be read": (lambda r: errors.bad_request(r, BadRequest()), 400),
    "no right": (lambda r: errors.forbidden(r, PermissionDenied()), 403),
    "a form from elsewhere": (errors.form_refused, 403),
    "nothing there": (errors.not_found, 404),
    "a form's address opened": (lambda r: errors.not_allowed(r, ["POST"]), 405),
    "too large": (lambda r: errors.bad_request(r, RequestDataTooBig()), 413),
    "something broke": (errors.server_error, 500),
}


def heading(response):
    return re.search(r"<h1>\s*(.+?)\s*</h1>", response.content.decode())[1]


def check(response, status):
    page = response.content.decode()
    assert response.status_code == status
    assert '<html lang="sv">' in page
    assert "/static/css/site" in page and 'class="wordmark"' in page
    assert page.count("<h1>") == 1


@pytest.mark.parametrize(("view", "status"), PAGES.values(), ids=PAGES)
def test_every_refusal_is_a_swedish_page_of_the_site(rf, view, status):
    check(view(rf.get("/finns-inte/")), status)


@pytest.mark.parametrize(("view", "status"), PAGES.values(), ids=PAGES)
def test_a_refusal_needs_no_list_of_collected_files(rf, view, status, monkeypatch):
    def missing(*args, **kwargs):
        raise ValueError("Missing staticfiles manifest entry")

    monkeypatch.setattr("django.contrib.staticfiles.storage.staticfiles_storage.url", missing)
    monkeypatch.setattr("exhibits.templatetags.shell.asset.__wrapped__", missing, raising=False)
    from exhibits.templatetags import shell

    shell.asset.cache_clear()
    check(view(rf.get("/finns-inte/")), status)


@pytest.mark.parametrize(("view", "status"), PAGES.values(), ids=PAGES)
def test_a_refusal_needs_no_database(rf, view, status):
    def gone(*args):
        raise OperationalError("the database is gone")

    with connection.execute_wrapper(gone):
        # Whether there is a page nobody can know then.
        check(view(rf.get("/finns-inte/")), 503 if status == 404 else status)


def test_what_django_itself_refuses_is_told_in_swedish(client, settings, editor):
    assert heading(client.get("/", headers={"host": "evil.example"})) == errors.WORDS[400][0]
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    response = editor.post(NOTICE, {"text": "x" * 200})
    assert response.status_code == 413
    assert "Det du fyllde i finns oftast kvar" in response.content.decode()
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    assert heading(editor.post(NOTICE, {"a": 1, "b": 2, "c": 3})) == errors.WORDS[400][0]


def test_a_plan_with_a_hundred_steps_can_be_sent(editor, settings):
    fields = {f"steps-{number}-x": "1" for number in range(2000)}
    assert editor.post(NOTICE, fields).status_code == 200


def strict(user=None):
    """A client whose tokens are checked, with the token that it has."""
    client = Client(enforce_csrf_checks=True)
    if user:
        client.force_login(user)
    return client


@pytest.fixture
def chief():
    return User.objects.create_superuser("chef")


TYPED = {
    "text": "Hissen är trasig & <trasig>\r\nända in i kväll",
    "level": "1",
    "place": "everywhere",
    "link_url": "",
    "link_text": "",
    "shows_from_0": "2026-01-02",
    "shows_from_1": "10:00",
    "csrfmiddlewaretoken": "x" * 64,
}


def carried(response):
    """The values that the page would send again, as a browser reads them."""
    import html

    found = re.findall(
        r'<input type="hidden" name="([^"]+)" value="([^"]*)"', response.content.decode()
    )
    return {name: html.unescape(value) for name, value in found}


def test_a_form_from_before_a_new_sign_in_is_sent_again_with_one_press(chief):
    client = strict(chief)
    response = client.post(NOTICE, TYPED, headers={"origin": ORIGIN})
    assert response.status_code == 403
    page = response.content.decode()
    assert "Ändringen är inte sparad än" in page and "Forbidden" not in page
    assert 'value="Skicka igen"' in page
    sent = carried(response)
    assert sent["text"] == TYPED["text"]
    response = client.post(NOTICE, sent, headers={"origin": ORIGIN})
    assert response.status_code == 302
    assert Notice.objects.get().text == TYPED["text"]


def test_a_form_of_somebody_signed_out_waits_for_the_sign_in(chief):
    client = strict()
    sent = {**TYPED, "csrfmiddlewaretoken": ""}
    response = client.post(NOTICE, sent, headers={"origin": ORIGIN})
    page = response.content.decode()
    assert response.status_code == 403
    assert "Du har loggats ut." in page and "Logga in (ny flik)" in page
    client.force_login(chief)
    # Signing in gives a new token, so this one is old as well.
    client.cookies.pop("csrftoken")
    for _ in range(2):
        response = client.post(NOTICE, carried(response), headers={"origin": ORIGIN})
    assert response.status_code == 302
    assert Notice.objects.get().text == TYPED["text"]


def test_somebody_signed_out_with_a_sound_token_is_told_that_nothing_was_saved(client, chief):
    """As without the browser's word where the form comes from: sign in, and be told once more."""
    response = client.post(NOTICE, TYPED)
    assert response.status_code == 302
    login = client.get(response["Location"])
    assert "Ändringen sparades inte." in login.content.decode()
    chief.set_password("fyra ord utan samband")
    chief.save()
    response = client.post(
        response["Location"],
        {"username": "chef", "password": "fyra ord utan samband", "next": NOTICE},
        follow=True,
    )
    assert response.redirect_chain == [(NOTICE, 302)]
    assert "Ändringen sparades inte" in response.content.decode()
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"origin": "https://testserver.evil.example"},
    ],
)
def test_nothing_is_carried_for_another_site(chief, headers):
    for client in (strict(chief), strict()):
        response = client.post(NOTICE, TYPED, headers=headers)
        assert response.status_code in (302, 403)
        assert "trasig" not in response.content.decode()
    assert (
        heading(strict(chief).post(NOTICE, TYPED, headers=headers)) == "Formuläret togs inte emot"
    )


def test_a_password_is_never_carried(chief):
    fields = {"old_password": "hemligt-1", "new_password1": "hemligt-2"}
    response = strict(chief).post("/admin/password_change/", fields, headers={"origin": ORIGIN})
    assert response.status_code == 403
    assert "hemligt" not in response.content.decode()
    assert 'href="/admin/password_change/"' in response.content.decode()


def test_two_tabs_that_sign_in_do_not_stand_in_each_others_way(chief):
    client = strict(chief)
    fields = {"username": "chef", "password": "hemligt-1", "next": NOTICE}
    response = client.post("/admin/login/", fields, headers={"origin": ORIGIN})
    assert response.status_code == 302
    assert "hemligt" not in response["Location"]
    assert client.get(response["Location"])["Location"] == NOTICE
    client.logout()
    page = client.get(response["Location"]).content.decode()
    assert "Sidan hade legat öppen länge." in page and f'value="{NOTICE}"' in page


def test_signing_out_with_an_old_token_asks_once_more(chief):
    client = strict(chief)
    response = client.post("/admin/logout/", {}, headers={"origin": ORIGIN})
    assert "Du är inte utloggad än" in response.content.decode()
    client.post("/admin/logout/", carried(response), headers={"origin": ORIGIN})
    assert "_auth_user_id" not in client.session


def test_an_address_that_takes_forms_only_says_so(editor):
    row = make_announcement()
    address = f"/admin/news/announcement/{row.pk}/history/1/aterstall/"
    response = editor.get(address)
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert heading(response) == "Sidan går inte att öppna så här"


def test_a_page_that_cannot_carry_a_form_is_still_a_page(chief, monkeypatch):
    def broken(*args):
        raise OperationalError

    monkeypatch.setattr(EditorsAdminSite, "each_context", broken)
    response = strict(chief).post(NOTICE, TYPED, headers={"origin": ORIGIN})
    check(response, 403)
