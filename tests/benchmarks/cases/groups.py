"""Groups by walking distance: how far above what is proven, and how few move when shops come and go."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from patrol.rules.grouping import Grounds, Sizes, faults
from patrol.rules.lanes import LaneGraph
from patrol.rules.register import MarketFile
from patrol.rules.words import PlaceKind
from patrol.sample import sample_market
from patrol.solving.grouping import propose, rearrange
from patrol.solving.walking import walking_metres
from tests.benchmarks.effort import Effort
from tests.benchmarks.instances import Instance, NotOurs, instances
from tests.benchmarks.proof import prove
from tests.benchmarks.report import Cell, Report, Table
from tests.benchmarks.site import Ground

SIZES = Sizes()
QUALITY = ("grid", "shops", "s", "metres", "own bound", "least", "proven", "above %", "proof s")
PUBLIC = ("instance", "points", "groups", "at most", "s", "sum", "least", "proven", "above %", "proof s")
CHURN = ("grid", "shops", "closed", "opened", "others moved", "of others %", "metres")
NOTE = (
    "s: processor time. Own bound: what the proposal itself says no division falls below. Least: the best "
    "division there is, by HiGHS among all ways that prices do not rule out; where it is not proven, a bound."
)


def measure(ground: Ground, effort: Effort) -> Report:
    """Group the grids of the sample market from nothing; then let five in a hundred come and go.

    With a folder of public instances: group these instead, as the crow flies.
    """
    del ground
    if effort.instances is not None:
        return Report("groups", tuple(_public(effort.instances)))
    market = sample_market(1)
    codes = [place.code for place in market.places if place.kind is PlaceKind.GRID]
    chosen, limit = (codes, None) if effort.thorough else (codes[:1], 60)
    grids = [(code, grounds_of(market, code, limit)) for code in chosen]
    return Report(
        "groups",
        (
            Table("From nothing", QUALITY, tuple(_quality(code, made) for code, made in grids), NOTE),
            Table("Five in a hundred come and go", CHURN, tuple(_churn(code, made) for code, made in grids)),
        ),
    )


def _public(folder: Path) -> Iterator[Table]:
    """Group what asks our question, and name what asks another one."""
    found = list(instances(folder))
    ours = [one for _, one in found if isinstance(one, Instance)]
    yield Table("Public instances", PUBLIC, tuple(_against_the_best(one) for one in ours), NOTE)
    others = [(name, str(why)) for name, why in found if isinstance(why, NotOurs)]
    if others:
        yield Table("Left out", ("file", "why"), tuple(others))


def _against_the_best(one: Instance) -> tuple[Cell, ...]:
    made = _quality(one.name, one.grounds(), one.sizes)
    name, points, took, total, _own, least, proven, above, needed = made
    return name, points, one.groups, one.capacity, took, total, least, proven, above, needed


def grounds_of(market: MarketFile, grid: str, limit: int | None) -> Grounds:
    """Measure the ways between the shops of a grid of the sample market."""
    parents = {place.code: place.parent for place in market.places}
    shops = [p for p in market.places if p.kind is PlaceKind.SHOP and parents.get(p.parent or "") == grid]
    shops = shops[:limit]
    points = [(float(str(p.facts["face_x"])), float(str(p.facts["face_y"]))) for p in shops]
    metres = walking_metres(LaneGraph(market.lanes), points)
    return Grounds(tuple(p.code for p in shops), metres)


def _quality(code: str, made: Grounds, sizes: Sizes = SIZES) -> tuple[Cell, ...]:
    began = time.process_time()
    found = propose(made, sizes)
    assert faults(found, made, sizes) == []
    took = round(time.process_time() - began, 2)
    began = time.monotonic()
    proof = prove(made, sizes, groups=len(found.circles), known=found.metres)
    above = round(100 * (found.metres / proof.least - 1), 2) + 0.0  # never -0
    own, proven = round(found.least or 0.0, 1), "yes" if proof.finished else "no"
    needed = round(time.monotonic() - began)
    metres, least = round(found.metres, 1), round(proof.least, 1)
    return code, len(made.shops), took, metres, own, least, proven, above, needed


def _churn(code: str, made: Grounds) -> tuple[Cell, ...]:
    first = propose(made, SIZES)
    home = {shop: f"g{n}" for n, one in enumerate(first.circles) for shop in one.shops}
    dice = Random(7)
    count = len(made.shops)
    new = set(dice.sample(range(count), count // 40))
    gone = set(dice.sample([n for n in range(count) if n not in new], count // 20))
    kept = [n for n in range(count) if n not in gone]
    now = {made.shops[n]: home[made.shops[n]] for n in kept if n not in new}
    after = replace(
        made,
        shops=tuple(made.shops[n] for n in kept),
        metres=tuple(tuple(made.metres[a][b] for b in kept) for a in kept),
        now=now,
    )
    found = rearrange(after, SIZES)
    assert faults(found, after, SIZES) == []
    moved = len(found.moved(now))
    share = round(100 * moved / len(now), 2)
    return code, count, len(gone), len(new), moved, share, round(found.metres, 1)
