"""What a visitor sees when a page is missing, moved or withdrawn, or when something broke."""

from django.http import HttpResponsePermanentRedirect, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import get_template
from django.utils import timezone

from helsingborgsrummet.content.publishing import Gone
from helsingborgsrummet.models import Redirect


def not_found(request, exception=None):
    """Lead to the page's new address, tell why it is withdrawn, or say that there is nothing here."""
    now = timezone.now()
    if isinstance(exception, Gone):
        return render(request, "site/410.html", {"now": now, "page": exception.page}, status=410)
    target = Redirect.objects.target_of(request.path)
    if target:
        query = request.META.get("QUERY_STRING")
        response = HttpResponsePermanentRedirect(f"{target}?{query}" if query else target)
        # A browser that kept the answer for good would go in circles when the page is renamed back.
        response["Cache-Control"] = "public, no-cache"
        return response
    return render(request, "site/404.html", {"now": now}, status=404)


def server_error(request):
    """The page that says that something broke; asks nothing of the database."""
    return HttpResponseServerError(get_template("site/500.html").render())
