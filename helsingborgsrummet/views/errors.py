"""What a visitor sees when a page is missing, moved or withdrawn, or when something broke."""

from urllib.parse import urlsplit

from django.http import HttpResponsePermanentRedirect, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import get_template
from django.utils import timezone

from helsingborgsrummet.content.addresses import internal_path
from helsingborgsrummet.content.kinds import Gone, page_at
from helsingborgsrummet.models import Redirect


def not_found(request, exception=None):
    """Lead to the page's new address, tell why it is withdrawn, or say that there is nothing here."""
    now = timezone.now()
    if isinstance(exception, Gone):
        page = exception.page
        link = page.withdrawn_link
        context = {"now": now, "page": page, "onward": onward(link, now) if link else ""}
        return render(request, "site/410.html", context, status=410)
    target = Redirect.objects.target_of(request.path)
    if target:
        query = request.META.get("QUERY_STRING")
        response = HttpResponsePermanentRedirect(f"{target}?{query}" if query else target)
        # A browser that kept the answer for good would go in circles when the page is renamed back.
        response["Cache-Control"] = "public, no-cache"
        return response
    return render(request, "site/404.html", {"now": now}, status=404)


def forbidden(request, exception=None):
    """Say that the account may not do this; only staff ever ask for something that it may not."""
    return render(request, "site/403.html", {"now": timezone.now()}, status=403)


def onward(link, now):
    """Words for a link to read on at: the title of a page of this site, or the name of another site."""
    path = internal_path(link)
    if path is None:
        return f"Läs vidare på {urlsplit(link).hostname}"
    page = page_at(path, now)
    return f"Läs vidare: {page.title}" if page else "Läs vidare här på webbplatsen"


def server_error(request):
    """The page that says that something broke; asks nothing of the database."""
    return HttpResponseServerError(get_template("site/500.html").render())
