"""What people and code write is made fit to be kept: addresses, text, days, numbers and lengths."""

import datetime
import html
import json
import re
import unicodedata

import pytest
import time_machine
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.urls import reverse

from exhibits.templatetags.shell import phone_link
from helsingborgsrummet.content import columns
from helsingborgsrummet.content.addresses import Addressed
from helsingborgsrummet.content.columns import clean_text
from helsingborgsrummet.content.kinds import all_kinds
from helsingborgsrummet.content.publishing import Publishable
from helsingborgsrummet.content.search import FoldedSearch
from helsingborgsrummet.content.slugs import slug_of
from helsingborgsrummet.serving.page_cache import accepted_coding
from news.models import Announcement, Topic
from tests.admin_form import read_form
from tests.factory import ROW_MAKERS, make_announcement, make_area, make_row, make_topic, swedish

pytestmark = pytest.mark.django_db
NOW = swedish(2026, 11, 25, 9)
OURS = ("helsingborgsrummet", "exhibits", "news")
OUR_MODELS = [model for model in apps.get_models() if model._meta.app_label in OURS]
# Standing pages have the five addresses that there are; documents are called after their titles.
WITH_SLUGS = [
    pytest.param(kind.model, id=kind.name)
    for kind in all_kinds()
    if any(type(field) is columns.SlugField and field.editable for field in kind.model._meta.fields)
]


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def chief(client):
    client.force_login(User.objects.create_superuser("chef"))
    return client


def admin_address(model, view, *keys):
    opts = model._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{view}", args=keys)


def form_of(client, row):
    """The values of a row's form as a browser posts them."""
    return read_form(client.get(admin_address(type(row), "change", row.pk)))


def add_form(client, row):
    """The values with which a row like ``row`` is added: those of its form, without rows below it."""
    empty = read_form(client.get(admin_address(type(row), "add")))
    filled = form_of(client, row)
    own = {name: filled.get(name, values) for name, values in empty.items() if "-" not in name}
    return {**empty, **own, **{name: filled[name] for name in filled if name.endswith("-words")}}


# --- Addresses made by code -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Östra Ramlösa – nytt kvarter", "ostra-ramlosa-nytt-kvarter"),
        ("a\u030akern", "akern"),
        ("Straße, Ørsted & Łódź", "strasse-orsted-lodz"),
        ("Ласкаво просимо", "laskavo-prosimo"),
        ("Καλώς ήρθατε", "kalos-irthate"),
        ("欢迎来到赫尔辛堡", ""),
        ("???", ""),
        ("🎉", ""),
        ("- _ -", ""),
        ("", ""),
        ("ett " * 40, "ett-ett-ett-ett-ett"),
        ("x" * 40, "x" * 20),
    ],
)
def test_a_title_is_written_with_a_to_z(title, slug):
    assert slug_of(title, 20 if len(title) > 100 or title == "x" * 40 else None) == slug


@pytest.mark.parametrize("model", WITH_SLUGS)
def test_an_empty_address_becomes_one_that_can_be_shown(model, chief):
    row = make_row(model)
    form = add_form(chief, row)
    title = model._meta.get_field("title")
    if title.unique:
        titles = ["欢迎来到赫尔辛堡", "???", "🎉", "Ны", row.title + "!"]
    else:
        titles = ["欢迎来到赫尔辛堡", "???", "🎉", "Ны", row.title, row.title]
    for words in titles:
        publish = {} if model is Topic else {"_publish": "1"}
        form["place"] = read_form(chief.get(admin_address(model, "add"))).get("place", [])
        sent = {**form, "title": [words], "slug": [""], **publish}
        response = chief.post(admin_address(model, "add"), sent)
        added = model.objects.exclude(pk=row.pk).filter(title=words).order_by("-pk").first()
        assert response.status_code == 302 and added, errors(response)
        assert added.slug, words
        if "#" not in added.get_absolute_url():
            assert Client().get(added.get_absolute_url()).status_code == 200
        # The title alone is emptied, then both, and the page stands as it was.
        sent = {**form_of(chief, added), "title": [""], "slug": [""]}
        response = chief.post(admin_address(model, "change", added.pk), sent)
        assert response.status_code == 200
    slugs = set(model.objects.values_list("slug", flat=True))
    name = slug_of(str(model._meta.verbose_name))
    assert {f"{name}-2026-1", f"{name}-2026-2", f"{name}-2026-3"} <= slugs, slugs


