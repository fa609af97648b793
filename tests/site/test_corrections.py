"""Corrections stand on the page with date and note, and feed readers are told."""

import datetime

import feedparser
import pytest

from helsingborgsrummet.models import Correction, StandingPage
from tests.admin_forms import announcement_fields, moment_fields
from tests.factory import LONG_AGO, make_announcement, make_area, swedish

pytestmark = pytest.mark.django_db
NOTE = "Det stod att samrådet slutar 7 maj. Det slutar 7 april."


def correct(page, *moment):
    return Correction.objects.create(page=page, corrected_at=swedish(*moment), note=NOTE)


def make_standing_page():
    return StandingPage.objects.create(title="Om", slug="om", published_at=LONG_AGO)


@pytest.mark.parametrize("make", [make_announcement, make_area, make_standing_page])
def test_every_kind_of_page_shows_its_corrections(client, make):
    page = make()
    assert "Rättelse" not in client.get(page.get_absolute_url()).content.decode()
    correct(page, 2024, 3, 5, 9, 30)
    text = client.get(page.get_absolute_url()).content.decode()
    assert '<h2 id="corrections">Rättelse</h2>' in text
    assert "5 mars 2024 kl. 9.30" in text
    assert NOTE in text
    correct(page, 2024, 3, 6, 9)
    text = client.get(page.get_absolute_url()).content.decode()
    assert '<h2 id="corrections">Rättelser</h2>' in text
    assert text.index("6 mars 2024") < text.index("5 mars 2024")


def test_a_correction_renews_the_feed_entry(client):
    announcement = make_announcement(updated_at=swedish(2024, 3, 3, 9))

    def updated():
        feed = feedparser.parse(client.get("/nyheter/atom.xml").content)
        return feed.entries[0].updated

    assert updated() == "2024-03-03T08:00:00+00:00"
    correct(announcement, 2024, 3, 5, 9)
    assert updated() == "2024-03-05T08:00:00+00:00"


def test_an_editor_corrects_in_the_form_and_previews_it_first(editor):
    announcement = make_announcement()
    address = f"/admin/news/announcement/{announcement.pk}/"
    data = announcement_fields(
        **moment_fields("published_at", announcement.published_at),
        **moment_fields("corrections-0-corrected_at", LONG_AGO + datetime.timedelta(days=1)),
    ) | {"corrections-TOTAL_FORMS": "1", "corrections-0-note": NOTE}
    preview = editor.post(f"{address}forhandsvisning/", data).content.decode()
    assert NOTE in preview
    assert not Correction.objects.exists()
    assert editor.post(f"{address}change/", data).status_code == 302
    assert Correction.objects.get().page == announcement


def test_a_writer_cannot_correct(writer):
    draft = make_announcement(published_at=None)
    data = announcement_fields() | {"corrections-TOTAL_FORMS": "1", "corrections-0-note": NOTE}
    writer.post(f"/admin/news/announcement/{draft.pk}/change/", data)
    assert not Correction.objects.exists()
