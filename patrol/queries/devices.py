"""Devices of a market with what is known of each."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.things import code_of, device_row, stamp
from patrol.model.devices import DeviceState
from patrol.rules.entries import DeviceEntry, Register

Row = dict[str, Any]


def page(
    session: Session, market_id: int, register: Register, *, after: int | None = None, limit: int = 500
) -> list[Row]:
    """Devices by their number, those above `after`."""
    mine = sorted(
        (d for d in register.devices.values() if d.market_id == market_id and d.id > (after or 0)),
        key=lambda device: device.id,
    )[:limit]
    ids = [device.id for device in mine]
    states = {
        s.device_id: s for s in session.scalars(select(DeviceState).where(DeviceState.device_id.in_(ids)))
    }
    return [_row(device, states.get(device.id), register) for device in mine]


def _row(device: DeviceEntry, state: DeviceState | None, register: Register) -> Row:
    parent = register.devices.get(device.parent_id) if device.parent_id is not None else None
    return {
        **device_row(device, state),
        "id": device.id,
        "name": device.name,
        "parent": parent.code if parent else None,
        "place": code_of(register, device.place_id),
        "last_seen_at": stamp(state.last_seen_at) if state else None,
        "skew_s": state.skew_s if state else None,
    }
