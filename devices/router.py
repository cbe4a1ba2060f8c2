"""One message in, signals or a refusal out: route by topic first, parse second, never raise."""

from dataclasses import replace

from devices.formats import FORMATS, Format
from devices.lenient import clean
from devices.refusals import Reason, refuse
from patrol.rules.signal import Message, Refusal, Signal
from patrol.rules.words import Phase

PAYLOAD_LIMIT = 8 * 1024 * 1024
TOPIC_LIMIT = 512


def read(message: Message) -> tuple[Signal, ...] | Refusal:
    """Read one message. No signals at all means: understood, and nothing to keep.

    A zero-length payload is a broker's word for "the retained message is gone". What a broker
    replays from its store (`retained`) is state as it was, so its signals never count as new.
    """
    if not message.payload:
        return ()
    if len(message.topic) > TOPIC_LIMIT or clean(message.topic) != message.topic:
        return refuse(Reason.BAD_TOPIC, "topic too long, or with characters that cannot be stored")
    if len(message.payload) > PAYLOAD_LIMIT:
        return refuse(Reason.TOO_LARGE, f"{len(message.payload)} bytes on {message.topic}")
    owner = next((each for each in FORMATS if each.owns(message.topic)), None)
    if owner is None:
        return refuse(Reason.UNKNOWN_TOPIC, message.topic)
    found = _guarded(owner, message)
    if isinstance(found, Refusal) or not message.retained:
        return found
    return tuple(replace(signal, phase=Phase.STATE) for signal in found)


def _guarded(owner: Format, message: Message) -> tuple[Signal, ...] | Refusal:
    try:
        return owner.read(message)
    except Exception as error:  # noqa: BLE001 - a format's mistake may cost one message, never the wire
        return refuse(Reason.FORMAT_FAULT, f"{type(error).__name__} while reading {message.topic}")
