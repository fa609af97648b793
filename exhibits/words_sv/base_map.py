"""What is wrong with a file of a base map, in Swedish."""

from exhibits.rules.base_map import LINES, MOST_POINTS, POINTS, SURFACES, Fault
from helsingborgsrummet.content.words_sv import format_number

_FAULTS = {
    Fault.NO_COLLECTION: "Filen är ingen GeoJSON-samling (FeatureCollection) med former i.",
    Fault.UNREADABLE: "går inte att läsa.",
    Fault.UNKNOWN_KIND: "har en typ (kind) som inte finns: {found}. Välj en av "
    + ", ".join((*SURFACES, *LINES, *POINTS))
    + ".",
    Fault.WRONG_FORM: "är ritad på fel sätt för sin typ ({found}). Ytor är "
    + f"{', '.join(SURFACES)}, punkter {', '.join(POINTS)}. Allt annat är linjer.",
    Fault.NO_NAME: "saknar namn (name).",
    Fault.WRONG_RANK: "har en rang som inte finns. Skriv 1, 2 eller 3 som rank och label_rank.",
    Fault.UNKNOWN_PLACE: "ligger inte i eller nära Helsingborg ({found}), varken i WGS 84, "
    "SWEREF 99 TM eller SWEREF 99 13 30.",
    Fault.NO_LAND: "Filen har inget land: minst en yta av typen land behövs.",
    Fault.TOO_MANY_POINTS: "Filen har {found} punkter. Förenkla den till högst "
    f"{format_number(MOST_POINTS)}: kartan följer med på många sidor.",
    Fault.WRONG_BOUNDS: "Kartans utsnitt går inte att läsa eller har fel storlek. Skriv bbox som [väst, syd, öst, nord].",
}


def base_map_problem(problem):
    """What is wrong with a form in a file, in words."""
    said = _FAULTS[problem.fault].format(found=problem.found)
    return f"Form {problem.index} {said}" if problem.index else said
