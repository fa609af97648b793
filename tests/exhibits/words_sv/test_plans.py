"""Where a plan stands, in Swedish: the sentence of every stage, next step and step of the line."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exhibits.rules.plan_stages import (
    Procedure,
    Stage,
    Step,
    Stopped,
    Window,
    line_on,
    next_step_on,
    state_on,
    stopped_on,
)
from exhibits.words_sv.plans import (
    PROCEDURES,
    STAGES,
    days_left,
    deadline,
    line_words,
    next_step_sentence,
    next_step_words,
    right_to_appeal,
    state_sentence,
    step_heading,
    stopped_words,
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


def line(*args):
    """The line as it is read out: ``Tidigare: samråd, 1 juni–31 augusti 2022.``"""
    words = map(line_words, line_on(*args))
    return [f"{each.word}: {each.name}, {each.time}." for each in words]


@pytest.mark.parametrize(
    ("today", "sentence"),
    [
        ("2024-02-04", "Uppdraget att göra planen gavs i januari 2021."),
        ("2024-02-05", "Samråd pågår till och med 7 april 2024."),
        ("2024-04-07", "Samråd pågår till och med 7 april 2024."),
        (
            "2024-04-08",
            "Samrådet avslutades 7 april 2024. Resultatet har inte kommit ännu.",
        ),
        (
            "2024-10-04",
            "Samrådet avslutades 7 april 2024. Resultatet har inte kommit ännu.",
        ),
        (
            "2024-10-05",
            "Samrådet avslutades 7 april 2024. Vi vet inte vad som har hänt sedan dess.",
        ),
        (
            "2025-10-02",
            "Samrådet avslutades 7 april 2024. Vi vet inte vad som har hänt sedan dess.",
        ),
        ("2025-10-03", "Granskning pågår till och med 3 december 2025."),
        ("2025-12-03", "Granskning pågår till och med 3 december 2025."),
        (
            "2025-12-04",
            "Granskningen avslutades 3 december 2025. Resultatet har inte kommit ännu.",
        ),
    ],
)
def test_the_day_before_of_and_after_each_border(today, sentence):
    steps = [GRANSKNING, step(S.COMMISSION, "2021-01"), SAMRAD]
    assert state_sentence(state_on(steps, on(today))) == sentence


@pytest.mark.parametrize(
    ("steps", "today", "sentence"),
    [
        ([], "2026-01-01", "Vi vet inte hur långt planen har kommit."),
        (
            [step(S.CONSULTATION)],
            "2026-01-01",
            "Vi vet inte om arbetet med planen har börjat.",
        ),
        # What is expected has not happened, however long ago.
        (
            [step(S.ADOPTED, "2020-01-01", is_expected=True)],
            "2026-01-01",
            "Vi vet inte om arbetet med planen har börjat.",
        ),
        ([step(S.IDEA, "2023")], "2026-01-01", "En idé prövas sedan 2023."),
        ([step(S.IDEA, "2023", "2024")], "2026-01-01", "En idé prövas sedan 2023. Prövningen skulle ha varit klar 2024 – vi har inget besked."),
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
            "Programsamrådet avslutades 31 januari 2026. Resultatet har inte kommit ännu.",
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
        ([step(S.REVISION, "2026-03", "2026-04")], "2026-05-01", "Förslaget bearbetas sedan mars 2026. Bearbetningen skulle ha varit klar i april 2026 – vi har inget besked."),
        ([step(S.ENDORSED, "2026-03-02")], "2026-03-02", "Nämnden tillstyrkte förslaget 2 mars 2026."),
        ([step(S.ADOPTED, "2026-03")], "2026-05-01", "Planen antogs i mars 2026."),
        ([step(S.APPEALED, "2026-03")], "2026-05-01", "Beslutet är överklagat sedan mars 2026."),
        ([step(S.IN_FORCE, "2015-11")], "2026-05-01", "Planen fick laga kraft i november 2015."),
        ([step(S.IMPLEMENTATION, "2011", "2035")], "2035-12-31", "Planen genomförs sedan 2011."),
        ([step(S.IMPLEMENTATION, "2011", "2035")], "2036-01-01", "Planen genomförs sedan 2011. Genomförandet skulle ha varit klart 2035 – vi har inget besked."),
        ([step(S.DONE, "2022")], "2026-01-01", "Arbetet blev klart 2022."),
    ],
)  # fmt: skip
def test_every_stage_has_its_sentence(steps, today, sentence):
    assert state_sentence(state_on(steps, on(today))) == sentence


def test_every_stage_in_every_precision_reads_as_a_sentence():
    for stage in Stage:
        for starts, ends in [("2020", None), ("2020-02", None), ("2020-02-03", "2021-03-04")]:
            sentence = state_sentence(state_on([step(stage, starts, ends)], on("2026-01-01")))
            assert "{" not in sentence
            assert sentence.endswith(".")
            assert "i februari" in sentence or "från februari" in sentence or (
                "sedan" in sentence or starts != "2020-02"
            ), sentence  # fmt: skip


@pytest.mark.parametrize(
    ("steps", "today", "sentence"),
    [
        (
            [SAMRAD, PAUSE],
            "2024-03-02",
            "Arbetet med planen är pausat sedan 1 mars 2024.",
        ),
        (
            [SAMRAD, PAUSE, step(S.RESUMED, "2024-09")],
            "2024-10-01",
            "Arbetet med planen återupptogs i september 2024.",
        ),
        # What a pause closed does not open by itself when the work goes on.
        (
            [SAMRAD, PAUSE, step(S.RESUMED, "2024-03-20")],
            "2024-03-21",
            "Arbetet med planen återupptogs 20 mars 2024.",
        ),
        (
            [step(S.PAUSED, "2024-03", "2024-05")],
            "2024-05-31",
            "Arbetet med planen är pausat sedan mars 2024.",
        ),
        (
            [step(S.PAUSED, "2024-03", "2024-05")],
            "2024-06-01",
            "Arbetet med planen pausades i mars 2024. Pausen skulle ha slutat i maj 2024 – vi har inget besked.",
        ),
        (
            [SAMRAD, step(S.CANCELLED, "2024-03-10")],
            "2024-03-10",
            "Arbetet med planen avbröts 10 mars 2024.",
        ),
        (
            [SAMRAD, step(S.SUPERSEDED, "2026")],
            "2026-01-01",
            "Planen ersattes 2026.",
        ),
        # Withdrawn and shown again: the later proposal is what counts.
        (
            [step(S.CANCELLED, "2024-01"), SAMRAD],
            "2024-02-05",
            "Samråd pågår till och med 7 april 2024.",
        ),
    ],
)
def test_pauses_and_ends(steps, today, sentence):
    assert state_sentence(state_on(steps, on(today))) == sentence


def test_the_line_of_a_plan_that_has_ended():
    later = step(S.REVIEW, "2024-10-01", "2024-10-31")
    ended = [SAMRAD, step(S.CANCELLED, "2024-05-01"), later]
    assert line(ended, Procedure.STANDARD, on("2024-06-01")) == [
        "Tidigare: samråd, 5 februari–7 april 2024.",
        "Senast: beslut om att avbryta, 1 maj 2024.",
    ]


def test_a_paused_plan_promises_nothing():
    steps = [SAMRAD, step(S.PAUSED, "2024-05"), step(S.REVIEW, "2027", is_expected=True)]
    assert line(steps, Procedure.STANDARD, on("2026-02-01")) == [
        "Tidigare: samråd, 5 februari–7 april 2024.",
        "Pågår nu: paus i arbetet, sedan maj 2024.",
    ]
    found = next_step_on(steps, Procedure.STANDARD, on("2026-02-01"))
    assert next_step_words(found) == "Vi vet inte vad som händer härnäst."


@pytest.mark.parametrize(
    ("stage", "starts", "missed"),
    [
        (S.IDEA, "2026-12-16", "Idén skulle ha börjat prövas 16 december 2026"),
        (S.COMMISSION, "2026-12", "Uppdraget att göra planen skulle ha getts i december 2026"),
        (S.PROGRAMME, "2026", "Planprogrammet skulle ha kommit 2026"),
        (S.CONSULTATION, "2026-12", "Samrådet skulle ha börjat i december 2026"),
        (S.REVISION, "2026-12-16", "Förslaget skulle ha börjat bearbetas 16 december 2026"),
        (S.REVIEW, "2026-12-16", "Granskningen skulle ha börjat 16 december 2026"),
        (S.ENDORSED, "2026-12-16", "Nämnden skulle ha beslutat om förslaget 16 december 2026"),
        (S.ADOPTED, "2026-12-16", "Planen skulle ha antagits 16 december 2026"),
        (S.APPEALED, "2026-12", "Domstolen skulle ha börjat pröva beslutet i december 2026"),
        (S.IN_FORCE, "2026-12-16", "Planen skulle ha fått laga kraft 16 december 2026"),
        (S.IMPLEMENTATION, "2026", "Genomförandet skulle ha börjat 2026"),
        (S.DONE, "2026", "Arbetet skulle ha blivit klart 2026"),
        (S.PAUSED, "2026-12-16", "Arbetet skulle ha pausats 16 december 2026"),
        (S.RESUMED, "2026-12-16", "Arbetet skulle ha återupptagits 16 december 2026"),
        (S.CANCELLED, "2026-12-16", "Arbetet skulle ha avbrutits 16 december 2026"),
        (S.SUPERSEDED, "2026-12-16", "Planen skulle ha ersatts 16 december 2026"),
    ],
)
def test_a_date_never_becomes_a_decision(stage, starts, missed):
    steps = [step(S.PROGRAMME, "2012"), step(stage, starts, is_confirmed=False)]
    for today in ("2026-12-15", "2026-12-16", "2026-12-31"):
        found = next_step_on(steps, Procedure.NONE, on(today))
        assert state_sentence(state_on(steps, on(today))) == "Planprogrammet är från 2012."
        if not found.is_overdue:
            assert ", väntas " in next_step_sentence(found)
    found = next_step_on(steps, Procedure.NONE, on("2027-01-01"))
    assert state_sentence(state_on(steps, on("2027-01-01"))) == "Planprogrammet är från 2012."
    assert next_step_sentence(found) == f"{missed} – vi har inget besked."


def test_what_nobody_typed_comes_with_what_somebody_did():
    steps = [SAMRAD, step(S.REVIEW, "2027-09", is_expected=True)]
    assert next_step_words(next_step_on(steps, Procedure.STANDARD, on("2024-05-01"))) == (
        "bearbetning, datum är inte bestämt. Senare: granskning, september 2027 (preliminärt)."
    )
    steps = [step(S.ADOPTED, "2024-10-01", appeal_until=on("2024-10-25"))]
    assert next_step_words(next_step_on(steps, Procedure.STANDARD, on("2024-10-02"))) == (
        "beslutet kan överklagas till och med fredag 25 oktober 2024."
    )
    assert line(steps, Procedure.NONE, on("2024-10-02")) == [
        "Senast: antagande, 1 oktober 2024.",
        "Härnäst: beslutet kan överklagas, till och med 25 oktober 2024.",
        "Väntas: laga kraft, datum är inte bestämt.",
    ]


@pytest.mark.parametrize(
    ("window", "by", "words"),
    [
        (
            SAMRAD,
            step(S.PAUSED, "2024-03-01", takes_answers=False),
            "Samrådet avslutades i förtid när arbetet pausades 1 mars 2024. "
            "Svar som kommer in efter det räknas inte.",
        ),
        (
            SAMRAD,
            PAUSE,
            "Samrådet avslutades i förtid när arbetet pausades 1 mars 2024. "
            "Vi vet inte om svar som kommer in efter det räknas.",
        ),
        (
            SAMRAD,
            step(S.CANCELLED, "2024-03"),
            "Samrådet avslutades i förtid när arbetet avbröts i mars 2024.",
        ),
        (
            GRANSKNING,
            PAUSE,
            "Granskningen 3 oktober–3 december 2025 hålls inte: arbetet pausades 1 mars 2024.",
        ),
    ],
)
def test_what_closes_before_its_time_says_why(window, by, words):
    assert stopped_words(Stopped(window, by)) == words
    told = line([window, by], Procedure.NONE, on("2024-04-01"))
    assert any(each.startswith("Avslutat i förtid: samråd") for each in told) is (window is SAMRAD)


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
    assert " ".join(line_words(item).name for item in items) == ahead
    assert {line_words(item)[::2] for item in items} <= {("Väntas", "datum är inte bestämt")}


def test_untyped_stages_stand_between_those_that_are_typed():
    steps = [
        SAMRAD,
        step(S.ADOPTED, "2027", is_expected=True),
        step(S.ENDORSED),
    ]
    assert line(steps, Procedure.EXTENDED, on("2024-05-01")) == [
        "Senast: samråd, 5 februari–7 april 2024.",
        "Väntas: bearbetning, datum är inte bestämt.",
        "Väntas: granskning, datum är inte bestämt.",
        "Kommande: beslut i nämnden, datum är inte bestämt.",
        "Kommande: antagande, 2027 (preliminärt).",
        "Väntas: laga kraft, datum är inte bestämt.",
        "Väntas: genomförande, datum är inte bestämt.",
    ]


@pytest.mark.parametrize(
    ("expected", "today", "sentence", "is_overdue"),
    [
        ("2026-10", "2026-09-30", "Nästa steg: antagande, oktober 2026 (preliminärt).", False),
        ("2026-10", "2026-10-31", "Nästa steg: antagande, oktober 2026 (preliminärt).", False),
        (
            "2026-10",
            "2026-11-01",
            "Planen skulle ha antagits i oktober 2026 – vi har inget besked.",
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
            "Planen skulle ha antagits 20 oktober 2026 – vi har inget besked.",
            True,
        ),
        ("2026", "2026-12-31", "Nästa steg: antagande, 2026 (preliminärt).", False),
        (
            "2026",
            "2027-01-01",
            "Planen skulle ha antagits 2026 – vi har inget besked.",
            True,
        ),
        (None, "2027-01-01", "Nästa steg: antagande, datum är inte bestämt.", False),
    ],
)
def test_the_next_step_never_lies_in_the_past(expected, today, sentence, is_overdue):
    steps = [
        step(S.REVIEW, "2026-03-01", "2026-03-31"),
        step(S.ADOPTED, expected, is_expected=True),
    ]
    found = next_step_on(steps, Procedure.NONE, on(today))
    assert next_step_sentence(found) == sentence
    assert sentence.startswith("Nästa steg: ") is not is_overdue
    assert sentence.endswith(next_step_words(found))


def test_an_expectation_that_something_later_overtook_is_forgotten():
    steps = [
        step(S.REVIEW, "2026-03", is_expected=True),
        step(S.ADOPTED, "2026-05-01"),
        step(S.IN_FORCE, "2026-08", is_expected=True),
    ]
    assert next_step_sentence(next_step_on(steps, Procedure.NONE, on("2026-06-01"))) == (
        "Nästa steg: laga kraft, augusti 2026 (preliminärt)."
    )
    assert line(steps, Procedure.NONE, on("2026-06-01")) == [
        "Senast: antagande, 1 maj 2026.",
        "Kommande: laga kraft, augusti 2026 (preliminärt).",
    ]


def test_what_is_decided_is_next_without_reservation():
    found = next_step_on([SAMRAD], Procedure.NONE, on("2024-02-04"))
    assert next_step_sentence(found) == "Nästa steg: samråd, 5 februari–7 april 2024."


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
    assert days_left(window, on(today)) == words
    assert deadline(window) == "Tyck till senast tisdag 2 juli 2024"


def test_a_window_that_never_closes_has_no_deadline():
    window = Window(on("2024-06-04"), datetime.date.max)
    assert deadline(window) == "Öppet tills vidare"
    assert days_left(window, on("2024-06-04")) == ""


def test_the_right_to_appeal():
    assert right_to_appeal(GRANSKNING.ends.day) == (
        "Vill du kunna överklaga beslutet behöver du ha skrivit till staden innan granskningen är "
        "slut, senast onsdag 3 december 2025."
    )


def test_what_is_answered_is_only_said_to_have_ended():
    answered = step(S.CONSULTATION, "2024-02-05", "2024-04-07", result="Skolan flyttas.")
    state = state_on([answered], on("2026-01-01"))
    assert state_sentence(state) == "Samrådet avslutades 7 april 2024."


def test_the_time_of_a_step_in_a_heading():
    assert step_heading(SAMRAD) == "Samråd, 5 februari–7 april 2024"
    assert step_heading(step(S.ADOPTED)) == "Antagen, datum är inte bestämt"


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
            "Granskningen avslutades 2 juli 2024. Resultatet har inte kommit ännu.",
        ),
        (
            OSTRA_RAMLOSA,
            "2026-11-25",
            "Granskningen avslutades 2 juli 2024. Vi vet inte vad som har hänt sedan dess.",
        ),
        (SODRA_STADEN, "2022-06-15", "Uppdraget att göra planen gavs i januari 2021."),
        (SODRA_STADEN, "2024-02-05", "Samråd pågår till och med 7 april 2024."),
        (SODRA_STADEN, "2025-11-01", "Granskning pågår till och med 3 december 2025."),
        (
            SODRA_STADEN,
            "2026-11-25",
            "Granskningen avslutades 3 december 2025. Vi vet inte vad som har hänt sedan dess.",
        ),
        (
            BADHUSET,
            "2022-01-01",
            "Samrådet avslutades 6 november 2020. Vi vet inte vad som har hänt sedan dess.",
        ),
        (BADHUSET, "2024-10-28", "Granskning pågår till och med 28 oktober 2024."),
        (
            BADHUSET,
            "2024-10-29",
            "Granskningen avslutades 28 oktober 2024. Resultatet har inte kommit ännu.",
        ),
        (BADHUSET, "2025-05-01", "Granskning pågår till och med 28 maj 2025."),
        (
            BADHUSET,
            "2025-10-21",
            "Granskningen avslutades 28 maj 2025. Resultatet har inte kommit ännu.",
        ),
        (BADHUSET, "2025-10-22", "Planen antogs 22 oktober 2025."),
        (BADHUSET, "2026-11-25", "Planen antogs 22 oktober 2025."),
        (MARIA, "2024-04-01", "Vi vet inte om arbetet med planen har börjat."),
        (MARIA, "2024-05-17", "Samråd pågår till och med 17 maj 2024."),
        (
            MARIA,
            "2026-11-25",
            "Samrådet avslutades 17 maj 2024. Vi vet inte vad som har hänt sedan dess.",
        ),
        (DROTTNINGHOG, "2026-11-25", "Planprogrammet är från 2012."),
    ],
)
def test_the_real_plans_read_correctly(steps, today, sentence):
    assert state_sentence(state_on(steps, on(today))) == sentence


def test_the_line_of_the_bathhouse_shows_both_reviews():
    lines = {
        today: line(BADHUSET, Procedure.EXTENDED, on(today))
        for today in ("2025-05-01", "2026-11-25")
    }
    assert lines["2026-11-25"] == [
        "Tidigare: samråd, 12 oktober–6 november 2020.",
        "Tidigare: granskning, 30 september–28 oktober 2024.",
        "Tidigare: granskning, 28 april–28 maj 2025.",
        "Senast: antagande, 22 oktober 2025.",
        "Väntas: laga kraft, om planen inte redan har fått det.",
        "Väntas: genomförande, datum är inte bestämt.",
    ]
    assert lines["2025-05-01"][2] == "Pågår nu: granskning, 28 april–28 maj 2025."
    assert lines["2025-05-01"][3:5] == [
        "Väntas: beslut i nämnden, datum är inte bestämt.",
        "Kommande: antagande, väntas 22 oktober 2025.",
    ]


@pytest.mark.parametrize(
    "stages", [[Stage.REVISION], [Stage.REVISION, Stage.PAUSED, Stage.RESUMED]]
)
def test_a_plan_that_is_first_heard_of_in_its_revision_has_a_line(stages):
    steps = [
        Step(stage, PartialDate(datetime.date(2026, 5, day)), is_confirmed=True)
        for day, stage in enumerate(stages, start=1)
    ]
    names = [line_words(item).name for item in line_on(steps, Procedure.STANDARD, on("2026-11-25"))]
    assert names[-4:] == ["granskning", "antagande", "laga kraft", "genomförande"]


def test_work_that_goes_on_beside_a_consultation_has_not_passed():
    steps = [
        Step(Stage.CONSULTATION, PartialDate(on("2026-06-01")), PartialDate(on("2026-06-30"))),
        Step(Stage.REVISION, PartialDate(on("2026-06-15")), is_confirmed=True),
    ]
    sentences = line(steps, Procedure.NONE, on("2026-06-20"))
    assert sentences == [
        "Pågår nu: samråd, 1–30 juni 2026.",
        "Påbörjat: bearbetning, 15 juni 2026.",
    ]


def test_an_expectation_that_has_passed_stands_in_its_place():
    steps = [
        Step(Stage.CONSULTATION, PartialDate(on("2026-02-01")), PartialDate(on("2026-03-01"))),
        Step(Stage.REVIEW, PartialDate(on("2026-10-01"), Precision.MONTH), is_expected=True),
    ]
    names = [line_words(item).name for item in line_on(steps, Procedure.STANDARD, on("2026-11-25"))]
    assert names == [
        "samråd",
        "granskning",
        "antagande",
        "laga kraft",
        "genomförande",
    ]


@given(plans, days)
def test_exactly_one_sentence_says_where_a_plan_stands(steps, today):
    sentence = state_sentence(state_on(steps, today))
    assert sentence.count(".") == 1 and sentence.endswith(".")
    assert "{" not in sentence


@given(plans, days, st.sampled_from(Procedure))
def test_everything_that_is_shown_can_be_said(steps, today, procedure):
    found = next_step_on(steps, procedure, today)
    said, line = next_step_sentence(found), line_on(steps, procedure, today)
    assert said.endswith(".")
    assert all(all(line_words(item)) for item in line)
    # What is said to come next is what the line says first of what has not begun.
    coming = [item for item in line if not item.has_begun]
    if found is None:
        assert not coming and said == "Vi vet inte vad som händer härnäst."
    elif not found.is_overdue:
        assert said.startswith(f"Nästa steg: {line_words(coming[0]).name}")
        assert line_words(coming[0]).time in said
    for each in stopped_on(steps, today):
        assert stopped_words(each).endswith(".")


def test_every_stage_and_procedure_has_a_name():
    assert set(STAGES) == set(Stage)
    assert set(PROCEDURES) == set(Procedure)
    assert len({*STAGES.values()}) == len(Stage)
