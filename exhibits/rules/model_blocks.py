"""Blocks of the model as a GeoJSON file says them, checked one by one.

Heights are metres, or storeys where the file knows no better. What cannot be drawn is named with its
place in the file, so that whoever made it can mend it; nothing is guessed in silence.
"""

import enum
import math
from dataclasses import dataclass, field

from exhibits.rules.model_drawing import Block, Shape, State
from exhibits.rules.sweref import Grid, grid_of, to_wgs_84

STOREY = 3.2  # metres
MOST_BLOCKS = 20_000
MOST_POINTS = 400  # of one block
HIGHEST = 200.0  # metres
# What files call the same thing, ours first.
_HEIGHTS = ("height_m", "height", "hojd", "hojd_m")
_STOREYS = ("storeys", "levels", "building:levels", "vaningar")


class Fault(enum.StrEnum):
    """Why a block of a file cannot be used."""

    NO_COLLECTION = "no_collection"
    TOO_MANY = "too_many"
    NO_SURFACE = "no_surface"
    UNREADABLE = "unreadable"
    UNKNOWN_PLACE = "unknown_place"
    TOO_MANY_POINTS = "too_many_points"
    CROSSES_ITSELF = "crosses_itself"
    NO_HEIGHT = "no_height"
    UNKNOWN_STATE = "unknown_state"


@dataclass(frozen=True)
class Problem:
    """What is wrong with the feature at ``index`` (from 1; 0: the file), and the value found."""

    index: int
    fault: Fault
    found: str = ""


@dataclass
class Reading:
    """What a file holds: ``(block, area)`` pairs, the problems, and the grid it was in."""

    blocks: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    grid: Grid | None = None


def read_blocks(document):
    """Return the :class:`Reading` of a decoded GeoJSON FeatureCollection.

    Properties: a height in metres (``height_m``) or storeys (``storeys``), and where known ``base_m``,
    ``state`` (a :class:`~exhibits.rules.model_drawing.State`), ``shape`` and ``area`` (the address of a
    development area).
    """
    reading = Reading()
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features:
        reading.problems.append(Problem(0, Fault.NO_COLLECTION))
        return reading
    if len(features) > MOST_BLOCKS:
        reading.problems.append(Problem(0, Fault.TOO_MANY, str(len(features))))
        return reading
    for index, feature in enumerate(features, 1):
        try:
            _read(feature, index, reading)
        except (TypeError, KeyError, IndexError, ValueError, AttributeError, OverflowError):
            reading.problems.append(Problem(index, Fault.UNREADABLE))
    return reading


def _read(feature, index, reading):
    geometry = feature["geometry"]
    kind = geometry["type"]
    if kind not in ("Polygon", "MultiPolygon"):
        reading.problems.append(Problem(index, Fault.NO_SURFACE, str(kind)[:40]))
        return
    properties = feature.get("properties") or {}
    height = _height(properties)
    try:
        shape, state = (
            Shape(properties.get("shape") or "flat"),
            State(properties.get("state") or "finns"),
        )
    except ValueError:
        reading.problems.append(
            Problem(index, Fault.UNKNOWN_STATE, str(properties.get("state"))[:40])
        )
        return
    if height is None and shape is not Shape.LAWN:
        reading.problems.append(Problem(index, Fault.NO_HEIGHT))
        return
    polygons = geometry["coordinates"]
    for polygon in [polygons] if kind == "Polygon" else polygons:
        rings = _rings(polygon, index, reading)
        if rings is None:
            return
        base = float(properties.get("base_m") or 0)
        if not math.isfinite(base) or abs(base) > HIGHEST:
            raise ValueError("base_m")
        block = Block(rings, height or 0.0, base, state, shape)
        reading.blocks.append((block, str(properties.get("area") or "")[:80]))


def _height(properties):
    """Metres from the ground to the top, or ``None``."""
    for names, factor in ((_HEIGHTS, 1.0), (_STOREYS, STOREY)):
        for name in names:
            value = properties.get(name)
            if value in (None, ""):
                continue
            height = float(str(value).replace(",", ".")) * factor
            return height if 0 < height <= HIGHEST else None
    return None


def _rings(polygon, index, reading):
    """The rings of a polygon in longitude and latitude; ``None`` after a problem was named."""
    rings = [[(float(point[0]), float(point[1])) for point in ring] for ring in polygon]
    if sum(map(len, rings)) > MOST_POINTS:
        reading.problems.append(Problem(index, Fault.TOO_MANY_POINTS, str(sum(map(len, rings)))))
        return None
    grid, is_swapped = grid_of([point for ring in rings for point in ring])
    if grid is None:
        x, y = rings[0][0]
        reading.problems.append(Problem(index, Fault.UNKNOWN_PLACE, f"{x:g}, {y:g}"))
        return None
    reading.grid = reading.grid or grid
    if is_swapped:
        rings = [[(y, x) for x, y in ring] for ring in rings]
    rings = [
        tuple((round(x, 6), round(y, 6)) for x, y in (to_wgs_84(*point, grid) for point in ring))
        for ring in rings
    ]
    rings = [ring if ring[0] == ring[-1] else (*ring, ring[0]) for ring in rings]
    if not _is_sound(rings):
        reading.problems.append(Problem(index, Fault.CROSSES_ITSELF))
        return None
    return tuple(rings)


def _is_sound(rings):
    """Whether a surface encloses something and does not cross itself."""
    # shapely brings numpy, some 30 MB: only the process that imports pays.
    from shapely.geometry import Polygon

    return all(len(set(ring)) > 2 for ring in rings) and Polygon(rings[0], rings[1:]).is_valid
