"""The incidents behind the figures, one row each, for those who want to count for themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from patrol.model.figures import Reckoning
from patrol.model.incidents import Incident
from patrol.model.places import Place
from patrol.queries.figures import Scope
from patrol.rules.entries import MarketEntry
from patrol.rules.indicators import BY_CODE, FIVE
from patrol.rules.legs import Leg
from patrol.rules.periods import Period

MOST = 50_000
"""Rows of one sheet; a longer period is taken away in parts."""
R, Case = Reckoning, Incident


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One incident. `kept` says of each of the five rates: met, missed, or None: not in it."""

    number: str
    day: str
    discovered: str
    kind: str
    category: str
    severity: str
    place: str
    step: str
    result: str | None
    drill: bool
    legs: Mapping[Leg, int]
    kept: Mapping[str, bool | None]
    satisfaction: float | None
    score: float | None


def rows(session: Session, scope: Scope, period: Period, market: MarketEntry) -> list[CaseRow]:
    """Give the incidents of a period, the oldest first; drills, void and merged ones too."""
    statement = (
        select(Case.number, Case.discovered_at, Case.kind, Case.step, Case.result, Case.drill, Place.code, R)
        .join(R, R.incident_id == Case.id)
        .outerjoin(Place, Place.id == Case.place_id)
        .where(*scope.within(period))
        .order_by(Case.discovered_at, Case.id)
        .limit(MOST)
    )
    return [_row(row, market) for row in session.execute(statement)]


def _row(row: Row[*tuple[Any, ...]], market: MarketEntry) -> CaseRow:
    number, discovered, kind, step, result, drill, place, counted = row
    legs = {leg: value for leg in Leg if (value := getattr(counted, f"{leg}_s")) is not None}
    return CaseRow(
        number,
        counted.day.isoformat(),
        f"{market.clock.local(discovered):%Y-%m-%d %H:%M:%S}",
        kind,
        counted.category,
        counted.severity,
        place or "—",
        step,
        result,
        drill,
        legs,
        {code: _kept(counted.marks, code) for code in FIVE},
        counted.satisfaction,
        counted.score,
    )


def _kept(marks: int, code: str) -> bool | None:
    one = BY_CODE[code]
    if marks & int(one.whole) != int(one.whole):
        return None
    return marks & int(one.part) == int(one.part)
