"""What an auditor reads in the log: sign-ins, refusals, publications and changes of rights.

Accounts and pages are told by number. Names, addresses and what was typed stay out of it, because a log is
kept, copied and read by others than the site decides: who an account belongs to is looked up in the
admin, and where wrong passwords came from is kept for thirty days beside them.
"""

import contextlib
import logging

from axes.signals import user_locked_out
from django.contrib.auth.models import Group, User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from helsingborgsrummet.content.publishing import published, withdrawn
from helsingborgsrummet.editing.kept_forms import present_account

logger = logging.getLogger(__name__)
RIGHTS = ("is_active", "is_staff", "is_superuser")
MOST_TOLD = 5
ACTIONS = {"post_add": "given", "post_remove": "taken from", "post_clear": "all taken from"}


def _account(user):
    return f"account {user.pk}" if user and user.pk else "nobody"


def _by():
    return f"by {_account(present_account())}"


def _named(username):
    """The account that a typed name belongs to; what was typed may be anything, a password even."""
    user = User.objects.filter(username=str(username or "")[:150]).first()
    return _account(user) if user else "an unknown account"


def _row(row):
    return f"{row._meta.label_lower} {row.pk}"


@contextlib.contextmanager
def summed_up(words):
    """Write one line for all that happens in here, such as what a command does to many pages at once."""
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = False
    logger.info("%s %s", words, _by())


def note_refusal(request):
    """A signed-in account asked for something that it may not have."""
    user = getattr(request, "user", None)
    logger.warning("refused: %s %s by %s", request.method, request.path, _account(user))


def _signed_in(sender, user, **kwargs):
    logger.info("signed in: %s", _account(user))


def _signed_out(sender, user, **kwargs):
    logger.info("signed out: %s", _account(user))


def _wrong_password(sender, credentials, **kwargs):
    logger.warning("sign-in refused: %s", _named(credentials.get("username")))


def _closed(sender, username="", **kwargs):
    logger.warning("sign-in closed for fifteen minutes: %s", _named(username))


def _published(sender, page, at, **kwargs):
    logger.info("published: %s from %s %s", _row(page), at.isoformat(), _by())


def _withdrawn(sender, page, at, **kwargs):
    logger.info("withdrawn: %s from %s %s", _row(page), at.isoformat(), _by())


def _before_account(sender, instance, **kwargs):
    instance.rights_before = User.objects.filter(pk=instance.pk).values(*RIGHTS, "password").first()


def _after_account(sender, instance, created, **kwargs):
    before = instance.rights_before or {}
    changed = [
        f"{name}={getattr(instance, name)}"
        for name in RIGHTS
        if getattr(instance, name) != before.get(name)
    ]
    if created:
        logger.info("account made: %s (%s) %s", _account(instance), ", ".join(changed), _by())
        return
    if before and instance.password != before["password"]:
        changed.append("password")
    if changed:
        logger.info("account changed: %s (%s) %s", _account(instance), ", ".join(changed), _by())


def _removed(sender, instance, **kwargs):
    logger.info("removed: %s %s", _row(instance), _by())


def _rights_moved(sender, instance, action, pk_set, reverse, model, **kwargs):
    if action not in ACTIONS:
        return
    keys = sorted(pk_set or ())
    what = f"{model._meta.label_lower} {', '.join(str(pk) for pk in keys)}".strip()
    if len(keys) > MOST_TOLD:
        # A role as a release sets it; which rights these are, the release says.
        what = f"{len(keys)} of {model._meta.label_lower}"
    logger.info("rights: %s %s %s %s", what, ACTIONS[action], _row(instance), _by())


def listen():
    """Begin to write; for ``ready()``."""
    user_logged_in.connect(_signed_in)
    user_logged_out.connect(_signed_out)
    user_login_failed.connect(_wrong_password)
    user_locked_out.connect(_closed)
    published.connect(_published)
    withdrawn.connect(_withdrawn)
    pre_save.connect(_before_account, sender=User)
    post_save.connect(_after_account, sender=User)
    for model in (User, Group):
        post_delete.connect(_removed, sender=model)
    for through in (User.groups.through, User.user_permissions.through, Group.permissions.through):
        m2m_changed.connect(_rights_moved, sender=through)
