"""Numbered points on a picture, as links in SVG that lies over it. Pure."""

from dataclasses import dataclass
from html import escape

WIDTH = 1000


@dataclass(frozen=True)
class Point:
    """A point: its number, name and place in per cent from the left and from the top."""

    number: int
    title: str
    x: float
    y: float


def draw_points(points, width, height, title):
    """SVG in the proportions of a picture of ``width`` by ``height`` pixels; ``title`` is its name.

    Each point is a link to ``#punkt-<number>``. A point at the edge stands whole within the picture.
    """
    tall = round(WIDTH * height / width)
    drawn = []
    for point in sorted(points, key=lambda each: each.number):
        x = min(max(round(point.x * WIDTH / 100), 45), WIDTH - 45)
        y = min(max(round(point.y * tall / 100), 45), tall - 45)
        drawn.append(
            f'<a href="#punkt-{point.number}" aria-label="{point.number} {escape(point.title)}">'
            f'<circle class="point-target" cx="{x}" cy="{y}" r="70"/>'
            f'<circle class="point-disc" cx="{x}" cy="{y}" r="44"/>'
            f'<text class="point-number" x="{x}" y="{y}" text-anchor="middle">{point.number}</text></a>'
        )
    return (
        f'<svg class="points" viewBox="0 0 {WIDTH} {tall}" role="group" '
        f'aria-label="{escape(title)}">{"".join(drawn)}</svg>'
    )
