"""Tasmota: contacts on switches, push buttons, and a will; its times have no zone and are not used.

Read from the documentation's MQTT and Buttons-and-Switches pages (SetOption73 and SetOption114 on).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from devices.document import digest, read_object, read_text
from devices.lenient import flag, mapping, number, text
from devices.states import availability, state
from patrol.rules.signal import DeviceKey, Message, Refusal, Signal
from patrol.rules.words import Kind, Phase

ALARM_TOPICS = ("tele/+/LWT", "tele/+/SENSOR", "stat/+/RESULT")
BULK_TOPICS: tuple[str, ...] = ()
SOURCE = "tasmota"
PRESS_TTL_S = 2
KEY_LIMIT = 200
_ENDS = frozenset({"LWT", "SENSOR", "STATE", "RESULT", "POWER", "INFO1", "INFO2", "INFO3", "UPTIME"})


def owns(topic: str) -> bool:
    """Say whether the topic is `tele/…` or `stat/…` with one of Tasmota's endings."""
    match topic.split("/"):
        case ["tele" | "stat", device, end]:
            return bool(device) and end in _ENDS
        case _:
            return False


def read(message: Message) -> tuple[Signal, ...] | Refusal:
    """Read a will, a report or the result of a press."""
    _prefix, device, end = message.topic.split("/")
    key = DeviceKey(SOURCE, SOURCE, device[:KEY_LIMIT])
    match end:
        case "LWT" | "POWER":
            return _word(message, key, end)
        case "SENSOR" | "RESULT":
            return _object(message, key)
        case _:
            return ()


def _word(message: Message, key: DeviceKey, end: str) -> tuple[Signal, ...] | Refusal:
    word = read_text(message.payload)
    if isinstance(word, Refusal):
        return word
    kind = availability(word) if end == "LWT" else Kind.TELEMETRY
    return (state(message, key, kind, {"state": word[:64]}),)


def _object(message: Message, key: DeviceKey) -> tuple[Signal, ...] | Refusal:
    document = read_object(message.payload)
    if isinstance(document, Refusal):
        return document
    plain = replace(
        state(message, key, Kind.TELEMETRY, _facts(document.body)),
        media=document.media,
        warnings=document.warnings,
    )
    return tuple(_inputs(plain, document.body)) or (plain,)


def _facts(body: Mapping[str, object]) -> Mapping[str, object]:
    """Keep what the sensors on the board measure, one level down: `AM2301.Temperature`."""
    found: dict[str, object] = {}
    for name, held in body.items():
        for part, value in mapping(held).items():
            measured = number(value)
            if measured is not None and len(found) < 20:
                found[f"{name[:40]}.{part[:40]}"] = measured
    return found


def _inputs(plain: Signal, body: Mapping[str, object]) -> Iterator[Signal]:
    """Read `Switch1` as a contact, on being open, and `Button1` as a wired button."""
    for name, held in body.items():
        if name.startswith("Switch"):
            on = flag(mapping(held).get("Action") if isinstance(held, Mapping) else held)
            if on is not None:
                yield _contact(plain, name[:16].lower(), on=on)
        elif name.startswith("Button"):
            action = text(mapping(held).get("Action"), 32)
            if action is not None:
                yield _press(plain, name[:16], action)


def _contact(plain: Signal, name: str, *, on: bool) -> Signal:
    return replace(
        plain,
        kind=Kind.DOOR,
        phase=Phase.NEW if on else Phase.END,
        dedupe=digest(plain.dedupe, name),
        level=name,
        level_on=on,
    )


def _press(plain: Signal, name: str, action: str) -> Signal:
    return replace(
        plain,
        kind=Kind.INPUT,
        phase=Phase.NEW,
        dedupe=digest(plain.device, name, action),
        dedupe_ttl_s=PRESS_TTL_S,
        subject={**plain.subject, "input": name, "action": action},
    )
