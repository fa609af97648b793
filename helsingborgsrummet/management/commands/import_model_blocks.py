"""Draw another city: the blocks of a GeoJSON file take the place of those on the model."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from exhibits.models import ModelBlocks
from exhibits.rules.model_blocks import read_blocks
from exhibits.words_sv.city_model import block_problem
from helsingborgsrummet.content.writing import writing

SHOWN_PROBLEMS = 20


class Command(BaseCommand):
    """Says first what is in the file and what is wrong; stores all of it or nothing."""

    help = (
        "Läser in modellens block ur en GeoJSON-fil (WGS 84, SWEREF 99 TM eller SWEREF 99 13 30). "
        "Utan --spara sägs bara vad som skulle hända."
    )

    def add_arguments(self, parser):
        """A file, and whether it is meant."""
        parser.add_argument("file", type=Path, help="GeoJSON: en FeatureCollection")
        parser.add_argument("--spara", action="store_true", help="byt ut modellens block")
        parser.add_argument("--exempel", action="store_true", help="blocken är påhittade")

    def handle(self, *args, file, spara, exempel, **options):
        """Read, tell, and store when asked to."""
        try:
            document = json.loads(file.read_text(encoding="utf-8-sig"))
        except OSError as error:
            raise CommandError(f"Filen går inte att läsa: {error.strerror}.") from None
        except (ValueError, RecursionError):
            raise CommandError("Filen är ingen JSON.") from None
        reading = read_blocks(document)
        for problem in reading.problems[:SHOWN_PROBLEMS]:
            self.stderr.write(f"  {block_problem(problem)}")
        if len(reading.problems) > SHOWN_PROBLEMS:
            self.stderr.write(f"  … och {len(reading.problems) - SHOWN_PROBLEMS} fel till.")
        if reading.problems or not reading.blocks:
            raise CommandError("Inget är ändrat. Rätta filen och försök igen.")
        self.stdout.write(f"  {len(reading.blocks)} block, koordinater i {reading.grid.value}.")
        if not spara:
            self.stdout.write("  Inget är ändrat. Lägg till --spara för att byta ut modellen.")
            return
        with writing():
            row = ModelBlocks.of(reading.blocks, imported_at=timezone.now(), is_example=exempel)
            row.save()
            ModelBlocks.objects.exclude(pk=row.pk).delete()
        self.stdout.write("  Modellen är utbytt.")
