"""From what was heard to what the desk should do: raise, wait, clear, or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

from patrol.actions.arrivals import Arrival
from patrol.actions.device_states import Turn
from patrol.rules import triage
from patrol.rules.conditions import Facts
from patrol.rules.drafts import Draft, fingerprint
from patrol.rules.entries import DeviceEntry, MarketEntry, PlaceEntry, Register
from patrol.rules.hours import is_open
from patrol.rules.register import Point
from patrol.rules.triage import Fold, Outcome, Rule
from patrol.rules.words import NEVER_HIDDEN, DeviceClass, Kind, Phase, PlaceKind

AT_STARTUP = NEVER_HIDDEN | {Kind.DOOR}
"""Levels that ring even when first heard of as a retained state."""


@dataclass(frozen=True, slots=True)
class Clear:
    """What a device no longer says: its alert of that kind, or the alert of that correlation."""

    market_id: int
    device_id: int | None
    kind: str
    correlation: str | None
    keys: tuple[str, ...]
    why: str


Intent = Draft | Clear


def intents(
    arrival: Arrival, turns: list[Turn], register: Register, *, parent_lost: bool = False
) -> Iterator[Intent]:
    """Decide what one arrival asks of the desk."""
    market, signal = arrival.market, arrival.signal
    if market is None or (arrival.device is None and signal.kind not in NEVER_HIDDEN):
        return
    scene = Scene(register, market, arrival.device, arrival, parent_lost)
    if signal.level is not None and arrival.device is not None:
        for edge in turns:
            yield from scene.edge(edge)
        return
    if signal.kind == Kind.DEVICE_ONLINE:
        yield scene.clear(Kind.DEVICE_OFFLINE, "online")
        yield scene.clear(Kind.DEVICE_SILENT, "online")
    elif signal.kind == Kind.DEVICE_OFFLINE:
        yield from scene.draft(signal.kind)
    elif signal.phase is Phase.END:
        yield scene.clear(signal.kind, "ended")
    elif signal.phase is not Phase.STATE:
        yield from scene.draft(signal.kind)


@dataclass(frozen=True, slots=True)
class Scene:
    """Where and when a signal was heard, and what stands there."""

    register: Register
    market: MarketEntry
    device: DeviceEntry | None
    arrival: Arrival
    parent_lost: bool = False

    def edge(self, edge: Turn) -> Iterator[Intent]:
        """Treat a level flag that changed."""
        state = self.arrival.signal.phase is Phase.STATE
        if not edge.on:
            yield self.clear(edge.kind, "ended")
        elif not state or edge.kind in AT_STARTUP:
            yield from self.draft(edge.kind, at_startup=state)

    def draft(self, kind: str, *, at_startup: bool = False) -> Iterator[Draft]:
        """Make the alert a rule wants of this kind, if any rule does."""
        rule = self.market.rules.find(kind, lambda: self.facts(kind))
        if rule is None or rule.outcome is None:
            return
        yield self._drafted(kind, rule, rule.outcome, at_startup=at_startup)

    def clear(self, kind: str, why: str) -> Clear:
        """Say that a kind no longer holds here, however its rule folded it."""
        keys = tuple(fingerprint(kind, fold, self._fold_key(fold)) for fold in Fold)
        device_id = self.device.id if self.device else None
        return Clear(self.market.id, device_id, kind, self.arrival.signal.correlation, keys, why)

    def facts(self, kind: str) -> Facts:
        """Gather what rules may ask."""
        signal, device = self.arrival.signal, self.device
        at = self.arrival.happened_at
        minute = self.market.clock.minute(at)
        place = self._place()
        grid, group = self._above(PlaceKind.GRID), self._above(PlaceKind.GROUP)
        return Facts(
            kind=kind,
            phase=signal.phase,
            severity=signal.severity or "",
            source=signal.device.source,
            device_class=device.device_class if device else (signal.device_class or ""),
            device=device.code if device else signal.device.key,
            device_use=device.use if device else "",
            place=place.code if place else "",
            place_kind=place.kind if place else "",
            grid=grid.code if grid else "",
            group=group.code if group else "",
            label=str(signal.subject.get("label", "")),
            zone=str(signal.subject.get("zone", "")),
            known_device=device is not None,
            market_open=self.market.is_open(minute),
            shop_open=self._shop_open(minute),
            late=self.arrival.clock.late,
            parent_lost=self.parent_lost,
            zone_use=self.market.zone_uses(self.point()),
            hour=minute / 60,
            score=_number(signal.subject.get("score")),
            speed_kmh=signal.fix.speed_kmh if signal.fix else None,
            battery=_number(signal.subject.get("battery")),
        )

    def point(self) -> Point | None:
        """Where it was: a mover by its fix, anything else where it hangs; plan metres."""
        fix = self.arrival.signal.fix
        moves = self.device is None or self.device.device_class in (DeviceClass.CAR, DeviceClass.PHONE)
        if fix is not None and fix.valid and (moves or self.device is None or self.device.x is None):
            return self.market.frame.to_plan(fix.lat, fix.lon)
        if self.device and self.device.x is not None and self.device.y is not None:
            return self.device.x, self.device.y
        return None

    def _drafted(self, kind: str, rule: Rule, outcome: Outcome, *, at_startup: bool) -> Draft:
        signal, device, point = self.arrival.signal, self.device, self.point()
        grid, group = self._above(PlaceKind.GRID), self._above(PlaceKind.GROUP)
        own = signal.severity if kind == signal.kind else None
        return Draft(
            market_id=self.market.id,
            fingerprint=fingerprint(kind, outcome.fold, self._fold_key(outcome.fold)),
            kind=kind,
            rule=rule.code,
            outcome=outcome,
            severity=triage.severity_of(outcome, own),
            happened_at=self.arrival.happened_at,
            device_id=device.id if device else None,
            place_id=device.place_id if device else None,
            grid_id=grid.id if grid else None,
            group_id=group.id if group else None,
            x=point[0] if point else None,
            y=point[1] if point else None,
            correlation=signal.correlation,
            late=self.arrival.clock.late,
            at_startup=at_startup,
            update=signal.phase is Phase.UPDATE,
            subject=self._subject(kind),
            media=tuple(self.arrival.media()),
        )

    def _subject(self, kind: str) -> dict[str, object]:
        """What was seen or felt; a device that is in no register is at least called by its own name."""
        signal = self.arrival.signal
        told = dict(signal.subject) if kind == signal.kind else {}
        return told if self.device else {**told, "device": signal.device.key}

    def _fold_key(self, fold: Fold) -> int | str:
        device = self.device
        if device is None:
            key = self.arrival.signal.device
            return f"{key.source}/{key.instance}/{key.key}"
        match fold:
            case Fold.PLACE if device.place_id is not None:
                return device.place_id
            case Fold.GROUP if device.group_id is not None:
                return device.group_id
            case Fold.GRID if device.grid_id is not None:
                return device.grid_id
        return f"d{device.id}"

    def _place(self) -> PlaceEntry | None:
        if self.device is None or self.device.place_id is None:
            return None
        return self.register.places.get(self.device.place_id)

    def _above(self, kind: PlaceKind) -> PlaceEntry | None:
        return self.register.above(self.device.place_id, kind) if self.device else None

    def _shop_open(self, minute: int) -> bool:
        shop = self._above(PlaceKind.SHOP)
        if shop is None or "opens" not in shop.facts or "closes" not in shop.facts:
            return self.market.is_open(minute)
        return is_open(int(shop.facts["opens"]), int(shop.facts["closes"]), minute)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
