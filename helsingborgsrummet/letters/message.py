"""A letter as the bytes that are sent: made once, with marks where the envelopes differ.

Both parts are quoted-printable, so every server can carry them as they are, and a mark can be replaced
without encoding anything anew. What an envelope fills in is its own value: letters, digits, ``_``, ``:``,
``~`` and ``-``, which mean the same in an address, in HTML and in quoted-printable.
"""

import datetime
import email.policy
import hashlib
import quopri
import re
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from functools import lru_cache

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from helsingborgsrummet.letters.blocks import MARK, absolute, as_html, as_text, said

VALUE = re.compile(r"[\w:~-]{0,400}", re.ASCII)
MESSAGE_ID = re.compile(r"<(\d{1,18})\.([0-9a-f]{16})@")
MARKS = re.compile(f"{MARK}([a-z_]+){MARK}".encode())
SHARED, OWN = email.policy.SMTP, ("to", "message_id", "date")


def compose(subject, title, blocks, *, leave=None, list_name=None, list_id=None):
    """The head and the body of a letter, both ASCII with marks.

    ``leave`` is the address, with a :func:`~blocks.personal` place in it, whose POST ends the subscription at
    once (RFC 8058); ``list_name`` and ``list_id`` name the list that the letter belongs to.
    """
    text, html = as_text(title, blocks), as_html(title, blocks)
    boundary = "=_" + hashlib.sha256((text + html).encode()).hexdigest()[:32]
    shared = EmailMessage(policy=SHARED)
    shared["From"] = settings.LETTERS_FROM
    shared["Subject"] = " ".join(said(subject).split())
    if settings.CONTACT_EMAIL:
        shared["Reply-To"] = settings.CONTACT_EMAIL
    shared["MIME-Version"] = "1.0"
    shared["Content-Language"] = "sv"
    shared["Auto-Submitted"] = "auto-generated"
    # Exchange answers to what is sent by machines, otherwise.
    shared["X-Auto-Response-Suppress"] = "All"
    if list_id:
        shared["List-Id"] = f"{list_name} <{list_id}.{sender_domain()}>"
    head = shared.as_bytes().decode("ascii").rstrip("\r\n") + "\r\n"
    head += f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n'
    if leave:
        head += f"List-Unsubscribe: <{absolute(leave)}>\r\n"
        head += "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    head += (
        f"To: {MARK}to{MARK}\r\nMessage-ID: {MARK}message_id{MARK}\r\nDate: {MARK}date{MARK}\r\n"
    )
    body = "".join(
        f"--{boundary}\r\nContent-Type: text/{kind}; charset=utf-8\r\n"
        f"Content-Transfer-Encoding: quoted-printable\r\n\r\n{_quoted(part)}\r\n"
        for kind, part in (("plain", text), ("html", html))
    )
    return head, f"{body}--{boundary}--\r\n"


def _quoted(text):
    """Quoted-printable text whose marks stand by themselves between soft line breaks."""
    lines = []
    for line in text.split("\n"):
        pieces = re.split(f"({MARK}[a-z_]+{MARK})", line)
        lines.append(
            "=\r\n".join(
                piece if piece.startswith(MARK) else _quoted_piece(piece)
                for piece in pieces
                if piece or len(pieces) == 1
            )
        )
    return "\r\n".join(lines)


def _quoted_piece(piece):
    return quopri.encodestring(piece.encode()).decode("ascii").replace("\n", "\r\n")


class Copies:
    """Makes the messages of one letter, each from the parts between the marks."""

    def __init__(self, letter):
        self.head = MARKS.split(letter.head.encode("ascii"))
        self.body = MARKS.split(letter.body.encode("ascii"))
        # A line that begins with a dot is sent with two; no value begins with one.
        self.sent_body = MARKS.split(letter.body.replace("\r\n.", "\r\n..").encode("ascii"))

    def make(self, envelope, now, *, for_smtp=False):
        """The message in ``envelope``, sent at the moment ``now``; ``for_smtp`` as it goes over the wire."""
        values = {
            "to": envelope.address,
            "message_id": message_id(envelope.pk),
            "date": format_datetime(now.astimezone(datetime.UTC)),
            **envelope.values,
        }
        values = {name.encode(): value.encode("ascii") for name, value in values.items()}
        body = self.sent_body if for_smtp else self.body
        return b"\r\n".join([_filled(self.head, values), _filled(body, values, is_quoted=True)])


def _filled(parts, values, *, is_quoted=False):
    found = parts.copy()
    for place in range(1, len(parts), 2):
        value = values[parts[place]]
        if is_quoted and len(value) > 72:
            value = b"=\r\n".join(value[at : at + 72] for at in range(0, len(value), 72))
        found[place] = value
    return b"".join(found)


def check_values(values):
    """Raise ``ValueError`` when something may not stand in a letter as it is."""
    for name, value in values.items():
        if name in OWN or not VALUE.fullmatch(value):
            raise ValueError(f"{name} holds what may not stand in a letter")


def names_in(letter):
    """What an envelope of the letter has to fill in."""
    found = MARKS.findall((letter.head + letter.body).encode("ascii"))
    return {name.decode() for name in found} - set(OWN)


# --- Who sent it, and which one it was ----------------------------------------------------------


def sender_address():
    """The address that letters come from."""
    return _address_in(settings.LETTERS_FROM)


@lru_cache(1)
def _address_in(text):
    """Read once: it is asked for with each of a hundred thousand letters."""
    return parseaddr(text)[1]


def sender_domain():
    """The domain that letters come from."""
    return sender_address().rpartition("@")[2]


def message_id(pk):
    """The Message-ID of an envelope: always the same, and one that nobody else can make up."""
    return f"<{pk}.{_seal(pk)}@{sender_domain()}>"


def _seal(pk):
    return salted_hmac("helsingborgsrummet.letters", str(pk)).hexdigest()[:16]


def envelope_number(text):
    """The number of the envelope that a Message-ID of ours in ``text`` names, or ``None``."""
    for number, seal in MESSAGE_ID.findall(text):
        if constant_time_compare(seal, _seal(int(number))):
            return int(number)
    return None
