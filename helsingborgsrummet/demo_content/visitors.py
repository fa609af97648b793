"""A year of visitors, invented: by the hour, on the days on which the room is open."""

import datetime
import random

from exhibits.models import VisitCount, load_schedule
from exhibits.rules.opening_hours import DAY, hours_on
from helsingborgsrummet.demo_content.shelf import STOCKHOLM

DAYS = 365
# More come in spring and autumn, and on the evening of Thursdays.
BY_MONTH = (5, 6, 7, 9, 9, 6, 4, 6, 8, 9, 8, 5)


def load_visitors(shelf):
    """Count visitors for every hour of the year before the content is published; the same each time."""
    chance, schedule = random.Random(2026), load_schedule()
    last = shelf.published_at.date()
    rows = []
    for day in (last - step * DAY for step in range(DAYS, 0, -1)):
        for span in hours_on(schedule, day).spans:
            for hour in range(span.opens.hour, span.closes.hour):
                usual = BY_MONTH[day.month - 1] * (2 if hour >= 16 else 1)
                count = chance.randint(0, usual)
                at = datetime.datetime.combine(day, datetime.time(hour, 30), tzinfo=STOCKHOLM)
                if count:
                    rows.append(VisitCount(counted_at=at, count=count, is_example=True))
    VisitCount.objects.bulk_create(rows)
