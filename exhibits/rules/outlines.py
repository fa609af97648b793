"""Outlines of areas: is this GeoJSON something that can be drawn, and if not, why?"""

import enum
import math
from dataclasses import dataclass

from exhibits.rules.sweref import Grid, grid_of, to_wgs_84


class Fault(enum.StrEnum):
    """Why an outline cannot be drawn."""

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


# GEOS names the fault first and then the place, such as "Self-intersection[12.7 56]".
_OF_GEOS = {
    "Too few points in geometry component": Fault.EMPTY_SURFACE,
    "Hole lies outside shell": Fault.HOLE_OUTSIDE,
    "Nested shells": Fault.NESTED_SURFACES,
}


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
        # Six decimals are a tenth of a metre.
        return [round(value, 6) for value in to_wgs_84(east, north, grid)]

    converted = [[[position(point) for point in ring] for ring in polygon] for polygon in polygons]
    return {"type": geometry["type"], "coordinates": converted[0] if is_one else converted}


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
