"""A letter about red days and eves for which nobody has decided the hours, once visitors are told so.

It goes to the room's own address, or to the one that answers to letters go to, and names each day once.
"""

import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from exhibits.models import RedDayLetter, load_schedule
from exhibits.now.opening import undecided_on
from exhibits.now.room import present_room
from exhibits.waiting import undecided_row
from exhibits.words_sv.opening import UNCERTAIN
from helsingborgsrummet import due_work, letters

KIND = "röda dagar"


def register_work():
    """Have staff asked as soon as a day comes so near."""
    due_work.register(
        "red_day_letter", "Brev om röda dagar att bestämma", datetime.timedelta(hours=1), send
    )


def responsible_address(now):
    """Who sees to the hours: the room's own address unless it is an example, otherwise that for answers; or empty."""
    room = present_room(now)
    own = room.contact_email if room and not room.is_contact_example else ""
    return own or settings.CONTACT_EMAIL


def send(now):
    """Queue one letter about the days that no letter has named; says in Swedish how many those are."""
    days = undecided_on(load_schedule(), timezone.localdate(now))
    with transaction.atomic():
        told = set(RedDayLetter.objects.filter(day__in=days).values_list("day", flat=True))
        new = {day: special for day, special in days.items() if day not in told}
        if not new:
            return "inga nya dagar att bestämma"
        address = responsible_address(now)
        if not address:
            return "det finns ingen adress att skriva till: rummet har ingen egen, och CONTACT_EMAIL är tom"
        # A second process that came as far waits here, and is refused by the constraint.
        RedDayLetter.objects.bulk_create(RedDayLetter(day=day, posted_at=now) for day in new)
        letter = letters.write(KIND, subject_of(new), _blocks(new), now)
        letters.post(letter, [(str(min(new)), address, {})], now)
    return f"brev om {len(new)} {'dag' if len(new) == 1 else 'dagar'} i kön"


def subject_of(days):
    """``Bestäm öppettider för 2 dagar``."""
    return f"Bestäm öppettider för {len(days)} {'dag' if len(days) == 1 else 'dagar'}"


def _blocks(days):
    rows = [undecided_row(*each) for each in sorted(days.items())]
    return [
        letters.Paragraph(
            f"Ingen har bestämt vad som gäller. Tills någon gör det läser besökarna: {UNCERTAIN}."
        ),
        letters.Bullets(tuple((letters.Link(row.text, row.url), f": {row.note}") for row in rows)),
        letters.Button("Bestäm öppettiderna", reverse("admin:exhibits_red_days")),
    ]
