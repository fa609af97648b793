"""Who may try to sign in, how often, and from where: known browsers, and the counting of wrong passwords.

Wrong passwords are counted in three ways, each for fifteen minutes after the latest: for an account from one
address, for an account from everywhere and for an address whatever the account. So nobody guesses in
peace, and whoever guesses five times from one place closes the account for that place alone.

A browser in which an account has signed in before is known by a cookie of its own and counted apart: its
owner gets in whatever others do, and whoever has got hold of the browser has five guesses, too. The cookie
tells nothing else, is sent to the admin alone, and signs nobody in.
"""

import secrets

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.core import signing
from django.db.models import Sum
from django.utils import timezone

from helsingborgsrummet.content.roles import HOST
from helsingborgsrummet.public_forms.origin import sender_networks

COOKIE = "kand_webblasare"
SALT = "helsingborgsrummet.known_browser"
LIFE = 180 * 24 * 3600
# One browser of the room's, in which many sign in.
MOST_ACCOUNTS = 20
KNOWN, UNKNOWN = "känd", "okänd"
# As many wrong passwords as this, beside AXES_FAILURE_LIMIT for an account from one address.
FAILURES_OF_AN_ACCOUNT = 50
FAILURES_FROM_AN_ADDRESS = 50


def address_of(request):
    """The address that a request comes from, in IPv6 that of its household; ``None`` if unknown."""
    networks = sender_networks(request)
    return str(networks[0].network_address) if networks else None


def known_accounts(request):
    """The names of accounts that have signed in in the browser, each with the browser's number for it."""
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LIFE)
    except signing.BadSignature:
        return {}
    return found if isinstance(found, dict) else {}


def remember_browser(request, response, username):
    """Let the browser be known for the account that has just signed in."""
    known = known_accounts(request)
    number = known.pop(username, None) or secrets.token_hex(8)
    known = {**dict(list(known.items())[1 - MOST_ACCOUNTS :]), username: number}
    response.set_cookie(
        COOKIE,
        signing.dumps(known, salt=SALT),
        max_age=LIFE,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def is_host(user):
    """Whether an account receives visitors and does nothing else: it begins with the room's day."""
    return {group.name for group in user.groups.all()} == {HOST}


def browser_of(request, username):
    """What is stored of a browser with a wrong password: whether it is known, and which of the known."""
    number = known_accounts(request).get(username)
    return f"{KNOWN} {number}" if number else UNKNOWN


class SignInHandler(AxesDatabaseHandler):
    """Counts wrong passwords as the module says; stores nothing of what a browser tells of itself."""

    def user_login_failed(self, sender, credentials, request=None, **kwargs):
        """Count one more."""
        if request is not None:
            request.axes_user_agent = browser_of(request, credentials.get("username"))
            request.axes_http_accept = ""
        super().user_login_failed(sender, credentials, request, **kwargs)

    def filter_user_attempts(self, request, credentials=None):
        """What counts against this attempt alone, and goes once the account gets in."""
        username = (credentials or {}).get("username")
        browser = browser_of(request, username)
        mine = AccessAttempt.objects.filter(username=username, user_agent=browser)
        return [mine if browser != UNKNOWN else mine.filter(ip_address=address_of(request))]

    def get_failures(self, request, credentials=None):
        """How far it is to AXES_FAILURE_LIMIT, by the count that has come furthest."""
        username = (credentials or {}).get("username")
        [mine] = self.get_user_attempts(request, credentials)
        if browser_of(request, username) != UNKNOWN:
            return _sum(mine)
        strangers = AccessAttempt.objects.filter(
            attempt_time__gte=timezone.now() - settings.AXES_COOLOFF_TIME, user_agent=UNKNOWN
        )
        limit = settings.AXES_FAILURE_LIMIT
        return max(
            _sum(mine),
            _sum(strangers.filter(username=username)) * limit // FAILURES_OF_AN_ACCOUNT,
            _sum(strangers.filter(ip_address=address_of(request)))
            * limit
            // FAILURES_FROM_AN_ADDRESS,
        )


def _sum(attempts):
    return attempts.aggregate(sum=Sum("failures_since_start"))["sum"] or 0
