"""History: who changed what and when, any two versions compared, and any version brought back."""

import datetime
import io
import json
import re

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image
from reversion.models import Revision, Version

from exhibits.models import KeyFact
from helsingborgsrummet.editing import history
from helsingborgsrummet.editing.forms import EditingAdmin
from helsingborgsrummet.models import Correction, Notice, Picture, StandingPage
from helsingborgsrummet.serving.generation import CONTENT_APPS
from news.admin.announcements import AnnouncementAdmin
from news.models import Announcement, Topic
from tests.admin_form import read_form, row_number
from tests.factory import make_announcement, make_area, make_milestone, make_room, make_topic

pytestmark = pytest.mark.django_db
NEWS = "/admin/news/announcement/"


@pytest.fixture
def anna(person):
    return person("anna")


def address_of(obj, view=""):
    return f"/admin/{obj._meta.app_label}/{obj._meta.model_name}/{obj.pk}/{view}"


def change(client, obj, **changes):
    fields = read_form(client.get(address_of(obj, "change/")))
    response = client.post(address_of(obj, "change/"), {**fields, **changes})
    assert response.status_code == 302
    client.get(response["Location"])
    obj.refresh_from_db()


def entries(obj):
    """Everything in the history of a page, the oldest first: who, what, events, words."""
    found = history.entries(history.versions_of(obj), is_complete=True)
    return [(each.user_name, each.changes, each.events, each.words) for each in found[::-1]]


def words(response):
    """The text of a page as a screen reader gets it."""
    text = re.sub(
        r"</?(?:h\d|p|li|dd|dt|td|th|div|section)\b[^>]*>",
        " ",
        response.content.decode().partition("<body")[2],
    )
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text))


def restore(client, obj, version):
    return client.post(address_of(obj, f"history/{version.pk}/aterstall/"))


def first_version(obj):
    return history.versions_of(obj).last()


def told(client, response):
    page = client.get(response["Location"]).content.decode()
    return re.findall(r'<li class="(?:success|warning|error|info)">(.*?)</li>', page)


# --- Recording ----------------------------------------------------------------------------------


def test_every_change_in_the_admin_is_in_the_history(anna, person):
    topic = make_topic(title="Bostäder")
    anna.post(
        f"{NEWS}add/", {**read_form(anna.get(f"{NEWS}add/")), "title": "Ny", "lead": "Först."}
    )
    page = Announcement.objects.get()
    change(anna, page, lead="Sedan.", topics=[topic.pk])
    anna.post(NEWS, {"action": "publish_now", "_selected_action": [page.pk]})
    bo = person("bo")
    change(bo, page, title="Ändrad", body="Text.")
    assert entries(page) == [
        ("anna", [], [], ""),
        ("anna", ["ingress", "ämnen"], [], ""),
        ("anna", ["publiceras"], ["Publicerades"], ""),
        ("bo", ["brödtext", "rubrik"], [], ""),
    ]
    content = words(anna.get(address_of(page, "history/")))
    assert "Ändrat: brödtext, rubrik." in content
    assert "Publicerades." in content
    assert "Skapades." in content


def test_what_was_there_before_the_history_began_is_kept(anna):
    page = make_announcement(title="Ur exempelinnehållet", body="Oersättligt.")
    content = words(anna.get(address_of(page, "history/")))
    assert "Ingen version är sparad än." in content
    change(anna, page, body="Nytt.")
    assert entries(page) == [
        ("", [], ["Publicerades"], history.BEFORE_HISTORY),
        ("anna", ["brödtext"], [], ""),
    ]
    restore(anna, page, first_version(page))
    page.refresh_from_db()
    assert page.body == "Oersättligt."


def test_what_something_else_changed_is_kept(anna):
    page = make_announcement(lead="Först.")
    change(anna, page, lead="Sedan.")
    Announcement.objects.update(lead="Utanför.")
    change(anna, page, lead="Sist.")
    assert [words for *_, words in entries(page)] == [
        history.BEFORE_HISTORY, "", history.ELSEWHERE, "",
    ]  # fmt: skip


def test_saving_without_a_change_makes_no_version(anna):
    page = make_area()
    KeyFact.objects.create(area=page, label="Yta", value="1")
    change(anna, page, summary="Ny.")
    change(anna, page)
    assert history.versions_of(page).count() == 2


