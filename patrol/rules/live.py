"""What a board holds, and how one stream event changes it. The same function stands in TypeScript."""

from collections.abc import Mapping
from dataclasses import dataclass

COLLECTIONS = {
    "alert": "alerts",
    "incident": "incidents",
    "device": "devices",
    "silence": "silences",
    "presence": "presence",
    "quarantine": "quarantine",
    "notice": "notices",
    "roll_call": "roll_calls",
    "task": "tasks",
    "round": "rounds",
    "visit_list": "visit_lists",
    "readiness": "readiness",
    "watch": "watch",
    "handover": "handovers",
    "duty": "duty",
}
"""Which collection of the state an entity `kind:key` belongs to."""

State = dict[str, dict[str, object]]
Card = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class StreamEvent:
    """One numbered change in a room. `body` is the whole card, or None when it left the room's state."""

    room: str
    seq: int
    type: str
    entity: str
    version: int
    body: Card | None


def apply(state: State, event: StreamEvent) -> State:
    """Give the state after the event; an event about a version already passed changes nothing."""
    kind, _, key = event.entity.partition(":")
    name = COLLECTIONS[kind]
    collection = dict(state.get(name, {}))
    if event.body is None:
        collection.pop(key, None)
    elif _version(collection.get(key)) <= event.version:
        collection[key] = dict(event.body)
    return {**state, name: collection}


def _version(card: object) -> int:
    match card:
        case {"version": int(version)}:
            return version
    return -1
