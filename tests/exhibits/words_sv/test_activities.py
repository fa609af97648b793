"""Activities and places for businesses in words: ages, sizes, and what a list keeps to."""

import datetime

import pytest

from exhibits.models import Activity, Opportunity
from exhibits.now.opportunities import STATES, Filters
from exhibits.words_sv import opportunities
from exhibits.words_sv.activities import ages, choice_words
from exhibits.words_sv.opportunities import filter_words


@pytest.mark.parametrize(
    ("ages_of", "words"),
    [((None, None), ""), ((5, None), "från 5 år"), ((None, 12), "till 12 år"), ((5, 5), "5 år"), ((5, 12), "5–12 år")],
)  # fmt: skip
def test_ages(ages_of, words):
    youngest, oldest = ages_of
    assert ages(Activity(age_from=youngest, age_to=oldest)) == words


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({}, ""),
        ({"area": "Drottninghög"}, "i och om Drottninghög"),
        ({"audience": "barn"}, "för barn och unga"),
        (
            {"kind": "Visning", "area": "Drottninghög", "month": datetime.date(2026, 12, 1), "audience": "barn"},
            "av typen visning i och om Drottninghög i december 2026 för barn och unga",
        ),
    ],
)  # fmt: skip
def test_what_a_list_of_activities_keeps_to(choice, words):
    assert choice_words(**choice) == words


@pytest.mark.parametrize(
    ("filters", "area", "words"),
    [
        (Filters(), "", ""),
        (Filters(kind="mark", area="o"), "Oceanhamnen", "mark i Oceanhamnen"),
        (Filters(area="o", state="ledig"), "Oceanhamnen", "platser i Oceanhamnen, lediga"),
        (Filters(kind="lokal", size=1250), "", "lokaler, minst 1 250 m²"),
        (Filters(size=250), "", "platser, minst 250 m²"),
    ],
)
def test_what_a_list_of_places_keeps_to(filters, area, words):
    assert filter_words(filters, area).replace("\u00a0", " ") == words


def test_every_kind_and_state_of_a_place_has_a_word_for_several():
    assert set(opportunities.KINDS) == set(Opportunity.Kind.values)
    assert set(opportunities.STATES) == set(STATES)
