"""Opening hours in Swedish: the one sentence at every border, days, weeks, contradictions."""

import datetime

import pytest

from exhibits.rules.opening_hours import (
    Answer,
    DatedException,
    Fault,
    Held,
    Kind,
    Schedule,
    Season,
    Span,
    deviations,
    hours_on,
    problems,
    regular_periods,
    status_at,
)
from exhibits.rules.red_days import SpecialDay
from exhibits.words_sv.opening import (
    SPECIAL_DAYS,
    coming_sentence,
    deviation_days,
    deviation_hours,
    held_line,
    hours_in_table,
    problem_sentence,
    regular_lines,
    regular_period,
    status_sentence,
    week_lines,
)
from tests.exhibits.schedules import EXAMPLE, LUNCH, MOVING, NIGHT, swedish, week

date, time = datetime.date, datetime.time

SENTENCES = [
    # An ordinary Tuesday.
    (EXAMPLE, swedish(2026, 11, 24, 0, 0), "Öppet i dag kl. 10–16"),
    (EXAMPLE, swedish(2026, 11, 24, 9, 59, 59), "Öppet i dag kl. 10–16"),
    (EXAMPLE, swedish(2026, 11, 24, 10, 0), "Öppet nu – stänger kl. 16"),
    (EXAMPLE, swedish(2026, 11, 24, 15, 59, 59), "Öppet nu – stänger kl. 16"),
    (EXAMPLE, swedish(2026, 11, 24, 16, 0), "Stängt nu – öppnar i morgon kl. 10"),
    (EXAMPLE, swedish(2026, 11, 24, 23, 59, 59), "Stängt nu – öppnar i morgon kl. 10"),
    # The weekend.
    (EXAMPLE, swedish(2026, 11, 27, 15, 0), "Stängt nu – öppnar måndag kl. 10"),
    (EXAMPLE, swedish(2026, 11, 28, 12, 0), "Stängt i dag – öppnar måndag kl. 10"),
    (EXAMPLE, swedish(2026, 11, 29, 12, 0), "Stängt i dag – öppnar i morgon kl. 10"),
    # Extra opening on a Saturday.
    (EXAMPLE, swedish(2026, 12, 5, 9, 0), "Öppet i dag kl. 11–14"),
    (EXAMPLE, swedish(2026, 12, 5, 12, 0), "Öppet nu – stänger kl. 14"),
    # Christmas and New Year.
    (EXAMPLE, swedish(2026, 12, 23, 13, 0), "Stängt nu – öppnar måndag kl. 10"),
    (EXAMPLE, swedish(2026, 12, 24, 10, 0), "Stängt i dag (jul) – öppnar måndag kl. 10"),
    (EXAMPLE, swedish(2026, 12, 31, 10, 0), "Stängt i dag (nyårsafton) – öppnar måndag kl. 10"),
    (EXAMPLE, swedish(2027, 1, 5, 12, 59), "Öppet nu – stänger kl. 13"),
    (EXAMPLE, swedish(2027, 1, 5, 13, 0), "Stängt nu – öppnar torsdag kl. 10"),
    # Easter: more than six days lie between only when it is far.
    (EXAMPLE, swedish(2027, 3, 26, 8, 0), "Stängt i dag (påsk) – öppnar tisdag kl. 10"),
    # Longer on one evening.
    (EXAMPLE, swedish(2027, 2, 11, 19, 0), "Öppet nu – stänger kl. 20"),
    # The season's borders: the last day before, the first day, an exception just before.
    (EXAMPLE, swedish(2027, 6, 24, 17, 0), "Öppet nu – stänger kl. 18"),
    (EXAMPLE, swedish(2027, 6, 25, 12, 0), "Stängt i dag (midsommarafton) – öppnar måndag kl. 10"),
    (EXAMPLE, swedish(2027, 6, 28, 15, 0), "Stängt nu – öppnar i morgon kl. 10"),
    (EXAMPLE, swedish(2027, 8, 13, 15, 0), "Stängt nu – öppnar måndag kl. 10"),
    (EXAMPLE, swedish(2027, 8, 16, 15, 30), "Öppet nu – stänger kl. 16"),
    # Closed at lunch.
    (LUNCH, swedish(2026, 11, 24, 8, 0), "Öppet i dag kl. 9–12 och 13.30–15.00"),
    (LUNCH, swedish(2026, 11, 24, 12, 0), "Stängt just nu – öppnar igen kl. 13.30"),
    (LUNCH, swedish(2026, 11, 24, 15, 0), "Stängt nu – öppnar tisdag 1 december kl. 9"),
    # Over midnight.
    (NIGHT, swedish(2026, 11, 28, 23, 59), "Öppet nu – stänger kl. 4"),
    (NIGHT, swedish(2026, 11, 29, 0, 0), "Öppet nu – stänger kl. 4"),
    # The nights when the clock is changed: 28 March 2027 (02 → 03) and 31 October 2027 (03 → 02).
    (NIGHT, swedish(2027, 3, 28, 1, 59), "Öppet nu – stänger kl. 4"),
    (NIGHT, swedish(2027, 3, 28, 3, 59), "Öppet nu – stänger kl. 4"),
    (NIGHT, swedish(2027, 10, 31, 2, 30, fold=1), "Öppet nu – stänger kl. 4"),
    # Nothing known, and nothing ahead.
    (Schedule(), swedish(2026, 11, 24, 12), "Öppettiderna är inte klara – hör av dig innan du kommer"),
    (MOVING, swedish(2026, 11, 24, 12), "Stängt tills vidare"),
    # In another year the year is said.
    (
        Schedule(exceptions=(DatedException(date(2027, 1, 8), date(2027, 1, 8), Kind.EXTRA, (Span(time(10), time(12)),)),)),
        swedish(2026, 12, 20, 12),
        "Stängt i dag – öppnar fredag 8 januari 2027 kl. 10",
    ),
]  # fmt: skip


