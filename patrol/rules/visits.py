"""Visit lists: which shops are meant, and in which order they are walked."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from re import split

from patrol.rules.register import Point


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """A shop as a choice sees it."""

    id: int
    code: str
    name: str
    grid: str | None
    group: str | None
    trade: str | None


@dataclass(frozen=True, slots=True)
class Choice:
    """Which shops an office means: all of some grids or groups, of some trades there, and those named."""

    grids: frozenset[str] = field(default_factory=frozenset)
    groups: frozenset[str] = field(default_factory=frozenset)
    trades: frozenset[str] = field(default_factory=frozenset)
    named: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether nothing at all was chosen."""
        return not (self.grids or self.groups or self.trades or self.named)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The shops that are meant, each once, in the order of their codes; and what names no shop."""

    shops: tuple[ShopFacts, ...]
    unknown: tuple[str, ...]


def choose(shops: Iterable[ShopFacts], choice: Choice) -> Chosen:
    """Find the shops that are meant. Grids, groups and trades narrow each other; names are added."""
    all_of_them = list(shops)
    by_name = _by_name(all_of_them)
    named = {text: by_name.get(text.casefold()) for text in choice.named}
    found = {shop.id: shop for shop in named.values() if shop is not None}
    if choice.grids or choice.groups or choice.trades:
        found |= {shop.id: shop for shop in all_of_them if _fits(shop, choice)}
    unknown = tuple(text for text, shop in named.items() if shop is None)
    return Chosen(tuple(sorted(found.values(), key=lambda shop: shop.code)), unknown)


def pasted(text: str) -> tuple[str, ...]:
    """Read a pasted list: codes or names, parted by lines, commas, semicolons or tabs; each once."""
    found = (each.strip() for each in split(r"[\n\r,;，；、\t]+", text))
    return tuple(dict.fromkeys(each for each in found if each))


def _by_name(shops: Sequence[ShopFacts]) -> Mapping[str, ShopFacts]:
    """Shops by code, and by name where only one bears it."""
    names: dict[str, list[ShopFacts]] = {}
    for shop in shops:
        names.setdefault(shop.name.casefold(), []).append(shop)
    found = {name: same[0] for name, same in names.items() if len(same) == 1}
    return found | {shop.code.casefold(): shop for shop in shops}


def _fits(shop: ShopFacts, choice: Choice) -> bool:
    return _in(shop.grid, choice.grids) and _in(shop.group, choice.groups) and _in(shop.trade, choice.trades)


def _in(value: str | None, wanted: Collection[str]) -> bool:
    return not wanted or value in wanted


def as_walked(
    doors: Mapping[int, Point], start: Point | None, metres: Callable[[Point, Point], float]
) -> list[int]:
    """Order doors so that each is the nearest of those left; ties by number, so always the same."""
    left = dict(sorted(doors.items()))
    order: list[int] = []
    here = start
    while left:
        at = here
        nearest = min(left, key=lambda shop: (metres(at, left[shop]) if at else inf, shop))
        here = left.pop(nearest)
        order.append(nearest)
    return order