def test_a_picture_that_is_saved_makes_no_versions_of_the_pages_that_show_it(anna):
    page = make_announcement()
    change(anna, page, lead="Ny.")
    with history.watching():
        page.save(update_fields=["body_html"])
    assert history.versions_of(page).count() == 2


def test_what_is_deleted_leaves_its_last_version(anna):
    page = make_announcement(published_at=None, body="Ett utkast.")
    key = str(page.pk)
    anna.post(address_of(page, "delete/"), {"post": "yes"})
    assert not Announcement.objects.exists()
    version = Version.objects.get_for_model(Announcement).get(object_id=key)
    assert "Ett utkast." in version.serialized_data


# --- What a later release added, and what it took away -------------------------------------------


def make_older(version, *, without=(), also=None, without_rows=()):
    """Rewrite a version as a release would have written it that knew less, and other things."""
    (data,) = json.loads(version.serialized_data)
    data["fields"] = {
        name: value for name, value in data["fields"].items() if name not in without
    } | (also or {})
    if "rows" in data:
        data["rows"] = [name for name in data["rows"] if name not in without_rows]
    version.serialized_data = json.dumps([data])
    version.save()


@pytest.fixture
def old_page(anna):
    """An area whose only version was written before some columns, and the key facts, were there."""
    page = make_area(label_side="left", contact_role="Planeraren")
    KeyFact.objects.create(area=page, label="Yta", value="1", source="Planen")
    history.record(page, None)
    version = history.versions_of(page).get()
    make_older(version, without=["label_side", "contact_role"], also={"gone": "x"})
    for row in version.revision.version_set.exclude(pk=version.pk):
        make_older(row, without=["source", "is_example"], also={"gone": "x"})
    return page


def test_nobody_changed_what_a_version_never_knew(anna, old_page):
    page = old_page
    change(anna, page)
    assert entries(page) == [("", [], ["Publicerades"], "")]
    change(anna, page, summary="Ny.")
    assert entries(page)[1:] == [("anna", ["ingress"], [], "")]
    address = address_of(page, f"history/jamfor/?fran={first_version(page).pk}&till=nu")
    content = words(anna.get(address))
    assert "Ny." in content
    for unknown in ("Planeraren", "Planen", "left", "Nyckeluppgift"):
        assert unknown not in content
    assert history.last_changes(page).keys() == {("summary",)}


def test_what_a_version_never_knew_is_left_alone_when_it_is_restored(anna, old_page):
    page, fact = old_page, old_page.key_facts.get()
    fields = read_form(anna.get(address_of(page, "change/")))
    number = row_number(fields, "key_facts", fact.pk)
    change(anna, page, summary="Ny.", **{f"key_facts-{number}-value": "2"})
    restore(anna, page, first_version(page))
    page.refresh_from_db()
    fact.refresh_from_db()
    assert page.summary.startswith("Ingress om område")
    assert (page.label_side, page.contact_role) == ("left", "Planeraren")
    assert (fact.value, fact.source) == ("1", "Planen")


def test_a_change_of_what_a_version_never_knew_is_kept_and_told(anna, old_page):
    page = old_page
    change(anna, page, contact_role="Projektledaren")
    assert entries(page)[1:] == [("anna", [], [], "Ändrat: kontakt.")]
    change(anna, page, contact_role="Chefen")
    assert entries(page)[2:] == [("anna", ["kontakt"], [], "")]


def test_a_change_that_only_the_history_can_have_seen_is_kept(old_page):
    """Without the page as it was before, a version is written rather than lost."""
    page = old_page
    history.record(page, None)
    assert entries(page)[1:] == [("", [], [], "")]
    history.record(page, None)
    assert len(entries(page)) == 2


