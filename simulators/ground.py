"""The ground pretend devices stand on: metres of the plan, degrees of the globe, and ways along lanes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import pairwise
from math import atan2, cos, degrees, hypot, radians, sin

Point = tuple[float, float]
METRES_PER_DEGREE = 111_319.490_793
"""One degree of longitude on the WGS-84 equator."""


@dataclass(frozen=True, slots=True)
class Globe:
    """Where the plan lies; `rotation_deg` turns plan x from east, counter-clockwise."""

    lat: float
    lon: float
    rotation_deg: float = 0.0

    def degrees_of(self, point: Point) -> tuple[float, float]:
        """Latitude and longitude of a point on the plan."""
        east, north = self._turned(point)
        return (
            self.lat + north / METRES_PER_DEGREE,
            self.lon + east / (METRES_PER_DEGREE * cos(radians(self.lat))),
        )

    def course_of(self, a: Point, b: Point) -> float:
        """Degrees clockwise from true north, on the way from a to b."""
        east, north = self._turned((b[0] - a[0], b[1] - a[1]))
        return degrees(atan2(east, north)) % 360

    def _turned(self, point: Point) -> Point:
        turn = radians(self.rotation_deg)
        x, y = point
        return x * cos(turn) - y * sin(turn), x * sin(turn) + y * cos(turn)


@dataclass(frozen=True, slots=True)
class Way:
    """One stretch of lane, seen from its start."""

    end: str
    line: tuple[Point, ...]
    length: float
    cars: bool


@dataclass(frozen=True, slots=True)
class Lanes:
    """The lane graph: the ways out of each node, and where nodes lie."""

    ways: Mapping[str, tuple[Way, ...]] = field(default_factory=dict)
    nodes: Mapping[str, Point] = field(default_factory=dict)

    def nearest(self, point: Point) -> str | None:
        """Name the node nearest to a point; None on a plan without lanes."""
        return min(self.nodes, key=lambda node: (distance(self.nodes[node], point), node), default=None)

    def path(self, start: str, end: str) -> tuple[Point, ...]:
        """Find the shortest way (Dijkstra); no points when there is none."""
        best: dict[str, tuple[float, str, Way | None]] = {start: (0.0, start, None)}
        queue = [(0.0, start)]
        while queue:
            far, node = heappop(queue)
            if node == end:
                return self._walked(best, start, end)
            for way in self.ways.get(node, ()) if far <= best[node][0] else ():
                if far + way.length < best.get(way.end, (float("inf"),))[0]:
                    best[way.end] = (far + way.length, node, way)
                    heappush(queue, (far + way.length, way.end))
        return ()

    def _walked(
        self, best: Mapping[str, tuple[float, str, Way | None]], start: str, end: str
    ) -> tuple[Point, ...]:
        points: list[Point] = [self.nodes[end]]
        node = end
        while node != start:
            _far, before, way = best[node]
            points.extend(reversed(way.line[:-1] if way else ()))
            node = before
        return tuple(reversed(points))

    def for_cars(self) -> "Lanes":
        """Leave out lanes too narrow for cars, and what can then not be reached."""
        kept = {node: tuple(way for way in ways if way.cars) for node, ways in self.ways.items()}
        return connected(kept, self.nodes)


def lanes_from(rows: Sequence[tuple[str, str, tuple[Point, ...], bool]]) -> Lanes:
    """Build the graph from (start, end, line, cars), each passable both ways."""
    ways: dict[str, list[Way]] = {}
    nodes: dict[str, Point] = {}
    for start, end, line, cars in rows:
        length = sum(distance(a, b) for a, b in pairwise(line))
        ways.setdefault(start, []).append(Way(end, line, length, cars))
        ways.setdefault(end, []).append(Way(start, line[::-1], length, cars))
        nodes.update({start: line[0], end: line[-1]})
    return connected({node: tuple(out) for node, out in ways.items()}, nodes)


def connected(ways: Mapping[str, tuple[Way, ...]], nodes: Mapping[str, Point]) -> Lanes:
    """Keep the largest part in which every node reaches every other."""
    left, largest = set(ways), set[str]()
    while left:
        part, edge = set[str](), [min(left)]
        while edge:
            node = edge.pop()
            if node not in part:
                part.add(node)
                edge.extend(way.end for way in ways[node])
        left -= part
        largest = max(largest, part, key=len)
    kept = sorted(largest)
    return Lanes({node: ways[node] for node in kept}, {node: nodes[node] for node in kept})


def distance(a: Point, b: Point) -> float:
    """Metres between two points of the plan."""
    return hypot(a[0] - b[0], a[1] - b[1])


def middle(points: Sequence[Point]) -> Point:
    """Middle of an outline's corners."""
    return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)


def inside(outline: Sequence[Point], point: Point) -> bool:
    """Say whether a point lies within an outline (even-odd rule)."""
    x, y = point
    found = False
    for (x1, y1), (x2, y2) in zip(outline, (*outline[1:], outline[0]), strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            found = not found
    return found
