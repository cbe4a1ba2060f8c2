"""What was not understood is kept with its reason, counted on the board, and resolved by a person."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from patrol import outbox
from patrol.actions.arrivals import Arrival, Heard
from patrol.cards.quarantine import summary
from patrol.errors import NotFound
from patrol.model.signals import Quarantined
from patrol.rules.entries import Register
from patrol.rules.rooms import rooms_of
from patrol.rules.signal import Refusal

PAYLOAD_KEPT = 64 * 1024
UNKNOWN_DEVICE = "unknown-device"


def set_aside(
    session: Session,
    heard: Sequence[Heard],
    fresh: Iterable[Arrival],
    register: Register,
    *,
    market_code: str | None,
    now: datetime,
) -> int:
    """Keep every refused message, and every unknown device once until somebody resolves it."""
    default = register.market_by_code(market_code)
    rows = [
        _row(one, one.found, register, default.id if default else None, now)
        for one in heard
        if isinstance(one.found, Refusal)
    ]
    rows += _unknown_devices(session, fresh, now=now)
    if not rows:
        return 0
    session.execute(insert(Quarantined), rows)
    for market_id in {row["market_id"] for row in rows}:
        if isinstance(market_id, int):
            tell(session, register, market_id, "quarantine.added", now=now)
    return len(rows)


def resolve(
    session: Session, register: Register, quarantined_id: int, *, by: int | None, now: datetime
) -> None:
    """Mark one message as looked at. Resolving twice is no error."""
    row = session.get(Quarantined, quarantined_id)
    if row is None:
        raise NotFound(f"there is no message {quarantined_id} in quarantine")
    statement = (
        update(Quarantined)
        .where(Quarantined.id == quarantined_id, Quarantined.resolved_at.is_(None))
        .values(resolved_at=now, resolved_by=by)
    )
    session.execute(statement)
    if row.market_id is not None:
        tell(session, register, row.market_id, "quarantine.resolved", now=now)


def tell(session: Session, register: Register, market_id: int, event: str, *, now: datetime) -> None:
    """Post how many wait, the newest of them, and why."""
    market = register.markets[market_id]
    body = summary(session, market_id)
    outbox.post(
        session,
        rooms_of(market.code),
        event,
        entity="quarantine:open",
        version=body["version"],
        body=body,
        now=now,
    )


def _unknown_devices(session: Session, fresh: Iterable[Arrival], *, now: datetime) -> list[dict[str, object]]:
    strangers = {
        str(arrival.signal.device): arrival
        for arrival in fresh
        if arrival.device is None and not arrival.message.retained
    }
    if not strangers:
        return []
    details = {_stranger(arrival): arrival for arrival in strangers.values()}
    standing = select(Quarantined.detail).where(
        Quarantined.reason == UNKNOWN_DEVICE,
        Quarantined.resolved_at.is_(None),
        Quarantined.detail.in_(list(details)),
    )
    for known in session.scalars(standing):
        details.pop(known, None)
    return [
        {
            "market_id": arrival.market.id if arrival.market else None,
            "topic": arrival.message.topic[:512],
            "reason": UNKNOWN_DEVICE,
            "detail": detail,
            "stranger": asdict(arrival.signal.device),
            "payload": arrival.message.payload[:PAYLOAD_KEPT],
            "size": len(arrival.message.payload),
            "retained": arrival.message.retained,
            "received_at": arrival.message.received_at,
            "recorded_at": now,
        }
        for detail, arrival in details.items()
    ]


def _stranger(arrival: Arrival) -> str:
    key = arrival.signal.device
    return f"{key.source} {key.instance} {key.key}"[:500]


def _row(
    one: Heard, refusal: Refusal, register: Register, default: int | None, now: datetime
) -> dict[str, object]:
    named = register.market_by_code(refusal.market) if refusal.market else None
    return {
        "market_id": named.id if named else default,
        "topic": one.message.topic.replace("\x00", "")[:512],
        "reason": refusal.reason[:40],
        "detail": refusal.detail[:500],
        "stranger": None,
        "payload": one.message.payload[:PAYLOAD_KEPT],
        "size": len(one.message.payload),
        "retained": one.message.retained,
        "received_at": one.message.received_at,
        "recorded_at": now,
    }
