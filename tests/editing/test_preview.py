"""The preview shows what is not saved, to staff alone."""

import pytest
from django.contrib.auth.models import User

from exhibits.models import Area
from helsingborgsrummet.models import StandingPage
from news.models import Announcement
from tests.admin_forms import announcement_fields, no_rows
from tests.factory import make_announcement, make_area, make_topic

pytestmark = pytest.mark.django_db


def fields(**kwargs):
    return announcement_fields(
        **{"title": "Ny rubrik", "lead": "Ny ingress.", "body": "Ny **text**.", **kwargs}
    )


def test_an_announcement_that_is_nowhere_saved_is_shown(editor):
    topic, area = make_topic(title="Bostäder"), make_area(title="Gåsebäck")
    response = editor.post(
        "/admin/news/announcement/forhandsvisning/", fields(topics=[topic.pk], areas=[area.pk])
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert "<h1>Ny rubrik</h1>" in page
    assert "<strong>text</strong>" in page
    assert "Bostäder" in page
    assert "Gåsebäck" in page
    assert "Förhandsvisning. Inget är sparat." in page
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert not Announcement.objects.exists()


def test_unsaved_changes_of_a_stored_row_are_shown_and_not_stored(editor):
    announcement = make_announcement(title="Gammal rubrik", topics=[make_topic(title="Gammalt")])
    page = editor.post(
        f"/admin/news/announcement/{announcement.pk}/forhandsvisning/", fields(slug="ny")
    ).content.decode()
    assert "<h1>Ny rubrik</h1>" in page
    assert "Gammalt" not in page
    announcement.refresh_from_db()
    assert announcement.title == "Gammal rubrik"
    assert announcement.topics.count() == 1


def test_a_saved_draft_is_shown(editor):
    draft = make_announcement(title="Utkastet", published_at=None)
    page = editor.get(f"/admin/news/announcement/{draft.pk}/forhandsvisning/").content.decode()
    assert "<h1>Utkastet</h1>" in page
    assert "Förhandsvisning av det som är sparat." in page


def test_errors_are_listed_in_words(editor):
    page = editor.post(
        "/admin/news/announcement/forhandsvisning/", fields(title="")
    ).content.decode()
    assert "Förhandsvisningen kan inte visas än" in page
    assert "rubrik" in page.lower()


AREA_FIELDS = {
    "title": "Nyområdet", "slug": "nyomradet", "kind": "Ny stadsdel", "summary": "Kort.",
    "body": "Text", "place": "1", "label_side": "right", "outline": "null",
    "key_facts-TOTAL_FORMS": "1", "key_facts-INITIAL_FORMS": "0",
    "key_facts-0-label": "Yta", "key_facts-0-value": "12 hektar", "key_facts-0-place": "1",
    "milestones-TOTAL_FORMS": "1", "milestones-INITIAL_FORMS": "0",
    "milestones-0-title": "Samråd", "milestones-0-starts_on": "2031-05-02",
    "milestones-0-starts_precision": "day", "milestones-0-ends_precision": "day",
    **no_rows("corrections", "change_notes"),
}  # fmt: skip


def test_an_area_is_shown_with_its_unsaved_facts_and_milestones(editor):
    response = editor.post("/admin/exhibits/area/forhandsvisning/", AREA_FIELDS)
    page = response.content.decode()
    assert "<h1>Nyområdet</h1>" in page
    assert "12 hektar" in page
    assert "2 maj 2031" in page
    assert not Area.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_previewed_never_reaches_visitors(client):
    """Outside a transaction, where pieces of pages are kept between requests."""
    client.force_login(User.objects.create_superuser("chef"))
    area = make_area(title="Nyområdet", slug="nyomradet")
    preview = f"/admin/exhibits/area/{area.pk}/forhandsvisning/"
    for _ in range(2):
        assert "12 hektar" in client.post(preview, AREA_FIELDS).content.decode()
        assert "12 hektar" not in client.get(area.get_absolute_url()).content.decode()


def test_a_standing_page_is_shown(editor):
    page = StandingPage.objects.create(title="Om", slug="om", body="Gammalt")
    text = editor.post(
        f"/admin/helsingborgsrummet/standingpage/{page.pk}/forhandsvisning/",
        {
            "title": "Om oss",
            "slug": "om",
            "summary": "",
            "body": "Nytt",
            "place": "1",
            **no_rows("corrections"),
        },
    ).content.decode()
    assert "<h1>Om oss</h1>" in text
    assert "Nytt" in text
