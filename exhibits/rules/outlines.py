"""Outlines of areas: is this GeoJSON something that can be drawn, and if not, why?"""

import math

# GEOS names the fault first and then the place, such as "Self-intersection[12.7 56]".
FAULTS = {
    "Too few points in geometry component": "Gränsen omsluter ingen yta: punkterna ligger på varandra",
    "Hole lies outside shell": "Ett hål ligger utanför ytan det hör till",
    "Nested shells": "En yta ligger inuti en annan",
}
CROSSES = "Gränsen korsar eller rör vid sig själv"


def check_outline(outline):
    """Return Swedish sentences that say what is wrong with a GeoJSON outline; none if it is right.

    ``outline`` is the decoded JSON: a Polygon or MultiPolygon geometry, or a Feature around one
    (RFC 7946). Positions are longitude, latitude in WGS 84, and must lie in or near Helsingborg.
    """
    # shapely brings numpy, some 30 MB: only the process in which somebody saves an area pays.
    from shapely.errors import ShapelyError
    from shapely.geometry import shape
    from shapely.validation import explain_validity

    if not isinstance(outline, dict):
        return ["Gränsen måste vara ett GeoJSON-objekt, alltså börja med { och sluta med }."]
    if outline.get("type") == "FeatureCollection":
        return ["Klistra in en enda form, inte en hel samling (FeatureCollection)."]
    geometry = outline.get("geometry") if outline.get("type") == "Feature" else outline
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        found = kind if isinstance(kind, str) else "okänd form"
        return [f"Gränsen måste vara en yta (Polygon eller MultiPolygon), inte {found}."]
    polygons = geometry.get("coordinates")
    if kind == "Polygon":
        polygons = [polygons]
    try:
        rings = [ring for polygon in polygons for ring in polygon]
        points = [(point[0], point[1]) for ring in rings for point in ring]
    except (TypeError, IndexError, KeyError):
        points = [(None, None)]
    if not all(_is_number(value) for point in points for value in point):
        return ["Koordinaterna går inte att läsa. Varje punkt skrivs [longitud, latitud]."]
    if not points:
        return ["Gränsen har inga punkter."]
    if not all(polygons):
        return ["Varje yta behöver minst en ring."]
    if any(len(ring) < 4 for ring in rings):
        return ["Varje ring behöver minst fyra punkter, där den sista är samma som den första."]
    if any(ring[0] != ring[-1] for ring in rings):
        return ["Ringen är inte sluten: den sista punkten måste vara samma som den första."]
    if all(50 < lon < 60 and 10 < lat < 20 for lon, lat in points):
        return ["Longitud och latitud verkar ha bytt plats. Skriv longituden (omkring 12,7) först."]
    for lon, lat in points:
        if not (12.4 <= lon <= 13.1 and 55.85 <= lat <= 56.25):
            return [
                f"Punkten [{lon:g}, {lat:g}] ligger inte i Helsingborg. Longituden ska vara "
                "mellan 12,4 och 13,1 och latituden mellan 55,85 och 56,25 (WGS 84)."
            ]
    try:
        form = shape(geometry)
    except (ShapelyError, ValueError, TypeError):
        return ["Formen går inte att läsa som en yta."]
    if not form.is_valid:
        fault, _, place = explain_validity(form).partition("[")
        return [f"{FAULTS.get(fault, CROSSES)}{f' nära [{place}' if place else ''}."]
    return []


def _is_number(value):
    """Whether a value is a number that can be drawn; JSON as Python reads it has NaN too."""
    try:
        return not isinstance(value, (bool, str)) and math.isfinite(value)
    except (TypeError, OverflowError):
        return False
