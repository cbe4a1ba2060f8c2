"""Cards of alerts, devices, windows and of who looks at what."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from patrol.model.alerts import Alert, Silence
from patrol.model.devices import Device, DeviceState
from patrol.model.stream import Presence
from patrol.rules.entries import DeviceEntry, MarketEntry, Register
from patrol.rules.words import Attention

Card = dict[str, Any]
NameOf = Callable[[int | None], str | None]
"""Gives a person's name by id."""


def stamp(instant: datetime | None) -> str | None:
    """RFC 3339 UTC with milliseconds."""
    return None if instant is None else instant.isoformat(timespec="milliseconds")[:23] + "Z"


def alert_card(alert: Alert, register: Register, name_of: NameOf) -> Card:
    """Everything a card shows without a second question."""
    return {
        "id": alert.id,
        "version": alert.version,
        "kind": alert.kind,
        "kinds": list(alert.kinds),
        "category": alert.category,
        "severity": alert.severity,
        "condition": alert.condition,
        "attention": alert.attention,
        "count": alert.count,
        "place": place_of(register, alert.place_id),
        "grid": code_of(register, alert.grid_id),
        "group": code_of(register, alert.group_id),
        "device": device_of(register, alert.device_id),
        "x": alert.x,
        "y": alert.y,
        "happened_at": stamp(alert.happened_at),
        "raised_at": stamp(alert.raised_at),
        "last_at": stamp(alert.last_at),
        "due_at": stamp(alert.due_at),
        "late": alert.late,
        "at_startup": alert.at_startup,
        "cleared_at": stamp(alert.cleared_at),
        "cleared_why": alert.cleared_why,
        "seen_by": name_of(alert.seen_by),
        "seen_at": stamp(alert.seen_at),
        "shelved_until": stamp(alert.shelved_until),
        "incident": alert.incident_id,
        "related": alert.related_id,
        "rule": alert.rule,
        "subject": dict(alert.subject),
        "media": [_medium(alert.id, medium) for medium in alert.media],
    }


def _medium(alert_id: int, medium: Card) -> Card:
    """A picture we hold ourselves is fetched from us; one that lies elsewhere keeps its address."""
    if medium.get("url") is not None or not medium.get("sha256"):
        return dict(medium)
    return {**medium, "url": f"/api/v1/alerts/{alert_id}/media/{medium['sha256']}"}


def device_row(device: DeviceEntry | Device, state: DeviceState | None) -> Card:
    """How a device is, for the plan and the list."""
    return {
        "code": device.code,
        "class": device.device_class,
        "status": state.status if state else "unknown",
        "since": stamp(state.status_since) if state else None,
        "battery": state.battery if state else None,
        "version": state.version if state else 0,
    }


def silence_card(silence: Silence, register: Register, name_of: NameOf) -> Card:
    """A running window, and how much it has hidden."""
    return {
        "id": silence.id,
        "version": silence.version,
        "maintenance": silence.maintenance,
        "device": device_of(register, silence.device_id),
        "place": place_of(register, silence.place_id),
        "kind": silence.kind,
        "reason": silence.reason,
        "begins_at": stamp(silence.begins_at),
        "ends_at": stamp(silence.ends_at),
        "by": name_of(silence.made_by),
        "hidden": silence.hidden,
    }


def presence_card(presence: Presence) -> Card:
    """Who looks at which card."""
    return {
        "name": presence.name,
        "person": presence.person_id,
        "entity": presence.entity,
        "version": presence.version,
    }


def alert_is_shown(alert: Alert) -> bool:
    """Say whether an alert belongs to a room's state: open, and not kept back by a silence."""
    return alert.closed_at is None and not alert.suppressed


def is_waiting(alert: Alert) -> bool:
    """Say whether somebody still has to look at it."""
    return alert.attention is not Attention.LINKED


def place_of(register: Register, place_id: int | None) -> Card | None:
    """Code, name and kind of a place that stands."""
    place = register.places.get(place_id) if place_id is not None else None
    return {"code": place.code, "name": place.name, "kind": place.kind} if place else None


def code_of(register: Register, place_id: int | None) -> str | None:
    """Code of a place that stands."""
    place = register.places.get(place_id) if place_id is not None else None
    return place.code if place else None


def device_of(register: Register, device_id: int | None) -> Card | None:
    """Code, class and name of a device."""
    device = register.devices.get(device_id) if device_id is not None else None
    if device is None:
        return None
    return {"code": device.code, "class": device.device_class, "name": device.name}


def market_card(market: MarketEntry) -> Card:
    """What a board knows of its market."""
    return {
        "code": market.code,
        "name": market.name,
        "timezone": market.clock.timezone,
        "cut": market.clock.cut,
        "opens": market.opens,
        "closes": market.closes,
        "lat": market.frame.lat,
        "lon": market.frame.lon,
        "rotation_deg": market.frame.rotation_deg,
    }
