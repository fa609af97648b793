"""The queue of envelopes: put in, claimed by a sender, marked, and forgotten.

Claim, send, mark: an envelope's row says that somebody is about to send it before anything is sent, so two
senders never have the same one, and what a dead sender had is settled by what it noted (see ``journal.py``):

- noted as sent: marked as sent;
- not noted as begun: it goes back into the queue;
- begun, with no answer noted: nobody can know. The server has nearly always got it, so a letter is *not* sent again
  and counts as uncertain, but for letters that ``may_repeat``, where a second one is better than none. Staff see how many are
  uncertain, and can send them again.
"""

import datetime

from django.db import connection, transaction
from django.db.models import Count, Q
from django.dispatch import Signal

from helsingborgsrummet.letters import journal
from helsingborgsrummet.letters.addresses import normal_address
from helsingborgsrummet.letters.message import check_values, compose, names_in
from helsingborgsrummet.models import Envelope, Letter

State = Envelope.State

# A letter could not be delivered and will not be: sent with ``kind``, ``key``, ``code`` (of SMTP) and ``now`` in the
# transaction that notes it, once for each envelope.
undeliverable = Signal()

MINUTE, HOUR = datetime.timedelta(minutes=1), datetime.timedelta(hours=1)
# How long to wait after each "not now"; after the last one nobody tries again.
PAUSES = (5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR)
# A sender begins no letter later than this after it took it, and others leave it alone for longer.
CLAIM_LASTS, CLAIM_IS_DEAD_AFTER = 20 * MINUTE, HOUR
LOG_LASTS = datetime.timedelta(days=7)
BATCH = 500
OPEN = (State.WAITING, State.SENDING)
ENDED = {"address": "", "values": {}, "claim": "", "due_at": None}


# --- Into the queue -----------------------------------------------------------------------------


def write(kind, subject, blocks, now, *, title=None, may_repeat=False, **options):
    """Store a letter of a ``kind`` and return it; ``post`` then says who gets it.

    ``title`` is its heading, the subject unless given. Options: ``leave``, ``list_name`` and ``list_id`` (see
    :func:`~message.compose`). ``may_repeat``: rather twice than not at all.
    """
    head, body = compose(subject, title or subject, blocks, **options)
    return Letter.objects.create(
        kind=kind, subject=subject[:250], head=head, body=body, queued_at=now, may_repeat=may_repeat
    )


def post(letter, receivers, now, *, at=None, is_urgent=False):
    """Put a letter into envelopes for ``receivers``: (key, address, values), any iterable, however long.

    ``key`` names a receiver among all of the letter's: who is in the queue, or got it, is left alone. ``values`` hold
    what each ``personal`` place says. ``at`` is when it may go, ``now`` unless given. Raises ``ValueError`` for an
    address that is none and for values that do not fit the letter; nothing of that batch is then stored.
    """
    wanted, batch = names_in(letter), []
    for key, address, values in receivers:
        check_values(values)
        if values.keys() != wanted:
            raise ValueError(f"the letter has places for {sorted(wanted)}")
        batch.append(
            Envelope(
                letter=letter,
                key=key,
                address=normal_address(address),
                values=values,
                urgency=0 if is_urgent else 1,
                due_at=at or now,
            )
        )
        if len(batch) == BATCH:
            Envelope.objects.bulk_create(batch, ignore_conflicts=True)
            batch = []
    Envelope.objects.bulk_create(batch, ignore_conflicts=True)


def forget_address(address, kinds=None):
    """Send nothing more to an address, and forget it; only letters of ``kinds`` where they are given.

    For whoever leaves or wants to be forgotten. What a sender holds at this moment may still go.
    """
    rows = Envelope.objects.filter(address=normal_address(address))
    if kinds is not None:
        rows = rows.filter(letter__kind__in=kinds)
    rows.filter(state=State.WAITING).delete()
    rows.filter(state=State.UNCERTAIN).update(address="", values={})


def counts(letters):
    """How many envelopes of each letter are in each state: ``{letter's key: {state: count}}``, one query."""
    found = {letter.pk: {} for letter in letters}
    rows = Envelope.objects.filter(letter__in=list(found)).values_list("letter", "state")
    for letter, state, count in rows.annotate(count=Count("pk")).order_by():
        found[letter][State(state)] = count
    return found


def stop(letter):
    """Send no more of a letter; what a sender holds at this moment may still go."""
    Letter.objects.filter(pk=letter.pk).update(is_stopped=True)


def go_on(letter):
    """Send what waits of a letter that was stopped."""
    Letter.objects.filter(pk=letter.pk).update(is_stopped=False)


def repeat_uncertain(letter, now):
    """Send the uncertain ones of a letter again, some of them perhaps a second time; returns how many."""
    rows = letter.envelopes.filter(state=State.UNCERTAIN).exclude(address="")
    return rows.update(state=State.WAITING, due_at=now, ended_at=None, claim="")


# --- To a sender and back -----------------------------------------------------------------------


