"""Draw another base map: the features of a GeoJSON file take the place of the project's own."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from exhibits.models import CityMap
from exhibits.rules.base_map import read_base_map
from exhibits.words_sv.base_map import base_map_problem
from helsingborgsrummet.content.writing import writing

SHOWN_PROBLEMS = 20
LARGEST = 20 * 2**20  # bytes


class Command(BaseCommand):
    """Says first what is in the file and what is wrong; stores all of it or nothing."""

    help = (
        "Läser in kartan under alla kartor ur en GeoJSON-fil (WGS 84, SWEREF 99 TM eller SWEREF 99 13 30). "
        "Utan --spara sägs bara vad som skulle hända."
    )

    def add_arguments(self, parser):
        """A file, and whether it is meant; or back to the project's own map."""
        parser.add_argument("file", type=Path, nargs="?", help="GeoJSON: en FeatureCollection")
        parser.add_argument("--spara", action="store_true", help="byt ut kartan")
        parser.add_argument(
            "--projektets", action="store_true", help="gå tillbaka till kartan som följer med"
        )

    def handle(self, *args, file, spara, projektets, **options):
        """Read, tell, and store when asked to."""
        if projektets:
            with writing():
                CityMap.objects.all().delete()
            self.stdout.write("  Kartan som följer med ritas igen.")
            return
        if file is None:
            raise CommandError("Skriv vilken fil som ska läsas, eller --projektets.")
        try:
            if file.stat().st_size > LARGEST:
                raise CommandError("Filen är större än 20 MB. Förenkla linjerna i den.")
            document = json.loads(file.read_text(encoding="utf-8-sig"))
        except OSError as error:
            raise CommandError(f"Filen går inte att läsa: {error.strerror}.") from None
        except (ValueError, RecursionError):
            raise CommandError("Filen är ingen JSON.") from None
        reading = read_base_map(document)
        for problem in reading.problems[:SHOWN_PROBLEMS]:
            self.stderr.write(f"  {base_map_problem(problem)}")
        if len(reading.problems) > SHOWN_PROBLEMS:
            self.stderr.write(f"  … och {len(reading.problems) - SHOWN_PROBLEMS} fel till.")
        if reading.problems:
            raise CommandError("Inget är ändrat. Rätta filen och försök igen.")
        base = reading.base_map
        west, south, east, north = (f"{each:.3f}".replace(".", ",") for each in base.bounds)
        self.stdout.write(
            f"  {len(base.features)} former, koordinater i {reading.grid.value}. "
            f"Kartan visar longitud {west}–{east} och latitud {south}–{north}."
        )
        if not spara:
            self.stdout.write("  Inget är ändrat. Lägg till --spara för att byta ut kartan.")
            return
        with writing():
            row = CityMap(features=base.features, bounds=base.bounds, imported_at=timezone.now())
            row.save()
            CityMap.objects.exclude(pk=row.pk).delete()
        self.stdout.write("  Kartan är utbytt.")
