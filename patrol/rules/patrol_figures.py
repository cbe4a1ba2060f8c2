"""The figures of patrol and duty: what was planned, and how much of it was done."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from patrol.rules.indicators import Better, Rate


class Family(StrEnum):
    """What is counted."""

    ROUNDS = "rounds"
    CHECKPOINTS = "checkpoints"
    CHECKS = "checks"
    TURNS = "turns"
    HALF_HOURS = "half_hours"


@dataclass(frozen=True, slots=True)
class PatrolIndicator:
    """`wanted` of a family; which rows those are, the query knows by the code."""

    code: str
    family: Family
    better: Better = Better.HIGH


PATROL: tuple[PatrolIndicator, ...] = (
    PatrolIndicator("rounds_walked", Family.ROUNDS),
    PatrolIndicator("rounds_missed", Family.ROUNDS, Better.LOW),
    PatrolIndicator("points_in_time", Family.CHECKPOINTS),
    PatrolIndicator("points_late", Family.CHECKPOINTS, Better.LOW),
    PatrolIndicator("points_missed", Family.CHECKPOINTS, Better.LOW),
    PatrolIndicator("checks_reported", Family.CHECKS),
    PatrolIndicator("attended", Family.TURNS),
    PatrolIndicator("attended_unasked", Family.TURNS),
    PatrolIndicator("covered", Family.HALF_HOURS),
)
"""In the order in which pages and papers show them."""

PATROL_BY_CODE: Mapping[str, PatrolIndicator] = {one.code: one for one in PATROL}


@dataclass(frozen=True, slots=True)
class PatrolLine:
    """One of them in the period, and in the one before."""

    indicator: PatrolIndicator
    now: Rate
    before: Rate
