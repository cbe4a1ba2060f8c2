"""Whether a list of corners is the outline of something: closed, with an area, not crossing itself."""

from collections.abc import Sequence
from itertools import combinations

from patrol.rules.register import Point

MOST_CORNERS = 2_000
SMALLEST_M2 = 0.01


def area(corners: Sequence[Point]) -> float:
    """Square metres, positive when the corners run anticlockwise (shoelace formula)."""
    after = (*corners[1:], *corners[:1])
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(corners, after, strict=True)) / 2


def fault_of(corners: Sequence[Point], far_m: float) -> str | None:
    """Say what is wrong with an outline, None if nothing."""
    if len(corners) > MOST_CORNERS:
        return f"an outline has at most {MOST_CORNERS} corners"
    if any(abs(c) > far_m for corner in corners for c in corner):
        return "it lies out of the world of this market"
    if len(set(corners)) < 3:
        return "an outline needs three corners and an area"
    if crossing := _crossing(corners):
        return f"it crosses itself near {crossing[0]:g} {crossing[1]:g}"
    return None if abs(area(corners)) >= SMALLEST_M2 else "an outline needs three corners and an area"


def _crossing(corners: Sequence[Point]) -> Point | None:
    """Find a point at which two sides meet that are not neighbours."""
    sides = list(zip(corners, (*corners[1:], *corners[:1]), strict=True))
    sides = [(a, b) for a, b in sides if a != b]
    last = len(sides) - 1
    for (i, (a, b)), (j, (c, d)) in combinations(enumerate(sides), 2):
        if j == i + 1 or (i == 0 and j == last):
            if _folds_back(a, b, c, d):
                return b
        elif _apart(a, b, c, d):
            continue
        elif _turn(a, b, c) * _turn(a, b, d) <= 0 and _turn(c, d, a) * _turn(c, d, b) <= 0:
            return _meeting(a, b, c, d)
    return None


def _meeting(a: Point, b: Point, c: Point, d: Point) -> Point:
    """Where two crossing sides meet; an end of one when they lie upon each other."""
    cross = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0])
    if cross == 0:
        return b
    share = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / cross
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _apart(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether the boxes round two sides do not touch."""
    return (
        max(a[0], b[0]) < min(c[0], d[0])
        or max(c[0], d[0]) < min(a[0], b[0])
        or max(a[1], b[1]) < min(c[1], d[1])
        or max(c[1], d[1]) < min(a[1], b[1])
    )


def _folds_back(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether the next side runs back over this one."""
    shared, before, after = (b, a, d) if b == c else (a, b, c)
    ux, uy, vx, vy = before[0] - shared[0], before[1] - shared[1], after[0] - shared[0], after[1] - shared[1]
    return ux * vy == uy * vx and ux * vx + uy * vy > 0


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
