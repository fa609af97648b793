"""Everything between a checkout and a site that can be served."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from helsingborgsrummet.serving.page_cache import release_of

OURS = {"exhibits", "news", "helsingborgsrummet"}


class Command(BaseCommand):
    """Safe to repeat: keeps all data and does only what is not done yet."""

    help = "Migrerar databasen, laddar exempelinnehåll och konton en gång, samlar statiska filer."

    def handle(self, *args, **options):
        """Say what is done, step by step."""
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        self._refuse_a_strange_database()
        self.stdout.write("  databas: migrerar")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("load_demo_content")
        call_command("create_accounts")
        self._collect_static()

    def _refuse_a_strange_database(self):
        """Say what to do when the database was made by migrations that are no longer there."""
        loader = MigrationLoader(connection)
        strange = loader.applied_migrations.keys() - loader.disk_migrations.keys()
        if any(app in OURS for app, _ in strange):
            raise CommandError(
                "Databasen kommer från en version före den första utgåvan och kan inte uppdateras. "
                f"Inget är ändrat. Flytta undan mappen {settings.DATA_DIR} och starta igen, så laddas "
                "exempelinnehållet på nytt."
            )

    def _collect_static(self):
        """Collect static files when one has changed since the last time."""
        mark = settings.DATA_DIR / "static-release"
        release = release_of([settings.BASE_DIR / "static"], settings.STATIC_ROOT)
        if mark.exists() and mark.read_text() == release and settings.STATIC_ROOT.exists():
            return
        self.stdout.write("  statiska filer: samlar och packar")
        call_command("collectstatic", interactive=False, verbosity=0)
        mark.write_text(release)