def errors(response):
    context = response.context
    return context and "errors" in context and context["errors"]


def test_an_activity_does_not_take_the_address_of_the_calendar():
    activity = make_row(apps.get_model("exhibits", "Activity"))
    assert activity.slug_from("Kalender", datetime.date(2026, 1, 1)) == "kalender-2"


@pytest.mark.parametrize(
    "model", [each for each in OUR_MODELS if issubclass(each, Addressed)], ids=lambda m: m.__name__
)
def test_no_row_is_stored_without_an_address(model):
    row = make_row(model, make_row(model.plan.field.related_model)) if (
        model in ROW_MAKERS and hasattr(model, "plan")
    ) else make_row(model)  # fmt: skip
    column = "slug" if hasattr(model, "slug") else "file_name"
    if not hasattr(model, column):
        return  # Its address is made of its key.
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**{column: ""})
    row.refresh_from_db()
    assert row.get_absolute_url()


# --- Text -----------------------------------------------------------------------------------------

NASTY = "Ra\u030ad ett\vra\u030ad \x00tva\u030a\x1f\ufffe"
NICE = "Råd ett\nråd två"


def test_text_is_composed_and_free_of_what_xml_forbids():
    assert clean_text(NASTY) == NICE
    assert clean_text("ett\r\ntvå\ttre\nfyra") == "ett\r\ntvå\ttre\nfyra"
    assert clean_text("\u2028") == "\n"
    # What holds ranges together in pages comes along when text is copied from them.
    assert clean_text("kl. 10–\u206016") == "kl. 10–16"


def test_every_column_of_text_and_every_day_keeps_its_promises():
    plain = (models.CharField, models.TextField, models.DateField)
    for model in OUR_MODELS:
        for field in model._meta.local_fields:
            if field.model.__name__ == "Letter" and field.name in ("head", "body"):
                continue  # ASCII of our own making, with marks that are no text.
            if isinstance(field, models.CharField | models.TextField):
                assert isinstance(field, columns.CleanText), f"{model.__name__}.{field.name}"
            assert type(field) not in plain, f"{model.__name__}.{field.name}"


@pytest.mark.parametrize("model", [p.values[0] for p in WITH_SLUGS], ids=lambda m: m.__name__)
def test_what_is_saved_is_clean_whoever_saves_it(model, chief):
    row = make_row(model, title=NASTY)
    assert row.title == NICE
    assert model.objects.filter(title=NASTY).get() == row
    model.objects.filter(pk=row.pk).update(title=NASTY + NASTY)
    row.refresh_from_db()
    assert row.title == NICE + NICE
    sent = {**form_of(chief, row), "title": ["\v" + NASTY]}
    if "body" in sent:
        sent["body"] = [NASTY]
    response = chief.post(admin_address(model, "change", row.pk), sent)
    assert response.status_code == 302, errors(response)
    row.refresh_from_db()
    assert row.title == NICE
    if "body" in sent:
        assert row.body == NICE and unicodedata.is_normalized("NFC", row.body_html)
        assert "\v" not in row.body_html


@pytest.mark.parametrize("title", ["\x0b", "\x00\x1f", " \x0c "])
def test_what_is_nothing_when_it_is_clean_is_not_filled_in(title, chief):
    row = make_announcement()
    sent = {**form_of(chief, row), "title": [title]}
    response = chief.post(admin_address(Announcement, "change", row.pk), sent)
    assert response.status_code == 200 and "title" in response.context["adminform"].form.errors


def test_two_ways_to_write_a_letter_are_one_name(chief):
    make_topic(title="Åar")
    sent = {**add_form(chief, make_topic()), "title": ["A\u030aar"], "slug": [""]}
    response = chief.post(admin_address(Topic, "add"), sent)
    assert "title" in response.context["adminform"].form.errors


def test_feeds_sitemaps_and_calendars_can_be_read_whatever_was_pasted():
    from xml.etree import ElementTree

    area = make_area(title=NASTY, summary=NASTY)
    make_announcement(title=NASTY, lead=NASTY, body=NASTY, areas=[area])
    for address in ("/nyheter/atom.xml", f"/omraden/{area.slug}/atom.xml", "/sitemap-nyheter.xml"):
        response = Client().get(address)
        assert response.status_code == 200, address
        ElementTree.fromstring(response.content)


