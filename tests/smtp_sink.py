"""A mail server on loopback that takes letters, refuses them and breaks off, as the receiver's name says.

``python -m tests.smtp_sink`` is one in a process of its own, for measuring: it prints its port, and for each
line that it reads how many letters have come.
"""

import asyncio
import sys
from collections import Counter

from aiosmtpd.controller import Controller

# What the server does with letters to addresses that begin with these words; "one-421" does it the first time only.
AT_RECEIVER = {"finns-inte": "550 5.1.1 No such user", "full": "452 4.2.2 Mailbox full"}
AT_END = {"nej": "554 5.7.1 Refused", "vanta": "451 4.3.0 Try later", "stang": "421 4.3.2 Closing"}


class Handler:
    """Counts what was taken, by receiver, and keeps the messages when it is told to."""

    def __init__(self, keep=True, delay=0):
        self.counts = Counter()
        self.messages = []
        self.asked = Counter()
        self.keep, self.delay = keep, delay
        self.everything = ""  # an answer to every letter, whoever gets it

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.asked[address] += 1
        name = address.partition("@")[0].rstrip("0123456789").rstrip("-")
        if name in AT_RECEIVER:
            return AT_RECEIVER[name]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        (address,) = envelope.rcpt_tos
        name = address.partition("@")[0].rstrip("0123456789").rstrip("-")
        if self.everything:
            return self.everything
        first, _, rest = name.partition("-en-gang")
        if not rest and first in AT_END and ("-en-gang" not in name or self.asked[address] == 1):
            return AT_END[first]
        self.counts[address] += 1
        if self.keep:
            self.messages.append((envelope.mail_from, address, envelope.original_content))
        if name == "bryt":
            # It has the letter, and nobody hears of it.
            server.transport.abort()
        # It has the letter, whether or not the sender waits for the answer.
        if self.delay:
            await asyncio.sleep(self.delay)
        return "250 OK"


class Sink(Controller):
    """The server in a thread; a context manager."""

    def __init__(self, handler=None, pipelining=False):
        self.says_pipelining = pipelining
        super().__init__(handler or Handler(), hostname="127.0.0.1", port=0)

    def factory(self):
        """Each session says what the server can do."""
        server = super().factory()
        if self.says_pipelining:
            server.event_handler.handle_EHLO = _say_pipelining
            server._handle_hooks["EHLO"] = _say_pipelining
            server._ehlo_hook_ver = "new"
        return server

    def _trigger_server(self):
        # The port is known once the server listens.
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *exception):
        self.stop()


async def _say_pipelining(server, session, envelope, hostname, responses):
    session.host_name = hostname
    return [*responses[:-1], "250-PIPELINING", responses[-1]]


if __name__ == "__main__":
    with Sink(Handler(keep=False)) as sink:
        print(sink.port, flush=True)
        for _ in sys.stdin:
            print(sum(sink.handler.counts.values()), flush=True)
