"""Topics and areas that close or go into another: their followers are told, and moved or released."""

import datetime
import time

from django.db import transaction
from django.db.models import DateTimeField, Exists, OuterRef, Q
from django.urls import reverse

from exhibits.models import Area
from helsingborgsrummet import due_work
from helsingborgsrummet.content.publishing import State
from helsingborgsrummet.content.words_sv import format_moment
from helsingborgsrummet.content.writing import Turns
from helsingborgsrummet.editing import waiting
from helsingborgsrummet.editing.telling import register_closer
from helsingborgsrummet.editing.waiting import Waiting
from helsingborgsrummet.letters import Button, Paragraph
from news.deliveries import post_to, write_about
from news.followers import note_idle
from news.models import Closing, Follow, Follower, Topic
from news.telling import may_tell

BATCH = 200  # followers told and moved together, in 20 ms


def follows_of(row):
    """Who follows a topic or an area, those included whose following ended when its page was withdrawn."""
    return Follow.objects.filter(**{_name(row): row})


def close(row, target, sentence, now):
    """Tell everybody who follows ``row``, and let them follow ``target`` instead, or nothing when that is ``None``.

    Who follows both already keeps what they had chosen for ``target``. The first of them are moved at once, the rest by
    recurring work (:func:`go_on`), so that nobody waits for thousands. Returns how many are told; none
    while an earlier decision about ``row`` is still being carried out.
    """
    name = _name(row)
    with transaction.atomic():
        count = follows_of(row).count()
        if not count or under_way(row):
            return 0
        closing, is_new = Closing.objects.get_or_create(
            **{name: row}, defaults={f"to_{name}": target, "sentence": sentence, "asked_at": now}
        )
        if not is_new:
            return 0
        _move_some(closing, now)
    return count


def under_way(row):
    """Whether something that has been decided about followers leads from ``row`` or to it, and is not done yet."""
    name = _name(row)
    return Closing.objects.filter(Q(**{name: row}) | Q(**{f"to_{name}": row})).exists()


def go_on(now, enough=lambda: False):
    """Carry on with what has been decided, a batch at a time until ``enough()``; returns how many were told."""
    count, turns = 0, Turns()
    while not enough():
        turns.leave()
        with transaction.atomic():
            closing = Closing.objects.select_for_update(of=("self",)).order_by("pk").first()
            if closing is None:
                break
            count += _move_some(closing, now)
    return count


def _move_some(closing, now):
    """Tell and move the next followers, all or nothing, once: who has been moved no longer follows it."""
    row, target = closing.row, closing.target
    name = _name(row)
    batch = list(follows_of(row).order_by("follower").values_list("follower", flat=True)[:BATCH])
    if batch:
        if closing.letter is None:
            closing.letter = write_about(*letter_of(row, target, closing.sentence), now)
            closing.save(update_fields=["letter"])
        post_to(closing.letter, Follower.objects.filter(pk__in=batch).order_by("pk"), now)
        follows = follows_of(row).filter(follower__in=batch)
        if target is not None:
            there = follows_of(target).filter(follower__in=batch)
            there.filter(ended_at__isnull=False).update(ended_at=None)
            missing = follows.exclude(follower__in=there.values("follower"))
            Follow.objects.filter(pk__in=list(missing.values_list("pk", flat=True))).update(
                **{name: target}, ended_at=None
            )
        follows_of(row).filter(follower__in=batch).delete()
        note_idle(batch, now)
    if len(batch) < BATCH:
        closing.delete()
    return len(batch)


def letter_of(row, target, sentence):
    """The subject and the blocks of what followers are told."""
    told = [Paragraph(sentence)] if sentence else []
    if target is None:
        words = (
            f"Du följde {row}. Det har vi slutat berätta om, så det kommer inga fler mejl om det."
        )
        return f"Vi har slutat berätta om {row}", [*told, Paragraph(words)]
    words = f"Du följde {row}, som nu ingår i {target}. Därför följer du {target} i stället, på samma sätt som förut."
    return (
        f"{row} ingår nu i {target}",
        [*told, Paragraph(words), Button(f"Läs om {target}", target.get_absolute_url())],
    )


def _name(row):
    return "topic" if isinstance(row, Topic) else "area"


# --- The rest of them ------------------------------------------------------------------------------


def register_work():
    """Have those moved whom :func:`close` left for later."""
    due_work.register(
        "move_followers", "Följare av det som stängs flyttas", datetime.timedelta(seconds=30), _move
    )


def _move(now):
    until = time.monotonic() + due_work.SLICE.total_seconds()
    return f"{go_on(now, lambda: time.monotonic() > until)} följare"


# --- Asking an editor --------------------------------------------------------------------------------

SLUGS = {Topic: "amne", Area: "omrade"}


def listen():
    """Let the forms of topics and areas lead to the question; for ``ready()``."""
    for model in SLUGS:
        register_closer(model, _to_decide)


def address_of_closing(row):
    """Where an editor decides about the followers of a topic or an area."""
    return reverse("admin:news_tiding_closing", args=[SLUGS[type(row)], row.pk])


def _to_decide(user, row):
    is_asked = may_tell(user, row) and not under_way(row)
    count = follows_of(row).count() if is_asked else 0
    return (count, address_of_closing(row)) if count else None


def register_waiting():
    """Let withdrawn areas wait, on the first page, until somebody has decided about their followers."""
    waiting.register("exhibits.publish_area", _withdrawn_with_followers)


def _withdrawn_with_followers(now, today):
    areas = Area.objects.in_state(State.WITHDRAWN, now)
    return Waiting(
        "Stängda områden som någon följer",
        areas.filter(
            Exists(Follow.objects.filter(area=OuterRef("pk"))),
            ~Exists(Closing.objects.filter(area=OuterRef("pk"))),
        ),
        "exhibits.area",
        "withdrawn_at",
        DateTimeField,
        lambda moment: f"avpublicerades {format_moment(moment)}: flytta eller släpp följarna",
    )
