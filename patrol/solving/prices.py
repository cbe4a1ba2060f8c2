"""What no division into groups can fall below, and which middles come near it: Lagrangian prices.

Each shop pays a price to whichever group takes it. A middle then takes the shops nearest to it for
their price, between the bounds, and only as many middles open as there are to be groups. Whatever
the prices, this is never more than the best division costs; they are raised where nobody takes a
shop and lowered where several do, until it comes close.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

NEAR = 60
"""Shops a middle looks at while prices move; the bound itself is reckoned with all of them."""
PATIENCE, SHORTER = 15, 0.7
"""Rounds without a better bound before the step is made shorter, and by how much."""
FADING = 0.02
"""How fast older rounds are forgotten when it is counted how often a middle was open."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many groups there are to be, and how many shops each takes."""

    groups: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Priced:
    """What prices tell: the least sum of ways, the prices that prove it, and sets of middles, best first."""

    least: float
    prices: Any
    middles: tuple[tuple[int, ...], ...]


def priced(metres: Any, bounds: Bounds, *, known: float, rounds: int, sets: int) -> Priced:
    """Move prices for some rounds. `metres`: a square array of ways; `known`: what some division costs."""
    import numpy

    trade = _Trade(metres, bounds, min(max(NEAR, bounds.high), len(metres)))
    for _ in range(rounds):
        if not trade.go_on(known):
            break
    least = bound(metres, bounds, trade.best_prices)
    often = tuple(sorted(numpy.argsort(-trade.open_share, kind="stable")[: bounds.groups].tolist()))
    return Priced(least, trade.best_prices, tuple(trade.promising(often, sets)))


def bound(metres: Any, bounds: Bounds, prices: Any) -> float:
    """Give what no division falls below, as these prices prove it."""
    gains = _Trade(metres, bounds, len(metres)).take(prices)[0]
    return float(prices.sum() + _cheapest(gains, bounds.groups)[1])


@dataclass(slots=True)
class _Trade:
    """The middles with the shops near them, and the prices as they move."""

    metres: Any
    bounds: Bounds
    near: int
    best_least: float = -1e18
    best_prices: Any = None
    open_share: Any = None
    _prices: Any = None
    _step: float = 1.5
    _idle: int = 0
    _who: Any = None
    _ways: Any = None
    _seen: list[tuple[float, tuple[int, ...]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """List the shops near each middle, itself first; a shop begins with its way to the third next."""
        import numpy

        shops = len(self.metres)
        own = self.metres.copy()
        numpy.fill_diagonal(own, -1.0)
        self._who = numpy.argsort(own, axis=0, kind="stable")[: self.near]
        self._ways = numpy.take_along_axis(self.metres, self._who, axis=0)
        self._prices = numpy.sort(self.metres, axis=1)[:, min(3, shops - 1)].copy()
        self.best_prices = self._prices.copy()
        self.open_share = numpy.zeros(shops)

    def take(self, prices: Any) -> tuple[Any, Any, Any]:
        """Let each middle take shops: what it gains, whom it would take in order, and whom it does take."""
        import numpy

        left = self._ways - prices[self._who]
        left[0] = -1e9
        high = self.bounds.high
        first = numpy.argpartition(left, high - 1, axis=0)[:high]
        order = numpy.take_along_axis(first, numpy.argsort(numpy.take_along_axis(left, first, 0), axis=0), 0)
        gains = numpy.take_along_axis(left, order, axis=0)
        gains[0] = -prices
        taken = numpy.ones(gains.shape, dtype=bool)
        taken[self.bounds.low :] = gains[self.bounds.low :] < 0
        taken[0] = True
        return numpy.where(taken, gains, 0.0).sum(axis=0), numpy.take_along_axis(self._who, order, 0), taken

    def go_on(self, known: float) -> bool:
        """Move the prices once; False where every shop is taken exactly once, which can not be bettered."""
        import numpy

        gains, whom, taken = self.take(self._prices)
        opened, total = _cheapest(gains, self.bounds.groups)
        least = float(self._prices.sum() + total)
        self._seen.append((least, tuple(sorted(opened.tolist()))))
        self.open_share *= 1 - FADING
        self.open_share[opened] += FADING
        self._judge(least)
        times = numpy.bincount(whom[:, opened][taken[:, opened]], minlength=len(self.metres))
        off = 1 - times
        length = int((off * off).sum())
        if length:
            self._prices = self._prices + self._step * (known * 1.0005 - least) / length * off
        return length > 0

    def promising(self, often: tuple[int, ...], sets: int) -> Iterator[tuple[int, ...]]:
        """Give the middles that were open most, then those of the best rounds, each set once."""
        late = sorted(self._seen[len(self._seen) // 3 :], key=lambda seen: -seen[0])
        yield from list(dict.fromkeys([often, *(middles for _, middles in late)]))[:sets]

    def _judge(self, least: float) -> None:
        """Keep the best prices; after some rounds without better ones go back to them, in shorter steps."""
        if least > self.best_least + 1e-7:
            self.best_least, self.best_prices, self._idle = least, self._prices.copy(), 0
            return
        self._idle += 1
        if self._idle >= PATIENCE:
            self._step, self._idle, self._prices = self._step * SHORTER, 0, self.best_prices.copy()


def _cheapest(gains: Any, groups: int) -> tuple[Any, float]:
    import numpy

    opened = numpy.argpartition(gains, groups - 1)[:groups]
    return opened, float(gains[opened].sum())
