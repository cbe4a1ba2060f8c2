"""What a signal changes in what is known of its device: life, place, levels, motion."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from patrol.actions.arrivals import Arrival
from patrol.model.devices import DeviceState
from patrol.rules import motion
from patrol.rules.entries import DeviceEntry, MarketEntry
from patrol.rules.signal import Fix
from patrol.rules.words import DeviceClass, DeviceStatus, Kind, Phase, TimeQuality

COARSE_SPEED_KMH = 200.0


@dataclass(frozen=True, slots=True)
class Turn:
    """A level flag that changed: which, of what kind, on or off, and whether it was known before."""

    level: str
    kind: str
    on: bool
    was_known: bool


def hear(state: DeviceState, arrival: Arrival) -> bool:
    """Note a sign of life; say whether the device's status changed. Retained words are no life."""
    kind = arrival.signal.kind
    if kind == Kind.DEVICE_OFFLINE:
        return set_status(state, DeviceStatus.OFFLINE, arrival.happened_at)
    if arrival.message.retained and kind != Kind.DEVICE_ONLINE:
        return False
    if state.last_seen_at is None or arrival.message.received_at > state.last_seen_at:
        state.last_seen_at = arrival.message.received_at
    if arrival.clock.skew_s is not None:
        state.skew_s = arrival.clock.skew_s
    _note_battery(state, arrival.signal.subject)
    return set_status(state, DeviceStatus.ONLINE, arrival.message.received_at)


def set_status(state: DeviceState, status: DeviceStatus, at: datetime) -> bool:
    """Set a device's status; say whether it is another one than before."""
    if state.status == status:
        return False
    state.status = status
    state.status_since = at
    state.version += 1
    return True


def place(state: DeviceState, arrival: Arrival) -> bool:
    """Move the device when this fix is newer and its clock is believed; say whether it moved."""
    fix, order = arrival.signal.fix, arrival.signal.order
    if fix is None or not fix.valid or arrival.clock.quality == TimeQuality.SUSPECT:
        return False
    if arrival.message.retained and state.fix_at is not None:
        return False
    if order <= (state.order_major, state.order_minor):
        return False
    state.order_major, state.order_minor = order
    state.lat, state.lon = fix.lat, fix.lon
    state.course, state.speed_kmh = fix.course, fix.speed_kmh
    state.fix_at = fix.fix_at or arrival.happened_at
    return True


def turn(state: DeviceState, arrival: Arrival) -> list[Turn]:
    """Find the edges of level flags; a flag that stays as it is gives none.

    A name that ends in `*` switches off every flag of that family which an older message set.
    """
    signal = arrival.signal
    if signal.level is None:
        return []
    if signal.level.endswith("*"):
        return list(_family_off(state, signal.level[:-1], signal.order))
    known: Mapping[str, Any] | None = state.levels.get(signal.level)
    if known is not None and tuple(known["order"]) > signal.order:
        return []
    levels = dict(state.levels)
    levels[signal.level] = {"on": signal.level_on, "kind": signal.kind, "order": list(signal.order)}
    state.levels = levels
    if known is not None and known["on"] == signal.level_on:
        return []
    if known is None and not signal.level_on:
        return []
    return [Turn(signal.level, signal.kind, signal.level_on, known is not None)]


def _family_off(state: DeviceState, family: str, order: tuple[float, float]) -> Iterator[Turn]:
    for name, known in list(state.levels.items()):
        if name.startswith(family) and known["on"] and tuple(known["order"]) < order:
            state.levels = {**state.levels, name: {**known, "on": False, "order": list(order)}}
            yield Turn(name, known["kind"], on=False, was_known=True)


def moved(
    state: DeviceState, arrival: Arrival, device: DeviceEntry, market: MarketEntry
) -> tuple[motion.Edge, ...]:
    """Judge how a car moves; only cars are judged, and only by what is live and in order."""
    fix = arrival.signal.fix
    if device.device_class is not DeviceClass.CAR or fix is None or arrival.signal.phase is Phase.STATE:
        return ()
    if arrival.clock.late or arrival.clock.quality == TimeQuality.SUSPECT:
        return ()
    before = read_motion(state.motion)
    last = state.motion.get("at")
    if isinstance(last, float) and arrival.happened_at.timestamp() < last:
        return ()
    point = market.frame.to_plan(fix.lat, fix.lon) if fix.valid else None
    seen = motion.Seen(arrival.happened_at, point, _believed_speed(fix), fix.acc_m)
    after, edges = motion.judge(before, seen, bounds=market.bounds)
    state.motion = write_motion(after, arrival.happened_at.timestamp())
    return edges


def _believed_speed(fix: Fix) -> float | None:
    return fix.speed_kmh if fix.speed_kmh is not None and fix.speed_kmh < COARSE_SPEED_KMH else None


def read_motion(document: Mapping[str, Any]) -> motion.Motion:
    """Read what is remembered of a car."""
    known = {name: held for name, held in document.items() if name in motion.Motion.__slots__}
    anchor = known.get("anchor")
    on = frozenset(known.get("on", ()))
    return replace(motion.Motion(**{**known, "on": on}), anchor=tuple(anchor) if anchor else None)


def write_motion(after: motion.Motion, at: float) -> dict[str, Any]:
    """Write what is to be remembered of a car, and until when it is judged."""
    return {
        "fast_since": after.fast_since,
        "slow_since": after.slow_since,
        "anchor": after.anchor,
        "anchored_at": after.anchored_at,
        "fix_at": after.fix_at,
        "on": sorted(after.on),
        "at": at,
    }


def _note_battery(state: DeviceState, subject: Mapping[str, object]) -> None:
    match subject.get("battery"):
        case int(level) | float(level) if 0 <= level <= 100:
            state.battery = float(level)
