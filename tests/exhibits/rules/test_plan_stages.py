"""Where a plan stands on a day: every procedure, every border, and what holds for any list of steps."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exhibits.rules.plan_stages import (
    AWAITED,
    ORDER,
    RESULT_EXPECTED,
    NextStep,
    Phase,
    Procedure,
    Situation,
    Stage,
    State,
    Step,
    Stopped,
    appeal_on,
    in_order,
    last_day_for_right_to_appeal,
    line_on,
    missing_result,
    next_step_on,
    state_on,
    stopped_on,
    windows_on,
)
from helsingborgsrummet.content.dates import PartialDate, Precision
from tests.exhibits.plan_histories import (
    BADHUSET,
    DROTTNINGHOG,
    GRANSKNING,
    MARIA,
    OSTRA_RAMLOSA,
    PAUSE,
    SAMRAD,
    SODRA_STADEN,
    S,
    days,
    on,
    plans,
    step,
)


def facts(items):
    """What a line says of each step: its phase, its stage, whether it goes on, whether nobody typed it."""
    return [
        f"{item.phase} {item.stage}{' now' * item.goes_on}{' untyped' * (item.step is None)}"
        for item in items
    ]


@pytest.mark.parametrize(
    ("today", "situation", "stage"),
    [
        ("2024-02-04", "reached", S.COMMISSION),
        ("2024-02-05", "open", S.CONSULTATION),
        ("2024-04-07", "open", S.CONSULTATION),
        ("2024-04-08", "awaited", S.CONSULTATION),
        ("2024-10-04", "awaited", S.CONSULTATION),
        ("2024-10-05", "silent", S.CONSULTATION),
        ("2025-10-02", "silent", S.CONSULTATION),
        ("2025-10-03", "open", S.REVIEW),
        ("2025-12-03", "open", S.REVIEW),
        ("2025-12-04", "awaited", S.REVIEW),
    ],
)
def test_the_day_before_of_and_after_each_border(today, situation, stage):
    steps = [GRANSKNING, step(S.COMMISSION, "2021-01"), SAMRAD]
    state = state_on(steps, on(today))
    assert (state.situation, state.step.stage) == (situation, stage)


@pytest.mark.parametrize(
    ("steps", "today", "situation"),
    [
        ([], "2026-01-01", "unknown"),
        ([step(S.CONSULTATION)], "2026-01-01", "not_begun"),
        # What is expected has not happened, however long ago.
        ([step(S.ADOPTED, "2020-01-01", is_expected=True)], "2026-01-01", "not_begun"),
        ([step(S.IDEA, "2023")], "2026-01-01", "ongoing"),
        ([step(S.IDEA, "2023", "2024")], "2026-01-01", "overrun"),
        ([step(S.COMMISSION, "2021-01")], "2026-01-01", "reached"),
        ([step(S.PROGRAMME, "2012")], "2026-01-01", "reached"),
        ([step(S.PROGRAMME, "2016-03")], "2016-03-02", "reached"),
        ([step(S.PROGRAMME, "2026-01-01", "2026-01-31")], "2026-01-15", "open"),
        ([step(S.PROGRAMME, "2026-01-01", "2026-01-31")], "2026-02-01", "awaited"),
        # A consultation without days is neither said to be open nor to be over.
        ([step(S.CONSULTATION, "2026-03")], "2026-03-01", "ongoing"),
        ([step(S.CONSULTATION, "2026-03")], "2026-03-31", "ongoing"),
        ([step(S.CONSULTATION, "2026-03")], "2026-04-01", "reached"),
        ([step(S.REVIEW, "2026-03", "2026-05")], "2026-05-31", "ongoing"),
        ([step(S.REVIEW, "2026-03", "2026-05")], "2026-06-01", "reached"),
        ([step(S.REVIEW, "2026-03-02")], "2026-03-02", "begun"),
        ([step(S.REVISION, "2026-03")], "2026-05-01", "ongoing"),
        ([step(S.REVISION, "2026-03", "2026-04")], "2026-04-30", "ongoing"),
        ([step(S.REVISION, "2026-03", "2026-04")], "2026-05-01", "overrun"),
        ([step(S.ENDORSED, "2026-03-02")], "2026-03-02", "reached"),
        ([step(S.ADOPTED, "2026-03")], "2026-05-01", "reached"),
        ([step(S.APPEALED, "2026-03")], "2026-05-01", "ongoing"),
        ([step(S.IN_FORCE, "2015-11")], "2026-05-01", "reached"),
        ([step(S.IMPLEMENTATION, "2011", "2035")], "2035-12-31", "ongoing"),
        ([step(S.IMPLEMENTATION, "2011", "2035")], "2036-01-01", "overrun"),
        ([step(S.DONE, "2022")], "2026-01-01", "reached"),
    ],
)
def test_every_stage_leads_to_a_situation(steps, today, situation):
    state = state_on(steps, on(today))
    assert state.situation == situation
    assert state.step is (steps[-1] if situation not in ("unknown", "not_begun") else None)


@pytest.mark.parametrize(
    ("steps", "today", "situation"),
    [
        ([SAMRAD, PAUSE], "2024-03-02", "paused"),
        ([SAMRAD, PAUSE, step(S.RESUMED, "2024-09")], "2024-10-01", "reached"),
        # What a pause closed does not open by itself when the work goes on.
        ([SAMRAD, PAUSE, step(S.RESUMED, "2024-03-20")], "2024-03-21", "reached"),
        ([step(S.PAUSED, "2024-03", "2024-05")], "2024-05-31", "paused"),
        ([step(S.PAUSED, "2024-03", "2024-05")], "2024-06-01", "overrun"),
        ([SAMRAD, step(S.CANCELLED, "2024-03-10")], "2024-03-10", "cancelled"),
        ([SAMRAD, step(S.SUPERSEDED, "2026")], "2026-01-01", "superseded"),
        # Withdrawn and shown again: the later proposal is what counts.
        ([step(S.CANCELLED, "2024-01"), SAMRAD], "2024-02-05", "open"),
    ],
)
def test_pauses_and_ends(steps, today, situation):
    assert state_on(steps, on(today)).situation == situation
    assert sum(item.phase is not Phase.AHEAD for item in line_on(steps, "ingen", on(today))) == len(
        steps
    )


def test_a_pause_closes_the_window_and_an_end_hides_what_was_to_come():
    later = step(S.REVIEW, "2024-10-01", "2024-10-31")
    assert windows_on([SAMRAD, later], on("2024-03-02")) == [SAMRAD, later]
    assert windows_on([SAMRAD, PAUSE, later], on("2024-03-02")) == []
    after = step(S.PAUSED, "2024-05-01")
    assert windows_on([SAMRAD, after, later], on("2024-06-01")) == [SAMRAD]
    ended = [SAMRAD, step(S.CANCELLED, "2024-05-01"), later]
    assert windows_on(ended, on("2024-06-01")) == [SAMRAD]
    assert next_step_on(ended, Procedure.NONE, on("2024-06-01")) is None
    assert facts(line_on(ended, Procedure.STANDARD, on("2024-06-01"))) == [
        "passed samrad",
        "here avbruten",
    ]


def test_an_end_hides_an_expectation_that_passed_after_it():
    steps = [step(S.CANCELLED, "2025-11-01"), step(S.ADOPTED, "2025-12", is_expected=True)]
    assert [item.phase for item in line_on(steps, Procedure.STANDARD, on("2026-02-01"))] == ["here"]


@pytest.mark.parametrize(
    ("later", "ahead"),
    [
        ([step(S.REVIEW, "2027", is_expected=True)], []),
        ([step(S.REVIEW, "2027-03-01", "2027-03-31")], []),
        ([step(S.REVIEW, "2026-01", is_expected=True)], []),
        ([step(S.RESUMED, "2027", is_expected=True)], ["ahead aterupptagen"]),
        ([step(S.RESUMED, "2026-01", is_expected=True)], ["overdue aterupptagen"]),
    ],
)
def test_a_paused_plan_promises_nothing_but_that_the_work_goes_on(later, ahead):
    steps, today = [SAMRAD, step(S.PAUSED, "2024-05"), *later], on("2026-02-01")
    found = facts(line_on(steps, Procedure.STANDARD, today))
    assert found == ["passed samrad", "here pausad now", *ahead]
    assert bool(next_step_on(steps, Procedure.STANDARD, today)) is bool(ahead)
    assert [each for each in windows_on(steps, today) if each.window.closes >= today] == []


@pytest.mark.parametrize("stage", [each for each in Stage if each is not S.IDEA])
@pytest.mark.parametrize(
    ("kwargs", "today", "situation"),
    [
        ({"is_confirmed": False}, "2026-12-15", "open"),
        ({"is_confirmed": False}, "2026-12-16", "open"),
        ({"is_confirmed": False}, "2026-12-17", "open"),
        ({"is_confirmed": True}, "2026-12-15", "open"),
    ],
)
def test_a_date_alone_proves_nothing(stage, kwargs, today, situation):
    """Midnight makes no decision: not that of the council, nor a pause, nor the start of the work."""
    steps = [step(S.CONSULTATION, "2026-11-01", "2027-01-31"), step(stage, "2026-12-16", **kwargs)]
    state = state_on(steps, on(today))
    assert (state.situation, state.step) == (situation, steps[0])
    assert windows_on(steps, on(today)) == steps[:1]
    (item,) = [each for each in line_on(steps, Procedure.NONE, on(today)) if each.step is steps[1]]
    assert item.phase is (Phase.OVERDUE if today == "2026-12-17" else Phase.AHEAD)
    assert next_step_on(steps, Procedure.NONE, on(today)) == NextStep(item)


@pytest.mark.parametrize("stage", Stage)
def test_what_somebody_has_said_is_a_fact_from_its_day(stage):
    steps = [step(S.IDEA, "2020"), step(stage, "2026-12-16")]
    assert state_on(steps, on("2026-12-15")).step is steps[0]
    assert state_on(steps, on("2026-12-16")).step is steps[1]


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_a_hearing_that_is_announced_opens_by_itself(is_confirmed):
    steps = [step(S.REVIEW, "2026-03-02", "2026-03-31", is_confirmed=is_confirmed)]
    assert state_on(steps, on("2026-03-02")).situation is Situation.OPEN
    vague = [step(S.REVIEW, "2026-03", is_confirmed=is_confirmed)]
    assert bool(state_on(vague, on("2026-03-02")).step) is is_confirmed


PAUSE_WITH_ANSWERS = step(S.PAUSED, "2024-03-01", takes_answers=True)


@pytest.mark.parametrize(
    ("steps", "today", "situation", "shown", "stopped"),
    [
        ([SAMRAD, PAUSE], "2024-03-02", "paused", [], [(SAMRAD, PAUSE)]),
        ([SAMRAD, PAUSE_WITH_ANSWERS], "2024-03-02", "paused", [SAMRAD], []),
        ([SAMRAD, PAUSE_WITH_ANSWERS], "2024-04-08", "paused", [SAMRAD], []),
        ([SAMRAD, PAUSE_WITH_ANSWERS, step(S.RESUMED, "2024-03-20")], "2024-03-21", "open", [SAMRAD], []),
        ([SAMRAD, PAUSE, step(S.RESUMED, "2024-03-20")], "2024-03-21", "reached", [], [(SAMRAD, PAUSE)]),
        # While the work rests nothing opens either.
        ([PAUSE_WITH_ANSWERS, GRANSKNING], "2024-03-02", "paused", [], [(GRANSKNING, PAUSE_WITH_ANSWERS)]),
        ([SAMRAD, step(S.PAUSED, "2024-03-01", is_confirmed=False)], "2024-03-02", "open", [SAMRAD], []),
    ],
)  # fmt: skip
def test_a_pause_says_whether_answers_count(steps, today, situation, shown, stopped):
    assert state_on(steps, on(today)).situation == situation
    assert windows_on(steps, on(today)) == shown
    assert stopped_on(steps, on(today)) == [Stopped(*each) for each in stopped]


@pytest.mark.parametrize(
    ("today", "first"),
    [
        ("2024-10-24", "ahead overklagad untyped"),
        ("2024-10-25", "ahead overklagad untyped"),
        ("2024-10-26", "ahead laga-kraft untyped"),
    ],
)
def test_what_can_be_appealed_is_what_comes_next(today, first):
    steps = [step(S.ADOPTED, "2024-10-01", appeal_until=on("2024-10-25"))]
    found = next_step_on(steps, Procedure.NONE, on(today))
    assert (found and facts([found.item])[0]) == first
    # Not while nobody has said that the plan was adopted.
    steps = [step(S.ADOPTED, "2024-10-01", is_confirmed=False, appeal_until=on("2024-10-25"))]
    assert appeal_on(steps, on(today)) is None


@pytest.mark.parametrize(
    ("procedure", "begun", "ahead"),
    [
        (
            Procedure.STANDARD,
            [],
            "planuppdrag samrad bearbetning granskning antagen laga-kraft genomforande",
        ),
        (
            Procedure.EXTENDED,
            [S.CONSULTATION],
            "bearbetning granskning tillstyrkt antagen laga-kraft genomforande",
        ),
        (Procedure.LIMITED, [S.CONSULTATION], "antagen laga-kraft genomforande"),
        (Procedure.COMPREHENSIVE, [S.REVIEW], "antagen laga-kraft"),
        (Procedure.NONE, [S.CONSULTATION], ""),
        # A decision gains legal force also where nobody has said which order holds.
        (Procedure.NONE, [S.ADOPTED], "laga-kraft"),
        (Procedure.NONE, [S.ADOPTED, S.APPEALED], ""),
        (Procedure.NONE, [S.IN_FORCE], ""),
        # A programme is in no order, but stands between the commission and the consultation.
        (Procedure.LIMITED, [S.PROGRAMME], "samrad antagen laga-kraft genomforande"),
        # A revision after the review does not take the plan back; a new consultation does.
        (Procedure.COMPREHENSIVE, [S.REVIEW, S.REVISION], "antagen laga-kraft"),
        (Procedure.COMPREHENSIVE, [S.CONSULTATION, S.REVISION], "granskning antagen laga-kraft"),
        (
            Procedure.COMPREHENSIVE,
            [S.REVIEW, S.CONSULTATION],
            "bearbetning granskning antagen laga-kraft",
        ),
        # What a court tries may never come into force.
        (Procedure.STANDARD, [S.ADOPTED, S.APPEALED], ""),
        (Procedure.STANDARD, [S.IN_FORCE], "genomforande"),
        (Procedure.STANDARD, [S.ADOPTED, S.DONE], ""),
    ],
)
def test_the_stages_that_each_procedure_has_left(procedure, begun, ahead):
    steps = [step(stage, f"{2010 + year}-01-01") for year, stage in enumerate(begun)]
    items = [item for item in line_on(steps, procedure, on("2026-01-01")) if item.step is None]
    assert " ".join(item.stage for item in items) == ahead
    assert {item.phase for item in items} <= {Phase.AHEAD}


@pytest.mark.parametrize(
    ("steps", "today", "may_have_come"),
    [
        ([step(S.ADOPTED, "2024-10-01")], "2024-10-02", {S.IN_FORCE}),
        ([step(S.ADOPTED, "2024-10-01", appeal_until=on("2024-10-25"))], "2024-10-25", set()),
        (
            [step(S.ADOPTED, "2024-10-01", appeal_until=on("2024-10-25"))],
            "2024-10-26",
            {S.IN_FORCE},
        ),
        ([step(S.ADOPTED, "2024-10-01", is_confirmed=False)], "2026-01-01", set()),
        ([step(S.ADOPTED, "2024-10-01"), step(S.APPEALED, "2024-10-20")], "2026-01-01", set()),
        ([SAMRAD], "2026-01-01", set()),
    ],
)
def test_only_what_follows_a_decision_by_itself_may_have_come(steps, today, may_have_come):
    for procedure in (Procedure.NONE, Procedure.STANDARD, Procedure.COMPREHENSIVE):
        items = line_on(steps, procedure, on(today))
        assert {item.stage for item in items if item.may_have_come} == may_have_come


def test_untyped_stages_stand_between_those_that_are_typed():
    steps = [
        SAMRAD,
        step(S.ADOPTED, "2027", is_expected=True),
        step(S.ENDORSED),
    ]
    assert facts(line_on(steps, Procedure.EXTENDED, on("2024-05-01"))) == [
        "here samrad",
        "ahead bearbetning untyped",
        "ahead granskning untyped",
        "ahead tillstyrkt",
        "ahead antagen",
        "ahead laga-kraft untyped",
        "ahead genomforande untyped",
    ]


def test_a_vague_time_gives_way_to_the_order_of_the_stages():
    steps = [
        step(S.ADOPTED, "2015"),
        step(S.CONSULTATION, "2015-03-01", "2015-04-01"),
        step(S.IN_FORCE, "2015-11"),
        step(S.COMMISSION, "2015"),
        step(S.REVIEW, "2015-06-01", "2015-06-20"),
    ]
    stages = [S.COMMISSION, S.CONSULTATION, S.REVIEW, S.ADOPTED, S.IN_FORCE]
    assert [each.stage for each in in_order(steps)] == stages
    # In February the plan of that year is not yet adopted: its consultation is to come.
    assert state_on(steps, on("2015-02-01")).step.stage is S.COMMISSION
    assert state_on(steps, on("2015-06-21")).step.stage is S.ADOPTED


@pytest.mark.parametrize(
    ("expected", "today", "is_overdue"),
    [
        ("2026-10", "2026-09-30", False),
        ("2026-10", "2026-10-31", False),
        ("2026-10", "2026-11-01", True),
        ("2026-10-20", "2026-10-20", False),
        ("2026-10-20", "2026-10-21", True),
        ("2026", "2026-12-31", False),
        ("2026", "2027-01-01", True),
        (None, "2027-01-01", False),
    ],
)
def test_the_next_step_never_lies_in_the_past(expected, today, is_overdue):
    steps = [
        step(S.REVIEW, "2026-03-01", "2026-03-31"),
        step(S.ADOPTED, expected, is_expected=True),
    ]
    found = next_step_on(steps, Procedure.NONE, on(today))
    assert (found.step, found.is_overdue) == (steps[1], is_overdue)
    phases = [item.phase for item in line_on(steps, Procedure.NONE, on(today))]
    assert phases == ["here", "overdue" if is_overdue else "ahead"]


def test_an_expectation_that_something_later_overtook_is_forgotten():
    steps = [
        step(S.REVIEW, "2026-03", is_expected=True),
        step(S.ADOPTED, "2026-05-01"),
        step(S.IN_FORCE, "2026-08", is_expected=True),
    ]
    assert next_step_on(steps, Procedure.NONE, on("2026-06-01")).step is steps[2]
    assert facts(line_on(steps, Procedure.NONE, on("2026-06-01"))) == [
        "here antagen",
        "ahead laga-kraft",
    ]


def test_what_is_decided_is_next_without_reservation():
    assert next_step_on([SAMRAD], Procedure.NONE, on("2024-02-04")).step is SAMRAD
    assert next_step_on([SAMRAD], Procedure.NONE, on("2024-02-05")) is None


@pytest.mark.parametrize(
    ("today", "left"),
    [
        ("2024-06-03", None),
        ("2024-06-04", 28),
        ("2024-07-01", 1),
        ("2024-07-02", 0),
        ("2024-07-03", None),
    ],
)
def test_days_left(today, left):
    window = step(S.REVIEW, "2024-06-04", "2024-07-02").window
    assert window.days_left(on(today)) == left
    assert window.is_open(on(today)) is (left is not None)


@pytest.mark.parametrize(
    "each",
    [
        step(S.ADOPTED, "2024-06-04", "2024-07-02"),
        step(S.REVIEW, "2024-06", "2024-07-02"),
        step(S.REVIEW, "2024-06-04", "2024-07"),
        step(S.REVIEW, "2024-06-04"),
        step(S.REVIEW, "2024-06-04", "2024-07-02", is_expected=True),
        step(S.REVIEW),
    ],
)
def test_nobody_is_asked_to_write_in_when_the_days_are_not_known(each):
    assert each.window is None
    assert not missing_result(each, on("2026-01-01"))
    assert last_day_for_right_to_appeal(each) is None


def test_the_right_to_appeal_belongs_to_the_review():
    assert last_day_for_right_to_appeal(SAMRAD) is None
    assert last_day_for_right_to_appeal(GRANSKNING) == on("2025-12-03")


def test_staff_are_reminded_of_a_result_after_sixty_days():
    limit = on("2024-04-07") + RESULT_EXPECTED
    assert not missing_result(SAMRAD, limit)
    assert missing_result(SAMRAD, limit + datetime.timedelta(days=1))
    answered = step(S.CONSULTATION, "2024-02-05", "2024-04-07", result="Skolan flyttas.")
    assert not missing_result(answered, on("2026-01-01"))
    assert state_on([answered], on("2026-01-01")) == State(Situation.REPORTED, answered)


@pytest.mark.parametrize(
    ("steps", "today", "situation"),
    [
        (OSTRA_RAMLOSA, "2022-05-31", "reached"),
        (OSTRA_RAMLOSA, "2022-06-01", "open"),
        (OSTRA_RAMLOSA, "2023-06-01", "reported"),
        (OSTRA_RAMLOSA, "2024-07-02", "open"),
        (OSTRA_RAMLOSA, "2024-07-03", "awaited"),
        (OSTRA_RAMLOSA, "2026-11-25", "silent"),
        (SODRA_STADEN, "2022-06-15", "reached"),
        (SODRA_STADEN, "2024-02-05", "open"),
        (SODRA_STADEN, "2025-11-01", "open"),
        (SODRA_STADEN, "2026-11-25", "silent"),
        (BADHUSET, "2022-01-01", "silent"),
        (BADHUSET, "2024-10-28", "open"),
        (BADHUSET, "2024-10-29", "awaited"),
        (BADHUSET, "2025-05-01", "open"),
        (BADHUSET, "2025-10-21", "awaited"),
        (BADHUSET, "2025-10-22", "reached"),
        (BADHUSET, "2026-11-25", "reached"),
        (MARIA, "2024-04-01", "not_begun"),
        (MARIA, "2024-05-17", "open"),
        (MARIA, "2026-11-25", "silent"),
        (DROTTNINGHOG, "2026-11-25", "reached"),
    ],
)
def test_the_real_plans_stand_where_they_stood(steps, today, situation):
    assert state_on(steps, on(today)).situation == situation


def test_the_line_of_the_bathhouse_shows_both_reviews():
    lines = {
        today: facts(line_on(BADHUSET, Procedure.EXTENDED, on(today)))
        for today in ("2025-05-01", "2026-11-25")
    }
    assert lines["2026-11-25"] == [
        "passed samrad",
        "passed granskning",
        "passed granskning",
        "here antagen",
        "ahead laga-kraft untyped",
        "ahead genomforande untyped",
    ]
    assert lines["2025-05-01"][2] == "here granskning now"
    assert lines["2025-05-01"][3:5] == [
        "ahead tillstyrkt untyped",
        "ahead antagen",
    ]


@pytest.mark.parametrize(
    "stages", [[Stage.REVISION], [Stage.REVISION, Stage.PAUSED, Stage.RESUMED]]
)
def test_a_plan_that_is_first_heard_of_in_its_revision_has_a_line(stages):
    steps = [
        Step(stage, PartialDate(datetime.date(2026, 5, day)), is_confirmed=True)
        for day, stage in enumerate(stages, start=1)
    ]
    line = [item.stage for item in line_on(steps, Procedure.STANDARD, on("2026-11-25"))]
    assert line[-4:] == [S.REVIEW, S.ADOPTED, S.IN_FORCE, S.IMPLEMENTATION]


def test_work_that_goes_on_beside_a_consultation_has_not_passed():
    steps = [
        Step(Stage.CONSULTATION, PartialDate(on("2026-06-01")), PartialDate(on("2026-06-30"))),
        Step(Stage.REVISION, PartialDate(on("2026-06-15")), is_confirmed=True),
    ]
    assert facts(line_on(steps, Procedure.NONE, on("2026-06-20"))) == [
        "here samrad now",
        "passed bearbetning now",
    ]


def test_what_the_decision_has_overtaken_is_not_said_to_come():
    steps = [
        Step(Stage.REVIEW, None, is_expected=True),
        step(S.ADOPTED, "2024-03-01"),
        step(S.IN_FORCE, "2024-05-01"),
    ]
    assert next_step_on(steps, Procedure.NONE, on("2026-11-25")) is None
    phases = [item.phase for item in line_on(steps, Procedure.NONE, on("2026-11-25"))]
    assert phases == [Phase.PASSED, Phase.HERE]


def test_what_stands_before_an_expectation_that_has_passed_is_not_known_to_come():
    steps = [
        Step(Stage.CONSULTATION, PartialDate(on("2026-02-01")), PartialDate(on("2026-03-01"))),
        Step(Stage.REVIEW, PartialDate(on("2026-10-01"), Precision.MONTH), is_expected=True),
    ]
    assert facts(line_on(steps, Procedure.STANDARD, on("2026-11-25"))) == [
        "here samrad",
        "overdue granskning",
        "ahead antagen untyped",
        "ahead laga-kraft untyped",
        "ahead genomforande untyped",
    ]


@given(plans, days)
def test_a_plan_stands_in_exactly_one_place(steps, today):
    state = state_on(steps, today)
    assert state.situation in Situation
    assert state_on(list(reversed(steps)), today).situation in Situation
    if state.situation is Situation.OPEN:
        assert state.step.window.is_open(today)
        assert state.step in windows_on(steps, today)
    if state.situation in (Situation.AWAITED, Situation.SILENT, Situation.REPORTED):
        assert state.step.window.closes < today
    if state.situation is Situation.AWAITED:
        assert state.step.window.closes + AWAITED >= today
    if state.step:
        assert state.step.has_begun(today)
        assert state.step.is_confirmed or state.step.window


@given(plans, days)
def test_no_window_is_open_but_the_state_says_so(steps, today):
    is_open = [each for each in windows_on(steps, today) if each.window.is_open(today)]
    state = state_on(steps, today)
    if state.situation is Situation.PAUSED:
        is_open = [each for each in is_open if not state.step.takes_answers]
    assert bool(is_open) == (state.situation is Situation.OPEN)


@given(plans, days, st.sampled_from(Procedure))
def test_there_is_one_answer_to_what_comes_next(steps, today, procedure):
    """The page and every card say the next step, the line all of it, lists and calendar the windows."""
    line = line_on(steps, procedure, today)
    coming = [item for item in line if not item.has_begun]
    found = next_step_on(steps, procedure, today)
    assert (found.item if found else None) == (coming[0] if coming else None)
    if found and found.item.step is None:
        assert found.later == next((item for item in coming if item.step), None)
    if state_on(steps, today).is_over:
        assert found is None
    # What will open is in the line as something to come, and nothing else is.
    shown = [id(each) for each in windows_on(steps, today) if each.window.opens > today]
    ahead = [id(item.step) for item in coming if item.step and item.step.window]
    assert sorted(shown) == sorted(ahead)
    assert {id(item.step) for item in line if item.is_stopped} <= {
        id(each.step) for each in stopped_on(steps, today)
    }
    # What is announced is told of, or said to be stopped.
    stopped = [id(each.step) for each in stopped_on(steps, today)]
    told = [id(each) for each in windows_on(steps, today)]
    assert sorted(told + stopped) == sorted(id(each) for each in steps if each.window)


@given(plans, days, st.sampled_from(Procedure))
def test_nothing_that_is_past_lies_ahead(steps, today, procedure):
    found = next_step_on(steps, procedure, today)
    if found and found.is_overdue:
        assert found.step.starts.last < today
    elif found and found.item.until:
        assert found.item.until >= today
    elif found and found.item.step and found.step.starts:
        assert found.step.last_day >= today and found.step.starts.last >= today
    for item in line_on(steps, procedure, today):
        if item.phase is Phase.AHEAD and item.step and item.step.starts:
            assert item.step.starts.last >= today
        elif item.phase is Phase.OVERDUE:
            assert item.step.starts.last < today
        elif item.phase is Phase.PASSED:
            assert item.goes_on or item.is_stopped or not item.step.goes_on(today)


@given(plans, days, st.sampled_from(Procedure))
def test_the_line_keeps_every_step_that_happened_once_and_in_order(steps, today, procedure):
    items = line_on(steps, procedure, today)
    happened = [each for each in in_order(steps) if each.has_begun(today)]
    shown = [item.step for item in items if item.phase in (Phase.PASSED, Phase.HERE)]
    assert [id(each) for each in shown] == [
        id(each) for each in happened if any(each is one for one in shown)
    ]
    # Only a vague time can make a step wait for one that is to come.
    for each in happened:
        assert any(each is one for one in shown) or each.starts.last >= today
    assert sum(item.phase is Phase.HERE for item in items) == (1 if shown else 0)
    has_happened = [item.phase in (Phase.PASSED, Phase.HERE) for item in items]
    assert has_happened == sorted(has_happened, reverse=True)
    untyped = [item.stage for item in items if item.step is None and not item.until]
    assert len(untyped) == len(set(untyped)) and set(untyped) <= set(ORDER[procedure])
