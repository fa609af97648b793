"""The time line of all plans in Swedish."""

from exhibits.words_sv.plans import NO_TIME as NO_DATE
from exhibits.words_sv.plans import LineWords, line_words

TITLE = "Alla planer på en tidslinje"
TODAY = "I dag"
NO_TIME = "Tid inte bestämd"
_NO_DATES = "inga datum är bestämda"
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


def latest_words(year):
    """What is said in the picture of a plan of which nothing is known since ``year``."""
    return f"Senast {year}"


def since_words(item):
    """The same with the name of the step: ``Senast samråd 2024``."""
    return f"Senast {bar_name(item)} {item.step.last_day.year}"


def bar_name(item):
    """What a bar of the picture is: the name of its step."""
    return line_words(item).name


def undated_words(items):
    """The :class:`~exhibits.words_sv.plans.LineWords` of a plan's steps that have no time.

    Those of which the same is said are told of together: ``bearbetning, antagande``, ``inga datum är bestämda``.
    """
    together = {}
    for words in map(line_words, items):
        together.setdefault((words.word, words.time), []).append(words.name)
    return [
        LineWords(word, ", ".join(names), _NO_DATES if len(names) > 1 and time == NO_DATE else time)
        for (word, time), names in together.items()
    ]
