"""Swedish words for dates, clock times, numbers and lists: conventions as tables, and properties."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helsingborgsrummet.content.dates import PartialDate, Precision
from helsingborgsrummet.content.words_sv import (
    MONTHS,
    format_bytes,
    format_clock,
    format_clock_range,
    format_clock_range_in_table,
    format_date,
    format_moment,
    format_month,
    format_number,
    format_range,
    format_square_metres,
    format_weekday,
    format_weekday_and_day,
    join_words,
)

date, time = datetime.date, datetime.time
DAY, MONTH, YEAR = Precision


@pytest.mark.parametrize(
    ("partial", "text"),
    [
        (PartialDate(date(2023, 4, 17)), "17 april 2023"),
        (PartialDate(date(2021, 11, 9), MONTH), "november 2021"),
        (PartialDate(date(2024, 2, 1), MONTH), "februari 2024"),
        (PartialDate(date(2022, 6, 1), YEAR), "2022"),
    ],
)  # fmt: skip
def test_a_date_is_told_as_far_as_it_is_known(partial, text):
    assert format_date(partial) == text


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (PartialDate(date(2024, 2, 5)), PartialDate(date(2024, 4, 7)), "5 februari–7 april 2024"),
        (PartialDate(date(2026, 5, 12)), PartialDate(date(2026, 5, 16)), "12–16 maj 2026"),
        (PartialDate(date(2022, 6, 1)), PartialDate(date(2022, 8, 31)), "1 juni–31 augusti 2022"),
        (PartialDate(date(2026, 12, 31)), PartialDate(date(2027, 1, 1)), "31 december 2026–1 januari 2027"),
        (PartialDate(date(2026, 5, 12)), PartialDate(date(2027, 5, 12)), "12 maj 2026–12 maj 2027"),
        (PartialDate(date(2026, 5, 12)), PartialDate(date(2026, 5, 12)), "12 maj 2026"),
        (PartialDate(date(2024, 3, 1), MONTH), PartialDate(date(2024, 5, 1), MONTH), "mars–maj 2024"),
        (PartialDate(date(2011, 1, 1), YEAR), PartialDate(date(2035, 1, 1), YEAR), "2011–2035"),
        (PartialDate(date(2012, 1, 1), YEAR), PartialDate(date(2015, 11, 1), MONTH), "2012 till november 2015"),
        (PartialDate(date(2022, 5, 1), MONTH), PartialDate(date(2023, 1, 1), YEAR), "maj 2022 till 2023"),
    ],
)  # fmt: skip
def test_ranges_say_once_what_both_ends_share(first, last, text):
    assert format_range(first, last) == text
    assert format_range(first, None) == format_date(first)


@pytest.mark.parametrize(
    ("value", "text"),
    [(time(10), "10"), (time(9, 30), "9.30"), (time(0), "0"), (time(9, 5), "9.05")],
)
def test_clock(value, text):
    assert format_clock(value) == text


@pytest.mark.parametrize(
    ("opens", "closes", "text"),
    [
        (time(10), time(16), "10–16"),
        (time(9), time(15, 30), "9.00–15.30"),
        (time(9, 30), time(15), "9.30–15.00"),
        (time(20), time(0), "20–24"),
        (time(20, 30), time(0), "20.30–24.00"),
    ],
)
def test_clock_range(opens, closes, text):
    assert format_clock_range(opens, closes) == text


@pytest.mark.parametrize(
    ("opens", "closes", "text"),
    [
        (time(10), time(16), "10.00–16.00"),
        (time(9), time(15, 30), "09.00–15.30"),
        (time(20), time(0), "20.00–24.00"),
    ],
)
def test_clock_range_in_a_table(opens, closes, text):
    assert format_clock_range_in_table(opens, closes) == text


def test_moments_are_told_in_swedish_time():
    utc = datetime.datetime(2023, 4, 16, 22, 30, tzinfo=datetime.UTC)
    assert format_moment(utc) == "17 april 2023 kl. 0.30"
    assert format_moment(datetime.datetime(2023, 1, 1, 12, tzinfo=datetime.UTC)) == (
        "1 januari 2023 kl. 13"
    )


def test_days_with_less_or_more_beside_them():
    day = date(2023, 4, 17)
    assert format_weekday(day) == "måndag 17 april 2023"
    assert format_weekday_and_day(day) == "måndag 17 april"
    assert format_month(day) == "april 2023"


@pytest.mark.parametrize(
    ("words", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a och b"), (["a", "b", "c"], "a, b och c")],
)
def test_lists_of_words(words, text):
    assert join_words(words) == text


partials = st.builds(
    PartialDate, st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(Precision)
)


@given(first=partials, last=partials)
def test_a_range_names_both_ends_and_the_last_year(first, last):
    text = format_range(first, last)
    assert text.endswith(format_date(last))
    assert " –" not in text
    assert "– " not in text
    if first != last:
        head = text[: -len(format_date(last))].removesuffix("–").removesuffix(" till ")
        assert format_date(first).startswith(head)
        if first.precision is last.precision is DAY and first.day.month != last.day.month:
            assert MONTHS[first.day.month - 1] in head


def plain(text):
    """With ordinary spaces; every other kind would tear a number apart."""
    assert " " not in text.replace("från ", "").replace("upp till ", "")
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0"), (999, "999"), (1500, "1 500"), (12345678, "12 345 678")]
)
def test_thousands_are_apart(number, words):
    assert plain(format_number(number)) == words


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "1 kB"), (1, "1 kB"), (1499, "1 kB"), (1500, "2 kB"), (999_499, "999 kB"),
        (999_500, "1,0 MB"), (2_449_000, "2,4 MB"), (9_949_000, "9,9 MB"), (9_950_000, "10 MB"),
        (52_428_800, "52 MB"), (1_500_000_000, "1 500 MB"),
    ],
)  # fmt: skip
def test_the_size_of_a_file(size, words):
    assert plain(format_bytes(size)) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (None, None, ""), (250, 600, "250–600 m²"), (1500, None, "från 1 500 m²"),
        (None, 90, "upp till 90 m²"), (400, 400, "400 m²"), (900, 12000, "900–12 000 m²"),
    ],
)  # fmt: skip
def test_a_range_of_square_metres(low, high, words):
    assert plain(format_square_metres(low, high)) == words
