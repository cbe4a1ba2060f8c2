"""Counts in steps: what came between two readings, what several processes make together, percentiles."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Counts:
    """One reading: `steps` are upper ends, `counts` has one more for what is beyond the last."""

    steps: tuple[float, ...]
    counts: tuple[int, ...]
    sum: float

    @property
    def total(self) -> int:
        """How many were counted."""
        return sum(self.counts)


def read(card: object) -> Counts | None:
    """Read what a process wrote down; None: it wrote nothing of the kind."""
    if not isinstance(card, Mapping):
        return None
    found: Mapping[str, Any] = card
    steps, counts = tuple(found.get("steps", ())), tuple(found.get("counts", ()))
    return Counts(steps, counts, float(found.get("sum", 0))) if len(counts) == len(steps) + 1 else None


def since(newer: Counts, older: Counts | None) -> Counts:
    """Give what came between; a process that began anew meanwhile counts from nothing."""
    if older is None or older.steps != newer.steps or any(map(int.__gt__, older.counts, newer.counts)):
        return newer
    between = tuple(now - then for now, then in zip(newer.counts, older.counts, strict=True))
    return Counts(newer.steps, between, max(0.0, newer.sum - older.sum))


def together(each: Iterable[Counts]) -> Counts | None:
    """Add up what several processes counted in the same steps; None where nobody counted."""
    found: Counts | None = None
    for one in each:
        if found is None or one.steps != found.steps:
            found = found or one
            continue
        counts = tuple(map(int.__add__, found.counts, one.counts))
        found = Counts(found.steps, counts, found.sum + one.sum)
    return found


def quantile(counted: Counts | None, share: float) -> float | None:
    """Give the value below which this share lies, evenly spread within its step; None: nothing was counted.

    What lies beyond the last step is told as the last step: at least so much.
    """
    if counted is None or counted.total == 0:
        return None
    wanted, below = share * counted.total, 0
    for index, count in enumerate(counted.counts):
        if count and below + count >= wanted:
            return _within(counted.steps, index, (wanted - below) / count)
        below += count
    return counted.steps[-1]


def _within(steps: Sequence[float], index: int, part: float) -> float:
    if index == len(steps):
        return steps[-1]
    low = steps[index - 1] if index else 0.0
    return low + (steps[index] - low) * part
