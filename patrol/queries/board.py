"""What a room holds now, what it said since, and how far its numbers have come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from sqlalchemy import ColumnElement, Text, bindparam, cast, select
from sqlalchemy.orm import Session

from patrol.cards import quarantine
from patrol.cards.handovers import open_handovers
from patrol.cards.incidents import cards_of
from patrol.cards.people import names
from patrol.cards.things import NameOf, alert_card, device_row, market_card, presence_card, silence_card
from patrol.cards.watch import watch_card
from patrol.model.alerts import Alert, Silence
from patrol.model.devices import DeviceState
from patrol.model.incidents import Incident
from patrol.model.stream import EPOCH, Meta, Presence, Room, StreamRecord
from patrol.model.watch import NightWatch
from patrol.queries.board_work import own_notices, own_tasks, person_of, roll_calls, thin_groups
from patrol.queries.duty_books import duty_books
from patrol.queries.rounds import board_rounds
from patrol.queries.visits import board_lists
from patrol.rules.entries import MarketEntry, Register
from patrol.rules.live import State, StreamEvent
from patrol.rules.words import PlaceKind


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state of a room with the number of the last event it contains."""

    room: str
    seq: int
    epoch: str
    state: State


@dataclass(frozen=True, slots=True)
class Scope:
    """What a room is about: a market, or one grid or group of it."""

    market: MarketEntry
    place_id: int | None = None
    kind: PlaceKind | None = None
    whole: bool = False
    """Whether it also holds what only a market's board needs: devices, windows, who looks at what."""


def scope_of(room: str, register: Register) -> Scope | None:
    """Say what a room's name stands for; None when there is no such place."""
    kind, _, code = room.partition(":")
    match kind:
        case "market" | "police":
            market = register.market_by_code(code)
            return Scope(market, whole=kind == "market") if market else None
        case "grid" | "group":
            wanted = PlaceKind(kind)
            places = (p for p in register.places.values() if p.kind is wanted and p.code == code)
            place = next(places, None)
            if place is None or place.market_id is None:
                return None
            return Scope(register.markets[place.market_id], place.id, wanted)
    return None


def snapshot(session: Session, room: str, register: Register) -> Snapshot | None:
    """Read a room's state and its number in one transaction. None: there is no such room."""
    name_of = names(session)
    if (person_id := person_of(room)) is not None:
        own: State = {
            "tasks": own_tasks(session, person_id, register, name_of),
            "notices": own_notices(session, person_id),
        }
        return Snapshot(room, heads(session, [room])[room], epoch(session), own)
    scope = scope_of(room, register)
    if scope is None:
        return None
    state: State = {
        "market": {"self": market_card(scope.market)},
        "alerts": _alerts(session, scope, register, name_of),
        "incidents": _incidents(session, scope, register, name_of),
        "roll_calls": roll_calls(session, scope.market.id, register, name_of, scope.place_id),
        "rounds": board_rounds(session, scope.market.id, register, name_of, scope.place_id),
        "handovers": open_handovers(session, scope.market.id, register, name_of, scope.place_id),
        "readiness": thin_groups(session, scope.market.id, register, scope.place_id),
    }
    if scope.whole or scope.kind is not None:
        state["duty"] = duty_books(session, scope.market.id, register, scope.place_id)
    if scope.whole:
        state |= {
            "devices": _devices(session, scope.market, register),
            "quarantine": {"open": quarantine.summary(session, scope.market.id)},
            "silences": _silences(session, scope.market, register, name_of),
            "presence": _presence(session, scope.market),
            "watch": _watch(session, scope.market),
            "visit_lists": board_lists(session, scope.market.id, register, name_of),
        }
    return Snapshot(room, heads(session, [room])[room], epoch(session), state)


def heads(session: Session, rooms: Iterable[str]) -> dict[str, int]:
    """Give the last number of each room; 0 for one that never said anything."""
    wanted = list(rooms)
    rows = session.execute(_HEADS, {"rooms": wanted})
    return dict.fromkeys(wanted, 0) | dict(rows.all())


_HEADS = select(Room.name, Room.head).where(Room.name.in_(bindparam("rooms", expanding=True)))
_EPOCH = select(Meta.value).where(Meta.name == EPOCH)
"""Written once: every relay asks both many times a second."""


