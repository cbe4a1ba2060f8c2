"""The lanes as a graph: which one is nearest to a point, and how far it is along them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from math import hypot, inf

from patrol.rules.register import LaneRow, Point

CELL_M = 16.0
"""Side of the squares by which stretches are looked up."""
KEPT = 8192
"""Points whose lane is remembered: all doors of a market, and where its units stood last."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A point carried onto its nearest lane: `along` metres from the lane's start, `gap` metres off it."""

    lane: str
    along: float
    point: Point
    gap: float


@dataclass(frozen=True, slots=True)
class _Piece:
    """A straight stretch from (x, y), its way (dx, dy), and the square of its length."""

    lane: str
    begins: float
    x: float
    y: float
    dx: float
    dy: float
    square: float
    cars: bool

    def share(self, point: Point) -> float:
        """How far along the stretch, 0 to 1, it is nearest to a point."""
        if not self.square:
            return 0.0
        share = ((point[0] - self.x) * self.dx + (point[1] - self.y) * self.dy) / self.square
        return min(1.0, max(0.0, share))

    def spot(self, point: Point) -> Spot:
        """Carry a point onto it."""
        share = self.share(point)
        foot = (self.x + self.dx * share, self.y + self.dy * share)
        gap = hypot(point[0] - foot[0], point[1] - foot[1])
        return Spot(self.lane, self.begins + share * self.square**0.5, foot, gap)


class LaneGraph:
    """Lanes joined at the nodes they share; distances in metres, on foot or by car."""

    def __init__(self, lanes: Iterable[LaneRow]) -> None:
        """Lay out the lanes; their order changes nothing."""
        self.lanes = {lane.code: lane for lane in lanes}
        self.metres = {code: _length(lane.line) for code, lane in self.lanes.items()}
        self._kept: dict[tuple[Point, bool], Spot | None] = {}
        self._ways: dict[str, list[tuple[str, float, bool]]] = defaultdict(list)
        self._cells: dict[tuple[int, int], list[_Piece]] = defaultdict(list)
        for code, lane in self.lanes.items():
            self._ways[lane.start].append((lane.end, self.metres[code], lane.cars))
            self._ways[lane.end].append((lane.start, self.metres[code], lane.cars))
            for piece in _pieces(lane):
                for cell in _cells(piece):
                    self._cells[cell].append(piece)

    def nearest(self, point: Point, *, cars: bool = False) -> Spot | None:
        """Find the lane nearest to a point, cars' lanes only if asked; None without any lane.

        Doors never move and most units stand: what was found for the last points asked for is kept.
        """
        asked = (point, cars)
        try:
            return self._kept[asked]
        except KeyError:
            spot = self._find(point, cars)
        if len(self._kept) >= KEPT:
            self._kept.clear()
        self._kept[asked] = spot
        return spot

    def _find(self, point: Point, cars: bool) -> Spot | None:  # noqa: FBT001 - as it is kept
        best: _Piece | None = None
        least = inf
        for ring in range(64):
            for piece in self._around(point, ring):
                if cars and not piece.cars:
                    continue
                share = piece.share(point)
                gap = hypot(point[0] - piece.x - piece.dx * share, point[1] - piece.y - piece.dy * share)
                if gap < least or (best and gap == least and piece.lane < best.lane):
                    best, least = piece, gap
            if least <= ring * CELL_M:
                break
        return best.spot(point) if best else None

    def metres_between(self, a: Point, b: Point, *, cars: bool = False) -> float:
        """Shortest way from point to point along the lanes, the steps to and from them included."""
        return self.ways_to(b, cars=cars)(a)

    def ways_to(self, goal: Point, *, cars: bool = False) -> Callable[[Point], float]:
        """Look once in all directions from a goal, then measure many ways to it; lanes go both ways."""
        end = self.nearest(goal, cars=cars)
        if end is None:
            return lambda _: inf
        reach = self.reach(end, cars=cars)

        def metres_from(point: Point) -> float:
            start = self.nearest(point, cars=cars)
            return inf if start is None else start.gap + self._along(start, end, reach) + end.gap

        return metres_from

    def _along(self, start: Spot, end: Spot, reach: dict[str, float]) -> float:
        lane = self.lanes[start.lane]
        ways = [
            reach.get(lane.start, inf) + start.along,
            reach.get(lane.end, inf) + self.metres[start.lane] - start.along,
        ]
        if start.lane == end.lane:
            ways.append(abs(start.along - end.along))
        return min(ways)

    def reach(self, start: Spot, *, cars: bool = False) -> dict[str, float]:
        """Metres from a spot to every node that can be reached from it."""
        lane = self.lanes[start.lane]
        heap = [(start.along, lane.start), (self.metres[start.lane] - start.along, lane.end)]
        done: dict[str, float] = {}
        while heap:
            metres, node = heappop(heap)
            if node in done:
                continue
            done[node] = metres
            for other, length, for_cars in self._ways[node]:
                if other not in done and (for_cars or not cars):
                    heappush(heap, (metres + length, other))
        return done

    def _around(self, point: Point, ring: int) -> Iterator[_Piece]:
        """Pieces in the squares at `ring` squares' distance."""
        cx, cy = int(point[0] // CELL_M), int(point[1] // CELL_M)
        for dx in range(-ring, ring + 1):
            step = 1 if abs(dx) == ring else max(1, 2 * ring)
            for dy in range(-ring, ring + 1, step):
                yield from self._cells.get((cx + dx, cy + dy), ())


def _length(line: tuple[Point, ...]) -> float:
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(line))


def _pieces(lane: LaneRow) -> Iterator[_Piece]:
    begins = 0.0
    for a, b in pairwise(lane.line):
        dx, dy = b[0] - a[0], b[1] - a[1]
        yield _Piece(lane.code, begins, *a, dx, dy, dx * dx + dy * dy, lane.cars)
        begins += hypot(dx, dy)


def _cells(piece: _Piece) -> Iterator[tuple[int, int]]:
    xs = sorted((piece.x, piece.x + piece.dx))
    ys = sorted((piece.y, piece.y + piece.dy))
    for cx in range(int(xs[0] // CELL_M), int(xs[1] // CELL_M) + 1):
        for cy in range(int(ys[0] // CELL_M), int(ys[1] // CELL_M) + 1):
            yield cx, cy
