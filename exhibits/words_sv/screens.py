"""What the screens of the room say, in Swedish."""

from exhibits.rules.screens import Mode
from helsingborgsrummet.content.dates import STOCKHOLM
from helsingborgsrummet.content.words_sv import format_clock, format_weekday_and_day

NEWS = "Senaste nytt"
TODAY = "I dag i rummet"
MODEL = "Stadsmodellen"
OPENING = "Öppettider"
MODES = {Mode.DARK: "mörk", Mode.CARD: "kort med öppettiderna"}


def segment_words(segment, titles):
    """What is shown from a moment on: the moment, and what.

    ``segment`` is a :class:`~exhibits.rules.screens.Segment`, ``titles`` the name of each key.
    """
    begins = segment.begins.astimezone(STOCKHOLM)
    when = f"{format_weekday_and_day(begins.date())} kl. {format_clock(begins.time())}"
    shown = segment.shown
    if shown.mode is not Mode.PLAYS:
        return when, MODES[shown.mode]
    names = [titles[key] for key in shown.keys] or [OPENING]
    return when, ("tar över: " if shown.is_takeover else "") + ", ".join(names)
