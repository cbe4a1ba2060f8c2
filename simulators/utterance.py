"""What the play puts on the wire: a message that is due, or a link that breaks."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

SHARED = ""
"""The connection of all devices that have none of their own."""


@dataclass(frozen=True, slots=True, order=True)
class Utterance:
    """One message. `due_s` in pretend seconds; `line` is the code of the device whose link it takes."""

    due_s: float
    topic: str
    payload: bytes
    qos: int = 1
    retain: bool = False
    line: str = SHARED


@dataclass(frozen=True, slots=True, order=True)
class Cut:
    """A link that breaks without a word for so many real seconds; the broker then says the will."""

    due_s: float
    line: str
    for_s: float


Happening = Utterance | Cut


def encode(body: Mapping[str, object] | str | bytes) -> bytes:
    """Put a body into bytes."""
    match body:
        case bytes():
            return body
        case str():
            return body.encode()
        case _:
            return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
