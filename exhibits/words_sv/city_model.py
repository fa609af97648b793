"""The model of the city in Swedish."""

from exhibits.rules.model_blocks import Fault
from exhibits.rules.model_drawing import Corner, State
from helsingborgsrummet.content.words_sv import format_number, number_words

TITLE = "Stadsmodellen"
SUMMARY = (
    "Så ser Helsingborg ut på modellen: vad som finns i dag, vad som byggs och vad som föreslås."
)
CORNERS = {
    Corner.SOUTH_WEST: "sydväst",
    Corner.NORTH_WEST: "nordväst",
    Corner.NORTH_EAST: "nordost",
    Corner.SOUTH_EAST: "sydost",
}
LAYERS = {
    State.STANDS: "Finns i dag",
    State.BEING_BUILT: "Byggs",
    State.DECIDED: "Beslutat",
    State.PROPOSED: "Föreslås",
    State.IDEA: "Idé",
}
_COUNTED = {
    State.STANDS: "finns",
    State.BEING_BUILT: "byggs",
    State.DECIDED: "är beslutade",
    State.PROPOSED: "föreslås",
    State.IDEA: "är idéer",
}
_COUNTED_ONE = {State.DECIDED: "är beslutat", State.IDEA: "är en idé"}


def title_of_drawing(corner, layer):
    """What the drawing is called: ``Stadsmodellen sedd från sydväst, med det som föreslås``."""
    name = f"Stadsmodellen sedd från {CORNERS[corner]}"
    match layer:
        case None:
            return name
        case State.STANDS:
            return f"{name}, med det som finns i dag"
        case State.IDEA:
            return f"{name}, med det som är en idé"
        case State.DECIDED:
            return f"{name}, med det som är beslutat"
    return f"{name}, med det som {LAYERS[layer].lower()}"


def view_in_title(corner, layer):
    """What tells one view of the model from another in the title of its page; empty for the first one."""
    said = [LAYERS[layer].lower()] if layer else []
    if layer or corner is not Corner.SOUTH_WEST:
        said.append(f"från {CORNERS[corner]}")
    return ", ".join(said)


def title_of_area_drawing(title):
    """The same of an area seen from near."""
    return f"{title} på stadsmodellen, sett från sydväst"


def counted(counts):
    """``{State.PROPOSED: 12, State.DECIDED: 1}`` → ``Ett block är beslutat och tolv föreslås.``."""
    said = []
    # Numbers that are compared are written alike.
    are_words = all(number_words(count).isalpha() for count in counts.values() if count)
    for state in State:
        if count := counts.get(state):
            number = number_words(count) if are_words else format_number(count)
            verb = _COUNTED_ONE.get(state, _COUNTED[state]) if count == 1 else _COUNTED[state]
            said.append(f"{number} {verb}" if said else f"{number} block {verb}")
    if not said:
        return ""
    text = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} och {said[-1]}"
    return text[0].upper() + text[1:] + "."


_FAULTS = {
    Fault.NO_COLLECTION: "Filen är ingen GeoJSON-samling (FeatureCollection) med former i.",
    Fault.TOO_MANY: "Filen har {found} former. Det får vara högst 20 000.",
    Fault.NO_SURFACE: "är ingen yta (Polygon eller MultiPolygon) utan {found}.",
    Fault.UNREADABLE: "går inte att läsa.",
    Fault.UNKNOWN_PLACE: "ligger inte i eller nära Helsingborg ({found}), varken i WGS 84, "
    "SWEREF 99 TM eller SWEREF 99 13 30.",
    Fault.TOO_MANY_POINTS: "har {found} punkter. Förenkla den till högst 400.",
    Fault.CROSSES_ITSELF: "korsar sig själv eller omsluter ingen yta.",
    Fault.NO_HEIGHT: "saknar höjd: skriv height_m i meter (0–200) eller storeys.",
    Fault.UNKNOWN_STATE: "har ett läge eller en form som inte finns ({found}). Skriv finns, byggs, "
    "beslutat, foreslas eller ide.",
}


def block_problem(problem):
    """What is wrong with a form in a file, in words."""
    said = _FAULTS[problem.fault].format(found=problem.found)
    return f"Form {problem.index} {said}" if problem.index else said
