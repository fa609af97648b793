"""What is known of people's doings in the admin for a while, and taken away then."""

import datetime

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session

from helsingborgsrummet.models import SavedForm

LIFE = datetime.timedelta(days=30)


def remove_old_traces(now):
    """Delete what is older than thirty days at the moment ``now``: wrong passwords with their addresses,
    and the numbers of saved forms; and sessions that have ended. Returns in Swedish how much went.
    """
    rows = [
        *(
            model.objects.filter(attempt_time__lt=now - LIFE)
            for model in (AccessAttempt, AccessFailureLog, AccessLog)
        ),
        SavedForm.objects.outlived(now),
        Session.objects.filter(expire_date__lt=now),
    ]
    return f"{sum(each.delete()[0] for each in rows)} rader togs bort."
