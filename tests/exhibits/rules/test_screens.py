"""What a screen shows at a moment: tables for what is meant, properties for what never happens."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exhibits.rules.opening_hours import (
    DatedException,
    Kind,
    Schedule,
    Span,
    WeeklyRule,
    status_at,
)
from exhibits.rules.screens import (
    Item,
    Mode,
    Shown,
    WhenClosed,
    has_visitors,
    programme,
    shown_at,
    silent_from,
)
from helsingborgsrummet.content.dates import STOCKHOLM


def swedish(text):
    """``"2026-11-26 10:00"`` on a Swedish clock; with ``*`` behind it the second time it comes that night."""
    moment = datetime.datetime.fromisoformat(text.rstrip("*")).replace(tzinfo=STOCKHOLM)
    return moment.replace(fold=text.endswith("*"))


def clock(text):
    return datetime.time.fromisoformat(text)


def item(key=1, *, begins="", ends="", hours="", days="1234567", **kwargs):
    opens, _, closes = hours.partition("–")
    return Item(
        key,
        swedish(begins) if begins else None,
        swedish(ends) if ends else None,
        frozenset(map(int, days)),
        clock(opens) if hours else None,
        clock(closes) if hours else None,
        **kwargs,
    )


WEEK = Schedule(
    rules=tuple(WeeklyRule(day, Span(clock("10:00"), clock("16:00"))) for day in range(1, 6))
)


@pytest.mark.parametrize(
    ("row", "moment", "holds"),
    [
        (item(), "2026-11-26 03:00", True),
        (item(begins="2026-11-26 10:00"), "2026-11-26 09:59", False),
        (item(begins="2026-11-26 10:00"), "2026-11-26 10:00", True),
        (item(ends="2026-11-26 10:00"), "2026-11-26 09:59", True),
        (item(ends="2026-11-26 10:00"), "2026-11-26 10:00", False),
        # A Thursday.
        (item(days="4"), "2026-11-26 00:00", True),
        (item(days="4"), "2026-11-27 00:00", False),
        (item(hours="10:00–16:00"), "2026-11-26 10:00", True),
        (item(hours="10:00–16:00"), "2026-11-26 16:00", False),
        # A night belongs to the day on which it began.
        (item(hours="22:00–02:00", days="4"), "2026-11-27 01:59", True),
        (item(hours="22:00–02:00", days="4"), "2026-11-27 02:00", False),
        (item(hours="22:00–02:00", days="4"), "2026-11-26 01:00", False),
        # Until midnight, and around the clock.
        (item(hours="10:00–00:00", days="4"), "2026-11-26 23:59", True),
        (item(hours="10:00–00:00", days="4"), "2026-11-27 00:00", False),
        # The hour that comes twice is shown twice, the one that is skipped is no hole.
        (item(hours="01:00–02:30"), "2026-10-25 02:15", True),
        (item(hours="01:00–02:30"), "2026-10-25 02:15*", True),
        (item(hours="01:00–02:30"), "2026-10-25 02:30*", False),
        (item(hours="01:00–04:00"), "2026-03-29 03:00", True),
    ],
)
def test_an_item_holds_when_its_times_say(row, moment, holds):
    assert row.holds(swedish(moment)) is holds


NEWS, PARTY = item(1), item(2, begins="2026-11-26 14:00", ends="2026-11-26 20:00", is_takeover=True)


@pytest.mark.parametrize(
    ("items", "moment", "is_open", "when_closed", "shown"),
    [
        ([NEWS], "2026-11-26 11:00", True, WhenClosed.DARK, Shown(Mode.PLAYS, (1,))),
        ([NEWS], "2026-11-26 17:00", False, WhenClosed.DARK, Shown(Mode.DARK)),
        ([NEWS], "2026-11-26 17:00", False, WhenClosed.CARD, Shown(Mode.CARD)),
        ([NEWS], "2026-11-26 17:00", False, WhenClosed.PLAYS, Shown(Mode.PLAYS, (1,))),
        # A takeover begins, goes on after closing time, and ends.
        ([NEWS, PARTY], "2026-11-26 13:59", True, WhenClosed.DARK, Shown(Mode.PLAYS, (1,))),
        ([NEWS, PARTY], "2026-11-26 14:00", True, WhenClosed.DARK, Shown(Mode.PLAYS, (2,), True)),
        ([NEWS, PARTY], "2026-11-26 19:59", False, WhenClosed.DARK, Shown(Mode.PLAYS, (2,), True)),
        ([NEWS, PARTY], "2026-11-26 20:00", False, WhenClosed.DARK, Shown(Mode.DARK)),
        # Nothing to play: the opening hours alone.
        ([], "2026-11-26 11:00", True, WhenClosed.DARK, Shown(Mode.PLAYS)),
    ],
)
def test_what_is_shown(items, moment, is_open, when_closed, shown):
    assert shown_at(items, swedish(moment), is_open, when_closed) == shown


def test_a_day_is_told_by_what_changes_in_it():
    told = [
        (each.begins.astimezone(STOCKHOLM).strftime("%d %H:%M"), each.shown.mode, each.shown.keys)
        for each in programme(
            [NEWS, PARTY], WEEK, (), WhenClosed.CARD, datetime.date(2026, 11, 26), 2
        )
    ]
    assert told == [
        ("26 00:00", Mode.CARD, ()),
        ("26 10:00", Mode.PLAYS, (1,)),
        ("26 14:00", Mode.PLAYS, (2,)),
        ("26 20:00", Mode.CARD, ()),
        ("27 10:00", Mode.PLAYS, (1,)),
        ("27 16:00", Mode.CARD, ()),
    ]


# A year in which both nights are that clocks change in, to the quarter of an hour.
BEGINNING = swedish("2026-01-01 00:00").astimezone(datetime.UTC)
moments = st.integers(0, 365 * 96).map(
    lambda quarter: BEGINNING + quarter * datetime.timedelta(minutes=15)
)
hours = st.tuples(
    *[st.integers(0, 47).map(lambda half: datetime.time(half // 2, half % 2 * 30))] * 2
)


@st.composite
def items(draw, key=0):
    ends = sorted([draw(moments), draw(moments)])
    begins, closes = draw(st.tuples(st.booleans(), st.booleans()))
    is_takeover = begins and closes and draw(st.booleans())
    span = draw(st.none() | hours)
    return Item(
        draw(st.integers(1, 99)),
        ends[0] if begins else None,
        ends[1] if closes else None,
        draw(st.frozensets(st.integers(1, 7), min_size=1)),
        *(span or (None, None)),
        is_takeover=is_takeover,
    )


playlists = st.lists(items(), max_size=4)
closings = st.sampled_from(WhenClosed)


@given(playlists, closings, moments)
def test_the_programme_says_what_the_rule_says_at_every_moment(playlist, when_closed, moment):
    day = moment.astimezone(STOCKHOLM).date()
    segments = programme(playlist, WEEK, (), when_closed, day, 2)
    said = [each.shown for each in segments if each.begins <= moment][-1]
    is_open = has_visitors(status_at(WEEK, moment))
    assert said == shown_at(playlist, moment, is_open, when_closed)
    assert [each.begins for each in segments] == sorted({each.begins for each in segments})


@given(playlists, closings, moments, st.booleans())
def test_no_screen_is_blank_but_a_dark_one_in_a_closed_room(playlist, when_closed, moment, is_open):
    shown = shown_at(playlist, moment, is_open, when_closed)
    assert shown.mode is not Mode.DARK or (not is_open and when_closed is WhenClosed.DARK)
    if shown.is_takeover:
        assert shown.keys
    # What stands on the playlist holds, and a takeover puts all others aside.
    holding = {each.key for each in playlist if each.holds(moment)}
    assert set(shown.keys) <= holding
    assert shown.is_takeover is any(each.is_takeover and each.holds(moment) for each in playlist)


CLOSED_THURSDAY = Schedule(
    WEEK.rules,
    exceptions=(
        DatedException(datetime.date(2026, 11, 26), datetime.date(2026, 11, 26), Kind.CLOSED),
    ),
)


@pytest.mark.parametrize(
    ("schedule", "asked", "silent"),
    [
        # In the middle of a day, at closing time, at night, on a Friday evening, before a closed day.
        (WEEK, "2026-11-26 12:00", "2026-11-26 12:10"),
        (WEEK, "2026-11-25 15:53", "2026-11-26 10:03"),
        (WEEK, "2026-11-26 03:00", "2026-11-26 10:10"),
        (WEEK, "2026-11-27 16:30", "2026-11-30 10:10"),
        (CLOSED_THURSDAY, "2026-11-25 16:00", "2026-11-27 10:10"),
        (Schedule(), "2026-11-26 12:00", None),
    ],
)
def test_silence_counts_during_opening_hours(schedule, asked, silent):
    found = silent_from(schedule, swedish(asked), datetime.timedelta(minutes=10))
    assert found == (swedish(silent) if silent else None)
