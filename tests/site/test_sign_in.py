"""Getting in: who is kept out, who never is, and what is known of it afterwards."""

import datetime
import logging

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from helsingborgsrummet import sign_in as module
from helsingborgsrummet.models import SavedForm
from helsingborgsrummet.sign_in import COOKIE
from tests.factory import make_announcement

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"
PASSWORD = "fyra ord utan samband"


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    """Dozens are tried here, each of which takes long on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def owner():
    return User.objects.create_user("vera", password=PASSWORD, is_staff=True)


def attempt(client, password, username="vera", address="192.0.2.1", **headers):
    data = {"username": username, "password": password}
    return client.post(LOGIN, data, REMOTE_ADDR=address, **headers)


def guess(times=5, **kwargs):
    stranger = Client()
    return [attempt(stranger, "fel", **kwargs).status_code for _ in range(times)]


def test_five_guesses_close_the_account_for_one_address_alone(owner):
    assert guess() == [200] * 4 + [429]
    assert "Vänta i 15 minuter" in attempt(Client(), PASSWORD).content.decode()
    assert attempt(Client(), PASSWORD, address="192.0.2.2").status_code == 302


def test_the_owner_gets_in_with_a_known_browser_whatever_others_do(owner, monkeypatch):
    browser = Client()
    assert attempt(browser, PASSWORD).status_code == 302
    browser.post("/admin/logout/")
    guess()
    monkeypatch.setattr(module, "FAILURES_OF_AN_ACCOUNT", 10)
    guess(address="192.0.2.2")
    # From everywhere at once the account is closed to strangers.
    assert attempt(Client(), PASSWORD, address="192.0.2.3").status_code == 429
    assert attempt(browser, PASSWORD).status_code == 302
    # That opens it for nobody else, and the cookie of another account opens nothing.
    User.objects.create_user("nils", password=PASSWORD, is_staff=True)
    other = Client()
    attempt(other, PASSWORD, username="nils", address="192.0.2.4")
    other.cookies.pop("sessionid")
    assert attempt(other, PASSWORD, address="192.0.2.4").status_code == 429


def test_a_known_browser_has_five_guesses_of_its_own(owner):
    browser = Client()
    attempt(browser, PASSWORD)
    browser.cookies.pop("sessionid")
    assert [attempt(browser, "fel").status_code for _ in range(5)] == [200] * 4 + [429]
    assert attempt(browser, PASSWORD).status_code == 429
    assert attempt(Client(), PASSWORD).status_code == 302


def test_many_accounts_guessed_at_from_one_address_close_it(owner, monkeypatch):
    monkeypatch.setattr(module, "FAILURES_FROM_AN_ADDRESS", 10)
    for number in range(10):
        guess(times=1, username=f"konto{number}")
    assert attempt(Client(), PASSWORD).status_code == 429


@pytest.mark.parametrize("forged", ["", "x", '{"vera": "1"}', "a:b:c"])
def test_nobody_makes_a_known_browser(owner, forged):
    guess()
    stranger = Client()
    stranger.cookies[COOKIE] = forged
    assert attempt(stranger, PASSWORD).status_code == 429


def test_the_cookie_of_a_known_browser_is_for_the_admin_alone(owner, client):
    response = attempt(client, PASSWORD)
    cookie = response.cookies[COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/admin/", True, "Strict")
    assert 30 * 86400 < cookie["max-age"] < 366 * 86400
    assert not Client().get("/").cookies


def test_behind_a_proxy_the_address_is_what_the_proxy_has_added(owner, settings):
    settings.BEHIND_TLS_PROXY = True
    for number in range(5):
        forwarded = f"203.0.113.{number}, 198.51.100.7"
        attempt(Client(), "fel", address="127.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    found = {row.ip_address for row in AccessAttempt.objects.all()}
    assert found == {"198.51.100.7"}
    for address, status in (("198.51.100.7", 429), ("198.51.100.8", 302)):
        response = attempt(
            Client(), PASSWORD, address="127.0.0.1", HTTP_X_FORWARDED_FOR=f"192.0.2.9, {address}"
        )
        assert response.status_code == status


def test_the_unlock_command_of_the_readme_opens_an_account(owner, settings):
    assert "axes_reset_username" in (settings.BASE_DIR / "README.md").read_text()
    guess()
    assert attempt(Client(), PASSWORD).status_code == 429
    call_command("axes_reset_username", "vera")
    assert attempt(Client(), PASSWORD).status_code == 302


def test_little_is_stored_of_a_wrong_password_and_not_for_long(owner):
    attempt(Client(), "hemligt-fel", HTTP_USER_AGENT="En webbläsare", HTTP_ACCEPT="text/html")
    row = AccessAttempt.objects.get()
    stored = " ".join(str(value) for value in vars(row).values())
    assert "En webbläsare" not in stored and "hemligt-fel" not in stored
    assert (row.username, row.user_agent, row.ip_address) == ("vera", "okänd", "192.0.2.1")
    saved = SavedForm.objects.create(account=owner, posting="1" * 24)
    Session.objects.create(session_key="x", expire_date=timezone.now() + datetime.timedelta(days=1))
    call_command("remove_old_traces")
    assert AccessAttempt.objects.exists() and SavedForm.objects.exists()
    assert Session.objects.exists()
    long_ago = timezone.now() - datetime.timedelta(days=30, minutes=1)
    AccessAttempt.objects.update(attempt_time=long_ago)
    SavedForm.objects.filter(pk=saved.pk).update(saved_at=long_ago)
    Session.objects.update(expire_date=long_ago)
    call_command("remove_old_traces")
    assert not AccessAttempt.objects.exists()
    assert not SavedForm.objects.exists()
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    "password",
    [
        "helsingborgsrummet", "Helsingborg2026!", "HELSINGBORGSRUMMET1", "rummet-rummet-rummet",
        "h3lsingb0rg-2027", "redaktor-redaktor", "Drottninghög123", "vinterihelsingborg",
        "aaaaaaaaaaaa", "abababababab", "hejhejhejhej", "qwertyuiopas", "abcdefghijklm", "zyxwvutsrqpo",
        "åååååååååååå",
    ],
)  # fmt: skip
def test_passwords_that_anybody_tries_are_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, User(username="vera"))


@pytest.mark.parametrize(
    "password", [PASSWORD, "kajak-mossa-tegel-9", "rummet luktar kardemumma", "x9Kq-Lm2p-Tz7w"]
)
def test_passwords_of_ones_own_are_taken(password):
    validate_password(password, User(username="vera"))


def test_the_accounts_of_the_first_start_have_names_of_their_own(capsys):
    call_command("create_accounts")
    names = set(User.objects.values_list("username", flat=True))
    told = capsys.readouterr().out
    assert len(names) == 2
    assert not names & {"redaktor", "vard", "admin"}
    assert all(name in told for name in names)
    # A second start makes nobody and tells nothing, fresh passwords are for the same two.
    call_command("create_accounts")
    assert not any(name in capsys.readouterr().out for name in names)
    call_command("create_accounts", fresh_passwords=True)
    told = capsys.readouterr().out
    assert set(User.objects.values_list("username", flat=True)) == names
    assert all(name in told for name in names)
    for name in names:
        password = told.partition(f"{name} (")[2].partition("lösenord ")[2].split()[0]
        assert User.objects.get(username=name).check_password(password)
    User.objects.all().delete()
    call_command("create_accounts")
    assert not names & set(User.objects.values_list("username", flat=True))


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("", "/admin/"),
        ("/admin/news/announcement/?q=x", "/admin/news/announcement/?q=x"),
        ("https://evil.example/", "/admin/"),
        ("//evil.example/admin/", "/admin/"),
        ("/\\evil.example/", "/admin/"),
        ("/accounts/profile/", "/admin/"),
        ("/nyheter/", "/admin/"),
        ("/admin/login/", "/admin/"),
        ("/admin/logout/", "/admin/"),
        ("javascript:alert(1)", "/admin/"),
        ("http://[", "/admin/"),
    ],
)
def test_after_signing_in_one_is_where_one_was_or_on_the_first_page(owner, client, asked, led):
    for data, query in (({"next": asked}, {}), ({}, {"next": asked})):
        credentials = {"username": "vera", "password": PASSWORD, **data}
        response = Client().post(LOGIN, credentials, query_params=query)
        assert response["Location"] == led
    client.force_login(owner)
    assert client.get(LOGIN, {"next": asked})["Location"] == led


def test_signing_out_takes_the_kept_pages_away(client, owner):
    client.force_login(owner)
    response = client.post("/admin/logout/")
    assert response["Clear-Site-Data"] == '"cache"'
    # A browser that opens the address is not met by an empty page.
    assert client.get("/admin/logout/")["Location"] == "/admin/"


def test_an_auditor_finds_what_happened_and_nobodys_name(owner, client, caplog):
    caplog.set_level(logging.INFO, "helsingborgsrummet.audit")
    owner.groups.add(Group.objects.get(name="Skribent"))
    attempt(client, "fel")
    attempt(client, "fel", username="mitt-hemliga-lösenord")
    attempt(client, PASSWORD)
    client.get("/admin/news/topic/add/")
    owner.is_superuser = True
    owner.save()
    draft = make_announcement(published_at=None)
    client.post(
        "/admin/news/announcement/", {"action": "publish_now", "_selected_action": draft.pk}
    )
    client.post("/admin/logout/")
    guess()
    lines = [
        each.getMessage() for each in caplog.records if each.name == "helsingborgsrummet.audit"
    ]
    told = "\n".join(lines)
    group = Group.objects.get(name="Skribent")
    for words in (
        f"rights: auth.group {group.pk} given auth.user {owner.pk}",
        f"sign-in refused: account {owner.pk}",
        "sign-in refused: an unknown account",
        f"signed in: account {owner.pk}",
        f"refused: GET /admin/news/topic/add/ by account {owner.pk}",
        f"account changed: account {owner.pk} (is_superuser=True) by nobody",
        f"published: news.announcement {draft.pk} from ",
        f"by account {owner.pk}",
        f"signed out: account {owner.pk}",
        f"sign-in closed for fifteen minutes: account {owner.pk}",
    ):
        assert words in told
    assert not any(secret in told for secret in ("vera", "192.0.2", "hemliga", "127.0.0.1"))
