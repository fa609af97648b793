"""The staff's weekly letter: on Monday morning, what the first page of the admin says waits for each of them.

It goes to every account that may sign in and has an address. Pages have no owner of their own (their contact is for
visitors and may be another unit's), so what waits goes to those who can see to it by their role.
"""

import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse

from helsingborgsrummet import due_work, letters
from helsingborgsrummet.content.dates import STOCKHOLM
from helsingborgsrummet.editing.tasks import groups_for
from helsingborgsrummet.models import WeeklyLetter

KIND = "veckobrev"
GOES_AT = datetime.time(7)


def register_work():
    """Have the letters of a week sent when it begins."""
    due_work.register(
        "weekly_letter",
        "Veckobrev till personalen",
        datetime.timedelta(minutes=10),
        send,
    )


def week_of(now):
    """When the week began whose letter is the latest that is due by the moment ``now``: 7 on its Monday."""
    local = now.astimezone(STOCKHOLM)
    monday = local.date() - datetime.timedelta(days=local.weekday())
    begins = datetime.datetime.combine(monday, GOES_AT, tzinfo=STOCKHOLM)
    if now >= begins:
        return begins
    monday -= datetime.timedelta(days=7)
    return datetime.datetime.combine(monday, GOES_AT, tzinfo=STOCKHOLM)


def send(now):
    """Queue the letters of the present week, once; says how many. After a pause only those of the present one.

    Who has got an account since the week began waits for the next one, and so does what has come to wait.
    """
    begins = week_of(now)
    monday = begins.date()
    if WeeklyLetter.objects.filter(monday=monday).exists():
        return "veckans brev är gjorda"
    people = (
        get_user_model()
        .objects.filter(is_active=True, is_staff=True, date_joined__lte=begins)
        .exclude(email="")
        .order_by("pk")
    )
    # Found out before the transaction, in which others wait to write.
    waiting = [(user, groups) for user in people if (groups := groups_for(user, now))]
    with transaction.atomic():
        row, is_first = WeeklyLetter.objects.get_or_create(monday=monday)
        if not is_first:
            return "veckans brev är gjorda"
        count = sum(_post(user, groups, monday, now) for user, groups in waiting)
        WeeklyLetter.objects.filter(pk=row.pk).update(count=count)
    said = f"{count} brev i kön"
    missed = len(waiting) - count
    return f"{said}, {missed} konton har ingen riktig adress" if missed else said


def _post(user, groups, monday, now):
    """Queue the letter to one account; whether its address could be understood."""
    try:
        letters.normal_address(user.email)
    except ValueError:
        return False
    letter = letters.write(KIND, subject_of(monday, groups), blocks_of(groups), now)
    letters.post(letter, [(str(user.pk), user.email, {})], now)
    return True


def subject_of(monday, groups):
    """``Vecka 48: 3 saker väntar på dig``."""
    count = sum(len(group.rows) for group in groups)
    # A list that has been cut short says so by its way to the rest.
    more = "mer än " if any(group.more for group in groups) else ""
    things = f"{count} {'sak' if count == 1 else 'saker'} väntar på dig"
    return f"Vecka {monday.isocalendar().week}: {more}{things}"


def blocks_of(groups):
    """What the first page of the admin shows, in the same order, as a letter."""
    blocks = []
    for group in groups:
        blocks.append(letters.Heading(group.title))
        if group.questions:
            blocks.append(letters.Paragraph(" ".join(group.questions)))
        items = [(letters.Link(row.text, row.url), f": {row.note}") for row in group.rows]
        if group.more:
            items.append((letters.Link("Visa alla", group.more),))
        blocks.append(letters.Bullets(tuple(items)))
    return [
        *blocks,
        letters.Button("Öppna redaktionens första sida", reverse("admin:index")),
        letters.Fine(
            "Du får brevet på måndagar när något väntar, för att ditt konto hos Helsingborgsrummet har den här "
            "adressen. Den som sköter kontona kan ändra den eller ta bort den."
        ),
    ]
