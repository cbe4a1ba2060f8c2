"""A market's rules: a change ends the old row and begins a new one, and holds from the next batch on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from patrol.actions.register import touch
from patrol.errors import Invalid
from patrol.model.alerts import TriageRule
from patrol.rules.conditions import BadCondition
from patrol.rules.default_rules import DEFAULT_RULES
from patrol.rules.triage import read_rule

STEP = 10
"""Ranks of the default rules lie this far apart, so that others fit between."""


def give_defaults(session: Session, market_id: int, *, now: datetime) -> int:
    """Give a market the default rules it does not have yet; say how many were added."""
    standing = set(
        session.scalars(
            select(TriageRule.code).where(TriageRule.market_id == market_id, TriageRule.valid_to.is_(None))
        )
    )
    missing = [
        TriageRule(market_id=market_id, code=code, rank=(n + 1) * STEP, body=dict(body), valid_from=now)
        for n, (code, body) in enumerate(DEFAULT_RULES)
        if code not in standing
    ]
    session.add_all(missing)
    if missing:
        touch(session)
    return len(missing)


def put(
    session: Session,
    market_id: int,
    code: str,
    *,
    rank: int,
    body: Mapping[str, Any],
    enabled: bool,
    by: int | None,
    now: datetime,
) -> TriageRule:
    """Set a rule of a market; one that cannot be read is refused, naming what is wrong."""
    try:
        read_rule(code, rank, body)
    except BadCondition as error:
        raise Invalid(f"rule {code}: {error}", [str(error)]) from error
    session.execute(
        update(TriageRule)
        .where(TriageRule.market_id == market_id, TriageRule.code == code, TriageRule.valid_to.is_(None))
        .values(valid_to=now)
    )
    rule = TriageRule(
        market_id=market_id,
        code=code,
        rank=rank,
        body=dict(body),
        enabled=enabled,
        valid_from=now,
        changed_by=by,
    )
    session.add(rule)
    session.flush()
    touch(session)
    return rule
