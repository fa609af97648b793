"""Find stored files that nobody names, and remove them when told to: what crashes and rollbacks leave."""

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand
from django.utils import timezone

from helsingborgsrummet.content.owned_files import YOUNG, remove_unused, stored_before, used
from helsingborgsrummet.content.words_sv import format_bytes


class Command(BaseCommand):
    """Tell which files no row and no version names; remove them with ``--remove``."""

    help = "Visa filer som ingenting på webbplatsen använder. Med --remove tas de bort."

    def add_arguments(self, parser):
        parser.add_argument("--remove", action="store_true", help="ta bort filerna")

    def handle(self, *args, remove, verbosity, **options):
        names = stored_before(timezone.now() - YOUNG)
        found = sorted(set(names) - used(names))
        sizes = {name: default_storage.size(name) for name in found}
        if remove:
            found = remove_unused(found)
        for name in found if verbosity else ():
            self.stdout.write(f"  {name}")
        what = "borttagna" if remove else "utan användning; --remove tar bort dem"
        size = format_bytes(sum(sizes[name] for name in found))
        self.stdout.write(f"{len(found)} av {len(names)} filer ({size}) {what}")
