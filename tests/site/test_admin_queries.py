"""What each page of the admin asks of the database: little, and the same for few rows and for many."""

import datetime
import io

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from exhibits.models import AccessFact, KeyFact
from helsingborgsrummet.models import (
    Correction,
    ExternalLink,
    LinkUse,
    Notice,
    Picture,
    Redirect,
    StandingPage,
)
from helsingborgsrummet.serving.generation import CONTENT_APPS
from tests.factory import (
    make_announcement,
    make_area,
    make_byline,
    make_milestone,
    make_room,
    make_topic,
)

pytestmark = pytest.mark.django_db
LIMIT = 15
PICTURE = {"renditions": {}, "width": 4, "height": 3}


@pytest.fixture
def editor(client):
    user = User.objects.create_user("redaktor", is_staff=True)
    user.groups.add(Group.objects.get(name="Redaktör"))
    client.force_login(user)
    ContentType.objects.get_for_models(*site._registry)
    return client


def make_content(count):
    """``count`` rows of everything, each linked with the others, in every state."""
    now = timezone.now()
    file = io.BytesIO()
    Image.new("RGB", (4, 3), "#7e2e1c").save(file, "PNG")
    pictures = Picture.objects.bulk_create(
        Picture(title=f"Bild {n}", original=f"originals/{n}.jpg", credit="Vi", shows_people=True)
        for n in range(count)
    )
    topics = [make_topic() for _ in range(count)]
    areas = [make_area(picture=pictures[0]) for _ in range(count)]
    byline = make_byline()
    room = make_room(picture=pictures[0])
    for area in areas:
        area.more_pictures.set(pictures)
        make_milestone(area)
    for n in range(count):
        KeyFact.objects.create(area=areas[0], label=f"Uppgift {n}", value="1")
        make_milestone(areas[0], title=f"Steg {n}")
        AccessFact.objects.create(room=room, question=f"Hiss {n}")
        Notice.objects.create(text="Hissen är trasig.")
        Redirect.objects.create(old_path=f"/gammal-{n}/", new_path="/ny/")
    for n in range(count):
        page = make_announcement(
            topics=topics, areas=areas, picture=pictures[n], byline=byline, body="![x](bild:1)"
        )
        Correction.objects.create(page=page, note="Fel dag.")
        make_announcement(published_at=None, handed_over_at=now)
        make_announcement(published_at=now + datetime.timedelta(days=1 + n))
        make_announcement(review_by=datetime.date(2025, 1, 1))
        link = ExternalLink.objects.create(
            url=f"https://example.org/{n}", checked_at=now, status=404, failure_count=9,
            failing_since=now - datetime.timedelta(days=30),
        )  # fmt: skip
        LinkUse.objects.create(link=link, page=page)
    StandingPage.objects.create(title="Om", slug="om", published_at=now)


def pages():
    """Every list, search and form of the admin that an editor opens."""
    yield "/admin/"
    yield reverse("admin:exhibits_opening_hours")
    for model, model_admin in site._registry.items():
        if model._meta.app_label not in CONTENT_APPS or model.__name__ == "OpeningRule":
            continue
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        if model_admin.search_fields:
            yield f"{reverse(f'{name}_changelist')}?q=nyhet"
        for row in model.objects.order_by("pk")[:1]:
            yield reverse(f"{name}_change", args=[row.pk])
            yield reverse(f"{name}_history", args=[row.pk])


@pytest.mark.parametrize("count", [1, 12])
def test_every_page_of_the_admin_asks_little(editor, count):
    make_content(count)
    found = {}
    for address in [*pages()]:
        with CaptureQueriesContext(connection) as queries:
            response = editor.get(address)
        assert response.status_code in (200, 302), (address, response.status_code)
        statements = [q["sql"] for q in queries if "SAVEPOINT" not in q["sql"]]
        if len(statements) > LIMIT:
            found[address] = statements
    assert found == {}, "\n".join(f"{a}: {len(s)}\n" + "\n".join(s) for a, s in found.items())
