"""How a market has its incidents handled: its timers, run cards and gate, as they stand now."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, case, select
from sqlalchemy.orm import Session

from patrol.model.incidents import CaseSetting
from patrol.rules import ladder, readiness, run_cards, timers, watch
from patrol.rules.case_words import Gate
from patrol.rules.ladder import Ladder
from patrol.rules.run_cards import Cards
from patrol.rules.timers import Spans
from patrol.rules.watch import WatchPlan

TIMERS, CARDS, GATE, READINESS = "timers", "cards", "gate", "readiness"
WATCH, LADDER = "watch", "ladder"


@dataclass(frozen=True, slots=True)
class CaseRules:
    """A market's own rules, where it has any, else the defaults."""

    spans: Spans
    cards: Cards
    gate: Gate
    least: int = readiness.LEAST
    """Ready shops a group needs to help itself."""
    watch: WatchPlan = field(default_factory=WatchPlan)
    ladder: Ladder = field(default_factory=Ladder)


def case_rules(session: Session, market_id: int, *, begun: datetime | None = None) -> CaseRules:
    """Read what stands; every document was checked before it was kept.

    What `begun` earlier is worked on by the run cards and procedures that stood then.
    """
    rows = session.scalars(select(CaseSetting).where(CaseSetting.market_id == market_id, _stands(begun)))
    own = {row.name: row.body for row in rows}
    return CaseRules(
        spans=timers.read(own.get(TIMERS, {})),
        cards=run_cards.read(own.get(CARDS, {})),
        gate=Gate(own.get(GATE, {}).get("gate", Gate.WARN)),
        least=readiness.read_least(own.get(READINESS, {})),
        watch=watch.read_plan(own.get(WATCH, {})),
        ladder=ladder.read(own.get(LADDER, {})),
    )


def _stands(begun: datetime | None) -> ColumnElement[bool]:
    now = CaseSetting.valid_to.is_(None)
    if begun is None:
        return now
    then = (CaseSetting.valid_from <= begun) & (now | (CaseSetting.valid_to > begun))
    return case((CaseSetting.name == CARDS, then), else_=now)
