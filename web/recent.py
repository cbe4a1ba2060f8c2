"""What all processes counted in the last quarter of an hour, as this web process read it."""

from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from threading import Lock

from patrol.queries.health import Flow

Reading = tuple[datetime, Sequence[Flow]]


class Recent:
    """A reading every few seconds; the oldest makes room for the newest."""

    EVERY = timedelta(seconds=5)
    KEPT = 181
    STILL_THERE = timedelta(seconds=30)
    """A process that gave no sign for longer is not among those that work."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._readings: deque[Reading] = deque(maxlen=self.KEPT)

    def add(self, at: datetime, flows: Sequence[Flow]) -> None:
        """Keep one more."""
        with self._lock:
            self._readings.append((at, flows))

    def all(self) -> list[Reading]:
        """Give them, the oldest first."""
        with self._lock:
            return list(self._readings)
