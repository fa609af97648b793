"""The time line of all plans in Swedish."""

TITLE = "Alla planer på en tidslinje"
TODAY = "I dag"
NO_TIME = "Tid inte bestämd"
# The marks of the picture, by the names of their classes.
LEGEND = (
    ("pt-passed", "Har hänt"),
    ("pt-here", "Pågår"),
    ("pt-ahead", "Väntas"),
    ("pt-overdue", "Väntades, inget besked"),
)
_MONTHS = ("januari–mars", "april–juni", "juli–september", "oktober–december")


def quarter_words(quarter):
    """``Januari–mars 2027``, or ``2028, kvartal inte bestämt``; for ``None`` that no time is set."""
    if quarter is None:
        return NO_TIME
    if quarter.number > len(_MONTHS):
        return f"{quarter.year}, kvartal inte bestämt"
    months = _MONTHS[quarter.number - 1]
    return f"{months[:1].upper()}{months[1:]} {quarter.year}"