class StreamRow(NamedTuple):
    """One event as it was stored; `body` is the JSON text of the whole card."""

    room: str
    seq: int
    type: str
    entity: str
    version: int
    body: str | None
    at: datetime


_SAID = (
    select(
        StreamRecord.room,
        StreamRecord.seq,
        StreamRecord.type,
        StreamRecord.entity,
        StreamRecord.version,
        cast(StreamRecord.body, Text),
        StreamRecord.at,
    )
    .where(StreamRecord.room == bindparam("room"), StreamRecord.seq > bindparam("since"))
    .order_by(StreamRecord.seq)
    .limit(bindparam("limit"))
)


def missed(session: Session, room: str, *, since: int, limit: int = 500) -> list[StreamRow]:
    """Give the events of a room after a number, in order."""
    rows = session.execute(_SAID, {"room": room, "since": since, "limit": limit})
    return [StreamRow(*row) for row in rows]


def oldest(session: Session, room: str) -> int | None:
    """Give the oldest number still kept for a room."""
    statement = select(StreamRecord.seq).where(StreamRecord.room == room).order_by(StreamRecord.seq)
    return session.scalars(statement.limit(1)).first()


def epoch(session: Session) -> str:
    """Give the mark of this database; empty before it was set up."""
    return session.scalar(_EPOCH) or ""


def event_of(said: StreamRow) -> StreamEvent:
    """The value a board applies to its state."""
    body = None if said.body is None else orjson.loads(said.body)
    return StreamEvent(said.room, said.seq, said.type, said.entity, said.version, body)


def raised_since(session: Session, market_id: int, instant: datetime) -> tuple[int, int]:
    """Count the alerts raised after an instant, and those of them still open."""
    mine = (Alert.market_id == market_id) & (Alert.raised_at > instant) & Alert.suppressed.is_(False)
    rows = session.execute(select(Alert.closed_at).where(mine)).scalars().all()
    return len(rows), sum(closed is None for closed in rows)


def _within(scope: Scope, grid: Any, group: Any) -> list[ColumnElement[bool]]:
    if scope.kind is PlaceKind.GRID:
        return [grid == scope.place_id]
    if scope.kind is PlaceKind.GROUP:
        return [group == scope.place_id]
    return []


def _alerts(session: Session, scope: Scope, register: Register, name_of: NameOf) -> dict[str, object]:
    statement = select(Alert).where(
        Alert.market_id == scope.market.id,
        Alert.closed_at.is_(None),
        Alert.suppressed.is_(False),
        *_within(scope, Alert.grid_id, Alert.group_id),
    )
    return {str(a.id): alert_card(a, register, name_of) for a in session.scalars(statement)}


def _incidents(session: Session, scope: Scope, register: Register, name_of: NameOf) -> dict[str, object]:
    statement = select(Incident).where(
        Incident.market_id == scope.market.id,
        Incident.closed_at.is_(None),
        *_within(scope, Incident.grid_id, Incident.group_id),
        *([Incident.near_id.is_(None)] if scope.kind is PlaceKind.GROUP else []),
    )
    incidents = session.scalars(statement).all()
    return {str(i.id): card for i, card in cards_of(session, incidents, register, name_of)}


def _devices(session: Session, market: MarketEntry, register: Register) -> dict[str, object]:
    states = {state.device_id: state for state in session.scalars(select(DeviceState))}
    mine = (device for device in register.devices.values() if device.market_id == market.id)
    return {device.code: device_row(device, states.get(device.id)) for device in mine}


def _silences(
    session: Session, market: MarketEntry, register: Register, name_of: NameOf
) -> dict[str, object]:
    running = select(Silence).where(Silence.market_id == market.id, Silence.closed_at.is_(None))
    return {str(s.id): silence_card(s, register, name_of) for s in session.scalars(running)}


def _presence(session: Session, market: MarketEntry) -> dict[str, object]:
    here = select(Presence).where(Presence.market_id == market.id)
    return {presence.client: presence_card(presence) for presence in session.scalars(here)}


def _watch(session: Session, market: MarketEntry) -> dict[str, object]:
    row = session.get(NightWatch, market.id)
    card = watch_card(row) if row is not None else None
    return {} if card is None else {"self": card}
