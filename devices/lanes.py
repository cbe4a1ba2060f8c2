"""What the broker handed over and is not stored yet: alarms before bulk, in the order they came."""

from collections import deque
from collections.abc import Iterable, Sequence
from itertools import groupby
from threading import Condition
from typing import NamedTuple, Protocol

from patrol.rules.signal import Message


class Line(Protocol):
    """One connection to the broker, as long as it lasts."""

    def acknowledge(self, mids: Sequence[int]) -> None:
        """Tell the broker that these are stored."""


class Held(NamedTuple):
    """A message, and by which number the broker knows it on which connection."""

    message: Message
    line: Line
    mid: int


def acknowledge(held: Iterable[Held]) -> None:
    """Tell the broker that all of these are stored, each connection once."""
    for line, group in groupby(held, key=lambda one: one.line):
        line.acknowledge([one.mid for one in group])


class Lanes:
    """Two queues and one taker. The broker's limit of unacknowledged messages bounds both."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._alarms: deque[Held] = deque()
        self._bulk: deque[Held] = deque()

    def put_alarms(self, held: Sequence[Held]) -> None:
        """Add what came in the session that bears alarms."""
        with self._changed:
            self._alarms.extend(held)
            self._changed.notify()

    def put_bulk(self, held: Sequence[Held]) -> None:
        """Add what came in the session of positions and detail."""
        with self._changed:
            self._bulk.extend(held)
            self._changed.notify()

    def take(self, *, alarms: int, bulk: int, wait_s: float) -> list[Held]:
        """Give what waits, alarms first and never mixed with bulk, at most so many; empty after `wait_s`."""
        with self._changed:
            if not self._alarms and not self._bulk:
                self._changed.wait(wait_s)
            lane, most = (self._alarms, alarms) if self._alarms else (self._bulk, bulk)
            return [lane.popleft() for _ in range(min(most, len(lane)))]

    def depth(self) -> int:
        """How many wait."""
        with self._changed:
            return len(self._alarms) + len(self._bulk)
