"""What a measurement hands over: tables to read, curves to draw, and all of it as JSON."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

Cell = str | float | int | None


@dataclass(frozen=True, slots=True)
class Spread:
    """How long things took, in milliseconds."""

    count: int
    p50: float
    p90: float
    p99: float
    worst: float


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their headings; `note` says what the columns mean where their names do not."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """Points (x, y) of one line in a picture; both axes are logarithmic."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """Curves on the same axes."""

    name: str
    title: str
    x: str
    y: str
    curves: tuple[Curve, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything one measurement found."""

    name: str
    tables: tuple[Table, ...]
    pictures: tuple[Picture, ...] = ()
    machine: Mapping[str, object] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Give it as plain values."""
        return asdict(self)


def spread(ms: Iterable[float]) -> Spread | None:
    """Order the times; None when there are none."""
    ordered = sorted(ms)
    if not ordered:
        return None
    return Spread(
        len(ordered), _at(ordered, 0.5), _at(ordered, 0.9), _at(ordered, 0.99), round(ordered[-1], 2)
    )


def cells(found: Spread | None) -> tuple[Cell, Cell]:
    """Give p50 and p99 as a table shows them."""
    return (None, None) if found is None else (found.p50, found.p99)


def p95(ms: Iterable[float]) -> Cell:
    """Give what 19 of 20 took at most."""
    ordered = sorted(ms)
    return _at(ordered, 0.95) if ordered else None


def middle(values: Sequence[float]) -> float:
    """Give the median, rounded for reading."""
    return round(median(values), 2)


def _at(ordered: Sequence[float], share: float) -> float:
    """Give the value below which this share lies (nearest rank)."""
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2)
