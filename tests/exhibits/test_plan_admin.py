"""Plans in the admin: unsaved steps in the preview, what waits for somebody, and what roles may not."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exhibits.models import Plan, PlanStep, StageText
from tests.admin_forms import moment_fields, no_rows
from tests.factory import make_area, make_plan

pytestmark = pytest.mark.django_db
PLANS = "/admin/exhibits/plan/"
date = datetime.date


def fields(area, steps=(), **kwargs):
    """A complete plan form with new steps."""
    rows = {
        f"steps-{number}-{name}": value
        for number, step in enumerate(steps)
        for name, value in {
            "starts_precision": "day",
            "ends_precision": "day",
            "feedback_until_precision": "day",
            **step,
        }.items()
    }
    return {
        "title": "Nytt kvarter",
        "slug": "nytt-kvarter",
        "summary": "Ingress.",
        "body": "Text.",
        "kind": "detaljplan",
        "procedure": "utokat",
        "area": area.pk,
        **no_rows("corrections", "change_notes", "steps", "documents", "points"),
        "steps-TOTAL_FORMS": str(len(steps)),
        **rows,
        **kwargs,
    }


def test_the_preview_shows_steps_that_are_nowhere_saved(sign_in):
    client, today = sign_in("Redaktör"), timezone.localdate()
    steps = [
        {
            "stage": "samrad",
            "starts_on": today.isoformat(),
            "ends_on": (today + datetime.timedelta(days=1)).isoformat(),
            "respond_email": "svara@example.org",
        },
        {"stage": "antagen", "starts_on": "2099-01-01", "is_expected": "on"},
    ]
    response = client.post(PLANS + "forhandsvisning/", fields(make_area(), steps))
    page = response.content.decode()
    assert response.status_code == 200
    assert "<h1>Nytt kvarter</h1>" in page
    assert "Tyck till senast" in page and "svara@example.org" in page
    assert "1 januari 2099 (preliminärt)" in page
    assert not Plan.objects.exists() and not PlanStep.objects.exists()


def test_the_preview_of_a_stored_plan_leaves_it_as_it_is(sign_in):
    client = sign_in("Redaktör")
    plan = make_plan(steps=[{}])
    step = plan.steps.get()
    row = {
        "id": step.pk, "plan": plan.pk, "stage": "samrad",
        "starts_on": "2024-02-05", "ends_on": "2024-05-31",
    }  # fmt: skip
    form = fields(plan.area, [row], **{"steps-INITIAL_FORMS": "1"})
    page = client.post(f"{PLANS}{plan.pk}/forhandsvisning/", form).content.decode()
    assert "5 februari–31 maj 2024" in page
    step.refresh_from_db()
    assert step.ends_on == date(2024, 4, 7)


def test_a_plan_is_written_with_its_steps(sign_in, client):
    client = sign_in("Redaktör")
    step = {"stage": "program", "starts_on": "2012-01-01", "starts_precision": "year"}
    steps = [{**step, "is_confirmed": "on"}]
    area = make_area()
    assert client.post(PLANS + "add/", fields(area, steps, _publish="1")).status_code == 302
    plan = Plan.objects.get()
    assert "Planprogrammet är från 2012." in client.get(plan.get_absolute_url()).content.decode()


def test_steps_that_contradict_themselves_are_refused_in_words(sign_in):
    client = sign_in("Redaktör")
    steps = [
        {"stage": "samrad", "starts_on": "2024-02-05", "ends_on": "2024-02-01"},
        {"stage": "samrad", "starts_on": "2024-02-05", "appeal_until": "2024-03-01"},
    ]
    page = client.post(PLANS + "add/", fields(make_area(), steps)).content.decode()
    assert "Slutet måste komma efter starten." in page
    assert "Sista dag att överklaga hör till steget Antagen." in page
    assert not Plan.objects.exists()


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ({"stage": "pausad", "starts_on": "2026-11-01"}, "Skriv orsaken."),
        ({"stage": "antagen", "starts_on": "2026-11-01"}, "Har det hänt?"),
        ({"stage": "antagen", "starts_on": "{today}"}, "Har det hänt?"),
        ({"stage": "antagen", "starts_on": "{today}", "starts_precision": "year"}, "Har det hänt?"),
        ({"stage": "samrad", "starts_on": "2019-03-01", "starts_precision": "month"}, "Har det hänt?"),
        ({"stage": "antagen", "starts_on": "2099-12-16", "is_confirmed": "on"}, "Dagen har inte kommit än."),
        ({"stage": "antagen", "is_confirmed": "on"}, "Fyll i när det hände."),
        ({"stage": "antagen", "starts_on": "2026-11-01", "is_expected": "on", "is_confirmed": "on"},
         "Kryssa i antingen Preliminärt eller Det har hänt."),
        ({"stage": "avbruten", "note": "Marken är såld."}, "Fyll i när det skedde."),
        ({"stage": "samrad", "starts_on": "{today}"}, "Fyll i sista dagen att tycka till"),
        ({"stage": "granskning", "starts_on": "{today}", "ends_on": "{today}"}, "Fyll i hur man svarar"),
    ],
)  # fmt: skip
def test_what_visitors_need_of_a_step_is_asked_for(sign_in, step, words):
    client, today = sign_in("Redaktör"), f"{timezone.localdate():%Y-%m-%d}"
    step = {name: value.format(today=today) for name, value in step.items()}
    assert words in client.post(PLANS + "add/", fields(make_area(), [step])).content.decode()
    assert not Plan.objects.exists()


@pytest.mark.parametrize(
    "step",
    [
        {"stage": "samrad", "starts_on": "2019-03-01", "is_confirmed": "on"},
        {
            "stage": "samrad",
            "starts_on": "2019-03-01",
            "starts_precision": "month",
            "is_confirmed": "on",
        },
        {"stage": "granskning", "starts_on": "2019-03-01", "ends_on": "2019-04-01"},
        {"stage": "samrad", "starts_on": "2099-03-01", "is_expected": "on"},
        {"stage": "pausad", "starts_on": "2099-03-01", "is_expected": "on"},
        {"stage": "antagen", "starts_on": "2099-03-01"},
        {"stage": "antagen", "starts_on": "2019-03-01", "is_expected": "on"},
    ],
)
def test_what_is_history_or_only_expected_may_lack_it(sign_in, step):
    client = sign_in("Redaktör")
    assert client.post(PLANS + "add/", fields(make_area(), [step])).status_code == 302


@pytest.mark.parametrize(
    ("pause", "is_asked"),
    [
        ({}, True),
        ({"takes_answers": "True"}, False),
        ({"takes_answers": "False"}, False),
        ({"is_confirmed": "", "is_expected": "on"}, False),
        ({"stage": "avbruten"}, False),
    ],
)
def test_a_pause_while_somebody_can_answer_asks_whether_answers_count(sign_in, pause, is_asked):
    client, today = sign_in("Redaktör"), timezone.localdate()
    steps = [
        {
            "stage": "samrad", "respond_email": "svara@example.org",
            "starts_on": (today - datetime.timedelta(days=9)).isoformat(),
            "ends_on": (today + datetime.timedelta(days=9)).isoformat(),
        },
        {
            "stage": "pausad", "starts_on": today.isoformat(), "note": "Trafiken utreds.",
            "is_confirmed": "on", **pause,
        },
    ]  # fmt: skip
    response = client.post(PLANS + "add/", fields(make_area(), steps))
    assert ("Räknas svar som kommer in under pausen?" in response.content.decode()) is is_asked
    assert Plan.objects.exists() is not is_asked


def test_a_pause_with_nothing_to_answer_asks_nothing(sign_in):
    step = {
        "stage": "pausad",
        "starts_on": "2026-01-01",
        "note": "Vi väntar.",
        "is_confirmed": "on",
    }
    assert sign_in("Redaktör").post(PLANS + "add/", fields(make_area(), [step])).status_code == 302


def test_a_long_form_says_at_its_top_what_is_wrong_where(sign_in):
    steps = [{"stage": "program"}, {"stage": "samrad", "starts_on": "2024-13-45"}]
    form = fields(make_area(), steps, summary="")
    page = sign_in("Redaktör").post(PLANS + "add/", form).content.decode()
    summary = page.partition('class="error-summary"')[2].partition("</ul>")[0]
    assert '<a href="#id_summary">Ingress</a>: ' in summary
    assert '<a href="#id_steps-1-starts_on">Plansteg 2, datum eller start</a>: ' in summary
    assert summary.count("<li>") == 2


def test_a_plan_that_is_published_from_its_form_says_so(sign_in):
    form = fields(make_area(), _publish="1")
    page = sign_in("Redaktör").post(PLANS + "add/", form, follow=True).content.decode()
    assert "”Nytt kvarter” är publicerad." in page


def test_a_stored_step_without_a_reason_does_not_stand_in_the_way(sign_in):
    client = sign_in("Redaktör")
    plan = make_plan(steps=[{"stage": "pausad", "starts_on": date(2026, 1, 1)}])
    row = {"stage": "pausad", "id": plan.steps.get().pk, "plan": plan.pk, "starts_on": "2026-01-01"}
    row["is_confirmed"] = "on"
    form = fields(plan.area, [row], **{"steps-INITIAL_FORMS": "1"})
    form |= moment_fields("published_at", plan.published_at)
    assert client.post(f"{PLANS}{plan.pk}/change/", form).status_code == 302


def test_no_plan_takes_over_from_itself(sign_in):
    client, plan = sign_in("Redaktör"), make_plan()
    other = make_plan(superseded_by=plan)
    for successor in (plan, other):
        form = fields(plan.area, superseded_by=successor.pk)
        form |= moment_fields("published_at", plan.published_at)
        page = client.post(f"{PLANS}{plan.pk}/change/", form).content.decode()
        assert "En plan kan inte ersätta sig själv." in page


def test_the_list_says_where_plans_stand_and_which_wait_for_somebody(
    sign_in,
):
    client = sign_in("Redaktör")
    make_plan(title="I ordning", steps=[{"result": "Skolan flyttas."}])
    make_plan(title="Utan resultat", steps=[{}])
    make_plan(
        title="Passerad",
        steps=[{"stage": "antagen", "starts_on": date(2025, 1, 1), "is_expected": True}],
    )
    make_plan(
        title="Beslut utan besked",
        steps=[{"stage": "antagen", "starts_on": date(2025, 1, 1), "is_confirmed": False}],
    )
    make_plan(
        title="Omsprungen",
        steps=[
            {"stage": "antagen", "starts_on": date(2025, 1, 1), "is_expected": True},
            {"stage": "laga-kraft", "starts_on": date(2025, 2, 1)},
        ],
    )

    def shown(query=""):
        page = client.get(PLANS + query).content.decode()
        page = page[page.index('id="result_list"') :]
        names = ("I ordning", "Utan resultat", "Passerad", "Beslut utan besked", "Omsprungen")
        return [name for name in names if f">{name}<" in page], page

    names, page = shown()
    assert len(names) == 5
    assert "Samrådet avslutades 7 april 2024." in page
    assert "Planen skulle ha antagits 1 januari 2025 – vi har inget besked." in page
    assert shown("?uppdatera=passerat")[0] == ["Passerad", "Beslut utan besked"]
    assert shown("?uppdatera=resultat")[0] == ["Utan resultat"]


@pytest.mark.parametrize(
    ("step", "today", "is_missing"),
    [
        ({}, date(2024, 6, 6), False),  # The sixtieth day after 7 April.
        ({}, date(2024, 6, 7), True),
        ({"result": "Skolan flyttas."}, date(2024, 6, 7), False),
        ({"result_url": "https://example.org/redogorelse.pdf"}, date(2024, 6, 7), False),
        ({"is_expected": True}, date(2024, 6, 7), False),
        ({"ends_precision": "month"}, date(2024, 6, 7), False),
        ({"stage": "bearbetning"}, date(2024, 6, 7), False),
    ],
)
def test_staff_are_reminded_of_a_result_that_is_missing(step, today, is_missing):
    make_plan(steps=[step, {"stage": "antagen", "starts_on": date(2024, 5, 1), "ends_on": None}])
    assert Plan.objects.with_missing_result(today).exists() is is_missing


def test_the_list_asks_the_same_for_few_and_for_many(sign_in):
    client = sign_in("Redaktör")
    area, asked = make_area(), []
    client.get(PLANS)
    for count in (2, 28):
        for _ in range(count):
            make_plan(area, steps=[{}, {"stage": "antagen"}])
        with CaptureQueriesContext(connection) as queries:
            client.get(PLANS)
        asked.append([query["sql"] for query in queries])
    assert len(asked[0]) == len(asked[1]), "\n".join(asked[1])


# --- Roles --------------------------------------------------------------------------------------


def test_a_writer_writes_drafts_with_steps_and_publishes_nothing(sign_in):
    client = sign_in("Skribent")
    steps = [{"stage": "samrad", "starts_on": "2024-02-05", "ends_on": "2024-03-01"}]
    moment = {"published_at_0": "2024-01-01", "published_at_1": "09:00:00"}
    form = fields(make_area(), steps, **moment, _publish="1")
    assert client.post(PLANS + "add/", form).status_code == 302
    plan = Plan.objects.get()
    assert plan.published_at is None and plan.steps.count() == 1
    assert client.get(plan.get_absolute_url()).status_code == 404


def test_a_writer_leaves_what_is_published_as_it_is(sign_in):
    client = sign_in("Skribent")
    plan = make_plan(title="Publicerad", steps=[{}])
    step = plan.steps.get()
    row = {"id": step.pk, "plan": plan.pk, "stage": "antagen", "starts_on": "2024-02-05"}
    form = fields(plan.area, [row], **{"steps-INITIAL_FORMS": "1"})
    assert client.post(f"{PLANS}{plan.pk}/change/", form).status_code == 403
    assert client.post(f"{PLANS}{plan.pk}/delete/", {"post": "yes"}).status_code == 403
    chosen = {"_selected_action": [plan.pk], "withdraw": "1", "withdrawn_reason": "Nej."}
    client.post(PLANS, {"action": "withdraw_now", **chosen})
    client.post(
        PLANS, {"action": "publish_now", "_selected_action": [make_plan(published_at=None).pk]}
    )
    plan.refresh_from_db()
    assert (plan.title, plan.withdrawn_at, plan.steps.get().stage) == ("Publicerad", None, "samrad")
    assert Plan.objects.filter(published_at=None).count() == 1


def test_a_host_reaches_no_plan(sign_in):
    client = sign_in("Värd")
    plan = make_plan(published_at=None)
    for address in ("", "add/", f"{plan.pk}/change/", f"{plan.pk}/forhandsvisning/"):
        assert client.get(PLANS + address).status_code == 403, address
        assert client.post(PLANS + address, {}).status_code == 403, address
    page = client.get("/admin/exhibits/stagetext/")
    assert page.status_code == 403
    assert "Du har inte behörighet" in page.content.decode()


def test_no_cross_leads_to_the_deletion_of_what_is_chosen(sign_in):
    make_plan()
    page = sign_in("Redaktör").get("/admin/exhibits/opportunity/add/").content.decode()
    assert "change_id_area" in page and "delete_id_area" not in page
    assert "id_plan" in page and "delete_id_plan" not in page


def test_explanations_are_changed_by_editors_and_by_nobody_added_or_deleted(sign_in):
    texts = "/admin/exhibits/stagetext/"
    text = StageText.objects.get(stage="samrad")
    form = {"what": "Ny förklaring.", "name_en": "Consultation", "checked_on": "2026-11-02"}
    client = sign_in("Skribent")
    assert client.post(f"{texts}{text.pk}/change/", form).status_code == 403
    client = sign_in("Redaktör")
    for address in ("add/", f"{text.pk}/delete/"):
        assert client.post(texts + address, form).status_code == 403
    assert client.post(f"{texts}{text.pk}/change/", form).status_code == 302
    text.refresh_from_db()
    assert (text.stage, text.what) == ("samrad", "Ny förklaring.")
    plan = make_plan(steps=[{}])
    page = client.get(plan.get_absolute_url()).content.decode()
    assert "Ny förklaring." in page and "2 november 2026" in page


def test_every_stage_is_explained():
    from exhibits.rules.plan_stages import Stage

    texts = {text.stage: text for text in StageText.objects.all()}
    assert set(texts) == {stage.value for stage in Stage}
    for text in texts.values():
        assert text.what and text.name_en and text.what_en and text.what_you_can_do
        assert text.checked_on == date(2026, 11, 23)
