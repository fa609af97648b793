"""Surfaces with courtyards cut into triangles: small ones, as of houses, without a library of numbers.

Ears are cut off one by one (Meisters, 1975); courtyards become part of the rim over bridges first (Eberly,
*Triangulation by Ear Clipping*, 2002). shapely does the same and brings numpy, 29 MB in every worker.
"""

import itertools
import math

# Twice the area, in the square of the coordinates' unit, below which three points lie on a line: with degrees,
# some square millimetres.
FLAT = 1e-15


def winding(a, b, c):
    """Twice the area of a triangle: above zero where the way from ``a`` over ``b`` to ``c`` turns left."""
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])


def triangles(rim, courtyards=()):
    """Cut a surface into triangles between its own points; returns them counter-clockwise.

    ``rim`` are its points counter-clockwise, ``courtyards`` those of its holes clockwise; no ring ends where it
    begins. Rings that cross give triangles that overlap, never an error.
    """
    ring, found = _with_bridges(list(rim), [list(each) for each in courtyards]), []
    while len(ring) > 2:
        at = _next_ear(ring)
        ear = _corner(ring, at)
        if winding(*ear) > FLAT:
            found.append(ear)
        del ring[at]
    return found


def _corner(ring, at):
    """A point between its neighbours."""
    return ring[at - 1], ring[at], ring[(at + 1) % len(ring)]


def _next_ear(ring):
    """Where a point can be cut off: it turns left, and no other lies in the triangle with its neighbours.

    Of these the one with the shortest cut, which leaves few slivers.
    """

    def cut(at):
        a, _, c = _corner(ring, at)
        return math.dist(a, c)

    ears = (at for at in sorted(range(len(ring)), key=cut) if _is_ear(ring, *_corner(ring, at)))
    sharpest = max(range(len(ring)), key=lambda at: winding(*_corner(ring, at)))
    return next(ears, sharpest)


def _is_ear(ring, a, b, c):
    return winding(a, b, c) > FLAT and not any(
        winding(a, b, p) >= -FLAT and winding(b, c, p) >= -FLAT and winding(c, a, p) >= -FLAT
        for p in ring
        if p not in (a, b, c)
    )


def _with_bridges(ring, courtyards):
    """One ring around the surface: at a bridge it goes out to a courtyard, round it, and back."""
    while courtyards:
        pairs = sorted(
            itertools.product(range(len(ring)), range(len(courtyards))),
            key=lambda pair: min(math.dist(ring[pair[0]], point) for point in courtyards[pair[1]]),
        )
        edges = [
            pair for each in (ring, *courtyards) for pair in itertools.pairwise([*each, each[0]])
        ]
        bridges = (
            (at, number, to)
            for at, number in pairs
            for to in sorted(
                range(len(courtyards[number])),
                key=lambda to: math.dist(ring[at], courtyards[number][to]),
            )
            if _is_free(ring, at, courtyards[number][to], edges)
        )
        at, number, to = next(bridges, (0, 0, 0))
        courtyard = courtyards.pop(number)
        ring = [*ring[: at + 1], *courtyard[to:], *courtyard[: to + 1], *ring[at:]]
    return ring


def _is_free(ring, at, end, edges):
    """Whether the straight way from a point of the rim stays on the surface and touches nothing before ``end``."""
    before, start, after = _corner(ring, at)
    sides = (winding(before, start, end) > 0, winding(start, after, end) > 0)
    is_inside = all(sides) if winding(before, start, after) > 0 else any(sides)
    return is_inside and not any(
        _touch(start, end, a, b) for a, b in edges if not {a, b} & {start, end}
    )


def _touch(a, b, c, d):
    """Whether two stretches have a point in common."""
    first, second = winding(a, b, c), winding(a, b, d)
    third, fourth = winding(c, d, a), winding(c, d, b)
    return (first > 0) != (second > 0) and (third > 0) != (fourth > 0)
