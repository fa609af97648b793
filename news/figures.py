"""Figures about following, without persons: counted each day and kept, while addresses and logs go."""

import datetime

from django.db.models import Count, Q
from django.utils import timezone

from exhibits.models import Area
from helsingborgsrummet import due_work
from helsingborgsrummet.models import Envelope
from helsingborgsrummet.serving.clock import STOCKHOLM
from news.deliveries import KIND
from news.models import Follow, Follower, FollowingFigure, Scope, Topic

State = Envelope.State
WENT = (State.SENT, State.UNCERTAIN)
CAME_BACK = (State.REFUSED, State.GIVEN_UP, State.BOUNCED)


def register_work():
    """Have each day counted, again and again until it is over."""
    due_work.register(
        "count_following", "Följare och brev räknas", datetime.timedelta(hours=1), count_days
    )


def count_days(now):
    """Count today's followers, and the letters of today and of the six days before, whose log is still there."""
    today = timezone.localdate(now)
    for name, count in _followers():
        _keep(today, name, followers=count)
    for back in range(7):
        day = today - datetime.timedelta(days=back)
        # A day that has been counted is not counted down: its letters leave the log bit by bit.
        known = FollowingFigure.objects.filter(day=day, about=FollowingFigure.ALL).first()
        letters = _letters(day)
        if known is not None:
            letters = {name: max(count, getattr(known, name)) for name, count in letters.items()}
        if known is not None or any(letters.values()):
            _keep(day, FollowingFigure.ALL, **letters)
    return "räknat"


def _followers():
    active = Follow.objects.filter(ended_at__isnull=True)
    yield FollowingFigure.ALL, Follower.objects.filter(pk__in=active.values("follower")).count()
    # Everything there is, by what of it they want to hear.
    counts = dict(
        active.filter(is_of_everything=True)
        .values_list("scope")
        .annotate(count=Count("pk"))
        .order_by()
    )
    for scope in Scope:
        about = f"{Follow.ALL}:{scope}"
        if scope in counts or FollowingFigure.objects.filter(about=about).exists():
            yield about, counts.get(scope, 0)
    for name in ("topic", "area"):
        rows = active.filter(**{f"{name}__isnull": False}).values_list(f"{name}_id")
        counts = dict(rows.annotate(count=Count("pk")).order_by())
        model = Topic if name == "topic" else Area
        for pk in model.objects.values_list("pk", flat=True):
            if pk in counts or FollowingFigure.objects.filter(about=f"{name}:{pk}").exists():
                yield f"{name}:{pk}", counts.get(pk, 0)


def _letters(day):
    begins = datetime.datetime.combine(day, datetime.time(0), tzinfo=STOCKHOLM)
    ends = datetime.datetime.combine(
        day + datetime.timedelta(days=1), datetime.time(0), tzinfo=STOCKHOLM
    )
    ended = Envelope.objects.filter(letter__kind=KIND, ended_at__gte=begins, ended_at__lt=ends)
    return ended.aggregate(
        letters=Count("pk", filter=Q(state__in=WENT)),
        undelivered=Count("pk", filter=Q(state__in=CAME_BACK)),
    )


def _keep(day, about, **values):
    FollowingFigure.objects.update_or_create(day=day, about=about, defaults=values)


def drawn(points, width, height):
    """The corners of a line through ``points`` (day, count) on a plate of ``width`` × ``height``: SVG's ``points``.

    The first and the last day lie at the edges, 0 at the bottom and the highest count at the top.
    """
    if not points:
        return ""
    first, last = points[0][0], points[-1][0]
    days = max((last - first).days, 1)
    top = max(count for _, count in points) or 1
    return " ".join(
        f"{(day - first).days * width / days:.1f},{height - count * height / top:.1f}"
        for day, count in points
    )
