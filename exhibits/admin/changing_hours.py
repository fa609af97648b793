"""What every screen that changes opening hours asks: who may, over which version, closing upon what."""

import hashlib

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from exhibits.models.activities import Occurrence
from exhibits.rules.opening_hours import fit_of
from exhibits.words_sv.opening import closed_upon_sentence

PERMISSIONS = [
    f"exhibits.{action}_{model}"
    for model in ("openingrule", "openingseason", "openingexception")
    for action in ("add", "change", "delete")
] + ["exhibits.publish_openingrule"]


def version_of(schedule):
    """A name for a schedule as stored: whoever saves over another version is told."""
    return hashlib.sha256(repr(schedule).encode()).hexdigest()[:16]


def closed_upon(before, after, now):
    """What is planned in the room and agrees less with the hours ``after`` than with those ``before``."""
    return [
        row
        for row in Occurrence.objects.planned_in_the_room(now)
        if fit_of(after, row.starts_at, row.ends_at) > fit_of(before, row.starts_at, row.ends_at)
    ]


class Question:
    """Whether hours shall be stored though they close the room upon ``rows``, until a tick says yes."""

    def __init__(self, rows, data):
        """``data`` is what was posted: the tick holds the keys of what it was about."""
        answered = data.get("despite", "").split()
        self.rows = [row for row in rows if str(row.pk) not in answered] and rows

    @property
    def sentence(self):
        """What is asked; empty when nothing is."""
        return closed_upon_sentence(map(str, self.rows)) if self.rows else ""

    @property
    def value(self):
        """What the tick posts."""
        return " ".join(str(row.pk) for row in self.rows)


def question_about(request, before, after):
    """The :class:`Question` that is to be answered before ``after`` is stored, or ``None``."""
    question = Question(closed_upon(before, after, timezone.now()), request.POST)
    return question if question.rows else None


def check_permission(request):
    """Refuse whoever may not change opening hours."""
    if not request.user.has_perms(PERMISSIONS):
        raise PermissionDenied
