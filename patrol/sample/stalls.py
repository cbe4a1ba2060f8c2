"""Shops along the fronts: so many in each strip that its neighbours come in tens."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor
from random import Random

from patrol.rules.register import Point
from patrol.sample.blocks import Block, Facing, Front
from patrol.sample.drawing import distance

NARROWEST_M, WIDEST_M = 2.6, 6.1
PARTY_WALL_M = 0.06
TEN = 10


@dataclass(frozen=True, slots=True)
class Stall:
    """One shop's ground in the straight drawing, its door, and its place along the strip (share)."""

    corners: tuple[Point, ...]
    door: Point
    strip: str
    along: float


def counts_in_tens(fronts: Sequence[Front], wanted: int) -> dict[str, int]:
    """Give each strip a multiple of ten shops by its length; all together make `wanted`."""
    metres: dict[str, float] = defaultdict(float)
    for front in fronts:
        metres[front.strip] += front.length
    per_ten = sum(metres.values()) / wanted * TEN
    counts = {strip: max(TEN, TEN * round(length / per_ten)) for strip, length in metres.items()}
    while (left := wanted - sum(counts.values())) != 0:
        step = TEN if left > 0 else -TEN

        def strain(strip: str, step: int = step) -> float:
            return abs(metres[strip] / (counts[strip] + step or 0.1) - per_ten / TEN)

        counts[min(counts, key=strain)] += step
    return counts


def stalls(fronts: Sequence[Front], wanted: int, rng: Random) -> list[Stall]:
    """Stand `wanted` shops along the fronts."""
    by_strip: dict[str, list[Front]] = defaultdict(list)
    for front in fronts:
        by_strip[front.strip].append(front)
    counts = counts_in_tens(fronts, wanted)
    out: list[Stall] = []
    for strip, row in by_strip.items():
        for front, number in zip(row, _shared([f.length for f in row], counts[strip]), strict=True):
            out += _standing(front, number, rng)
    return out


def _shared(metres: Sequence[float], number: int) -> list[int]:
    """Share `number` shops over fronts so that no frontage comes out too narrow or too wide."""
    given = [max(1, ceil(m / WIDEST_M)) for m in metres]
    room = [max(1, floor(m / NARROWEST_M)) for m in metres]
    while sum(given) < number:
        free = [i for i in range(len(metres)) if given[i] < room[i]]
        given[max(free or range(len(metres)), key=lambda i: metres[i] / (given[i] + 0.5))] += 1
    while sum(given) > number:
        spare = [i for i in range(len(metres)) if given[i] > 1]
        given[min(spare, key=lambda i: metres[i] / (given[i] - 1))] -= 1
    return given


def _standing(front: Front, number: int, rng: Random) -> list[Stall]:
    walls = _party_walls(front.length, number, rng)
    out = []
    wall = PARTY_WALL_M / 2 / front.length
    for begin, end in ((a + wall, b - wall) for a, b in pairwise(walls)):
        (s0, s1), (t0, t1) = front.s, front.t
        match front.facing:
            case Facing.LEFT | Facing.RIGHT:
                t0, t1 = t0 + (t1 - t0) * begin, t0 + (t1 - t0) * end
            case Facing.START | Facing.END:
                s0, s1 = s0 + (s1 - s0) * begin, s0 + (s1 - s0) * end
        out.append(_stall(front, (s0, s1), (t0, t1), rng))
    return out


def _party_walls(metres: float, number: int, rng: Random) -> list[float]:
    """Shares of the frontage where one shop ends and the next begins."""
    widths = [
        rng.choice((0.85, 0.95, 1.0, 1.0, 1.1, 1.3, 1.7)) * rng.uniform(0.95, 1.05) for _ in range(number)
    ]
    for _ in range(6):
        scale = metres / sum(widths)
        widths = [min(WIDEST_M, max(NARROWEST_M, w * scale)) for w in widths]
    total, walls = sum(widths), [0.0]
    for width in widths:
        walls.append(walls[-1] + width / total)
    walls[-1] = 1.0
    return walls


def _stall(front: Front, s: tuple[float, float], t: tuple[float, float], rng: Random) -> Stall:
    """One shop; now and then its front stands back by half a metre."""
    quad, v = front.block.quad, front.block.v
    (s0, s1), (t0, t1) = s, t
    back = rng.choice((0.0, 0.0, 0.0, 0.0, 0.0, 0.3, 0.6))
    match front.facing:
        case Facing.LEFT:
            s0 += back / quad.width
        case Facing.RIGHT:
            s1 -= back / quad.width
        case Facing.START:
            t0 += back / quad.length
        case Facing.END:
            t1 -= back / quad.length
    door = {
        Facing.LEFT: (s0, (t0 + t1) / 2),
        Facing.RIGHT: (s1, (t0 + t1) / 2),
        Facing.START: ((s0 + s1) / 2, t0),
        Facing.END: ((s0 + s1) / 2, t1),
    }[front.facing]
    corners = (quad.at(s0, t0), quad.at(s1, t0), quad.at(s1, t1), quad.at(s0, t1))
    return Stall(corners, quad.at(*door), front.strip, v[0] + (v[1] - v[0]) * (t0 + t1) / 2)


def head_of(fronts: Sequence[Front], near: Point) -> tuple[Block, Facing]:
    """Choose the block's end nearest to a point: where a workroom takes the place of shops."""
    heads = [f for f in fronts if f.facing in {Facing.START, Facing.END}]
    best = min(heads, key=lambda f: distance(f.middle, near))
    return best.block, best.facing
