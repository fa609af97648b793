"""Times, weeks and states of occurrences in Swedish."""

import datetime

import pytest

from exhibits.models import Occurrence
from exhibits.rules.occurrences import Phase
from exhibits.words_sv.occurrences import moved_words, soon_text, state_text, time_text, week_text
from tests.factory import swedish


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        ((2026, 12, 3, 16), (2026, 12, 3, 18, 30), "torsdag 3 december 2026 kl. 16.00–18.30"),
        ((2027, 1, 19, 8), (2027, 1, 19, 9, 30), "tisdag 19 januari 2027 kl. 8.00–9.30"),
        ((2026, 12, 5, 11), (2026, 12, 5, 14), "lördag 5 december 2026 kl. 11–14"),
        ((2026, 12, 3, 20), (2026, 12, 4, 0), "torsdag 3 december 2026 kl. 20–24"),
        ((2026, 12, 3, 0), (2026, 12, 4, 0), "torsdag 3 december 2026 kl. 0–24"),
        (
            (2026, 12, 3, 22),
            (2026, 12, 4, 1),
            "torsdag 3 december kl. 22 till fredag 4 december 2026 kl. 1",
        ),
        (
            (2026, 11, 27, 9, 30),
            (2026, 12, 1, 0),
            "fredag 27 november kl. 9.30 till måndag 30 november 2026 kl. 24",
        ),
        (
            (2026, 12, 31, 22),
            (2027, 1, 1, 1),
            "torsdag 31 december 2026 kl. 22 till fredag 1 januari 2027 kl. 1",
        ),
    ],
)
def test_the_time_in_words(starts, ends, words):
    starts_at, ends_at = swedish(*starts), swedish(*ends)
    assert time_text(starts_at, ends_at) == words
    assert time_text(*(each.astimezone(datetime.UTC) for each in (starts_at, ends_at))) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ((2026, 11, 25), "v. 48, 23–29 november 2026"),
        ((2026, 12, 1), "v. 49, 30 november–6 december 2026"),
        ((2027, 1, 3), "v. 53, 28 december 2026–3 januari 2027"),
    ],
)
def test_the_week_in_words(day, words):
    assert week_text(datetime.date(*day)) == words


STATES = [
    # state, ahead, now, over
    ("planned", "Planerad", "Pågår nu", "Har varit"),
    ("moved", "Flyttad", "Pågår nu, flyttad", "Har varit"),
    ("full", "Fullbokad", "Pågår nu, fullbokad", "Har varit"),
    ("cancelled", "Inställd", "Inställd", "Inställd"),
]


@pytest.mark.parametrize("row", STATES, ids=lambda row: row[0])
def test_the_state_in_words(row):
    state, *words = row
    assert [state_text(state, phase) for phase in Phase] == words


@pytest.mark.parametrize(
    ("moved_from", "place", "words"),
    [
        (swedish(2026, 12, 2, 16), "", "Ny tid"),
        (None, "Biblioteket", "Ny plats"),
        (swedish(2026, 12, 2, 16), "Biblioteket", "Ny tid och plats"),
        (None, "", "Flyttad"),
    ],
)
def test_what_is_moved_says_what_is_new(moved_from, place, words):
    starts_at = swedish(2026, 12, 3, 16)
    occurrence = Occurrence(
        starts_at=starts_at, ends_at=swedish(2026, 12, 3, 18, 30), state="moved", place=place
    )
    occurrence.planned_at = moved_from or starts_at
    assert moved_words(occurrence) == words
    assert (
        soon_text(occurrence, swedish(2026, 12, 3, 9)) == f"i dag kl. 16.00–18.30, {words.lower()}"
    )


@pytest.mark.parametrize(
    ("now", "state", "words"),
    [
        ((2026, 11, 30, 9), "planned", "torsdag 3 december kl. 16.00–18.30"),
        ((2026, 12, 1, 23, 59), "planned", "torsdag 3 december kl. 16.00–18.30"),
        ((2026, 12, 2, 0), "full", "i morgon kl. 16.00–18.30, fullbokad"),
        ((2026, 12, 3, 0), "planned", "i dag kl. 16.00–18.30"),
        ((2026, 12, 3, 15, 59), "moved", "i dag kl. 16.00–18.30, flyttad"),
        ((2026, 12, 3, 16), "planned", "pågår nu"),
        ((2026, 12, 3, 18), "full", "pågår nu, fullbokad"),
        ((2025, 12, 3, 18), "planned", "torsdag 3 december 2026 kl. 16.00–18.30"),
    ],
)
def test_what_comes_soon_is_told_as_who_waits_for_it_says_it(now, state, words):
    occurrence = Occurrence(
        starts_at=swedish(2026, 12, 3, 16), ends_at=swedish(2026, 12, 3, 18, 30), state=state
    )
    assert soon_text(occurrence, swedish(*now)) == words
