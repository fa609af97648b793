"""The steps of all plans on one time line: in which quarter each stands, and the picture of them.

What has happened and what is expected is what :mod:`~exhibits.rules.plan_stages` says of each plan alone.
"""

import datetime
from dataclasses import dataclass
from html import escape

from exhibits.rules.plan_stages import Phase
from helsingborgsrummet.content.dates import Precision

# The picture, in its own units, 16 to a rem; the names beside it (plan-times.css) stand in rows of the same height.
REM, QUARTER, HEAD, ROW, EDGE = 16, 44, 70, 72, 2
BAR_TOP, BAR, LEAST = 46, 16, 6
# The name of a step stands above its bar, or higher where another name stands: baselines from the top of the row.
LANES, LETTER, APART = (40, 22), 6.8, 6
# What a phone shows at first, in quarters before and after today.
SEEN_BACK, SEEN_AHEAD = 4, 2
MARKS = {Phase.AHEAD: "pt-ahead", Phase.OVERDUE: "pt-overdue"}


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a year; ``number`` is 5 for what is only known to its year, which stands last in it."""

    year: int
    number: int

    @property
    def first(self):
        """Its first day."""
        return datetime.date(self.year, 3 * min(self.number, 4) - 2, 1)

    def after(self, count):
        """The quarter ``count`` quarters later."""
        place = self.year * 4 + self.number - 1 + count
        return Quarter(place // 4, place % 4 + 1)


def quarter_of(date):
    """The :class:`Quarter` in which a partial date begins."""
    if date.precision is Precision.YEAR:
        return Quarter(date.day.year, 5)
    return quarter_with(date.day)


def quarter_with(day):
    """The quarter in which a day lies."""
    return Quarter(day.year, (day.month + 2) // 3)


def time_of(item):
    """When an item of a plan's line begins, as a partial date; ``None`` when nobody has said."""
    return item.step.starts if item.step and item.step.starts else None


def days_of(item):
    """The first and the last day on which an item can lie; ``None`` without a time."""
    return (item.step.starts.first, item.step.last_day) if time_of(item) else None


def place_names(bars, width):
    """Where the names of a row's bars stand: ``(x, lane, name)`` for each of ``(x, name)`` that has room.

    A name begins with its bar, or ends with the picture where it would not fit, and no two meet: the earlier one stands
    nearest, and one that fits in none of the ``LANES`` is left to the table.
    """
    free, placed = [0] * len(LANES), []
    for left, name in sorted(bars):
        begins = max(min(left, round(width - len(name) * LETTER)), 0)
        for lane, taken in enumerate(free):
            if begins >= taken:
                free[lane] = begins + len(name) * LETTER + APART
                placed.append((begins, lane, name))
                break
    return placed


def draw_times(lines, first, count, today, title, today_words, latest_words, since_words, name_of):
    """The picture: ``count`` quarters from the one named ``first``, a row for each of ``lines``, as SVG markup.

    The names of the rows are not in it: they stay where they are when it is scrolled. ``title`` names the picture for
    whoever listens; ``latest_words`` of a year is said where all that is known of a row is earlier, ``since_words`` of
    an item near today where nothing lies there, for a phone, and ``name_of`` an item above its bar.
    """
    width = QUARTER * count
    height = HEAD + ROW * len(lines) + EDGE
    begins, ends = first.first, first.after(count).first

    def x(day):
        share = (min(max(day, begins), ends) - begins).days / (ends - begins).days
        return round(share * width)

    parts, names = [], []
    for place in range(count):
        quarter = first.after(place)
        left = x(quarter.first)
        is_year = quarter.number == 1 or place == 0
        parts.append(
            f'<path class="{"pt-year" if is_year else "pt-quarter"}" d="M{left} {26 if is_year else 46}V{height}"/>'
        )
        if is_year:
            parts.append(f'<text class="pt-head" x="{left + 5}" y="39">{quarter.year}</text>')
        parts.append(f'<text class="pt-small" x="{left + 5}" y="60">{quarter.number}</text>')
    here = quarter_with(today)
    seen = here.after(-SEEN_BACK).first, here.after(SEEN_AHEAD + 1).first
    for place, line in enumerate(lines):
        top = HEAD + place * ROW
        parts.append(f'<path class="pt-row" d="M0 {top}H{width}"/>')
        known = [(item, days_of(item)) for item in line if time_of(item)]
        bars = []
        for item, days in known:
            if days[1] < begins or days[0] >= ends:
                continue
            left = x(days[0])
            last = min(days[1], ends - datetime.timedelta(days=1))
            wide = max(x(last + datetime.timedelta(days=1)) - left, LEAST)
            kind = "pt-here" if item.is_current else MARKS.get(item.phase, "pt-passed")
            parts.append(
                f'<rect class="{kind}" x="{left}" y="{top + BAR_TOP}" width="{wide}" height="{BAR}" rx="2"/>'
            )
            bars.append((left, name_of(item)))
        names.extend(
            f'<text class="pt-name" x="{left}" y="{top + LANES[lane]}">{escape(name)}</text>'
            for left, lane, name in place_names(bars, width)
        )
        before = [(days[1], item) for item, days in known if days[1] < seen[0]]
        if before and not any(days[1] >= seen[0] and days[0] < seen[1] for _, days in known):
            _, item = max(before, key=lambda each: each[0])
            names.append(
                f'<text class="pt-name pt-since" x="{x(today) - 8}" y="{top + BAR_TOP + BAR - 2}" text-anchor="end">'
                f"{escape(since_words(item))}</text>"
            )
        if known and all(days[1] < begins for _, days in known):
            year = max(days[1] for _, days in known).year
            names.append(
                f'<text class="pt-name" x="5" y="{top + BAR_TOP + BAR - 2}">{escape(latest_words(year))}</text>'
            )
    parts.append(f'<path class="pt-row" d="M0 {height - 1}H{width}"/>')
    now = x(today)
    parts.append(f'<path class="pt-today" d="M{now} 20V{height}"/>')
    parts.append(
        f'<text class="pt-today-word" x="{now}" y="14" text-anchor="middle">{escape(today_words)}</text>'
    )
    return (
        f'<svg class="plan-times" width="{width / REM:g}rem" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{escape(title)}">{"".join(parts)}{"".join(names)}</svg>'
    )
