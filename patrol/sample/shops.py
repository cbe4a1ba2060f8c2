"""Shops, workrooms and groups of ten on the plan, numbered along their lanes."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from patrol.rules.lanes import LaneGraph
from patrol.rules.register import LaneRow, Point
from patrol.sample.blocks import Bands, Front, bands, blocks, fronts
from patrol.sample.drawing import bend
from patrol.sample.ground import tidy
from patrol.sample.layout import GRIDS, QUARTERS, GridPlan
from patrol.sample.names import opening, person_name, phone, shop_name
from patrol.sample.stalls import Stall, head_of, stalls
from patrol.sample.streets import drawn_lanes, drawn_streets, lane_trade, stretches

GROUP_SIZE = 10


@dataclass(frozen=True, slots=True)
class Shop:
    """One shop on the plan with the people behind it."""

    code: str
    name: str
    grid: str
    group: str
    ground: tuple[Point, ...]
    door: Point
    lane: str
    trade: str
    owner: str
    phone: str
    hours: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Site:
    """What stands on the ground: lanes, shops by group, one workroom a grid."""

    lanes: tuple[LaneRow, ...]
    groups: Mapping[str, tuple[Shop, ...]]
    workrooms: Mapping[str, tuple[Point, ...]]

    @property
    def shops(self) -> list[Shop]:
        """All shops, in the order of their numbers."""
        return [shop for shops in self.groups.values() for shop in shops]


def build(rng: Random) -> Site:
    """Lay out lanes and blocks, stand the shops, number them and gather them in tens."""
    plans = [bands(quarter, rng) for quarter in QUARTERS]
    lanes = _lanes(plans)
    rows, trades = _fronts(plans, rng)
    graph, taken = LaneGraph(lanes), set[str]()
    groups: dict[str, tuple[Shop, ...]] = {}
    workrooms = {}
    for grid in GRIDS:
        free, workrooms[grid.code] = _without_workroom(rows[grid.code], grid)
        standing = stalls(free, grid.shops, rng)
        order = {strip: at for at, strip in enumerate(dict.fromkeys(s.strip for s in standing))}
        standing.sort(key=lambda stall: (order[stall.strip], stall.along))
        for number, stall in enumerate(standing):
            shop = _shop(stall, grid, number, trade=trades[stall.strip], graph=graph, taken=taken, rng=rng)
            groups[shop.group] = (*groups.get(shop.group, ()), shop)
    return Site(lanes, groups, workrooms)


def _lanes(plans: Sequence[Bands]) -> tuple[LaneRow, ...]:
    named: Counter[str] = Counter()
    drawn = drawn_streets()
    for quarter, plan in zip(QUARTERS, plans, strict=True):
        drawn += drawn_lanes(quarter, plan, named)
    return stretches(drawn)


def _fronts(plans: Sequence[Bands], rng: Random) -> tuple[dict[str, list[Front]], dict[str, str]]:
    """Every grid's fronts, and the trade of each strip of shops."""
    rows: dict[str, list[Front]] = defaultdict(list)
    trades: dict[str, str] = {}
    for number, (quarter, plan) in enumerate(zip(QUARTERS, plans, strict=True)):
        key = f"q{number}"
        trades |= {f"{key}:{lane}": lane_trade(quarter, lane) for lane in range(quarter.lanes)}
        trades |= {f"{key}:first": quarter.trades[0], f"{key}:last": quarter.trades[-1]}
        for block in blocks(key, quarter, plan):
            rows[quarter.grid] += fronts(block, rng)
    return rows, trades


def _without_workroom(rows: Sequence[Front], grid: GridPlan) -> tuple[list[Front], tuple[Point, ...]]:
    """Give one block's end to the workroom."""
    block, facing = head_of(rows, grid.workroom)
    head = [front for front in rows if front.block is block and front.facing is facing]
    (t0, t1), quad = head[0].t, block.quad
    ground = tuple(bend(p) for p in (quad.at(0, t0), quad.at(1, t0), quad.at(1, t1), quad.at(0, t1)))
    return [front for front in rows if front not in head], tidy(ground)


def _shop(
    stall: Stall, grid: GridPlan, number: int, *, trade: str, graph: LaneGraph, taken: set[str], rng: Random
) -> Shop:
    owner, door = person_name(rng), bend(stall.door)
    spot = graph.nearest(door)
    return Shop(
        code=f"{grid.prefix}-{number + 1:03d}",
        name=shop_name(trade, owner, taken, rng),
        grid=grid.code,
        group=f"{grid.prefix}-G{number // GROUP_SIZE + 1:02d}",
        ground=tidy([bend(corner) for corner in stall.corners]),
        door=door,
        lane=spot.lane if spot else "",
        trade=trade,
        owner=owner,
        phone=phone(1000 + len(taken)),
        hours=opening(trade, rng),
    )
