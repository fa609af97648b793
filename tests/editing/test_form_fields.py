"""What every form of the admin does with days, clock times and links: all forms, and all their rows."""

import contextlib
import datetime
import re

import pytest
from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.html import escape

from exhibits.admin.days import DayForm, MomentForm
from exhibits.admin.opening import ExceptionForm, SeasonForm, WeekForm
from exhibits.models import Plan
from helsingborgsrummet.content.addresses import check_link, is_link
from helsingborgsrummet.content.columns import clean_text
from helsingborgsrummet.editing.clock_fields import ClockField, DayField
from helsingborgsrummet.editing.form_fields import AddressField
from helsingborgsrummet.editing.forms import EditingAdmin
from helsingborgsrummet.editing.moment_fields import MomentField
from helsingborgsrummet.editing.publishing import WithdrawalForm
from helsingborgsrummet.models import Picture
from news.models import Announcement
from tests.exhibits.schedules import EXAMPLE
from tests.factory import make_area, make_dialogue, make_opportunity, make_row, swedish

NO_LINKS = [
    "https://[abc", "https://", "https:///", "https:", "/\\evil.example/", "//evil.example/", "\\\\evil.example",
    "javascript:alert(1)", "JavaScript:alert(1)", "java\nscript:alert(1)", "data:text/html,x",
    "vbscript:x", "omraden/sodra-staden", "https:/evil.example/", "https:\\\\evil.example",
    "https://ställe", "https://a.se:x/", "https://a.se@evil.example/", "https://a..se/", "https://.se/",
    "/a\x00b", "/a\tb", "https://a.se/\x0bx", "https:// a.se/", "ftp://a.se/", "https://[::1]/", "?a=b", "#a",
]  # fmt: skip
LINKS = ["https://helsingborg.se/", "https://åäö.se/a?b=c#d", "https://a.se:8443/x"]
OWN_LINKS = ["/", "/omraden/", "/omraden/?slag=x#karta"]
pytestmark = pytest.mark.django_db


def all_fields(rf):
    """``(where, field)`` of every field in every form of the admin, those of rows below pages too."""
    request = rf.get("/admin/")
    request.user = User(is_superuser=True, is_active=True)
    for model, model_admin in admin.site._registry.items():
        form_classes = [model_admin.get_form(request)]
        for inline in model_admin.get_inline_instances(request):
            form_classes.append(inline.get_formset(request).form)
        for form_class in form_classes:
            for name, field in form_class.base_fields.items():
                yield f"{model._meta.label} {name}", field
    now = swedish(2026, 11, 26, 9)
    day = DayForm(EXAMPLE, now.date(), now)
    others = [WeekForm(), SeasonForm(), ExceptionForm(), day, MomentForm(now.date())]
    for form in others:
        for name, field in form.fields.items():
            yield f"{type(form).__name__} {name}", field


def test_days_and_clock_times_have_one_reader_in_every_form(rf):
    seen = set()
    for where, field in all_fields(rf):
        if isinstance(field, forms.MultiValueField):
            assert isinstance(field, MomentField), where
        if isinstance(field, forms.DateTimeField | forms.SplitDateTimeField):
            raise AssertionError(where)
        if isinstance(field, forms.DateField):
            assert isinstance(field, DayField), where
            with pytest.raises(forms.ValidationError, match="kan betyda"):
                field.clean("01/02/2027")
            with pytest.raises(forms.ValidationError, match="mellan 1900 och 2100"):
                field.clean("0026-11-26")
        if isinstance(field, forms.TimeField):
            assert isinstance(field, ClockField), where
            assert field.clean("9") == field.clean("09.00") == datetime.time(9)
        seen.add(type(field))
    assert {MomentField, DayField} <= seen


def test_links_have_one_check_in_every_form(rf):
    """Those to this site and another, those to another alone, in rows and in list actions."""
    fields = [*all_fields(rf), *(("withdrawal", each) for each in WithdrawalForm().fields.values())]
    links = [(where, field) for where, field in fields if check_link in field.validators]
    addresses = [(where, field) for where, field in fields if isinstance(field, forms.URLField)]
    assert len(links) >= 15 and len(addresses) >= 3
    for where, field in [*links, *addresses]:
        assert check_link in field.validators or isinstance(field, AddressField), where
        for good in LINKS:
            assert field.clean(good) == good, where
        for bad in NO_LINKS:
            # What lacks a scheme only is completed where nothing but another site can be meant.
            if isinstance(field, AddressField) and bad == "//evil.example/":
                continue
            if is_link(clean_text(bad)):  # What no text may hold may be taken out instead.
                with contextlib.suppress(forms.ValidationError):
                    assert is_link(clean_text(field.clean(bad))), where
                continue
            with pytest.raises(forms.ValidationError):
                field.clean(bad)
    for where, field in links:
        for good in OWN_LINKS:
            assert field.clean(good) == good, where


