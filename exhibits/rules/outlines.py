"""Outlines of areas: what a GIS program hands out, and is it something that can be drawn, and if not, why?"""

import enum
import itertools
import json
import math
from dataclasses import dataclass

from exhibits.rules.sweref import Grid, grid_of, to_wgs_84


class Fault(enum.StrEnum):
    """Why an outline cannot be drawn."""

    WRONG_FILE = "wrong_file"
    EMPTY_FILE = "empty_file"
    LARGE_FILE = "large_file"
    NOT_UTF_8 = "not_utf_8"
    TOO_LONG = "too_long"
    NO_OBJECT = "no_object"
    COLLECTION = "collection"
    NO_SURFACE = "no_surface"
    UNREADABLE_COORDINATES = "unreadable_coordinates"
    NO_POINTS = "no_points"
    NO_RING = "no_ring"
    TOO_FEW_POINTS = "too_few_points"
    OPEN_RING = "open_ring"
    SWAPPED_COORDINATES = "swapped_coordinates"
    OUTSIDE_THE_CITY = "outside_the_city"
    UNREADABLE_SURFACE = "unreadable_surface"
    EMPTY_SURFACE = "empty_surface"
    HOLE_OUTSIDE = "hole_outside"
    NESTED_SURFACES = "nested_surfaces"
    CROSSES_ITSELF = "crosses_itself"


# Characters: thousands of points, more than a map of the city can show.
LONGEST_OUTLINE = 200_000
# Bytes of a file and characters of what is pasted: of many surfaces one may be the outline.
LARGEST_DOCUMENT = 1_000_000
ENDINGS = (".geojson", ".json")
# Of degrees: a tenth of a metre.
_DECIMALS = 6
# So many surfaces of a collection can be chosen among.
MOST_LISTED = 200
# Where GIS programs keep what a surface is called, the best name first.
_NAMES = ("namn", "name", "beteckning", "plan", "id")
_LONGEST_NAME = 80


@dataclass(frozen=True)
class Problem:
    """What is wrong with an outline.

    ``found`` is the type of GeoJSON that stands where a surface is needed, empty when none can be read;
    of a collection how many surfaces it has.
    ``place`` is the position of the fault, longitude and latitude, where there is one.
    """

    fault: Fault
    found: str = ""
    place: tuple = ()


@dataclass(frozen=True)
class Surface:
    """A surface of a collection.

    ``number`` is its place among them, from 1; ``name`` is empty where its properties give none, and
    ``hectares`` is ``None`` where its coordinates cannot be read. ``outline`` is what is drawn of it.
    """

    number: int
    name: str
    hectares: float | None
    outline: dict


# GEOS names the fault first and then the place, such as "Self-intersection[12.7 56]".
_OF_GEOS = {
    "Too few points in geometry component": Fault.EMPTY_SURFACE,
    "Hole lies outside shell": Fault.HOLE_OUTSIDE,
    "Nested shells": Fault.NESTED_SURFACES,
}


def read_file(name, content):
    """The text of a GeoJSON file, or the :class:`Problem` with its name or its bytes."""
    if not name.lower().endswith(ENDINGS):
        return Problem(Fault.WRONG_FILE)
    if len(content) > LARGEST_DOCUMENT:
        return Problem(Fault.LARGE_FILE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Problem(Fault.NOT_UTF_8)
    return text if text.strip() else Problem(Fault.EMPTY_FILE)


def as_outline(document):
    """The outline in what a GIS program hands out: a geometry in longitude and latitude (WGS 84).

    A FeatureCollection gives its only surface; SWEREF 99 TM and SWEREF 99 13 30 are recognised by their
    numbers and converted, whichever coordinate stands first. What cannot be read so comes back as it is,
    for :func:`problem_of` to name.
    """
    if not isinstance(document, dict):
        return document
    if document.get("type") == "FeatureCollection":
        surfaces = _surfaces(document)
        if len(surfaces) != 1:
            return document
        document = surfaces[0]
    geometry = document.get("geometry") if document.get("type") == "Feature" else document
    try:
        is_one = geometry["type"] == "Polygon"
        polygons = [geometry["coordinates"]] if is_one else geometry["coordinates"]
        points = [
            (point[0], point[1]) for polygon in polygons for ring in polygon for point in ring
        ]
        grid, is_swapped = grid_of(points)
    except (TypeError, KeyError, IndexError):
        return document
    if grid in (None, Grid.WGS_84):
        return document

    def position(point):
        east, north = point[1::-1] if is_swapped else point[:2]
        return [round(value, _DECIMALS) for value in to_wgs_84(east, north, grid)]

    converted = [[[position(point) for point in ring] for ring in polygon] for polygon in polygons]
    return {"type": geometry["type"], "coordinates": converted[0] if is_one else converted}


def surfaces_of(document):
    """The :class:`Surface` of each surface in a FeatureCollection, in its order; none of anything else."""
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        return []
    found = []
    for number, feature in enumerate(_surfaces(document), start=1):
        outline = as_outline(feature)
        outline = outline.get("geometry", outline)
        found.append(Surface(number, _name(feature), _hectares(outline), outline))
    return found


def joined(outlines):
    """One outline of several that are right by themselves; those that touch grow together."""
    from shapely import union_all
    from shapely.geometry import mapping, shape

    # What neighbours share is the same to a tenth of a metre, seldom to the last decimal.
    grown = union_all([shape(outline) for outline in outlines], grid_size=10**-_DECIMALS)
    # Lists, as JSON has them, instead of tuples.
    return json.loads(
        json.dumps(mapping(grown)), parse_float=lambda text: round(float(text), _DECIMALS)
    )


def _name(feature):
    """What the properties of a feature call it, on one line; empty when they do not say."""
    properties = feature.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    by_name = {name.lower(): value for name, value in properties.items()}
    for value in (*(by_name.get(name) for name in _NAMES), feature.get("id")):
        if isinstance(value, str | int) and not isinstance(value, bool):
            # Numbers of thousands of digits have no text.
            text = value if isinstance(value, str) else str(value) if abs(value) < 10**18 else ""
            text = "".join(each if each.isprintable() else " " for each in text[:1000])
            text = " ".join(text.split())
            if text:
                return text if len(text) <= _LONGEST_NAME else f"{text[: _LONGEST_NAME - 1]}…"
    return ""


def _hectares(outline):
    """How large an outline in longitude and latitude is; ``None`` when it cannot be read."""
    try:
        is_one = outline["type"] == "Polygon"
        polygons = [outline["coordinates"]] if is_one else outline["coordinates"]
        size = sum(
            _square_metres(ring) * (-1 if place else 1)
            for polygon in polygons
            for place, ring in enumerate(polygon)
        )
    except (TypeError, ValueError, KeyError, IndexError, OverflowError):
        return None
    return size / 10_000 if math.isfinite(size) else None


# Metres of one degree of latitude.
_DEGREE = 111_320


def _square_metres(ring):
    """The size of what a ring goes around, right to a percent over a city."""
    points = [(float(point[0]), float(point[1])) for point in ring]
    (west, south), squeeze = points[0], math.cos(math.radians(points[0][1]))
    near = [((x - west) * _DEGREE * squeeze, (y - south) * _DEGREE) for x, y in points]
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(near))) / 2