def test_rows_of_a_kind_that_was_not_there_yet_are_left_alone(anna):
    page = make_area()
    fact = KeyFact.objects.create(area=page, label="Yta", value="1")
    Correction.objects.create(page=page, note="Fel.")
    history.record(page, None)
    version = history.versions_of(page).get()
    version.revision.version_set.exclude(pk=version.pk).delete()
    make_older(version, without_rows=["key_facts", "corrections"])
    change(anna, page)
    assert len(entries(page)) == 1
    content = words(anna.get(address_of(page, f"history/jamfor/?fran={version.pk}&till=nu")))
    assert "Yta" not in content and "Fel." not in content
    assert "Yta" in anna.get(address_of(page, f"history/{version.pk}/")).content.decode()
    fields = read_form(anna.get(address_of(page, "change/")))
    number = row_number(fields, "key_facts", fact.pk)
    change(anna, page, **{f"key_facts-{number}-DELETE": "on"})
    assert entries(page)[1:] == [("anna", [], [], "Ändrat: nyckeluppgifter.")]
    KeyFact.objects.create(area=page, label="Höjd", value="2")
    change(anna, page, summary="Ny.")
    restore(anna, page, version)
    page.refresh_from_db()
    assert page.summary.startswith("Ingress om område")
    assert [each.label for each in page.key_facts.all()] == ["Höjd"]


# --- The list -----------------------------------------------------------------------------------


def test_a_long_history_is_paged_and_asks_little(anna):
    page = make_area()
    for number in range(3):
        make_milestone(page, title=f"Steg {number}")
    change(anna, page, summary="Ett.")
    counts = []
    for number in range(120):
        page.summary = f"Ingress {number}."
        page.save()
        history.record(page, User.objects.get(username="anna"))
        if number in (1, 119):
            with CaptureQueriesContext(connection) as queries:
                content = words(anna.get(address_of(page, "history/")))
            counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
    assert "Sida 1 av 3" in content
    last = words(anna.get(address_of(page, "history/?p=3&fran=1&till=2")))
    assert history.BEFORE_HISTORY in last
    assert (
        'name="fran" value="1"'
        in anna.get(address_of(page, "history/?p=3&fran=1&till=2")).content.decode()
    )


def test_events_have_names(anna):
    page = make_announcement(published_at=None)
    soon = timezone.localtime() + datetime.timedelta(days=2)
    change(anna, page, published_at_0=f"{soon:%Y-%m-%d}", published_at_1="09:30:00")
    change(anna, page, published_at_0="", published_at_1="")
    anna.post(NEWS, {"action": "publish_now", "_selected_action": [page.pk]})
    now = timezone.localtime()
    page.refresh_from_db()
    page.withdraw(now, reason="Inaktuell.")
    history.record(page, None)
    events = [events for _, _, events, _ in entries(page)]
    assert events[0] == []
    assert events[1][0].startswith("Publiceringen bestämdes till ")
    assert events[1][0].endswith("kl. 9.30")
    assert events[2:] == [["Blev utkast igen"], ["Publicerades"], ["Avpublicerades"]]


def test_the_way_between_writer_and_editor_is_in_the_history(anna, person):
    page = make_announcement(published_at=None)
    change(person("vera", "Skribent"), page, lead="Klar.", _hand_over="1")
    change(anna, page, comment_back="Kortare.", _send_back="1")
    assert entries(page)[1:] == [
        ("vera", ["ingress"], [], "Lämnades för granskning."),
        ("anna", [], [], "Skickades tillbaka med en kommentar."),
    ]


# --- Comparing ----------------------------------------------------------------------------------


def test_two_versions_are_compared_in_words(anna):
    topics = [make_topic(title=title) for title in ("Bostäder", "Trafik")]
    page = make_announcement(
        lead="Lekplatsen invigs i maj.", topics=[topics[0]], published_precision="day"
    )
    change(
        anna, page, lead="Lekplatsen invigs på lördag.", topics=[topics[1].pk],
        published_precision="month", is_example="on",
    )  # fmt: skip
    oldest = first_version(page)
    content = words(anna.get(address_of(page, f"history/jamfor/?fran={oldest.pk}&till=nu")))
    assert (
        "Lekplatsen invigs Borttaget: i maj. Slut på borttaget. Tillagt: på lördag. "
        "Slut på tillagt. ." in content
    )
    assert "Borttaget: Bostäder" in content
    assert "Tillagt: Trafik" in content
    assert "Borttaget: dagen → Tillagt: månaden" in content
    assert "Borttaget: Nej → Tillagt: Ja" in content


def test_the_order_of_the_choice_does_not_matter(anna):
    page = make_announcement(lead="Gammal.")
    change(anna, page, lead="Ny.")
    newer, older = (version.pk for version in history.versions_of(page))
    pages = [
        words(anna.get(address_of(page, f"history/jamfor/?fran={one}&till={other}")))
        for one, other in ((older, newer), (newer, older))
    ]
    assert pages[0] == pages[1]
    assert "Borttaget: Gammal" in pages[0]


