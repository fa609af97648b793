"""Weekly repetitions, phases, months and weeks: tables and properties."""

import datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exhibits.rules.occurrences import (
    Phase,
    by_month_and_week,
    phase_of,
    weekly,
)
from helsingborgsrummet.content.dates import STOCKHOLM
from tests.factory import swedish

HOUR = datetime.timedelta(hours=1)


def test_what_begins_now_goes_on_and_what_ends_now_is_over():
    start = swedish(2026, 12, 3, 16)
    end, instant = start + HOUR, datetime.timedelta(microseconds=1)
    assert phase_of(start, end, start - instant) is Phase.AHEAD
    assert phase_of(start, end, start) is Phase.NOW
    assert phase_of(start, end, end - instant) is Phase.NOW
    assert phase_of(start, end, end) is Phase.OVER


def clock(moment):
    return f"{moment.astimezone(STOCKHOLM):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("start", "until", "expected"),
    [
        ((2026, 12, 3, 16), (2026, 12, 24), ["2026-12-10 16:00", "2026-12-17 16:00", "2026-12-24 16:00"]),
        ((2026, 12, 3, 16), (2026, 12, 9), []),
        ((2026, 12, 3, 16), (2026, 12, 3), []),
        # The clocks change on 28 March and 31 October 2027; on the wall it is 16 all the same.
        ((2027, 3, 25, 16), (2027, 4, 1), ["2027-04-01 16:00"]),
        ((2027, 10, 28, 16), (2027, 11, 4), ["2027-11-04 16:00"]),
        ((2027, 3, 21, 2, 30), (2027, 4, 4), ["2027-03-28 03:30", "2027-04-04 02:30"]),
    ],
)  # fmt: skip
def test_weekly_dates(start, until, expected):
    starts_at = swedish(*start)
    pairs = weekly(starts_at, starts_at + HOUR, datetime.date(*until))
    assert [clock(begins) for begins, _ in pairs] == expected


def test_an_hour_over_the_change_of_clocks_is_right_in_utc():
    starts_at = swedish(2027, 3, 25, 16)
    ((begins, ends),) = weekly(starts_at, starts_at + HOUR, datetime.date(2027, 4, 1))
    assert starts_at.astimezone(datetime.UTC).hour == 15
    assert begins.astimezone(datetime.UTC).hour == 14
    assert ends - begins == HOUR


moments = st.datetimes(
    datetime.datetime(2026, 1, 1), datetime.datetime(2028, 12, 31), timezones=st.just(datetime.UTC)
)


@given(
    moments,
    st.timedeltas(datetime.timedelta(minutes=1), datetime.timedelta(days=3)),
    st.integers(0, 300),
)
def test_every_week_has_one_and_the_wall_clock_stays(starts_at, length, days):
    first = starts_at.astimezone(STOCKHOLM)
    pairs = weekly(starts_at, starts_at + length, first.date() + datetime.timedelta(days=days))
    assert len(pairs) == days // 7
    for number, (begins, ends) in enumerate(pairs, 1):
        local = begins.astimezone(STOCKHOLM)
        assert local.date() == first.date() + datetime.timedelta(weeks=number)
        assert ends > begins
        is_skipped = (local.month, local.hour) == (3, 3) and first.hour == 2
        assert is_skipped or local.time() == first.time()


@given(moments, st.timedeltas(datetime.timedelta(minutes=1), datetime.timedelta(days=3)), moments)
def test_one_phase_holds_at_every_moment(starts_at, length, now):
    ends_at = starts_at + length
    phase = phase_of(starts_at, ends_at, now)
    assert (phase is Phase.OVER) == (ends_at <= now)


@given(st.lists(moments), st.booleans())
def test_grouping_keeps_every_row_in_order(starts, is_backwards):
    rows = [SimpleNamespace(starts_at=each) for each in sorted(starts, reverse=is_backwards)]
    months = by_month_and_week(rows)
    assert [row for _, weeks in months for _, each in weeks for row in each] == rows
    assert len({month for month, _ in months}) == len(months)
    for month, weeks in months:
        assert len({day.isocalendar()[:2] for day, _ in weeks}) == len(weeks)
        for _, each in weeks:
            for row in each:
                assert row.starts_at.astimezone(STOCKHOLM).date().replace(day=1) == month
