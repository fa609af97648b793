"""What followers are told without anybody asking for it: what editors publish and change, and what time brings.

An editor's form may tell or stop the same tiding (``deliveries.tell``, ``deliveries.stop``): its word counts.
"""

import datetime

from django.db.models import Q
from django.db.models.signals import post_save, pre_save
from django.utils import timezone

from exhibits.models import Activity, Dialogue, Occurrence, Plan, PlanStep
from exhibits.rules.plan_stages import WINDOWS, History
from helsingborgsrummet.content.kinds import kind_of
from helsingborgsrummet.content.publishing import published
from helsingborgsrummet.serving.clock import STOCKHOLM
from news.deliveries import key_of, tell, tell_by_itself
from news.models import Announcement, Tiding
from news.tidings import days_of, is_near

What = Tiding.What
DAY = datetime.timedelta(days=1)
# What is said to have been published, or to have happened, before this is history when it is typed.
PUBLISHED_LATELY, HAPPENED_LATELY = DAY, 60 * DAY
# What time brings comes at midnight, and letters in the morning.
MORNING = datetime.time(7)
# What makes a tiding of a change, by the columns that are read before it.
WATCHED = {
    PlanStep: ("result", "result_url"),
    Dialogue: ("result",),
    Activity: ("heard", "done", "why_not"),
    Occurrence: ("starts_at", "state"),
}


def watch():
    """Listen; once for the whole site."""
    for model in (Announcement, Activity):
        published.connect(_note_published, sender=model, dispatch_uid=f"tell {model.__name__}")
    for model in WATCHED:
        pre_save.connect(_remember, sender=model, dispatch_uid=f"remember {model.__name__}")
        post_save.connect(_note_change, sender=model, dispatch_uid=f"note {model.__name__}")


def _note_published(sender, page, at, **kwargs):
    now = timezone.now()
    if at > now - PUBLISHED_LATELY:
        what = What.NEWS if sender is Announcement else What.ACTIVITY
        tell_by_itself(page, now, what=what, at=at)


def _remember(sender, instance, raw=False, **kwargs):
    is_stored = instance.pk is not None and not instance._state.adding and not raw
    rows = sender._base_manager.filter(pk=instance.pk) if is_stored else sender._base_manager.none()
    instance._as_followers_know = rows.values(*WATCHED[sender]).first()


def _note_change(sender, instance, **kwargs):
    before = instance.__dict__.pop("_as_followers_know", None)
    if before is None:
        return
    now = timezone.now()
    if sender is Occurrence:
        _note_occurrence(instance, before, now)
    elif any(getattr(instance, name) for name in before) and not any(before.values()):
        tell_by_itself(instance, now, what=What.OUTCOME)


def _note_occurrence(row, before, now):
    """Tell that it is moved or cancelled; what is moved again is told again."""
    states = Occurrence.State
    is_cancelled = row.is_cancelled and before["state"] != states.CANCELLED
    is_moved = not row.is_cancelled and (
        row.starts_at != before["starts_at"]
        or (row.state == states.MOVED and before["state"] != states.MOVED)
    )
    if is_cancelled or is_moved:
        tell(row, now, what=What.CANCELLED if is_cancelled else What.MOVED, again=True)


# --- What time brings -----------------------------------------------------------------------------


def tell_what_time_brings(now):
    """Tell of steps that have begun and of questions that open, or close tomorrow; returns how many are new."""
    today = timezone.localdate(now)
    found = [*_of_steps(today, now), *_of_dialogues(today, now)]
    known = set(
        Tiding.objects.filter(
            key__in=[key_of(about, what) for about, what in found if what != What.CLOSES]
        ).values_list("key", flat=True)
    )
    morning = datetime.datetime.combine(today, MORNING, tzinfo=STOCKHOLM)
    count = 0
    for about, what in found:
        if what == What.CLOSES:
            count += _tell_of_end(about, days_of(about)[1], max(now, morning), now)
        elif key_of(about, what) not in known:
            tell_by_itself(about, now, what=what, at=max(now, morning))
            count += 1
    return count


def _tell_of_end(about, last_day, at, now):
    """Tell that a question closes, once for each last day that it is given."""
    told = Tiding.objects.filter(key__startswith=key_of(about, What.CLOSES)).order_by("-id").first()
    if told is not None and is_near(last_day, timezone.localdate(told.at)):
        return 0
    tell(about, now, what=What.CLOSES, at=at, again=True)
    return 1


def _of_steps(today, now):
    since = today - HAPPENED_LATELY
    is_open = Q(stage__in=WINDOWS, ends_on__gte=today)
    begun = PlanStep.objects.filter(
        Q(starts_on__gte=since - 31 * DAY) | is_open, starts_on__lte=today
    )
    plans = kind_of(Plan).visible(now)
    for plan in plans.filter(pk__in=begun.values("plan")).prefetch_related("steps"):
        history = History([row.as_step() for row in plan.steps.all()], today)
        for step in history.begun:
            if history.was_stopped(step):
                continue
            if step.window:
                yield from _of_question(step.row, step.window.opens, step.window.closes, today)
            elif step.starts.last >= since:
                yield step.row, What.STEP


def _of_dialogues(today, now):
    for row in Dialogue.objects.published(now).open_on(today):
        begun = max(row.opens_on, timezone.localdate(row.published_at))
        yield from _of_question(row, begun, days_of(row)[1], today)


def _of_question(about, opens, closes, today):
    if not opens <= today <= closes:
        return
    if opens >= today - HAPPENED_LATELY:
        yield about, What.OPENS
    # What opens and closes the same day says so when it opens.
    if is_near(closes, today) and opens < today:
        yield about, What.CLOSES
