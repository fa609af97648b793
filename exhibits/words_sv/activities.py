"""Activities in Swedish: for whom they are, and which of them a list keeps to."""

from exhibits.words_sv.areas import in_and_about
from helsingborgsrummet.content.words_sv import format_month

AUDIENCES = {"barn": "för barn och unga"}


def ages(activity):
    """``5–12 år``, ``från 5 år``, ``till 12 år`` or an empty string."""
    match activity.age_from, activity.age_to:
        case None, None:
            return ""
        case youngest, None:
            return f"från {youngest} år"
        case None, oldest:
            return f"till {oldest} år"
        case youngest, oldest if youngest == oldest:
            return f"{youngest} år"
    return f"{activity.age_from}–{activity.age_to} år"


def choice_words(*, kind="", area="", month=None, audience=""):
    """What a list keeps to, after the word "aktiviteter".

    ``kind`` is the name of a kind, ``area`` the name of an area, ``month`` a day in it:
    ``av typen visning i och om Drottninghög i december 2026 för barn och unga``.
    """
    return " ".join(
        filter(
            None,
            [
                kind and f"av typen {kind.lower()}",
                area and in_and_about(area),
                month and f"i {format_month(month)}",
                AUDIENCES.get(audience, ""),
            ],
        )
    )
