"""Streets and lanes cut where they meet, into the stretches of the lane graph."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from patrol.rules.register import LaneRow, Point
from patrol.sample.blocks import Bands, cut_at, lying
from patrol.sample.drawing import bend, between, distance, long_line
from patrol.sample.layout import LESSER, MAINS, RING, Cut, Quarter, Street

OVERHANG_M = 7.5
"""How far a lane is drawn beyond its quarter, to meet the street; what hangs over is trimmed."""
SNAP_M = 0.6
CN = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line as drawn, before it is cut; `loose` ends are trimmed when they meet nothing."""

    street: Street
    loose: bool


def drawn_streets() -> list[Drawn]:
    """The ring, the main streets and the lesser ones."""
    ring = [Drawn(Street(name, line, 6.0), loose=False) for name, line in RING]
    return ring + [Drawn(street, loose=False) for street in MAINS + LESSER]


def drawn_lanes(quarter: Quarter, plan: Bands, named: Counter[str]) -> Iterable[Drawn]:
    """Lanes between the blocks, named by trade, and the cross lanes."""
    quad = lying(quarter)
    over = OVERHANG_M / quad.length
    for index, u in enumerate(plan.lanes):
        trade = lane_trade(quarter, index)
        named[trade] += 1
        line = (quad.at(u, -over), quad.at(u, 1 + over))
        yield Drawn(Street(f"{trade}{CN[named[trade] - 1]}巷", line, quarter.lane_m, cars=False), loose=True)
    for number, cut in enumerate(quarter.cuts):
        name = f"{quarter.trades[number % len(quarter.trades)]}横街"
        yield Drawn(Street(name, _cross(quarter, plan, cut), cut.width, cars=cut.width > 4), loose=True)


def lane_trade(quarter: Quarter, lane: int) -> str:
    """Which trade lives along a quarter's lane."""
    return quarter.trades[lane * len(quarter.trades) // quarter.lanes]


def _cross(quarter: Quarter, plan: Bands, cut: Cut) -> tuple[Point, Point]:
    quad = lying(quarter)
    over = OVERHANG_M / quad.width
    last = len(plan.blocks) - 1
    west = -over if cut.first == 0 else plan.lanes[cut.first - 1]
    east = 1 + over if cut.last >= last else plan.lanes[cut.last]
    return quad.at(west, cut_at(cut, west)), quad.at(east, cut_at(cut, east))


def stretches(drawn: Sequence[Drawn]) -> tuple[LaneRow, ...]:
    """Cut all lines at their meetings, trim what hangs over, and carry it onto the plan."""
    pieces = _trimmed([piece for line in drawn for piece in _cut(line, drawn)])
    nodes: list[Point] = []
    rows: list[LaneRow] = []
    for piece in pieces:
        line = piece.street.line
        ends = _node(nodes, line[0]), _node(nodes, line[-1])
        if ends[0] == ends[1]:
            continue
        points = (nodes[ends[0]], *line[1:-1], nodes[ends[1]])
        rows.append(
            LaneRow(
                code=f"L{len(rows) + 1:03d}",
                name=piece.street.name,
                start=f"N{ends[0] + 1:03d}",
                end=f"N{ends[1] + 1:03d}",
                line=tuple(bend(p) for p in long_line(points)),
                width_m=piece.street.width,
                cars=piece.street.cars,
            )
        )
    return tuple(rows)


def _node(nodes: list[Point], point: Point) -> int:
    for index, node in enumerate(nodes):
        if abs(node[0] - point[0]) < SNAP_M and abs(node[1] - point[1]) < SNAP_M:
            return index
    nodes.append(point)
    return len(nodes) - 1


def _cut(line: Drawn, others: Sequence[Drawn]) -> list[Drawn]:
    """The pieces of one line between its meetings with all others."""
    out: list[Drawn] = []
    piece = [line.street.line[0]]
    for a, b in pairwise(line.street.line):
        for share in _meetings(line, a, b, others):
            point = between(a, b, share)
            if distance(piece[-1], point) > SNAP_M or len(piece) > 1:
                out.append(replace(line, street=replace(line.street, line=(*piece, point))))
                piece = [point]
        piece.append(b)
    if len(piece) > 1 and distance(piece[0], piece[-1]) > SNAP_M:
        out.append(replace(line, street=replace(line.street, line=tuple(piece))))
    return out


def _meetings(line: Drawn, a: Point, b: Point, others: Sequence[Drawn]) -> list[float]:
    shares = []
    for other in others:
        if other is line:
            continue
        for c, d in pairwise(other.street.line):
            share = _crossing(a, b, c, d)
            if share is not None:
                shares.append(share)
    return sorted(shares)


def _crossing(a: Point, b: Point, c: Point, d: Point) -> float | None:
    """Share of a–b at which c–d meets it, ends included with a hand's breadth to spare."""
    rx, ry, sx, sy = b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]
    cross = rx * sy - ry * sx
    if abs(cross) < 1e-6:
        return None
    qx, qy = c[0] - a[0], c[1] - a[1]
    share, other = (qx * sy - qy * sx) / cross, (qx * ry - qy * rx) / cross
    spare = 0.5 / distance(c, d)
    mine = 0.5 / distance(a, b)
    if -mine <= share <= 1 + mine and -spare <= other <= 1 + spare:
        return min(1.0, max(0.0, share))
    return None


def _trimmed(pieces: list[Drawn]) -> list[Drawn]:
    """Leave out loose pieces that end in nothing, until none is left."""
    while True:
        nodes: list[Point] = []
        ends = [(_node(nodes, p.street.line[0]), _node(nodes, p.street.line[-1])) for p in pieces]
        degree = Counter(node for pair in ends for node in pair)
        kept = [
            piece
            for piece, (start, end) in zip(pieces, ends, strict=True)
            if not (piece.loose and min(degree[start], degree[end]) == 1 and _short(piece))
        ]
        if len(kept) == len(pieces):
            return kept
        pieces = kept


def _short(piece: Drawn) -> bool:
    line = piece.street.line
    return sum(distance(a, b) for a, b in pairwise(line)) < 2 * OVERHANG_M
