"""The sample pictures: own illustrations, drawn by ``draw_models.py``."""

from pathlib import Path

from django.core.files.base import ContentFile

from helsingborgsrummet.demo_content import content
from helsingborgsrummet.models import Picture

PICTURES = Path(content.__file__).parent / "pictures"


def prepare_pictures(shelf):
    """Put the pictures on the shelf, to be saved; their renditions are made here."""
    for name, (title, alt) in content.PICTURES.items():
        picture = Picture(
            title=title,
            alt=alt,
            credit="Helsingborgsrummet",
            note="Modellen är ungefärlig",
            kind=Picture.Kind.ILLUSTRATION,
            licence=Picture.Licence.OWN,
        )
        data = (PICTURES / f"{name}.webp").read_bytes()
        picture.original = ContentFile(data, name=f"{name}.webp")
        picture.prepare()
        shelf.pictures[name] = picture
