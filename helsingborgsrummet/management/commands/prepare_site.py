"""Everything between a checkout and a site that can be served."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from helsingborgsrummet.serving.page_cache import release_of


class Command(BaseCommand):
    """Safe to repeat: keeps all data and does only what is not done yet."""

    help = "Migrerar databasen, laddar exempelinnehåll och konton en gång, samlar statiska filer."

    def handle(self, *args, **options):
        """Say what is done, step by step."""
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        self.stdout.write("  databas: migrerar")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("load_demo_content")
        call_command("create_accounts")
        self._collect_static()

    def _collect_static(self):
        """Collect static files when one has changed since the last time."""
        mark = settings.DATA_DIR / "static-release"
        release = release_of([settings.BASE_DIR / "static"], settings.STATIC_ROOT)
        if mark.exists() and mark.read_text() == release and settings.STATIC_ROOT.exists():
            return
        self.stdout.write("  statiska filer: samlar och packar")
        call_command("collectstatic", interactive=False, verbosity=0)
        mark.write_text(release)
