"""What came of something that could be answered, as far as the facts tell.

Pure: a question is a window, and what somebody has typed since it closed.
"""

import enum

from exhibits.rules.plan_stages import AWAITED


class Outcome(enum.StrEnum):
    """How much is known of what came of a question that has closed."""

    TOLD = "told"
    TO_READ = "to_read"
    STOPPED = "stopped"
    GONE_ON = "gone_on"
    AWAITED = "awaited"
    UNKNOWN = "unknown"


def outcome_on(window, today, *, result="", result_url="", is_stopped=False, has_gone_on=False):
    """The :class:`Outcome` on the day ``today`` of a window that has closed.

    ``result`` is the answer in words, ``result_url`` where it is told; ``is_stopped`` says that it was
    closed before its last day, ``has_gone_on`` that the plan has taken a later step. What somebody has said comes before what follows from the days.
    """
    if result:
        return Outcome.TOLD
    if result_url:
        return Outcome.TO_READ
    if is_stopped:
        return Outcome.STOPPED
    if has_gone_on:
        return Outcome.GONE_ON
    return Outcome.AWAITED if today - AWAITED <= window.closes else Outcome.UNKNOWN
