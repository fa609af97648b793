"""Becoming a follower and ceasing to be one: asking, confirming, changing, leaving, forgetting.

Nothing happens before somebody who reads the letters of an address has pressed a button. The addresses that letters
lead to hold keys made by chance, so whoever finds one in a log learns no address from it.
"""

import datetime

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from exhibits.models import Area, Dialogue, Plan
from helsingborgsrummet import letters
from helsingborgsrummet.letters.queue import LOG_LASTS
from news.models import Follow, Follower, FollowRequest, Frequency, Scope, Topic
from news.tidings import reach_of

DAY = datetime.timedelta(days=1)
# The times that /personuppgifter/ tells, and that retention keeps to.
UNCONFIRMED_LASTS = 7 * DAY
ERASED_AFTER = 28 * DAY
LINK_LASTS = 7 * DAY
TOLD_LASTS = LOG_LASTS
# At most one letter that asks an address to confirm in this time, and so many that it does not answer.
ASK_AGAIN_AFTER, ASK_AT_MOST = DAY, 3
LINK_AGAIN_AFTER = datetime.timedelta(hours=1)
# So many letters that did not come through, with no longer time between them, end it.
UNDELIVERED_AT_MOST, UNDELIVERED_COUNTS_FOR = 3, 60 * DAY

CONFIRM, MINE, LEAVE = "/folj/bekrafta/{}/", "/folj/mina/{}/", "/folj/avsluta/{}/"
CONFIRM_KIND, LINK_KIND = "bekräftelse", "länk"
MODELS = {"topic": Topic, "area": Area, "plan": Plan, "dialogue": Dialogue}


# --- Tokens ---------------------------------------------------------------------------------------


def mine_token(follower, now):
    """What leads to everything that is stored of a follower, for 7 days."""
    minute = f"{int(now.timestamp()) // 60:x}"
    return f"{follower.pk}-{minute}-{_seal(follower, minute)}"


def _seal(follower, minute):
    text = f"{follower.key} {follower.pk} {minute}"
    return salted_hmac("news.followers.mine", text, algorithm="sha256").hexdigest()[:32]


def owner_of(token, now):
    """The :class:`Follower` of a token and whether it still is good; ``(None, False)`` when it is none."""
    pk, _, rest = token.partition("-")
    minute, _, seal = rest.partition("-")
    follower = (
        Follower.objects.filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < 19 else None
    )
    if follower is None or not constant_time_compare(seal, _seal(follower, minute)):
        return None, False
    age = now.timestamp() - int(minute, 16) * 60
    return follower, age < LINK_LASTS.total_seconds()


# --- Asking and confirming ------------------------------------------------------------------------


def ask(address, wanted, frequency, now, *, follower=None):
    """Ask the owner of ``address`` whether letters may go there; the same whether or not it is known.

    ``wanted`` are triples such as ``("area", 3, "allt")`` or ``("all", 0, "nyheter")``. With a ``follower`` the address is to take the place
    of that one's. Not every request sends a letter: see ``ASK_AGAIN_AFTER`` and ``ASK_AT_MOST``.
    """
    with transaction.atomic():
        FollowRequest.objects.filter(
            address=address, asked_at__lte=now - UNCONFIRMED_LASTS
        ).delete()
        request, is_new = FollowRequest.objects.select_for_update().get_or_create(
            address=address, defaults={"frequency": frequency, "asked_at": now}
        )
        if request.answered_at:
            request.wanted, request.answered_at = [], None
        chosen = {(target, pk): scope for target, pk, scope in [*request.wanted, *wanted]}
        request.wanted = [[*what, scope] for what, scope in chosen.items()]
        request.frequency, request.follower = frequency, follower or request.follower
        is_asked = is_new or (
            now - request.asked_at >= ASK_AGAIN_AFTER and request.times_asked < ASK_AT_MOST
        )
        if is_asked:
            request.asked_at, request.times_asked = now, request.times_asked + 1
        request.save()
        if is_asked:
            _mail_question(request, now)