def test_rows_are_compared(anna):
    area = make_area()
    facts = [KeyFact.objects.create(area=area, label=label, value="1") for label in ("Yta", "Hus")]
    fields = read_form(anna.get(address_of(area, "change/")))
    numbers = [row_number(fields, "key_facts", fact.pk) for fact in facts]
    change(anna, area, **{
        f"key_facts-{numbers[0]}-value": "12", f"key_facts-{numbers[1]}-DELETE": "on",
        "key_facts-TOTAL_FORMS": "3", "key_facts-2-label": "Träd", "key_facts-2-value": "7",
        "key_facts-2-place": "1",
    })  # fmt: skip
    assert entries(area)[-1][1] == ["nyckeluppgifter"]
    oldest = first_version(area)
    content = words(anna.get(address_of(area, f"history/jamfor/?fran={oldest.pk}&till=nu")))
    for expected in (
        "Nyckeluppgift: Yta: 12 Ändrad", "Nyckeluppgift: Hus: 1 Borttagen",
        "Nyckeluppgift: Träd: 7 Tillagd",
    ):  # fmt: skip
        assert expected in content
    restore(anna, area, oldest)
    assert {row.pk: row.value for row in area.key_facts.all()} == {fact.pk: "1" for fact in facts}


def test_markup_in_a_text_is_text(anna):
    page = make_announcement(body="Snäll.")
    change(anna, page, body="<script>alert(1)</script>")
    oldest = first_version(page)
    content = anna.get(address_of(page, f"history/jamfor/?fran={oldest.pk}&till=nu"))
    assert "<script>alert" not in content.content.decode()


@pytest.mark.parametrize("query", ["", "fran=x&till=nu", "fran=999&till=nu", "fran=nu&till=-1"])
def test_versions_that_do_not_exist_are_not_found(anna, query):
    page = make_announcement()
    assert anna.get(address_of(page, f"history/jamfor/?{query}")).status_code == 404


def test_a_version_of_another_page_is_not_found(anna):
    page, other = make_announcement(), make_announcement()
    change(anna, other, lead="Ny.")
    version = first_version(other)
    assert (
        anna.get(address_of(page, f"history/jamfor/?fran={version.pk}&till=nu")).status_code == 404
    )
    assert restore(anna, page, version).status_code == 404


def test_a_version_is_shown_as_the_page_it_was(anna):
    topic = make_topic(title="Bostäder")
    page = make_announcement(title="Gammal rubrik", body="Gammal **text**.", topics=[topic])
    change(anna, page, title="Ny rubrik", body="Ny text.", topics=[])
    content = anna.get(address_of(page, f"history/{first_version(page).pk}/"))
    assert "<h1>Gammal rubrik</h1>" in content.content.decode()
    assert "<strong>text</strong>" in content.content.decode()
    assert "Bostäder" in content.content.decode()
    assert "Så här såg sidan ut då" in content.content.decode()
    assert "no-store" in content["Cache-Control"]
    page.refresh_from_db()
    assert page.title == "Ny rubrik"


def test_an_area_is_shown_with_the_rows_it_had(anna):
    area = make_area()
    KeyFact.objects.create(area=area, label="Yta", value="12 hektar")
    change(anna, area, **{"key_facts-0-value": "13 hektar"})
    content = anna.get(address_of(area, f"history/{first_version(area).pk}/")).content.decode()
    assert "12 hektar" in content
    assert "13 hektar" not in content


# --- Restoring ----------------------------------------------------------------------------------


def test_a_version_is_brought_back_and_that_is_a_version_too(anna):
    topic = make_topic()
    page = make_announcement(lead="Först.", topics=[topic])
    change(anna, page, lead="Sedan.", topics=[])
    response = restore(anna, page, first_version(page))
    assert response["Location"] == address_of(page, "change/")
    page.refresh_from_db()
    assert page.lead == "Först."
    assert list(page.topics.all()) == [topic]
    who, what, _, said = entries(page)[-1]
    assert (who, what) == ("anna", ["ingress", "ämnen"])
    assert said.startswith("Återställde versionen från ")


