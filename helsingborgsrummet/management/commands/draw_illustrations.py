"""Draw the illustrations of the sample content anew."""

import io
import subprocess
import tempfile
from pathlib import Path

from django.core.management.base import BaseCommand

from helsingborgsrummet.demo_content import draw_models

WIDTH, HEIGHT = 1620, 1080
PICTURES = Path(draw_models.__file__).parent / "pictures"


class Command(BaseCommand):
    """Draws each model as SVG and lets chromium turn it into a WebP original of 3:2.

    Run by hand when a drawing has changed; the originals are kept with the code.
    """

    help = "Ritar om exempelinnehållets illustrationer. Behöver chromium."

    def add_arguments(self, parser):
        parser.add_argument("names", nargs="*", help="vilka; annars alla")

    def handle(self, *args, names, **options):
        """Write one file for each drawing."""
        from PIL import Image

        for name in names or draw_models.DRAWINGS:
            with tempfile.TemporaryDirectory() as folder:
                page, shot = Path(folder, "page.html"), Path(folder, "shot.png")
                svg = draw_models.DRAWINGS[name]().svg()
                style = f"body{{margin:0}}svg{{width:{WIDTH}px;height:{HEIGHT}px;display:block}}"
                page.write_text(f"<!doctype html><style>{style}</style>{svg}", encoding="utf-8")
                subprocess.run(
                    [
                        "chromium", "--headless", "--no-sandbox", "--disable-gpu",
                        "--no-first-run", "--disable-background-networking", "--hide-scrollbars",
                        "--default-background-color=00000000", f"--user-data-dir={folder}/profile",
                        f"--window-size={WIDTH},{HEIGHT}", f"--screenshot={shot}", page.as_uri(),
                    ],
                    check=True, capture_output=True,
                )  # fmt: skip
                buffer = io.BytesIO()
                Image.open(shot).save(buffer, "WEBP", quality=86, alpha_quality=90, method=6)
            (PICTURES / f"{name}.webp").write_bytes(buffer.getvalue())
            self.stdout.write(f"{name}.webp: {len(buffer.getvalue())} byte")
