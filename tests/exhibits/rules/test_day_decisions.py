"""One day's decision: what it makes of the hours, when it is refused, and the red days."""

import datetime

import pytest

from exhibits.rules.day_decisions import (
    Choice,
    Refusal,
    RefusedError,
    as_last_year,
    closing_times,
    days_to_decide,
    decide,
    later_times,
    with_day,
)
from exhibits.rules.opening_hours import (
    DatedException,
    Kind,
    Schedule,
    Span,
    hours_on,
    undecided_days,
)
from tests.exhibits.schedules import EXAMPLE, week

date, time = datetime.date, datetime.time
MONDAY, SUNDAY, CHRISTMAS = date(2026, 12, 7), date(2026, 12, 6), date(2026, 12, 24)
LUNCH = Schedule(
    week(*[(day, time(o), time(c)) for day in range(1, 8) for o, c in ((10, 12), (13, 16))])
)
PLAIN = Schedule(week(*[(day, time(10), time(16)) for day in range(1, 8)]))
NIGHT = Schedule(week(*[(day, time(18), time(0)) for day in range(1, 8)]))


def decided(schedule, day, kind, *spans, reason=""):
    spans = tuple(Span(time(*opens), time(*closes)) for opens, closes in spans)
    return with_day(schedule, DatedException(day, day, kind, spans, reason), day)


CLOSED_TODAY = decided(PLAIN, MONDAY, Kind.CLOSED)
SHORTENED = decided(PLAIN, MONDAY, Kind.OTHER_HOURS, ((10,), (14,)))
ANOTHER_DAY = decided(PLAIN, MONDAY, Kind.OTHER_HOURS, ((12,), (18,)))
WORKS = Schedule(
    PLAIN.rules, (), (DatedException(SUNDAY, date(2026, 12, 13), Kind.CLOSED, (), "ombyggnad"),)
)


@pytest.mark.parametrize(
    ("schedule", "choice", "at", "hours"),
    [
        (PLAIN, Choice.CLOSE_AT, time(14), [(10, 14)]),
        (PLAIN, Choice.CLOSE_NOW, time(12), [(10, 12)]),
        # Before it has opened, closing now is closing for the day.
        (PLAIN, Choice.CLOSE_NOW, time(9), []),
        (PLAIN, Choice.CLOSED, None, []),
        (PLAIN, Choice.LONGER, time(19), [(10, 19)]),
        (PLAIN, Choice.LONGER, time(0), [(10, 0)]),
        (PLAIN, Choice.USUAL, None, [(10, 16)]),
        # In the break, and after it.
        (LUNCH, Choice.CLOSE_NOW, time(12), [(10, 12)]),
        (LUNCH, Choice.CLOSE_AT, time(14), [(10, 12), (13, 14)]),
        (LUNCH, Choice.LONGER, time(18), [(10, 12), (13, 18)]),
        (NIGHT, Choice.CLOSE_AT, time(22), [(18, 22)]),
        # What was decided for the day before gives way, or is what is shortened.
        (CLOSED_TODAY, Choice.CLOSE_AT, time(14), [(10, 14)]),
        (CLOSED_TODAY, Choice.USUAL, None, [(10, 16)]),
        (SHORTENED, Choice.CLOSE_AT, time(15), [(10, 15)]),
        (SHORTENED, Choice.LONGER, time(15), [(10, 15)]),
        (ANOTHER_DAY, Choice.CLOSE_AT, time(15), [(12, 15)]),
        (ANOTHER_DAY, Choice.USUAL, None, [(10, 16)]),
        # A longer exception stays.
        (WORKS, Choice.USUAL, None, [(10, 16)]),
    ],
)
def test_a_decision_gives_the_hours_of_its_day(schedule, choice, at, hours):
    decision = decide(schedule, MONDAY, choice, at=at, reason="sjukdom")
    changed = with_day(schedule, decision, MONDAY)
    found = [(span.opens.hour, span.closes.hour) for span in hours_on(changed, MONDAY).spans]
    assert found == hours
    assert hours_on(changed, SUNDAY) == hours_on(schedule, SUNDAY)
    if choice is not Choice.USUAL:
        assert hours_on(changed, MONDAY).reason == "sjukdom"


