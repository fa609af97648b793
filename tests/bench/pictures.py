"""Renditions of a 24-megapixel JPEG: our pipeline against bare Pillow, each in a process of its own.

Both decode the same file with ``draft()`` and write the same AVIF and WebP files in the same four widths
with the same settings, on the same core; seconds are those of the processor. Ours also cleans the upload and makes the social preview.
"""

import io
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from deploy.start import ROOT

SIZE = (6000, 4000)
CORE = 0
ROUNDS = 3
MEGABYTE = 1024  # of the kilobytes in which Linux tells ru_maxrss


def draw_photo(path):
    """Write a JPEG of 24 megapixels with large forms, fine detail and grain, as a camera's has."""
    from PIL import Image, ImageDraw, ImageFilter

    chance = random.Random(24)
    image = Image.linear_gradient("L").resize(SIZE).convert("RGB")
    draw = ImageDraw.Draw(image)
    for _ in range(1500):
        x, y = chance.randrange(SIZE[0]), chance.randrange(SIZE[1])
        side = chance.randrange(8, 400)
        colour = tuple(chance.randrange(256) for _ in range(3))
        draw.rectangle((x, y, x + side, y + side * chance.random() * 2), fill=colour)
    image = image.filter(ImageFilter.GaussianBlur(1.5))
    grain = Image.effect_noise(SIZE, 18).convert("RGB")
    Image.blend(image, grain, 0.12).save(path, "JPEG", quality=92)


def make_bare(content):
    """The yardstick: Pillow as its manual shows it. Returns the number of files made."""
    from PIL import Image

    from helsingborgsrummet.content import picture_files, pictures

    image = Image.open(io.BytesIO(content))
    largest = pictures.RENDITION_WIDTHS[-1]
    image.draft("RGB", (largest, round(largest * image.height / image.width)))
    image.load()
    count = 0
    for width in pictures.RENDITION_WIDTHS:
        size = (width, round(width * image.height / image.width))
        scaled = image.resize(size, Image.Resampling.LANCZOS)
        scaled.save(io.BytesIO(), "AVIF", quality=picture_files.AVIF_QUALITY, speed=6)
        scaled.save(io.BytesIO(), "WEBP", quality=picture_files.WEBP_QUALITY, method=4)
        count += 2
    return count


def make_ours(content):
    """An upload as the library takes it: checked, cleaned, every rendition and the social preview."""
    from helsingborgsrummet.content import picture_files, pictures

    facts, (cleaned,) = picture_files.clean(io.BytesIO(content))
    renditions = pictures.renditions_of((facts["width"], facts["height"]))
    picture_files.render(io.BytesIO(cleaned), renditions, (50, 50))
    return sum(kind in ("avif", "webp") for kind, _ in renditions)


def child(maker, path):
    """Run one maker on this process's core and print what it took as JSON."""
    content = Path(path).read_bytes()
    began = time.process_time()
    count = {"bare": make_bare, "ours": make_ours}[maker](content)
    seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    print(json.dumps({"seconds": seconds, "peak": peak, "count": count}))


def take(maker, path):
    """What one maker takes in a fresh process pinned to one core."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.pictures", maker, str(path)],
        cwd=ROOT, check=True, capture_output=True, text=True,
        preexec_fn=lambda: os.sched_setaffinity(0, {CORE}),
    )  # fmt: skip
    return json.loads(done.stdout)


def measure():
    """Print seconds, ratio and peak memory of both; return ours and the bare one's best rounds."""
    with tempfile.TemporaryDirectory(prefix="helsingborgsrummet-bench-") as folder:
        path = Path(folder) / "photo.jpg"
        draw_photo(path)
        size = path.stat().st_size / 2**20
        rounds = [(take("bare", path), take("ours", path)) for _ in range(ROUNDS)]
    bare, ours = (min(each, key=lambda row: row["seconds"]) for each in zip(*rounds, strict=True))
    print(
        f"\nPictures: a JPEG of 24 megapixels ({size:.1f} MB) in {ours['count']} files on one core"
    )
    print(f"{'':12}{'seconds':>10}{'ratio':>8}{'peak MB':>10}")
    print(f"{'bare Pillow':12}{bare['seconds']:10.2f}{1:8.2f}{bare['peak']:10.0f}")
    ratio = ours["seconds"] / bare["seconds"]
    print(f"{'the library':12}{ours['seconds']:10.2f}{ratio:8.2f}{ours['peak']:10.0f}")
    return bare, ours


if __name__ == "__main__":
    if len(sys.argv) > 1:
        child(*sys.argv[1:])
    else:
        measure()
