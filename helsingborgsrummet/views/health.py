"""Is the process alive, and can it answer visitors? For whoever watches the site."""

from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from helsingborgsrummet import due_work


@require_safe
@never_cache
def live(request):
    """Answer as long as the process runs."""
    return HttpResponse("lever\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def ready(request):
    """Answer 200 when the database answers, otherwise 503; and tell how recurring work goes.

    Work that fails keeps no visitor from being answered, so it changes the words and not the status.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        lines = [_line(each) for each in due_work.state(timezone.now())]
    except DatabaseError:
        return HttpResponse(
            "databasen svarar inte\n", status=503, content_type="text/plain; charset=utf-8"
        )
    text = "".join(f"{line}\n" for line in ["redo", *lines])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _line(state):
    """One piece of recurring work: its name, how it goes, when it was done and how long it took."""
    how = "felar" if state.failure else "försenat" if state.is_late else "fungerar"
    if state.started_at is None:
        return f"{state.name}: inte gjort än"
    took = f" på {state.duration.total_seconds():.1f} s" if state.duration is not None else ""
    said = state.failure or state.result
    return f"{state.name}: {how}, senast {state.started_at:%Y-%m-%dT%H:%M:%SZ}{took}: {said}"