@pytest.mark.parametrize(
    ("schedule", "choice", "at", "refusal", "time"),
    [
        (PLAIN, Choice.CLOSE_AT, time(16), Refusal.CLOSES_EARLIER, time(16)),
        (PLAIN, Choice.CLOSE_AT, time(10), Refusal.OPENS_LATER, time(10)),
        (PLAIN, Choice.CLOSE_NOW, time(17), Refusal.IS_CLOSED, time(16)),
        (CLOSED_TODAY, Choice.CLOSE_NOW, time(16), Refusal.IS_CLOSED, time(16)),
        (PLAIN, Choice.LONGER, time(15), Refusal.OPEN_AS_LONG, time(16)),
        (NIGHT, Choice.LONGER, time(23), Refusal.OPEN_AS_LONG, time(0)),
        (WORKS, Choice.CLOSE_AT, time(14), Refusal.IS_CLOSED, None),
        (WORKS, Choice.LONGER, time(18), Refusal.IS_CLOSED, None),
    ],
)
def test_what_makes_no_sense_is_refused(schedule, choice, at, refusal, time):
    with pytest.raises(RefusedError) as refused:
        decide(schedule, MONDAY, choice, at=at)
    assert (refused.value.refusal, refused.value.time) == (refusal, time)


def test_as_usual_is_said_only_where_it_has_to_be():
    assert decide(SHORTENED, MONDAY, Choice.USUAL) is None
    assert decide(WORKS, MONDAY, Choice.USUAL).kind is Kind.USUAL
    usual = decide(PLAIN, CHRISTMAS, Choice.USUAL)
    assert usual.kind is Kind.USUAL
    assert undecided_days(PLAIN, CHRISTMAS, 1) != []
    assert undecided_days(with_day(PLAIN, usual, CHRISTMAS), CHRISTMAS, 1) == []
    assert not hours_on(with_day(PLAIN, usual, CHRISTMAS), CHRISTMAS).is_deviating


def test_times_to_tap():
    assert closing_times(PLAIN, MONDAY, time(14, 32)) == [time(15), time(15, 30)]
    assert closing_times(PLAIN, MONDAY)[0] == time(10, 30)
    assert closing_times(CLOSED_TODAY, MONDAY, time(15)) == [time(15, 30)]
    assert later_times(PLAIN, MONDAY, time(17, 30)) == [time(16, 30), time(17)]
    assert later_times(NIGHT, MONDAY) == closing_times(WORKS, MONDAY) == []


def test_every_red_day_and_eve_of_eighteen_months_is_listed_and_copied_from_last_year():
    first = date(2026, 11, 24)
    rows = days_to_decide(EXAMPLE, first)
    assert len(rows) == 36
    assert rows[-1].day == date(2028, 5, 1)
    copies = {
        row.first_on: (row.kind, row.spans, row.reason) for row in as_last_year(EXAMPLE, first)
    }
    # Closed at the earlier Christmas, shorter on the earlier Maundy Thursday.
    assert copies[date(2027, 12, 24)] == (Kind.CLOSED, (), "jul")
    assert copies[date(2028, 4, 13)] == (
        Kind.OTHER_HOURS,
        (Span(time(10), time(13)),),
        "skärtorsdagen",
    )
    # Decided already, or without anybody's decision in the year before.
    assert date(2026, 12, 24) not in copies
    assert date(2027, 6, 6) not in copies
    changed = EXAMPLE
    for row in as_last_year(EXAMPLE, first):
        changed = with_day(changed, row, row.first_on)
    assert as_last_year(changed, first) == []