def _surfaces(collection):
    """The features of a collection that are surfaces."""
    features = collection.get("features")
    return [
        feature
        for feature in (features if isinstance(features, list) else [])
        if isinstance(feature, dict)
        and isinstance(feature.get("geometry"), dict)
        and feature["geometry"].get("type") in ("Polygon", "MultiPolygon")
    ]


def problem_of(outline):
    """Return the :class:`Problem` of a GeoJSON outline, the first that is met; ``None`` if it is right.

    ``outline`` is the decoded JSON: a Polygon or MultiPolygon geometry, or a Feature around one
    (RFC 7946). Positions are longitude, latitude in WGS 84, and must lie in or near Helsingborg.
    """
    # shapely brings numpy, some 30 MB: only the process in which somebody saves an area pays.
    from shapely.errors import ShapelyError
    from shapely.geometry import shape
    from shapely.validation import explain_validity

    if not isinstance(outline, dict):
        return Problem(Fault.NO_OBJECT)
    if outline.get("type") == "FeatureCollection":
        return Problem(Fault.COLLECTION, found=str(len(_surfaces(outline))))
    geometry = outline.get("geometry") if outline.get("type") == "Feature" else outline
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        return Problem(Fault.NO_SURFACE, found=kind if isinstance(kind, str) else "")
    polygons = geometry.get("coordinates")
    if kind == "Polygon":
        polygons = [polygons]
    try:
        rings = [ring for polygon in polygons for ring in polygon]
        points = [(point[0], point[1]) for ring in rings for point in ring]
    except (TypeError, IndexError, KeyError):
        points = [(None, None)]
    if not all(_is_number(value) for point in points for value in point):
        return Problem(Fault.UNREADABLE_COORDINATES)
    if not points:
        return Problem(Fault.NO_POINTS)
    if not all(polygons):
        return Problem(Fault.NO_RING)
    if any(len(ring) < 4 for ring in rings):
        return Problem(Fault.TOO_FEW_POINTS)
    if any(ring[0] != ring[-1] for ring in rings):
        return Problem(Fault.OPEN_RING)
    if all(50 < lon < 60 and 10 < lat < 20 for lon, lat in points):
        return Problem(Fault.SWAPPED_COORDINATES)
    for lon, lat in points:
        if not (12.4 <= lon <= 13.1 and 55.85 <= lat <= 56.25):
            return Problem(Fault.OUTSIDE_THE_CITY, place=(lon, lat))
    # With brackets, commas and spaces, as it is stored.
    if sum(len(f"{lon}{lat}") + 6 for lon, lat in points) > LONGEST_OUTLINE:
        return Problem(Fault.TOO_LONG)
    try:
        form = shape(geometry)
    except (ShapelyError, ValueError, TypeError):
        return Problem(Fault.UNREADABLE_SURFACE)
    if not form.is_valid:
        fault, _, place = explain_validity(form).partition("[")
        place = tuple(place.rstrip("]").split())
        return Problem(_OF_GEOS.get(fault, Fault.CROSSES_ITSELF), place=place)
    return None


def _is_number(value):
    """Whether a value is a number that can be drawn; JSON as Python reads it has NaN too."""
    try:
        return not isinstance(value, (bool, str)) and math.isfinite(value)
    except (TypeError, OverflowError):
        return False
