"""Who has which card open: told to every board of the market, forgotten with the connection."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol import outbox
from patrol.cards.things import presence_card
from patrol.model.places import Market
from patrol.model.stream import Heartbeat, Presence
from patrol.rules.rooms import rooms_of

PROCESS_DEAD_AFTER = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Onlooker:
    """One board: `client` names it to others, `process` is the web process it is connected to."""

    client: str
    process: str
    name: str
    person_id: int | None


def open_card(session: Session, who: Onlooker, market_id: int, entity: str | None, now: datetime) -> None:
    """Say that a board opened a card, or closed it."""
    row = session.scalars(
        select(Presence).where(Presence.client == who.client).with_for_update()
    ).one_or_none()
    if row is None:
        row = Presence(
            client=who.client,
            market_id=market_id,
            person_id=who.person_id,
            name=who.name,
            entity=entity,
            process=who.process,
            seen_at=now,
        )
        session.add(row)
    else:
        row.entity, row.seen_at, row.version = entity, now, row.version + 1
    session.flush()
    _tell(session, row, now)


def leave(session: Session, client: str, now: datetime) -> None:
    """Forget a board that went away; leaving twice is no error."""
    row = session.scalars(select(Presence).where(Presence.client == client).with_for_update()).one_or_none()
    if row is not None:
        _forget(session, row, now)


def of_dead_processes(session: Session, now: datetime) -> list[Presence]:
    """Give the boards of web processes that gave no sign of life for long."""
    alive = select(Heartbeat.part).where(Heartbeat.at > now - PROCESS_DEAD_AFTER)
    return list(session.scalars(select(Presence).where(Presence.process.not_in(alive))))


def forget_dead_processes(session: Session, now: datetime) -> None:
    """Forget the boards of dead processes."""
    for row in of_dead_processes(session, now):
        leave(session, row.client, now)


def _forget(session: Session, row: Presence, now: datetime) -> None:
    row.version += 1
    session.delete(row)
    session.flush()
    _tell(session, row, now, gone=True)


def _tell(session: Session, row: Presence, now: datetime, *, gone: bool = False) -> None:
    market = session.get_one(Market, row.market_id)
    outbox.post(
        session,
        rooms_of(market.code),
        "presence.gone" if gone else "presence.changed",
        entity=f"presence:{row.client}",
        version=row.version,
        body=None if gone else presence_card(row),
        now=now,
    )
