"""The stored illustrations are what the code draws: whole models, cut off by no edge."""

from pathlib import Path

import pytest
from PIL import Image

from helsingborgsrummet.demo_content import draw_models

PICTURES = Path(draw_models.__file__).parent / "pictures"
OPAQUE = 40  # of 255
TIP = 40  # pixels of 1620


@pytest.mark.parametrize("name", draw_models.DRAWINGS)
def test_a_model_stands_whole_in_its_picture(name):
    """The corner that is nearest is a tip, not an edge: Maria station's was once sawn off."""
    with Image.open(PICTURES / f"{name}.webp") as picture:
        seen = picture.getchannel("A").point(lambda value: 255 if value > OPAQUE else 0)
    left, _, right, bottom = seen.getbbox()
    assert left > 0 and right < seen.width and bottom < seen.height
    tip = seen.crop((0, bottom - 3, seen.width, bottom)).getbbox()
    assert tip[2] - tip[0] < TIP


def test_every_picture_is_drawn_by_something():
    assert {path.stem for path in PICTURES.glob("*.webp")} == set(draw_models.DRAWINGS)
