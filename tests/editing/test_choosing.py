"""One row among thousands: chosen by its name, by its key, or told why it cannot be."""

import pytest

from tests.admin_form import read_form
from tests.factory import make_activity, make_plan

pytestmark = pytest.mark.django_db
MATCHES = "/admin/exhibits/plan/valjbara/"


def address_of(activity):
    return f"/admin/exhibits/activity/{activity.pk}/change/"


def save(client, activity, **changes):
    """Save the form as a browser without scripts does."""
    fields = read_form(client.get(address_of(activity)))
    response = client.post(address_of(activity), {**fields, **changes})
    activity.refresh_from_db()
    return response


def test_a_form_lists_no_plans_and_shows_the_chosen_one(editor):
    plan = make_plan(title="Kvarteret Ön")
    make_plan(title="Kvarteret Ån")
    activity = make_activity(plan=plan)
    content = editor.get(address_of(activity)).content.decode()
    assert 'name="plan-words" value="Kvarteret Ön"' in content
    assert f'name="plan" value="{plan.pk}"' in content
    assert f'<a href="/admin/exhibits/plan/{plan.pk}/change/" data-row>' in content
    assert "Kvarteret Ån" not in content


@pytest.mark.parametrize(
    "words", ["Kvarteret Ön", "  kvarteret   ön ", "KVARTERET ÖN", "{pk}"], ids=str
)
def test_the_whole_name_or_the_number_is_enough(editor, words):
    plan, other = make_plan(title="Kvarteret Ön"), make_plan(title="Kvarteret Ön norra")
    activity = make_activity(plan=other)
    response = save(editor, activity, **{"plan-words": words.format(pk=plan.pk)})
    assert response.status_code == 302
    assert activity.plan == plan


def test_what_is_not_touched_stays_though_its_name_has_changed(editor):
    plan = make_plan(title="Förr")
    activity = make_activity(plan=plan)
    fields = read_form(editor.get(address_of(activity)))
    type(plan).objects.update(title="Nu")
    assert editor.post(address_of(activity), fields).status_code == 302
    activity.refresh_from_db()
    assert activity.plan == plan


def test_an_emptied_name_chooses_nothing(editor):
    activity = make_activity(plan=make_plan())
    assert save(editor, activity, **{"plan-words": ""}).status_code == 302
    assert activity.plan is None


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("Kvarteret", "Bland planer finns inget som heter ”Kvarteret”."),
        ("999999", "Bland planer finns inget som heter ”999999”."),
        ("9" * 40, f"Bland planer finns inget som heter ”{'9' * 40}”."),
        ("Tvilling", "Bland planer heter flera ”Tvilling”."),
        ("<b>&", "Bland planer finns inget som heter ”&lt;b&gt;&amp;”."),
    ],
)
def test_what_cannot_be_found_is_told_and_nothing_is_lost(editor, words, sentence):
    twins = [make_plan(title="Tvilling"), make_plan(title="Tvilling")]
    plan = make_plan(title="Kvarteret Ön")
    activity = make_activity(plan=plan)
    response = save(editor, activity, **{"plan-words": words, "summary": "Nyss skriven."})
    assert response.status_code == 200
    assert activity.plan == plan
    content = response.content.decode()
    assert sentence in content
    if words == "Tvilling":
        assert ", ".join(str(twin.pk) for twin in twins) in content
    fields = read_form(response)
    assert (fields["plan-words"], fields["plan"]) == ([words], [""])
    assert fields["summary"] == ["Nyss skriven."]


def test_the_list_of_matches_is_short_and_finds_capitals_beyond_ascii(editor):
    make_plan(title="Östra stranden", published_at=None)
    make_plan(title="Allra först", summary="Ligger bredvid Skeppet.")
    make_plan(title="Skeppet")
    for number in range(25):
        make_plan(title=f"Kvarter {number:02}", summary="I väster.")
    found = editor.get(MATCHES, {"q": "östra"})
    assert "no-store" in found["Cache-Control"]
    (row,) = found.json()["rows"]
    assert (row["name"], row["note"]) == ("Östra stranden", "Utkast")
    named = editor.get(MATCHES, {"q": "skeppet"}).json()["rows"]
    assert [row["name"] for row in named] == ["Skeppet", "Allra först"]
    many = editor.get(MATCHES, {"q": "väster kvarter"}).json()
    assert (len(many["rows"]), many["has_more"]) == (20, True)
    assert len(editor.get(MATCHES).json()["rows"]) == 20
    assert editor.get(MATCHES, {"q": "\0 finns inte"}).json() == {"rows": [], "has_more": False}


def test_matches_are_for_those_who_may_see_such_rows(client, person):
    make_plan()
    assert client.get(MATCHES).status_code == 302
    assert person("Utan roll", "").get(MATCHES).status_code == 403
    assert person("Redaktör").post(MATCHES).status_code == 405
    assert person("Skribent", "Skribent").get(MATCHES).json()["rows"]
