"""What the broker handed over and is not stored yet: alarms before bulk, in the order they came."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition

from patrol.rules.signal import Message


@dataclass(frozen=True, slots=True)
class Held:
    """A message with the way to tell the broker that it is stored."""

    message: Message
    acknowledge: Callable[[], None]


class Lanes:
    """Two queues and one taker. The broker's limit of unacknowledged messages bounds both."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._alarms: deque[Held] = deque()
        self._bulk: deque[Held] = deque()

    def put_alarm(self, held: Held) -> None:
        """Add a message of the session that bears alarms."""
        with self._changed:
            self._alarms.append(held)
            self._changed.notify()

    def put_bulk(self, held: Held) -> None:
        """Add a message of the session of positions and detail."""
        with self._changed:
            self._bulk.append(held)
            self._changed.notify()

    def take(self, *, most: int, wait_s: float) -> list[Held]:
        """Give what waits, alarms first and never mixed with bulk; empty after `wait_s` of quiet."""
        with self._changed:
            if not self._alarms and not self._bulk:
                self._changed.wait(wait_s)
            lane = self._alarms or self._bulk
            return [lane.popleft() for _ in range(min(most, len(lane)))]

    def depth(self) -> int:
        """How many wait."""
        with self._changed:
            return len(self._alarms) + len(self._bulk)
