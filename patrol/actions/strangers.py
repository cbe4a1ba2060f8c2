"""A stranger on the wire is let in: as a new device, or as another name of one that stands."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from patrol import outbox
from patrol.actions import quarantine
from patrol.actions.register import touch
from patrol.cards.things import device_row
from patrol.errors import Invalid, NotFound, NotNow
from patrol.model.devices import Device, DeviceName
from patrol.model.signals import Quarantined
from patrol.rules.entries import MarketEntry, PlaceEntry, Register
from patrol.rules.rooms import rooms_of
from patrol.rules.signal import DeviceKey
from patrol.rules.strangers import Newcomer


def register_stranger(
    session: Session,
    register: Register,
    message_id: int,
    newcomer: Newcomer,
    *,
    by: int | None,
    now: datetime,
) -> int:
    """Make a device of who sent the message, and give its id; from its next word on it counts.

    Raises NotFound without such a message or place, NotNow when the sender is registered by now, and
    Invalid when the code is taken.
    """
    row, stranger = _waiting(session, message_id)
    market = _market(register, row)
    place = _place(register, market, newcomer.place)
    standing = select(Device.id).where(Device.market_id == market.id, Device.code == newcomer.code)
    if session.scalar(standing) is not None:
        raise Invalid("the code is taken", (f"code {newcomer.code}: another device has it; choose another",))
    x, y = _middle(place)
    device = Device(
        market_id=market.id,
        device_class=newcomer.device_class,
        code=newcomer.code,
        name=newcomer.name,
        place_id=place.id if place else None,
        x=x,
        y=y,
    )
    session.add(device)
    session.flush()
    _name(session, device, stranger)
    outbox.post(
        session,
        rooms_of(market.code),
        "device.unknown",
        entity=f"device:{device.code}",
        version=0,
        body=device_row(device, None),
        now=now,
    )
    _settle(session, register, row, by=by, now=now)
    return device.id


def know_stranger_as(
    session: Session, register: Register, message_id: int, code: str, *, by: int | None, now: datetime
) -> int:
    """Give a device that stands one more name: its tracker was changed, or it speaks through another gateway.

    Raises NotFound without such a message or device, and NotNow when the sender is registered by now.
    """
    row, stranger = _waiting(session, message_id)
    market = _market(register, row)
    device = session.scalar(
        select(Device).where(Device.market_id == market.id, Device.code == code, Device.active.is_(True))
    )
    if device is None:
        raise NotFound(f"{market.code} has no device {code!r}")
    _name(session, device, stranger)
    _settle(session, register, row, by=by, now=now)
    return device.id


def _waiting(session: Session, message_id: int) -> tuple[Quarantined, DeviceKey]:
    row = session.get(Quarantined, message_id)
    if row is None or row.stranger is None:
        raise NotFound(f"no message {message_id} of an unknown device is in quarantine")
    return row, DeviceKey(**row.stranger)


def _market(register: Register, row: Quarantined) -> MarketEntry:
    market = register.markets.get(row.market_id) if row.market_id is not None else None
    if market is None:
        raise NotFound("nobody knows which market this device belongs to")
    return market


def _place(register: Register, market: MarketEntry, code: str | None) -> PlaceEntry | None:
    if code is None:
        return None
    here = (p for p in register.places.values() if p.market_id == market.id and p.code == code)
    place = next(here, None)
    if place is None:
        raise NotFound(f"{market.code} has no place {code!r}")
    return place


def _middle(place: PlaceEntry | None) -> tuple[float | None, float | None]:
    if place is None or not place.boundary:
        return None, None
    many = len(place.boundary)
    return sum(x for x, _ in place.boundary) / many, sum(y for _, y in place.boundary) / many


def _name(session: Session, device: Device, stranger: DeviceKey) -> None:
    same = (
        DeviceName.source == stranger.source,
        DeviceName.instance == stranger.instance,
        DeviceName.key == stranger.key,
    )
    if session.scalar(select(DeviceName.id).where(*same)) is not None:
        raise NotNow("this sender is registered already")
    session.add(
        DeviceName(device_id=device.id, source=stranger.source, instance=stranger.instance, key=stranger.key)
    )
    session.flush()


def _settle(session: Session, register: Register, row: Quarantined, *, by: int | None, now: datetime) -> None:
    """Deal with everything that waits of this sender; every cache of the register notices."""
    session.execute(
        update(Quarantined)
        .where(
            Quarantined.reason == quarantine.UNKNOWN_DEVICE,
            Quarantined.detail == row.detail,
            Quarantined.market_id == row.market_id,
            Quarantined.resolved_at.is_(None),
        )
        .values(resolved_at=now, resolved_by=by)
    )
    touch(session)
    if row.market_id is not None:
        quarantine.tell(session, register, row.market_id, "quarantine.resolved", now=now)
