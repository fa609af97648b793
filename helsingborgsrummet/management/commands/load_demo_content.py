"""Fill an empty site with the sample content."""

from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string

from exhibits.models import Room
from helsingborgsrummet import audit
from helsingborgsrummet.content.kinds import all_kinds
from helsingborgsrummet.content.writing import writing
from helsingborgsrummet.demo_content import content
from helsingborgsrummet.demo_content.exhibits import prepare_sound
from helsingborgsrummet.demo_content.library import prepare_pictures
from helsingborgsrummet.demo_content.room import load_room
from helsingborgsrummet.demo_content.screens import load_screens
from helsingborgsrummet.demo_content.shelf import Shelf
from helsingborgsrummet.demo_content.terms import load_terms
from helsingborgsrummet.demo_content.visitors import load_visitors
from helsingborgsrummet.models import Notice


class Command(BaseCommand):
    """Loads once, into an empty site only; what somebody has written is never touched."""

    help = "Laddar exempelinnehållet, om webbplatsen är tom."

    def handle(self, *args, **options):
        """Load everything or nothing: the library, the room, then each kind of page."""
        kinds = [kind for kind in all_kinds() if kind.samples]
        if any(model.objects.exists() for model in (Room, *(kind.model for kind in kinds))):
            self.stdout.write("  innehåll: finns redan, rörs inte")
            return
        self.stdout.write("  innehåll: laddar exempel och gör bilder (en gång)")
        shelf = Shelf()
        prepare_pictures(shelf)
        prepare_sound(shelf)
        with audit.summed_up("published: the sample content"), writing():
            for picture in shelf.pictures.values():
                picture.save()
            load_room(shelf)
            load_visitors(shelf)
            load_terms()
            for kind in kinds:
                import_string(kind.samples)(shelf)
            load_screens(shelf)
            Notice.objects.create(**content.NOTICE)
