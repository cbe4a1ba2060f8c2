"""Traccar's forwarders: `positions` and `events`, one topic for all trackers of a server.

Read from Traccar's PositionForwarderMqtt and EventForwarderMqtt (MQTT 5, QoS 1, never retained).
"""

from collections.abc import Mapping
from dataclasses import replace

from devices.document import Document, digest, read_object
from devices.formats import traccar_alarms as alarms
from devices.formats import traccar_parts as parts
from devices.lenient import mapping, text
from devices.refusals import Reason, refuse
from patrol.rules.signal import DeviceKey, Message, Refusal, Signal
from patrol.rules.words import Kind, Phase

ALARM_TOPICS = ("events", "traccar/events", "traccar/+/events")
BULK_TOPICS = ("positions", "traccar/positions", "traccar/+/positions")
DEFAULT_INSTANCE = "traccar"


def owns(topic: str) -> bool:
    """Say whether this is Traccar's bare topic, or one of several servers' `traccar/<server>/…`."""
    return _instance_of(topic) is not None


def _instance_of(topic: str) -> str | None:
    match topic.split("/"):
        case ["positions" | "events"] | ["traccar", "positions" | "events"]:
            return DEFAULT_INSTANCE
        case ["traccar", server, "positions" | "events"] if server:
            return server
        case _:
            return None


def read(message: Message) -> tuple[Signal, ...] | Refusal:
    """Read a position report or an event."""
    document = read_object(message.payload)
    if isinstance(document, Refusal):
        return document
    device = mapping(document.body.get("device"))
    unique = text(device.get("uniqueId"), 64)
    if unique is None:
        return refuse(Reason.MISSING_DEVICE, "no device.uniqueId")
    said = _said(message, document, device, DeviceKey("traccar", _instance_of(message.topic) or "", unique))
    if message.topic.endswith("events"):
        return _event(document.body, said)
    return _position(mapping(document.body.get("position")), said)


def _said(message: Message, document: Document, device: Mapping[str, object], key: DeviceKey) -> Signal:
    """Start a signal with what every message of a tracker says."""
    arrived = message.received_at.timestamp()
    return Signal(
        device=key,
        kind=Kind.TELEMETRY,
        phase=Phase.UPDATE,
        dedupe=digest(message.topic, message.payload),
        device_class=parts.class_of(device),
        label=text(device.get("name")),
        order=(arrived, arrived),
        media=document.media,
        warnings=document.warnings,
    )


def _position(position: Mapping[str, object], said: Signal) -> tuple[Signal, ...] | Refusal:
    """Read a report: an alarm for each flag that is on, then the place.

    The place comes last, because it also says that every flag not named here is off; a resend
    from a blind spot (`archive`) tells of the past and switches nothing.
    """
    if not position:
        return refuse(Reason.MISSING_POSITION, "no position in a position report")
    reported = parts.at_place(said, position)
    names = parts.alarm_names(position)
    place = replace(
        reported,
        kind=Kind.POSITION,
        dedupe=digest(said.device, *parts.identity(position), ",".join(names)),
    )
    if not mapping(position.get("attributes")).get("archive"):
        place = replace(place, level=alarms.ALL_FLAGS, level_on=False)
    return (*(alarms.raised(reported, name) for name in names), place)


def _event(body: Mapping[str, object], said: Signal) -> tuple[Signal, ...] | Refusal:
    event = mapping(body.get("event"))
    word = text(event.get("type"), 64)
    if word is None:
        return refuse(Reason.MISSING_PART, "no event.type in an event")
    position = mapping(body.get("position"))
    happened = parts.at_moment(said, event.get("eventTime") or event.get("serverTime"))
    placed = replace(happened, fix=parts.fix_of(position), subject=parts.facts_of(event))
    if word == "alarm":
        names = parts.alarm_names(event) or parts.alarm_names(position)
        return tuple(alarms.raised(placed, name) for name in names or ("general",))
    number = text(event.get("id")) or "0"
    own = placed if number == "0" else replace(placed, dedupe=digest(said.device.instance, "event", number))
    return (alarms.event(own, word, mapping(body.get("geofence"))),)
