"""The token of a form: it says which form, and on which day its page was made.

It names no visitor, so the page with the form is the same for everybody and can be kept whole until midnight, when
every kept page ends. It is good until the end of the next day: whoever opened the page in the evening can send the
form in the morning.
"""

import datetime

from django.core import signing

from helsingborgsrummet.serving.clock import STOCKHOLM

DAYS = 1
_signer = signing.Signer(salt="helsingborgsrummet.public_forms")


def make_token(form, now):
    """The token of the form named ``form`` on a page made at the moment ``now``."""
    return _signer.sign(f"{form} {now.astimezone(STOCKHOLM).date().isoformat()}")


def is_valid(token, form, now):
    """Whether the token is that of the form, and not too old, at the moment ``now``."""
    try:
        name, _, day = _signer.unsign(token).rpartition(" ")
    except signing.BadSignature:
        return False
    age = now.astimezone(STOCKHOLM).date() - datetime.date.fromisoformat(day)
    return name == form and 0 <= age.days <= DAYS
