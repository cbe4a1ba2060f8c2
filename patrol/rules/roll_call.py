"""A group's roll call: who is counted, who is silent, and how well the group answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from patrol.rules.case_words import RollAnswer, RollStage, TimerKind

AFTER = {
    TimerKind.ROLL_LIST: RollStage.LISTED,
    TimerKind.ROLL_RING: RollStage.RUNG_AGAIN,
    TimerKind.ROLL_NEIGHBOUR: RollStage.NEIGHBOURS_ASKED,
    TimerKind.ROLL_END: RollStage.OVER,
}
"""The stage each of its timers brings it to."""

_ORDER = list(RollStage)


@dataclass(frozen=True, slots=True)
class ShopLine:
    """One shop of the group: whether it counts, and what it answered. The caller and the closed do not."""

    place_id: int
    counted: bool
    answer: RollAnswer | None = None
    answered_at: datetime | None = None

    @property
    def silent(self) -> bool:
        """Whether an answer of it is still missing."""
        return self.counted and self.answer is None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many answered of how many asked, and how fast half of them were, in seconds."""

    answered: int
    asked: int
    median_s: float | None


def tally(shops: Iterable[ShopLine], opened_at: datetime) -> Tally:
    """Count a roll call; a shop that did not answer is no data for the median, not a long time."""
    counted = [shop for shop in shops if shop.counted]
    times = [(shop.answered_at - opened_at).total_seconds() for shop in counted if shop.answered_at]
    answered = sum(shop.answer is not None for shop in counted)
    return Tally(answered, len(counted), round(median(times), 1) if times else None)


def later(stage: RollStage, other: RollStage) -> RollStage:
    """Give the later of two stages: a timer that comes late never turns one back."""
    return max(stage, other, key=_ORDER.index)


def watcher(silent: int, order: Sequence[int], lines: Iterable[ShopLine]) -> int | None:
    """Give the nearest shop that answered and may look after a silent one.

    `order` are the shops of the group by their distance to the silent one.
    """
    able = {
        line.place_id
        for line in lines
        if line.answer in (RollAnswer.HEARD, RollAnswer.COMING, RollAnswer.SAFE) and line.place_id != silent
    }
    return next((place_id for place_id in order if place_id in able), None)
