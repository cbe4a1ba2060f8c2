"""Calendars that were written lately, and how often each link may ask."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

KEPT = 200
ASKS, PER_S = 60, 60.0
"""A calendar asks every few minutes at most; one that asks more often is refused until the minute is over."""
REMEMBERED = 5000


class FeedShelf:
    """The newest bytes by their mark; the oldest go when there are too many."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._writing, self._looking = threading.Lock(), threading.Lock()
        self._written: OrderedDict[str, bytes] = OrderedDict()
        self._asked: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def find(self, mark: str) -> bytes | None:
        """Give what was written for a mark, if anybody has."""
        with self._lock:
            return self._written.get(mark)

    @contextmanager
    def turn_to_write(self) -> Iterator[None]:
        """Wait for one's turn: calendars are written one after the other, however many are asked for at once.

        Writing takes a processor; whoever waits should hold no connection to the database meanwhile.
        """
        with self._writing:
            yield

    @contextmanager
    def turn_to_look(self) -> Iterator[None]:
        """Wait for one's turn to see whether a calendar has changed.

        A hundred that look at once would take turns with the board's own thread; one after the other, the
        last of them has its answer as soon, and the board waits for one of them at most.
        """
        with self._looking:
            yield

    def put(self, mark: str, body: bytes) -> None:
        """Keep what was written for a mark."""
        with self._lock:
            self._written[mark] = body
            while len(self._written) > KEPT:
                self._written.popitem(last=False)

    def too_often(self, link: str) -> bool:
        """Count an asking of a link, and say whether it has asked too often in this minute."""
        now = self._clock()
        with self._lock:
            since, count = self._asked.pop(link, (now, 0))
            if now - since >= PER_S:
                since, count = now, 0
            self._asked[link] = (since, count + 1)
            while len(self._asked) > REMEMBERED:
                self._asked.popitem(last=False)
        return count >= ASKS
