"""The base map: what lies under every map, drawn by hand for the project or from an operator's own file.

Features are GeoJSON in longitude and latitude (WGS 84), told apart by their ``kind``. A file is checked one
feature after the other; what cannot be drawn is named with its place in the file. Pure.
"""

import enum
import functools
import json
from dataclasses import dataclass, field
from pathlib import Path

from exhibits.rules.sweref import Grid, grid_of, to_wgs_84

BUNDLED = Path(__file__).with_name("city.geojson")
LINES = ("coast", "ridge", "stream", "road", "trunk-road", "railway", "railway-tunnel", "ferry")
SURFACES = ("land", "harbour", "green")
POINTS = ("place", "district-label", "water-label")
# Kinds that carry a name on the map.
NAMED = ("place", "district-label", "green")
RANKS = (1, 2, 3)  # on every map, on maps of the city, on maps of one area
SIDES = ("right", "left", "above", "below")
# Each page with a map carries what falls within it.
MOST_POINTS = 5000
# Degrees of latitude that a map of the city may show.
LEAST_HEIGHT, MOST_HEIGHT = 0.02, 0.5
_DRAWN = {"Point": POINTS, "LineString": LINES, "Polygon": (*SURFACES, "district-label")}


@dataclass(frozen=True, eq=False)
class BaseMap:
    """Features to draw, and the ``bounds`` of the map of the whole city: west, south, east, north."""

    features: list
    bounds: tuple[float, float, float, float]

    @functools.cached_property
    def by_kind(self):
        """The features of each kind."""
        found = {}
        for feature in self.features:
            found.setdefault(feature["properties"]["kind"], []).append(feature)
        return found


@functools.cache
def bundled():
    """The :class:`BaseMap` of the project; read once."""
    document = json.loads(BUNDLED.read_text(encoding="utf-8"))
    return BaseMap(document["features"], tuple(document["bbox"]))


class Fault(enum.StrEnum):
    """Why a file cannot be the base map."""

    NO_COLLECTION = "no_collection"
    UNREADABLE = "unreadable"
    UNKNOWN_KIND = "unknown_kind"
    WRONG_FORM = "wrong_form"
    NO_NAME = "no_name"
    WRONG_RANK = "wrong_rank"
    UNKNOWN_PLACE = "unknown_place"
    NO_LAND = "no_land"
    TOO_MANY_POINTS = "too_many_points"
    WRONG_BOUNDS = "wrong_bounds"


@dataclass(frozen=True)
class Problem:
    """What is wrong with the feature at ``index`` (from 1; 0: the file), and the value found."""

    index: int
    fault: Fault
    found: str = ""


@dataclass
class Reading:
    """What a file holds: the map when nothing is wrong, the problems, and the grid it was in."""

    base_map: BaseMap | None = None
    problems: list = field(default_factory=list)
    grid: Grid | None = None


def read_base_map(document):
    """Return the :class:`Reading` of a decoded GeoJSON FeatureCollection.

    Properties: ``kind`` (one of ``LINES``, ``SURFACES`` and ``POINTS``), ``name``, and where known ``rank`` and
    ``label_rank`` (one of ``RANKS``), ``label_at`` (a position), ``label_side``, ``class`` and ``surface``. ``bbox`` of
    the collection says what the map of the city shows; without it that is all there is.
    """
    reading = Reading()
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features:
        reading.problems.append(Problem(0, Fault.NO_COLLECTION))
        return reading
    read = []
    for index, feature in enumerate(features, 1):
        try:
            read += _read(feature, index, reading)
        except (TypeError, KeyError, IndexError, ValueError, AttributeError, OverflowError):
            reading.problems.append(Problem(index, Fault.UNREADABLE))
    count = sum(len(_positions(each["geometry"])) for each in read)
    if count > MOST_POINTS:
        reading.problems.append(Problem(0, Fault.TOO_MANY_POINTS, str(count)))
    if not reading.problems and not any(each["properties"]["kind"] == "land" for each in read):
        reading.problems.append(Problem(0, Fault.NO_LAND))
    bounds = _bounds(document.get("bbox"), read)
    if bounds is None:
        reading.problems.append(Problem(0, Fault.WRONG_BOUNDS))
    if not reading.problems:
        reading.base_map = BaseMap(read, bounds)
    return reading


