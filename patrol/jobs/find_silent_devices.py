"""Notice the devices that have said nothing for too long."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol import outbox
from patrol.actions import device_states
from patrol.actions.arrivals import Arrival
from patrol.actions.desk import AlertDesk
from patrol.actions.triage import Scene
from patrol.actions.waiting import WaitingRoom
from patrol.cards.things import device_row
from patrol.model.devices import DeviceState
from patrol.queries.listening import listening_since
from patrol.rules import clocks, liveness
from patrol.rules.entries import DeviceEntry, Register
from patrol.rules.rooms import rooms_of
from patrol.rules.signal import DeviceKey, Message, Signal
from patrol.rules.words import DeviceStatus, Kind, Phase, TimeQuality

WALKING_KMH = 5.0


def run(session: Session, register: Register, *, now: datetime) -> None:
    """Set their status, tell the boards, and let the market's rules say what deserves an alert."""
    since = listening_since(session, now=now)
    if since is None:
        return
    states = {state.device_id: state for state in session.scalars(select(DeviceState))}
    lives = [_life(device, states[device.id]) for device in register.devices.values() if device.id in states]
    changes = liveness.find_silent(lives, listening_since=since, now=now)
    desk = AlertDesk(session, register, now=now)
    for change in sorted(changes, key=lambda each: each.device_id):
        device, seen = register.devices[change.device_id], states[change.device_id].last_seen_at
        state = _held(session, change.device_id)
        if state.last_seen_at != seen:  # it spoke just now
            continue
        device_states.set_status(state, change.status, now)
        _tell(session, register, device, state, now)
        if change.status is DeviceStatus.SILENT:
            _ask_the_rules(session, desk, register, device, now)
    desk.finish()


def _held(session: Session, device_id: int) -> DeviceState:
    """Read a state anew and keep ingest from changing it before we commit."""
    return session.get_one(DeviceState, device_id, with_for_update=True, populate_existing=True)


def _life(device: DeviceEntry, state: DeviceState) -> liveness.Life:
    return liveness.Life(
        device_id=device.id,
        device_class=device.device_class,
        status=DeviceStatus(state.status),
        status_since=state.status_since,
        last_seen_at=state.last_seen_at,
        silent_after_s=device.silent_after_s,
        parent_id=device.parent_id,
        moving=(state.speed_kmh or 0.0) >= WALKING_KMH,
    )


def _tell(
    session: Session, register: Register, device: DeviceEntry, state: DeviceState, now: datetime
) -> None:
    outbox.post(
        session,
        rooms_of(register.markets[device.market_id].code),
        "device.silent" if state.status == DeviceStatus.SILENT else "device.changed",
        entity=f"device:{device.code}",
        version=state.version,
        body=device_row(device, state),
        now=now,
    )


def _ask_the_rules(
    session: Session, desk: AlertDesk, register: Register, device: DeviceEntry, now: datetime
) -> None:
    market = register.markets[device.market_id]
    drafts = list(Scene(register, market, device, _nothing_said(device, now)).draft(Kind.DEVICE_SILENT))
    keys = [(draft.market_id, draft.fingerprint) for draft in drafts]
    desk.look_up(keys)
    room = WaitingRoom(session, now=now)
    room.look_up(keys)
    for draft in drafts:
        room.raise_when_ready(desk, draft)


def _nothing_said(device: DeviceEntry, now: datetime) -> Arrival:
    """Silence as the rules see it: a signal that nobody sent."""
    key = DeviceKey("patrol", "silence", device.code)
    signal = Signal(key, Kind.DEVICE_SILENT, Phase.NEW, dedupe="", time_quality=TimeQuality.SERVER)
    message = Message("", b"", 0, retained=False, received_at=now)
    reading = clocks.judge(None, received_at=now, quality=TimeQuality.SERVER)
    return Arrival(signal, message, None, device, None, b"", reading)
