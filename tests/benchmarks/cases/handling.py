"""What one message costs in processor time on its way through our own code, without broker or wait.

Time of the processor hardly depends on what else the machine does: the figure to compare changes by.
"""

import time
from dataclasses import dataclass

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
    "Processor time for one message, the least of the runs. read: bytes to signals. keep raw: the text "
    "that is stored. whole: both, the decisions, and all SQL, on SQLite."
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
    hands = _hands(ground)
    for say in (Say.POSITIONS, Say.STORED, Say.ALERTS):
        _whole(hands, say, 600, 250)  # states and alerts that are there from now on
    rows = tuple(_row(hands, say, effort) for say in (Say.POSITIONS, Say.STORED, Say.ALERTS))
    return Report("handling", (Table("Handling: processor time for one message", HEADS, rows, NOTE),))


def _hands(ground: Ground) -> Hands:
    town = ground.town(Database.SQLITE)
    sessions = make_sessions(make_engine(town.url))
    media = ground.folder / "media"
    handler = Handler(
        sessions, RegisterCache(), media, system_clock, town.market, lambda _taken, _register: None
    )
    return Hands(town, handler)


def _row(hands: Hands, say: Say, effort: Effort) -> tuple[Cell, ...]:
    count = effort.backlog // 4
    read = min(_read(hands, say, count) for _ in range(effort.repeats))
    raw = min(_raw(hands, say, count) for _ in range(effort.repeats))
    whole = [
        min(_whole(hands, say, count if batch > 1 else count // 10, batch) for _ in range(effort.repeats))
        for batch in BATCHES
    ]
    return (say, *(round(each, 1) for each in (read, raw, *whole)))


def _read(hands: Hands, say: Say, count: int) -> float:
    messages = hands.messages(say, count)
    began = time.process_time()
    for message in messages:
        router.read(message)
    return (time.process_time() - began) / count * 1e6


def _raw(hands: Hands, say: Say, count: int) -> float:
    messages = hands.messages(say, count)
    began = time.process_time()
    for message in messages:
        raw_of(message.payload)
    return (time.process_time() - began) / count * 1e6


def _whole(hands: Hands, say: Say, count: int, batch: int) -> float:
    messages = hands.messages(say, count)
    began = time.process_time()
    for start in range(0, count, batch):
        hands.handler.handle(messages[start : start + batch])
    return (time.process_time() - began) / count * 1e6