OPEN_HOUSE = Held(swedish(2026, 12, 3, 16), swedish(2026, 12, 3, 18, 30), "öppet hus", True)
CULTURE_NIGHT = Held(swedish(2026, 12, 5, 19), swedish(2026, 12, 6, 1), "öppet hus", True)
SHOWING = Held(swedish(2026, 12, 5, 15), swedish(2026, 12, 5, 16), "visning", False)
EARLY = Held(swedish(2026, 12, 3, 8), swedish(2026, 12, 3, 9), "visning", False)
ALWAYS = Schedule(week(*((day, time(0), time(0)) for day in range(1, 8))))
LONG = Schedule(week((5, time(20), time(0)), (6, time(0), time(16))))
SENTENCES += [
    (EXAMPLE, swedish(2026, 12, 3, 18, 15), "Öppet för öppet hus till kl. 18.30", OPEN_HOUSE),
    (EXAMPLE, swedish(2026, 12, 5, 16), "Stängt nu – öppnar kl. 19 för öppet hus", CULTURE_NIGHT),
    (EXAMPLE, swedish(2026, 12, 5, 23), "Öppet för öppet hus till kl. 1", CULTURE_NIGHT),
    (
        EXAMPLE,
        swedish(2026, 12, 5, 15),
        "Stängt för besök. Visning för anmälda pågår – öppnar måndag kl. 10",
        SHOWING,
    ),
    (
        EXAMPLE,
        swedish(2026, 12, 3, 8),
        "Stängt för besök. Visning för anmälda pågår – öppnar kl. 10",
        EARLY,
    ),
    (MOVING, swedish(2026, 12, 5, 15), "Stängt för besök. Visning för anmälda pågår", SHOWING),
    (ALWAYS, swedish(2026, 12, 5, 15), "Öppet nu – dygnet runt"),
    (LONG, swedish(2027, 1, 8, 21), "Öppet nu – stänger i morgon kl. 16"),
    (LONG, swedish(2027, 1, 8, 12), "Öppet i dag kl. 20–24"),
    (NIGHT, swedish(2026, 11, 28, 12), "Öppet i dag kl. 20–4"),
]


@pytest.mark.parametrize(
    ("schedule", "moment", "sentence", "held"), [(*row, None)[:4] for row in SENTENCES]
)
def test_the_one_sentence(schedule, moment, sentence, held):
    assert status_sentence(status_at(schedule, moment, [held] if held else [])) == sentence


def test_every_answer_is_said():
    answers = {status_at(row[0], row[1], row[3:]).answer for row in SENTENCES}
    assert answers == set(Answer)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 26), "10.00–18.00"),
        (date(2026, 11, 28), "Stängt"),
        (date(2027, 7, 1), "10.00–15.00"),
        (date(2027, 8, 15), "Stängt"),
        (date(2027, 8, 16), "10.00–16.00"),
        (date(2027, 1, 20), "Stängt"),
        (date(2027, 2, 11), "10.00–20.00"),
    ],
)
def test_the_hours_of_a_day_in_a_table(day, text):
    assert hours_in_table(hours_on(EXAMPLE, day)) == text


def test_two_spans_in_a_table():
    assert hours_in_table(hours_on(LUNCH, date(2026, 11, 24))) == "09.00–12.00 och 13.30–15.00"


def test_deviations():
    rows = deviations(EXAMPLE, date(2026, 11, 24))[:5]
    assert [f"{deviation_days(row)}: {deviation_hours(row)} ({row.reason})" for row in rows] == [
        "lördag 5 december 2026: extra öppet kl. 11–14 (bygglördag för barn)",
        "onsdag 23 december 2026: öppet kl. 10–13 (dagen före julafton)",
        "24–26 december 2026: stängt (jul)",
        "torsdag 31 december 2026: stängt (nyårsafton)",
        "fredag 1 januari 2027: stängt (nyårsdagen)",
    ]


@pytest.mark.parametrize(
    ("is_for_all", "words"),
    [
        (True, "Öppet hus kl. 16.00–18.30, alla är välkomna"),
        (False, "Öppet hus kl. 16.00–18.30, för anmälda"),
    ],
)
def test_what_is_held_while_the_room_is_closed_says_for_whom(is_for_all, words):
    begins, ends = swedish(2026, 12, 3, 16), swedish(2026, 12, 3, 18, 30)
    assert held_line(Held(begins, ends, "öppet hus", is_for_all)) == words


