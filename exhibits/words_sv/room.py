"""The premises of the room in Swedish: where it moves, and when."""

from helsingborgsrummet.content.dates import Precision
from helsingborgsrummet.content.words_sv import format_date, join_words


def move_sentence(move):
    """What tells of a :class:`~exhibits.models.room.Move` before it happens.

    ``Rummet flyttar 1 februari 2027 till Prismahuset, Oceanhamnen.``
    """
    leaves, opens = (_at(date) if date else "" for date in (move.leaves, move.opens))
    if not opens:
        return f"Rummet stänger här {leaves}."
    where = f"{move.room.name}, {move.room.street}"
    if not leaves:
        return f"Rummet öppnar {opens} i {where}."
    if move.leaves.day == move.opens.day:
        return f"Rummet flyttar {opens} till {where}."
    return f"Rummet stänger här {leaves} och öppnar {opens} i {where}."


def _at(date):
    """``1 februari 2027``, ``i februari 2027``, ``under 2027``."""
    before = {Precision.MONTH: "i ", Precision.YEAR: "under "}.get(date.precision, "")
    return before + format_date(date)


def not_known_yet(questions):
    """All that nobody knows of the premises, said once: ``Vi vet inte än om det här finns: hiss och hörslinga.``

    Empty when everything is known. What is written in capitals keeps them.
    """
    questions = [
        asked if asked[1:2].isupper() else asked[:1].lower() + asked[1:] for asked in questions
    ]
    return f"Vi vet inte än om det här finns: {join_words(questions)}." if questions else ""
