"""The best grouping there is, proven: prices leave few ways open, and HiGHS decides among these.

Prices (`patrol.solving.prices`) give a bound that holds whoever found them. A way from a shop to a
middle that can be in no division better than the known one is left out; that is no guess either.
"""

from dataclasses import dataclass
from typing import Any

import numpy
from scipy.optimize import Bounds as Limits
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import coo_matrix, csr_matrix

from patrol.rules.grouping import Grounds, Sizes
from patrol.solving.prices import Bounds, bound, priced

ROUNDS, SECONDS = 3000, 100.0


@dataclass(frozen=True, slots=True)
class Proof:
    """The least sum of ways, or what is proven of it. `ways`: how many HiGHS had to decide among."""

    least: float
    finished: bool
    ways: int


def prove(grounds: Grounds, sizes: Sizes, *, groups: int, known: float) -> Proof:
    """Find the least sum of ways into so many groups, never above what is `known` to be possible."""
    metres = numpy.asarray(grounds.metres)
    bounds = Bounds(groups, sizes.low, sizes.high)
    prices = priced(metres, bounds, known=known, rounds=ROUNDS, sets=1).prices
    shops, middles = numpy.nonzero(_open_ways(metres, bounds, prices, known + 1e-6))
    ways = len(shops)
    columns = ways + len(metres)
    rows = _rows(shops, middles, len(metres), bounds)
    found = milp(
        numpy.concatenate([metres[shops, middles], numpy.zeros(len(metres))]),
        constraints=rows,
        integrality=numpy.arange(columns) >= ways,
        bounds=Limits(0, 1),
        options={"time_limit": SECONDS, "mip_rel_gap": 0.0},
    )
    if found.mip_dual_bound is None:
        return Proof(bound(metres, bounds, prices), finished=False, ways=ways)
    least = known if found.status == 0 and found.fun > known else float(found.mip_dual_bound)
    return Proof(least, found.status == 0, ways)


def _open_ways(metres: Any, bounds: Bounds, prices: Any, known: float) -> Any:
    """Mark the ways (shop, middle) that a division as short as the known one could use."""
    left = metres - prices[:, None]
    numpy.fill_diagonal(left, -1e9)
    order = numpy.argsort(left, axis=0, kind="stable")
    gains = numpy.take_along_axis(left, order, axis=0)[: bounds.high]
    gains[0] = -prices
    taken = gains < 0
    taken[: bounds.low] = True
    value = numpy.where(taken, gains, 0.0).sum(axis=0)
    cheapest = numpy.sort(value)[: bounds.groups]
    least = prices.sum() + cheapest.sum()
    opening = numpy.maximum(value - cheapest[-1], 0.0)
    count = taken.sum(axis=0)
    last = numpy.take_along_axis(gains, count[None, :] - 1, axis=0)[0]
    beside = numpy.where(count < bounds.high, left, numpy.inf)
    more = numpy.maximum(numpy.minimum(beside, left - last), 0.0)
    return least + opening[None, :] + more <= known


def _rows(shops: Any, middles: Any, count: int, bounds: Bounds) -> list[LinearConstraint]:
    """Each shop in one group; a middle takes shops only if it is open, and then between the bounds."""
    ways = len(shops)
    each, one = numpy.arange(ways), numpy.ones(ways)
    shape = (count, ways + count)
    every = coo_matrix((one, (shops, each)), shape=shape)
    theirs = csr_matrix((one, (middles, each)), shape=shape)
    opened = csr_matrix((numpy.ones(count), (numpy.arange(count), ways + numpy.arange(count))), shape=shape)
    pairs = coo_matrix(
        (numpy.concatenate([one, -one]), (numpy.tile(each, 2), numpy.concatenate([each, ways + middles]))),
        shape=(ways, ways + count),
    )
    number = csr_matrix(opened.sum(axis=0))
    own = numpy.where(shops == middles, 0.0, -numpy.inf)
    return [
        LinearConstraint(every, 1, 1),
        LinearConstraint(theirs - bounds.high * opened, -numpy.inf, 0),
        LinearConstraint(theirs - bounds.low * opened, 0, numpy.inf),
        LinearConstraint(pairs, own, 0),
        LinearConstraint(number, bounds.groups, bounds.groups),
    ]