def test_the_week_in_few_lines():
    assert week_lines(EXAMPLE.rules) == [
        "mån–ons kl. 10–16",
        "tors kl. 10–18",
        "fre kl. 10–15",
        "lör–sön stängt",
    ]
    assert week_lines(()) == []


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (
            date(2027, 6, 20),
            [
                "till och med 27 juni 2027: mån–ons kl. 10–16",
                "Sommar, 28 juni–15 augusti 2027: mån–fre kl. 10–15",
                "från och med 16 augusti 2027: mån–ons kl. 10–16",
            ],
        ),
        (
            date(2027, 7, 5),
            [
                "Sommar, till och med 15 augusti 2027: mån–fre kl. 10–15",
                "från och med 16 augusti 2027: mån–ons kl. 10–16",
            ],
        ),
        (date(2027, 10, 1), [": mån–ons kl. 10–16"]),
    ],
)
def test_regular_hours_with_their_periods(day, told):
    rows = regular_periods(EXAMPLE, day)
    assert [f"{regular_period(row)}: {regular_lines(row)[0]}" for row in rows] == told


def test_coming_regular_hours_in_a_sentence():
    assert coming_sentence(regular_periods(EXAMPLE, date(2027, 6, 20))[1]) == (
        "Andra tider från och med 28 juni 2027: mån–fre kl. 10–15, lör–sön stängt."
    )


def test_regular_hours_without_rules_are_said():
    closed = Schedule(seasons=(Season("Flytt", date(2027, 1, 1), date(2027, 2, 1)),))
    rows = regular_periods(closed, date(2026, 12, 1))
    lines = [regular_lines(row) for row in rows]
    assert lines == [["inga fasta öppettider"], ["stängt alla dagar"], ["inga fasta öppettider"]]


PROBLEMS = [
    (Schedule(week((1, time(16), time(10)))), "Tiden 16–10 (måndag i den vanliga veckan) slutar innan den börjar."),
    (
        Schedule(week((5, time(10), time(13)), (5, time(12), time(15)))),
        "Tiderna 10–13 och 12–15 (fredag i den vanliga veckan) överlappar varandra.",
    ),
    (
        Schedule(seasons=(Season("Vår", date(2027, 3, 1), date(2027, 5, 31)), Season("Sommar", date(2027, 5, 31), date(2027, 8, 1)))),
        "Säsongerna Vår (1 mars–31 maj 2027) och Sommar (31 maj–1 augusti 2027) överlappar varandra. "
        "Ändra datumen så att varje dag hör till högst en säsong.",
    ),
    (
        Schedule(exceptions=(
            DatedException(date(2027, 1, 1), date(2027, 1, 6), Kind.CLOSED),
            DatedException(date(2027, 1, 6), date(2027, 1, 11), Kind.CLOSED),
        )),
        "Avvikelserna 1–6 januari 2027 och 6–11 januari 2027 är lika långa och överlappar varandra. "
        "Då går det inte att veta vilken som gäller. Ändra dagarna i en av dem.",
    ),
    (
        Schedule(exceptions=(DatedException(date(2027, 1, 6), date(2027, 1, 6), Kind.OTHER_HOURS),)),
        "Avvikelsen 6 januari 2027 behöver minst en tid.",
    ),
    (
        Schedule(exceptions=(DatedException(date(2027, 1, 6), date(2027, 1, 5), Kind.CLOSED),)),
        "Avvikelsen 6–5 januari 2027 slutar innan den börjar.",
    ),
    (
        Schedule(exceptions=(DatedException(date(2027, 1, 6), date(2027, 1, 6), Kind.CLOSED, (Span(time(10), time(12)),)),)),
        "Avvikelsen 6 januari 2027 är satt till Stängt och kan därför inte ha tider.",
    ),
    (
        Schedule(seasons=(Season("Vår", date(2027, 3, 1), date(2027, 2, 1)),)),
        "Säsongen Vår slutar innan den börjar.",
    ),
    (
        Schedule(seasons=(Season("Vår", date(2027, 3, 1), date(2027, 5, 31), week((7, time(16), time(10)))),)),
        "Tiden 16–10 (söndag i säsongen Vår) slutar innan den börjar.",
    ),
    (
        Schedule(exceptions=(
            DatedException(
                date(2027, 1, 6), date(2027, 1, 7), Kind.EXTRA, (Span(time(10), time(13)), Span(time(12), time(15)))
            ),
        )),
        "Tiderna 10–13 och 12–15 (6–7 januari 2027) överlappar varandra.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("schedule", "sentence"), PROBLEMS)
def test_contradictions_are_told_in_words(schedule, sentence):
    assert [problem_sentence(problem) for problem in problems(schedule)] == [sentence]


def test_every_contradiction_and_special_day_has_words():
    assert {each.fault for schedule, _ in PROBLEMS for each in problems(schedule)} == set(Fault)
    assert set(SPECIAL_DAYS) == set(SpecialDay)
