"""What each role may do, and above all what it may not, through every way the admin has."""

import datetime

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from exhibits.models import Area
from helsingborgsrummet.models import Notice
from news.models import Announcement
from tests.admin_forms import announcement_fields as fields
from tests.admin_forms import moment_fields
from tests.factory import make_announcement, make_area, make_room

pytestmark = pytest.mark.django_db
NEWS = "/admin/news/announcement/"


PAGES = {
    NEWS: {"Redaktör", "Skribent"},
    NEWS + "add/": {"Redaktör", "Skribent"},
    "/admin/exhibits/area/": {"Redaktör", "Skribent"},
    "/admin/exhibits/area/add/": {"Redaktör", "Skribent"},
    "/admin/helsingborgsrummet/picture/add/": {"Redaktör", "Skribent"},
    "/admin/news/topic/add/": {"Redaktör"},
    "/admin/news/byline/add/": {"Redaktör"},
    "/admin/helsingborgsrummet/standingpage/": {"Redaktör"},
    "/admin/helsingborgsrummet/notice/add/": {"Redaktör", "Värd"},
    "/admin/exhibits/room/": {"Redaktör", "Värd"},
    "/admin/exhibits/openingrule/": {"Redaktör", "Värd"},
    "/admin/exhibits/activity/add/": {"Redaktör", "Skribent", "Värd"},
    "/admin/exhibits/occurrence/": {"Redaktör", "Skribent", "Värd"},
    "/admin/exhibits/occurrence/add/": set(),
    "/admin/auth/user/": set(),
    "/admin/auth/group/": set(),
}


@pytest.mark.parametrize("role", ["Redaktör", "Skribent", "Värd"])
def test_each_role_opens_its_pages_and_no_other(sign_in, role):
    client = sign_in(role)
    opened = {address for address in PAGES if client.get(address).status_code == 200}
    assert opened == {address for address, roles in PAGES.items() if role in roles}


@pytest.mark.parametrize("address", [*PAGES, "/admin/", NEWS + "forhandsvisning/"])
def test_nobody_comes_in_without_signing_in(client, address):
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


def test_an_editor_publishes(sign_in, client):
    client = sign_in("Redaktör")
    now = timezone.now() - datetime.timedelta(minutes=1)
    response = client.post(NEWS + "add/", fields(**moment_fields("published_at", now)))
    assert response.status_code == 302
    announcement = Announcement.objects.get()
    assert announcement.slug == "skriven-i-admin"
    assert client.get(announcement.get_absolute_url()).status_code == 200


def test_a_writer_writes_a_draft_even_when_smuggling_a_date(sign_in):
    client = sign_in("Skribent")
    now = timezone.now()
    client.post(
        NEWS + "add/",
        fields(
            pinned_place="1",
            **moment_fields("published_at", now),
            **moment_fields("updated_at", now),
        ),
    )
    announcement = Announcement.objects.get()
    assert announcement.published_at is None
    assert announcement.updated_at is None
    assert announcement.pinned_place is None


@pytest.mark.parametrize("offset", [-1, 1], ids=["published", "scheduled"])
def test_a_writer_cannot_change_what_is_or_will_be_public(sign_in, offset):
    announcement = make_announcement(
        title="Orörd", published_at=timezone.now() + datetime.timedelta(hours=offset)
    )
    client = sign_in("Skribent")
    assert client.get(f"{NEWS}{announcement.pk}/change/").status_code == 200
    response = client.post(f"{NEWS}{announcement.pk}/change/", fields(title="Ändrad"))
    assert response.status_code == 403
    announcement.refresh_from_db()
    assert announcement.title == "Orörd"


@pytest.mark.parametrize("action", ["publish_now", "withdraw_now", "delete_selected"])
def test_a_writer_cannot_publish_from_the_list(sign_in, action):
    draft = make_announcement(published_at=None)
    public = make_announcement()
    client = sign_in("Skribent")
    client.post(NEWS, {"action": action, "_selected_action": [draft.pk, public.pk], "post": "yes"})
    draft.refresh_from_db()
    public.refresh_from_db()
    assert draft.published_at is None
    assert public.withdrawn_at is None


def test_a_writer_cannot_delete(sign_in):
    draft = make_announcement(published_at=None)
    response = sign_in("Skribent").post(f"{NEWS}{draft.pk}/delete/", {"post": "yes"})
    assert response.status_code == 403
    assert Announcement.objects.filter(pk=draft.pk).exists()


def test_what_was_published_is_never_deleted(sign_in):
    public, draft = make_announcement(), make_announcement(published_at=None)
    client = sign_in("Redaktör")
    assert client.post(f"{NEWS}{public.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"{NEWS}{draft.pk}/delete/", {"post": "yes"}).status_code == 302
    client.post(NEWS, {"action": "delete_selected", "_selected_action": [public.pk], "post": "yes"})
    assert list(Announcement.objects.all()) == [public]


def test_the_list_actions_publish_and_withdraw(sign_in, client):
    client = sign_in("Redaktör")
    announcement = make_announcement(published_at=None)
    client.post(NEWS, {"action": "publish_now", "_selected_action": [announcement.pk]})
    announcement.refresh_from_db()
    first = announcement.published_at
    assert client.get(announcement.get_absolute_url()).status_code == 200
    chosen = {"action": "withdraw_now", "_selected_action": [announcement.pk]}
    question = client.post(NEWS, chosen).content.decode()
    assert announcement.title in question
    assert client.get(announcement.get_absolute_url()).status_code == 200
    assert "Skriv varför" in client.post(NEWS, {**chosen, "withdraw": "1"}).content.decode()
    client.post(NEWS, {**chosen, "withdraw": "1", "withdrawn_reason": "Mötet är inställt."})
    page = client.get(announcement.get_absolute_url())
    assert page.status_code == 410
    assert "Mötet är inställt." in page.content.decode()
    client.post(NEWS, {"action": "publish_now", "_selected_action": [announcement.pk]})
    announcement.refresh_from_db()
    assert client.get(announcement.get_absolute_url()).status_code == 200
    assert announcement.published_at == first


def test_a_host_changes_notices_and_nothing_else(sign_in):
    area, announcement = make_area(title="Orört"), make_announcement(title="Orörd")
    make_room()
    client = sign_in("Värd")
    for address in (
        f"/admin/exhibits/area/{area.pk}/change/",
        f"{NEWS}{announcement.pk}/change/",
        f"{NEWS}{announcement.pk}/forhandsvisning/",
    ):
        assert client.get(address).status_code == 403
        assert client.post(address, {"title": "Ändrad"}).status_code == 403
    assert Area.objects.get().title == "Orört"
    response = client.post(
        "/admin/helsingborgsrummet/notice/add/",
        {
            "text": "Hissen är trasig.",
            "level": "1",
            "place": "everywhere",
            "link_url": "",
            "link_text": "",
            **moment_fields("shows_from", timezone.now() - datetime.timedelta(minutes=1)),
        },
    )
    assert response.status_code == 302
    assert Notice.objects.get().text == "Hissen är trasig."
    assert "Hissen är trasig." in client.get("/").content.decode()


def test_a_wrong_password_five_times_closes_the_account(client):
    User.objects.create_user("redaktor", password="ett långt lösenord", is_staff=True)
    for _ in range(5):
        response = client.post("/admin/login/", {"username": "redaktor", "password": "fel"})
    assert response.status_code == 429
    assert "Vänta i 15 minuter" in response.content.decode()
    response = client.post(
        "/admin/login/", {"username": "redaktor", "password": "ett långt lösenord"}
    )
    assert response.status_code == 429
