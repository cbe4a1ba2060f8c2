"""Which cars and guards are nearest to an alert right now."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from patrol.cards.units import candidates, row_of
from patrol.model.alerts import Alert
from patrol.rules.entries import Register
from patrol.rules.nearest import SHOWN


def nearest(session: Session, alert: Alert, register: Register, *, now: datetime) -> list[dict[str, Any]]:
    """Give the units of the alert's market, the quickest first, each with its reasons."""
    market = register.markets[alert.market_id]
    own = register.devices.get(alert.device_id or 0)
    to = (alert.x, alert.y) if alert.x is not None and alert.y is not None else None
    found = candidates(session, market, register, to=to, place_id=alert.place_id, now=now)
    moving = (one for one in found if one.unit.device_class is not None)
    others = [one for one in moving if own is None or one.unit.code != own.code]
    return [row_of(candidate) for candidate in others[:SHOWN]]
