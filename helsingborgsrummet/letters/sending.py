"""Sends what is due: over SMTP, or into files where there is no mail server."""

import datetime
import os
import tempfile
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from django.conf import settings
from django.db import connection

from helsingborgsrummet import due_work
from helsingborgsrummet.letters import queue, smtp
from helsingborgsrummet.letters.journal import ANSWERED, BEGUN, SENT, Journal
from helsingborgsrummet.letters.message import Copies, sender_address
from helsingborgsrummet.models import Letter

BATCH = 200  # envelopes taken and marked together
CONNECTIONS = 4  # of one sender
# Several senders, when so many letters wait that they are worth their while.
SENDERS, MANY = 2, 5 * BATCH
# So many refusals without a letter between them that was taken: it is not the addresses that are wrong.
REFUSALS = 10
# What a server that takes nothing has in hand is tried again after this long.
REST = datetime.timedelta(minutes=5)
# So many connections in a row that carried nothing.
LOST_CONNECTIONS = 3


def register_work():
    """Have letters sent each minute, and forgotten in time."""
    due_work.register(
        "send_letters", "Brev skickas", datetime.timedelta(seconds=30), _send_for_a_while
    )
    due_work.register(
        "forget_letters",
        "Loggen över brev gallras",
        datetime.timedelta(hours=1),
        lambda now: f"{queue.forget(now)} brev gallrade",
    )


def _send_for_a_while(now):
    began = time.monotonic()

    def clock():
        return now + datetime.timedelta(seconds=time.monotonic() - began)

    senders = SENDERS if queue.waiting(now) > MANY else 1
    report = send_due(clock, seconds=due_work.SLICE.total_seconds(), senders=senders)
    if report.trouble:
        raise due_work.WorkFailedError(f"{report.trouble}; {report.text()}")
    return report.text()


class Report:
    """What became of the letters of one run."""

    def __init__(self):
        self.sent = self.not_now = self.refused = self.uncertain = 0
        self.trouble = ""  # in Swedish, what the server does with all letters

    def __add__(self, other):
        both = Report()
        for name in ("sent", "not_now", "refused", "uncertain"):
            setattr(both, name, getattr(self, name) + getattr(other, name))
        both.trouble = self.trouble or other.trouble
        return both

    def text(self):
        """The numbers as words."""
        words = [(self.sent, "skickade"), (self.not_now, "senare"), (self.refused, "avvisade")]
        words.append((self.uncertain, "ovissa"))
        said = [f"{count} {word}" for count, word in words if count or word == "skickade"]
        return ", ".join(said)


def send_due(clock, *, seconds=float("inf"), per_minute=None, senders=1):
    """Send what is due, for at most about ``seconds``; any number of processes may do it at once.

    ``clock()`` returns the present moment. ``per_minute`` is how many letters may go in a minute,
    ``settings.LETTERS_PER_MINUTE`` unless given; 0 is as many as the server takes. With several ``senders``, each
    in a thread of its own, one prepares letters while the server works on those of another.
    """
    queue.settle(clock())
    limit = settings.LETTERS_PER_MINUTE if per_minute is None else per_minute
    kind = _ToServer if settings.EMAIL_HOST else _ToFiles
    all_of_them = [kind(clock, seconds, limit / senders) for _ in range(senders)]
    if senders == 1:
        all_of_them[0].run()
    else:
        with ThreadPoolExecutor(senders) as pool:
            for done in [pool.submit(_run_in_thread, each) for each in all_of_them]:
                done.result()
    return sum((each.report for each in all_of_them), Report())


def _run_in_thread(sender):
    try:
        sender.run()
    finally:
        connection.close()


