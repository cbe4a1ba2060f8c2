"""Where somebody is off duty is nobody's business: what a phone says of it is not kept, nor shown."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol import outbox
from patrol.actions.arrivals import Arrival
from patrol.cards.on_duty import off_now
from patrol.cards.things import device_row
from patrol.cards.units import PHONE
from patrol.model.devices import DeviceState
from patrol.rules.entries import DeviceEntry, Register
from patrol.rules.rooms import rooms_of
from patrol.rules.words import NEVER_HIDDEN, DeviceClass


def without_places(session: Session, fresh: Sequence[Arrival], *, now: datetime) -> list[Arrival]:
    """Take the place, and the text it stood in, off what phones of people off duty say.

    That they say something stays: the phone lives. A call for help keeps its place: who calls wants to
    be found. Whoever is in no rota is not judged by one.
    """
    logins = {login for arrival in fresh if (login := _whose(arrival)) is not None}
    off = off_now(session, logins, now=now) if logins else frozenset()
    if not off:
        return list(fresh)
    return [_placeless(arrival) if _whose(arrival) in off else arrival for arrival in fresh]


def forget_places(session: Session, register: Register, *, now: datetime) -> None:
    """Forget where phones were last, once the shift of their people is over."""
    phones = _phones(register)
    standing = select(DeviceState).where(DeviceState.device_id.in_(phones), DeviceState.lat.is_not(None))
    states = {phones[state.device_id]: state for state in session.scalars(standing.with_for_update())}
    off = off_now(session, {_login(device) for device in states}, now=now)
    for device, state in states.items():
        if _login(device) in off:
            state.lat = state.lon = state.course = state.speed_kmh = state.fix_at = None
            state.version += 1
            _tell(session, register, device, state, now)


def _tell(
    session: Session, register: Register, device: DeviceEntry, state: DeviceState, now: datetime
) -> None:
    outbox.post(
        session,
        rooms_of(register.markets[device.market_id].code),
        "device.changed",
        entity=f"device:{device.code}",
        version=state.version,
        body=device_row(device, state),
        now=now,
    )


def _whose(arrival: Arrival) -> str | None:
    """Give whose phone tells where it is, unless it calls for help."""
    device, signal = arrival.device, arrival.signal
    if device is None or not _is_of_a_person(device) or signal.fix is None or signal.kind in NEVER_HIDDEN:
        return None
    return _login(device)


def _placeless(arrival: Arrival) -> Arrival:
    return replace(arrival, signal=replace(arrival.signal, fix=None), raw=None)


def _phones(register: Register) -> dict[int, DeviceEntry]:
    return {device.id: device for device in register.devices.values() if _is_of_a_person(device)}


def _is_of_a_person(device: DeviceEntry) -> bool:
    return device.device_class is DeviceClass.PHONE and device.code.startswith(PHONE)


def _login(device: DeviceEntry) -> str:
    return device.code.removeprefix(PHONE)
