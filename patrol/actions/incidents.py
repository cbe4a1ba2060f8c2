"""Cases people work on. Accepting an alert opens one at its second step."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from patrol import outbox
from patrol.cards.incidents import cards_of
from patrol.cards.people import names
from patrol.cards.things import code_of
from patrol.model.alerts import Alert
from patrol.model.incidents import Incident, IncidentEntry
from patrol.rules.entries import MarketEntry, Register
from patrol.rules.rooms import police_room, rooms_of
from patrol.rules.words import Step


def open_from(
    session: Session, alert: Alert, register: Register, *, actor_id: int | None, now: datetime
) -> Incident:
    """Make the incident of an alert that somebody accepts: discovered when it happened, accepted now."""
    market = register.markets[alert.market_id]
    incident = Incident(
        market_id=alert.market_id,
        number=_number(session, market, now),
        step=Step.ACCEPTED,
        kind=alert.kind,
        category=alert.category,
        severity=alert.severity,
        place_id=alert.place_id,
        grid_id=alert.grid_id,
        group_id=alert.group_id,
        x=alert.x,
        y=alert.y,
        discovered_at=alert.raised_at,
        accepted_at=now,
        accepted_by=actor_id,
    )
    session.add(incident)
    session.flush()
    entries = (("discover", None, alert.happened_at, alert.raised_at), ("accept", actor_id, now, now))
    for verb, actor, happened_at, received_at in entries:
        session.add(
            IncidentEntry(
                incident_id=incident.id,
                verb=verb,
                actor_id=actor,
                happened_at=happened_at,
                received_at=received_at,
                recorded_at=now,
                version=1,
                facts={"alert": alert.id} if verb == "discover" else {},
            )
        )
    alert.incident_id = incident.id
    session.flush()
    _tell(session, incident, register, "incident.accepted", now=now)
    return incident


def _tell(session: Session, incident: Incident, register: Register, event: str, *, now: datetime) -> None:
    market = register.markets[incident.market_id]
    card = cards_of(session, [incident], register, names(session))[0][1]
    rooms = rooms_of(market.code, code_of(register, incident.grid_id), code_of(register, incident.group_id))
    outbox.post(
        session,
        (*rooms, police_room(market.code)),
        event,
        entity=f"incident:{incident.id}",
        version=incident.version,
        body=card,
        now=now,
    )


def _number(session: Session, market: MarketEntry, now: datetime) -> str:
    """`<market>-<market day>-<running number>`; the unique column settles two at once."""
    prefix = f"{market.code}-{market.clock.day(now):%Y%m%d}-"
    last = session.scalar(select(func.max(Incident.number)).where(Incident.number.startswith(prefix)))
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:04d}"
