"""The rules a market goes by now."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.things import stamp
from patrol.model.alerts import TriageRule


def standing(session: Session, market_id: int) -> list[dict[str, Any]]:
    """Give every rule that stands, in the order in which they are asked."""
    statement = select(TriageRule).where(TriageRule.market_id == market_id, TriageRule.valid_to.is_(None))
    return [card(rule) for rule in session.scalars(statement.order_by(TriageRule.rank, TriageRule.id))]


def card(rule: TriageRule) -> dict[str, Any]:
    """One rule as it is shown and sent."""
    return {
        "code": rule.code,
        "rank": rule.rank,
        "enabled": rule.enabled,
        "body": rule.body,
        "since": stamp(rule.valid_from),
    }