# --- Days, moments and lengths ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "day", [datetime.date(26, 1, 1), datetime.date(1, 1, 1), datetime.date(9999, 12, 31)]
)
def test_a_day_of_a_year_that_nobody_means_is_refused(day):
    for model in OUR_MODELS:
        for field in model._meta.local_fields:
            if isinstance(field, models.DateField):
                value = day
                if isinstance(field, models.DateTimeField):
                    value = datetime.datetime.combine(day, datetime.time(0), datetime.UTC)
                with pytest.raises(ValidationError, match="fyra siffror"):
                    field.run_validators(value)


@pytest.mark.parametrize("year", [1, 26, 9999])
@pytest.mark.parametrize(
    "model",
    [each for each in OUR_MODELS if issubclass(each, Publishable)],
    ids=lambda m: m.__name__,
)
def test_nothing_is_published_in_such_a_year_by_code_either(model, year):
    row = make_row(model)
    moment = datetime.datetime(year, 12, 31, 23, 30, tzinfo=datetime.UTC)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=row.pk).update(published_at=moment)


def test_a_text_without_an_end_is_refused_in_words_and_nothing_typed_is_lost(chief):
    row = make_announcement()
    for body, sentence in (
        ("ord " * 10_001, "Texten har 10\N{NO-BREAK SPACE}001 ord och får ha högst"),
        ("x" * 100_001, "Texten har 100\N{NO-BREAK SPACE}001 tecken och får ha högst"),
    ):
        sent = {**form_of(chief, row), "body": [body]}
        response = chief.post(admin_address(Announcement, "change", row.pk), sent)
        page = response.content.decode()
        assert response.status_code == 200 and sentence in page
        assert body.strip() in page


def test_no_text_that_somebody_writes_is_without_a_length():
    for model in OUR_MODELS:
        for field in model._meta.local_fields:
            if isinstance(field, models.TextField) and field.editable:
                assert any(isinstance(each, columns.AtMost) for each in field.validators), field


# --- Numbers, parameters, outlines, numbers of telephones ------------------------------------------


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nyheter/?ar=" + "9" * 4400, 404),
        ("/nyheter/?ar=²", 404),
        ("/nyheter/?ar=٢٠٢٤", 404),
        ("/nyheter/?ar=2024", 200),
        ("/nyheter/?fore=" + "9" * 4400, 404),
        ("/tyck-till/?visa=senare&efter=" + "9" * 4400, 404),
        ("/tyck-till/?visa=senare&efter=٣", 404),
        ("/tyck-till/?visa=avslutade&ar=" + "9" * 4400, 404),
        ("/aktiviteter/?manad=9999-12", 404),
        ("/aktiviteter/?manad=0001-01", 404),
        ("/besok/?vecka=9999-52", 404),
        ("/etablera/?yta=" + "9" * 4400, 200),
    ],
)
def test_a_number_in_an_address_has_bounds(address, status):
    make_announcement()
    assert Client().get(address).status_code == status


@pytest.mark.parametrize("value", ["9" * 4400, "99999999999999999999", "²", "-1"])
def test_a_number_in_the_admin_has_bounds(value, chief):
    area = make_area()
    compare = admin_address(type(area), "compare", area.pk)
    assert chief.get(compare, {"fran": value, "till": value}).status_code == 404
    history = admin_address(type(area), "history", area.pk)
    assert chief.get(history, {"fran": value, "p": value}).status_code == 200
    activity = make_row(apps.get_model("exhibits", "Activity"))
    sent = {**form_of(chief, activity), "plan": [value], "plan-words": [value], "plan-shown": [""]}
    response = chief.post(admin_address(type(activity), "change", activity.pk), sent)
    assert response.status_code == 200 and "plan" in response.context["adminform"].form.errors


OUTSIDE = [[[13.0, 56.2], [13.01, 56.2], [13.01, 56.21], [13.0, 56.2]]]


@pytest.mark.parametrize(
    ("outline", "words"),
    [
        ("[" * 3000, "går inte att läsa som GeoJSON"),
        ('{"a":' * 3000, "går inte att läsa som GeoJSON"),
        ('{"type": "Polygon", "coordinates": ' + "9" * 5000 + "}", "går inte att läsa som GeoJSON"),
        ("[" * 300_000, "för lång"),
        (json.dumps({"type": "Polygon", "coordinates": OUTSIDE}), "utanför kartan"),
    ],
)
def test_an_outline_that_cannot_be_drawn_is_refused_in_words(outline, words, chief):
    area = make_area()
    sent = {**form_of(chief, area), "outline": [outline]}
    page = chief.post(admin_address(type(area), "change", area.pk), sent).content.decode()
    assert words in page and outline[:200] in html.unescape(page)


