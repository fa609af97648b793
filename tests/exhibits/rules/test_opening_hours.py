"""Opening hours: what the answer is at every border, and what holds on every day."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exhibits.rules.opening_hours import (
    Answer,
    DatedException,
    Fault,
    Fit,
    Held,
    Kind,
    Schedule,
    Season,
    Source,
    Span,
    WeeklyRule,
    coming_regular_hours,
    deviations,
    fit_of,
    hours_on,
    problems,
    regular_periods,
    status_at,
    week_from,
    week_of,
    weekly_groups,
)
from tests.exhibits.schedules import EXAMPLE, LUNCH, MOVING, NIGHT, STOCKHOLM, swedish, week

date, time = datetime.date, datetime.time

ANSWERS = [
    # An ordinary Tuesday.
    (EXAMPLE, swedish(2026, 11, 24, 0, 0), Answer.OPENS_TODAY, (2026, 11, 24, 10)),
    (EXAMPLE, swedish(2026, 11, 24, 9, 59, 59), Answer.OPENS_TODAY, (2026, 11, 24, 10)),
    (EXAMPLE, swedish(2026, 11, 24, 10, 0), Answer.OPEN, (2026, 11, 24, 16)),
    (EXAMPLE, swedish(2026, 11, 24, 15, 59, 59), Answer.OPEN, (2026, 11, 24, 16)),
    (EXAMPLE, swedish(2026, 11, 24, 16, 0), Answer.CLOSED_NOW, (2026, 11, 25, 0)),
    (EXAMPLE, swedish(2026, 11, 24, 23, 59, 59), Answer.CLOSED_NOW, (2026, 11, 25, 0)),
    # The weekend.
    (EXAMPLE, swedish(2026, 11, 27, 15, 0), Answer.CLOSED_NOW, (2026, 11, 28, 0)),
    (EXAMPLE, swedish(2026, 11, 28, 12, 0), Answer.CLOSED_TODAY, (2026, 11, 29, 0)),
    (EXAMPLE, swedish(2026, 11, 29, 12, 0), Answer.CLOSED_TODAY, (2026, 11, 30, 0)),
    # Extra opening on a Saturday.
    (EXAMPLE, swedish(2026, 12, 5, 9, 0), Answer.OPENS_TODAY, (2026, 12, 5, 11)),
    (EXAMPLE, swedish(2026, 12, 5, 12, 0), Answer.OPEN, (2026, 12, 5, 14)),
    # Christmas and New Year.
    (EXAMPLE, swedish(2026, 12, 23, 13, 0), Answer.CLOSED_NOW, (2026, 12, 24, 0)),
    (EXAMPLE, swedish(2026, 12, 24, 10, 0), Answer.CLOSED_TODAY, (2026, 12, 25, 0)),
    (EXAMPLE, swedish(2026, 12, 31, 10, 0), Answer.CLOSED_TODAY, (2027, 1, 1, 0)),
    (EXAMPLE, swedish(2027, 1, 5, 12, 59), Answer.OPEN, (2027, 1, 5, 13)),
    (EXAMPLE, swedish(2027, 1, 5, 13, 0), Answer.CLOSED_NOW, (2027, 1, 6, 0)),
    # Easter: more than six days lie between only when it is far.
    (EXAMPLE, swedish(2027, 3, 26, 8, 0), Answer.CLOSED_TODAY, (2027, 3, 27, 0)),
    # Longer on one evening.
    (EXAMPLE, swedish(2027, 2, 11, 19, 0), Answer.OPEN, (2027, 2, 11, 20)),
    # The season's borders: the last day before, the first day, an exception just before.
    (EXAMPLE, swedish(2027, 6, 24, 17, 0), Answer.OPEN, (2027, 6, 24, 18)),
    (EXAMPLE, swedish(2027, 6, 25, 12, 0), Answer.CLOSED_TODAY, (2027, 6, 26, 0)),
    (EXAMPLE, swedish(2027, 6, 28, 15, 0), Answer.CLOSED_NOW, (2027, 6, 29, 0)),
    (EXAMPLE, swedish(2027, 8, 13, 15, 0), Answer.CLOSED_NOW, (2027, 8, 14, 0)),
    (EXAMPLE, swedish(2027, 8, 16, 15, 30), Answer.OPEN, (2027, 8, 16, 16)),
    # Closed at lunch.
    (LUNCH, swedish(2026, 11, 24, 8, 0), Answer.OPENS_TODAY, (2026, 11, 24, 9)),
    (LUNCH, swedish(2026, 11, 24, 12, 0), Answer.OPENS_AGAIN, (2026, 11, 24, 13, 30)),
    (LUNCH, swedish(2026, 11, 24, 15, 0), Answer.CLOSED_NOW, (2026, 11, 25, 0)),
    # Over midnight.
    (NIGHT, swedish(2026, 11, 28, 23, 59), Answer.OPEN, (2026, 11, 29, 0)),
    (NIGHT, swedish(2026, 11, 29, 0, 0), Answer.OPEN, (2026, 11, 29, 4)),
    # The nights when the clock is changed: 28 March 2027 (02 → 03) and 31 October 2027 (03 → 02).
    (NIGHT, swedish(2027, 3, 28, 1, 59), Answer.OPEN, (2027, 3, 28, 4)),
    (NIGHT, swedish(2027, 3, 28, 3, 59), Answer.OPEN, (2027, 3, 28, 4)),
    (NIGHT, swedish(2027, 10, 31, 2, 30, fold=1), Answer.OPEN, (2027, 10, 31, 4)),
    # Nothing known, and nothing ahead.
    (Schedule(), swedish(2026, 11, 24, 12), Answer.NOT_DECIDED, (2026, 11, 25, 0)),
    (MOVING, swedish(2026, 11, 24, 12), Answer.CLOSED_UNTIL_FURTHER_NOTICE, (2026, 11, 25, 0)),]  # fmt: skip


@pytest.mark.parametrize(("schedule", "moment", "answer", "changes_at"), ANSWERS)
def test_the_answer_and_when_it_changes(schedule, moment, answer, changes_at):
    status = status_at(schedule, moment)
    assert (status.answer, status.changes_at) == (answer, swedish(*changes_at))
    assert status.is_open is (answer is Answer.OPEN)


def test_a_span_in_the_hour_that_does_not_exist_opens_after_the_change():
    schedule = Schedule(week((7, time(2, 30), time(5))))
    before = datetime.datetime(2027, 3, 28, 0, 59, tzinfo=datetime.UTC)  # 01.59 Swedish time
    assert not status_at(schedule, before).is_open
    after = datetime.datetime(2027, 3, 28, 1, 30, tzinfo=datetime.UTC)  # 03.30 Swedish time
    assert status_at(schedule, after).is_open


def test_a_span_that_ends_in_the_doubled_hour_ends_the_second_time():
    schedule = Schedule(week((7, time(0), time(2, 30))))
    first, second = swedish(2027, 10, 31, 2, 45), swedish(2027, 10, 31, 2, 29, fold=1)
    assert status_at(schedule, first).is_open
    assert status_at(schedule, second).is_open
    assert not status_at(schedule, swedish(2027, 10, 31, 2, 30, fold=1)).is_open


@pytest.mark.parametrize(
    ("day", "closes", "source"),
    [
        (date(2026, 11, 26), 18, Source.STANDARD),
        (date(2026, 11, 28), None, Source.STANDARD),
        (date(2027, 7, 1), 15, Source.SEASON),
        (date(2027, 8, 15), None, Source.SEASON),
        (date(2027, 8, 16), 16, Source.STANDARD),
        (date(2027, 1, 20), None, Source.EXCEPTION),
        (date(2027, 2, 11), 20, Source.EXCEPTION),
    ],
)
def test_the_most_specific_rule_wins(day, closes, source):
    hours = hours_on(EXAMPLE, day)
    spans = (Span(time(10), time(closes)),) if closes else ()
    assert (hours.spans, hours.source) == (spans, source)


def test_an_exception_wins_inside_a_season():
    schedule = Schedule(
        seasons=(Season("Sommar", date(2027, 6, 1), date(2027, 8, 31), week((1, time(10), time(15)))),),
        exceptions=(
            DatedException(date(2027, 7, 5), date(2027, 7, 5), Kind.EXTRA, (Span(time(15), time(18)),)),
        ),
    )  # fmt: skip
    assert hours_on(schedule, date(2027, 7, 5)).spans == (Span(time(10), time(18)),)
    assert hours_on(schedule, date(2027, 7, 12)).spans == (Span(time(10), time(15)),)


SUMMER = Season("Sommar", date(2027, 6, 28), date(2027, 8, 15), week((1, time(10), time(15))))
AUTUMN = Season("Höst", date(2027, 8, 16), date(2027, 8, 31), week((2, time(9), time(12))))
STANDARD = week((1, time(10), time(16)))
TWO_SEASONS = Schedule(STANDARD, (SUMMER, AUTUMN))


@pytest.mark.parametrize(
    ("day", "periods"),
    [
        (
            date(2027, 5, 1),
            [
                ("", None, date(2027, 6, 27)),
                ("Sommar", date(2027, 6, 28), date(2027, 8, 15)),
                ("Höst", date(2027, 8, 16), date(2027, 8, 31)),
                ("", date(2027, 9, 1), None),
            ],
        ),
        (
            date(2027, 8, 15),
            [
                ("Sommar", None, date(2027, 8, 15)),
                ("Höst", date(2027, 8, 16), date(2027, 8, 31)),
                ("", date(2027, 9, 1), None),
            ],
        ),
        (date(2027, 9, 1), [("", None, None)]),
    ],
)
def test_regular_hours_follow_the_seasons(day, periods):
    found = regular_periods(TWO_SEASONS, day)
    assert [(row.name, row.first_on, row.last_on) for row in found] == periods


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2027, 5, 30), None),
        (date(2027, 5, 31), "Sommar"),
        (date(2027, 6, 27), "Sommar"),
        (date(2027, 6, 28), None),
        (date(2027, 7, 19), "Höst"),
        (date(2027, 8, 20), ""),
        (date(2027, 9, 1), None),
    ],
)
def test_new_regular_hours_are_told_four_weeks_before(day, name):
    coming = coming_regular_hours(TWO_SEASONS, day)
    assert (coming.name if coming else None) == name


FIRST, LAST = date(2027, 1, 4), date(2027, 1, 10)
WORKS = DatedException(FIRST, LAST, Kind.CLOSED, (), "ombyggnad")
WEDNESDAY = date(2027, 1, 6)


@pytest.mark.parametrize(
    ("narrower", "spans"),
    [
        # Another decision for one day of the works.
        (DatedException(WEDNESDAY, WEDNESDAY, Kind.OTHER_HOURS, (Span(time(12), time(14)),)), [(12, 14)]),
        # Extra opening adds to what the works leave, which is nothing.
        (DatedException(WEDNESDAY, WEDNESDAY, Kind.EXTRA, (Span(time(17), time(19)),)), [(17, 19)]),
        # Partly outside the wider one.
        (DatedException(WEDNESDAY, date(2027, 1, 11), Kind.OTHER_HOURS, (Span(time(9), time(10)),)), [(9, 10)]),
    ],
)  # fmt: skip
def test_the_narrower_exception_wins(narrower, spans):
    standard = week(*((day, time(10), time(16)) for day in range(1, 8)))
    for exceptions in ((WORKS, narrower), (narrower, WORKS)):
        schedule = Schedule(standard, exceptions=exceptions)
        assert problems(schedule) == []
        found = hours_on(schedule, WEDNESDAY).spans
        assert [(span.opens.hour, span.closes.hour) for span in found] == spans
        assert hours_on(schedule, FIRST).spans == ()


def test_all_deviations_are_grouped():
    rows = deviations(EXAMPLE, date(2026, 11, 24))
    assert rows[-1].last_on == max(row.last_on for row in EXAMPLE.exceptions)
    assert (date(2027, 1, 20), "vi byter utställning") in [
        (row.first_on, row.reason) for row in rows
    ]
    rows = [row for row in rows if row.first_on < date(2027, 1, 5)]
    assert [(row.first_on, row.last_on, bool(row.spans), row.reason) for row in rows] == [
        (date(2026, 12, 5), date(2026, 12, 5), True, "bygglördag för barn"),
        (date(2026, 12, 23), date(2026, 12, 23), True, "dagen före julafton"),
        (date(2026, 12, 24), date(2026, 12, 26), False, "jul"),
        (date(2026, 12, 31), date(2026, 12, 31), False, "nyårsafton"),
        (date(2027, 1, 1), date(2027, 1, 1), False, "nyårsdagen"),
    ]


def test_the_week_begins_on_monday():
    days = week_of(EXAMPLE, date(2026, 12, 6))
    assert [hours.day.isoformat() for hours in days] == [f"2026-{m:02}-{d:02}" for m, d in
        [(11, 30), (12, 1), (12, 2), (12, 3), (12, 4), (12, 5), (12, 6)]]  # fmt: skip
    assert [hours.is_deviating for hours in days] == [False] * 5 + [True, False]


def test_a_week_may_begin_on_any_day():
    days = week_from(EXAMPLE, date(2026, 12, 31))
    assert [hours.day.day for hours in days] == [31, 1, 2, 3, 4, 5, 6]


FRIDAY_NIGHT = Schedule(
    week((5, time(20), time(0)), (6, time(0), time(2)), (6, time(10), time(14)))
)
EIGHT_DAYS = Schedule(
    exceptions=(DatedException(date(2027, 1, 4), date(2027, 1, 11), Kind.OTHER_HOURS, (Span(time(0), time(0)),)),)
)  # fmt: skip


@pytest.mark.parametrize(
    ("schedule", "moment", "closes"),
    [
        (FRIDAY_NIGHT, swedish(2027, 1, 8, 23), (date(2027, 1, 9), time(2))),
        (FRIDAY_NIGHT, swedish(2027, 1, 9, 1), (date(2027, 1, 9), time(2))),
        (FRIDAY_NIGHT, swedish(2027, 1, 9, 11), (date(2027, 1, 9), time(14))),
        (NIGHT, swedish(2026, 11, 28, 21), (date(2026, 11, 29), time(4))),
        # Closing at midnight is closing on that day.
        (Schedule(week((5, time(20), time(0)))), swedish(2027, 1, 8, 23), (date(2027, 1, 8), time(0))),
        # Over several midnights, and around the clock.
        (EIGHT_DAYS, swedish(2027, 1, 6, 12), (date(2027, 1, 11), time(0))),
        (EIGHT_DAYS, swedish(2027, 1, 4, 12), (None, None)),
    ],
)  # fmt: skip
def test_spans_that_touch_at_midnight_are_one(schedule, moment, closes):
    status = status_at(schedule, moment)
    assert status.answer is Answer.OPEN
    assert (status.closes_on, status.closes) == closes


def test_a_night_belongs_to_the_evening_on_which_it_began():
    days = {
        hours.day.isoweekday(): hours.spans for hours in week_of(FRIDAY_NIGHT, date(2027, 1, 8))
    }
    assert days[5] == (Span(time(20), time(2)),)
    assert days[6] == (Span(time(10), time(14)),)
    assert weekly_groups(FRIDAY_NIGHT.rules)[1:3] == [(5, 5, days[5]), (6, 6, days[6])]
    after = status_at(FRIDAY_NIGHT, swedish(2027, 1, 9, 3))
    assert (after.answer, after.spans) == (Answer.OPENS_TODAY, days[6])
    before = status_at(FRIDAY_NIGHT, swedish(2027, 1, 8, 12))
    assert before.spans == days[5]


def held(first, last, what="öppet hus", *, is_for_all=True):
    return Held(swedish(*first), swedish(*last), what, is_for_all)


OPEN_HOUSE = held((2026, 12, 3, 16), (2026, 12, 3, 18, 30))
TOUR = held((2027, 3, 6, 11, 30), (2027, 3, 6, 13), "guidad tur")
SHOWING = held((2027, 3, 6, 12), (2027, 3, 6, 14), "visning", is_for_all=False)
HELD = [
    # The hours come first, then what goes on beyond them.
    (EXAMPLE, [OPEN_HOUSE], swedish(2026, 12, 3, 17), Answer.OPEN, (2026, 12, 3, 18)),
    (EXAMPLE, [OPEN_HOUSE], swedish(2026, 12, 3, 18), Answer.OPEN_FOR, (2026, 12, 3, 18, 30)),
    (EXAMPLE, [OPEN_HOUSE], swedish(2026, 12, 3, 18, 30), Answer.CLOSED_NOW, (2026, 12, 4, 0)),
    # A day that is closed otherwise: before, at the beginning and at the end.
    (EXAMPLE, [TOUR], swedish(2027, 3, 6, 9), Answer.OPENS_FOR, (2027, 3, 6, 11, 30)),
    (EXAMPLE, [TOUR], swedish(2027, 3, 5, 16), Answer.CLOSED_NOW, (2027, 3, 6, 0)),
    (EXAMPLE, [TOUR], swedish(2027, 3, 6, 11, 30), Answer.OPEN_FOR, (2027, 3, 6, 13)),
    (EXAMPLE, [TOUR], swedish(2027, 3, 6, 13), Answer.CLOSED_TODAY, (2027, 3, 7, 0)),
    # What one has signed up for opens nothing, and what is for all goes before it.
    (EXAMPLE, [SHOWING], swedish(2027, 3, 6, 9), Answer.CLOSED_TODAY, (2027, 3, 6, 12)),
    (EXAMPLE, [SHOWING], swedish(2027, 3, 6, 12), Answer.CLOSED_DURING, (2027, 3, 6, 14)),
    (EXAMPLE, [SHOWING, TOUR], swedish(2027, 3, 6, 12), Answer.OPEN_FOR, (2027, 3, 6, 13)),
    (EXAMPLE, [SHOWING, TOUR], swedish(2027, 3, 6, 13), Answer.CLOSED_DURING, (2027, 3, 6, 14)),
    # What lasts for days tells days.
    (
        EXAMPLE,
        [held((2027, 3, 5, 16), (2027, 3, 8, 12))],
        swedish(2027, 3, 6, 12),
        Answer.CLOSED_TODAY,
        (2027, 3, 7, 0),
    ),
    (MOVING, [TOUR], swedish(2027, 3, 6, 9), Answer.OPENS_FOR, (2027, 3, 6, 11, 30)),
    (Schedule(), [TOUR], swedish(2027, 3, 6, 9), Answer.NOT_DECIDED, (2027, 3, 6, 11, 30)),
]  # fmt: skip


@pytest.mark.parametrize(("schedule", "rows", "moment", "answer", "changes_at"), HELD)
def test_what_is_held_in_the_room_changes_the_answer(schedule, rows, moment, answer, changes_at):
    status = status_at(schedule, moment, rows)
    assert (status.answer, status.changes_at) == (answer, swedish(*changes_at))
    assert status.is_open is (answer in (Answer.OPEN, Answer.OPEN_FOR))


@pytest.mark.parametrize(
    ("starts", "ends", "fit"),
    [
        ((2026, 11, 24, 10), (2026, 11, 24, 16), Fit.OPEN),
        ((2026, 11, 24, 10), (2026, 11, 24, 16, 1), Fit.OUTSIDE),
        ((2027, 3, 6, 12), (2027, 3, 6, 13), Fit.OUTSIDE),
        ((2026, 12, 24, 22), (2026, 12, 24, 23), Fit.CONTRADICTED),
        # A shortened day, and the part of it that is open.
        ((2026, 12, 23, 12), (2026, 12, 23, 14), Fit.CONTRADICTED),
        ((2026, 12, 23, 12), (2026, 12, 23, 13), Fit.OPEN),
        # For days: only when every one of them is closed.
        ((2026, 12, 23, 12), (2026, 12, 27, 14), Fit.OPEN),
        ((2026, 12, 24, 12), (2026, 12, 26, 14), Fit.CONTRADICTED),
        ((2026, 11, 28, 0), (2026, 11, 29, 12), Fit.OUTSIDE),
    ],
)
def test_what_is_held_is_compared_with_the_hours(starts, ends, fit):
    assert fit_of(EXAMPLE, swedish(*starts), swedish(*ends)) is fit
    assert fit_of(Schedule(), swedish(*starts), swedish(*ends)) is Fit.OPEN


def test_days_that_are_alike_stand_together():
    assert weekly_groups(EXAMPLE.rules) == [
        (1, 3, (Span(time(10), time(16)),)),
        (4, 4, (Span(time(10), time(18)),)),
        (5, 5, (Span(time(10), time(15)),)),
        (6, 7, ()),
    ]
    assert weekly_groups(()) == []


PROBLEMS = [
    (Schedule(week((1, time(16), time(10)))), Fault.SPAN_ENDS_BEFORE_IT_BEGINS),
    (
        Schedule(week((5, time(10), time(13)), (5, time(12), time(15)))),
        Fault.SPANS_OVERLAP,
    ),
    (
        Schedule(seasons=(Season("Vår", date(2027, 3, 1), date(2027, 5, 31)), Season("Sommar", date(2027, 5, 31), date(2027, 8, 1)))),
        Fault.SEASONS_OVERLAP,
    ),
    (
        Schedule(exceptions=(
            DatedException(date(2027, 1, 1), date(2027, 1, 6), Kind.CLOSED),
            DatedException(date(2027, 1, 6), date(2027, 1, 11), Kind.CLOSED),
        )),
        Fault.EXCEPTIONS_OVERLAP,
    ),
    (
        Schedule(exceptions=(DatedException(date(2027, 1, 6), date(2027, 1, 6), Kind.OTHER_HOURS),)),
        Fault.OPEN_WITHOUT_HOURS,
    ),
    (
        Schedule(exceptions=(DatedException(date(2027, 1, 6), date(2027, 1, 5), Kind.CLOSED),)),
        Fault.EXCEPTION_ENDS_BEFORE_IT_BEGINS,
    ),
    (
        Schedule(exceptions=(DatedException(date(2027, 1, 6), date(2027, 1, 6), Kind.CLOSED, (Span(time(10), time(12)),)),)),
        Fault.CLOSED_WITH_HOURS,
    ),
    (
        Schedule(seasons=(Season("Vår", date(2027, 3, 1), date(2027, 2, 1)),)),
        Fault.SEASON_ENDS_BEFORE_IT_BEGINS,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("schedule", "fault"), PROBLEMS)
def test_contradictions_are_found(schedule, fault):
    assert [problem.fault for problem in problems(schedule)] == [fault]


def test_the_example_contradicts_nothing():
    assert problems(EXAMPLE) == []


ALL_DAYS = st.integers(0, 365 * 3).map(
    lambda days: date(2026, 1, 1) + datetime.timedelta(days=days)
)
quarters = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
spans = (
    st.tuples(quarters, quarters).map(lambda pair: Span(*pair)).filter(lambda span: span.is_forward)
)
rules = st.lists(st.builds(WeeklyRule, st.integers(1, 7), spans), max_size=8).map(tuple)


@st.composite
def periods(draw):
    first = draw(ALL_DAYS)
    return first, first + datetime.timedelta(days=draw(st.integers(0, 60)))


@st.composite
def schedules(draw):
    seasons = tuple(
        Season("s", *draw(periods()), draw(rules)) for _ in range(draw(st.integers(0, 2)))
    )
    exceptions = []
    for _ in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from(Kind))
        own = (
            ()
            if kind in (Kind.CLOSED, Kind.USUAL)
            else tuple(draw(st.lists(spans, min_size=1, max_size=2)))
        )
        exceptions.append(DatedException(*draw(periods()), kind, own))
    return Schedule(draw(rules), seasons, tuple(exceptions))


def open_by_definition(schedule, moment):
    """Open when the wall clock stands within a span of the day; only for hours without a change."""
    local = moment.astimezone(STOCKHOLM)
    return any(
        span.opens <= local.time() and (span.closes == time(0) or local.time() < span.closes)
        for span in hours_on(schedule, local.date()).spans
    )


@settings(max_examples=150)
@given(schedule=schedules(), day=ALL_DAYS, minute=st.integers(0, 1439))
def test_properties_of_every_moment(schedule, day, minute):
    moment = datetime.datetime.combine(day, time(minute // 60, minute % 60), tzinfo=STOCKHOLM)
    status = status_at(schedule, moment)
    assert status.changes_at > moment
    just_before = status.changes_at - datetime.timedelta(seconds=1)
    assert status_at(schedule, max(just_before, moment)) == status
    if not 1 <= moment.hour <= 4:
        assert status.is_open is open_by_definition(schedule, moment)
    hours = hours_on(schedule, day)
    assert list(hours.spans) == sorted(hours.spans)
    assert all(not a.overlaps(b) for a, b in zip(hours.spans, hours.spans[1:], strict=False))


@settings(max_examples=150)
@given(schedule=schedules(), day=ALL_DAYS)
def test_the_narrowest_exception_that_is_not_extra_decides_alone(schedule, day):
    hours = hours_on(schedule, day)
    covering = [row for row in schedule.exceptions if row.first_on <= day <= row.last_on]
    lengths = sorted((row.last_on - row.first_on).days for row in covering)
    if not covering or len(set(lengths)) < len(lengths):
        return
    narrowest = min(covering, key=lambda row: row.last_on - row.first_on)
    assert (hours.source, hours.reason) == (Source.EXCEPTION, narrowest.reason)
    others = tuple(row for row in covering if row is not narrowest)
    alone = hours_on(replace(schedule, exceptions=(narrowest,)), day)
    without = hours_on(replace(schedule, exceptions=others), day)
    if narrowest.kind is not Kind.EXTRA:
        assert hours.spans == alone.spans
    for span in (*narrowest.spans, *(without.spans if narrowest.kind is Kind.EXTRA else ())):
        assert any(
            each.opens <= span.opens and (each.closes == time(0) or time(0) != span.closes <= each.closes)
            for each in hours.spans
        )  # fmt: skip


@settings(max_examples=150)
@given(schedule=schedules(), day=ALL_DAYS, later=st.integers(0, 500))
def test_the_regular_hours_of_a_day_are_those_of_its_period(schedule, day, later):
    asked = day + datetime.timedelta(days=later)
    (period,) = [
        row
        for row in regular_periods(schedule, day)
        if (row.first_on or day) <= asked <= (row.last_on or date.max)
    ]
    usual = hours_on(replace(schedule, exceptions=()), asked).spans
    alone = hours_on(Schedule(period.rules), asked).spans
    assert usual == alone


def test_every_day_of_three_years_has_one_answer_at_every_border():
    day = date(2026, 1, 1)
    while day < date(2029, 1, 1):
        moment = datetime.datetime.combine(day, time(0), tzinfo=STOCKHOLM)
        tomorrow = datetime.datetime.combine(
            day + datetime.timedelta(days=1), time(0), tzinfo=STOCKHOLM
        )
        opened = datetime.timedelta()
        while moment < tomorrow:
            status = status_at(EXAMPLE, moment)
            if status.is_open:
                opened += status.changes_at.astimezone(datetime.UTC) - moment.astimezone(
                    datetime.UTC
                )
            moment = status.changes_at
        expected = sum(
            (
                datetime.datetime.combine(day, span.closes)
                - datetime.datetime.combine(day, span.opens)
                for span in hours_on(EXAMPLE, day).spans
            ),
            datetime.timedelta(),
        )
        assert moment == tomorrow
        assert opened == expected, day
        day += datetime.timedelta(days=1)
