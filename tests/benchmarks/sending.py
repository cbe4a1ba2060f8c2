"""Sending and matching: who said what when, and when it was first there."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.benchmarks.child import Child, child
from tests.benchmarks.load import Load

WINDOW = 400
"""Messages the broker may still have to answer for."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One run of a sender: message `first + i` was due at `t0 + i / rate`."""

    first: int
    count: int
    rate: float
    t0: int
    took_s: float
    broker_p99_ms: float | None
    devices: int

    def due(self, n: int) -> int:
        """Give the instant at which a message was to leave, in ns."""
        return self.t0 + int((n - self.first) / self.rate * 1e9)


class Sender:
    """A publisher that waits for orders."""

    def __init__(self, worker: Child, load: Load) -> None:
        self._worker, self._load = worker, load
        self._next = 0
        worker.answer()

    def begin(self, count: int, rate: float = 0, *, window: int = WINDOW) -> None:
        """Let it start; `rate` 0 means as fast as the broker takes it, with so many unanswered at most."""
        self._worker.say({"first": self._next, "count": count, "rate": rate, "window": window})
        self._rate = rate

    def end(self) -> Sent:
        """Wait until the broker has acknowledged everything."""
        told = self._worker.answer()
        acknowledged, devices = told["broker_p99_ms"], len(self._load.codes)
        sent = Sent(self._next, told["count"], self._rate, told["t0"], told["took_s"], acknowledged, devices)
        self._next += told["count"]
        return sent

    def send(self, count: int, rate: float = 0) -> Sent:
        """Send and wait."""
        self.begin(count, rate)
        return self.end()


@contextmanager
def sender(url: str, load: Load, name: str = "bench-device") -> Iterator[Sender]:
    """Run a publisher of its own for the length of the block."""
    order: Mapping[str, Any] = {
        "url": url,
        "name": name,
        "say": load.say,
        "codes": list(load.codes),
        "market": load.market,
        "root": load.root,
    }
    with child("sender", order) as worker:
        yield Sender(worker, load)


def first_seen(seen: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Give the first instant of each number."""
    found: dict[int, int] = {}
    for n, at in seen:
        found[n] = min(at, found.get(n, at))
    return found


def latencies(sent: Sent, seen: Mapping[int, int]) -> list[float]:
    """Give ms from due to seen, of the messages that were seen themselves."""
    return [(seen[n] - sent.due(n)) / 1e6 for n in range(sent.first, sent.first + sent.count) if n in seen]


def covered(sent: Sent, seen: Mapping[int, int]) -> list[float]:
    """Give ms from due until a board held a card that is at least as new as each message.

    Messages of one device in one transaction fold into one card; the card bears the newest number.
    """
    found: list[float] = []
    last = sent.first + sent.count - 1
    for device in range(sent.devices):
        at: int | None = None
        for n in range(last - (last - device) % sent.devices, sent.first - 1, -sent.devices):
            mine = seen.get(n)
            at = mine if at is None or (mine is not None and mine < at) else at
            if at is not None:
                found.append((at - sent.due(n)) / 1e6)
    return found
