"""Where links in documents may lead.

PURE. A link that a reader chooses may lead to a page, a letter or a telephone. One that leads to a
file on another machine tells that machine who looks, and one that names a program may start it.
"""

import re

LINK_SCHEMES = {"", "http", "https", "mailto", "tel", "ftp"}
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# Programs throw these away where an address is looked for.
_BLANK = re.compile(r"[\x00-\x20\x7f-\xa0]+")


def scheme_of(address):
    """The scheme of an address in lower case; empty where it has none."""
    found = _SCHEME.match(_BLANK.sub("", address))
    return found[1].lower() if found else ""


def names_a_machine(address):
    r"""Whether an address is that of a file on a machine: ``\\host\share``, ``file://host/share``."""
    plain = _BLANK.sub("", address).replace("\\", "/")
    if scheme_of(plain) == "file":
        # An empty host, or this one, is no other; four slashes are the two of a machine again.
        rest = plain.partition(":")[2]
        local = re.match(r"(///?(?!/)|//localhost/(?!/)|/?(?!/))", rest)
        host = re.match(r"//([^/]+)", rest)
        return not local or bool(host and host[1].lower() != "localhost")
    return plain.startswith("//")


def is_link(address):
    """Whether an address may be that of a link for readers."""
    return scheme_of(address) in LINK_SCHEMES and not names_a_machine(address)


def leaves(address):
    """Whether what is found at an address lies outside the package that names it."""
    plain = _BLANK.sub("", address).replace("\\", "/")
    return bool(scheme_of(plain)) or plain.startswith(("//", "../"))
