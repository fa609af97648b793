"""How many forms may come from one place: exact for all worker processes together, and forgotten after an hour.

Only forms that are right count, so whoever corrects a field loses nothing, and whoever is stopped may send the same
form again after a few seconds: an office behind one address gets them all through, a machine few.
"""

import datetime

from django.db import transaction
from django.utils.crypto import salted_hmac

from helsingborgsrummet import due_work
from helsingborgsrummet.models import FormSource

MINUTE, HOUR = 60, 3600  # seconds
# How many within how many seconds, from one address and from the network around it.
ADDRESS = ((4, MINUTE), (40, HOUR))
NETWORK = ((16, MINUTE), (160, HOUR))


def register_work():
    """Have what is older than an hour removed."""
    due_work.register(
        "forget_form_sources",
        "Avsändare av formulär glöms",
        datetime.timedelta(minutes=5),
        lambda now: f"{forget(now)} avsändare glömda",
    )


def seconds_to_wait(networks, now):
    """0 when a form from here may come at the moment ``now``, and it is counted; else whole seconds to wait.

    ``networks`` are the sender's address and network, as :func:`~origin.sender_networks` gives them; what is
    unknown shares one limit.
    """
    names = [f"{place}" for place in networks] if networks else ["unknown"]
    limits = dict(zip(names, (ADDRESS, NETWORK), strict=False))
    at = now.timestamp()
    keys = {name: (_key(name, at), _key(name, at - HOUR)) for name in names}
    with transaction.atomic():
        FormSource.objects.bulk_create(
            [FormSource(key=key, last_at=now) for key, _ in sorted(keys.values())],
            ignore_conflicts=True,
        )
        wanted = [key for pair in keys.values() for key in pair]
        # One after the other, in one order: nobody counts what another is about to.
        rows = FormSource.objects.select_for_update().filter(key__in=wanted).order_by("key")
        found = {row.key: row for row in rows}
        wait = 0.0
        for name, pair in keys.items():
            past = [moment for key in pair if key in found for moment in found[key].moments]
            wait = max(wait, *(_wait(past, at, *limit) for limit in limits[name]))
        if wait:
            return int(wait) + 1
        for key, _ in keys.values():
            row = found[key]
            row.moments = [*(each for each in row.moments if each > at - HOUR), at]
            row.last_at = now
            row.save()
    return 0


def _wait(past, at, count, seconds):
    """How many seconds until one more makes no more than ``count`` within ``seconds``."""
    recent = sorted(moment for moment in past if at - seconds < moment)
    return recent[-count] + seconds - at if len(recent) >= count else 0.0


def _key(name, at):
    """A hash of a place with a salt that is another one each hour: what was kept cannot be put together for longer."""
    return salted_hmac(
        f"helsingborgsrummet.form_source {int(at // HOUR)}", name, algorithm="sha256"
    ).hexdigest()


def forget(now):
    """Remove what is older than an hour; returns how many rows went."""
    old = now - datetime.timedelta(seconds=HOUR)
    return FormSource.objects.filter(last_at__lt=old).delete()[0]
