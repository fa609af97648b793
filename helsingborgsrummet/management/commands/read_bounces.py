"""Read what came back of the letters: for a mail server that pipes it in, or by hand on a mailbox."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from helsingborgsrummet.letters.bounces import read_mailbox, read_one

MOST = 10 * 2**20  # bytes of one message


class Command(BaseCommand):
    """Reads one message from standard input, or all of an mbox file or a Maildir; safe to repeat."""

    help = "Läs studsar: ett brev på standard in, eller alla i en mbox-fil eller Maildir."

    def add_arguments(self, parser):
        parser.add_argument("mailbox", nargs="?", type=Path, help="mbox-fil eller Maildir")

    def handle(self, *args, mailbox, verbosity, **options):
        now = timezone.now()
        if mailbox is None:
            new, count = int(read_one(sys.stdin.buffer.read(MOST), now)), 1
        elif mailbox.exists():
            new, count = read_mailbox(mailbox, now)
        else:
            raise CommandError(f"{mailbox} finns inte.")
        if verbosity:
            self.stdout.write(f"{new} nya studsar i {count} brev")
