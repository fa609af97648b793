"""The opportunities as they are listed now, and how a visitor narrows the list."""

import urllib.parse
from dataclasses import dataclass, replace

from django.db.models import F
from django.utils import timezone

from exhibits.models import Opportunity
from exhibits.now.areas import area_names
from helsingborgsrummet.content.addresses import address_of
from helsingborgsrummet.content.shown import has_address, sound
from helsingborgsrummet.models import Picture
from helsingborgsrummet.serving.now import snapshot

# What the addresses say for the states that the list shows.
STATES = {"ledig": Opportunity.State.AVAILABLE, "reserverad": Opportunity.State.RESERVED}
LARGEST = 10_000_000


@snapshot(Opportunity, Picture, area_names)
def listed_opportunities(now) -> tuple[Opportunity, ...]:
    """What the list shows at the moment ``now``: available first, then the newest checked.

    Each has its picture at hand and ``shown_area``, its area when visitors may see that, else
    ``None``; ``body`` is not read.
    """
    rows = tuple(
        Opportunity.objects.listed(now, timezone.localdate(now))
        .select_related("picture")
        .defer("body", "body_html")
        .order_by(F("state").asc(), F("checked_on").desc(), "title")
    )
    for row in rows:
        row.shown_area = shown_area(row, now)
    return tuple(sound(rows, has_address))


def shown_area(opportunity, now):
    """The area of an opportunity when it is published, else ``None``."""
    return area_names(now).get(opportunity.area_id)


class NoSuchChoice(ValueError):
    """An address asks for a kind, area or state that there is none of."""


@dataclass(frozen=True)
class Filters:
    """What a visitor has chosen; an empty string is everything.

    ``size`` is the least number of m²; ``size_typed`` is what was typed when it is no such number.
    """

    kind: str = ""
    area: str = ""
    size: int | None = None
    state: str = ""
    size_typed: str = ""

    @classmethod
    def from_query(cls, query, areas):
        """Read a query string; ``areas`` are the published ones.

        Raises :class:`NoSuchChoice` for choices that the page never offers. A size is typed, so one
        that cannot be read is kept for the visitor to mend.
        """
        kind, area, state = (query.get(name, "") for name in ("slag", "omrade", "lage"))
        if (
            kind not in ("", *Opportunity.Kind.values)
            or state not in ("", *STATES)
            or area not in ("", *(each.slug for each in areas))
        ):
            raise NoSuchChoice(kind, area, state)
        typed = query.get("yta", "").strip()
        digits = "".join(typed.removesuffix("m²").removesuffix("kvm").split())
        digits = digits.lstrip("0") if digits.isascii() and digits.isdecimal() else ""
        if 0 < len(digits) <= len(str(LARGEST)) and int(digits) <= LARGEST:
            return cls(kind, area, int(digits), state)
        return cls(kind, area, None, state, typed if typed not in ("", "0") else "")

    def __bool__(self):
        return bool(self.kind or self.area or self.size or self.state)

    def matches(self, opportunity):
        """Whether an opportunity is what the visitor looks for."""
        area = opportunity.shown_area
        return (
            self.kind in ("", opportunity.kind)
            and self.area in ("", area.slug if area else "")
            and (not self.state or STATES[self.state] == opportunity.state)
            and (self.size is None or opportunity.has_room_for(self.size))
        )

    def with_kind(self, kind):
        """The same with another kind."""
        return replace(self, kind=kind)

    @property
    def address(self):
        """The list with these filters, always written in the same way."""
        chosen = {"slag": self.kind, "omrade": self.area, "yta": self.size, "lage": self.state}
        query = urllib.parse.urlencode({name: value for name, value in chosen.items() if value})
        return address_of("exhibits:opportunity_list") + (f"?{query}" if query else "")
