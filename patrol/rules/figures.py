"""The figures of a market, or a part of it, over one period: what pages and papers are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from patrol.rules.case_marks import Mark
from patrol.rules.indicators import (
    BY_CODE,
    COUNTS,
    FIVE,
    INDICATORS,
    Indicator,
    Rate,
    Tally,
    count,
    rate,
)
from patrol.rules.legs import Leg, Spread
from patrol.rules.patrol_figures import PatrolLine
from patrol.rules.periods import Period

NOBODY: Tally = {}


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator in the period, in the one before, and a year before."""

    indicator: Indicator
    now: Rate
    before: Rate
    year: Rate

    @property
    def change(self) -> float | None:
        """How far it moved since the period before, in shares; None where either has no rate."""
        if self.now.share is None or self.before.share is None:
            return None
        return self.now.share - self.before.share


@dataclass(frozen=True, slots=True)
class Number:
    """One plain count in the three periods."""

    code: str
    now: int
    before: int
    year: int


@dataclass(frozen=True, slots=True)
class Part:
    """A grid, a group, a category or a severity: how many, and its five rates."""

    key: str
    name: str
    reports: int
    rates: Mapping[str, Rate]


@dataclass(frozen=True, slots=True)
class Times:
    """The legs of one kind of incident; None for category and severity: of all."""

    category: str | None
    severity: str | None
    legs: Mapping[Leg, Spread]


@dataclass(frozen=True, slots=True)
class FalseAlarms:
    """How often one device or one rule called for nothing."""

    code: str
    name: str
    rate: Rate


@dataclass(frozen=True, slots=True)
class RollCalls:
    """How a market's groups answered; drills are not among them."""

    calls: int
    answers: Rate
    median_s: float | None


@dataclass(frozen=True, slots=True)
class Source:
    """How long one device was not to be heard in the period."""

    code: str
    name: str
    away_s: int
    times: int


@dataclass(frozen=True, slots=True)
class Sources:
    """How much of the time the market's devices could be heard; `away` are those that could not always."""

    devices: int
    share: float | None
    away: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Voices:
    """What shops and reporters, and leaders and police, gave: the mean of 1 to 5 and how many gave it."""

    satisfaction: float | None
    satisfied_by: int
    score: float | None
    scored_by: int


@dataclass(frozen=True, slots=True)
class Heat:
    """Incidents by local hour and grid. `hours` begin with the hour of the cut."""

    hours: tuple[int, ...]
    grids: tuple[tuple[str, str], ...]
    """Code and name."""
    counts: Mapping[tuple[int, str], int]

    @property
    def most(self) -> int:
        """The fullest field."""
        return max(self.counts.values(), default=0)


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything of one period."""

    period: Period
    today: date
    made_at: datetime
    lines: tuple[Line, ...]
    numbers: tuple[Number, ...]
    drills: Mapping[str, Rate]
    grids: tuple[Part, ...]
    groups: tuple[Part, ...]
    categories: tuple[Part, ...]
    days: tuple[Part, ...]
    times: tuple[Times, ...]
    heat: Heat
    by_device: tuple[FalseAlarms, ...]
    by_rule: tuple[FalseAlarms, ...]
    roll_calls: RollCalls
    sources: Sources
    voices: Voices
    patrol: tuple[PatrolLine, ...] = ()

    def line(self, code: str) -> Line:
        """Give one indicator's line."""
        return next(line for line in self.lines if line.indicator.code == code)


def lines(now: Tally, before: Tally, year: Tally) -> tuple[Line, ...]:
    """Work out every indicator in three periods."""
    return tuple(Line(one, rate(one, now), rate(one, before), rate(one, year)) for one in INDICATORS)


def numbers(now: Tally, before: Tally, year: Tally) -> tuple[Number, ...]:
    """Count what is counted beside the rates."""
    return tuple(
        Number(code, count(now, marks), count(before, marks), count(year, marks))
        for code, marks in COUNTS.items()
    )


def part(key: str, name: str, tally: Tally) -> Part:
    """Give the five rates of a part."""
    rates = {code: rate(BY_CODE[code], tally) for code in FIVE}
    return Part(key, name, count(tally, COUNTS["reports"]), rates)


def drills(tally: Tally) -> Mapping[str, Rate]:
    """The five rates of drills: their own statistics, apart from everything else."""
    found = {}
    for code in FIVE:
        one = BY_CODE[code]
        of = Mark.DRILL | one.of
        found[code] = Rate(count(tally, of | one.wanted), count(tally, of))
    return found


def ranked(parts: tuple[Part, ...]) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Order parts by what they closed in time, and give those apart that are too few for a rate.

    Parts are groups and grids; people are never ranked.
    """
    told = [(share, one) for one in parts if (share := one.rates["closed_in_time"].share) is not None]
    few = tuple(one for one in parts if one.rates["closed_in_time"].share is None)
    told.sort(key=lambda pair: (-pair[0], -pair[1].reports, pair[1].key))
    return tuple(one for _, one in told), few


def slowest_step(rates: Mapping[str, Rate]) -> str | None:
    """Name the step that comes late most often; None: no step has a rate."""
    told = {code: rates[code].share for code in FIVE if rates[code].share is not None}
    return min(told, key=lambda code: told[code] or 0.0) if told else None
