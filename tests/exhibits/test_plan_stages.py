"""Where a plan stands on a day: every procedure, every border, and what holds for any list of steps."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exhibits.rules.plan_stages import (
    COMPILING,
    ORDER,
    RESULT_EXPECTED,
    Phase,
    Procedure,
    Situation,
    Stage,
    Step,
    in_order,
    line_on,
    missing_result,
    next_step_on,
    right_to_appeal,
    state_on,
    windows_on,
)
from helsingborgsrummet.content.dates import PartialDate, Precision

PRECISIONS = {1: Precision.YEAR, 2: Precision.MONTH, 3: Precision.DAY}


def day(text):
    """``2024-02-05``, ``2024-02`` or ``2024`` as a partial date; its first day as a day."""
    parts = [int(part) for part in text.split("-")]
    return PartialDate(datetime.date(*(*parts, 1, 1)[:3]), PRECISIONS[len(parts)])


def on(text):
    return day(text).day


def step(stage, starts=None, ends=None, **kwargs):
    return Step(stage, starts and day(starts), ends and day(ends), **kwargs)


S = Stage
SAMRAD = step(S.CONSULTATION, "2024-02-05", "2024-04-07")
GRANSKNING = step(S.REVIEW, "2025-10-03", "2025-12-03")


@pytest.mark.parametrize(
    ("today", "situation", "sentence"),
    [
        ("2024-02-04", "reached", "Uppdraget att göra planen gavs i januari 2021."),
        ("2024-02-05", "open", "Samråd pågår till och med 7 april 2024."),
        ("2024-04-07", "open", "Samråd pågår till och med 7 april 2024."),
        (
            "2024-04-08",
            "compiling",
            "Samrådet avslutades 7 april 2024 och synpunkterna sammanställs.",
        ),
        (
            "2024-10-04",
            "compiling",
            "Samrådet avslutades 7 april 2024 och synpunkterna sammanställs.",
        ),
        (
            "2024-10-05",
            "silent",
            "Samrådet avslutades 7 april 2024 och vi har ingen senare uppgift.",
        ),
        (
            "2025-10-02",
            "silent",
            "Samrådet avslutades 7 april 2024 och vi har ingen senare uppgift.",
        ),
        ("2025-10-03", "open", "Granskning pågår till och med 3 december 2025."),
        ("2025-12-03", "open", "Granskning pågår till och med 3 december 2025."),
        (
            "2025-12-04",
            "compiling",
            "Granskningen avslutades 3 december 2025 och synpunkterna sammanställs.",
        ),
    ],
)
def test_the_day_before_of_and_after_each_border(today, situation, sentence):
    steps = [GRANSKNING, step(S.COMMISSION, "2021-01"), SAMRAD]
    state = state_on(steps, on(today))
    assert (state.situation, state.sentence) == (situation, sentence)


@pytest.mark.parametrize(
    ("steps", "today", "sentence"),
    [
        ([], "2026-01-01", "Det finns inga uppgifter om var planen står."),
        (
            [step(S.CONSULTATION)],
            "2026-01-01",
            "Vi har ingen uppgift om att arbetet med planen har börjat.",
        ),
        # What is expected has not happened, however long ago.
        (
            [step(S.ADOPTED, "2020-01-01", is_expected=True)],
            "2026-01-01",
            "Vi har ingen uppgift om att arbetet med planen har börjat.",
        ),
        ([step(S.IDEA, "2023")], "2026-01-01", "En idé prövas sedan 2023."),
        ([step(S.IDEA, "2023", "2024")], "2026-01-01", "En idé prövades 2023–2024."),
        ([step(S.COMMISSION, "2021-01")], "2026-01-01", "Uppdraget att göra planen gavs i januari 2021."),
        ([step(S.PROGRAMME, "2012")], "2026-01-01", "Planprogrammet är från 2012."),
        ([step(S.PROGRAMME, "2016-03")], "2016-03-02", "Planprogrammet är från mars 2016."),
        (
            [step(S.PROGRAMME, "2026-01-01", "2026-01-31")],
            "2026-01-15",
            "Programsamråd pågår till och med 31 januari 2026.",
        ),
        (
            [step(S.PROGRAMME, "2026-01-01", "2026-01-31")],
            "2026-02-01",
            "Programsamrådet avslutades 31 januari 2026 och synpunkterna sammanställs.",
        ),
        # A consultation without days is neither said to be open nor to be over.
        ([step(S.CONSULTATION, "2026-03")], "2026-03-01", "Samråd hålls i mars 2026."),
        ([step(S.CONSULTATION, "2026-03")], "2026-03-31", "Samråd hålls i mars 2026."),
        ([step(S.CONSULTATION, "2026-03")], "2026-04-01", "Samråd hölls i mars 2026."),
        ([step(S.REVIEW, "2026-03", "2026-05")], "2026-05-31", "Granskning hålls mars–maj 2026."),
        ([step(S.REVIEW, "2026-03", "2026-05")], "2026-06-01", "Granskning hölls mars–maj 2026."),
        ([step(S.REVIEW, "2026-03-02")], "2026-03-02", "Granskningen började 2 mars 2026."),
        ([step(S.REVISION, "2026-03")], "2026-05-01", "Förslaget bearbetas sedan mars 2026."),
        ([step(S.REVISION, "2026-03", "2026-04")], "2026-04-30", "Förslaget bearbetas sedan mars 2026."),
        ([step(S.REVISION, "2026-03", "2026-04")], "2026-05-01", "Förslaget bearbetades mars–april 2026."),
        ([step(S.ENDORSED, "2026-03-02")], "2026-03-02", "Nämnden tillstyrkte förslaget 2 mars 2026."),
        ([step(S.ADOPTED, "2026-03")], "2026-05-01", "Planen antogs i mars 2026."),
        ([step(S.APPEALED, "2026-03")], "2026-05-01", "Beslutet är överklagat sedan mars 2026."),
        ([step(S.IN_FORCE, "2015-11")], "2026-05-01", "Planen fick laga kraft i november 2015."),
        ([step(S.IMPLEMENTATION, "2011", "2035")], "2035-12-31", "Planen genomförs sedan 2011."),
        ([step(S.IMPLEMENTATION, "2011", "2035")], "2036-01-01", "Planen genomfördes 2011–2035."),
        ([step(S.DONE, "2022")], "2026-01-01", "Arbetet blev klart 2022."),
    ],
)  # fmt: skip
def test_every_stage_has_its_sentence(steps, today, sentence):
    assert state_on(steps, on(today)).sentence == sentence


def test_every_stage_in_every_precision_reads_as_a_sentence():
    for stage in Stage:
        for starts, ends in [("2020", None), ("2020-02", None), ("2020-02-03", "2021-03-04")]:
            sentence = state_on([step(stage, starts, ends)], on("2026-01-01")).sentence
            assert "{" not in sentence
            assert sentence.endswith(".")
            assert "i februari" in sentence or "från februari" in sentence or (
                "sedan" in sentence or starts != "2020-02"
            ), sentence  # fmt: skip


PAUSE = step(S.PAUSED, "2024-03-01", note="Staden utreder trafiken.")


@pytest.mark.parametrize(
    ("steps", "today", "situation", "sentence"),
    [
        (
            [SAMRAD, PAUSE],
            "2024-03-02",
            "paused",
            "Arbetet med planen är pausat sedan 1 mars 2024.",
        ),
        (
            [SAMRAD, PAUSE, step(S.RESUMED, "2024-09")],
            "2024-10-01",
            "reached",
            "Arbetet med planen återupptogs i september 2024.",
        ),
        # What a pause closed does not open by itself when the work goes on.
        (
            [SAMRAD, PAUSE, step(S.RESUMED, "2024-03-20")],
            "2024-03-21",
            "reached",
            "Arbetet med planen återupptogs 20 mars 2024.",
        ),
        (
            [step(S.PAUSED, "2024-03", "2024-05")],
            "2024-05-31",
            "paused",
            "Arbetet med planen är pausat sedan mars 2024.",
        ),
        (
            [step(S.PAUSED, "2024-03", "2024-05")],
            "2024-06-01",
            "reached",
            "Arbetet med planen var pausat mars–maj 2024.",
        ),
        (
            [SAMRAD, step(S.CANCELLED, "2024-03-10")],
            "2024-03-10",
            "cancelled",
            "Arbetet med planen avbröts 10 mars 2024.",
        ),
        (
            [SAMRAD, step(S.SUPERSEDED, "2026")],
            "2026-01-01",
            "superseded",
            "Planen ersattes 2026.",
        ),
        # Withdrawn and shown again: the later proposal is what counts.
        (
            [step(S.CANCELLED, "2024-01"), SAMRAD],
            "2024-02-05",
            "open",
            "Samråd pågår till och med 7 april 2024.",
        ),
    ],
)
def test_pauses_and_ends(steps, today, situation, sentence):
    state = state_on(steps, on(today))
    assert (state.situation, state.sentence) == (situation, sentence)
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
    assert next_step_on(ended, on("2024-06-01")) is None
    assert [item.sentence for item in line_on(ended, Procedure.STANDARD, on("2024-06-01"))] == [
        "Passerat: Samråd, 5 februari–7 april 2024.",
        "Senast: Avbruten, 1 maj 2024.",
    ]


def test_an_end_hides_an_expectation_that_passed_after_it():
    steps = [step(S.CANCELLED, "2025-11-01"), step(S.ADOPTED, "2025-12", is_expected=True)]
    assert [item.phase for item in line_on(steps, Procedure.STANDARD, on("2026-02-01"))] == ["here"]


def test_a_paused_plan_promises_only_what_somebody_typed():
    steps = [SAMRAD, step(S.PAUSED, "2024-05"), step(S.REVIEW, "2027", is_expected=True)]
    assert [item.sentence for item in line_on(steps, Procedure.STANDARD, on("2026-02-01"))] == [
        "Passerat: Samråd, 5 februari–7 april 2024.",
        "Här nu: Pausad, maj 2024.",
        "Kommande: granskning, 2027 (preliminärt).",
    ]


@pytest.mark.parametrize(
    ("procedure", "begun", "ahead"),
    [
        (
            Procedure.STANDARD,
            [],
            "planuppdrag samråd bearbetning granskning antagande laga kraft genomförande",
        ),
        (
            Procedure.EXTENDED,
            [S.CONSULTATION],
            "bearbetning granskning beslut i nämnden antagande laga kraft genomförande",
        ),
        (Procedure.LIMITED, [S.CONSULTATION], "antagande laga kraft genomförande"),
        (Procedure.COMPREHENSIVE, [S.REVIEW], "antagande laga kraft"),
        (Procedure.NONE, [S.CONSULTATION], ""),
        # A programme is in no order, but stands between the commission and the consultation.
        (Procedure.LIMITED, [S.PROGRAMME], "samråd antagande laga kraft genomförande"),
        # A revision after the review does not take the plan back; a new consultation does.
        (Procedure.COMPREHENSIVE, [S.REVIEW, S.REVISION], "antagande laga kraft"),
        (Procedure.COMPREHENSIVE, [S.CONSULTATION, S.REVISION], "granskning antagande laga kraft"),
        (
            Procedure.COMPREHENSIVE,
            [S.REVIEW, S.CONSULTATION],
            "bearbetning granskning antagande laga kraft",
        ),
        # What a court tries may never come into force.
        (Procedure.STANDARD, [S.ADOPTED, S.APPEALED], ""),
        (Procedure.STANDARD, [S.IN_FORCE], "genomförande"),
        (Procedure.STANDARD, [S.ADOPTED, S.DONE], ""),
    ],
)
def test_the_stages_that_each_procedure_has_left(procedure, begun, ahead):
    steps = [step(stage, f"{2010 + year}-01-01") for year, stage in enumerate(begun)]
    items = [item for item in line_on(steps, procedure, on("2026-01-01")) if item.step is None]
    assert " ".join(item.name for item in items) == ahead
    assert all(item.sentence.startswith("Senare steg: ") for item in items)


def test_untyped_stages_stand_between_those_that_are_typed():
    steps = [
        SAMRAD,
        step(S.ADOPTED, "2027", is_expected=True),
        step(S.ENDORSED),
    ]
    assert [item.sentence for item in line_on(steps, Procedure.EXTENDED, on("2024-05-01"))] == [
        "Här nu: Samråd, 5 februari–7 april 2024.",
        "Senare steg: bearbetning, tiden är inte känd.",
        "Senare steg: granskning, tiden är inte känd.",
        "Kommande: beslut i nämnden, tiden är inte bestämd.",
        "Kommande: antagande, 2027 (preliminärt).",
        "Senare steg: laga kraft, tiden är inte känd.",
        "Senare steg: genomförande, tiden är inte känd.",
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
    ("expected", "today", "sentence", "is_overdue"),
    [
        ("2026-10", "2026-09-30", "Nästa steg: antagande, oktober 2026 (preliminärt).", False),
        ("2026-10", "2026-10-31", "Nästa steg: antagande, oktober 2026 (preliminärt).", False),
        (
            "2026-10",
            "2026-11-01",
            "Antagande väntades i oktober 2026. Uppgiften har passerat och uppdateras.",
            True,
        ),
        (
            "2026-10-20",
            "2026-10-20",
            "Nästa steg: antagande, 20 oktober 2026 (preliminärt).",
            False,
        ),
        (
            "2026-10-20",
            "2026-10-21",
            "Antagande väntades 20 oktober 2026. Uppgiften har passerat och uppdateras.",
            True,
        ),
        ("2026", "2026-12-31", "Nästa steg: antagande, 2026 (preliminärt).", False),
        (
            "2026",
            "2027-01-01",
            "Antagande väntades 2026. Uppgiften har passerat och uppdateras.",
            True,
        ),
        (None, "2027-01-01", "Nästa steg: antagande, tiden är inte bestämd.", False),
    ],
)
def test_the_next_step_never_lies_in_the_past(expected, today, sentence, is_overdue):
    steps = [
        step(S.REVIEW, "2026-03-01", "2026-03-31"),
        step(S.ADOPTED, expected, is_expected=True),
    ]
    found = next_step_on(steps, on(today))
    assert (found.sentence, found.is_overdue) == (sentence, is_overdue)
    phases = [item.phase for item in line_on(steps, Procedure.NONE, on(today))]
    assert phases == ["here", "overdue" if is_overdue else "ahead"]


def test_an_expectation_that_something_later_overtook_is_forgotten():
    steps = [
        step(S.REVIEW, "2026-03", is_expected=True),
        step(S.ADOPTED, "2026-05-01"),
        step(S.IN_FORCE, "2026-08", is_expected=True),
    ]
    assert next_step_on(steps, on("2026-06-01")).sentence == (
        "Nästa steg: laga kraft, augusti 2026 (preliminärt)."
    )
    assert [item.sentence for item in line_on(steps, Procedure.NONE, on("2026-06-01"))] == [
        "Senast: Antagen, 1 maj 2026.",
        "Kommande: laga kraft, augusti 2026 (preliminärt).",
    ]


def test_what_is_decided_is_next_without_reservation():
    found = next_step_on([SAMRAD], on("2024-02-04"))
    assert found.sentence == "Nästa steg: samråd, 5 februari–7 april 2024."
    assert next_step_on([SAMRAD], on("2024-02-05")) is None


@pytest.mark.parametrize(
    ("today", "words"),
    [
        ("2024-06-03", ""),
        ("2024-06-04", "28 dagar kvar"),
        ("2024-07-01", "en dag kvar"),
        ("2024-07-02", "sista dagen är i dag"),
        ("2024-07-03", ""),
    ],
)
def test_days_left(today, words):
    window = step(S.REVIEW, "2024-06-04", "2024-07-02").window
    assert window.days_left(on(today)) == words
    assert window.is_open(on(today)) == bool(words)
    assert window.deadline == "Tyck till senast tisdag 2 juli 2024"


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
    assert right_to_appeal(each) == ""


def test_the_right_to_appeal_belongs_to_the_review():
    assert right_to_appeal(SAMRAD) == ""
    assert right_to_appeal(GRANSKNING) == (
        "Vill du kunna överklaga beslutet behöver du ha skrivit till staden innan granskningen är "
        "slut, senast 3 december 2025."
    )


def test_staff_are_reminded_of_a_result_after_sixty_days():
    limit = on("2024-04-07") + RESULT_EXPECTED
    assert not missing_result(SAMRAD, limit)
    assert missing_result(SAMRAD, limit + datetime.timedelta(days=1))
    answered = step(S.CONSULTATION, "2024-02-05", "2024-04-07", result="Skolan flyttas.")
    assert not missing_result(answered, on("2026-01-01"))
    assert state_on([answered], on("2026-01-01")).sentence == "Samrådet avslutades 7 april 2024."


# --- The real plans of the domain files -----------------------------------------------------------

OSTRA_RAMLOSA = [
    step(S.PROGRAMME, "2012"),
    step(S.CONSULTATION, "2022-06-01", "2022-08-31", result="Gick vidare till granskning."),
    step(S.REVIEW, "2024-06-04", "2024-07-02"),
]
SODRA_STADEN = [step(S.COMMISSION, "2021-01"), SAMRAD, GRANSKNING]
BADHUSET = [
    step(S.CONSULTATION, "2020-10-12", "2020-11-06"),
    step(S.REVIEW, "2024-09-30", "2024-10-28"),
    step(S.REVIEW, "2025-04-28", "2025-05-28"),
    step(S.ADOPTED, "2025-10-22"),
]
MARIA = [step(S.CONSULTATION, "2024-04-02", "2024-05-17")]
DROTTNINGHOG = [step(S.PROGRAMME, "2012")]


@pytest.mark.parametrize(
    ("steps", "today", "sentence"),
    [
        (OSTRA_RAMLOSA, "2022-05-31", "Planprogrammet är från 2012."),
        (OSTRA_RAMLOSA, "2022-06-01", "Samråd pågår till och med 31 augusti 2022."),
        (OSTRA_RAMLOSA, "2023-06-01", "Samrådet avslutades 31 augusti 2022."),
        (OSTRA_RAMLOSA, "2024-07-02", "Granskning pågår till och med 2 juli 2024."),
        (
            OSTRA_RAMLOSA,
            "2024-07-03",
            "Granskningen avslutades 2 juli 2024 och synpunkterna sammanställs.",
        ),
        (
            OSTRA_RAMLOSA,
            "2026-11-25",
            "Granskningen avslutades 2 juli 2024 och vi har ingen senare uppgift.",
        ),
        (SODRA_STADEN, "2022-06-15", "Uppdraget att göra planen gavs i januari 2021."),
        (SODRA_STADEN, "2024-02-05", "Samråd pågår till och med 7 april 2024."),
        (SODRA_STADEN, "2025-11-01", "Granskning pågår till och med 3 december 2025."),
        (
            SODRA_STADEN,
            "2026-11-25",
            "Granskningen avslutades 3 december 2025 och vi har ingen senare uppgift.",
        ),
        (
            BADHUSET,
            "2022-01-01",
            "Samrådet avslutades 6 november 2020 och vi har ingen senare uppgift.",
        ),
        (BADHUSET, "2024-10-28", "Granskning pågår till och med 28 oktober 2024."),
        (
            BADHUSET,
            "2024-10-29",
            "Granskningen avslutades 28 oktober 2024 och synpunkterna sammanställs.",
        ),
        (BADHUSET, "2025-05-01", "Granskning pågår till och med 28 maj 2025."),
        (
            BADHUSET,
            "2025-10-21",
            "Granskningen avslutades 28 maj 2025 och synpunkterna sammanställs.",
        ),
        (BADHUSET, "2025-10-22", "Planen antogs 22 oktober 2025."),
        (BADHUSET, "2026-11-25", "Planen antogs 22 oktober 2025."),
        (MARIA, "2024-04-01", "Vi har ingen uppgift om att arbetet med planen har börjat."),
        (MARIA, "2024-05-17", "Samråd pågår till och med 17 maj 2024."),
        (
            MARIA,
            "2026-11-25",
            "Samrådet avslutades 17 maj 2024 och vi har ingen senare uppgift.",
        ),
        (DROTTNINGHOG, "2026-11-25", "Planprogrammet är från 2012."),
    ],
)
def test_the_real_plans_read_correctly(steps, today, sentence):
    assert state_on(steps, on(today)).sentence == sentence


def test_the_line_of_the_bathhouse_shows_both_reviews():
    lines = {
        today: [item.sentence for item in line_on(BADHUSET, Procedure.EXTENDED, on(today))]
        for today in ("2025-05-01", "2026-11-25")
    }
    assert lines["2026-11-25"] == [
        "Passerat: Samråd, 12 oktober–6 november 2020.",
        "Passerat: Granskning, 30 september–28 oktober 2024.",
        "Passerat: Granskning, 28 april–28 maj 2025.",
        "Senast: Antagen, 22 oktober 2025.",
        "Senare steg: laga kraft, tiden är inte känd.",
        "Senare steg: genomförande, tiden är inte känd.",
    ]
    assert lines["2025-05-01"][2] == "Här nu: Granskning, 28 april–28 maj 2025."
    assert lines["2025-05-01"][3:5] == [
        "Senare steg: beslut i nämnden, tiden är inte känd.",
        "Kommande: antagande, 22 oktober 2025.",
    ]


@pytest.mark.parametrize(
    "stages", [[Stage.REVISION], [Stage.REVISION, Stage.PAUSED, Stage.RESUMED]]
)
def test_a_plan_that_is_first_heard_of_in_its_revision_has_a_line(stages):
    steps = [
        Step(stage, PartialDate(datetime.date(2026, 5, day)))
        for day, stage in enumerate(stages, start=1)
    ]
    names = [item.name for item in line_on(steps, Procedure.STANDARD, on("2026-11-25"))]
    assert names[-4:] == ["granskning", "antagande", "laga kraft", "genomförande"]


def test_work_that_goes_on_beside_a_consultation_has_not_passed():
    steps = [
        Step(Stage.CONSULTATION, PartialDate(on("2026-06-01")), PartialDate(on("2026-06-30"))),
        Step(Stage.REVISION, PartialDate(on("2026-06-15"))),
    ]
    sentences = [item.sentence for item in line_on(steps, Procedure.NONE, on("2026-06-20"))]
    assert sentences == [
        "Här nu: Samråd, 1–30 juni 2026.",
        "Påbörjat: Bearbetning, 15 juni 2026.",
    ]


def test_what_the_decision_has_overtaken_is_not_said_to_come():
    steps = [
        Step(Stage.REVIEW, None, is_expected=True),
        Step(Stage.ADOPTED, PartialDate(datetime.date(2024, 3, 1))),
        Step(Stage.IN_FORCE, PartialDate(datetime.date(2024, 5, 1))),
    ]
    assert next_step_on(steps, on("2026-11-25")) is None
    phases = [item.phase for item in line_on(steps, Procedure.NONE, on("2026-11-25"))]
    assert phases == [Phase.PASSED, Phase.HERE]


def test_an_expectation_that_has_passed_stands_in_its_place():
    steps = [
        Step(Stage.CONSULTATION, PartialDate(on("2026-02-01")), PartialDate(on("2026-03-01"))),
        Step(Stage.REVIEW, PartialDate(on("2026-10-01"), Precision.MONTH), is_expected=True),
    ]
    names = [item.name for item in line_on(steps, Procedure.STANDARD, on("2026-11-25"))]
    assert names == [
        "Samråd",
        "bearbetning",
        "granskning",
        "antagande",
        "laga kraft",
        "genomförande",
    ]


# --- What holds for any steps on any day ----------------------------------------------------------

days = st.dates(datetime.date(2019, 1, 1), datetime.date(2030, 12, 31))
partial_dates = st.builds(PartialDate, days, st.sampled_from(Precision))


@st.composite
def any_steps(draw):
    starts = draw(st.none() | partial_dates)
    # The database keeps an end after its start; both may be equally vague.
    ends = draw(st.none() | partial_dates) if starts else None
    if ends and ends.day < starts.day:
        ends = None
    return Step(
        draw(st.sampled_from(Stage)),
        starts,
        ends,
        is_expected=draw(st.booleans()),
        result=draw(st.sampled_from(["", "Så blev det."])),
    )


plans = st.lists(any_steps(), max_size=9)


@given(plans, days)
def test_exactly_one_sentence_says_where_a_plan_stands(steps, today):
    state = state_on(steps, today)
    assert state.sentence.count(".") == 1 and state.sentence.endswith(".")
    assert state.situation in Situation
    assert state_on(list(reversed(steps)), today).situation in Situation
    if state.situation is Situation.OPEN:
        assert state.step.window.is_open(today)
        assert state.step in windows_on(steps, today)
    if state.situation in (Situation.COMPILING, Situation.SILENT, Situation.REPORTED):
        assert state.step.window.closes < today
    if state.situation is Situation.COMPILING:
        assert state.step.window.closes + COMPILING >= today
    if state.step:
        assert not state.step.is_expected and state.step.starts.first <= today


@given(plans, days)
def test_no_window_is_open_but_the_state_says_so(steps, today):
    is_open = [each for each in windows_on(steps, today) if each.window.is_open(today)]
    state = state_on(steps, today)
    assert bool(is_open) == (state.situation is Situation.OPEN)


@given(plans, days, st.sampled_from(Procedure))
def test_no_sentence_claims_a_future_that_is_past(steps, today, procedure):
    found = next_step_on(steps, today)
    if found and found.is_overdue:
        assert found.step.starts.last < today
    elif found and found.step.starts:
        assert found.step.last_day >= today and found.step.starts.last >= today
    for item in line_on(steps, procedure, today):
        assert item.sentence.endswith(".")
        if item.phase is Phase.AHEAD and item.step and item.step.starts:
            assert item.step.starts.last >= today
        elif item.phase is Phase.OVERDUE:
            assert item.step.starts.last < today
        elif item.phase is Phase.PASSED:
            assert item.word == "Påbörjat" or not item.step.goes_on(today)


@given(plans, days, st.sampled_from(Procedure))
def test_the_line_keeps_every_step_that_happened_once_and_in_order(steps, today, procedure):
    items = line_on(steps, procedure, today)
    happened = [each for each in in_order(steps) if not each.is_expected and each.starts]
    happened = [each for each in happened if each.starts.first <= today]
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
    untyped = [item.stage for item in items if item.step is None]
    assert len(untyped) == len(set(untyped)) and set(untyped) <= set(ORDER[procedure])
