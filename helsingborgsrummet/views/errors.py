"""What a visitor sees when a page is missing, moved or withdrawn, or when something broke.

Every page here comes in the site's look. When that cannot be had, because the database is gone or the
static files were never collected, the same words come on a plain page that asks for neither.
"""

import logging
import re

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.template.loader import get_template
from django.utils import timezone

from helsingborgsrummet import audit
from helsingborgsrummet.content.addresses import host_of, internal_path, is_link
from helsingborgsrummet.content.kinds import Gone, all_kinds, page_at, visible_or_404
from helsingborgsrummet.models import Redirect

logger = logging.getLogger(__name__)
SLUG = re.compile(r"[\w-]{1,100}", re.ASCII)
# What is wrong, and what to do about it, by status.
WORDS = {
    400: (
        "Det gick inte att läsa det du skickade",
        "Adressen eller formuläret kom fram skadat. Gå tillbaka i webbläsaren och försök igen.",
    ),
    403: (
        "Du har inte behörighet",
        "Ditt konto får inte göra det här. Fråga den som ger behörigheter om du behöver det.",
    ),
    404: (
        "Sidan finns inte",
        "Adressen kan vara felskriven, eller så har sidan tagits bort.",
    ),
    405: (
        "Sidan går inte att öppna så här",
        "Sidan tar bara emot formulär. Gå tillbaka i webbläsaren och använd knappen på sidan du kom från.",
    ),
    410: ("Sidan visas inte längre", "Den har tagits bort från webbplatsen."),
    413: (
        "Det du skickade är för stort",
        "Gå tillbaka i webbläsaren. Det du fyllde i finns oftast kvar. Korta texten eller välj en mindre "
        "fil, och skicka sedan igen.",
    ),
    500: (
        "Något gick fel hos oss",
        "Det är inte du som har gjort fel. Felet är antecknat och vi ser över det. Försök gärna igen "
        "om en stund.",
    ),
    503: (
        "Vi kan inte visa sidan just nu",
        "Det är inte du som har gjort fel. Försök igen om några minuter.",
    ),
}


def plain_page(status):
    """The words for a status on a page that asks nothing of the database or of collected files."""
    try:
        stylesheet = staticfiles_storage.url("css/site.css")
    except Exception:
        # Whatever is wrong with the list of collected files: the file itself may be there.
        stylesheet = f"{settings.STATIC_URL}css/site.css"
    heading, lead = WORDS[status]
    context = {"status": status, "heading": heading, "lead": lead, "stylesheet": stylesheet}
    return HttpResponse(get_template("site/plain.html").render(context), status=status)


def _page(request, name, status, context=()):
    heading, lead = WORDS[status]
    context = {"now": timezone.now(), "heading": heading, "lead": lead, **dict(context)}
    try:
        return render(request, f"site/{name}.html", context, status=status)
    except Exception:
        logger.exception("The page for %s could not be shown whole", status)
        return plain_page(status)


def not_found(request, exception=None):
    """Lead to the page's new address, tell why it is withdrawn, or say that there is nothing here.

    Without the database nobody knows which: then the answer asks to come back.
    """
    try:
        return _not_found(request, exception)
    except DatabaseError:
        logger.exception("Nobody knows whether there is a page")
        response = plain_page(503)
        response["Retry-After"] = "120"
        return response


def _not_found(request, exception):
    now = timezone.now()
    page = exception.page if isinstance(exception, Gone) else _withdrawn_choice(request, now)
    if page:
        link = page.withdrawn_link
        context = {"page": page, "onward": onward(link, now) if link else ""}
        return _page(request, "410", 410, context)
    target = _new_address(request)
    if target:
        return HttpResponsePermanentRedirect(target)
    return _page(request, "404", 404)


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
    audit.note_refusal(request)
    return _page(request, "refused", 403)


def form_refused(request):
    """Say that a form was not taken, because another site may have sent it."""
    words = {
        "heading": "Formuläret togs inte emot",
        "lead": "Det kom inte från en sida på den här webbplatsen, eller så saknas den kaka som inloggningen behöver. "
        "Öppna sidan på nytt och försök igen.",
    }
    return _page(request, "refused", 403, words)


def not_allowed(request, allowed):
    """Say that an address takes forms only, to somebody who opened it; ``allowed`` are its methods."""
    response = _page(request, "refused", 405)
    response["Allow"] = ", ".join(allowed)
    return response


def bad_request(request, exception=None):
    """Say that a request could not be read, or was too large. Asks nothing of the request itself."""
    return plain_page(413 if isinstance(exception, RequestDataTooBig) else 400)


def onward(link, now):
    """Words for a link to read on at: the title of a page of this site, or the name of another site.

    Empty for what is no link: whatever is stored, the answer is never an error.
    """
    if not is_link(link):
        return ""
    path = internal_path(link)
    if path is None:
        return f"Läs vidare på {host_of(link)}"
    page = page_at(path, now)
    return f"Läs vidare: {page.title}" if page else "Läs vidare här på webbplatsen"


def server_error(request):
    """The page that says that something broke."""
    return plain_page(500)