def _mail_question(request, now):
    names = names_of(request)
    subject, words = (
        "Bekräfta att du vill ha mejl",
        "Någon, förmodligen du, vill att Helsingborgsrummet skickar mejl hit när det händer något. "
        "Bekräfta, så börjar det.",
    )
    if request.follower_id:
        subject, words = (
            "Bekräfta din nya adress",
            "Någon, förmodligen du, vill att mejlen från Helsingborgsrummet kommer hit i stället för till den "
            "gamla adressen. Bekräfta, så byter vi. Allt du följer är kvar.",
        )
    blocks = [letters.Paragraph(words)]
    if names:
        blocks += [letters.Paragraph("Det här gäller det:"), letters.Bullets(tuple(names))]
        often = Frequency(request.frequency).label
        blocks.append(letters.Facts((("Hur ofta", often),)))
    days = UNCONFIRMED_LASTS.days
    blocks += [
        letters.Button("Bekräfta", CONFIRM.format(request.key)),
        letters.Fine(
            f"Gör du ingenting får du inga mejl, och vi raderar adressen inom {days} dagar."
        ),
    ]
    letter = letters.write(CONFIRM_KIND, subject, blocks, now, may_repeat=True)
    key = f"{request.pk}-{request.times_asked}"
    letters.post(letter, [(key, request.address, {})], now, is_urgent=True)


def request_of(key, now):
    """The :class:`FollowRequest` that a letter's link leads to, or ``None``."""
    fresh = FollowRequest.objects.filter(asked_at__gt=now - UNCONFIRMED_LASTS)
    return fresh.filter(key=key).first()


def confirm(request, now):
    """Let letters go to the address that was asked; returns its :class:`Follower`. Once is as good as twice."""
    with transaction.atomic():
        request = FollowRequest.objects.select_for_update().get(pk=request.pk)
        follower = Follower.objects.filter(address=request.address).first()
        if request.follower_id:
            follower = _move(request.follower, follower, request.address)
        if follower is None:
            if not request.wanted:
                return None
            follower = Follower.objects.create(
                address=request.address, frequency=request.frequency, confirmed_at=now
            )
        for target, pk, scope in request.wanted:
            if target == Follow.ALL or MODELS[target].objects.filter(pk=pk).exists():
                _follow(follower, target, pk, scope, request.frequency, now)
        request.wanted, request.follower, request.times_asked = [], None, 0
        request.answered_at = now
        request.save()
        note_idle([follower.pk], now)
    return follower


def _follow(follower, target, pk, scope, frequency, now):
    own = "" if frequency == follower.frequency else frequency
    row, is_new = Follow.objects.get_or_create(
        follower=follower,
        **Follow.columns(target, pk),
        defaults={"scope": scope, "frequency": own, "followed_at": now},
    )
    if not is_new:
        row.scope, row.frequency, row.ended_at = scope, own, None
        row.save()


def _move(follower, other, address):
    """Give a follower another address; one that is there already gets what it follows."""
    letters.forget_address(follower.address, [LINK_KIND])
    # What it was asked to confirm went with it; erasing would not find it later.
    FollowRequest.objects.filter(address=follower.address).delete()
    if other is None or other.pk == follower.pk:
        follower.address = address
        follower.save(update_fields=["address"])
        return follower
    for row in follower.follows.all():
        if not other.follows.filter(**Follow.columns(*row.named)).exists():
            row.follower = other
            row.frequency = row.frequency or (
                "" if follower.frequency == other.frequency else follower.frequency
            )
            row.save()
    erase(follower)
    return other


