"""Groups by walking distance: prices name the middles, shops are assigned exactly, neighbours made better."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from patrol.rules.grouping import Circle, Grounds, Proposal, Sizes, standing_metres
from patrol.solving.prices import Bounds, Priced, priced

SEED = 20
ROUNDS, SETS = 800, 8
"""How often prices move, and how many of the sets of middles they name are tried."""
NEIGHBOURS, TRIES, PASSES = 6, 12, 3
"""Groups that are looked at together; new beginnings for each of them; and rounds over all."""
STEPS = 30


@dataclass(frozen=True, slots=True)
class Work:
    """How hard to look; the same work on the same grounds gives the same groups."""

    rounds: int = ROUNDS
    sets: int = SETS
    neighbours: int = NEIGHBOURS
    tries: int = TRIES
    passes: int = PASSES


TENS = Sizes()
USUAL = Work()


def propose(grounds: Grounds, sizes: Sizes = TENS, work: Work = USUAL) -> Proposal:
    """Group the shops of a grid from nothing, as at the beginning.

    Groups that stand lend their codes to whichever holds most of their shops, and count for nothing else.
    """
    search = _Search(grounds, sizes, work)
    found, least = search.best(sizes.groups(len(grounds.shops)))
    return search.proposal(found, codes=search.heirs(found), least=least)


def rearrange(grounds: Grounds, sizes: Sizes = TENS, work: Work = USUAL) -> Proposal:
    """Keep the groups that stand, with their middles, and move only who gains more than staying is worth.

    A group is added or ended only where the number of shops leaves no other way.
    """
    search = _Search(grounds, sizes, work)
    middles, codes = search.standing()
    middles, codes = search.fit(middles, codes)
    if not middles:
        return propose(grounds, sizes, work)
    return search.proposal(search.assign_kept(middles, codes), codes=codes)


@dataclass(frozen=True, slots=True)
class _Found:
    """Middles, who belongs to which of them, and the sum of all ways."""

    middles: tuple[int, ...]
    of: tuple[int, ...]
    metres: float


class _Search:
    def __init__(self, grounds: Grounds, sizes: Sizes, work: Work) -> None:
        import numpy

        self.np = numpy
        self.grounds, self.sizes, self.work = grounds, sizes, work
        self.metres = numpy.asarray(grounds.metres, dtype=float)
        self.dice = Random(SEED)  # noqa: S311 - the same dice each time, and nothing to guess

    def best(self, count: int) -> tuple[_Found, float]:
        """Let prices name the middles, and make the best of them better neighbour by neighbour.

        With it comes a sum of ways that no division into so many groups falls below.
        """
        shops = list(range(len(self.grounds.shops)))
        begun = self._lloyd(shops, self._spread(shops, count))
        told = self._priced(count, begun.metres)
        tried = [begun, *(self._lloyd(shops, middles) for middles in told.middles)]
        found = min(tried, key=lambda one: one.metres)
        for _ in range(self.work.passes):
            better = self._round(found)
            if better.metres >= found.metres - 1e-6:
                break
            found = better
        return found, told.least

    def heirs(self, found: _Found) -> dict[int, str]:
        """Give the codes of groups that stand to the circles that hold most of their shops."""
        from scipy.optimize import linear_sum_assignment

        codes = sorted(set(self.grounds.now.values()))
        if not codes:
            return {}
        common = self.np.zeros((len(found.middles), len(codes)))
        for shop, one in enumerate(found.of):
            if (code := self.grounds.now.get(self.grounds.shops[shop])) is not None:
                common[one, codes.index(code)] += 1
        rows, columns = linear_sum_assignment(common, maximize=True)
        pairs = zip(rows, columns, strict=True)
        return {found.middles[row]: codes[column] for row, column in pairs if common[row, column] > 0}

    def standing(self) -> tuple[list[int], dict[int, str]]:
        """Give the middles of the groups that stand; leads are elected, middles say who is near."""
        at = {shop: number for number, shop in enumerate(self.grounds.shops)}
        members: dict[str, list[int]] = {}
        for shop, code in sorted(self.grounds.now.items()):
            if shop in at:
                members.setdefault(code, []).append(at[shop])
        middles, codes = [], {}
        for code, mine in sorted(members.items()):
            middle = self._middle(mine)
            codes[middle] = code
            middles.append(middle)
        return middles, codes

    def fit(self, middles: list[int], codes: dict[int, str]) -> tuple[list[int], dict[int, str]]:
        """Add or end groups until their number can hold the shops."""
        shops = len(self.grounds.shops)
        while middles and len(middles) * self.sizes.high < shops:
            far = self.metres[:, middles].min(axis=1)
            middles = [*middles, int(far.argmax())]
        while len(middles) > 1 and len(middles) * self.sizes.low > shops:
            near = self.metres[self.np.ix_(middles, middles)] + self.np.diag([self.np.inf] * len(middles))
            gone = middles[int(near.min(axis=1).argmin())]
            middles = [one for one in middles if one != gone]
        return middles, {one: code for one, code in codes.items() if one in middles}

    def assign_kept(self, middles: list[int], codes: dict[int, str]) -> _Found:
        """Assign exactly, with the worth of staying added to every other way."""
        shops = list(range(len(self.grounds.shops)))
        ways = self.metres[:, middles].copy()
        for shop in shops:
            mine = self.grounds.now.get(self.grounds.shops[shop])
            if mine is not None:
                ways[shop] += [0.0 if codes.get(one) == mine else self.sizes.stay_m for one in middles]
        of = self._assign(ways)
        total = float(sum(self.metres[shop, middles[one]] for shop, one in enumerate(of)))
        return _Found(tuple(middles), tuple(of), total)

    def proposal(self, found: _Found, *, codes: dict[int, str], least: float | None = None) -> Proposal:
        """Give what was found in the words of the trade."""
        names, circles = self.grounds.shops, []
        for number, middle in enumerate(found.middles):
            mine = tuple(names[shop] for shop, one in enumerate(found.of) if one == number)
            circles.append(Circle(codes.get(middle), names[middle], mine))
        circles.sort(key=lambda one: (one.code is None, one.code or "", one.middle))
        return Proposal(tuple(circles), found.metres, standing_metres(self.grounds), least)

    def _priced(self, count: int, known: float) -> Priced:
        low, high = self._bounds(len(self.metres), count)
        bounds = Bounds(count, low, min(high, len(self.metres)))
        return priced(self.metres, bounds, known=known, rounds=self.work.rounds, sets=self.work.sets)

    def _round(self, found: _Found) -> _Found:
        """Take each group with its neighbours out, and look for a better way to divide just these shops."""
        middles, of = list(found.middles), list(found.of)
        for number in range(len(middles)):
            ways = self.metres[middles[number], middles]
            together = [int(one) for one in self.np.argsort(ways, kind="stable")[: self.work.neighbours]]
            shops = [shop for shop, one in enumerate(of) if one in set(together)]
            best = self._divide(shops, [middles[one] for one in together])
            if best is None:
                continue
            for place, one in enumerate(together):
                middles[one] = best.middles[place]
            for shop, one in zip(shops, best.of, strict=True):
                of[shop] = together[one]
        return _Found(tuple(middles), tuple(of), self._sum(middles, of))

    def _divide(self, shops: list[int], middles: list[int]) -> _Found | None:
        """Give a better division of some shops, or None."""
        now = self._lloyd(shops, middles)
        best = now
        for _ in range(self.work.tries):
            start = list(best.middles)
            for place in self.dice.sample(range(len(start)), min(2, len(start))):
                start[place] = self.dice.choice(shops)
            if len(set(start)) == len(start):
                tried = self._lloyd(shops, start)
                best = min(best, tried, key=lambda one: one.metres)
        standing = self._sum_of(shops, middles)
        return best if best.metres < standing - 1e-6 else None

    def _sum_of(self, shops: list[int], middles: list[int]) -> float:
        of = self._assign(self.metres[self.np.ix_(shops, middles)])
        return float(sum(self.metres[shop, middles[one]] for shop, one in zip(shops, of, strict=True)))

    def _lloyd(self, shops: list[int], middles: Sequence[int]) -> _Found:
        """Assign exactly, move each middle to the best of its own, until nothing gets better."""
        best: _Found | None = None
        chosen = list(middles)
        for _ in range(STEPS):
            of = self._assign(self.metres[self.np.ix_(shops, chosen)])
            members = [[s for s, one in zip(shops, of, strict=True) if one == n] for n in range(len(chosen))]
            chosen = [self._middle(mine) for mine in members]
            metres = float(sum(self.metres[m, chosen[n]].sum() for n, m in enumerate(members)))
            if best is not None and metres >= best.metres - 1e-9:
                return best
            best = _Found(tuple(chosen), tuple(of), metres)
        assert best is not None
        return best

    def _assign(self, ways: Any) -> list[int]:
        """Give each row a group so that the sum is the least: each takes `low` to `high` of them.

        A group has a column for each shop it may take; the first `low` of them are closed to the rows
        that stand for nobody, so that no group stays too small.
        """
        from scipy.optimize import linear_sum_assignment

        rows, groups = ways.shape
        low, high = self._bounds(rows, groups)
        spare = groups * high - rows
        cost = self.np.repeat(ways, high, axis=1)
        closed = self.np.tile([1e9] * low + [0.0] * (high - low), groups)
        cost = self.np.vstack([cost, self.np.tile(closed, (spare, 1))]) if spare else cost
        _, columns = linear_sum_assignment(cost)
        return [int(column) // high for column in columns[:rows]]

    def _bounds(self, shops: int, groups: int) -> tuple[int, int]:
        """Give how many shops a group takes; where the sizes can not be kept, as nearly as can be."""
        return min(self.sizes.low, shops // groups), max(self.sizes.high, -(-shops // groups))

    def _middle(self, mine: list[int]) -> int:
        inner = self.metres[self.np.ix_(mine, mine)].sum(axis=0)
        return mine[int(inner.argmin())]

    def _sum(self, middles: Sequence[int], of: Sequence[int]) -> float:
        return float(sum(self.metres[shop, middles[one]] for shop, one in enumerate(of)))

    def _spread(self, shops: list[int], count: int) -> list[int]:
        """Draw beginnings that lie apart: the next one rather where the way to all others is long."""
        chosen = [self.dice.choice(shops)]
        while len(chosen) < count:
            far = self.metres[self.np.ix_(shops, chosen)].min(axis=1)
            total = float(far.sum())
            if total <= 0:
                chosen.append(next(shop for shop in shops if shop not in chosen))
                continue
            mark = self.dice.random() * total
            sums = self.np.cumsum(far)
            at = int(self.np.searchsorted(sums, mark))
            chosen.append(shops[min(at, len(shops) - 1)])
        return chosen
