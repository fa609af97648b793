"""A draft shown by a signed link: to whoever has it, while it lasts, and to nobody else."""

import datetime
import re

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.utils import timezone

from helsingborgsrummet.models import ShareLink
from tests.factory import make_announcement, make_area, make_plan, make_topic

pytestmark = pytest.mark.django_db


def share(writer, page, days=14):
    """Make a link in the admin; return the path that it shows."""
    address = f"/admin/{page._meta.app_label}/{page._meta.model_name}/{page.pk}/dela/"
    assert writer.post(address, {"days": days}).status_code == 302
    shown = writer.get(address).content.decode()
    return re.search(r'value="http://127.0.0.1:8000(/utkast/[^"]+)"', shown)[1]


def test_somebody_without_an_account_reads_the_draft(writer):
    draft = make_announcement(
        title="Inte klart", published_at=None, topics=[make_topic(title="Bostäder")]
    )
    response = Client().get(share(writer, draft))
    page = response.content.decode()
    assert response.status_code == 200
    assert "<h1>Inte klart</h1>" in page
    assert "Utkast. Bara den som har länken ser sidan" in page
    assert "Bostäder" in page
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


def test_an_area_too(writer):
    page = Client().get(share(writer, make_area(title="Gåsebäck", published_at=None)))
    assert "<h1>Gåsebäck</h1>" in page.content.decode()


def test_a_link_ends(writer):
    link = share(writer, make_announcement(title="Inte klart", published_at=None), days=7)
    week = datetime.timedelta(days=7)
    with time_machine.travel(timezone.now() + week - datetime.timedelta(minutes=1)):
        assert Client().get(link).status_code == 200
    with time_machine.travel(timezone.now() + week + datetime.timedelta(seconds=1)):
        response = Client().get(link)
        assert response.status_code == 404
        assert "Länken gäller inte" in response.content.decode()
        assert "Inte klart" not in response.content.decode()


def test_a_link_is_revoked(writer):
    draft = make_announcement(published_at=None)
    link = share(writer, draft)
    revoke = f"/admin/news/announcement/{draft.pk}/dela/{ShareLink.objects.get().pk}/aterkalla/"
    assert writer.get(revoke).status_code == 405
    assert Client().get(link).status_code == 200
    assert writer.post(revoke).status_code == 302
    assert Client().get(link).status_code == 404
    shown = writer.get(f"/admin/news/announcement/{draft.pk}/dela/").content.decode()
    assert "Ingen länk gäller" in shown


def test_a_published_page_is_shown_where_it_is_public(writer):
    draft = make_announcement(published_at=None)
    link = share(writer, draft)
    draft.publish(timezone.now() - datetime.timedelta(minutes=1))
    response = Client().get(link)
    assert (response.status_code, response["Location"]) == (302, draft.get_absolute_url())


def test_what_has_been_withdrawn_is_shown_by_no_link(writer):
    now = timezone.now()
    page = make_announcement(title="Med personuppgifter", published_at=None)
    link = share(writer, page, days=30)
    page.publish(now - datetime.timedelta(days=2))
    page.withdraw(now - datetime.timedelta(days=1), reason="Sidan hade personuppgifter.")
    # One made since, by whatever way, is no way round.
    later = ShareLink.objects.create(page=page, expires_at=now + datetime.timedelta(days=1))
    for address in (link, later.get_absolute_url()):
        response = Client().get(address)
        text = response.content.decode()
        assert (response.status_code, response["Cache-Control"]) == (410, "no-store")
        assert "Sidan hade personuppgifter." in text
        assert "Med personuppgifter" not in text
    address = f"/admin/news/announcement/{page.pk}/dela/"
    assert "Ingen länk visar den" in writer.post(address, {"days": 7}).content.decode()
    assert ShareLink.objects.count() == 2
    # It is worked on and to come back: what was shared before stays closed.
    page.publish(now, now + datetime.timedelta(days=1))
    assert Client().get(link).status_code == 404


def test_what_lies_below_a_withdrawn_page_is_not_shown_either(writer):
    plan = make_plan(title="Kvarteret")
    link = ShareLink.objects.create(
        page=plan, expires_at=timezone.now() + datetime.timedelta(days=9)
    )
    plan.area.withdraw(timezone.now(), reason="Området är klart.")
    response = Client().get(link.get_absolute_url())
    assert response.status_code == 410
    assert "Området är klart." in response.content.decode()
    assert "Kvarteret" not in response.content.decode()


def test_a_draft_that_is_to_end_is_shown_until_it_is_public(writer):
    now = timezone.now()
    page = make_announcement(title="Kommer", published_at=None)
    link = share(writer, page)
    page.publish(now, now + datetime.timedelta(days=1))
    page.withdraw(now, reason="Slut.", at=now + datetime.timedelta(days=2))
    assert "Kommer" in Client().get(link).content.decode()


@pytest.mark.parametrize(
    "token",
    [
        "fel",
        "1",
        signing.dumps(1),
        signing.dumps(1, salt="another"),
        signing.dumps("1", salt="helsingborgsrummet.share_link"),
        signing.dumps([1], salt="helsingborgsrummet.share_link"),
        signing.dumps(2**80, salt="helsingborgsrummet.share_link"),
    ],
)
def test_a_made_up_token_opens_nothing(writer, token):
    share(writer, make_announcement(title="Inte klart", published_at=None))
    response = Client().get(f"/utkast/{token}/")
    assert response.status_code == 404
    assert "Inte klart" not in response.content.decode()


def test_who_may_not_see_a_page_cannot_share_it(host):
    draft = make_announcement(published_at=None)
    assert host.post(f"/admin/news/announcement/{draft.pk}/dela/", {"days": 7}).status_code == 403
    assert not ShareLink.objects.exists()
