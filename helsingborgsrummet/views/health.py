"""Is the process alive, and can it answer visitors? For whoever watches the site."""

from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def live(request):
    """Answer as long as the process runs."""
    return HttpResponse("lever\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def ready(request):
    """Answer 200 when the database answers, otherwise 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse(
            "databasen svarar inte\n", status=503, content_type="text/plain; charset=utf-8"
        )
    return HttpResponse("redo\n", content_type="text/plain; charset=utf-8")
