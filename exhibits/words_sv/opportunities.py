"""Places for businesses in Swedish: how large, when, and which of them a list keeps to."""

from exhibits.words_sv.areas import in_area
from helsingborgsrummet.content.words_sv import format_number, format_square_metres, promise

# Several of a kind and in a state, by what the address says.
KINDS = {"mark": "mark", "lokal": "lokaler", "kontor": "kontor"}
STATES = {"ledig": "lediga", "reserverad": "reserverade"}


def size_words(opportunity):
    """The size: ``250–600 m²``; empty when it is not known."""
    return format_square_metres(opportunity.size_from, opportunity.size_to)


def availability_words(opportunity, today):
    """When it can be had, as that holds on ``today``; empty when nobody has said."""
    until = opportunity.availability_until
    if until and until.is_past(today):
        return promise(opportunity.availability, until, today, "vi vet inte vad som gäller nu")
    return opportunity.availability


def filter_words(filters, area=""):
    """What a visitor has chosen: ``lokaler i Oceanhamnen, minst 250 m², lediga``; empty for everything.

    ``filters`` is a :class:`~exhibits.now.opportunities.Filters`, ``area`` the name of the area in it.
    """
    where = in_area(area) if area else ""
    what = KINDS.get(filters.kind, "platser" if where or filters.state or filters.size else "")
    size = f"minst {format_number(filters.size)}\u00a0m²" if filters.size else ""
    return ", ".join(
        filter(None, [" ".join(filter(None, [what, where])), size, STATES.get(filters.state)])
    )
