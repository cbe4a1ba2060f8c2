"""Builders of messages as a subscriber gets them, and the recorded samples."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from devices import router
from patrol.rules.signal import Message, Refusal, Signal

NOON = datetime(2026, 9, 1, 2, 15, 2, tzinfo=UTC)
SAMPLES = Path(__file__).parent / "samples.jsonl"


@dataclass(frozen=True, slots=True)
class Sample:
    """One recorded message with what must become of it."""

    name: str
    message: Message
    kinds: tuple[str, ...]
    expect: str


def message(topic: str, body: object = b"", *, retained: bool = False, at: datetime = NOON) -> Message:
    """Build a message; an object is sent as JSON, text as UTF-8."""
    match body:
        case bytes():
            payload = body
        case str():
            payload = body.encode()
        case _:
            payload = json.dumps(body).encode()
    return Message(topic=topic, payload=payload, qos=1, retained=retained, received_at=at)


def signals(given: Message) -> tuple[Signal, ...]:
    """Read a message that must be understood."""
    found = router.read(given)
    assert not isinstance(found, Refusal), found
    return found


def only(given: Message) -> Signal:
    """Read a message that must make exactly one signal."""
    (found,) = signals(given)
    return found


def refusal(given: Message) -> Refusal:
    """Read a message that must be set aside."""
    found = router.read(given)
    assert isinstance(found, Refusal), found
    return found


def samples() -> tuple[Sample, ...]:
    """Read the recorded messages."""
    lines = SAMPLES.read_text(encoding="utf-8").splitlines()
    return tuple(_sample(json.loads(line)) for line in lines)


def _sample(row: Mapping[str, object]) -> Sample:
    sent = message(str(row["topic"]), str(row["payload"]), retained=row["retain"] == 1)
    kinds = row["kinds"]
    assert isinstance(kinds, list)
    return Sample(str(row["id"]), sent, tuple(map(str, kinds)), str(row["expect"]))
