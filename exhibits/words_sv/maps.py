"""Maps in Swedish: what they are called and what is wrong with an outline."""

import collections

from exhibits.rules.map_drawing import MapWords
from exhibits.rules.outlines import LARGEST_DOCUMENT, Fault
from exhibits.rules.plan_finding import Drawn
from exhibits.rules.way_drawing import WayWords
from helsingborgsrummet.content.words_sv import SPACE, format_number

POINTS = "Punkter på bilden"
_LARGEST = f"{LARGEST_DOCUMENT // 1_000_000}{SPACE}MB"
# In the admin, of an outline that is being typed.
UNNAMED = "gränsen"
OUTLINE_FILE = (
    f"GeoJSON (.geojson eller .json), högst {_LARGEST}. Filen gäller i stället för det som står i rutan. Koordinater i "
    "SWEREF 99 räknas om."
)
OUTLINE_DRAWN = "Så ritas gränsen på kartan. Den är inte sparad än."
OUTLINE_STORED = "Så ritas den gräns som är sparad."
NO_OUTLINE = "Det finns ingen gräns att visa. Välj en fil eller klistra in gränsen först."
NOT_DRAWN = "Gränsen går inte att rita på kartan."
MAP_OF_THE_WAY = WayWords("Karta över vägen hit", "Rummet")
MAP_OF_ALL_AREAS = MapWords("Karta över områdena", "Rummet", "Öresund")
# How maps draw what plans are about, in words.
DRAWN = {
    Drawn.PROPOSED: "Föreslås",
    Drawn.DECIDED: "Beslutat",
    Drawn.BUILT: "Byggt",
}
_OUTLINES = {
    Fault.WRONG_FILE: "Filen är ingen GeoJSON-fil. Välj en som slutar på .geojson eller .json. Är den av ett annat "
    "slag (.shp, .gpkg, .zip) sparar du den först som GeoJSON i GIS-programmet.",
    Fault.EMPTY_FILE: "Filen är tom.",
    Fault.LARGE_FILE: f"Filen är större än {_LARGEST}. Spara bara den yta det gäller, eller "
    "förenkla gränsen.",
    Fault.NOT_UTF_8: "Filen är inte sparad som UTF-8. Välj teckenkodningen UTF-8 när du sparar den i GIS-programmet.",
    Fault.TOO_LONG: "Gränsen är för lång. Förenkla den till högst några tusen punkter.",
    Fault.NO_OBJECT: "Gränsen måste vara ett GeoJSON-objekt, alltså börja med { och sluta med }.",
    Fault.UNREADABLE_COORDINATES: "Koordinaterna går inte att läsa. Varje punkt skrivs "
    "[longitud, latitud].",
    Fault.NO_POINTS: "Gränsen har inga punkter.",
    Fault.NO_RING: "Varje yta behöver minst en ring.",
    Fault.TOO_FEW_POINTS: "Varje ring behöver minst fyra punkter, där den sista är samma som den "
    "första.",
    Fault.OPEN_RING: "Ringen är inte sluten: den sista punkten måste vara samma som den första.",
    Fault.SWAPPED_COORDINATES: "Longitud och latitud verkar ha bytt plats. Skriv longituden "
    "(omkring 12,7) först.",
    Fault.UNREADABLE_SURFACE: "Formen går inte att läsa som en yta.",
}
NUMBER_TAKEN = "Numret {number} har redan {area}. Nästa lediga nummer är {free}."
# The same of a form with a place, which is said after it when it is known.
_FORMS = {
    Fault.EMPTY_SURFACE: "Gränsen omsluter ingen yta: punkterna ligger på varandra",
    Fault.HOLE_OUTSIDE: "Ett hål ligger utanför ytan det hör till",
    Fault.NESTED_SURFACES: "En yta ligger inuti en annan",
    Fault.CROSSES_ITSELF: "Gränsen korsar eller rör vid sig själv",
}


def walk_words(metres, minutes):
    """How far one walks: ``Ungefär 400 meter, 5 minuter till fots``."""
    rounded = max(50, round(metres / 50) * 50)
    distance = (
        f"{rounded} meter"
        if rounded < 1000
        else f"{rounded / 1000:.1f} kilometer".replace(".", ",")
    )
    time = "en minut" if minutes == 1 else f"{minutes} minuter"
    return f"Ungefär {distance}, {time} till fots"


def title_of_area_map(title):
    """What the map of the area with this title is called."""
    return f"Karta över {title}"


def outline_problem(problem):
    """What is wrong with an outline, for a :class:`~exhibits.rules.outlines.Problem`."""
    match problem.fault:
        case Fault.COLLECTION if problem.found == "0":
            return "Samlingen (FeatureCollection) innehåller ingen yta."
        case Fault.COLLECTION:
            return f"Samlingen har {problem.found} ytor. Välj den som gäller, eller flera."
        case Fault.NO_SURFACE:
            found = problem.found or "okänd form"
            return f"Gränsen måste vara en yta (Polygon eller MultiPolygon), inte {found}."
        case Fault.OUTSIDE_THE_CITY:
            lon, lat = problem.place
            return (
                f"Punkten [{lon:g}, {lat:g}] ligger inte i Helsingborg. Longituden ska vara "
                "mellan 12,4 och 13,1 och latituden mellan 55,85 och 56,25 (WGS 84)."
            )
    if problem.fault in _FORMS:
        place = f" nära [{' '.join(problem.place)}]" if problem.place else ""
        return f"{_FORMS[problem.fault]}{place}."
    return _OUTLINES[problem.fault]


def surface_names(surfaces):
    """What each of some :class:`~exhibits.rules.outlines.Surface` is called, with its size, no two the same."""
    often = collections.Counter(surface.name for surface in surfaces)
    return [_surface_name(surface, is_own=often[surface.name] == 1) for surface in surfaces]


def _surface_name(surface, *, is_own):
    place = f"Yta {surface.number}"
    name = surface.name if is_own else f"{surface.name} ({place.lower()})"
    return f"{name if surface.name else place}, {_size(surface.hectares)}"


def _size(hectares):
    if hectares is None:
        return "går inte att läsa"
    if hectares < 0.1:
        return "mindre än 0,1 hektar"
    if hectares < 100:
        return f"{hectares:.1f} hektar".replace(".", ",")
    return f"{format_number(round(hectares))} hektar"


def problem_of_surface(name, sentence):
    """What is wrong with one of several chosen surfaces."""
    return f"{name}: {sentence}"


def surfaces_left_out(count, listed):
    """That only the first ``listed`` of ``count`` surfaces can be chosen; empty when all can."""
    if count <= listed:
        return ""
    return (
        f"Samlingen har {format_number(count)} ytor. Här står de {format_number(listed)} första. Saknas den "
        "du söker? Spara bara den i GIS-programmet och välj filen igen."
    )


def outside_the_map(bounds):
    """That an area lies where no map shows it; ``bounds`` are the map's west, south, east and north."""
    return f"Området ligger {_outside(bounds)}. Låt gränsen vara tom: området står då i listan men inte på kartan."


def plan_outside_the_map(bounds):
    """The same of what a plan is about."""
    return (
        f"Ytan ligger {_outside(bounds)}. Kontrollera koordinaterna, eller låt gränsen vara tom: planen gäller då "
        "hela området, så långt vi vet."
    )


def _outside(bounds):
    west, south, east, north = (f"{each:.3f}".rstrip("0").replace(".", ",") for each in bounds)
    return f"utanför kartan, som visar longitud {west}–{east} och latitud {south}–{north}"
