"""A letter about screens that stopped asking for content while the room was open: each silence is told once.

It goes where the letter about red days goes. What is silent is worked out from the opening hours when a screen
last asked (``rules/screens.py``), so a night without power asks nobody.
"""

import datetime

from django.db import transaction
from django.urls import reverse

from exhibits.models import ScreenContact
from exhibits.red_day_letter import responsible_address
from helsingborgsrummet import due_work, letters
from helsingborgsrummet.content.words_sv import format_moment

KIND = "tysta skärmar"


def register_work():
    """Have staff told within minutes: somebody stands before the screen."""
    due_work.register(
        "silent_screen_letter",
        "Brev om skärmar som har tystnat",
        datetime.timedelta(minutes=5),
        send,
    )


def send(now):
    """Queue one letter about the silences that no letter has told of; says in Swedish how many those are."""
    with transaction.atomic():
        silent = list(
            ScreenContact.objects.select_for_update(of=("self",))
            .filter(silent_at__lte=now, told_at__isnull=True)
            .select_related("screen")
            .order_by("screen__title")
        )
        if not silent:
            return "ingen skärm har tystnat"
        address = responsible_address(now)
        if not address:
            return "det finns ingen adress att skriva till: rummet har ingen egen, och CONTACT_EMAIL är tom"
        ScreenContact.objects.filter(pk__in=[each.pk for each in silent]).update(told_at=now)
        letter = letters.write(KIND, subject_of(silent), _blocks(silent), now)
        letters.post(letter, [(str(silent[0].pk), address, {})], now)
    return f"brev om {len(silent)} {'skärm' if len(silent) == 1 else 'skärmar'} i kön"


def subject_of(silent):
    """``Skärmen Vid modellen har tystnat``, ``2 skärmar har tystnat``."""
    if len(silent) == 1:
        return f"Skärmen {silent[0].screen} har tystnat"
    return f"{len(silent)} skärmar har tystnat"


def _blocks(silent):
    return [
        letters.Paragraph(
            "Rummet är öppet, men det här hör inte längre av sig. Skärmen visar det senaste den hann hämta. Se efter "
            "om den har ström och nät, och starta om den."
        ),
        letters.Bullets(
            tuple(
                (
                    letters.Link(
                        str(each.screen),
                        reverse("admin:exhibits_screen_change", args=[each.screen_id]),
                    ),
                    f": hörde av sig senast {format_moment(each.asked_at)}",
                )
                for each in silent
            )
        ),
        letters.Button("Se alla skärmar", reverse("admin:exhibits_screen_changelist")),
    ]
