"""Find stored files that nobody names, and remove them when told to: what crashes and rollbacks leave."""

import datetime

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand
from django.utils import timezone

from helsingborgsrummet.content.owned_files import remove_unused, used
from helsingborgsrummet.content.words_sv import format_bytes

FOLDERS = ("originals", "renditions", "documents")
# A file is stored before the row that names it: somebody may be about to save.
YOUNG = datetime.timedelta(days=1)


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


def stored_before(moment):
    """The names of all files in our folders that were last written before ``moment``."""
    return [
        f"{folder}/{name}"
        for folder in FOLDERS
        if default_storage.exists(folder)
        for name in default_storage.listdir(folder)[1]
        if default_storage.get_modified_time(f"{folder}/{name}") < moment
    ]