def claim(name, now, limit):
    """At most ``limit`` envelopes that are due, which nobody but the sender ``name`` has from now on."""
    with transaction.atomic():
        due = Envelope.objects.filter(
            state=State.WAITING, due_at__lte=now, letter__is_stopped=False
        ).order_by("urgency", "due_at", "pk")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True, of=("self",))
        rows = list(due[:limit])
        Envelope.objects.filter(pk__in=[row.pk for row in rows]).update(
            state=State.SENDING, claim=name, claimed_at=now
        )
    return rows


def note_sent(name, numbers, now):
    """Mark what the sender ``name`` has sent: one statement for all."""
    _claimed(name, numbers).update(state=State.SENT, ended_at=now, code=250, **ENDED)


def note_uncertain(name, numbers, now):
    """Mark those after which the connection broke; the letters that may repeat go back into the queue."""
    rows = _claimed(name, numbers)
    with transaction.atomic():
        for row in rows.filter(letter__may_repeat=True):
            _later(row, None, now)
        # The address stays until the log goes, for somebody may want to send it again.
        rows.filter(letter__may_repeat=False).update(
            state=State.UNCERTAIN, ended_at=now, due_at=None, claim=""
        )


def note_answers(name, answers, now, letters):
    """Mark those that the server said no to: ``{number: SMTP code}``; ``letters`` by key, for their kinds.

    What may work later waits, longer each time; what never will ends.
    """
    with transaction.atomic():
        for row in _claimed(name, answers):
            code = answers[row.pk]
            if code < 500:
                _later(row, code, now)
            else:
                _end(row, State.REFUSED, code, now)
            if row.ended_at:
                _tell(letters[row.letter_id].kind, row, now)


def release(name, numbers, now, pause=datetime.timedelta()):
    """Put back what the sender ``name`` did not begin."""
    _claimed(name, numbers).update(state=State.WAITING, claim="", due_at=now + pause)


def _claimed(name, numbers):
    return Envelope.objects.filter(pk__in=list(numbers), state=State.SENDING, claim=name)


def _later(row, code, now):
    if row.tries >= len(PAUSES):
        _end(row, State.GIVEN_UP, code, now)
        return
    row.due_at = now + PAUSES[row.tries]
    row.tries, row.state, row.claim, row.code = row.tries + 1, State.WAITING, "", code
    row.save(update_fields=["due_at", "tries", "state", "claim", "code"])


def _end(row, state, code, now):
    row.state, row.code, row.ended_at = state, code, now
    for field, value in ENDED.items():
        setattr(row, field, value)
    row.save()


def _tell(kind, row, now):
    undeliverable.send(Envelope, kind=kind, key=row.key, code=row.code, now=now)


def note_bounce(number, now):
    """Mark an envelope whose letter came back for good; ``False`` when it is not known, or marked already."""
    with transaction.atomic():
        row = Envelope.objects.select_related("letter").filter(pk=number).first()
        if row is None or row.state == State.BOUNCED:
            return False
        _end(row, State.BOUNCED, 550, now)
        _tell(row.letter.kind, row, now)
    return True


def settle(now):
    """Settle what senders that have ended left behind; returns how many envelopes they had."""
    claims = Envelope.objects.filter(state=State.SENDING)
    claimed = set(claims.order_by().values_list("claim", flat=True).distinct())
    count = 0
    for name in claimed.union(journal.names()):
        try:
            with journal.of_the_dead(name) as found:
                if found is not None:
                    count += _settle(name, found, now)
                    journal.remove(name)
        except FileNotFoundError:
            # A sender on another server, which is gone when it has not come back for so long.
            lost = claims.filter(claim=name, claimed_at__lt=now - CLAIM_IS_DEAD_AFTER)
            numbers = list(lost.values_list("pk", flat=True))
            note_uncertain(name, numbers, now)
            count += len(numbers)
    return count


def _settle(name, found, now):
    rows = Envelope.objects.filter(state=State.SENDING, claim=name)
    groups = {journal.SENT: [], journal.BEGUN: [], None: []}
    for number in rows.values_list("pk", flat=True):
        groups[found.state_of(number)].append(number)
    with transaction.atomic():
        note_sent(name, groups[journal.SENT], now)
        note_uncertain(name, groups[journal.BEGUN], now)
        release(name, groups[None], now)
    return sum(map(len, groups.values()))


# --- Out of the log -----------------------------------------------------------------------------


def forget(now):
    """Forget what ended a week ago, and letters that nobody waits for; returns how many letters went."""
    old = now - LOG_LASTS
    while True:
        # In slices, so that no transaction keeps others waiting.
        numbers = Envelope.objects.filter(ended_at__lt=old).values_list("pk", flat=True)[:2000]
        if not Envelope.objects.filter(pk__in=list(numbers)).delete()[0]:
            break
    letters = Letter.objects.filter(queued_at__lt=old, envelopes__isnull=True)
    return letters.delete()[0]


def waiting(now):
    """How many envelopes wait to be sent by now, and how many senders hold."""
    return Envelope.objects.filter(
        Q(state=State.WAITING, due_at__lte=now) | Q(state=State.SENDING)
    ).count()
