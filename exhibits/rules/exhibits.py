"""Whether an exhibit is planned, shown or over, from its days."""

import enum


class Showing(enum.StrEnum):
    """Where an exhibit stands on a day."""

    PLANNED = "planned"
    NOW = "now"
    ENDED = "ended"


def showing_on(day, starts_on, ends_on):
    """The :class:`Showing` on ``day``; without a first day it has begun, without a last it goes on."""
    if starts_on and day < starts_on:
        return Showing.PLANNED
    if ends_on and day > ends_on:
        return Showing.ENDED
    return Showing.NOW
