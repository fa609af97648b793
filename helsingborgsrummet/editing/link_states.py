"""Where links within the site lead, asked of the site itself."""

import logging
from contextlib import nullcontext
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import SuspiciousFileOperation
from django.core.handlers.exception import response_for_exception
from django.db import connection, transaction
from django.http import Http404
from django.test import RequestFactory
from django.urls import resolve
from django.utils import timezone
from django.utils._os import safe_join

from helsingborgsrummet.content.addresses import internal_path
from helsingborgsrummet.content.kinds import page_to_come_at
from helsingborgsrummet.content.prose import heading_ids
from helsingborgsrummet.editing.checks import LinkState, Target

logger = logging.getLogger(__name__)

MAX_REDIRECTS = 3
# To ask for a page is to render it: of a text with more links the others are believed.
MOST_ASKED = 200


def link_states(hrefs, *, page_path="/", body=""):
    """Return the :class:`LinkState` of each internal link in ``hrefs``, by its text.

    ``page_path`` is the page that the links stand on and ``body`` its text: links to the page itself
    are right even before it is published, and their fragments are looked for among its headings.
    """
    states, asked, headings = {}, {}, None
    for href in hrefs:
        address = internal_path(href, page_path)
        if address is None or not href.strip():
            continue
        parts = urlsplit(address)
        if parts.path == page_path or href.startswith("#"):
            if headings is None:
                headings = heading_ids(body)
            has_fragment = not parts.fragment or unquote(parts.fragment) in headings
            states[href] = LinkState(Target.OK, has_fragment=has_fragment)
            continue
        address = parts._replace(fragment="").geturl()
        if address not in asked and len(asked) < MOST_ASKED:
            asked[address] = link_state(address)
        if address in asked:
            states[href] = asked[address]
    return states


def link_state(path):
    """Return the :class:`LinkState` of a path of this site, as a visitor would meet it; never raises."""
    try:
        # Within a transaction a page that breaks must not take the transaction with it.
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            return _state(path, MAX_REDIRECTS)
    except Exception:
        # A page that breaks is the page's fault: it does not keep another from being published.
        logger.exception("the page %s could not be asked for", path)
        return LinkState(Target.OK)


def _state(address, redirects):
    path = unquote(urlsplit(address).path)
    if path.startswith(settings.STATIC_URL):
        return LinkState(Target.OK if _is_static_file(path) else Target.MISSING)
    if path.startswith("/admin/"):
        return LinkState(Target.PRIVATE)
    if "\0" in path:
        return LinkState(Target.MISSING)  # PostgreSQL takes it in no question.
    response = _answer(address, path)
    status, location = response.status_code, response.headers.get("Location", "")
    # Only its file: to close the response is to end a request, and with it the database connection
    # of the request that asks.
    if getattr(response, "file_to_stream", None):
        response.file_to_stream.close()
    if status == 404 and not path.endswith("/"):
        # What the middleware does for a visitor who leaves out the last slash.
        status, location = 301, f"{path}/"
    if status in (301, 302, 307, 308):
        new = internal_path(location, path)
        if new is None:
            return LinkState(Target.REDIRECT, location)
        state = _state(new, redirects - 1) if redirects else LinkState(Target.MISSING)
        return LinkState(Target.REDIRECT, new) if state.target is Target.OK else state
    if status == 410:
        return LinkState(Target.GONE)
    if status == 404:
        will_appear = page_to_come_at(path, timezone.now())
        return LinkState(Target.SCHEDULED if will_appear else Target.MISSING)
    return LinkState(Target.OK)


def _answer(address, path):
    """The answer of the view and of the error handlers to somebody without a session."""
    request = RequestFactory().get(address, headers={"host": urlsplit(settings.SITE_ORIGIN).netloc})
    request.user = AnonymousUser()
    try:
        match = resolve(path)
        request.resolver_match = match
        return match.func(request, *match.args, **match.kwargs)
    except Http404 as error:
        return response_for_exception(request, error)


def _is_static_file(path):
    try:
        return Path(
            safe_join(settings.STATIC_ROOT, path.removeprefix(settings.STATIC_URL))
        ).is_file()
    except SuspiciousFileOperation:
        return False
