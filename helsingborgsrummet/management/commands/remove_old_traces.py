"""Once a day: take away what is no longer to be known."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from helsingborgsrummet.old_traces import remove_old_traces


class Command(BaseCommand):
    """Safe to repeat."""

    help = (
        "Tar bort felaktiga inloggningsförsök och nummer på sparade formulär som är äldre än 30 dagar, "
        "och inloggningar som har gått ut."
    )

    def handle(self, *args, **options):
        """Say how much went."""
        self.stdout.write(remove_old_traces(timezone.now()))
