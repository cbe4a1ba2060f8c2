"""Whether somebody is really watching the board at night: asked every half hour, told when nobody answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from patrol.rules.hours import DAY_MINUTES, is_open


@dataclass(frozen=True, slots=True)
class WatchPlan:
    """When it is asked: from and to are minutes of the local day and may pass midnight."""

    begins: int = 22 * 60
    ends: int = 6 * 60
    every: timedelta = timedelta(minutes=30)
    answer_within: timedelta = timedelta(minutes=2)

    def holds(self, minute: int) -> bool:
        """Whether it is night shift at this minute of the local day."""
        return is_open(self.begins, self.ends, minute)


class WatchStep(StrEnum):
    """What a look at the watch finds to do."""

    NOTHING = "nothing"
    ASK = "ask"
    MISS = "miss"
    CALM = "calm"
    """Somebody acted, or the night is over: what was asked is answered."""


@dataclass(frozen=True, slots=True)
class Watch:
    """How the watch stands. `acted_at`: the last sign of anybody at a board."""

    acted_at: datetime
    asked_at: datetime | None = None
    missed_at: datetime | None = None


def next_step(watch: Watch, plan: WatchPlan, *, night: bool, now: datetime) -> WatchStep:
    """Decide what is due. An act after the question answers it; a question is missed once."""
    if watch.asked_at is not None:
        if not night or watch.acted_at > watch.asked_at:
            return WatchStep.CALM
        missed = watch.missed_at is None and now - watch.asked_at >= plan.answer_within
        return WatchStep.MISS if missed else WatchStep.NOTHING
    return WatchStep.ASK if night and now - watch.acted_at >= plan.every else WatchStep.NOTHING


def read_plan(document: Mapping[str, object]) -> WatchPlan:
    """Read a market's own plan: `{"from": 1320, "to": 360, "every_min": 30, "answer_within_s": 120}`.

    Equal `from` and `to` ask never.

    Raises:
        ValueError: naming what can not be read.
    """
    if unknown := set(document) - {"from", "to", "every_min", "answer_within_s"}:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
    default = WatchPlan()
    return WatchPlan(
        begins=_number(document, "from", default.begins, 0, DAY_MINUTES - 1),
        ends=_number(document, "to", default.ends, 0, DAY_MINUTES - 1),
        every=timedelta(minutes=_number(document, "every_min", 30, 5, 240)),
        answer_within=timedelta(seconds=_number(document, "answer_within_s", 120, 30, 900)),
    )


def _number(document: Mapping[str, object], name: str, default: int, least: int, most: int) -> int:
    value = document.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError(f"{name}: want {least} to {most}")
    return value
