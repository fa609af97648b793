"""From writer to editor and back, through the real admin."""

import pytest
from django.test import Client
from django.utils import timezone

from news.models import Announcement
from tests.admin_forms import announcement_fields
from tests.factory import make_announcement, make_topic

pytestmark = pytest.mark.django_db
NEWS = "/admin/news/announcement/"


def count(client, state):
    """How many rows the news list shows in a state."""
    return client.get(f"{NEWS}?lage={state}").content.decode().count('class="field-state"')


@pytest.fixture
def writer(person):
    return person("skribent", "Skribent")


@pytest.fixture
def editor(person):
    return person("redaktör", "Redaktör")


@pytest.fixture
def topic():
    return make_topic()


def test_a_refused_publishing_leaves_every_way_open(writer, editor):
    """An editor who may not publish yet can still send back, and try again after mending."""
    fields = announcement_fields(body="Läs [om planen](/finns-inte/).")
    writer.post(NEWS + "add/", {**fields, "_hand_over": "1"})
    draft = Announcement.objects.get()
    refused = editor.post(
        f"{NEWS}{draft.pk}/change/", {**fields, "slug": draft.slug, "_publish": "1"}
    ).content.decode()
    assert "Inget är sparat" in refused
    for name in ("_publish", "_send_back", "comment_back"):
        assert f'name="{name}"' in refused
    assert "Visa på webbplatsen" not in refused


def test_a_draft_goes_over_comes_back_and_is_published(writer, editor, topic):
    fields = announcement_fields(topics=[topic.pk])
    assert writer.post(NEWS + "add/", {**fields, "_hand_over": "1"}).status_code == 302
    draft = Announcement.objects.get()
    address = f"{NEWS}{draft.pk}/change/"
    assert draft.handed_over_by.username == "skribent"

    assert count(editor, "granskning") == 1
    form = editor.get(address).content.decode()
    assert "Lämnad för granskning" in form and "av skribent" in form
    fields |= {"slug": draft.slug}
    refused = editor.post(address, {**fields, "title": "Min ändring", "_send_back": "1"})
    assert "Skriv vad som behöver ändras." in refused.content.decode()
    assert "Min ändring" in refused.content.decode()
    back = {**fields, "comment_back": "Vilken dag gäller det?", "_send_back": "1"}
    assert editor.post(address, back).status_code == 302
    draft.refresh_from_db()
    assert (draft.handed_over_at, draft.returned_comment) == (None, "Vilken dag gäller det?")
    assert count(editor, "granskning") == 0

    assert "Vilken dag gäller det?" in writer.get(address).content.decode()
    assert count(writer, "tillbaka") == 1
    writer.post(address, {**fields, "body": "Det gäller 5 maj 2026.", "_hand_over": "1"})
    draft.refresh_from_db()
    assert draft.handed_over_at and draft.returned_comment == ""

    assert editor.post(address, {**fields, "_publish": "1"}).status_code == 302
    draft.refresh_from_db()
    assert draft.published_at <= timezone.now()
    assert draft.handed_over_at is None
    assert Client().get(draft.get_absolute_url()).status_code == 200


def test_a_writer_cannot_publish_or_send_back(writer):
    draft = make_announcement(published_at=None, handed_over_at=timezone.now())
    for button in ("_publish", "_send_back"):
        data = announcement_fields(slug=draft.slug, comment_back="Nej") | {button: "1"}
        writer.post(f"{NEWS}{draft.pk}/change/", data)
        draft.refresh_from_db()
        assert draft.published_at is None
        assert draft.returned_comment == ""
        assert draft.handed_over_at is not None


def test_the_buttons_are_those_that_work(writer, editor):
    draft = make_announcement(published_at=None)
    page = writer.get(f"{NEWS}{draft.pk}/change/").content.decode()
    assert 'name="_hand_over"' in page and 'name="_publish"' not in page
    page = editor.get(f"{NEWS}{draft.pk}/change/").content.decode()
    assert 'name="_publish"' in page and 'name="_send_back"' not in page
    assert 'name="_hand_over"' not in page
    page = editor.get(f"{NEWS}{make_announcement().pk}/change/").content.decode()
    assert 'name="_publish"' not in page


def test_publishing_now_brings_a_scheduled_page_forward(editor, topic):
    later = timezone.now() + timezone.timedelta(days=3)
    page = make_announcement(published_at=later, topics=[topic])
    fields = announcement_fields(slug=page.slug, topics=[topic.pk], _publish="1")
    assert editor.post(f"{NEWS}{page.pk}/change/", fields).status_code == 302
    page.refresh_from_db()
    assert page.published_at <= timezone.now()
