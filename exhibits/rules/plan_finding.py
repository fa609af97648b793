"""Finding a plan: by the number of its case, by words of its name, by how far it has come."""

import enum
import re
import unicodedata

from exhibits.rules.plan_stages import Situation, Stage

# Serial number and year, or the other way round: 411/2019, 2019-411, Dnr SBN 411/19.
_CASE = re.compile(r"(?<!\d)(\d{1,6})\s?[/:–-]\s?(\d{1,6})(?!\d)")
_YEARS = range(1900, 2100)
_DECIDED = {Stage.ADOPTED, Stage.APPEALED, Stage.IN_FORCE, Stage.IMPLEMENTATION}
# The Swedish letters are kept when they are typed; without them they are found all the same.
_WORD = re.compile(r"\w+")


class Progress(enum.StrEnum):
    """How far a plan has come, in the order of a list; the values stand in addresses."""

    OPEN = "oppna"
    AT_WORK = "pagar"
    RESTING = "pausade"
    DECIDED = "beslutade"
    ENDED = "avslutade"


def progress_of(state):
    """The :class:`Progress` of a plan by its :class:`~exhibits.rules.plan_stages.State`."""
    if state.open_step:
        return Progress.OPEN
    if state.is_over or state.situation in (Situation.CANCELLED, Situation.SUPERSEDED):
        return Progress.ENDED
    if state.situation is Situation.PAUSED:
        return Progress.RESTING
    if state.step and state.step.stage in _DECIDED and state.situation is not Situation.UNKNOWN:
        return Progress.DECIDED
    return Progress.AT_WORK


class Drawn(enum.StrEnum):
    """How a map draws what a plan is about."""

    PROPOSED = "foreslas"
    DECIDED = "beslutat"
    BUILT = "byggt"


def drawn_as(state):
    """How maps draw a plan by its state, or ``None`` for one that nothing comes of."""
    progress = progress_of(state)
    if progress is Progress.DECIDED:
        return Drawn.DECIDED
    if progress is not Progress.ENDED:
        return Drawn.PROPOSED
    return Drawn.BUILT if state.step.stage is Stage.DONE else None


def case_number(text):
    """The serial number and year of the first case number in ``text``, or ``None``.

    Municipalities write diarienummer in either order and with years of two or four digits; which is
    the year is seen by its size, and ``411/2019`` is meant where both could be.
    """
    for match in _CASE.finditer(text):
        first, second = int(match[1]), int(match[2])
        if second in _YEARS:
            return first, second
        if first in _YEARS:
            return second, first
        if len(match[2]) == 2:
            return first, 2000 + second
    return None


def folded(text):
    """``text`` without case and accents, as it is compared: ``Östra`` and ``ostra`` are the same."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in parts if not unicodedata.combining(each))


def words_of(text):
    """The words to look for in ``text``, folded."""
    return tuple(_WORD.findall(folded(text)))
