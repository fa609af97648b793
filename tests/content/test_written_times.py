"""Days and clock times as people write them: what means one thing is read, all else refused in words."""

import datetime

import pytest

from helsingborgsrummet.content.written_times import Unreadable, read_clock, read_day

TODAY = datetime.date(2026, 11, 26)
FEBRUARY = datetime.date(2027, 2, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2027-02-01", "2027-2-1", "20270201", " 2027-02-01 ", "1 februari 2027", "1 Februari 2027",
        "1 feb 2027", "1 feb. 2027", "den 1 februari 2027", "1/2 2027", "01/02 2027", "1.2.2027",
        "01.02.2027", "1. 2. 2027".replace(". ", "."), "måndag 1 februari 2027", "mån 1 feb 2027",
        "måndag den 1 februari 2027", "1 feb", "1/2", "1 februari", "1\u00a0februari\u00a02027",
    ],
)  # fmt: skip
def test_the_first_of_february_in_every_way_that_means_it(text):
    assert read_day(text, TODAY) == FEBRUARY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20 nov", datetime.date(2026, 11, 20)),
        ("25/11/2026", datetime.date(2026, 11, 25)),
        ("25/11 2026", datetime.date(2026, 11, 25)),
        ("2/2/2027", datetime.date(2027, 2, 2)),
        ("29 februari 2028", datetime.date(2028, 2, 29)),
        ("1 sept 2027", datetime.date(2027, 9, 1)),
    ],
)
def test_what_else_can_mean_one_day(text, day):
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("01/02/2027", "1 februari 2027 eller 2 januari 2027"),
        ("1/2/2027", "2027-02-01"),
        ("01-02-2027", "kan betyda"),
        ("11/25/2026", "Skriv dagen så här"),
        ("02/30/2027", "Skriv dagen så här"),
        ("01/02/27", "fyra siffror"),
        ("1/2 27", "fyra siffror"),
        ("1 juni", "Vilket år"),
        ("30 februari 2027", "ingen 30 februari 2027"),
        ("2027-13-01", "ingen månad 13"),
        ("2027-02-30", "ingen 30 februari"),
        ("tisdag 1 februari 2027", "är en måndag, inte en tisdag"),
        ("1 ju 2027", "Skriv dagen så här"),
        ("i fjol", "Skriv dagen så här"),
        ("Feb 1, 2027", "Skriv dagen så här"),
        ("February 1 2027", "Skriv dagen så här"),
        ("٢٠٢٧-٠٢-٠١", "Skriv dagen så här"),
        ("0026-11-26", "mellan 1900 och 2100"),
        ("9999-12-31", "mellan 1900 och 2100"),
        ("1 januari 0001", "mellan 1900 och 2100"),
        ("", "Skriv dagen så här"),
        ("1" * 5000, "Skriv dagen så här"),
    ],
)
def test_what_means_no_day_or_several_is_refused_in_words(text, words):
    with pytest.raises(Unreadable, match=words):
        read_day(text, TODAY)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("9", datetime.time(9)), ("09", datetime.time(9)), ("09.00", datetime.time(9)),
        ("9:30", datetime.time(9, 30)), ("9.30", datetime.time(9, 30)), ("9,30", datetime.time(9, 30)),
        ("17", datetime.time(17)), ("kl. 17", datetime.time(17)), ("kl 9.30", datetime.time(9, 30)),
        ("10:00:00", datetime.time(10)), ("02:30:12", datetime.time(2, 30, 12)),
        ("24", datetime.time(0)), ("24.00", datetime.time(0)), ("0", datetime.time(0)),
    ],
)  # fmt: skip
def test_clock_times(text, time):
    assert read_clock(text) == time


@pytest.mark.parametrize(
    "text", ["", "25", "9.60", "24.01", "halv tio", "9 pm", "9.5", "9-10", "930"]
)
def test_no_clock_times(text):
    with pytest.raises(Unreadable, match="Skriv tiden så här"):
        read_clock(text)
