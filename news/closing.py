"""Topics and areas that close or go into another: their followers are told, and moved or released."""

from django.db import transaction
from django.db.models import DateTimeField, Exists, OuterRef
from django.urls import reverse

from exhibits.models import Area
from helsingborgsrummet.content.publishing import State
from helsingborgsrummet.content.words_sv import format_moment
from helsingborgsrummet.editing import waiting
from helsingborgsrummet.editing.telling import register_closer
from helsingborgsrummet.editing.waiting import Waiting
from helsingborgsrummet.letters import Button, Paragraph
from news.deliveries import post_to
from news.followers import note_idle
from news.models import Follow, Follower, Topic
from news.telling import may_tell

BATCH = 1000


def follows_of(row):
    """Who follows a topic or an area, those included whose following ended when its page was withdrawn."""
    return Follow.objects.filter(**{_name(row): row})


def close(row, target, sentence, now):
    """Tell everybody who follows ``row``, and let them follow ``target`` instead, or nothing when that is ``None``.

    Who follows both already keeps what they had chosen for ``target``. Returns how many were told. All or nothing, once:
    whoever has been moved no longer follows ``row``.
    """
    name = _name(row)
    subject, blocks = letter_of(row, target, sentence)
    with transaction.atomic():
        keys = list(follows_of(row).select_for_update().values_list("follower", flat=True))
        for start in range(0, len(keys), BATCH):
            batch = keys[start : start + BATCH]
            post_to(Follower.objects.filter(pk__in=batch).order_by("pk"), subject, blocks, now)
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
    return len(keys)


def letter_of(row, target, sentence):
    """The subject and the blocks of what followers are told."""
    told = [Paragraph(sentence)] if sentence else []
    if target is None:
        words = f"Du följde {row}. Det har stängt, och du får inga fler brev om det."
        return f"{row} har stängt", [*told, Paragraph(words)]
    words = f"Du följde {row}, som nu ingår i {target}. Därför följer du {target} i stället, på samma sätt som förut."
    return (
        f"{row} ingår nu i {target}",
        [*told, Paragraph(words), Button(f"Läs om {target}", target.get_absolute_url())],
    )


def _name(row):
    return "topic" if isinstance(row, Topic) else "area"


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
    count = follows_of(row).count() if may_tell(user, row) else 0
    return (count, address_of_closing(row)) if count else None


def register_waiting():
    """Let withdrawn areas wait, on the first page, until somebody has decided about their followers."""
    waiting.register("exhibits.publish_area", _withdrawn_with_followers)


def _withdrawn_with_followers(now, today):
    areas = Area.objects.in_state(State.WITHDRAWN, now)
    return Waiting(
        "Stängda områden som någon följer",
        areas.filter(Exists(Follow.objects.filter(area=OuterRef("pk")))),
        "exhibits.area",
        "withdrawn_at",
        DateTimeField,
        lambda moment: f"avpublicerades {format_moment(moment)}: flytta eller släpp följarna",
    )
