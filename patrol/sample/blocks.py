"""A quarter's blocks between its lanes, and the fronts along which shops stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from patrol.rules.register import Point
from patrol.sample.drawing import Quad, distance
from patrol.sample.layout import Cut, Quarter, Side

WALL_M = 0.15
"""Half a fire wall: what is left free on either side of a spine."""
HEAD_M = 5.2
"""Depth of the shops at a block's end, which face the cross street."""


class Facing(StrEnum):
    """Which side of its block a front looks out of."""

    LEFT = "left"
    RIGHT = "right"
    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class Block:
    """Buildings between two lanes; `v` is where along the lanes it begins and ends (shares)."""

    quad: Quad
    left: str | None
    right: str | None
    v: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Front:
    """A rectangle of a block, in its shares, that looks one way and belongs to one strip of shops."""

    block: Block
    s: tuple[float, float]
    t: tuple[float, float]
    facing: Facing
    strip: str

    @property
    def length(self) -> float:
        """Metres of frontage."""
        if self.facing in {Facing.LEFT, Facing.RIGHT}:
            return distance(
                self.block.quad.at(self.s[0], self.t[0]), self.block.quad.at(self.s[0], self.t[1])
            )
        return distance(self.block.quad.at(self.s[0], self.t[0]), self.block.quad.at(self.s[1], self.t[0]))

    @property
    def middle(self) -> Point:
        """The middle of the rectangle in the straight drawing."""
        return self.block.quad.at(sum(self.s) / 2, sum(self.t) / 2)


@dataclass(frozen=True, slots=True)
class Bands:
    """Shares of a quarter's breadth: each block's two edges, each lane's middle."""

    blocks: tuple[tuple[float, float], ...]
    lanes: tuple[float, ...]


def bands(quarter: Quarter, rng: Random) -> Bands:
    """Lay blocks and lanes side by side over the quarter's breadth."""
    quad = lying(quarter)
    weights = [2 * rng.uniform(0.92, 1.08) for _ in range(quarter.lanes + 1)]
    for end, side in zip((0, -1), quarter.sides, strict=True):
        if side is Side.BACK:
            weights[end] /= 2
    row = (quad.width - quarter.lanes * quarter.lane_m) / sum(weights)
    edges, lanes, u = [], [], 0.0
    for weight in weights:
        edges.append((u / quad.width, min(1.0, (u + weight * row) / quad.width)))
        u += weight * row
        lanes.append((u + quarter.lane_m / 2) / quad.width)
        u += quarter.lane_m
    return Bands(tuple(edges), tuple(lanes[:-1]))


def lying(quarter: Quarter) -> Quad:
    """Return the quarter with its lanes running along t."""
    return quarter.quad.turned() if quarter.turned else quarter.quad


def cut_at(cut: Cut, u: float) -> float:
    """Where along the lanes a cross lane runs, at share u of the breadth."""
    return cut.share + cut.tilt * (u - 0.5)


def blocks(key: str, quarter: Quarter, plan: Bands) -> Iterator[Block]:
    """Cut each band between two lanes at its cross lanes."""
    quad, last = lying(quarter), len(plan.blocks) - 1
    for index, (u0, u1) in enumerate(plan.blocks):
        sides = [f"{key}:{index - 1}" if index else None, f"{key}:{index}" if index < last else None]
        if index == 0 and quarter.sides[0] is Side.FRONT:
            sides[0] = f"{key}:first"
        if index == last and quarter.sides[1] is Side.FRONT:
            sides[1] = f"{key}:last"
        for piece, (lower, upper) in enumerate(_pieces(quarter, quad, index, (u0, u1))):
            if (index, piece) in quarter.voids:
                continue
            corners = (
                quad.at(u0, lower[0]),
                quad.at(u1, lower[1]),
                quad.at(u1, upper[1]),
                quad.at(u0, upper[0]),
            )
            yield Block(Quad(*corners), sides[0], sides[1], (sum(lower) / 2, sum(upper) / 2))


def _pieces(
    quarter: Quarter, quad: Quad, index: int, edge: tuple[float, float]
) -> Iterator[tuple[list[float], list[float]]]:
    lower = [0.0, 0.0]
    for cut in sorted(quarter.cuts, key=lambda c: c.share):
        if cut.first <= index <= cut.last:
            half = cut.width / 2 / quad.length
            yield lower, [cut_at(cut, u) - half for u in edge]
            lower = [cut_at(cut, u) + half for u in edge]
    yield lower, [1.0, 1.0]


def fronts(block: Block, rng: Random) -> Iterator[Front]:
    """Two rows back to back, closed at both ends by shops that face the cross street."""
    sides = [side for side in (block.left, block.right) if side]
    if len(sides) == 1:
        facing = Facing.LEFT if block.left else Facing.RIGHT
        yield Front(block, (0.0, 1.0), (0.0, 1.0), facing, sides[0])
        return
    spine, half = rng.uniform(0.45, 0.55), rng.choice((0.34, 0.5, 0.5, 0.5, 0.66))
    gap_s, gap_t = WALL_M / block.quad.width, WALL_M / block.quad.length
    head = [HEAD_M * rng.uniform(0.9, 1.15) / block.quad.length for _ in range(2)]
    body = (head[0] + gap_t, 1 - head[1] - gap_t)
    yield Front(block, (0.0, spine - gap_s), body, Facing.LEFT, sides[0])
    yield Front(block, (spine + gap_s, 1.0), body, Facing.RIGHT, sides[1])
    for facing, t in ((Facing.START, (0.0, head[0])), (Facing.END, (1 - head[1], 1.0))):
        yield Front(block, (0.0, half), t, facing, sides[0])
        yield Front(block, (half, 1.0), t, facing, sides[1])
