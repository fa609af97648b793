"""All published plans on one time line."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from exhibits.models.plans import PlanStep
from exhibits.now.plans import PlanNow, published_plans, step_rows_of, steps_of
from exhibits.rules.plan_stages import LineItem, Procedure, line_on
from exhibits.rules.plan_times import (
    Quarter,
    days_of,
    draw_times,
    quarter_of,
    quarter_with,
    time_of,
)
from exhibits.words_sv.plan_times import TITLE, TODAY, bar_name, latest_words, since_words
from helsingborgsrummet.content.shown import has_address, shown
from helsingborgsrummet.serving.now import WorkedOut, snapshot

# The picture shows three years back, which plan-times.css knows, and at least one ahead, and the plans with the most
# urgent first.
BACK, LEAST_AHEAD, MOST_AHEAD, MOST_ROWS = 12, 6, 24, 40
# No further quarter is told of in a table when so many steps are.
ENOUGH = 80


@dataclass(frozen=True, slots=True)
class Line:
    """A plan with its line of steps, the same that its own page prints."""

    plan: PlanNow
    items: tuple[LineItem, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """One step of a plan, and the quarter in which it begins, or ``None``."""

    plan: PlanNow
    item: LineItem
    quarter: Quarter | None


def _line(rows, procedure, today):
    return tuple(line_on(steps_of(rows), Procedure(procedure), today))


_lines = WorkedOut(_line)


@snapshot(published_plans, PlanStep)
def lines(now) -> tuple[Line, ...]:
    """Every published plan with its line, the most urgent first."""
    today = timezone.localdate(now)
    plans = sorted(published_plans(now), key=lambda plan: plan.urgency)
    found = _lines.of({plan.pk: (step_rows_of(plan), plan.procedure, today) for plan in plans})
    return tuple(shown(plans, lambda plan: has_address(plan) and Line(plan, found[plan.pk])))


@dataclass(frozen=True, slots=True)
class Table:
    """Events by quarter, the nearest quarters first: pairs of a :class:`Quarter` (``None``: no time) and its events.

    ``is_whole`` is whether all are there: quarters are told of whole, until ``ENOUGH`` events are.
    """

    quarters: tuple[tuple[Quarter | None, tuple[Event, ...]], ...]
    is_whole: bool


def events(now):
    """Two :class:`Table`: what is to come, what has no time last, and what has happened."""
    coming, without, past = [], [], []
    for line in lines(now):
        for item in line.items:
            date = time_of(item)
            event = Event(line.plan, item, quarter_of(date) if date else None)
            if date is None:
                without.append(event)
            elif item.has_begun and not item.goes_on:
                past.append(event)
            else:
                coming.append(event)
    coming.sort(key=lambda each: (each.quarter, days_of(each.item)))
    past.sort(key=lambda each: (each.quarter, days_of(each.item)), reverse=True)
    return _table([*coming, *without]), _table(past)


def _table(found):
    groups = {}
    for event in found:
        count = sum(map(len, groups.values()))
        if event.quarter not in groups and count >= ENOUGH:
            return Table(_pairs(groups), False)
        groups.setdefault(event.quarter, []).append(event)
    return Table(_pairs(groups), True)


def _pairs(groups):
    return tuple((quarter, tuple(each)) for quarter, each in groups.items())


@dataclass(frozen=True, slots=True)
class Picture:
    """The drawing, and the plans whose rows it has, from above."""

    drawing: SafeString
    plans: tuple[PlanNow, ...]

    def marks(self, legend):
        """Those of a legend's pairs, name and words, whose mark is in the drawing."""
        return [(name, words) for name, words in legend if f'class="{name}"' in self.drawing]


@snapshot(lines)
def picture(now) -> Picture | None:
    """The same as a :class:`Picture`, a row for each plan with a time; ``None`` when no plan has one."""
    today = timezone.localdate(now)
    here = quarter_with(today)
    drawn = [line for line in lines(now) if any(map(time_of, line.items))][:MOST_ROWS]
    if not drawn:
        return None
    last = max(days_of(item)[1] for line in drawn for item in line.items if time_of(item))
    ahead = (last.year - here.year) * 4 + quarter_with(last).number - here.number + 1
    ahead = min(max(ahead, LEAST_AHEAD), MOST_AHEAD)
    drawing = draw_times(
        [line.items for line in drawn],
        here.after(-BACK),
        BACK + ahead,
        today,
        TITLE,
        TODAY,
        latest_words,
        since_words,
        bar_name,
    )
    return Picture(mark_safe(drawing), tuple(line.plan for line in drawn))
