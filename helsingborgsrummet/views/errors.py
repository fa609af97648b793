"""What a visitor sees when a page is missing, moved or withdrawn, or when something broke."""

import re
from urllib.parse import urlsplit

from django.http import Http404, HttpResponsePermanentRedirect, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import get_template
from django.utils import timezone

from helsingborgsrummet.content.addresses import internal_path
from helsingborgsrummet.content.kinds import Gone, all_kinds, page_at, visible_or_404
from helsingborgsrummet.models import Redirect

SLUG = re.compile(r"[\w-]{1,100}", re.ASCII)


def not_found(request, exception=None):
    """Lead to the page's new address, tell why it is withdrawn, or say that there is nothing here."""
    now = timezone.now()
    page = exception.page if isinstance(exception, Gone) else _withdrawn_choice(request, now)
    if page:
        link = page.withdrawn_link
        context = {"now": now, "page": page, "onward": onward(link, now) if link else ""}
        return render(request, "site/410.html", context, status=410)
    target = _new_address(request)
    if target:
        return HttpResponsePermanentRedirect(target)
    return render(request, "site/404.html", {"now": now}, status=404)


def _new_address(request):
    """Where the page that was asked for is now, its list kept to what it was kept to; or ``None``."""
    path = Redirect.objects.target_of(request.path)
    query = request.META.get("QUERY_STRING", "")
    chosen = _new_choice(request)
    if not path and not chosen:
        return None
    query = chosen.urlencode() if chosen else query
    return (path or request.path) + (f"?{query}" if query else "")


def _new_choice(request):
    """The query string with the present names of renamed rows that a list is kept to, or ``None``."""
    query = request.GET.copy()
    for kind, slug in _choices(request):
        target = Redirect.objects.target_of(kind.model(slug=slug).get_absolute_url())
        if target:
            query[kind.choice] = target.rstrip("/").rpartition("/")[2]
    return query if query != request.GET else None


def _withdrawn_choice(request, now):
    """What a list is asked to keep to, when it has been public and is withdrawn; or ``None``."""
    for kind, slug in _choices(request):
        try:
            visible_or_404(kind.model, now, slug)
        except Gone as gone:
            return gone.page
        except Http404:
            continue
    return None


def _choices(request):
    """The kinds by whose rows the query string keeps a list, each with the slug of the row."""
    for kind in all_kinds():
        slug = request.GET.get(kind.choice) if kind.choice else None
        if slug and SLUG.fullmatch(slug):
            yield kind, slug


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
