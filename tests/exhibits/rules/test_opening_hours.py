"""Opening hours: what the one sentence says at every border, and what holds on every day."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exhibits.rules.opening_hours import (
    DatedException,
    Kind,
    Schedule,
    Season,
    Source,
    Span,
    WeeklyRule,
    deviations,
    hours_on,
    problems,
    status_at,
    week_of,
    weekly_summary,
)
from helsingborgsrummet.demo_content import content

STOCKHOLM = ZoneInfo("Europe/Stockholm")
date, time = datetime.date, datetime.time


def swedish(*parts, fold=0):
    return datetime.datetime(*parts, tzinfo=STOCKHOLM, fold=fold)


def week(*rows):
    return tuple(WeeklyRule(day, Span(opens, closes)) for day, opens, closes in rows)


def example():
    """The sample content's schedule, as the pure module knows it."""
    return Schedule(
        week(*content.WEEK),
        tuple(
            Season(name, first, last, week(*rows)) for name, first, last, rows in content.SEASONS
        ),
        tuple(
            DatedException(first, last, Kind(kind), (Span(opens, closes),) if opens else (), reason)
            for first, last, kind, opens, closes, reason in content.EXCEPTIONS
        ),
    )


EXAMPLE = example()
LUNCH = Schedule(week((2, time(9), time(12)), (2, time(13, 30), time(15))))
NIGHT = Schedule(week((6, time(20), time(0)), (7, time(0), time(4))))

