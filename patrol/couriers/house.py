"""Which courier goes which way, with what it needs beside the letter."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from patrol.couriers import push, robots
from patrol.couriers.letters import Outcome, Parcel
from patrol.rules.notice_words import Way

Carry = Callable[[Parcel], Outcome]
"""Hands one letter over, and says how it went; raises nothing that is not a mistake of ours."""


@dataclass(frozen=True, slots=True)
class Means:
    """What the installation gives its couriers: the mail server, the key for push servers, a clock."""

    relay: str | None
    push_key: str
    clock: Callable[[], datetime]


def carry(parcel: Parcel, means: Means) -> Outcome:
    """Send a courier."""
    if parcel.way is Way.PUSH:
        return push.carry(parcel.address, parcel.letter, means.push_key, now=means.clock())
    return robots.carry(parcel, means.relay)
