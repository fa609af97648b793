"""Do what is due: for a timer, every minute."""

import os
import signal
import sys
import time

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from helsingborgsrummet import due_work


class Command(BaseCommand):
    """Do all work that is due, under one lock; harmless at any time and any number of times."""

    help = "Gör det som ska göras om och om igen: brev, länkkontroller, gallring. Var minut, av en timer."

    def add_arguments(self, parser):
        parser.add_argument("names", nargs="*", help="gör bara de här arbetena, även i förtid")
        parser.add_argument(
            "--every",
            type=float,
            metavar="SEKUNDER",
            help="fortsätt tills processen som startade denna har slutat",
        )

    def handle(self, *args, names, every, verbosity, **options):
        # A service that is stopped ends as a program that is interrupted; what was begun is done again.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        if unknown := set(names) - {piece.name for piece in due_work.pieces()}:
            known = ", ".join(piece.name for piece in due_work.pieces())
            raise CommandError(f"Okänt arbete: {', '.join(sorted(unknown))}. De som finns: {known}")
        if every is None:
            failed = self._run_once(names, verbosity)
            if failed:
                raise CommandError(f"Misslyckades: {', '.join(failed)}")
            return
        # A timer says so itself; see deploy/.
        due_work.give_way()
        parent = os.getppid()
        while os.getppid() == parent:
            try:
                self._run_once(names, 0)
            except DatabaseError as error:
                self.stderr.write(f"Databasen svarar inte: {due_work.where(error)}")
            close_old_connections()
            wake = time.monotonic() + every
            while os.getppid() == parent and time.monotonic() < wake:
                time.sleep(min(1, every))

    def _run_once(self, names, verbosity):
        failed = due_work.run(timezone.now, names)
        if not verbosity:
            return failed
        if failed is None:
            self.stdout.write("En annan process är redan i gång med det.")
            return failed
        for each in due_work.state(timezone.now()):
            self.stdout.write(f"{each.title}: {each.failure or each.result or 'inte gjort än'}")
        return failed