def test_publication_stays_as_it_is(anna):
    """The content comes back; when the page is public, its address and its place do not change."""
    page = make_announcement(published_at=None, lead="Utkastet.", slug="forst")
    change(anna, page, lead="Färdig.", slug="sedan", pinned_place="1")
    anna.post(NEWS, {"action": "publish_now", "_selected_action": [page.pk]})
    page.refresh_from_db()
    published_at = page.published_at
    response = restore(anna, page, first_version(page))
    page.refresh_from_db()
    assert (page.lead, page.slug, page.pinned_place) == ("Utkastet.", "sedan", 1)
    assert page.published_at == published_at
    assert "Adressen är kvar som den är, eftersom sidan har publicerats." in told(anna, response)


def test_a_draft_gets_its_address_back_unless_it_is_taken(anna):
    page = make_announcement(published_at=None, slug="forst")
    change(anna, page, slug="sedan")
    restore(anna, page, first_version(page))
    page.refresh_from_db()
    assert page.slug == "forst"
    change(anna, page, slug="tredje")
    make_announcement(slug="forst")
    response = restore(anna, page, first_version(page))
    page.refresh_from_db()
    assert page.slug == "tredje"
    assert "Adress: forst används av en annan nyhet. Den nuvarande är kvar." in told(anna, response)


def test_what_is_gone_is_said_and_the_rest_comes_back(anna):
    topics = [make_topic(title=title) for title in ("Bostäder", "Trafik", "Grönt")]
    page = make_announcement(lead="Först.", topics=topics)
    change(anna, page, lead="Sedan.", topics=[])
    change(anna, topics[0], description="Ny rad.")
    keys = [topic.pk for topic in topics]
    Topic.objects.filter(pk__in=keys[:2]).delete()
    oldest = first_version(page)
    comparison = words(anna.get(address_of(page, f"history/jamfor/?fran={oldest.pk}&till=nu")))
    assert "Bostäder (finns inte längre)" in comparison
    response = restore(anna, page, oldest)
    page.refresh_from_db()
    assert page.lead == "Först."
    assert list(page.topics.all()) == [topics[2]]
    sentences = told(anna, response)
    assert "Ämnen: Bostäder (finns inte längre) och kunde inte tas med." in sentences
    assert f"Ämnen: nr {keys[1]} (finns inte längre) och kunde inte tas med." in sentences


def test_old_content_that_breaks_a_rule_of_today_is_refused_in_words(anna):
    notice = Notice.objects.create(text="Hissen är trasig.", link_url="/besok/", link_text="Besök")
    Notice.objects.update(text="")
    change(anna, notice, text="Hissen är lagad.")
    response = restore(anna, notice, first_version(notice))
    notice.refresh_from_db()
    assert notice.text == "Hissen är lagad."
    sentences = told(anna, response)
    assert sentences[0] == "Versionen kunde inte återställas. Inget är ändrat."
    assert sentences[1].startswith("Text: ")


def test_what_keeps_a_page_from_being_published_keeps_it_from_being_restored(anna, monkeypatch):
    page = make_announcement(lead="Först.")
    draft = make_announcement(lead="Först.", published_at=None)
    for each in (page, draft):
        change(anna, each, lead="Sedan.")
    monkeypatch.setattr(
        AnnouncementAdmin,
        "blocking_findings",
        lambda self, obj, related=None: ["Ingressen duger inte."],
    )
    for each in (page, draft):
        restore(anna, each, first_version(each))
        each.refresh_from_db()
    assert page.lead == "Sedan."
    assert draft.lead == "Först."
    monkeypatch.undo()


def test_corrections_are_never_taken_back(anna):
    page = StandingPage.objects.create(title="Om", slug="om", body="Först.")
    change(anna, page, body="Sedan.")
    Correction.objects.create(page=page, note="Fel årtal.")
    restore(anna, page, first_version(page))
    page.refresh_from_db()
    assert page.body == "Först."
    assert page.corrections.count() == 1


@pytest.mark.parametrize("offset", [-1, 1], ids=["published", "scheduled"])
def test_a_writer_restores_drafts_alone(anna, offset, person):
    moment = timezone.now() + datetime.timedelta(hours=offset)
    page = make_announcement(lead="Först.", published_at=moment)
    draft = make_announcement(lead="Först.", published_at=None)
    for each in (page, draft):
        change(anna, each, lead="Sedan.")
    writer = person("vera", "Skribent")
    assert restore(writer, page, first_version(page)).status_code == 403
    comparison = address_of(page, f"history/jamfor/?fran={first_version(page).pk}&till=nu")
    assert "Återställ" not in words(writer.get(comparison))
    assert restore(writer, draft, first_version(draft)).status_code == 302
    for each, lead in ((page, "Sedan."), (draft, "Först.")):
        each.refresh_from_db()
        assert each.lead == lead


