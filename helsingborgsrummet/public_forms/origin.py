"""From where a form was sent: from which page, and over which network."""

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings


def is_own_page(request):
    """Whether the browser says that a page of this site sent the form.

    A page whose policy is ``no-referrer`` makes a browser say ``null``: pages with a form and a secret in their
    address say ``same-origin`` instead.
    """
    own = {settings.SITE_ORIGIN.lower(), f"{request.scheme}://{request.get_host()}".lower()}
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin.lower() in own
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    parts = urlsplit(request.headers.get("Referer", ""))
    return f"{parts.scheme}://{parts.netloc}".lower() in own


def sender_networks(request):
    """The address that the request came from and the network around it, as two networks; ``None`` if unknown.

    In IPv6 one household has a whole /64, so that counts as an address.
    """
    text = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_TLS_PROXY:
        # The last one is what our own proxy saw; those before it are what the sender says.
        text = request.headers.get("X-Forwarded-For", text).rpartition(",")[2].strip()
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    address = getattr(address, "ipv4_mapped", None) or address
    lengths = (32, 24) if address.version == 4 else (64, 48)
    return tuple(ipaddress.ip_network((address, length), strict=False) for length in lengths)
