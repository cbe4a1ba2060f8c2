"""Groups of neighbouring shops: what a proposal is, whether it may stand, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Metres = Sequence[Sequence[float]]
"""Walking distances between shops, by their places in a list."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many shops a group has, and what it is worth in metres that a shop stays where it is."""

    low: int = 8
    high: int = 12
    usual: float = 10
    stay_m: float = 4.0

    def groups(self, shops: int) -> int:
        """Say into how many groups some shops go: tens, as far as the bounds let them."""
        most, least = max(1, shops // self.low), -(-shops // self.high)
        return min(max(least, round(shops / self.usual)), max(most, least))


@dataclass(frozen=True, slots=True)
class Grounds:
    """The open shops of one grid. `now`: the group each belongs to, by its code, where it has one."""

    shops: tuple[str, ...]
    metres: Metres
    now: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Circle:
    """One proposed group: its code (none: a new one), the shop in its middle, and all its shops."""

    code: str | None
    middle: str
    shops: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Every shop of a grid in one group. `metres`: all ways to the middles; `before`: as it stands.

    `least`: no division into as many groups is shorter, where that was reckoned.
    """

    circles: tuple[Circle, ...]
    metres: float
    before: float | None = None
    least: float | None = None

    def moved(self, now: Mapping[str, str]) -> dict[str, tuple[str, str | None]]:
        """Give the shops that change their group: from which one, to which one."""
        return {
            shop: (now[shop], circle.code)
            for circle in self.circles
            for shop in circle.shops
            if shop in now and now[shop] != circle.code
        }


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a shop is in its group: its way to the middle, and the nearest group that is not its own."""

    shop: str
    metres: float
    other: str | None
    other_metres: float | None
    other_full: bool


def faults(proposal: Proposal, grounds: Grounds, sizes: Sizes) -> list[str]:
    """Say what is wrong with a proposal: a shop twice or nowhere, a group too small or too large."""
    placed = [shop for circle in proposal.circles for shop in circle.shops]
    found = [f"{shop}: in {placed.count(shop)} groups" for shop in grounds.shops if placed.count(shop) != 1]
    known = set(grounds.shops)
    found += [f"{shop}: no open shop of this grid" for shop in sorted(set(placed) - known)]
    for circle in proposal.circles:
        count = len(circle.shops)
        if not sizes.low <= count <= sizes.high:
            found.append(f"{circle.code or circle.middle}: {count} shops, want {sizes.low} to {sizes.high}")
        if circle.middle not in circle.shops:
            found.append(f"{circle.code or circle.middle}: its middle belongs to another group")
    return found


def reasons(proposal: Proposal, grounds: Grounds, sizes: Sizes) -> list[Reason]:
    """Say for each shop how far its middle is, and which other one would be nearest, full or not."""
    at = {shop: number for number, shop in enumerate(grounds.shops)}
    found = []
    for circle in proposal.circles:
        others = [one for one in proposal.circles if one is not circle]
        for shop in circle.shops:
            ways = grounds.metres[at[shop]]
            nearest = min(others, key=lambda one: (ways[at[one.middle]], one.middle), default=None)
            found.append(
                Reason(
                    shop,
                    ways[at[circle.middle]],
                    None if nearest is None else nearest.code or nearest.middle,
                    None if nearest is None else ways[at[nearest.middle]],
                    nearest is not None and len(nearest.shops) >= sizes.high,
                )
            )
    return found


def standing_metres(grounds: Grounds) -> float | None:
    """Reckon what the groups cost as they stand, each to the best middle it could have; None without any."""
    if any(shop not in grounds.now for shop in grounds.shops):
        return None
    at = {shop: number for number, shop in enumerate(grounds.shops)}
    members: dict[str, list[int]] = {}
    for shop in grounds.shops:
        members.setdefault(grounds.now[shop], []).append(at[shop])
    return sum(
        min(sum(grounds.metres[one][middle] for one in mine) for middle in mine) for mine in members.values()
    )
