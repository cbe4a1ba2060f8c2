"""Where and when things happen: incidents of the last market days, by grid and half hour of the day."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from patrol.rules.words import Category, Severity

DAYS = 28
SLOTS = 48
WEIGHTS: Mapping[Severity, int] = {
    Severity.CRITICAL: 8,
    Severity.HIGH: 4,
    Severity.NORMAL: 2,
    Severity.NOTICE: 1,
}
INTERNAL = frozenset({Category.PATROL, Category.DEVICE})
"""What we did or what broke says nothing about the ground."""
BASE = 1
"""Nowhere is without any risk: what is never visited is never known."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One incident: in which grid, on which market day, in which half hour of it (0 at the cut)."""

    grid: str
    day: date
    slot: int
    severity: Severity
    category: Category
    drill: bool = False


def risk(incidents: Iterable[Happened], grids: Iterable[str], *, today: date) -> dict[tuple[str, int], int]:
    """Weigh each grid and half hour by what happened there in the 28 market days before today.

    Half hours lend a quarter of their weight to each neighbour. Drills never count.
    """
    since = today - timedelta(days=DAYS)
    sums: Counter[tuple[str, int]] = Counter()
    for each in incidents:
        if not each.drill and each.category not in INTERNAL and since <= each.day < today:
            sums[(each.grid, each.slot % SLOTS)] += WEIGHTS[each.severity]
    return {
        (grid, slot): BASE
        + 2 * sums[(grid, slot)]
        + sums[(grid, (slot - 1) % SLOTS)]
        + sums[(grid, (slot + 1) % SLOTS)]
        for grid in sorted(set(grids))
        for slot in range(SLOTS)
    }
