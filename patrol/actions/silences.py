"""Windows that keep alerts back: begun by a person with a reason, ended by a person or by time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol import outbox
from patrol.actions.desk import AlertDesk
from patrol.cards.people import names
from patrol.cards.things import silence_card
from patrol.errors import Invalid, NotFound
from patrol.model.alerts import Alert, Silence
from patrol.rules.entries import Register
from patrol.rules.rooms import rooms_of
from patrol.rules.triage import may_hide
from patrol.rules.words import Condition

LONGEST = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Window:
    """What a person wants kept back: a device or a place, perhaps one kind, for how long and why."""

    market_id: int
    minutes: int
    reason: str
    maintenance: bool
    device: str | None = None
    place: str | None = None
    kind: str | None = None


def begin(session: Session, window: Window, register: Register, *, by: int | None, now: datetime) -> Silence:
    """Begin a window now. Calls for help and fire pass through every window."""
    faults = list(_faults(window))
    device_id = _device_id(window, register)
    place_id = _place_id(window, register)
    if device_id is None and place_id is None:
        faults.append("device or place: name one that exists")
    if faults:
        raise Invalid("this window can not begin", faults)
    silence = Silence(
        market_id=window.market_id,
        maintenance=window.maintenance,
        device_id=device_id,
        place_id=place_id,
        kind=window.kind,
        reason=window.reason.strip()[:200],
        begins_at=now,
        ends_at=now + timedelta(minutes=window.minutes),
        made_by=by,
    )
    session.add(silence)
    session.flush()
    _tell(session, silence, register, "silence.started", now=now)
    return silence


def end(session: Session, silence_id: int, register: Register, *, by: int | None, now: datetime) -> Silence:
    """End a window; what it kept back and still holds comes up now. Ending twice is no error."""
    silence = session.get(Silence, silence_id, with_for_update=True)
    if silence is None:
        raise NotFound(f"there is no window {silence_id}")
    if silence.closed_at is not None:
        return silence
    silence.closed_at, silence.ended_by = now, by
    silence.version += 1
    desk = AlertDesk(session, register, now=now)
    kept = select(Alert).where(
        Alert.hidden_by == silence.id, Alert.suppressed.is_(True), Alert.closed_at.is_(None)
    )
    for alert in session.scalars(kept):
        alert.suppressed = False
        if alert.condition == Condition.ACTIVE:
            alert.raised_at = now
            desk.tell(alert, "alert.raised")
        else:
            desk.close(alert, "silence-ended")
    desk.finish()
    _tell(session, silence, register, "silence.ended", now=now)
    return silence


def _faults(window: Window) -> list[str]:
    faults = []
    if not 0 < window.minutes <= LONGEST.total_seconds() / 60:
        faults.append("minutes: want a whole number from 1 to 10080")
    if not window.reason.strip():
        faults.append("reason: say why")
    if window.kind is not None and not may_hide(window.kind):
        faults.append("kind: a call for help or a fire can not be kept back")
    return faults


def _device_id(window: Window, register: Register) -> int | None:
    devices = register.devices.values()
    return next((d.id for d in devices if (d.market_id, d.code) == (window.market_id, window.device)), None)


def _place_id(window: Window, register: Register) -> int | None:
    places = register.places.values()
    return next((p.id for p in places if (p.market_id, p.code) == (window.market_id, window.place)), None)


def _tell(session: Session, silence: Silence, register: Register, event: str, *, now: datetime) -> None:
    market = register.markets[silence.market_id]
    running = silence.closed_at is None
    outbox.post(
        session,
        rooms_of(market.code),
        event,
        entity=f"silence:{silence.id}",
        version=silence.version,
        body=silence_card(silence, register, names(session)) if running else None,
        now=now,
    )
