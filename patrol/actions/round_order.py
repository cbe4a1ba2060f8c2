"""One command to one round, as it came."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RoundOrder:
    """One command to one round. `walks` and `runs`: what the person may do where the round is."""

    round_id: int
    command: str
    command_id: str
    expected_version: int
    payload: Mapping[str, object]
    actor_id: int | None
    walks: bool = False
    runs: bool = False
