"""Devices are registered, renamed and moved; one that ends is put out of use and gives its names back."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from patrol.errors import Invalid
from patrol.model.devices import Device, DeviceName
from patrol.model.places import Market
from patrol.rules.register import DeviceRow
from patrol.rules.register_change import Change, Verb

Key = tuple[str, str, str]


def change_devices(
    session: Session, market: Market, changes: Sequence[Change], places: Mapping[str, int]
) -> None:
    """Apply the changes of devices, names taken away before names are given."""
    devices = {d.code: d for d in session.scalars(select(Device).where(Device.market_id == market.id))}
    touched = [change for change in changes if change.verb is not Verb.SAME]
    for change in touched:
        if not isinstance(change.row, DeviceRow):
            continue
        device = devices.get(change.code)
        if change.verb is Verb.END and device:
            device.active = False
        else:
            devices[change.code] = _written(session, market, change.row, device, places)
    session.flush()
    for change in touched:
        if isinstance(change.row, DeviceRow) and change.verb is not Verb.END:
            parent = change.row.parent
            devices[change.code].parent_id = None if parent is None else devices[parent].id
    _rename(session, touched, devices)


def _written(
    session: Session, market: Market, row: DeviceRow, device: Device | None, places: Mapping[str, int]
) -> Device:
    if device is None:
        device = Device(market_id=market.id, device_class=row.device_class, code=row.code, name=row.name)
        session.add(device)
    device.device_class, device.name, device.active = row.device_class, row.name, True
    device.place_id = None if row.place is None else places[row.place]
    device.x, device.y = row.at or (None, None)
    device.facing, device.silent_after_s = row.facing, row.silent_after_s
    device.facts = dict(row.facts)
    return device


def _rename(session: Session, changes: Sequence[Change], devices: Mapping[str, Device]) -> None:
    """Give the changed devices their names on the wire; no two devices share one."""
    renamed = [c for c in changes if c.verb is not Verb.CHANGE or "keys" in c.differs]
    numbers = [devices[change.code].id for change in renamed]
    for first in range(0, len(numbers), 500):
        session.execute(delete(DeviceName).where(DeviceName.device_id.in_(numbers[first : first + 500])))
    given = {
        key: change.code
        for change in renamed
        if isinstance(change.row, DeviceRow) and change.verb is not Verb.END
        for key in change.row.keys
    }
    taken = _taken(session)
    if doubles := sorted(given.keys() & taken):
        raise Invalid(f"device {given[doubles[0]]}: another device already answers to {' '.join(doubles[0])}")
    rows = [
        {"device_id": devices[code].id, "source": source, "instance": instance, "key": key}
        for (source, instance, key), code in given.items()
    ]
    if rows:
        session.execute(insert(DeviceName), rows)


def _taken(session: Session) -> set[Key]:
    rows = session.execute(select(DeviceName.source, DeviceName.instance, DeviceName.key))
    return {(source, instance, key) for source, instance, key in rows}
