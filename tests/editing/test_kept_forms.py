"""What the server tells about postings: saved or not, to whom it belongs, whatever saved it."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import DatabaseError

from exhibits.models import OpeningRule
from helsingborgsrummet.editing.kept_forms import draft_key
from helsingborgsrummet.models import Notice, SavedForm
from tests.admin_form import read_form
from tests.admin_forms import announcement_fields
from tests.factory import make_announcement, make_row

pytestmark = pytest.mark.django_db
SESSION = "/admin/inloggad/"
NOTICE = "/admin/helsingborgsrummet/notice/"
HOURS = "/admin/exhibits/openingrule/"
NUMBER = "0123456789abcdef01234567"
TYPED = {
    "text": "Hissen är trasig.",
    "level": "1",
    "place": "everywhere",
    "shows_from_0": "2026-01-02",
    "shows_from_1": "10:00",
    "posting": NUMBER,
}


@pytest.fixture
def chief(client):
    client.force_login(User.objects.create_superuser("chef"))
    return client


def saved(client, *numbers):
    return client.get(SESSION, {"posting": numbers}).json()["saved"]


def test_a_saved_posting_is_told_to_whoever_posted_it_and_to_nobody_else(chief, person):
    assert saved(chief, NUMBER) == []
    assert chief.post(f"{NOTICE}add/", TYPED).status_code == 302
    assert saved(chief, NUMBER, "f" * 24) == [NUMBER]
    assert saved(person("nils"), NUMBER) == []


def test_what_was_not_saved_is_not_told(chief):
    response = chief.post(f"{NOTICE}add/", {**TYPED, "text": ""})
    assert response.status_code == 200
    # The page says which posting it answers, so the browser goes on with that draft.
    assert f'data-answers="{NUMBER}"' in response.content.decode()
    assert saved(chief, NUMBER) == []
    assert "data-answers" not in chief.get(f"{NOTICE}add/").content.decode()


def test_a_posting_is_noted_together_with_what_it_saves_or_not_at_all(chief, monkeypatch):
    def fail(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(SavedForm.objects, "get_or_create", fail)
    with pytest.raises(DatabaseError):
        chief.post(f"{NOTICE}add/", TYPED)
    assert not Notice.objects.exists()


def test_the_same_form_posted_again_under_another_number_is_told_as_saved(chief):
    form = {name: values[0] for name, values in read_form(chief.get(f"{NOTICE}add/")).items()}
    for number in (NUMBER, "f" * 24):
        chief.post(f"{NOTICE}add/", {**form, **TYPED, "posting": number})
    assert Notice.objects.count() == 1
    assert saved(chief, NUMBER, "f" * 24) == [NUMBER, "f" * 24]


@pytest.mark.parametrize("number", ["", "x", "a" * 41, "<script>", "åäöåäöåäö"])
def test_what_is_no_number_is_noted_nowhere(chief, number):
    assert chief.post(f"{NOTICE}add/", {**TYPED, "posting": number}).status_code == 302
    assert not SavedForm.objects.exists()


def test_every_form_of_the_admin_tells_that_it_was_saved(chief):
    """Whatever is registered, Django's own and other packages' included."""
    silent, told = [], 0
    for model in admin.site._registry:
        row = make_row(model)
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/{row.pk}/change/"
        page = chief.get(address)
        if page.status_code != 200 or 'name="_save"' not in page.content.decode():
            continue
        number = f"{model._meta.model_name:x<24}"[:24]
        response = chief.post(address, {**read_form(page), "_save": "1", "posting": number})
        if response.status_code == 302 and saved(chief, number) != [number]:
            silent.append(model._meta.label)
        told += response.status_code == 302
    assert silent == []
    assert told > 12


def test_opening_hours_tell_it_too(chief):
    make_row(OpeningRule)
    today = {"choice": "closed", "posting": NUMBER}
    seen = chief.post(f"{HOURS}i-dag/", today).context["form"].seen
    assert saved(chief, NUMBER) == []
    decided = {**today, "seen": seen, "save": "1"}
    assert chief.post(f"{HOURS}i-dag/", decided).status_code == 302
    assert saved(chief, NUMBER) == [NUMBER]
    page = chief.get(HOURS)
    version = page.content.decode().partition('name="version" value="')[2].partition('"')[0]
    week = {
        "version": version, "count_seasons": "0", "count_exceptions": "0",
        "week-2_opens": "10", "week-2_closes": "16", "save": "1", "despite": "", "posting": "e" * 24,
    }  # fmt: skip
    assert chief.post(HOURS, {**week, "week-2_closes": ""}).status_code == 200
    assert saved(chief, "e" * 24) == []
    assert chief.post(HOURS, week).status_code == 302
    assert saved(chief, "e" * 24) == ["e" * 24]


def test_actions_of_the_list_tell_it_too(chief):
    row = make_announcement()
    fields = {
        "action": "withdraw_now", "_selected_action": row.pk, "withdraw": "1",
        "withdrawn_reason": "Mötet är inställt.", "posting": NUMBER,
    }  # fmt: skip
    chief.post("/admin/news/announcement/", {**fields, "withdrawn_reason": ""})
    assert saved(chief, NUMBER) == []
    chief.post("/admin/news/announcement/", fields)
    assert saved(chief, NUMBER) == [NUMBER]


def test_each_account_is_given_its_own_key_and_nobody_else_any(chief, client, person):
    found = []
    for user in (chief, person("nils")):
        page = user.get("/admin/").content.decode()
        found.append(page.partition('data-draft-key="')[2].partition('"')[0])
    assert found == [draft_key(user) for user in User.objects.order_by("pk")]
    assert len(set(found)) == 2
    logged_out = chief.post("/admin/logout/").content.decode()
    assert "data-draft-key" not in logged_out and not any(key in logged_out for key in found)
    assert "data-draft-key" not in chief.get("/admin/login/").content.decode()


def test_a_form_of_a_person_who_may_no_longer_save_tells_nothing(person):
    row = make_announcement()
    writer = person("skribent", "Skribent")
    fields = announcement_fields(title="Ändrad", posting=NUMBER)
    assert writer.post(f"/admin/news/announcement/{row.pk}/change/", fields).status_code == 403
    assert saved(writer, NUMBER) == []
