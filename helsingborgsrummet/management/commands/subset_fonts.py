"""Cut the two typefaces down to what the site writes."""

import io
import logging
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

CHARACTERS = (
    "".join(map(chr, range(0x20, 0x7F)))
    + "åäöÅÄÖéÉèüÜæÆøØçñáàóíëï"
    + "\u00a0\u00ad\u202f–—−‑”’“‘…§©°×½²³·•→←↑↓≈≤≥€"
)
# Headings are set in one weight, so the serif needs no axis; text uses 400 and 600.
FACES = {"rum-sans": {"wght": (400, 600)}, "rum-serif": {"wght": 600}}


class Command(BaseCommand):
    """``subset_fonts rum-sans=FILE rum-serif=FILE``: write ``static/fonts/*.woff2``.

    The files are the variable Latin ones of the packages @fontsource-variable/source-sans-3 and
    source-serif-4. Run by hand when a typeface has a new version; needs the development packages.
    """

    help = "Gör om typsnittens filer till webbplatsens delmängder."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", help="namn=fil, till exempel rum-sans=sans.woff2")

    def handle(self, *args, files, **options):
        logging.getLogger("fontTools").setLevel(logging.ERROR)
        from fontTools.subset import Options, Subsetter
        from fontTools.ttLib import TTFont
        from fontTools.varLib.instancer import instantiateVariableFont

        for name, _, path in (file.partition("=") for file in files):
            font = TTFont(path)
            axes = {axis.axisTag for axis in font["fvar"].axes}
            limits = {tag: FACES[name].get(tag) for tag in axes}
            # Subsetting needs the glyph tables as they are in a file, not as the cut left them.
            cut = io.BytesIO()
            instantiateVariableFont(font, limits).save(cut)
            font = TTFont(cut)
            subset = Options()
            subset.layout_features = [
                "kern",
                "mark",
                "mkmk",
                "liga",
                "tnum",
                "lnum",
                "locl",
                "ccmp",
            ]
            subset.hinting = False
            subset.flavor = "woff2"
            subset.name_IDs = [0, 1, 2, 13, 14]
            subsetter = Subsetter(subset)
            subsetter.populate(text=CHARACTERS)
            subsetter.subset(font)
            font.flavor = "woff2"
            target = Path(settings.BASE_DIR) / "static/fonts" / f"{name}.woff2"
            font.save(target)
            self.stdout.write(f"{target.name}: {target.stat().st_size} byte")
