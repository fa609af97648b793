"""Documents as visitors fetch them, as a plan's page lists them and as editors upload them."""

import datetime
import importlib
from email.message import Message
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.urls import clear_url_caches
from django.utils import timezone

import helsingborgsrummet.urls
from exhibits.admin.documents import DocumentInline, WithDocuments
from exhibits.models import Document, Plan, PlanStep
from helsingborgsrummet.editing.publishing import PublishableAdmin
from helsingborgsrummet.serving.page_cache import PageCache
from tests.documents import add_action, docx, pdf
from tests.factory import make_area, make_document, make_plan, make_room

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
PDF, DOCX = pdf(38, text="Planbeskrivning"), docx()


def body(response):
    """What was sent. Reading a file to its end closes it, as a server does."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def saved_name(response):
    """What a browser calls the file that it saves."""
    message = Message()
    message["Content-Disposition"] = response["Content-Disposition"]
    assert message.get_content_disposition() == "attachment"
    return message.get_filename()


# --- Serving ------------------------------------------------------------------------------------


def test_a_document_of_a_published_plan_is_an_attachment_that_may_be_kept(client):
    document = make_document(make_plan(), PDF, title="Planbeskrivning för Östra Ramlösa: del 1/2")
    assert document.get_absolute_url() == (
        f"/dokument/{document.digest}/planbeskrivning-for-ostra-ramlosa-del-12.pdf"
    )
    response = client.get(document.get_absolute_url())
    assert response.status_code == 200
    assert body(response) == PDF
    assert saved_name(response) == "Planbeskrivning för Östra Ramlösa del 1 2.pdf"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(len(PDF))
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, no-cache"
    assert response["Accept-Ranges"] == "none"
    assert "X-Robots-Tag" not in response
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_head_tells_the_same_without_the_file(client):
    address = make_document(make_plan(), PDF).get_absolute_url()
    response = client.head(address)
    assert response.status_code == 200
    assert response["Content-Length"] == str(len(PDF))
    assert body(response) == b""


def test_a_part_is_answered_with_the_whole_and_the_same_with_nothing(client):
    address = make_document(make_plan(), PDF).get_absolute_url()
    whole = client.get(address, headers={"Range": "bytes=10-20"})
    assert (whole.status_code, body(whole)) == (200, PDF)
    same = client.get(address, headers={"If-None-Match": whole["ETag"]})
    assert (same.status_code, body(same)) == (304, b"")
    assert client.post(address).status_code == 405


def test_a_word_document_has_its_own_type(client):
    response = client.get(make_document(make_plan(), DOCX, title="Beslut").get_absolute_url())
    assert body(response) == DOCX
    assert response["Content-Type"].endswith("wordprocessingml.document")
    assert saved_name(response) == "Beslut.docx"


@pytest.mark.parametrize(
    ("published", "withdrawn", "status"),
    [(None, None, 404), (HOUR, None, 404), (-HOUR, None, 200), (-HOUR * 2, -HOUR, 410)],
    ids=["draft", "scheduled", "published", "withdrawn"],
)
def test_a_document_is_as_public_as_its_plan(client, published, withdrawn, status):
    now = timezone.now()
    plan = make_plan(
        published_at=published and now + published,
        withdrawn_at=withdrawn and now + withdrawn,
    )
    response = client.get(make_document(plan, PDF).get_absolute_url())
    assert response.status_code == status
    said = "Sidan är inaktuell.".encode() in body(response)
    assert said == (status == 410)


@pytest.mark.parametrize(("withdrawn", "status"), [(None, 404), (-HOUR, 410)])
def test_a_document_is_as_public_as_the_area_of_its_plan(client, withdrawn, status):
    now = timezone.now()
    area = make_area(
        published_at=withdrawn and now - HOUR * 2, withdrawn_at=withdrawn and now + withdrawn
    )
    plan = make_plan(area)
    for address in (plan.get_absolute_url(), make_document(plan, PDF).get_absolute_url()):
        assert client.get(address).status_code == status


def test_the_same_file_in_a_draft_stays_public(client):
    draft = make_document(make_plan(published_at=None), PDF, title="I utkastet")
    public = make_document(make_plan(), PDF, title="I planen")
    assert draft.file.name == public.file.name
    response = client.get(draft.get_absolute_url())
    assert response.status_code == 301
    assert response["Location"] == public.get_absolute_url()


def test_a_new_title_leads_from_the_old_address_to_the_new(client):
    document = make_document(make_plan(), PDF, title="Beskrivning")
    old = document.get_absolute_url()
    document.title = "Planbeskrivning, etapp 1"
    document.save()
    response = client.get(old, follow=True)
    assert response.redirect_chain == [(document.get_absolute_url(), 301)]
    assert body(response) == PDF


@pytest.mark.parametrize(
    "address", ["/dokument/0000/plan.pdf", "/dokument/..%2f..%2fdb/x", "/dokument/"]
)
def test_there_is_nothing_else(client, address):
    assert client.get(address).status_code == 404


def test_a_missing_file_is_a_missing_page(client):
    document = make_document(make_plan(), pdf(1, text="försvinner"))
    default_storage.delete(document.file.name)
    assert client.get(document.get_absolute_url()).status_code == 404


def test_documents_of_examples_are_not_for_search_engines(client):
    document = make_document(make_plan(is_example=True), PDF)
    assert client.head(document.get_absolute_url())["X-Robots-Tag"] == "noindex"


def test_the_page_cache_keeps_no_documents(tmp_path):
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/dokument/0123/plan.pdf"}
    assert PageCache(None, tmp_path).key({**environ, "wsgi.url_scheme": "https"}) is None


# --- Storing ------------------------------------------------------------------------------------


def test_a_document_is_stored_once_under_a_name_that_tells_its_content():
    plan = make_plan()
    first, second = make_document(plan, PDF), make_document(plan, PDF)
    assert first.file.name == second.file.name == f"documents/{first.digest}.pdf"
    assert (first.format, first.size, first.page_count) == ("pdf", len(PDF), 38)
    with first.file.open() as file:
        assert file.read() == PDF


def test_a_replaced_file_keeps_the_row_and_the_old_file():
    document = make_document(make_plan(), PDF)
    old = document.file.name
    document.file = ContentFile(docx(), name="ny.pdf")
    document.save()
    row = Document.objects.get()
    assert (row.format, row.page_count, row.file_name) == ("docx", None, "planbeskrivning.docx")
    assert row.file.name != old
    # History may still show it.
    assert default_storage.exists(old)


def test_the_address_of_a_replaced_file_leads_to_the_new_one(client):
    document = make_document(make_plan(), PDF)
    addresses = [document.get_absolute_url()]
    for content in (docx(), pdf(2)):
        document.file = ContentFile(content, name="ny")
        document.save()
        addresses.append(document.get_absolute_url())
    for old in addresses[:-1]:
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, addresses[-1])
    assert body(client.get(addresses[-1])) == pdf(2)
    # The first file again, at its own address.
    document.file = ContentFile(PDF, name="ny")
    document.save()
    response = client.get(addresses[0])
    assert response.status_code == 200
    assert body(response) == PDF
    assert client.get(addresses[1])["Location"] == addresses[0]


def test_a_row_never_points_at_what_is_no_document():
    with pytest.raises(ValidationError):
        make_document(make_plan(), b"<html>")
    assert not Document.objects.exists()


# --- The list on a plan's page ------------------------------------------------------------------


def listed(plan, **context):
    rows = plan.documents.select_related("step")
    return render_to_string(
        "exhibits/parts/plan_documents.html",
        {"documents": list(rows), "plan": plan, "now": timezone.now(), **context},
    )


def test_the_list_says_what_each_document_is():
    plan = make_plan(title="Östra Ramlösa, etapp 1", contact_email="plan@example.org")
    step = PlanStep.objects.create(
        plan=plan,
        stage="samrad",
        starts_on=datetime.date(2022, 6, 1),
        ends_on=datetime.date(2022, 8, 31),
    )
    document = make_document(
        plan,
        PDF,
        title="Så blir det & så här",
        kind="beskrivning",
        step=step,
        dated_on=datetime.date(2022, 5, 20),
    )
    page = listed(plan)
    link = f'<a href="{document.get_absolute_url()}">Så blir det &amp; så här'
    assert link in page
    for words in (
        "38 sidor)", "Planbeskrivning", "20 maj 2022", "Samråd, 1 juni–31 augusti 2022",
        "Inte kontrollerad för tillgänglighet.", "Be om en tillgänglig version",
    ):  # fmt: skip
        assert words in page, words
    address = page.partition('href="mailto:')[2].partition('"')[0].replace("&amp;", "&")
    assert address.startswith(
        "plan@example.org?subject=Tillg%C3%A4nglig%20version%20av%3A%20S%C3%A5"
    )
    subject = address.partition("subject=")[2].partition("&body=")[0]
    assert unquote(subject) == "Tillgänglig version av: Så blir det & så här"
    document.is_accessible = True
    document.save()
    assert ">Kontrollerad för tillgänglighet." in listed(plan)


def test_without_an_address_of_the_plan_the_room_is_asked():
    plan = make_plan()
    make_document(plan, PDF)
    assert 'href="/besok/#contact"' in listed(plan)
    make_room(contact_email="rummet@example.org")
    assert 'href="mailto:rummet@example.org?' in listed(plan)


def test_without_documents_there_is_no_heading():
    assert listed(make_plan()).strip() == ""


# --- Uploading ----------------------------------------------------------------------------------


class Form(HTMLParser):
    """What a browser would send of the first form with the given id."""

    def __init__(self, page):
        super().__init__()
        self.sent, self.inside, self.select, self.area = {}, False, None, None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.inside = attrs.get("id", "").endswith("_form")
        if not self.inside:
            return
        name = attrs.get("name")
        kind = attrs.get("type", "text")
        if tag == "input" and name and kind not in ("submit", "file", "button"):
            if kind not in ("checkbox", "radio") or "checked" in attrs:
                self.sent[name] = attrs.get("value", "on" if kind == "checkbox" else "")
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in attrs and self.select:
            self.sent[self.select] = attrs.get("value", "")
        elif tag == "textarea":
            self.area, self.sent[name] = name, ""

    def handle_data(self, data):
        if self.area:
            self.sent[self.area] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = None
        elif tag == "select":
            self.select = None


@pytest.fixture
def editor(client):
    """An editor signed in to an admin that knows plans with their documents."""
    is_ours = Plan not in admin.site._registry
    if is_ours:

        class MinimalPlanAdmin(WithDocuments, PublishableAdmin):
            inlines = (DocumentInline,)
            fields = ("title", "slug", "area", "kind", "procedure", "summary", "body")
            preview_template = "exhibits/parts/plan_documents.html"

            def preview_context(self, obj, now, related):
                return {"documents": related.get("documents", []), "plan": obj, "now": now}

        admin.site.register(Plan, MinimalPlanAdmin)
        reload_addresses()
    user = User.objects.create_user("redaktor", is_staff=True)
    user.groups.add(Group.objects.get(name="Redaktör"))
    client.force_login(user)
    yield client
    if is_ours:
        admin.site.unregister(Plan)
        reload_addresses()


def reload_addresses():
    importlib.reload(helsingborgsrummet.urls)
    clear_url_caches()


ADD = "/admin/exhibits/plan/add/"


def upload(name, content):
    return SimpleUploadedFile(name, content)


def filled(client, address, **fields):
    """The form at ``address`` as it is, with ``fields`` typed over it."""
    return {**Form(client.get(address).content.decode()).sent, **fields}


def new_plan(client, content, **fields):
    return filled(
        client,
        ADD,
        **{
            "title": "Planen", "slug": "planen", "area": make_area().pk, "summary": "Ingress.",
            "kind": "detaljplan", "procedure": "utokat",
            "documents-TOTAL_FORMS": "1",
            "documents-0-title": "Planbeskrivning", "documents-0-kind": "beskrivning",
            "documents-0-file": upload("x.pdf", content),
            **fields,
        },
    )  # fmt: skip


def test_an_editor_uploads_and_replaces(editor):
    response = editor.post(ADD, new_plan(editor, PDF))
    assert response.status_code == 302, response.context["errors"]
    document = Document.objects.get()
    assert (document.format, document.page_count) == ("pdf", 38)
    change = f"/admin/exhibits/plan/{document.plan_id}/change/"
    page = editor.get(change).content.decode()
    assert "planbeskrivning.pdf</a> (PDF, " in page
    assert "/media/" not in page.partition('id="documents-group"')[2].partition("submit-row")[0]
    # Saved again without a file: the file stays.
    assert editor.post(change, filled(editor, change)).status_code == 302
    document.refresh_from_db()
    assert document.format == "pdf"
    replaced = filled(editor, change, **{"documents-0-file": upload("ny.docx", docx())})
    assert editor.post(change, replaced).status_code == 302
    row = Document.objects.get()
    assert (row.pk, row.format) == (document.pk, "docx")


def test_a_chosen_file_is_not_lost_in_silence(editor):
    """A browser lets go of a chosen file when the form comes back with an error elsewhere."""
    editor.post(ADD, new_plan(editor, PDF))
    change = f"/admin/exhibits/plan/{Plan.objects.get().pk}/change/"
    new = {"documents-0-file": upload("ny plan.docx", docx()), "documents-0-title": ""}
    page = editor.post(change, filled(editor, change, **new)).content.decode()
    assert "Filen ”ny plan.docx” följde inte med" in page
    mended = {**Form(page).sent, "documents-0-title": "Planbeskrivning"}
    page = editor.post(change, mended).content.decode()
    assert "eller spara igen för att behålla den fil som finns" in page
    # Chosen again: stored. Saved once more without: the old one stays.
    again = {**mended, "documents-0-file": upload("ny plan.docx", docx())}
    for data, stored in ((Form(page).sent, "pdf"), (again, "docx")):
        assert editor.post(change, data).status_code == 302
        assert Document.objects.get().format == stored


def test_a_new_file_is_not_taken_for_checked(editor):
    checked = {"documents-0-is_accessible": "on"}
    editor.post(ADD, new_plan(editor, PDF, **checked))
    change = f"/admin/exhibits/plan/{Plan.objects.get().pk}/change/"
    editor.post(change, filled(editor, change, **{"documents-0-title": "Annan titel"}))
    assert Document.objects.get().is_accessible
    editor.post(change, filled(editor, change, **{"documents-0-file": upload("ny.docx", docx())}))
    assert not Document.objects.get().is_accessible
    both = {"documents-0-file": upload("ny.pdf", pdf(2)), **checked}
    editor.post(change, filled(editor, change, **both))
    assert Document.objects.get().is_accessible


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html>", "Filen går inte att använda. Ladda upp PDF, DOCX, ODT eller XLSX."),
        (pdf(password="hemligt"), "Filen är skyddad med lösenord."),
        (pdf(change=add_action("/JavaScript", JS="x")), "PDF-filen innehåller skript"),
        (PDF[:2000], "Filen är skadad eller ofullständig"),
    ],
)
def test_a_wrong_file_is_told_and_nothing_typed_is_lost(editor, content, words):
    typed = {"summary": "Lång ingress.", "documents-0-title": "Min långa titel"}
    response = editor.post(ADD, new_plan(editor, content, **typed))
    page = response.content.decode()
    assert response.status_code == 200
    assert words in page
    assert "Lång ingress." in page
    assert 'value="Min långa titel"' in page
    assert not Plan.objects.exists()


def test_only_steps_of_the_plan_can_be_chosen(editor):
    other = PlanStep.objects.create(plan=make_plan(), stage="samrad")
    document = make_document(make_plan(published_at=None), PDF)
    own = PlanStep.objects.create(plan=document.plan, stage="granskning")
    change = f"/admin/exhibits/plan/{document.plan_id}/change/"
    page = editor.get(change).content.decode()
    chooser = page.partition('name="documents-0-step"')[2].partition("</select>")[0]
    assert f'value="{own.pk}"' in chooser
    assert f'value="{other.pk}"' not in chooser
    document.step = other
    with pytest.raises(ValidationError, match="en annan plan"):
        document.full_clean()


def test_staff_see_documents_of_a_draft_and_nobody_else_does(editor, client):
    document = make_document(make_plan(published_at=None), PDF)
    address = f"/admin/exhibits/plan/{document.plan_id}/handlingar/{document.pk}/"
    response = editor.get(address)
    assert (response.status_code, body(response)) == (200, PDF)
    assert "no-store" in response["Cache-Control"]
    assert editor.get(f"/admin/exhibits/plan/99/handlingar/{document.pk}/").status_code == 404
    host = User.objects.create_user("vard", is_staff=True)
    host.groups.add(Group.objects.get(name="Värd"))
    client.force_login(host)
    assert client.get(address).status_code == 403
    client.logout()
    assert client.get(address).status_code == 302


def test_the_preview_lists_what_is_not_saved(editor):
    response = editor.post("/admin/exhibits/plan/forhandsvisning/", new_plan(editor, PDF))
    page = response.content.decode()
    assert "38 sidor" in page
    assert "/dokument/" not in page
    assert not Plan.objects.exists()
