"""Moments as editors write them, above all in the nights when the clocks change."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from helsingborgsrummet.content.dates import STOCKHOLM
from helsingborgsrummet.editing.moment_fields import MomentField, moment_from_wall_clock


@pytest.mark.parametrize(
    ("wall_clock", "moment"),
    [
        (datetime(2026, 11, 25, 9, 30), datetime(2026, 11, 25, 8, 30, tzinfo=UTC)),
        (datetime(2026, 7, 1, 9, 30), datetime(2026, 7, 1, 7, 30, tzinfo=UTC)),
        (datetime(2027, 3, 28, 1, 59), datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        (datetime(2027, 3, 28, 3, 0), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        (datetime(2027, 10, 31, 1, 59), datetime(2027, 10, 30, 23, 59, tzinfo=UTC)),
        (datetime(2027, 10, 31, 3, 0), datetime(2027, 10, 31, 2, 0, tzinfo=UTC)),
    ],
)
def test_swedish_wall_clock(wall_clock, moment):
    assert moment_from_wall_clock(wall_clock) == moment


@pytest.mark.parametrize(
    ("wall_clock", "words"),
    [
        (datetime(2027, 3, 28, 2, 0), "28 mars 2027 ställs klockan fram"),
        (datetime(2027, 3, 28, 2, 59), "kl. 2.59 finns inte"),
        (datetime(2027, 10, 31, 2, 0), "31 oktober 2027 ställs klockan tillbaka"),
        (datetime(2027, 10, 31, 2, 59), "kl. 2.59 kommer två gånger"),
    ],
)
def test_the_hour_that_is_skipped_or_comes_twice_is_refused_in_words(wall_clock, words):
    with pytest.raises(ValidationError, match=words):
        moment_from_wall_clock(wall_clock)


@given(st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1)))
def test_what_is_taken_reads_the_same_on_a_swedish_clock(wall_clock):
    try:
        moment = moment_from_wall_clock(wall_clock)
    except ValidationError:
        assert wall_clock.month in (3, 10) and wall_clock.hour == 2
    else:
        assert moment.astimezone(UTC).astimezone(STOCKHOLM).replace(tzinfo=None) == wall_clock


@pytest.mark.parametrize(
    "stored",
    [
        datetime(2027, 10, 31, 0, 30, 12, 345678, tzinfo=UTC),
        datetime(2027, 10, 31, 1, 30, 12, 345678, tzinfo=UTC),
    ],
    ids=["first", "second"],
)
def test_a_moment_left_as_it_was_comes_back_unchanged(stored):
    field = MomentField()
    field.stored = stored
    assert field.clean(["2027-10-31", "02:30:12"]) == stored
    with pytest.raises(ValidationError, match="två gånger"):
        field.clean(["2027-10-31", "02:31:00"])


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (["2026-11-25", ""], "Fyll i tiden också"),
        (["", "09:30"], "Fyll i dagen också"),
        (["11/25 2026", "09:30"], "ingen månad 25"),
        (["2026-11-25", "halv tio"], "Skriv tiden så här"),
    ],
)
def test_half_a_moment_is_told_in_words(parts, words):
    with pytest.raises(ValidationError, match=words):
        MomentField(required=False).clean(parts)


def test_an_empty_moment_is_none():
    assert MomentField(required=False).clean(["", ""]) is None
    assert MomentField(required=False).compress([date(2026, 1, 2), time(9)]).hour == 9
