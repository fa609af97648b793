"""Areas in Swedish: what lies in them, and when their milestones lie."""

from helsingborgsrummet.content.words_sv import format_range

# What one is at, not in: a district that is called after its station lies around it.
_PLACES_TO_BE_AT = ("station", "stationen", "torg", "torget", "hållplats", "brygga", "bryggan")


def in_area(title):
    """Where something is that lies in an area: ``i Drottninghög``, ``vid Maria station``."""
    return f"{_preposition(title)} {title}"


def in_and_about(title):
    """The same of what is there or concerns it: ``i och om Drottninghög``."""
    return f"{_preposition(title)} och om {title}"


def _preposition(title):
    last = title.casefold().rpartition(" ")[2]
    return "vid" if last.endswith(_PLACES_TO_BE_AT) else "i"


def milestone_when(milestone):
    """The time of a milestone: ``november 2015``, ``2011–2035``, ``tiden är inte bestämd``."""
    if not milestone.starts:
        return "tiden är inte bestämd"
    return format_range(milestone.starts, milestone.ends)
