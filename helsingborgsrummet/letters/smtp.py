"""Several connections to the mail server, which carry letters side by side in step.

Each step (sender, receiver, text, end) is taken on all connections before the first answer is waited for, so
the server works on some while the next ones are prepared; a server that says PIPELINING gets three steps at once.
Between the text and its end stands a call: from there on nobody knows whether the letter has gone, until the
server answers.
"""

import contextlib
import smtplib
import socket
import ssl
from dataclasses import dataclass

from django.conf import settings

TIMEOUT = 30  # seconds for the answer to one step
# A server may look into a letter before it answers; it must not be asked to take it twice.
END_TIMEOUT = 120
STEPS = 3  # MAIL, RCPT and DATA, before the text
# What a session is lost by, besides the connection itself.
BROKEN = (OSError, smtplib.SMTPException)


class ServerTroubleError(Exception):
    """The server takes no letters at all now; the text says what it answered, without addresses."""


@dataclass(frozen=True)
class Answer:
    """What became of one letter: the server's code, or ``None``; ``is_begun``: nobody knows whether it has gone."""

    code: int | None
    is_begun: bool = False


SENT_CODES = range(200, 300)


class Connection:
    """One session with the mail server of ``settings``."""

    def __init__(self):
        try:
            self.smtp = self._open()
        except smtplib.SMTPResponseException as error:
            raise ServerTroubleError(f"servern svarar {error.smtp_code}") from None
        except (*BROKEN, ValueError) as error:
            raise ServerTroubleError(f"servern går inte att nå ({type(error).__name__})") from None
        self.is_open = True

    def _open(self):
        is_tls = settings.EMAIL_PORT == 465
        kind = smtplib.SMTP_SSL if is_tls else smtplib.SMTP
        options = {"context": ssl.create_default_context()} if is_tls else {}
        smtp = kind(
            settings.EMAIL_HOST,
            settings.EMAIL_PORT,
            local_hostname=_own_name(),
            timeout=TIMEOUT,
            **options,
        )
        try:
            if settings.EMAIL_USE_TLS and not is_tls:
                smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo_or_helo_if_needed()
            if settings.EMAIL_HOST_USER:
                smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD or "")
            # The end of a letter is a small packet that must not wait for others.
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except BaseException:
            smtp.close()
            raise
        self.takes_several = smtp.has_extn("pipelining")
        return smtp

    def send(self, data):
        """Send bytes; the connection is closed when that fails."""
        try:
            self.smtp.sock.sendall(data)
        except BROKEN:
            self.close()
            raise

    def answer(self, timeout=TIMEOUT):
        """The code of the next answer; the connection is closed when there is none, and after 421."""
        try:
            self.smtp.sock.settimeout(timeout)
            code = self.smtp.getreply()[0]
        except BROKEN:
            self.close()
            raise
        if code == 421 or not 200 <= code < 600:
            self.close()
        return code

    def close(self):
        """End the session at once."""
        self.is_open = False
        self.smtp.close()

    def quit(self):
        """End the session politely."""
        if self.is_open:
            with contextlib.suppress(*BROKEN):
                self.smtp.sock.settimeout(5)
                self.smtp.quit()
            self.close()


def _own_name():
    return settings.SITE_ORIGIN.partition("://")[2].partition(":")[0].partition("/")[0]


@dataclass
class _Going:
    """A letter on its way over a connection."""

    connection: Connection
    number: int
    address: str
    message: bytes
    answer: Answer | None = None


def send_in_step(connections, letters, sender, begin):
    """Send ``letters``, (number, address, message as it goes over the wire), one over each connection.

    Calls ``begin(number)`` just before the end of a letter is sent. Returns an :class:`Answer` by number; a
    connection that broke is closed.
    """
    going = [
        _Going(connection, *letter) for connection, letter in zip(connections, letters, strict=True)
    ]
    commands = [
        lambda _: f"MAIL FROM:<{sender}>\r\n".encode("ascii"),
        lambda each: f"RCPT TO:<{each.address}>\r\n".encode("ascii"),
        lambda _: b"DATA\r\n",
    ]
    together = [each for each in going if each.connection.takes_several]
    apart = [each for each in going if not each.connection.takes_several]
    _step(together, lambda each: b"".join(command(each) for command in commands), _read_three)
    for command in commands:
        _step([each for each in apart if each.answer is None], command, _read_one)
    text = [each for each in going if each.answer is None]
    for each in text:
        _try(each, lambda each: each.connection.send(each.message))
    ready = [each for each in text if each.answer is None]
    for each in ready:
        # Nothing stands between the note and the sending, so that a kill seldom falls there.
        send, number = each.connection.smtp.sock.sendall, each.number
        try:
            begin(number)
            send(b".\r\n")
        except OSError:
            each.connection.close()
            each.answer = Answer(None, is_begun=True)
    for each in ready:
        if each.answer is None:
            _try(each, _read_end, is_begun=True)
    for each in going:
        if each.answer.code is None or each.answer.code not in SENT_CODES:
            _reset(each.connection)
    return {each.number: each.answer for each in going}


def _try(each, do, is_begun=False):
    try:
        do(each)
    except BROKEN:
        each.answer = Answer(None, is_begun)


def _step(going, command, read):
    for each in going:
        _try(each, lambda each: each.connection.send(command(each)))
    for each in going:
        if each.answer is None:
            _try(each, read)


def _read_one(each):
    code = each.connection.answer()
    if code >= 400:
        each.answer = Answer(code)


def _read_three(each):
    codes = []
    for _ in range(STEPS):
        codes.append(each.connection.answer())
        if not each.connection.is_open:
            break
    refused = next((code for code in codes if code >= 400), None)
    if refused is not None:
        each.answer = Answer(refused)
        if len(codes) == STEPS and codes[-1] == 354:
            # It waits for a text all the same: one that it cannot take for a letter.
            each.connection.close()


def _read_end(each):
    each.answer = Answer(each.connection.answer(END_TIMEOUT))


def _reset(connection):
    """Begin anew on a connection that is still there."""
    if connection.is_open:
        with contextlib.suppress(*BROKEN):
            connection.send(b"RSET\r\n")
            if connection.answer() != 250:
                connection.close()