class _Sender:
    """Takes batches from the queue, sends them, and marks what became of them."""

    def __init__(self, clock, seconds, per_minute):
        self.clock = clock
        self.stop_at = time.monotonic() + seconds
        self.pause = 60 / per_minute if per_minute else 0
        self.next_at = time.monotonic()
        self.report = Report()
        self.letters, self.copies = {}, {}

    def run(self):
        """Go on until nothing is due, time is up, or the server takes no more."""
        self.journal = Journal()
        try:
            while not self.report.trouble and time.monotonic() < self.stop_at:
                rows = queue.claim(self.journal.name, self.clock(), BATCH)
                if not rows:
                    break
                self._send(rows)
        except BaseException:
            # What is not marked, the next sender settles by the journal.
            self.journal.abandon()
            raise
        else:
            self.journal.close()
        finally:
            self.end()

    def _send(self, rows):
        self._open(rows)
        self.sent, self.answers, self.uncertain, self.resting = [], {}, [], []
        left = deque(rows)
        until = min(self.stop_at, time.monotonic() + queue.CLAIM_LASTS.total_seconds())
        while left and not self.report.trouble and time.monotonic() < until:
            self.some(left)
        self._mark(left)

    def _open(self, rows):
        """Have the letters of all envelopes at hand, and only those."""
        numbers = {row.letter_id for row in rows}
        missing = numbers - self.letters.keys()
        self.letters = {key: each for key, each in self.letters.items() if key in numbers}
        self.letters |= Letter.objects.in_bulk(missing)
        self.copies = {
            key: self.copies.get(key) or Copies(letter) for key, letter in self.letters.items()
        }

    def _mark(self, left):
        name, now = self.journal.name, self.clock()
        queue.note_sent(name, self.sent, now)
        queue.note_answers(name, self.answers, now, self.letters)
        queue.note_uncertain(name, self.uncertain, now)
        queue.release(name, self.resting, now, REST)
        queue.release(name, [row.pk for row in left], now)
        self.journal.clear()
        self.report.sent += len(self.sent)
        self.report.uncertain += len(self.uncertain)
        refused = sum(code >= 500 for code in self.answers.values())
        self.report.refused += refused
        self.report.not_now += len(self.answers) - refused

    def wait(self, count):
        """Keep to the rate: wait until ``count`` letters may go."""
        if self.pause:
            time.sleep(max(0, self.next_at - time.monotonic()))
            self.next_at = max(self.next_at, time.monotonic() - 1) + count * self.pause

    def end(self):
        """Let go of what was needed for sending."""


class _ToServer(_Sender):
    """Sends over SMTP, over as many connections as there are letters for."""

    def __init__(self, *args):
        super().__init__(*args)
        self.connections = []
        self.address = sender_address()
        self.refusals = []  # the numbers refused since a letter was taken
        self.lost = 0  # connections in a row that were lost without a letter taken

    def some(self, left):
        """Send a few from the front of ``left``."""
        self._connect(min(CONNECTIONS, len(left)))
        if not self.connections:
            return
        rows = [left.popleft() for _ in range(min(len(self.connections), len(left)))]
        used = self.connections[: len(rows)]
        self.wait(len(rows))
        now = self.clock()
        letters = [
            (row.pk, row.address, self.copies[row.letter_id].make(row, now, for_smtp=True))
            for row in rows
        ]
        begin = partial(self.journal.note, BEGUN)
        answers = smtp.send_in_step(used, letters, self.address, begin)
        self._sort(answers)
        self.connections = [each for each in self.connections if each.is_open]

    def _connect(self, count):
        while len(self.connections) < count:
            try:
                self.connections.append(smtp.Connection())
            except smtp.ServerTroubleError as error:
                # Some servers take fewer connections at a time than we would like.
                if not self.connections:
                    self.report.trouble = f"Breven väntar: {error}"
                return

    def _sort(self, answers):
        taken = [number for number, answer in answers.items() if answer.code in smtp.SENT_CODES]
        if taken:
            for number in taken:
                self.journal.note(SENT, number)
            self.sent += taken
            self.refusals, self.lost = [], 0
        said_no = [number for number, answer in answers.items() if (answer.code or 0) >= 400]
        for number in said_no:
            self.journal.note(ANSWERED, number)
        for number, answer in answers.items():
            if answer.code in smtp.SENT_CODES:
                continue
            if answer.code is None and answer.is_begun:
                self.uncertain.append(number)
                self._lose()
            elif answer.code is None or answer.code < 400:
                # The connection went before the server had got it all.
                self.answers[number] = 421
                self._lose()
            else:
                self.answers[number] = answer.code
                if answer.code == 421:
                    self._lose()
                elif answer.code >= 500:
                    self._refuse(number, answer.code)

    def _lose(self):
        self.lost += 1
        if self.lost >= LOST_CONNECTIONS * CONNECTIONS:
            self.report.trouble = "Breven väntar: servern bryter anslutningen"

    def _refuse(self, number, code):
        self.refusals.append(number)
        if len(self.refusals) >= REFUSALS:
            self.report.trouble = f"Breven väntar: servern svarar {code} på allt"
            for each in self.refusals:
                # Those of batches before have been told already.
                if each in self.answers:
                    self.answers[each] = 451

    def end(self):
        for each in self.connections:
            each.quit()


class _ToFiles(_Sender):
    """Writes each letter to a file that a mail program opens; again when it is done again."""

    def some(self, left):
        """Write one."""
        row = left.popleft()
        folder = settings.LETTERS_DIR
        folder.mkdir(parents=True, exist_ok=True)
        message = self.copies[row.letter_id].make(row, self.clock())
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            file.write(message)
        os.replace(file.name, folder / f"{row.pk:07}.eml")
        self.sent.append(row.pk)
