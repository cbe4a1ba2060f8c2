"""Public instances of the capacitated p-median problem, read from a folder that somebody has fetched.

Two formats are known. OR-Library: `number best`, `points groups capacity`, then `number x y demand`.
The other begins with `points groups`, then `x y capacity demand`. None of them lies in this repository:
they come without a licence.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot
from pathlib import Path

from patrol.rules.grouping import Grounds, Sizes

ENDINGS = (".dat", ".txt")
HEAD, ROW = 2, 4


@dataclass(frozen=True, slots=True)
class Instance:
    """Points that go into so many groups of at most so many."""

    name: str
    points: tuple[tuple[float, float], ...]
    groups: int
    capacity: int

    @property
    def sizes(self) -> Sizes:
        """Bounds of a group that give exactly so many of them."""
        return Sizes(1, self.capacity, len(self.points) / self.groups)

    def grounds(self) -> Grounds:
        """Shops at the points, as the crow flies."""
        metres = tuple(tuple(hypot(a[0] - b[0], a[1] - b[1]) for b in self.points) for a in self.points)
        return Grounds(tuple(f"{n:04d}" for n in range(len(self.points))), metres)


class NotOurs(Exception):
    """A file asks what groups of shops never ask; the message says what."""


def instances(folder: Path) -> Iterator[tuple[str, Instance | NotOurs]]:
    """Read every instance of a folder, the smallest first; what is no instance of ours says why."""
    files = (path for path in folder.iterdir() if path.suffix in ENDINGS)
    for path in sorted(files, key=lambda one: (one.stat().st_size, one.name)):
        try:
            yield path.stem, read(path)
        except NotOurs as why:
            yield path.stem, why


def read(path: Path) -> Instance:
    """Read one file, or say what is not ours in it."""
    lines = [line.split() for line in path.read_text().splitlines()]
    numbers = [[float(word) for word in line] for line in lines if line]
    if [len(row) for row in numbers[:2]] == [HEAD, HEAD + 1]:  # OR-Library
        points, groups, capacity = numbers[1]
        rows = [(x, y, capacity, demand) for _, x, y, demand in numbers[2:]]
    elif numbers and len(numbers[0]) == HEAD and {len(row) for row in numbers[1:]} == {ROW}:
        points, groups = numbers[0]
        rows = [(x, y, capacity, demand) for x, y, capacity, demand in numbers[1:]]
    else:
        raise NotOurs("no format that is known here")
    if len(rows) != points:
        raise NotOurs(f"{len(rows)} points, and {points:.0f} were announced")
    if {demand for *_, demand in rows} != {1.0}:
        raise NotOurs("its points weigh differently; every shop counts as one")
    if len({capacity for *_, capacity, _ in rows}) > 1:
        raise NotOurs("its groups hold differently many")
    return Instance(path.stem, tuple((x, y) for x, y, *_ in rows), int(groups), int(rows[0][2]))