def test_of_an_outline_only_what_is_drawn_is_kept(chief):
    area = make_area()
    geometry = {"type": "Polygon", "coordinates": area.outline["coordinates"], "x": "\u0000"}
    sent = {
        **form_of(chief, area),
        "outline": [json.dumps({"type": "Feature", "geometry": geometry, "y": 1})],
    }
    assert chief.post(admin_address(type(area), "change", area.pk), sent).status_code == 302
    area.refresh_from_db()
    assert set(area.outline) == {"type", "coordinates"}


def test_what_lies_outside_the_map_is_no_link_that_nobody_sees():
    inside = make_area(title="Syns på kartan")
    outside = make_area(title="Syns inte", outline={"type": "Polygon", "coordinates": OUTSIDE})
    page = Client().get("/omraden/").content.decode()
    svg = page[page.index('<svg class="map"') :].partition("</svg>")[0]
    assert inside.get_absolute_url() in svg and outside.get_absolute_url() not in svg
    assert "Syns inte" in page


def test_two_areas_do_not_have_one_number_on_the_map(chief):
    first, second = make_area(place=1, title="Ettan"), make_area(place=7)
    sent = {**form_of(chief, second), "place": ["1"]}
    page = chief.post(admin_address(type(second), "change", second.pk), sent).content.decode()
    assert "Numret 1 har redan Ettan. Nästa lediga nummer är 2." in page
    assert read_form(chief.get(admin_address(type(second), "add")))["place"] == ["8"]
    # What is withdrawn no longer stands there.
    first.withdraw(NOW, reason="Klart.")
    assert chief.post(admin_address(type(second), "change", second.pk), sent).status_code == 302


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("042-10 50 00", "+4642105000"),
        ("+46 (0)42-10 50 00", "+4642105000"),
        ("+46(0)42 10 50 00", "+4642105000"),
        ("0046 42 10 50 00", "+4642105000"),
        ("0046 (0)42 10 50 00", "+4642105000"),
        ("+46 42–10 50 00", "+4642105000"),
        ("042/10 50 00 (vxl)", "+4642105000"),
        ("(042) 10 50 00", "+4642105000"),
        ("+45 33 66 33 66", "+4533663366"),
        ("112", "112"),
        ("", ""),
    ],
)
def test_a_number_is_dialled_as_it_is_meant(written, dialled):
    assert phone_link(written) == dialled


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("br; q=0, *", "gzip"),
        ("br;q=0,*", "gzip"),
        ("br ; q = 0 , gzip", "gzip"),
        ("br;q=0.0, gzip;q=0.000", ""),
        ("*;q=0", ""),
        ("gzip;q=1.0, br;q=0.8", "br"),
        ("identity", ""),
        ("br;q=x, gzip", "gzip"),
    ],
)
def test_a_coding_that_is_refused_is_not_sent(header, coding):
    assert accepted_coding(header) == coding


# --- Searching the admin ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["östra", "ÖSTRA", "o\u0308stra", "östra RAMLÖSA", "RaMlÖsA öS", "Östra"]
)
def test_the_admin_finds_words_however_they_are_written(words, chief):
    found, other = make_announcement(title="Östra Ramlösa"), make_announcement(title="Ostra")
    page = chief.get(admin_address(Announcement, "changelist"), {"q": words}).content.decode()
    keys = re.findall(r'name="_selected_action" value="(\d+)"', page)
    assert keys == [str(found.pk)] and other
    matches = chief.get(admin_address(Announcement, "matches"), {"q": words})
    assert [row["key"] for row in matches.json()["rows"]] == [found.pk]


def test_every_list_of_the_admin_is_searched_in_that_way(chief):
    User.objects.create_user("Östen")
    page = chief.get(reverse("admin:auth_user_changelist"), {"q": "östen"}).content.decode()
    assert "Östen</a>" in page
    for model, model_admin in admin.site._registry.items():
        assert isinstance(model_admin, FoldedSearch), model
        if model_admin.search_fields:
            for words in ("100 %", "_", "\x00", "'", "a\\"):
                found = chief.get(admin_address(model, "changelist"), {"q": words})
                assert found.status_code == 200, model