SENTENCES = [
    # An ordinary Tuesday.
    (EXAMPLE, swedish(2026, 11, 24, 0, 0), "Öppet i dag kl. 10–16", (2026, 11, 24, 10)),
    (EXAMPLE, swedish(2026, 11, 24, 9, 59, 59), "Öppet i dag kl. 10–16", (2026, 11, 24, 10)),
    (EXAMPLE, swedish(2026, 11, 24, 10, 0), "Öppet nu – stänger kl. 16", (2026, 11, 24, 16)),
    (EXAMPLE, swedish(2026, 11, 24, 15, 59, 59), "Öppet nu – stänger kl. 16", (2026, 11, 24, 16)),
    (EXAMPLE, swedish(2026, 11, 24, 16, 0), "Stängt nu – öppnar i morgon kl. 10", (2026, 11, 25, 0)),
    (EXAMPLE, swedish(2026, 11, 24, 23, 59, 59), "Stängt nu – öppnar i morgon kl. 10", (2026, 11, 25, 0)),
    # The weekend.
    (EXAMPLE, swedish(2026, 11, 27, 15, 0), "Stängt nu – öppnar måndag kl. 10", (2026, 11, 28, 0)),
    (EXAMPLE, swedish(2026, 11, 28, 12, 0), "Stängt i dag – öppnar måndag kl. 10", (2026, 11, 29, 0)),
    (EXAMPLE, swedish(2026, 11, 29, 12, 0), "Stängt i dag – öppnar i morgon kl. 10", (2026, 11, 30, 0)),
    # Extra opening on a Saturday.
    (EXAMPLE, swedish(2026, 12, 5, 9, 0), "Öppet i dag kl. 11–14", (2026, 12, 5, 11)),
    (EXAMPLE, swedish(2026, 12, 5, 12, 0), "Öppet nu – stänger kl. 14", (2026, 12, 5, 14)),
    # Christmas and New Year.
    (EXAMPLE, swedish(2026, 12, 23, 13, 0), "Stängt nu – öppnar måndag kl. 10", (2026, 12, 24, 0)),
    (EXAMPLE, swedish(2026, 12, 24, 10, 0), "Stängt i dag (jul) – öppnar måndag kl. 10", (2026, 12, 25, 0)),
    (
        EXAMPLE,
        swedish(2026, 12, 31, 10, 0),
        "Stängt i dag (nyårsafton) – öppnar måndag kl. 10",
        (2027, 1, 1, 0),
    ),
    (EXAMPLE, swedish(2027, 1, 5, 12, 59), "Öppet nu – stänger kl. 13", (2027, 1, 5, 13)),
    (EXAMPLE, swedish(2027, 1, 5, 13, 0), "Stängt nu – öppnar torsdag kl. 10", (2027, 1, 6, 0)),
    # Easter: more than six days lie between only when it is far.
    (EXAMPLE, swedish(2027, 3, 26, 8, 0), "Stängt i dag (påsk) – öppnar tisdag kl. 10", (2027, 3, 27, 0)),
    # Longer on one evening.
    (EXAMPLE, swedish(2027, 2, 11, 19, 0), "Öppet nu – stänger kl. 20", (2027, 2, 11, 20)),
    # The season's borders: the last day before, the first day, an exception just before.
    (EXAMPLE, swedish(2027, 6, 24, 17, 0), "Öppet nu – stänger kl. 18", (2027, 6, 24, 18)),
    (EXAMPLE, swedish(2027, 6, 25, 12, 0), "Stängt i dag (midsommarafton) – öppnar måndag kl. 10", (2027, 6, 26, 0)),
    (EXAMPLE, swedish(2027, 6, 28, 15, 0), "Stängt nu – öppnar i morgon kl. 10", (2027, 6, 29, 0)),
    (EXAMPLE, swedish(2027, 8, 13, 15, 0), "Stängt nu – öppnar måndag kl. 10", (2027, 8, 14, 0)),
    (EXAMPLE, swedish(2027, 8, 16, 15, 30), "Öppet nu – stänger kl. 16", (2027, 8, 16, 16)),
    # Closed at lunch.
    (LUNCH, swedish(2026, 11, 24, 8, 0), "Öppet i dag kl. 9–12 och 13.30–15.00", (2026, 11, 24, 9)),
    (LUNCH, swedish(2026, 11, 24, 12, 0), "Stängt just nu – öppnar igen kl. 13.30", (2026, 11, 24, 13, 30)),
    (LUNCH, swedish(2026, 11, 24, 15, 0), "Stängt nu – öppnar tisdag 1 december kl. 9", (2026, 11, 25, 0)),
    # Over midnight.
    (NIGHT, swedish(2026, 11, 28, 23, 59), "Öppet nu – stänger kl. 24", (2026, 11, 29, 0)),
    (NIGHT, swedish(2026, 11, 29, 0, 0), "Öppet nu – stänger kl. 4", (2026, 11, 29, 4)),
    # The nights when the clock is changed: 28 March 2027 (02 → 03) and 31 October 2027 (03 → 02).
    (NIGHT, swedish(2027, 3, 28, 1, 59), "Öppet nu – stänger kl. 4", (2027, 3, 28, 4)),
    (NIGHT, swedish(2027, 3, 28, 3, 59), "Öppet nu – stänger kl. 4", (2027, 3, 28, 4)),
    (NIGHT, swedish(2027, 10, 31, 2, 30, fold=1), "Öppet nu – stänger kl. 4", (2027, 10, 31, 4)),
    # Nothing known, and nothing ahead.
    (Schedule(), swedish(2026, 11, 24, 12), "Öppettiderna är inte klara – hör av dig innan du kommer", (2026, 11, 25, 0)),
    (
        Schedule(exceptions=(DatedException(date(2026, 1, 1), date(2028, 12, 31), Kind.CLOSED, (), "flytt"),)),
        swedish(2026, 11, 24, 12),
        "Stängt tills vidare",
        (2026, 11, 25, 0),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("schedule", "moment", "sentence", "changes_at"), SENTENCES)
def test_the_sentence_and_when_it_changes(schedule, moment, sentence, changes_at):
    status = status_at(schedule, moment)
    assert status.sentence == sentence
    assert status.changes_at == swedish(*changes_at)
    assert status.is_open is sentence.startswith("Öppet nu")


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
    ("day", "text", "source"),
    [
        (date(2026, 11, 26), "10.00–18.00", Source.STANDARD),
        (date(2026, 11, 28), "Stängt", Source.STANDARD),
        (date(2027, 7, 1), "10.00–15.00", Source.SEASON),
        (date(2027, 8, 15), "Stängt", Source.SEASON),
        (date(2027, 8, 16), "10.00–16.00", Source.STANDARD),
        (date(2027, 1, 20), "Stängt", Source.EXCEPTION),
        (date(2027, 2, 11), "10.00–20.00", Source.EXCEPTION),
    ],
)
def test_the_most_specific_rule_wins(day, text, source):
    hours = hours_on(EXAMPLE, day)
    assert (hours.table_text, hours.source) == (text, source)


