"""The base map: what lies under every map, drawn by hand for the project or from an operator's own file.

Features are GeoJSON in longitude and latitude (WGS 84), told apart by their ``kind``. A file is checked one
feature after the other; what cannot be drawn is named with its place in the file. Pure.
"""

import enum
import functools
import json
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from exhibits.rules.sweref import Grid, grid_of, to_wgs_84

BUNDLED = Path(__file__).with_name("city.geojson")
LINES = ("coast", "ridge", "stream", "road", "trunk-road", "railway", "railway-tunnel", "ferry")
SURFACES = ("land", "harbour", "green")
POINTS = ("place", "district-label", "water-label")
# Kinds of which nothing is drawn without a name; the others carry theirs where they have one.
NAMED = ("place", "district-label", "green")
RANKS = (1, 2, 3)  # on every map, on maps of the city, on maps of one area
SIDES = ("right", "left", "above", "below")
# What else is told of some: a class of a place, what a harbour is made of.
CLASSES = ("station", "landmark", "service", "harbour", "pedestrian")
FACES = ("land", "water")
LONGEST_NAME = 60
# Each page with a map carries what falls within it.
MOST_POINTS = 5000
# Degrees of latitude that a map of the city may show.
LEAST_HEIGHT, MOST_HEIGHT = 0.02, 0.5
# How deep positions lie in the coordinates of a form, and how few make one.
_DEPTHS, _LEAST = {"Point": 0, "LineString": 1, "Polygon": 2}, {1: 2, 2: 4}
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

    Properties: ``kind`` (one of ``LINES``, ``SURFACES`` and ``POINTS``), ``name``, and where known ``ref`` (the number
    of a trunk road), ``rank`` and ``label_rank`` (one of ``RANKS``), ``label_at`` (a position), ``label_side``,
    ``class`` and ``surface``. ``bbox`` of the collection says what the map of the city shows; without it that is all
    there is.
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
    count = sum(len(_positions(each)) for each in read)
    if count > MOST_POINTS:
        reading.problems.append(Problem(0, Fault.TOO_MANY_POINTS, str(count)))
    if reading.problems:
        return reading
    bounds = _bounds(document.get("bbox"), read)
    if not any(each["properties"]["kind"] == "land" for each in read):
        reading.problems.append(Problem(0, Fault.NO_LAND))
    elif bounds is None:
        reading.problems.append(Problem(0, Fault.WRONG_BOUNDS))
    else:
        reading.base_map = BaseMap(read, bounds)
    return reading


def _read(feature, index, reading):
    """The features to draw of one in a file: none after a problem was named, several of a ``Multi…``."""
    properties, geometry = feature["properties"], feature["geometry"]
    kind = properties["kind"]
    if kind == "development-area":  # Areas have their outlines on the site.
        return []
    form = geometry["type"].removeprefix("Multi")
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
        parts = [_converted(part, _DEPTHS[form], index, reading) for part in parts]
        kept = _kept(properties, index, reading)
        if kept and parts and all(parts):
            # One name for all parts, at the one with the most points.
            parts.sort(key=lambda part: -len(_flat(part, _DEPTHS[form])))
            return [
                {
                    "type": "Feature",
                    "properties": kept if number == 0 else {**kept, "name": ""},
                    "geometry": {"type": form, "coordinates": part},
                }
                for number, part in enumerate(parts)
            ]
        if not parts:
            reading.problems.append(Problem(index, Fault.UNREADABLE))
    return []


def _kept(properties, index, reading):
    """What is drawn by; ``None`` after a problem was named."""
    name, ref = (
        unicodedata.normalize("NFC", str(properties.get(each) or ""))[:LONGEST_NAME].strip()
        for each in ("name", "ref")
    )
    if not (name + ref).isprintable():
        reading.problems.append(Problem(index, Fault.UNREADABLE))
        return None
    kept = {"kind": properties["kind"], "name": name}
    kept |= {"ref": ref} if ref and kept["kind"] == "trunk-road" else {}
    kept |= {each: properties[each] for each in ("rank", "label_rank") if each in properties}
    known = (("class", CLASSES), ("surface", FACES), ("label_side", SIDES))
    kept |= {each: properties[each] for each, values in known if properties.get(each) in values}
    if properties.get("label_at"):
        kept["label_at"] = _converted(properties["label_at"], 0, index, reading)
        if kept["label_at"] is None:
            return None
    return kept


def _converted(coordinates, depth, index, reading):
    """The same positions in longitude and latitude; ``None`` after a problem was named."""
    points = _flat(coordinates, depth)
    grid, is_swapped = grid_of(points)
    if grid is None:
        x, y = points[0]
        reading.problems.append(Problem(index, Fault.UNKNOWN_PLACE, f"{x:g}, {y:g}"))
        return None
    reading.grid = reading.grid or grid

    def moved(position):
        east, north = position[1::-1] if is_swapped else position[:2]
        # Six decimals are a tenth of a metre.
        return [round(value, 6) for value in to_wgs_84(east, north, grid)]

    if depth == 0:
        return moved(coordinates)
    if depth == 1:
        return [moved(position) for position in coordinates]
    return [[moved(position) for position in ring] for ring in coordinates]


def _flat(coordinates, depth):
    """All positions as pairs of numbers; an error where they lie elsewhere than ``depth`` lists deep."""
    if not isinstance(coordinates, list):
        raise TypeError("no coordinates")
    if depth == 0:
        x, y = coordinates[:2]
        if not all(
            isinstance(each, (int, float)) and not isinstance(each, bool) for each in (x, y)
        ):
            raise TypeError("no position")
        return [(float(x), float(y))]
    points = [point for part in coordinates for point in _flat(part, depth - 1)]
    if len(coordinates) < (_LEAST[1] if depth == 1 else 1):
        raise ValueError("too few positions")
    if depth == 2 and any(len(ring) < _LEAST[2] for ring in coordinates):
        raise ValueError("too few positions")
    return points


def _positions(feature):
    geometry = feature["geometry"]
    return _flat(geometry["coordinates"], _DEPTHS[geometry["type"]])


def _bounds(bbox, features):
    """West, south, east and north of the map of the city, or ``None`` when they are none."""
    try:
        # With heights there are six numbers, and the third and the last are those.
        half = len(bbox) // 2 if bbox else 0
        corners = [tuple(bbox[:2]), tuple(bbox[half : half + 2])] if bbox else None
        if corners:
            grid, is_swapped = grid_of(corners)
            corners = [to_wgs_84(*(each[::-1] if is_swapped else each), grid) for each in corners]
        else:
            corners = [point for each in features for point in _positions(each)]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        west, south, east, north = min(across), min(down), max(across), max(down)
    except (TypeError, KeyError, IndexError, ValueError):
        return None
    is_drawable = east - west > LEAST_HEIGHT / 2 and LEAST_HEIGHT <= north - south <= MOST_HEIGHT
    return (west, south, east, north) if is_drawable else None