def test_a_host_sees_no_history_of_news(anna, person):
    page = make_announcement()
    change(anna, page, lead="Ny.")
    version, host = first_version(page), person("vild", "Värd")
    for view in (
        "history/",
        f"history/{version.pk}/",
        f"history/jamfor/?fran={version.pk}&till=nu",
    ):
        assert host.get(address_of(page, view)).status_code == 403
    assert restore(host, page, version).status_code == 403


def test_restoring_takes_a_posting(anna):
    page = make_announcement()
    change(anna, page, lead="Ny.")
    address = address_of(page, f"history/{first_version(page).pk}/aterstall/")
    assert anna.get(address).status_code == 405


def test_every_kind_of_page_can_be_restored(anna):
    """The room, a topic, a standing page: each with one changed text."""
    for obj, name in (
        (make_room(description="Först."), "description"),
        (make_topic(description="Först."), "description"),
        (StandingPage.objects.create(title="Om", slug="om", summary="Först."), "summary"),
    ):
        change(anna, obj, **{name: "Sedan."})
        assert restore(anna, obj, first_version(obj)).status_code == 302
        obj.refresh_from_db()
        assert getattr(obj, name) == "Först."


def upload(colour, size):
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "PNG")
    return SimpleUploadedFile("bild.png", buffer.getvalue())


def test_a_picture_file_comes_back_with_what_is_known_of_it(anna):
    picture = Picture.objects.create(title="Ån", credit="Vi", original=upload("red", (40, 30)))
    before = (picture.original.name, picture.width, picture.height, picture.renditions)
    change(anna, picture, original=upload("blue", (60, 20)))
    assert (picture.width, picture.height) == (60, 20)
    assert restore(anna, picture, first_version(picture)).status_code == 302
    picture = Picture.objects.get()
    assert (picture.original.name, picture.width, picture.height, picture.renditions) == before


def test_a_picture_file_that_is_gone_is_said(anna):
    picture = Picture.objects.create(title="Ån", credit="Vi", original=upload("red", (40, 30)))
    old = picture.original.name
    change(anna, picture, title="Bron", original=upload("blue", (60, 20)))
    default_storage.delete(old)
    response = restore(anna, picture, first_version(picture))
    picture.refresh_from_db()
    assert picture.title == "Ån"
    assert picture.width == 60
    assert "Bildfil: filen finns inte längre. Den nuvarande är kvar." in told(anna, response)


def test_ten_thousand_announcements_make_a_history_no_slower(anna):
    """The versions of one page are found by index, whatever lies beside them."""
    page = make_announcement()
    change(anna, page, lead="Ny.")
    version = first_version(page)
    Version.objects.bulk_create(
        Version(
            revision=revision, object_id=str(10**6 + number), content_type=version.content_type,
            db=version.db, format="json", serialized_data="[]", object_repr="",
        )
        for number, revision in enumerate(
            Revision.objects.bulk_create(Revision(date_created=timezone.now()) for _ in range(2000))
        )
    )  # fmt: skip
    connection.cursor().execute("ANALYZE")
    if connection.vendor == "sqlite":
        plan = history.versions_of(page)[:51].explain()
        assert "object_id=?" in plan, plan
    else:
        plan = history.versions_of(page)[:51].explain()
        assert "object_id" in plan.partition("Index Cond")[2].partition("\n")[0], plan


def test_every_admin_of_content_keeps_history():
    plain = [
        model.__name__
        for model, model_admin in site._registry.items()
        if model._meta.app_label in CONTENT_APPS and not isinstance(model_admin, EditingAdmin)
    ]
    # Opening hours are one screen; whoever saves over another is told there.
    # Letters, recurring work, printed codes, counts and the results of link checks are read, not written;
    # what people have written is answered and erased; the times of an activity are kept with it.
    assert sorted(plain) == [
        "DueWork", "ExternalLink", "GroupVisit", "Letter", "Occurrence", "OpeningRule", "ShortLink",
        "Tiding", "VisitCount",
    ]  # fmt: skip
