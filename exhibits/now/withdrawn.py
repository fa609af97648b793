"""What stood in people's calendars and is withdrawn: it goes out as cancelled as long as it would have stood there.

Only when it was to be and why it is gone is told: what a page said may be what it was withdrawn for.
"""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from exhibits.models import Area, Dialogue, Plan, PlanStep
from exhibits.rules.plan_stages import WINDOWS
from helsingborgsrummet.content.shown import shown


@dataclass(frozen=True)
class Withdrawn:
    """An entry that is withdrawn since ``at``; ``starts`` and ``ends`` are both moments or both days.

    ``sequence`` is the number of the entry before it was; ``None`` where the number follows the time.
    """

    uid: uuid.UUID
    at: datetime.datetime
    starts: datetime.datetime | datetime.date
    ends: datetime.datetime | datetime.date
    reason: str
    url: str
    sequence: int | None = None


def withdrawn_occurrence(occurrence):
    """The entry of an occurrence of a withdrawn activity."""
    activity = occurrence.activity
    return Withdrawn(
        occurrence.uid,
        max(activity.withdrawn_at, occurrence.changed_at),
        occurrence.starts_at,
        occurrence.ends_at,
        activity.withdrawn_reason,
        activity.get_absolute_url(),
        occurrence.sequence,
    )


def withdrawn_closing_days(now):
    """The last days, today or later, of what could be answered on pages that are withdrawn."""
    today = timezone.localdate(now)
    gone = Q(plan__in=Plan.objects.ended(now)) | Q(
        plan__in=Plan.objects.published(now), plan__area__in=Area.objects.ended(now)
    )
    steps = PlanStep.objects.filter(gone, stage__in=WINDOWS, ends_on__gte=today)
    dialogues = Dialogue.objects.ended(now).filter(closes_on__gte=today)
    found = [
        (step.uid, step.plan if step.plan.withdrawn_at else step.plan.area, step.ends_on)
        for step in steps.select_related("plan__area")
    ]
    found += [(dialogue.uid, dialogue, dialogue.closes_on) for dialogue in dialogues]

    def entry(each):
        uid, page, day = each
        return Withdrawn(
            uid,
            max(page.withdrawn_at, page.saved_at),
            day,
            day + datetime.timedelta(days=1),
            page.withdrawn_reason,
            page.get_absolute_url(),
        )

    return shown(found, entry)
