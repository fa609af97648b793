"""The sample premises of the room, before and now, and its opening hours."""

from django.utils import timezone

from exhibits.models import (
    AccessFact,
    Arrival,
    GroupVisit,
    OpeningException,
    OpeningRule,
    OpeningSeason,
    Room,
)
from helsingborgsrummet.demo_content import content


def load_room(shelf):
    """Create the premises and the opening hours."""
    for row in content.ROOMS:
        picture = shelf.pictures.get(row.get("picture"))
        room = Room.objects.create(**{**row, "picture": picture})
    for place, question in enumerate(content.ACCESS_QUESTIONS, start=1):
        AccessFact.objects.create(room=room, question=question, place=place)
    for place, row in enumerate(content.ARRIVALS, start=1):
        Arrival.objects.create(**row, room=room, place=place)
    for weekday, opens, closes in content.WEEK:
        OpeningRule.objects.create(weekday=weekday, opens=opens, closes=closes)
    for name, first_on, last_on, week in content.SEASONS:
        season = OpeningSeason.objects.create(name=name, first_on=first_on, last_on=last_on)
        for weekday, opens, closes in week:
            OpeningRule.objects.create(season=season, weekday=weekday, opens=opens, closes=closes)
    for first_on, last_on, kind, opens, closes, reason in content.EXCEPTIONS:
        OpeningException.objects.create(
            first_on=first_on,
            last_on=last_on,
            kind=kind,
            opens=opens,
            closes=closes,
            reason=reason,
        )
    for row in content.GROUP_VISITS:
        answered_at = timezone.now() if row.get("answer") else None
        GroupVisit.objects.create(**row, answered_at=answered_at, is_example=True)
