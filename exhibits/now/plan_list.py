"""The list of all plans, and how a visitor narrows it or finds one."""

from collections import Counter
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from exhibits.now.plans import PlanNow, published_plans
from exhibits.rules.plan_finding import Progress, case_number, folded, progress_of, words_of
from helsingborgsrummet.serving.now import snapshot


@dataclass(frozen=True, slots=True)
class Listed:
    """A plan with what the list and its search ask of it."""

    plan: PlanNow
    progress: Progress
    year: int | None  # of the step that says where it stands
    case: tuple[int, int] | None
    text: str  # its names, folded

    @property
    def areas(self):
        """The areas that it touches, its own first."""
        return (self.plan.area, *self.plan.touched_areas)


@snapshot(published_plans)
def listed_plans(now) -> tuple[Listed, ...]:
    """All published plans: those open for answers first, then by what comes soonest."""
    order = list(Progress)
    rows = []
    for plan in published_plans(now):
        step = plan.state.step
        areas = (plan.area, *plan.touched_areas)
        rows.append(
            Listed(
                plan,
                progress_of(plan.state),
                step.starts.first.year if step and step.starts else None,
                case_number(plan.reference),
                folded(" ".join([plan.title, plan.reference, *(area.title for area in areas)])),
            )
        )
    rows.sort(key=lambda row: (order.index(row.progress), row.plan.urgency))
    return tuple(rows)


class NoSuchChoice(ValueError):
    """An address asks for a state, area or year that there is none of."""


@dataclass(frozen=True)
class Choice:
    """What a visitor has chosen; empty is everything. ``typed`` is what was typed to be found."""

    progress: str = ""
    area: str = ""
    year: int | None = None
    typed: str = ""

    @classmethod
    def from_query(cls, query, areas):
        """Read a query string; ``areas`` are the slugs of the published ones.

        Raises :class:`NoSuchChoice` for what the page never offers.
        """
        progress, area, year = (query.get(name, "") for name in ("lage", "omrade", "ar"))
        is_year = year.isascii() and year.isdecimal() and len(year) == 4
        if progress not in ("", *Progress) or area not in ("", *areas) or not (is_year or not year):
            raise NoSuchChoice(progress, area, year)
        return cls(progress, area, int(year) if year else None, query.get("sok", "").strip()[:100])

    def __bool__(self):
        return bool(self.progress or self.area or self.year or self.typed)

    def address(self, after=0, **changes):
        """The query string of this choice with some of it changed, from the row ``after``."""
        chosen = replace(self, **changes)
        values = {
            "lage": chosen.progress,
            "omrade": chosen.area,
            "ar": chosen.year,
            "sok": chosen.typed,
            "efter": after,
        }
        query = urlencode({name: value for name, value in values.items() if value})
        return f"?{query}" if query else "?"

    def of(self, rows):
        """Those of ``rows`` that are chosen."""
        words, case = words_of(self.typed), case_number(self.typed)
        return [
            row
            for row in rows
            if self.progress in ("", row.progress)
            and (not self.area or any(area.slug == self.area for area in row.areas))
            and self.year in (None, row.year)
            and ((case and row.case == case) or all(word in row.text for word in words))
        ]


def plan_of_case(now, typed):
    """The one published plan whose case number is all that was typed, or ``None``."""
    case = case_number(typed)
    rest = [word for word in words_of(typed) if not word.isdecimal()]
    if case is None or any(len(word) > 4 and word != "diarienummer" for word in rest):
        return None
    found = [row.plan for row in listed_plans(now) if row.case == case]
    return found[0] if len(found) == 1 else None


def counted(rows):
    """How many there are of each progress and of each year, years newest first."""
    years = Counter(row.year for row in rows if row.year)
    return Counter(row.progress for row in rows), dict(sorted(years.items(), reverse=True))
