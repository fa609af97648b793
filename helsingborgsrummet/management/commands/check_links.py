"""Check links to other sites: for a timer, once a day or more often."""

import signal
import sys

from django.core.management.base import BaseCommand
from django.utils import timezone

from helsingborgsrummet.link_check import Checker, check_links, collect


class Command(BaseCommand):
    """Collect the external links of all public pages and check those that are due."""

    help = "Kontrollera länkar till andra webbplatser. Det som visar sig syns i adminen."

    def add_arguments(self, parser):
        parser.add_argument("--limit", type=int, default=200, help="högst så många länkar")
        parser.add_argument(
            "--pause", type=float, default=2.0, help="sekunder mellan två frågor till samma server"
        )

    def handle(self, *args, limit, pause, verbosity, **options):
        # A service that is stopped ends as a program that is interrupted: what is known is stored.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        count = collect(timezone.now())
        self.stdout.write(f"{count} länkar på webbplatsens sidor")
        checked = []

        def report(link):
            checked.append(link)
            if link.failure_count and verbosity:
                self.stdout.write(f"  {link.url}: {link.error or link.status}")

        check_links(Checker(pause), limit=limit, report=report)
        self.stdout.write(f"{len(checked)} kontrollerade")
