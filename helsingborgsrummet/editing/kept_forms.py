"""What the server tells a browser that keeps drafts: which of its postings have been saved.

``form-keeper.js`` gives each posting of a form a number and keeps the draft until the server says that
this number was saved. The number is noted in the transaction that saves, by whatever writes to the
admin's log, so no view can forget it, and a lost answer, a crash and a second click are told apart
from a save that never was. A view that saves without the log calls :func:`note_saved`.
"""

import base64
import contextlib
import contextvars
import re

from django.contrib.admin.models import LogEntry
from django.db.models.signals import post_save
from django.utils.crypto import salted_hmac

from helsingborgsrummet.models import SavedForm

POSTING = "posting"
NUMBER = re.compile(r"[A-Za-z0-9-]{8,40}")
_answered = contextvars.ContextVar("the request that the admin is answering", default=None)


@contextlib.contextmanager
def answering(request):
    """Around each admin view: what is written to the log in here was saved by ``request``."""
    token = _answered.set(request)
    try:
        yield
    finally:
        _answered.reset(token)


def present_account():
    """The account whose request the admin is answering, or ``None`` outside of it."""
    request = _answered.get()
    return getattr(request, "user", None)


def note_saved(request):
    """Note that what ``request`` posted is stored; call it inside the transaction that stores it."""
    number = request.POST.get(POSTING, "")
    if NUMBER.fullmatch(number):
        SavedForm.objects.get_or_create(account=request.user, posting=number)


def saved_among(account, numbers):
    """Those of the numbers that name postings of ``account`` that were saved, as a list."""
    found = SavedForm.objects.filter(account=account, posting__in=numbers)
    return sorted(found.values_list("posting", flat=True))


def draft_key(account):
    """The key, base64 of 32 bytes, with which a browser locks the drafts of ``account``.

    Only a signed-in account is given its own, so that on a shared computer nobody reads what another
    has left. It follows from SECRET_KEY: with another one drafts can no longer be read.
    """
    digest = salted_hmac("helsingborgsrummet.drafts", str(account.pk), algorithm="sha256").digest()
    return base64.b64encode(digest).decode()


def _note_log(sender, **kwargs):
    request = _answered.get()
    if request is not None and request.method == "POST":
        note_saved(request)


def listen():
    """Begin to note what the admin's log is told; for ``ready()``."""
    post_save.connect(_note_log, sender=LogEntry, dispatch_uid="kept_forms")
