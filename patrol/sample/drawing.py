"""The drawing board of the sample market: quadrilaterals, and the bend that no surveyor drew straight."""

from dataclasses import dataclass
from itertools import pairwise
from math import hypot, pi, sin

from patrol.rules.register import Point

SCALE = 0.981
"""The drawing against the ground: brings the outline to the market's 64,000 m²."""


def bend(point: Point) -> Point:
    """Carry a point of the straight drawing onto the plan: streets sway by a few metres, as built."""
    x, y = point
    return (
        round(SCALE * (x + 3.4 * sin(y * pi / 118 + 0.5) + 0.02 * y), 2),
        round(SCALE * (y + 4.2 * sin(x * pi / 176 + 0.9)), 2),
    )


def between(a: Point, b: Point, share: float) -> Point:
    """Return the point at `share` of the way from a to b."""
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def distance(a: Point, b: Point) -> float:
    """Metres as the crow flies."""
    return hypot(a[0] - b[0], a[1] - b[1])


@dataclass(frozen=True, slots=True)
class Quad:
    """Four corners, anticlockwise from the south-west; `at` runs straight between opposite sides."""

    sw: Point
    se: Point
    ne: Point
    nw: Point

    def at(self, s: float, t: float) -> Point:
        """Return the point at share `s` from west to east and `t` from south to north."""
        return between(between(self.sw, self.se, s), between(self.nw, self.ne, s), t)

    @property
    def width(self) -> float:
        """West to east through the middle, metres."""
        return distance(self.at(0, 0.5), self.at(1, 0.5))

    @property
    def length(self) -> float:
        """South to north through the middle, metres."""
        return distance(self.at(0.5, 0), self.at(0.5, 1))

    def turned(self) -> "Quad":
        """Turn it so that what ran west to east now runs south to north (mirrored)."""
        return Quad(self.sw, self.nw, self.ne, self.se)


def long_line(points: tuple[Point, ...], step: float = 9.0) -> list[Point]:
    """Put points on a line at least every `step` metres, so that the bend shows."""
    out = [points[0]]
    for a, b in pairwise(points):
        parts = max(1, round(distance(a, b) / step))
        out += [between(a, b, i / parts) for i in range(1, parts + 1)]
    return out
