"""How long somebody was about in each grid, half hour by half hour, and how long they should have been.

Everything is whole seconds and sorted before it is added up, so the same tracks give the same figures,
in whatever order they came.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

HALF_HOUR_S = 1800
FRESH_S = 60
"""One fix says where somebody was for a minute, not longer."""
WALKING_M_S, DRIVING_M_S, AT_A_STOP_S = 1.1, 3.0, 60

Cell = tuple[str, int]
"""A grid's code and the number of a half hour since 1970."""


@dataclass(frozen=True, slots=True, order=True)
class Fix:
    """One fix of a unit: whole seconds since 1970, the grid it lies in, and where exactly."""

    unit: str
    at: int
    grid: str
    point: tuple[float, float]


def covered(fixes: Iterable[Fix], *, start: int, end: int) -> dict[Cell, int]:
    """Give the seconds within [start, end) during which any unit was known to be in a grid.

    A fix that repeats the very digits of the one before is the same fix, told again: a receiver that
    stopped covers nothing after its minute.
    """
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for grid, begins, ends in _held(sorted(set(fixes))):
        begins, ends = max(begins, start), min(ends, end)
        if begins < ends:
            spans[grid].append((begins, ends))
    found: dict[Cell, int] = defaultdict(int)
    for grid in sorted(spans):
        for begins, ends in _joined(spans[grid]):
            for half_hour, seconds in _cut(begins, ends):
                found[(grid, half_hour)] += seconds
    return dict(found)


def _held(fixes: list[Fix]) -> Iterable[tuple[str, int, int]]:
    """Give for each fix how long it holds: until the unit's next one, a minute at the most."""
    fresh: list[Fix] = []
    for fix in fixes:
        before = fresh[-1] if fresh else None
        if before is None or (before.unit, before.point) != (fix.unit, fix.point):
            fresh.append(fix)
    for number, fix in enumerate(fresh):
        following = fresh[number + 1] if number + 1 < len(fresh) else None
        until = fix.at + FRESH_S
        if following is not None and following.unit == fix.unit:
            until = min(until, following.at)
        yield fix.grid, fix.at, until


def _joined(spans: list[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    """Two at once cover no more than one."""
    spans.sort()
    begins, ends = spans[0]
    for start, end in spans[1:]:
        if start > ends:
            yield begins, ends
            begins, ends = start, end
        ends = max(ends, end)
    yield begins, ends


def _cut(begins: int, ends: int) -> Iterable[tuple[int, int]]:
    while begins < ends:
        half_hour = begins // HALF_HOUR_S
        until = min(ends, (half_hour + 1) * HALF_HOUR_S)
        yield half_hour, until - begins
        begins = until


@dataclass(frozen=True, slots=True)
class Intent:
    """A round that is to be walked: its window in seconds since 1970, and its way in each grid (metres)."""

    opens: int
    closes: int
    ways: Mapping[str, float]
    stops: Mapping[str, int]
    by_car: bool = False


def planned(rounds: Iterable[Intent], *, start: int, end: int) -> dict[Cell, int]:
    """Give the seconds a grid should see somebody: each round's time, spread evenly over its window."""
    found: dict[Cell, float] = defaultdict(float)
    for each in sorted(rounds, key=lambda one: (one.opens, one.closes, sorted(one.ways.items()))):
        span = max(1, each.closes - each.opens)
        for grid in sorted({*each.ways, *each.stops}):
            pace = DRIVING_M_S if each.by_car else WALKING_M_S
            seconds = each.ways.get(grid, 0.0) / pace + each.stops.get(grid, 0) * AT_A_STOP_S
            for half_hour, part in _cut(max(each.opens, start), min(each.closes, end)):
                found[(grid, half_hour)] += seconds * part / span
    return {cell: min(HALF_HOUR_S, round(seconds)) for cell, seconds in sorted(found.items())}
