"""A market's own timers, run cards and gate: checked, then kept; the old ones end and stay on record."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.case_rules import CARDS, GATE, LADDER, READINESS, TIMERS, WATCH
from patrol.errors import Invalid
from patrol.model.incidents import CaseSetting
from patrol.rules import ladder, readiness, run_cards, timers, watch
from patrol.rules.case_words import Gate


def change(
    session: Session, market_id: int, name: str, body: Mapping[str, Any], *, by: int | None, now: datetime
) -> CaseSetting:
    """Let another document stand from now on; what began under the old one keeps its times.

    Raises:
        Invalid: naming what can not be read.
    """
    reader = _READERS.get(name)
    if reader is None:
        raise Invalid(f"there is no setting {name!r}: want {', '.join(sorted(_READERS))}")
    try:
        reader(body)
    except (ValueError, TypeError) as error:
        raise Invalid(f"{name}: {error}", [name]) from error
    standing = select(CaseSetting).where(
        CaseSetting.market_id == market_id, CaseSetting.name == name, CaseSetting.valid_to.is_(None)
    )
    for old in session.scalars(standing.with_for_update()):
        old.valid_to = now
    setting = CaseSetting(market_id=market_id, name=name, body=dict(body), valid_from=now, changed_by=by)
    session.add(setting)
    return setting


def _gate(body: Mapping[str, Any]) -> Gate:
    if set(body) != {"gate"}:
        raise ValueError('want {"gate": "none", "warn" or "block"}')
    return Gate(body["gate"])


_READERS: Mapping[str, Callable[[Mapping[str, Any]], object]] = {
    TIMERS: timers.read,
    CARDS: run_cards.read,
    GATE: _gate,
    LADDER: ladder.read,
    READINESS: readiness.read_least,
    WATCH: watch.read_plan,
}
