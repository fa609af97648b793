"""Granska, and what a form with errors may and may not do."""

import datetime

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.utils import timezone

from exhibits.models import Area
from helsingborgsrummet.content.publishing import Publishable
from helsingborgsrummet.models import StandingPage
from news.models import Announcement
from tests.admin_forms import announcement_fields, moment_fields, no_rows
from tests.factory import make_announcement, make_area, make_topic

pytestmark = pytest.mark.django_db
NEWS = "/admin/news/announcement/"
BAD = "## Rubrik\n\n#### För långt ned\n\nLäs mer [här](/finns-inte/).\n\n![x](bild:99)"
ERRORS = (
    "Rubriken hoppar över en nivå",
    "Länken leder till en sida som inte finns",
    "Bilden finns inte i bildbiblioteket",
)


def fields(**kwargs):
    return announcement_fields(
        **{"title": "Ny rubrik", "lead": "Ny ingress.", "body": "Ny text.", **kwargs}
    )


def published(moment=None):
    return moment_fields("published_at", moment or timezone.now() - datetime.timedelta(hours=1))


def test_what_is_posted_is_checked_and_nothing_saved(editor):
    response = editor.post(f"{NEWS}granska/", fields(body=BAD, lead=""))
    page = response.content.decode()
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "Granskningen hittade 3 fel och 3 råd" in page
    for message in (*ERRORS, "Ingressen saknas", "Inget ämne är valt", "säger inte vart länken"):
        assert message in page
    assert page.index("Bilden finns inte") < page.index("Ingressen saknas") < page.index("LIX")
    assert "Brödtext, rad 3" in page
    assert not Announcement.objects.exists()


def test_a_good_text_is_praised(editor):
    topic = make_topic()
    page = editor.post(f"{NEWS}granska/", fields(topics=[topic.pk])).content.decode()
    assert "Granskningen hittade inget att rätta." in page
    assert "LIX 2, mycket lättläst" in page


def test_what_the_form_itself_says_is_among_the_errors(editor):
    page = editor.post(f"{NEWS}granska/", fields(title="", body=BAD)).content.decode()
    assert "Granskningen hittade 4 fel" in page
    assert "Rubrik</span>" in page


def test_a_stored_row_is_checked_as_it_is_stored(editor):
    announcement = make_announcement(body=BAD)
    page = editor.get(f"{NEWS}{announcement.pk}/granska/").content.decode()
    assert "Granskningen hittade 3 fel" in page


@pytest.mark.parametrize("address", [f"{NEWS}granska/", f"{NEWS}1/granska/"])
def test_nobody_checks_without_signing_in(client, address):
    assert client.post(address, fields())["Location"].startswith("/admin/login/")


def test_who_may_not_see_may_not_check(sign_in):
    announcement = make_announcement()
    client = sign_in("Värd")
    assert client.post(f"{NEWS}granska/", fields()).status_code == 403
    assert client.get(f"{NEWS}{announcement.pk}/granska/").status_code == 403
    assert client.get(f"{NEWS}99999/granska/").status_code == 403


def test_text_that_could_run_is_shown_as_text(editor):
    body = "#\n\n[<script>alert(1)</script>](/a/) <img src=x onerror=alert(1)>"
    page = editor.post(f"{NEWS}granska/", fields(title="<b>", body=body)).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


# --- Publishing ---------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [-1, 1], ids=["published", "scheduled"])
def test_a_page_with_errors_is_not_published_from_the_form(editor, days):
    moment = timezone.now() + datetime.timedelta(days=days)
    response = editor.post(f"{NEWS}add/", fields(body=BAD, **published(moment)))
    page = response.content.decode()
    assert response.status_code == 200
    assert "Inget är sparat: sidan kan inte publiceras" in page
    for message in ERRORS:
        assert message in page
    assert "Ingressen saknas" not in page
    assert not Announcement.objects.exists()


def test_a_draft_with_errors_is_saved(editor):
    response = editor.post(f"{NEWS}add/", fields(body=BAD))
    assert response.status_code == 302
    assert Announcement.objects.get().body == BAD.strip()


def test_advice_does_not_keep_a_page_from_being_published(editor):
    body = "Läs mer [här](https://a.example). KOM HIT ALLIHOPA kl 9:30!"
    response = editor.post(f"{NEWS}add/", fields(body=body, lead="", **published()))
    assert response.status_code == 302
    assert Announcement.objects.get().published_at


def test_what_is_published_cannot_be_made_worse(editor):
    announcement = make_announcement(body="Orört.")
    moment = published(announcement.published_at)
    address = f"{NEWS}{announcement.pk}/change/"
    response = editor.post(address, fields(slug="a", body=BAD, **moment))
    assert "sidan visas för besökare och skulle få fel" in response.content.decode()
    announcement.refresh_from_db()
    assert announcement.body == "Orört."


