"""Headers that every response carries, and how long it may be kept."""

from urllib.parse import urlsplit

from django.conf import settings


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
