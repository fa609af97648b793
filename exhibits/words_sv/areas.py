"""Areas in Swedish: when their milestones lie."""

from helsingborgsrummet.content.words_sv import format_range


def milestone_when(milestone):
    """The time of a milestone: ``november 2015``, ``2011–2035``, ``tiden är inte bestämd``."""
    if not milestone.starts:
        return "tiden är inte bestämd"
    return format_range(milestone.starts, milestone.ends)
