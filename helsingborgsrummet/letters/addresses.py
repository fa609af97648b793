"""E-mail addresses: one form for comparing and sending."""

import re

LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
DOMAIN = re.compile(
    r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
)


def normal_address(text):
    """The form in which an address is compared and sent: lower case, the domain in ASCII, ``+tag`` kept.

    Servers tell capitals apart in theory; people do not. Raises ``ValueError`` when it is no address, or one
    whose part before the @ is not in ASCII, which few servers take.
    """
    local, _, domain = text.strip().rpartition("@")
    try:
        domain = domain.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise ValueError("no address") from None
    local = local.lower()
    if len(local) > 64 or not LOCAL.fullmatch(local) or not DOMAIN.fullmatch(domain):
        raise ValueError("no address")
    return f"{local}@{domain}"
