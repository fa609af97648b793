"""Every link of every kind is found, and who links to a page that goes is told."""

import datetime

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import CASCADE
from django.utils import timezone

from helsingborgsrummet.content.kinds import find_kind
from helsingborgsrummet.content.links import link_columns, links_on_pages, links_to
from helsingborgsrummet.content.prose_field import WithBody
from helsingborgsrummet.content.publishing import Publishable
from helsingborgsrummet.link_check import collect, due
from helsingborgsrummet.models import ExternalLink, Notice
from tests.factory import (
    LONG_AGO,
    make_activity,
    make_announcement,
    make_area,
    make_plan,
    make_row,
)

pytestmark = pytest.mark.django_db
COLUMNS = [
    pytest.param(model, column, id=f"{model._meta.label_lower}.{column}")
    for model in apps.get_models()
    if getattr(model, "raises_generation", True)
    for column in [*link_columns(model), *(["body_html"] if issubclass(model, WithBody) else [])]
]


def make(model):
    """A row that visitors meet, and the row on whose page it stands."""
    above = [
        column.related_model
        for column in model._meta.local_fields
        if column.is_relation and column.remote_field.on_delete is CASCADE
    ]
    if find_kind(model) or not above:
        row = make_row(model)
        return row, row
    page = make_row(above[0])
    return make_row(model, page), page


@pytest.mark.parametrize(("model", "column"), COLUMNS)
def test_a_link_anywhere_is_found_on_its_page(model, column):
    row, page = make(model)
    url = f"https://langt-borta.example/{column}"
    value = f'<p><a href="{url}">Läs</a></p>' if column == "body_html" else url
    values = {column: value}
    if model is Notice:
        values["link_text"] = "Läs"
    if column == "withdrawn_link":
        values |= {
            "withdrawn_at": LONG_AGO + datetime.timedelta(days=9),
            "withdrawn_reason": "Slut.",
        }
    model._base_manager.filter(pk=row.pk).update(**values)
    found = [(link.model, link.pk) for link in links_on_pages(timezone.now()) if link.href == url]
    assert found == [(type(page), page.pk)]
    collect(timezone.now())
    assert [use.page for use in ExternalLink.objects.get(url=url).uses.all()] == [page]


@pytest.mark.parametrize(
    ("model", "column"), [each for each in COLUMNS if "withdrawn_link" not in each.id]
)
def test_what_nobody_sees_has_no_links(model, column):
    row, page = make(model)
    if not isinstance(page, Publishable):
        pytest.skip("is always seen")
    url = f"https://langt-borta.example/{column}"
    value = f'<p><a href="{url}">Läs</a></p>' if column == "body_html" else url
    model._base_manager.filter(pk=row.pk).update(**{column: value})
    type(page)._base_manager.filter(pk=page.pk).update(published_at=None)
    assert not [link for link in links_on_pages(timezone.now()) if link.href == url]


def test_a_fresh_site_has_links_in_fields_too():
    call_command("load_demo_content", verbosity=0)
    in_fields = {
        value
        for model, column in (each.values for each in COLUMNS)
        if column != "body_html"
        for value in model._base_manager.values_list(column, flat=True)
        if value.startswith("http")
    }
    assert in_fields <= {link.href for link in links_on_pages(timezone.now())}
    assert collect(timezone.now()) > 1


def linking(area):
    path = area.get_absolute_url()
    return [
        make_announcement(title="I texten", body=f"[Området]({path}#steps)"),
        make_announcement(title="Planen", body=f"[Planen]({path}planer/kvarteret/)"),
        make_announcement(title="Hela", body=f"[Hela](http://127.0.0.1:8000{path}?a=1)"),
        make_activity(title="I ett fält", signup_link=path),
    ]


def test_who_links_to_a_page_is_known():
    area = make_area(slug="hamnen", body="[Hit](/omraden/hamnen/)")
    pages = linking(area)
    make_announcement(title="Granne", body="[Granne](/omraden/hamnen-norr/)")
    make_announcement(title="Utkast", body="[x](/omraden/hamnen/)", published_at=None)
    assert sorted(map(str, links_to(area, timezone.now()))) == sorted(map(str, pages))


def test_withdrawing_names_the_pages_that_link_there(editor):
    area = make_area(slug="hamnen")
    pages = linking(area)
    chosen = {"action": "withdraw_now", "_selected_action": [area.pk]}
    page = editor.post("/admin/exhibits/area/", chosen).content.decode()
    for each in pages:
        assert f"<li>{each}</li>" in page
    other = make_area()
    chosen["_selected_action"] = [other.pk]
    assert "länkar dit" not in editor.post("/admin/exhibits/area/", chosen).content.decode()


def test_a_link_to_a_page_that_is_withdrawn_later_is_told(editor):
    plan = make_plan(title="Kvarteret")
    path = plan.get_absolute_url()
    news = make_announcement(title="Nyheten", body=f"[Planen]({path}) [fel](/finns-inte/)")
    collect(timezone.now())
    assert list(ExternalLink.objects.values_list("url", "status")) == [
        ("http://127.0.0.1:8000/finns-inte/", 404)
    ]
    plan.withdraw(timezone.now(), reason="Slut.")
    collect(timezone.now())
    link = ExternalLink.objects.get(status=410)
    assert link.url == f"http://127.0.0.1:8000{path}"
    assert [use.page for use in link.uses.all()] == [news]
    page = editor.get("/admin/").content.decode()
    assert "Länkar till sidor som inte finns längre" in page
    assert link.url in page
    assert "Brutna länkar" not in page
    # Our own site is not asked as another is.
    assert due(timezone.now() + datetime.timedelta(days=9), 10) == []

    plan.publish(timezone.now())
    collect(timezone.now())
    assert not ExternalLink.objects.filter(status=410).exists()
