"""Frigate NVR, any topic prefix: `reviews` alert, `events` are detail, `available` is its will.

Read from Frigate's comms/dispatcher.py and review/maintainer.py (QoS 0 unless `mqtt.qos` says 1).
"""

from collections.abc import Mapping
from dataclasses import replace

from devices.document import read_object, read_text
from devices.formats import frigate_tracks as tracks
from devices.formats.frigate_reviews import review
from devices.formats.frigate_source import Source
from devices.refusals import Reason, refuse
from devices.states import state
from patrol.rules.signal import Message, Refusal, Signal
from patrol.rules.words import DeviceClass, Kind

ALARM_TOPICS = ("+/reviews", "+/available", "+/+/status/detect")
BULK_TOPICS = ("+/events", "+/tracked_object_update")
COUNTS_UNDER = "frigate"
"""Counts and switches (`<prefix>/<camera>/<zone>/<label>`) have no name of their own to be known
by, so they are read only under a prefix that starts like this; we do not subscribe to them."""
PREFIX_LIMIT = 128


def owns(topic: str) -> bool:
    """Say whether the topic has one of Frigate's shapes."""
    match topic.split("/"):
        case [prefix, "reviews" | "events" | "available" | "tracked_object_update"] if prefix:
            return True
        case [prefix, camera, "status", "detect" | "record" | "audio"] if prefix and camera:
            return True
        case [prefix, *rest]:
            return prefix.startswith(COUNTS_UNDER) and len(rest) > 0 and all(rest)
        case _:
            return False


def read(message: Message) -> tuple[Signal, ...] | Refusal:
    """Read one of Frigate's messages, JSON or bare text as the topic has it."""
    prefix, *rest = message.topic.split("/")
    if len(prefix) > PREFIX_LIMIT or any(len(part) > PREFIX_LIMIT for part in rest):
        return refuse(Reason.BAD_TOPIC, f"a level of the topic is longer than {PREFIX_LIMIT}")
    match rest:
        case ["reviews" | "events" | "tracked_object_update" as stream]:
            return _object(Source(message, prefix), stream)
        case ["stats"]:
            return ()
        case _:
            return _words(Source(message, prefix), rest)


def _object(source: Source, stream: str) -> tuple[Signal, ...] | Refusal:
    document = read_object(source.message.payload)
    if isinstance(document, Refusal):
        return document
    match stream:
        case "reviews":
            found = review(source, document.body)
        case "events":
            found = tracks.tracked(source, document.body)
        case _:
            found = tracks.described(source, document.body)
    if isinstance(found, Refusal):
        return found
    return tuple(replace(signal, warnings=document.warnings + signal.warnings) for signal in found)


def _words(source: Source, rest: list[str]) -> tuple[Signal, ...] | Refusal:
    word = read_text(source.message.payload)
    if isinstance(word, Refusal):
        return word
    match rest:
        case ["available"]:
            return _availability(source, "", word)
        case [camera, "status", "detect"]:
            return _availability(source, camera, word)
        case [camera, *path] if path:
            subject = {"about": "/".join(path), "value": word[:200]}
            return (_state(source, camera, Kind.TELEMETRY, subject),)
        case _:
            return (_state(source, "", Kind.TELEMETRY, {"about": "/".join(rest), "value": word[:200]}),)


def _availability(source: Source, camera: str, word: str) -> tuple[Signal, ...] | Refusal:
    match word.lower():
        case "online":
            return (_state(source, camera, Kind.DEVICE_ONLINE, {"state": "online"}),)
        case "offline" | "stopped" as gone:
            return (_state(source, camera, Kind.DEVICE_OFFLINE, {"state": gone}),)
        case "disabled":
            return (_state(source, camera, Kind.DEVICE_STATUS, {"state": "disabled"}),)
        case _:
            return refuse(
                Reason.NOT_UNDERSTOOD, f"neither online, offline, stopped nor disabled: {word[:60]}"
            )


def _state(source: Source, camera: str, kind: Kind, subject: Mapping[str, object]) -> Signal:
    return state(
        source.message,
        source.camera(camera) if camera else source.server,
        kind,
        subject,
        device_class=DeviceClass.CAMERA if camera else DeviceClass.BRIDGE,
        parent=source.server if camera else None,
    )
