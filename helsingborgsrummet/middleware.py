"""Headers that every response carries, how long it may be kept, and what is said when something is refused."""

import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.db import OperationalError
from django.shortcuts import render

from helsingborgsrummet.serving.door import REFUSAL

logger = logging.getLogger(__name__)


def _origin(address):
    """`` https://host`` of an address on another host, ready to stand in a list; else nothing."""
    parts = urlsplit(address)
    return f" {parts.scheme or 'https'}://{parts.netloc}" if parts.netloc else ""


CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        f"img-src 'self' data: blob:{_origin(settings.MEDIA_URL)}",
        f"media-src 'self'{_origin(settings.MEDIA_URL)}",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)


class SecurityHeaders:
    """Put the content security policy and its companions on every response."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


ASK_EACH_TIME = "public, no-cache"
NEVER_KEEP = "private, no-store"


class CacheLifetimes:
    """Say on every response how long it may be kept; where a view or another layer says it, that stands.

    A browser decides by itself where nothing is said, and keeps a 301 or a 410 for good: a page that
    comes back stays gone for whoever has met it withdrawn. Anybody may keep what is public but asks each
    time whether it still is so. What belongs to an account, what says that something broke and what
    answers to a sent form are kept by nobody.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = self._lifetime(request, response)
        return response

    def _lifetime(self, request, response):
        is_personal = (
            request.path.startswith("/admin/")
            or response.cookies
            or "cookie" in response.get("Vary", "").lower()
        )
        is_refusal = response.status_code in (400, 403) or response.status_code >= 500
        is_read = request.method in ("GET", "HEAD")
        return NEVER_KEEP if is_personal or is_refusal or not is_read else ASK_EACH_TIME


WAITED = (
    503,
    "Det tog för lång tid",
    "Någon annan sparade samtidigt, eller så har databasen för mycket att göra. Inget är sparat. Gå tillbaka "
    "och försök igen.",
)
# What PostgreSQL says when a lock, a statement or a transaction has taken its time, and SQLite of a lock.
TIMES = ("55P03", "57014", "25P03")


class Refusals:
    """Answer what the door did not receive, and what waited too long for the database, in plain words."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        refusal = request.META.get(REFUSAL)
        return refused(request, *refusal) if refusal else self.get_response(request)

    def process_exception(self, request, exception):
        """Tell waiting from breaking."""
        cause = exception.__cause__
        is_late = getattr(cause, "sqlstate", None) in TIMES or "is locked" in str(exception)
        if isinstance(exception, OperationalError) and is_late:
            logger.warning("the database took too long: %s", request.path)
            return refused(request, *WAITED)
        return None


def refused(request, status, heading, words):
    """The page that says why, whatever was asked; it asks nothing of the database."""
    return render(
        request, "site/not_received.html", {"heading": heading, "words": words}, status=status
    )
