"""What one message costs in processor time on its way through our own code, without broker or wait.

Time of the processor hardly depends on what else the machine does: the figure to compare changes by.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from devices import router
from devices.handlers import Handler
from devices.media import raw_of
from patrol.clock import system_clock
from patrol.db import make_engine, make_sessions
from patrol.queries.register import RegisterCache
from patrol.rules.signal import Message
from tests.benchmarks.effort import Effort
from tests.benchmarks.load import Say
from tests.benchmarks.report import Cell, Report, Table
from tests.benchmarks.site import Database, Ground
from tests.benchmarks.town import Town

BATCHES = (1, 10, 250)
HEADS = ("what", "read µs", "keep raw µs", *(f"whole, batches of {batch}: µs" for batch in BATCHES))
NOTE = (
    "Processor time for one message, in the calmest tenth of the batches. read: bytes to signals. "
    "keep raw: the text that is stored. whole: both, the decisions, and all SQL, on SQLite."
)


@dataclass(slots=True)
class Hands:
    """A handler on a fresh database, and the numbers of messages it was given."""

    town: Town
    handler: Handler
    next: int = 0

    def messages(self, say: Say, count: int) -> list[Message]:
        """Make messages that were never heard before."""
        at, load = system_clock(), self.town.load(say)
        told = (load.message(n, at.isoformat()) for n in range(self.next, self.next + count))
        self.next += count
        return [Message(topic, body.encode(), 1, False, at) for topic, body in told]


def measure(ground: Ground, effort: Effort) -> Report:
    """Give the same messages to ever larger parts of the way."""
    hands = hands_on(ground.town(Database.SQLITE), ground.folder / "media")
    for say in (Say.POSITIONS, Say.STORED, Say.ALERTS):
        _whole(hands, say, 600, 250)  # states and alerts that are there from now on
    rows = tuple(_row(hands, say, effort) for say in (Say.POSITIONS, Say.STORED, Say.ALERTS))
    return Report("handling", (Table("Handling: processor time for one message", HEADS, rows, NOTE),))


def one_call_us(town: Town, media: Path, count: int) -> float:
    """Give the µs of processor that one call for help takes alone, in a market that is there already."""
    hands = hands_on(town, media)
    _whole(hands, Say.SOS, 50, 1)
    return round(_calm(_whole(hands, Say.SOS, count, 1)))


def hands_on(town: Town, media: Path) -> Hands:
    """Give a handler on a market."""
    sessions = make_sessions(make_engine(town.url))
    handler = Handler(
        sessions, RegisterCache(), media, system_clock, town.market, lambda _taken, _register: None
    )
    return Hands(town, handler)


def _row(hands: Hands, say: Say, effort: Effort) -> tuple[Cell, ...]:
    count = max(2_500, effort.backlog // 4) if effort.backlog > 1_000 else effort.backlog
    read = _calm(_timed(hands, say, count, 50, lambda each: [router.read(message) for message in each]))
    raw = _calm(_timed(hands, say, count, 50, lambda each: [raw_of(message.payload) for message in each]))
    whole = [
        _calm(_whole(hands, say, count * effort.repeats if batch > 10 else count // 5, batch))
        for batch in BATCHES
    ]
    return (say, *(round(each, 1) for each in (read, raw, *whole)))


def _whole(hands: Hands, say: Say, count: int, batch: int) -> list[float]:
    return _timed(hands, say, count, batch, hands.handler.handle)


def _timed(
    hands: Hands, say: Say, count: int, batch: int, work: Callable[[list[Message]], object]
) -> list[float]:
    """Give the µs of processor time for one message, of each batch."""
    found = []
    for _ in range(max(1, count // batch)):
        messages = hands.messages(say, batch)
        began = time.process_time_ns()
        work(messages)
        found.append((time.process_time_ns() - began) / batch / 1000)
    return found


def _calm(found: list[float]) -> float:
    """Give what a tenth of the batches took at most: neighbours disturb even the processor's own time."""
    return sorted(found)[len(found) // 10]
