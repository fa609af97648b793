"""The picture of a page with its numbered points."""

from dataclasses import dataclass

from django.apps import apps
from django.utils.safestring import SafeString, mark_safe

from exhibits.models.picture_points import ExhibitPoint, PlanPoint
from exhibits.rules.picture_points import Point, draw_points
from exhibits.words_sv.maps import POINTS
from helsingborgsrummet.models import Picture
from helsingborgsrummet.serving.now import snapshot


@dataclass(frozen=True, slots=True)
class Pointed:
    """A picture, its points in the order of their numbers, and the links that lie over it."""

    picture: Picture
    points: tuple
    drawing: SafeString


def pointed_picture(row, now, unsaved):
    """The :class:`Pointed` of a plan or an exhibit, or ``None`` when it has no picture.

    ``unsaved`` may hold ``points``, as the preview does.
    """
    if not row.picture_id:
        return None
    if row.pk is None or "points" in unsaved:
        return _pointed(row.picture, unsaved.get("points", ()))
    return _stored(now, row._meta.label, row.pk, row.picture_id)


@snapshot(Picture, PlanPoint, ExhibitPoint, clock=False)
def _stored(now, label, pk, picture) -> Pointed:
    rows = apps.get_model(label)(pk=pk).points.all()
    return _pointed(Picture.objects.get(pk=picture), rows)


def _pointed(picture, rows):
    points = tuple(sorted(rows, key=lambda row: row.number or 0))
    drawing = ""
    if points and picture.renditions:
        drawing = draw_points(
            [Point(row.number, row.title, row.x, row.y) for row in points],
            picture.width,
            picture.height,
            POINTS,
        )
    return Pointed(picture, points, mark_safe(drawing))
