"""Rows below a page ask once for what they offer, show and stand below."""

import pytest
from django.db import connection
from django.forms.models import BaseInlineFormSet, inlineformset_factory
from django.test.utils import CaptureQueriesContext

from exhibits.models import Area, Opportunity
from helsingborgsrummet.editing.merging import MergingForm, MergingFormSet, merging
from helsingborgsrummet.editing.picture_choosing import PictureField, PictureInput
from tests.factory import make_area, make_opportunity, make_picture, make_plan

pytestmark = pytest.mark.django_db


def _field(column, **kwargs):
    if column.name == "picture":
        kwargs |= {"form_class": PictureField, "widget": PictureInput("Bild")}
    return column.formfield(**kwargs)


FormSet = inlineformset_factory(
    Area,
    Opportunity,
    formset=merging(BaseInlineFormSet, MergingFormSet, accessor="opportunities"),
    fields=["title", "plan", "picture"],
    extra=1,
    formfield_callback=_field,
)
FormSet.form = merging(FormSet.form, MergingForm)


def html_of(area):
    with CaptureQueriesContext(connection) as queries:
        formset = FormSet(instance=area)
        html = formset.as_p() + formset.empty_form.as_p()
        areas = [form.instance.area for form in formset.initial_forms]
    assert all(each is area for each in areas)
    return html, [query["sql"] for query in queries]


def test_many_rows_ask_what_one_asks():
    plan, picture, area = make_plan(), make_picture(title="En bild"), make_area()
    make_opportunity(area=area, plan=plan, picture=picture)
    _, one = html_of(area)
    for _ in range(5):
        make_opportunity(area=area, plan=make_plan(), picture=make_picture())
    html, many = html_of(area)
    # The rows, the plans that each offers, the pictures that some show.
    assert len(one) == len(many) == 3, "\n".join(many)
    assert html.count(f'<option value="{plan.pk}">') == 7
    assert html.count(f'<option value="{plan.pk}" selected>') == 1
    assert html.count("En bild") == 2


def test_a_posted_choice_that_no_stored_row_has_is_shown_too():
    area = make_area()
    row = make_opportunity(area=area, picture=make_picture())
    other = make_picture(title="En annan bild")
    data = {"opportunities-TOTAL_FORMS": "1", "opportunities-INITIAL_FORMS": "1"}
    data |= {"opportunities-0-id": row.pk, "opportunities-0-picture": other.pk}
    formset = FormSet(data, instance=area)
    assert not formset.is_valid()
    assert "En annan bild" in formset.forms[0].as_p()
