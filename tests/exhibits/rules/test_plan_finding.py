"""Finding a plan by the number of its case and by words, and how far plans have come."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exhibits.rules.plan_finding import Progress, case_number, folded, progress_of, words_of
from exhibits.rules.plan_stages import Stage, Step, state_on
from helsingborgsrummet.content.dates import PartialDate

DAY = datetime.date(2026, 11, 26)


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("411/2019", (411, 2019)),
        ("411-2019", (411, 2019)),
        ("411 / 2019", (411, 2019)),
        ("411–2019", (411, 2019)),
        ("2019/411", (411, 2019)),
        ("2019-00411", (411, 2019)),
        ("SBF 2019/00411-3", (411, 2019)),
        ("Dnr: SBN 411/2019", (411, 2019)),
        ("411/19", (411, 2019)),
        ("EX 1/2026", (1, 2026)),
        ("2019/2020", (2019, 2020)),
        ("411", None),
        ("411/2", None),
        ("411/20190", None),
        ("1234567/2019", None),
        ("Östra Ramlösa, etapp 1", None),
        ("0042-10 50 00", (42, 2010)),
        ("", None),
    ],
)
def test_a_case_number_is_read_as_people_write_it(text, case):
    assert case_number(text) == case


@given(st.integers(1, 99_999), st.integers(1990, 2060), st.sampled_from("/-–:"))
def test_both_orders_and_all_signs_mean_the_same(serial, year, sign):
    if serial not in range(1900, 2100):
        assert case_number(f"dnr {serial}{sign}{year}") == (serial, year)
        assert case_number(f"{year}{sign}{serial:05}") == (serial, year)


@given(st.text(max_size=200))
def test_nothing_that_is_typed_breaks_the_search(text):
    case_number(text)
    assert all(word in folded(text) for word in words_of(text))


def test_accents_and_case_are_no_matter():
    assert words_of("ÖSTRA ramlösa") == words_of("ostra Ramlosa") == ("ostra", "ramlosa")


def step(stage, day, **values):
    return Step(stage, PartialDate(day), None, is_confirmed=True, **values)


@pytest.mark.parametrize(
    ("steps", "progress"),
    [
        ([], Progress.AT_WORK),
        ([step(Stage.COMMISSION, DAY)], Progress.AT_WORK),
        ([step(Stage.PAUSED, DAY)], Progress.RESTING),
        ([step(Stage.ADOPTED, DAY)], Progress.DECIDED),
        ([step(Stage.IN_FORCE, DAY)], Progress.DECIDED),
        ([step(Stage.DONE, DAY)], Progress.ENDED),
        ([step(Stage.CANCELLED, DAY)], Progress.ENDED),
        ([step(Stage.SUPERSEDED, DAY)], Progress.ENDED),
        (
            [Step(Stage.CONSULTATION, PartialDate(DAY), PartialDate(DAY))],
            Progress.OPEN,
        ),
    ],
)
def test_how_far_a_plan_has_come(steps, progress):
    assert progress_of(state_on(steps, DAY)) is progress