def test_a_preview_of_a_page_with_errors_is_shown(editor):
    page = editor.post(f"{NEWS}forhandsvisning/", fields(body=BAD, **published())).content.decode()
    assert "<h1>Ny rubrik</h1>" in page


def test_what_is_withdrawn_is_saved_with_errors(editor):
    announcement = make_announcement(
        body=BAD, withdrawn_at=timezone.now() - datetime.timedelta(minutes=1)
    )
    moments = {
        **published(announcement.published_at),
        **moment_fields("withdrawn_at", announcement.withdrawn_at),
        "withdrawn_reason": "Inaktuell.",
    }
    response = editor.post(
        f"{NEWS}{announcement.pk}/change/", fields(slug=announcement.slug, body=BAD, **moments)
    )
    assert response.status_code == 302


def test_a_page_may_link_to_itself_before_it_is_published(editor):
    year = timezone.localdate().year
    body = f"[Till början](/nyheter/{year}/ny-rubrik/#avsnitt-mer)\n\n## Mer"
    response = editor.post(
        f"{NEWS}add/", fields(body=body, slug="ny-rubrik", **published(timezone.now()))
    )
    assert response.status_code == 302


AREA = {
    "title": "Nyområdet", "slug": "nyomradet", "kind": "Ny stadsdel", "summary": "Kort.",
    "body": "Text.", "place": "1", "label_side": "right", "outline": "null",
    "key_facts-TOTAL_FORMS": "2", "key_facts-INITIAL_FORMS": "0",
    "key_facts-0-label": "Yta", "key_facts-0-value": "12 hektar", "key_facts-0-place": "1",
    "key_facts-1-label": "Bostäder", "key_facts-1-value": "3 000", "key_facts-1-place": "1",
    "key_facts-1-source": "planförslaget 2024",
    **no_rows("milestones", "corrections", "change_notes"),
}  # fmt: skip


def test_an_area_is_checked_with_its_unsaved_facts(editor):
    page = editor.post("/admin/exhibits/area/granska/", AREA).content.decode()
    assert "Nyckeluppgiften ”Yta: 12 hektar” saknar källa" in page
    assert "Bostäder" not in page
    assert "Inget ämne" not in page
    assert "Nyckeluppgifter</span>" in page


def test_what_is_wrong_with_a_related_row_is_among_the_errors(editor):
    form = {**AREA, "key_facts-0-value": ""}
    page = editor.post("/admin/exhibits/area/granska/", form).content.decode()
    assert "Granskningen hittade 1 fel" in page
    assert "Värde: " in page and "Nyckeluppgifter</span>" in page


def test_an_area_with_errors_is_not_published(editor):
    response = editor.post("/admin/exhibits/area/add/", {**AREA, "body": BAD, **published()})
    assert response.status_code == 200
    assert not Area.objects.exists()


def test_a_standing_page_with_errors_is_not_published(editor):
    form = {"title": "Om", "slug": "om", "summary": "", "body": BAD, "place": "1"}
    form |= no_rows("corrections")
    address = "/admin/helsingborgsrummet/standingpage/"
    assert "3 fel" in editor.post(f"{address}granska/", form).content.decode()
    assert editor.post(f"{address}add/", {**form, **published()}).status_code == 200
    assert not StandingPage.objects.exists()
    assert editor.post(f"{address}add/", form).status_code == 302


def test_blocking_findings_are_sentences():
    row = make_announcement(body=BAD, published_at=None)
    found = admin.site.get_model_admin(Announcement).blocking_findings(row)
    assert len(found) == 3
    assert found[0] == (
        "Bilden finns inte i bildbiblioteket. Välj en annan, eller ta bort raden. "
        "Det gäller: ”bild:99”"
    )


def test_the_form_itself_asks_nothing_more_of_the_database(editor, django_assert_max_num_queries):
    area = make_area(body=BAD)
    address = f"/admin/exhibits/area/{area.pk}/change/"
    editor.get(address)
    with django_assert_max_num_queries(15):
        assert "Granska texten" in editor.get(address).content.decode()


def test_the_sample_content_can_be_published():
    call_command("load_demo_content", verbosity=0)
    admins = [
        each for model, each in admin.site._registry.items() if issubclass(model, Publishable)
    ]
    found = {
        str(row): each.blocking_findings(row) for each in admins for row in each.model.objects.all()
    }
    assert len(found) > 10
    assert {title: sentences for title, sentences in found.items() if sentences} == {}
