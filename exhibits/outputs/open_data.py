"""What programs of others read as JSON: the hours of the room, day by day."""

from exhibits.rules.opening_hours import DAY, MIDNIGHT, hours_on
from exhibits.words_sv.opening import SPECIAL_DAYS
from helsingborgsrummet.content.words_sv import WEEKDAYS


def hours_data(schedule, first, days, *, undecided, is_example):
    """The hours of ``days`` days from ``first`` on, as what JSON knows.

    A span that ends with the day closes at ``24:00``; one over midnight is two, as everywhere with open
    data. ``undecided`` are red days and eves that nobody has decided, with what they are called.
    """
    return {
        "plats": "Helsingborgsrummet",
        "tidszon": "Europe/Stockholm",
        "exempel": is_example,
        "bestamt": not schedule.is_empty,
        "dagar": [_day(hours_on(schedule, first + step * DAY), undecided) for step in range(days)],
    }


def _day(hours, undecided):
    special = undecided.get(hours.day)
    return {
        "datum": hours.day.isoformat(),
        "veckodag": WEEKDAYS[hours.day.weekday()],
        "oppet": [
            {
                "fran": f"{span.opens:%H:%M}",
                "till": "24:00" if span.closes == MIDNIGHT else f"{span.closes:%H:%M}",
            }
            for span in hours.spans
        ],
        "avviker": hours.is_deviating,
        "orsak": hours.reason,
        "kan_avvika": SPECIAL_DAYS[special] if special else None,
    }
