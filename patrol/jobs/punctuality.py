"""How late each job comes to its turn, how long it takes, how often it fails; a line for each that acts."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any

from patrol.clock import monotonic
from patrol.gauge import Spread

_log = logging.getLogger("patrol.jobs")


@dataclass(slots=True)
class Turn:
    """One look of one job, as it goes."""

    acted: bool = False
    failed: bool = False


@dataclass(slots=True)
class Record:
    """What is known of one job since the start; seconds."""

    due_at: float | None = None
    late_s: float = 0.0
    took_s: float = 0.0
    looks: int = 0
    acts: int = 0
    failures: int = 0

    def card(self) -> dict[str, Any]:
        """Give it as a heartbeat carries it; `late_s` and `took_s` are of the last look."""
        seconds = {"late_s": round(self.late_s, 3), "took_s": round(self.took_s, 3)}
        return seconds | {"looks": self.looks, "acts": self.acts, "failures": self.failures}


class Punctuality:
    """Of all jobs of one scheduler; several threads note in it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._records: dict[str, Record] = {}
        self._late = Spread()

    @contextmanager
    def turn(self, name: str, every_s: float) -> Iterator[Turn]:
        """Time one look; it is late by what passed since it was due, `every_s` after the one before."""
        began, turn = monotonic(), Turn()
        record = self._begin(name, began, every_s)
        try:
            yield turn
        finally:
            self._end(name, record, turn, monotonic() - began)

    def timed(self, name: str, every_s: float, work: Callable[[], None]) -> Callable[[], None]:
        """Give the work of a thread of its own, timed as the others are."""

        def round_() -> None:
            with self.turn(name, every_s):
                work()

        return round_

    def card(self) -> dict[str, Any]:
        """Give `late`, all together, and `jobs`, each alone."""
        with self._lock:
            jobs = {name: record.card() for name, record in self._records.items()}
            return {"late": self._late.card(), "jobs": jobs}

    def _begin(self, name: str, began: float, every_s: float) -> Record:
        with self._lock:
            record = self._records.setdefault(name, Record())
            record.late_s = max(0.0, began - record.due_at) if record.due_at is not None else 0.0
            record.due_at = began + every_s
            record.looks += 1
            self._late.note(record.late_s)
            return record

    def _end(self, name: str, record: Record, turn: Turn, took_s: float) -> None:
        with self._lock:
            record.took_s = took_s
            record.acts += turn.acted
            record.failures += turn.failed
        if turn.acted and name != "pulse":
            _log.info(
                "event='job' job=%s late_ms=%.1f took_ms=%.1f", name, record.late_s * 1000, took_s * 1000
            )