def _read(feature, index, reading):
    """The features to draw of one in a file: none after a problem was named, several of a ``Multi…``."""
    properties, geometry = feature["properties"], feature["geometry"]
    kind, form = properties["kind"], geometry["type"].removeprefix("Multi")
    if kind == "development-area":  # Areas have their outlines on the site.
        return []
    if kind not in (*LINES, *SURFACES, *POINTS):
        reading.problems.append(Problem(index, Fault.UNKNOWN_KIND, str(kind)))
    elif kind not in _DRAWN.get(form, ()):
        reading.problems.append(Problem(index, Fault.WRONG_FORM, f"{kind}, {geometry['type']}"))
    elif kind in NAMED and not str(properties.get("name") or "").strip():
        reading.problems.append(Problem(index, Fault.NO_NAME))
    elif any(properties.get(name, 1) not in RANKS for name in ("rank", "label_rank")):
        reading.problems.append(Problem(index, Fault.WRONG_RANK))
    else:
        is_many = geometry["type"].startswith("Multi")
        parts = geometry["coordinates"] if is_many else [geometry["coordinates"]]
        kept = _kept(properties, index, reading)
        forms = [{"type": form, "coordinates": _converted(part, index, reading)} for part in parts]
        if kept and all(each["coordinates"] for each in forms):
            return [{"type": "Feature", "properties": kept, "geometry": each} for each in forms]
    return []


def _kept(properties, index, reading):
    kept = {"kind": properties["kind"], "name": str(properties.get("name") or "")[:60]}
    kept |= {name: properties[name] for name in ("rank", "label_rank") if name in properties}
    kept |= {
        name: properties[name]
        for name in ("class", "surface")
        if isinstance(properties.get(name), str)
    }
    if properties.get("label_side") in SIDES:
        kept["label_side"] = properties["label_side"]
    if properties.get("label_at"):
        kept["label_at"] = _converted(properties["label_at"], index, reading)
    return kept


def _converted(coordinates, index, reading):
    """Positions nested as they were, in longitude and latitude; ``None`` after a problem was named."""
    points = _flat(coordinates)
    grid, is_swapped = grid_of(points)
    if grid is None:
        x, y = points[0]
        reading.problems.append(Problem(index, Fault.UNKNOWN_PLACE, f"{x:g}, {y:g}"))
        return None
    reading.grid = reading.grid or grid

    def moved(each):
        if not isinstance(each[0], (int, float)):
            return [moved(part) for part in each]
        east, north = each[1::-1] if is_swapped else each[:2]
        # Six decimals are a tenth of a metre.
        return [round(value, 6) for value in to_wgs_84(east, north, grid)]

    return moved(coordinates)


def _flat(coordinates):
    if not isinstance(coordinates, list):
        raise TypeError("no coordinates")
    if isinstance(coordinates[0], (int, float)) and not isinstance(coordinates[0], bool):
        return [(float(coordinates[0]), float(coordinates[1]))]
    return [point for part in coordinates for point in _flat(part)]


def _positions(geometry):
    return _flat(geometry["coordinates"])


def _bounds(bbox, features):
    """West, south, east and north of the map of the city, or ``None`` when they are none."""
    try:
        corners = [(bbox[0], bbox[1]), (bbox[2], bbox[3])] if bbox else None
        if corners:
            grid, is_swapped = grid_of(corners)
            corners = [to_wgs_84(*(each[::-1] if is_swapped else each), grid) for each in corners]
        else:
            corners = [point for each in features for point in _positions(each["geometry"])]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        west, south, east, north = min(across), min(down), max(across), max(down)
    except (TypeError, KeyError, IndexError, ValueError):
        return None
    is_drawable = east - west > LEAST_HEIGHT / 2 and LEAST_HEIGHT <= north - south <= MOST_HEIGHT
    return (west, south, east, north) if is_drawable else None
