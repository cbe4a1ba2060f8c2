"""Whom the rungs of the ladder reach in a market: its office heads, its phone list, the grid next door."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import hypot

from patrol.rules.frame import contains
from patrol.rules.register import Point

MOST_PHONES, MOST_HEADS = 20, 20
NUMBER = re.compile(r"^\+?[0-9][0-9 -]{1,22}$")


@dataclass(frozen=True, slots=True)
class Phone:
    """One line of the phone list: a person calls it, the system never does."""

    name: str
    number: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ladder:
    """A market's own. No `heads` (logins): its administrators; no `neighbours`: the nearest grid."""

    heads: tuple[str, ...] = ()
    phones: tuple[Phone, ...] = ()
    neighbours: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read(document: Mapping[str, object]) -> Ladder:
    """Read a market's own ladder: `heads` (logins), `phones` (name, number, note), `neighbours` of grids.

    Raises:
        ValueError: naming what can not be read.
    """
    if unknown := set(document) - {"heads", "phones", "neighbours"}:
        raise ValueError(f"no such part: {', '.join(sorted(unknown))}")
    return Ladder(
        heads=_words("heads", document.get("heads", []), MOST_HEADS),
        phones=_phones(document.get("phones", [])),
        neighbours=_neighbours(document.get("neighbours", {})),
    )


def nearest_grid(to: Point, own: str | None, grids: Mapping[str, Sequence[Point]]) -> str | None:
    """Give the grid next door: the one whose edge is nearest to a point, its own left out."""
    others = {code: _away(to, edge) for code, edge in grids.items() if code != own and len(edge) > 1}
    return min(others, key=lambda code: (others[code], code)) if others else None


def _away(to: Point, edge: Sequence[Point]) -> float:
    if contains(edge, *to):
        return 0.0
    return min(_off(to, a, b) for a, b in zip(edge, (*edge[1:], edge[0]), strict=True))


def _off(to: Point, a: Point, b: Point) -> float:
    """Metres from a point to a piece of line."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else ((to[0] - a[0]) * dx + (to[1] - a[1]) * dy) / length
    along = min(1.0, max(0.0, along))
    return hypot(to[0] - a[0] - along * dx, to[1] - a[1] - along * dy)


def _words(name: str, value: object, most: int) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > most:
        raise ValueError(f"{name}: want a list of at most {most}")
    if not all(isinstance(one, str) and 0 < len(one) <= 64 for one in value):
        raise ValueError(f"{name}: want words")
    return tuple(value)


def _phones(value: object) -> tuple[Phone, ...]:
    if not isinstance(value, list) or len(value) > MOST_PHONES:
        raise ValueError(f"phones: want a list of at most {MOST_PHONES}")
    return tuple(_phone(one) for one in value)


def _phone(value: object) -> Phone:
    match value:
        case {"name": str(name), "number": str(number), **rest}:
            note = rest.get("note", "")
            if 0 < len(name) <= 60 and NUMBER.match(number) and isinstance(note, str) and len(note) <= 100:
                return Phone(name, number, note)
    raise ValueError('phones: want {"name": "…", "number": "…", "note": "…"}')


def _neighbours(value: object) -> Mapping[str, tuple[str, ...]]:
    match value:
        case dict():
            return {str(grid): _words(f"neighbours of {grid}", near, 5) for grid, near in value.items()}
    raise ValueError('neighbours: want {"g1": ["g2"]}')
