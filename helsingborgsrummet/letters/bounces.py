"""Letters that came back: reports of delivery (RFC 3464) from a mailbox or from standard input."""

import email
import email.policy
import mailbox
import re

from helsingborgsrummet.letters.message import envelope_number
from helsingborgsrummet.letters.queue import note_bounce

# "5.1.1": the address is not there; "4.4.1": try again later, which the other server does by itself.
PERMANENT = re.compile(r"\s*5\.\d{1,3}\.\d{1,3}\b")


def bounced_envelope(data):
    """The number of our envelope that the message ``data`` says will never be delivered, or ``None``."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    if message.get_content_type() != "multipart/report":
        return None
    is_failure, number = False, None
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status" and part.is_multipart():
            is_failure = any(_is_failure(block) for block in part.get_payload())
        elif kind in ("message/rfc822", "message/rfc822-headers") and part.is_multipart():
            number = envelope_number(part.get_payload(0).get("Message-ID", ""))
        elif kind in ("text/rfc822-headers", "message/rfc822-headers"):
            text = part.get_payload(decode=True) or b""
            number = envelope_number(text.decode("ascii", "replace"))
    return number if is_failure else None


def _is_failure(block):
    action = str(block.get("Action", "")).strip().lower()
    return action == "failed" and bool(PERMANENT.match(str(block.get("Status", ""))))


def read_one(data, now):
    """Note the bounce that a message tells of; whether there was one that was not known."""
    number = bounced_envelope(data)
    return number is not None and note_bounce(number, now)


def read_mailbox(path, now):
    """Note the bounces of all messages in an mbox file or a Maildir: how many were new, and of how many."""
    kind = mailbox.Maildir if path.is_dir() else mailbox.mbox
    box = kind(path, create=False)
    try:
        found = [read_one(box.get_bytes(key), now) for key in box.keys()]  # noqa: SIM118
    finally:
        box.close()
    return sum(found), len(found)