STORED = [link for link in NO_LINKS if not is_link(clean_text(link))]


@pytest.mark.parametrize("link", [*STORED, "x" * 300])
def test_whatever_is_stored_as_link_a_withdrawn_page_answers_410_without_it(client, link):
    area = make_area(withdrawn_at=timezone.now(), withdrawn_reason="Slut.", withdrawn_link=link)
    response = client.get(area.get_absolute_url())
    page = response.content.decode()
    assert response.status_code == 410
    assert "None" not in page and "Läs vidare" not in page and f'href="{escape(link)}"' not in page


def test_a_damaged_address_breaks_no_page(client):
    make_dialogue(url="https://[abc", closes_on=None)
    opportunity = make_opportunity(advert_url="https://[abc", checked_on=timezone.localdate())
    for address in ("/", "/tyck-till/", "/etablera/", opportunity.get_absolute_url()):
        assert client.get(address).status_code == 200


def test_enter_in_a_field_of_any_form_saves(client):
    """A browser presses the first button of a form then."""
    client.force_login(User.objects.create_superuser("chef"))
    seen = set()
    for model, model_admin in admin.site._registry.items():
        if isinstance(model_admin, EditingAdmin):
            opts = model._meta
            for way in ("add", make_row(model).pk):
                end = "add/" if way == "add" else f"{way}/change/"
                answer = client.get(f"/admin/{opts.app_label}/{opts.model_name}/{end}")
                if answer.status_code == 200:
                    form = answer.content.decode().partition(f'id="{opts.model_name}_form"')[2]
                    first = re.search(r'<(?:button|input)\b[^>]*type="submit"[^>]*>', form)[0]
                    assert 'name="_save"' in first, (model, way, first)
                    seen.add((model, way == "add"))
    assert {(Announcement, True), (Announcement, False), (Plan, True), (Picture, False)} <= seen


def test_every_form_can_make_the_address_that_nobody_typed():
    for model, model_admin in admin.site._registry.items():
        if "slug" in model_admin.prepopulated_fields:
            assert model(title="欢迎").slug_from("欢迎", datetime.date(2026, 11, 27)), model


def test_the_list_action_stores_no_such_link(editor):
    area = make_area()
    for link in STORED:
        chosen = {"action": "withdraw_now", "_selected_action": [area.pk], "withdraw": "1"}
        answer = editor.post(
            "/admin/exhibits/area/",
            {**chosen, "withdrawn_reason": "Slut.", "withdrawn_link": link},
        )
        area.refresh_from_db()
        assert answer.status_code == 200 and area.withdrawn_at is None, link


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (["01/12/2026", "9"], "1 december 2026 eller 12 januari 2026"),
        (["9999-12-31", "9"], "mellan 1900 och 2100"),
    ],
)
def test_a_moment_is_no_american_day(parts, words):
    with pytest.raises(forms.ValidationError, match=words):
        MomentField().clean(parts)


def test_a_moment_is_read_as_swedes_write_it():
    written = MomentField().clean(["1 februari 2027", "9"])
    assert written == MomentField().clean(["2027-02-01", "09:00:00"])


def test_the_day_is_said_in_words_beside_its_field():
    html = str(DayField().get_bound_field(forms.Form({"day": "1/2 2027"}), "day"))
    assert "måndag 1 februari 2027</output>" in html
    html = MomentField().widget.render("at", datetime.datetime(2027, 2, 1, 8, tzinfo=datetime.UTC))
    assert "måndag 1 februari 2027</output>" in html and 'value="09.00"' in html


@pytest.mark.parametrize(
    ("written", "words"),
    [("1/2 2027", "måndag 1 februari 2027"), ("01/02/2027", ""), ("", ""), ("x" * 9999, "")],
)
def test_the_server_says_the_day_while_somebody_writes(sign_in, written, words):
    response = sign_in("Värd").get("/admin/dag/", {"skrivet": written})
    assert response.json() == {"words": words}


def test_nobody_else_asks_which_day_is_meant(client):
    assert client.get("/admin/dag/", {"skrivet": "1/2 2027"}).status_code == 302
