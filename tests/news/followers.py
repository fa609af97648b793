"""Followers for tests, and a clock under which the site does its recurring work."""

import datetime

from helsingborgsrummet.letters import sending
from news import followers
from news.deliveries import deliver, post_due
from news.following import end_follows, forget
from news.models import Follow, Follower, FollowRequest, Frequency
from news.watching import tell_what_time_brings

MINUTE, HOUR, DAY = (
    datetime.timedelta(minutes=1),
    datetime.timedelta(hours=1),
    datetime.timedelta(days=1),
)


def make_follower(name, *targets, now, frequency=Frequency.AT_ONCE, scope="allt"):
    """A confirmed follower of some topics, areas, plans and dialogues, or of everything, as the pages make one."""
    wanted = [
        (type(target).__name__.lower(), target.pk, scope if hasattr(target, "outline") else "allt")
        for target in targets
    ] or [(Follow.ALL, 0, scope)]
    followers.ask(f"{name}@exempel.se", wanted, frequency, now)
    return followers.confirm(FollowRequest.objects.get(address=f"{name}@exempel.se"), now)


def work(now):
    """Do once what is due at a moment, in the order of ``run_due``; send what waits."""
    sending.send_due(lambda: now, per_minute=0)
    tell_what_time_brings(now)
    deliver(now)
    post_due(now)
    end_follows(now)
    forget(now)
    sending.send_due(lambda: now, per_minute=0)


def pass_time(start, end, step=HOUR):
    """Do the work every ``step`` from one moment to another, on the clock of the wall's country."""
    moment = start.astimezone(datetime.UTC)
    while moment <= end:
        work(moment)
        moment += step


__all__ = ["DAY", "HOUR", "MINUTE", "Follow", "Follower", "make_follower", "pass_time", "work"]
