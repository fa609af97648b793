"""A new caption reaches every text that shows the picture, and keeps other writers waiting for no Markdown."""

import pytest
from django.contrib.auth.models import User
from django.db import connection

from helsingborgsrummet.content import prose
from news.models import Announcement
from tests.factory import make_announcement, make_picture

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def parsed(monkeypatch):
    """Forget what was rendered; for each text that is parsed from now on, whether others wait to write."""
    prose._picture_keys.cache_clear()
    prose._without_pictures.cache_clear()
    parse, waits = prose._markdown.parse, []

    def noted(*args):
        waits.append(connection.in_atomic_block)
        return parse(*args)

    monkeypatch.setattr(prose._markdown, "parse", noted)
    return waits


def by_form(client, picture, **changes):
    client.force_login(User.objects.create_superuser("chef"))
    form = {name: getattr(picture, name) for name in ("title", "alt", "credit", "kind")}
    form |= {"focal_x": 50, "focal_y": 50, **changes}
    address = f"/admin/helsingborgsrummet/picture/{picture.pk}/change/"
    assert client.post(address, form).status_code == 302


def by_code(client, picture, **changes):
    for name, value in changes.items():
        setattr(picture, name, value)
    picture.save()


@pytest.mark.parametrize("change", [by_form, by_code])
def test_texts_are_rendered_before_others_wait(client, request, change):
    picture, other = make_picture(), make_picture()
    for number in range(3):
        make_announcement(
            body=f"Text {number}.\n\n![x](bild:{picture.pk})\n\n![y](bild:{other.pk})\n\nSlut."
        )
    waits = request.getfixturevalue("parsed")
    change(client, picture, credit="Ny fotograf")
    assert len(waits) == 6 and not any(waits)
    for row in Announcement.objects.all():
        assert row.body_html.count("Ny fotograf") == 1
        assert row.body_html == prose_of(row)


def prose_of(row):
    """What the text is when it is rendered from the beginning."""
    prose._picture_keys.cache_clear()
    prose._without_pictures.cache_clear()
    row.render_body()
    return row.body_html


@pytest.mark.parametrize("changes", [{"title": "Nytt namn"}, {}])
def test_what_no_text_says_renders_nothing(client, request, changes):
    picture = make_picture()
    make_announcement(body=f"![x](bild:{picture.pk})")
    waits = request.getfixturevalue("parsed")
    by_code(client, picture, **changes)
    assert waits == []


def test_a_text_that_changes_meanwhile_is_rendered_as_it_is_then(monkeypatch):
    picture = make_picture()
    announcement = make_announcement(body=f"Före.\n\n![x](bild:{picture.pk})")
    keep = type(picture)._keep_files

    def meanwhile(self):
        # Between what is done before the lock and what is done inside it.
        Announcement.objects.update(body=f"Efter.\n\n![x](bild:{picture.pk})")
        return keep(self)

    monkeypatch.setattr(type(picture), "_keep_files", meanwhile)
    picture.credit = "Ny fotograf"
    picture.save()
    announcement.refresh_from_db()
    assert "Efter." in announcement.body_html and "Ny fotograf" in announcement.body_html