def mail_link(follower, now):
    """Mail a follower a new link to everything that is stored of them; at most one an hour."""
    last = follower.link_sent_at
    if last is not None and now - last < LINK_AGAIN_AFTER:
        return
    Follower.objects.filter(pk=follower.pk).update(link_sent_at=now)
    blocks = [
        letters.Paragraph("Här ser du allt du följer. Du kan ändra eller sluta."),
        letters.Button("Visa vad jag följer", MINE.format(mine_token(follower, now))),
        letters.Fine(f"Länken gäller i {LINK_LASTS.days} dagar. Visa den inte för någon annan."),
    ]
    letter = letters.write(
        LINK_KIND, "Din länk för att ändra vad du följer", blocks, now, may_repeat=True
    )
    letters.post(letter, [(str(follower.pk), follower.address, {})], now, is_urgent=True)


# --- Changing and leaving -------------------------------------------------------------------------


def change(follower, frequency, rows, added, now):
    """Store what somebody has chosen for what they follow.

    ``rows`` has, by the key of what is followed, its scope and its own frequency (or ``""``); ``added`` are triples
    such as ``("area", 3, "allt")`` that are followed from now on. Values that are none are left as they were.
    """
    with transaction.atomic():
        follower.frequency = frequency
        follower.save(update_fields=["frequency"])
        for row in follower.follows.all():
            scope, own = rows.get(row.pk, (row.scope, row.frequency))
            if scope in Scope.values and own in ["", *Frequency.values]:
                row.scope, row.frequency = scope, own
                row.save(update_fields=["scope", "frequency"])
        for target, pk, scope in added:
            _follow(follower, target, pk, scope, frequency, now)
        drop_waiting(follower)
        note_idle([follower.pk], now)


def leave(follower, now, follows=None):
    """Stop following ``follows`` (rows), or everything; nothing that waits because of them is sent."""
    with transaction.atomic():
        rows = follower.follows.all()
        if follows is not None:
            rows = rows.filter(pk__in=[row.pk for row in follows])
        rows.delete()
        drop_waiting(follower)
        note_idle([follower.pk], now)


def drop_waiting(follower):
    """Take away what waits for a follower and concerns nothing any longer that is followed."""
    left = [(*row.named, row.scope) for row in follower.follows.all()]
    for delivery in follower.deliveries.filter(posted_at__isnull=True).select_related("tiding"):
        about = delivery.tiding.about
        reach = about and reach_of(about)
        if not reach or not any(reach.fits(*each) for each in left):
            delivery.delete()
    if not left:
        letters.forget_address(follower.address, ["besked"])


def note_idle(keys, now):
    """Note of followers, by their keys, whether they follow anything that has not ended."""
    active = Follow.objects.filter(follower__in=keys, ended_at__isnull=True).values("follower")
    rows = Follower.objects.filter(pk__in=keys)
    rows.filter(pk__in=active).update(idle_since=None)
    rows.exclude(pk__in=active).filter(idle_since__isnull=True).update(idle_since=now)


def erase(follower):
    """Forget everything that is stored of somebody, letters that wait included."""
    with transaction.atomic():
        letters.forget_address(follower.address)
        FollowRequest.objects.filter(address=follower.address).delete()
        follower.delete()


# --- What a page says -----------------------------------------------------------------------------


ALL_NAMES = {
    Scope.EVERYTHING: "Allt från Helsingborgsrummet",
    Scope.NEWS: "Alla nyheter",
    Scope.FORMAL: "Alla planers steg och när du kan tycka till",
    Scope.ACTIVITIES: "Alla aktiviteter",
}


def name_of(target, scope=Scope.EVERYTHING):
    """What is followed in words: ``Oceanhamnen, bara aktiviteter``; ``None`` is everything."""
    if target is None:
        return ALL_NAMES[scope]
    words = f"Nyheter i ämnet {target}" if isinstance(target, Topic) else str(target)
    return words if scope == Scope.EVERYTHING else f"{words}, {Scope(scope).label.lower()}"


def names_of(request):
    """What a request is about, in words."""
    found = {name: model.objects.in_bulk([pk for each, pk, _ in request.wanted if each == name])
             for name, model in MODELS.items()}  # fmt: skip
    found[Follow.ALL] = {0: None}
    return [
        name_of(found[target][pk], scope)
        for target, pk, scope in request.wanted
        if pk in found[target]
    ]
