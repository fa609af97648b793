"""The last day of what is open is changed only by who means it."""

import datetime

import pytest
from django.utils import timezone

from tests.admin_form import read_form
from tests.factory import make_dialogue, make_plan

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def open_step(**kwargs):
    today = timezone.localdate()
    times = {"starts_on": today - 3 * DAY, "ends_on": today + 9 * DAY, "respond_email": "a@b.se"}
    plan = make_plan(steps=[{**times, "is_confirmed": False}], **kwargs)
    return plan, plan.steps.get(), "steps-0-ends_on", "steps-0-is_last_day_meant"


def open_dialogue(**kwargs):
    today = timezone.localdate()
    row = make_dialogue(opens_on=today - 3 * DAY, closes_on=today + 9 * DAY, **kwargs)
    return row, row, "closes_on", "is_last_day_meant"


def last_day(row):
    row.refresh_from_db()
    return row.ends_on if hasattr(row, "ends_on") else row.closes_on


@pytest.mark.parametrize("make", [open_step, open_dialogue])
def test_the_last_day_of_what_is_open_is_asked_about_once(editor, make):
    page, row, name, tick = make()
    url = f"/admin/exhibits/{page._meta.model_name}/{page.pk}/change/"
    form = {key: values[0] for key, values in read_form(editor.get(url)).items()}
    shown, wanted = last_day(row), timezone.localdate() + DAY
    answer = editor.post(url, {**form, name: wanted.isoformat()})
    assert "Stämmer det?" in answer.content.decode()
    assert last_day(row) == shown
    assert editor.post(url, {**form, "_save": "1"}).status_code == 302
    answer = editor.post(url, {**form, name: wanted.isoformat(), tick: "on"})
    assert answer.status_code == 302
    assert last_day(row) == wanted


@pytest.mark.parametrize("make", [open_step, open_dialogue])
def test_a_draft_has_promised_nothing(editor, make):
    page, row, name, _ = make(published_at=None)
    url = f"/admin/exhibits/{page._meta.model_name}/{page.pk}/change/"
    form = {key: values[0] for key, values in read_form(editor.get(url)).items()}
    wanted = timezone.localdate() + DAY
    assert editor.post(url, {**form, name: wanted.isoformat()}).status_code == 302
    assert last_day(row) == wanted


def test_an_open_step_is_taken_away_only_by_who_means_it(editor):
    page, _, _, tick = open_step()
    url = f"/admin/exhibits/plan/{page.pk}/change/"
    form = {key: values[0] for key, values in read_form(editor.get(url)).items()}
    answer = editor.post(url, {**form, "steps-0-DELETE": "on"})
    words = answer.content.decode()
    assert "Tar du bort raden försvinner det från webbplatsen. Stämmer det?" in words
    # The question can be answered where it stands, and the row is still to go.
    again = read_form(answer)
    assert again["steps-0-DELETE"] == ["on"]
    assert f'name="{tick}"' in words and f'type="hidden" name="{tick}"' not in words
    assert page.steps.count() == 1
    answer = editor.post(url, {**form, "steps-0-DELETE": "on", tick: "on"})
    assert answer.status_code == 302
    assert page.steps.count() == 0
