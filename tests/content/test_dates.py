"""Dates with a precision: the days that they can mean, and how machines read them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helsingborgsrummet.content.dates import PartialDate, Precision

date = datetime.date
DAY, MONTH, YEAR = Precision


@pytest.mark.parametrize(
    ("partial", "machine", "first", "last"),
    [
        (PartialDate(date(2023, 4, 17)), "2023-04-17", date(2023, 4, 17), date(2023, 4, 17)),
        (PartialDate(date(2021, 11, 9), MONTH), "2021-11", date(2021, 11, 1), date(2021, 11, 30)),
        (PartialDate(date(2024, 2, 1), MONTH), "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        (PartialDate(date(2022, 6, 1), YEAR), "2022", date(2022, 1, 1), date(2022, 12, 31)),
    ],
)  # fmt: skip
def test_partial_dates(partial, machine, first, last):
    assert (partial.machine, partial.first, partial.last) == (machine, first, last)


partials = st.builds(
    PartialDate, st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(Precision)
)


@given(partials)
def test_the_machine_value_starts_what_an_iso_date_says(partial):
    assert partial.day.isoformat().startswith(partial.machine)
    assert partial.first <= partial.day <= partial.last