def test_an_exception_wins_inside_a_season():
    schedule = Schedule(
        seasons=(Season("Sommar", date(2027, 6, 1), date(2027, 8, 31), week((1, time(10), time(15)))),),
        exceptions=(
            DatedException(date(2027, 7, 5), date(2027, 7, 5), Kind.EXTRA, (Span(time(15), time(18)),)),
        ),
    )  # fmt: skip
    assert hours_on(schedule, date(2027, 7, 5)).table_text == "10.00–18.00"
    assert hours_on(schedule, date(2027, 7, 12)).table_text == "10.00–15.00"


def test_deviations_of_six_weeks_are_grouped():
    rows = deviations(EXAMPLE, date(2026, 11, 24), 42)
    assert [f"{row.days_text}: {row.hours_text} ({row.reason})" for row in rows] == [
        "lördag 5 december 2026: öppet kl. 11–14 (bygglördag för barn)",
        "onsdag 23 december 2026: öppet kl. 10–13 (dagen före julafton)",
        "24–26 december 2026: stängt (jul)",
        "torsdag 31 december 2026: stängt (nyårsafton)",
        "fredag 1 januari 2027: stängt (nyårsdagen)",
    ]


def test_the_week_begins_on_monday():
    days = week_of(EXAMPLE, date(2026, 12, 6))
    assert [hours.day.isoformat() for hours in days] == [f"2026-{m:02}-{d:02}" for m, d in
        [(11, 30), (12, 1), (12, 2), (12, 3), (12, 4), (12, 5), (12, 6)]]  # fmt: skip
    assert [hours.is_deviating for hours in days] == [False] * 5 + [True, False]


def test_the_week_in_few_lines():
    assert weekly_summary(EXAMPLE.rules) == [
        "mån–ons kl. 10–16",
        "tors kl. 10–18",
        "fre kl. 10–15",
        "lör–sön stängt",
    ]
    assert weekly_summary(()) == []


PROBLEMS = [
    (Schedule(week((1, time(16), time(10)))), "Tiden 16–10 (måndag i standardveckan) slutar innan den börjar."),
    (
        Schedule(week((5, time(10), time(13)), (5, time(12), time(15)))),
        "Tiderna 10–13 och 12–15 (fredag i standardveckan) överlappar varandra.",
    ),
    (
        Schedule(seasons=(Season("Vår", date(2027, 3, 1), date(2027, 5, 31)), Season("Sommar", date(2027, 5, 31), date(2027, 8, 1)))),
        "Säsongerna Vår (1 mars–31 maj 2027) och Sommar (31 maj–1 augusti 2027) överlappar varandra. "
        "Ändra datumen så att varje dag hör till högst en säsong.",
    ),
    (
        Schedule(exceptions=(
            DatedException(date(2027, 1, 1), date(2027, 1, 6), Kind.CLOSED),
            DatedException(date(2027, 1, 6), date(2027, 1, 6), Kind.CLOSED),
        )),
        "Avvikelserna 1–6 januari 2027 och 6 januari 2027 överlappar varandra. Varje dag kan ha högst en avvikelse.",
    ),
    (
        Schedule(exceptions=(DatedException(date(2027, 1, 6), date(2027, 1, 6), Kind.OTHER_HOURS),)),
        "Avvikelsen 6 januari 2027 behöver minst en tid.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("schedule", "sentence"), PROBLEMS)
def test_contradictions_are_told_in_words(schedule, sentence):
    assert problems(schedule) == [sentence]


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
        own = () if kind is Kind.CLOSED else tuple(draw(st.lists(spans, min_size=1, max_size=2)))
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
