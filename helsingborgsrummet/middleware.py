"""Headers that every response carries."""

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
