"""The recurring work of following: what time brings, letters, ends, and what is forgotten when."""

import datetime
import time

from django.db.models import Q
from django.utils import timezone

from exhibits.models import Area, Dialogue, Plan
from exhibits.rules.plan_stages import missing_result
from helsingborgsrummet import due_work, letters
from news.deliveries import KIND, deliver, post_due
from news.followers import (
    ERASED_AFTER,
    TOLD_LASTS,
    UNCONFIRMED_LASTS,
    UNDELIVERED_AT_MOST,
    UNDELIVERED_COUNTS_FOR,
    erase,
    leave,
    note_idle,
)
from news.models import Delivery, Follow, Follower, FollowRequest, Tiding
from news.watching import tell_what_time_brings

MINUTE = datetime.timedelta(minutes=1)


def register_work():
    """Have followers told, and forgotten in time; hear of letters that do not come through."""
    due_work.register(
        "watch_steps_and_questions",
        "Plansteg och frågor som följare ska få veta om",
        10 * MINUTE,
        lambda now: f"{tell_what_time_brings(now)} nya besked",
    )
    due_work.register("tell_followers", "Utskick till följare", MINUTE / 2, _tell)
    due_work.register(
        "end_follows",
        "Följningar av det som är slut avslutas",
        60 * MINUTE,
        lambda now: f"{end_follows(now)} följningar avslutade",
    )
    due_work.register(
        "forget_followers",
        "Uppgifter om följare gallras",
        60 * MINUTE,
        lambda now: f"{forget(now)} följare raderade",
    )
    letters.undeliverable.connect(_note_undeliverable, dispatch_uid="note undeliverable")


def _tell(now):
    until = time.monotonic() + due_work.SLICE.total_seconds()
    reached = deliver(now)
    count = post_due(now, lambda: time.monotonic() > until)
    return f"{reached} utskick, {count} brev i kön"


def _note_undeliverable(sender, kind, key, now, **kwargs):
    """End what letters to an address that is gone are about."""
    follower = Follower.objects.filter(pk=int(key)).first() if kind == KIND else None
    if follower is None:
        return
    last = follower.undelivered_at
    counts = last is not None and now - last < UNDELIVERED_COUNTS_FOR
    follower.undelivered_count = follower.undelivered_count + 1 if counts else 1
    follower.undelivered_at = now
    follower.save(update_fields=["undelivered_count", "undelivered_at"])
    if follower.undelivered_count >= UNDELIVERED_AT_MOST:
        leave(follower, now)


# --- What has ended -------------------------------------------------------------------------------


def end_follows(now):
    """Note of what is followed that there is nothing more to tell of it, or that there is again; how many ended.

    A dialogue ends once its result is told, a plan once nothing more is to come of it, either and an area when
    its page is withdrawn. Topics have no end.
    """
    ended = {
        "dialogue": Dialogue.objects.filter(
            Q(withdrawn_at__lte=now)
            | Q(closes_on__lt=timezone.localdate(now), pk__in=_told_of(Dialogue))
        ),
        "area": Area.objects.filter(withdrawn_at__lte=now),
        "plan": Plan.objects.filter(Q(withdrawn_at__lte=now) | Q(pk__in=_finished_plans(now))),
    }
    count, touched = 0, set()
    for target, rows in ended.items():
        followed = Follow.objects.filter(**{f"{target}__isnull": False})
        over = followed.filter(**{f"{target}__in": rows.values("pk")})
        back = followed.exclude(pk__in=over.values("pk")).filter(ended_at__isnull=False)
        over = over.filter(ended_at__isnull=True)
        touched.update(over.values_list("follower", flat=True))
        touched.update(back.values_list("follower", flat=True))
        count += over.update(ended_at=now)
        back.update(ended_at=None)
    touched = sorted(touched)
    for start in range(0, len(touched), 1000):
        note_idle(touched[start : start + 1000], now)
    return count


def _told_of(model):
    rows = Tiding.objects.filter(
        content_type__app_label=model._meta.app_label,
        content_type__model=model._meta.model_name,
        what=Tiding.What.OUTCOME,
        told_at__isnull=False,
    )
    return rows.values("object_id")


def _finished_plans(now):
    today = timezone.localdate(now)
    followed = Plan.objects.filter(follows__isnull=False).distinct().prefetch_related("steps")
    return [
        plan.pk
        for plan in followed
        if plan.stand_on(today).state.is_over
        and not any(missing_result(step, today) for step in plan.dated_steps)
        and not _waits(plan)
    ]


def _waits(plan):
    """Whether something about a plan is still to be told."""
    steps = [row.pk for row in plan.steps.all()]
    return Tiding.objects.filter(
        content_type__model="planstep", object_id__in=steps, told_at__isnull=True, is_stopped=False
    ).exists()


# --- What is forgotten ----------------------------------------------------------------------------


def forget(now):
    """Forget who did not confirm, who has followed nothing for long, and who was told what; how many followers went."""
    FollowRequest.objects.filter(asked_at__lte=now - UNCONFIRMED_LASTS).delete()
    Delivery.objects.filter(posted_at__lt=now - TOLD_LASTS).delete()
    old = now - ERASED_AFTER
    gone = list(Follower.objects.idle_until(old))
    for follower in gone:
        erase(follower)
    Follow.objects.filter(ended_at__lte=old).delete()
    return len(gone)
