"""The market's own frame: metres on the plan against WGS-84 degrees.

A local tangent plane about the market's origin, turned by its rotation; across a market of a
kilometre the error of the flat model stays under a centimetre.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, inf, radians, sin

METRES_PER_DEGREE = 111_319.490_793
"""One degree of longitude on the WGS-84 equator (a = 6,378,137 m)."""


@dataclass(frozen=True, slots=True)
class Frame:
    """`rotation_deg` turns plan x from east, counter-clockwise."""

    lat: float
    lon: float
    rotation_deg: float = 0.0

    def to_plan(self, lat: float, lon: float) -> tuple[float, float]:
        """Metres (x, y) of a WGS-84 position."""
        east = (lon - self.lon) * METRES_PER_DEGREE * cos(radians(self.lat))
        north = (lat - self.lat) * METRES_PER_DEGREE
        turn = radians(self.rotation_deg)
        return east * cos(turn) + north * sin(turn), north * cos(turn) - east * sin(turn)

    def to_wgs84(self, x: float, y: float) -> tuple[float, float]:
        """Degrees (lat, lon) of a point on the plan."""
        turn = radians(self.rotation_deg)
        east, north = x * cos(turn) - y * sin(turn), x * sin(turn) + y * cos(turn)
        return (
            self.lat + north / METRES_PER_DEGREE,
            self.lon + east / (METRES_PER_DEGREE * cos(radians(self.lat))),
        )


@dataclass(frozen=True, slots=True)
class Box:
    """The upright box around a polygon: a quick way to say that a point is outside."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def around(cls, boundary: Sequence[tuple[float, float]]) -> "Box":
        """The smallest box that holds every corner; an empty polygon gets one that holds nothing."""
        if not boundary:
            return cls(inf, inf, -inf, -inf)
        xs, ys = [x for x, _ in boundary], [y for _, y in boundary]
        return cls(min(xs), min(ys), max(xs), max(ys))

    def holds(self, x: float, y: float) -> bool:
        """Say whether a point lies in the box."""
        return self.west <= x <= self.east and self.south <= y <= self.north


def contains(boundary: Sequence[tuple[float, float]], x: float, y: float) -> bool:
    """Say whether a point lies inside a polygon (even-odd rule)."""
    inside = False
    for (x1, y1), (x2, y2) in zip(boundary, (*boundary[1:], *boundary[:1]), strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
