"""What each shop has served against what was its share: the books of a group, exact in whole numbers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import lcm

from patrol.rules.duty_slots import Turn

UNIT = lcm(*range(1, 17))
"""One turn. It divides evenly among up to sixteen shops; beyond, shares differ by a millionth of a turn."""
STEP = (3 * UNIT) // 4
"""How far apart two shops may be in one sort of turns before that outweighs everything else."""

Holder = int | None
"""A shop's or a person's id; None: the guard on shift in the workroom."""
WORKROOM: Holder = None
Share = tuple[Holder, int]
"""Who served, and which part of a turn in UNITs."""


@dataclass(frozen=True, slots=True)
class Balance:
    """One account for a reader: turns served by sort, load and share in weight, and their difference."""

    holder: Holder
    served: tuple[tuple[str, float], ...]
    load: float
    due: float

    @property
    def ahead(self) -> float:
        """Positive: has done more than its share."""
        return self.load - self.due


class Books:
    """The accounts of one group, written turn by turn. Everything owed is served by somebody: sums are 0."""

    def __init__(self) -> None:
        self.served: dict[str, dict[Holder, int]] = defaultdict(lambda: defaultdict(int))
        self.behind: dict[str, dict[Holder, int]] = defaultdict(lambda: defaultdict(int))
        self.load: dict[Holder, int] = defaultdict(int)
        self.due: dict[Holder, int] = defaultdict(int)

    def enter(self, turn: Turn, shares: Iterable[Share], owing: Sequence[Holder]) -> None:
        """Write one turn: who served it, and among whom it was owed (in a settled order)."""
        served, behind, weight = self.served[turn.sort], self.behind[turn.sort], turn.weight
        for holder, part in shares:
            served[holder] += part
            behind[holder] -= part
            self.load[holder] += weight * part
        among = owing or (WORKROOM,)
        each, left = divmod(UNIT, len(among))
        for number, holder in enumerate(among):
            part = each + (number < left)
            behind[holder] += part
            self.due[holder] += weight * part

    def adjust(self, holder: Holder, weight: int) -> None:
        """Credit (below 0: debit) a shop because people decided so; the workroom stands on the other side."""
        self.load[holder] += weight * UNIT
        self.load[WORKROOM] -= weight * UNIT

    def ahead(self, holder: Holder) -> int:
        """Load less share, in weight times UNIT."""
        return self.load[holder] - self.due[holder]

    def balances(self, holders: Iterable[Holder]) -> list[Balance]:
        """Give the accounts as people read them."""
        return [
            Balance(
                holder,
                tuple(
                    (sort, served[holder] / UNIT)
                    for sort, served in sorted(self.served.items())
                    if served[holder]
                ),
                self.load[holder] / UNIT,
                self.due[holder] / UNIT,
            )
            for holder in holders
        ]
