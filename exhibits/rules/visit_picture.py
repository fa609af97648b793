"""A picture of two years of visitors: a pair of bars for each month. Pure: numbers → SVG.

The table beside it says the same; the picture is for the eye alone.
"""

WIDTH, HEIGHT = 720, 260
LEFT, TOP, BOTTOM = 48, 12, 28
_BAR = 20


def scale_of(largest):
    """The round number at the top of the picture, and the step between its lines."""
    for power in range(8):
        for step in (10**power, 2 * 10**power, 5 * 10**power):
            if step * 4 >= largest:
                return step * 4, step
    raise ValueError(f"more visitors than a picture shows: {largest}")


def draw_visits(this_year, last_year, names):
    """The SVG of twelve numbers of this year and of the last one; ``names`` are those of the months."""
    top, step = scale_of(max(*this_year, *last_year, 1))
    height = HEIGHT - TOP - BOTTOM
    width = (WIDTH - LEFT) / 12

    def y(number):
        return round(TOP + height * (1 - number / top), 1)

    parts = [
        f'<svg class="tally-picture" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        'role="img" aria-labelledby="visits-by-month">'
    ]
    for number in range(0, top + 1, step):
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH}" y1="{y(number)}" y2="{y(number)}"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y(number) + 5}" text-anchor="end">{number}</text>')
    for place in range(12):
        x = round(LEFT + width * place + (width - 2 * _BAR) / 2, 1)
        for kind, numbers, at in (("last-year", last_year, x), ("this-year", this_year, x + _BAR)):
            number = numbers[place]
            bar = round(TOP + height - y(number), 1)
            parts.append(
                f'<rect class="{kind}" x="{at:g}" y="{y(number)}" width="{_BAR - 2}" height="{bar}"/>'
            )
        parts.append(
            f'<text x="{x + _BAR:g}" y="{HEIGHT - 8}" text-anchor="middle">{names[place]}</text>'
        )
    return "".join([*parts, "</svg>"])
