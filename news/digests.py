"""When a tiding goes: at once, or with all others of the same calendar day or week.

Pure: days and weeks are those of Sweden, whatever the hour and whether or not anything ran on them.
"""

import datetime

from helsingborgsrummet.serving.clock import STOCKHOLM
from news.models import Frequency

# So long an editor can stop what was published by mistake.
GRACE = datetime.timedelta(minutes=15)
DIGESTS_GO_AT = datetime.time(7)


def goes_at(frequency, at, due_at):
    """When a tiding of the moment ``at`` goes to whoever has chosen ``frequency``; never before ``due_at``."""
    day = at.astimezone(STOCKHOLM).date()
    match frequency:
        case Frequency.DAILY:
            day += datetime.timedelta(days=1)
        case Frequency.WEEKLY:
            day += datetime.timedelta(days=7 - day.weekday())
        case _:
            return due_at
    return max(due_at, datetime.datetime.combine(day, DIGESTS_GO_AT, tzinfo=STOCKHOLM))
