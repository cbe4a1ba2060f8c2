"""What ingest counts of its own work, and its one line for each batch."""

import logging
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from patrol.actions.arrivals import Heard
from patrol.actions.intake import Taken
from patrol.gauge import SIZES, Spread
from patrol.rules.signal import Refusal

log = logging.getLogger("patrol.ingest")


class Flow:
    """Counts since the start; of each batch the first message counts, which waited longest."""

    def __init__(self) -> None:
        self._outcomes: Counter[str] = Counter(stored=0, known=0, refused=0)
        self._size, self._waited = Spread(SIZES), Spread()
        self._commit, self._device = Spread(), Spread()

    def stored(self, heard: Sequence[Heard], taken: Taken, *, commit_s: float, now: datetime) -> None:
        """Note a batch that is durable at `now`, and how long its commit took."""
        self._outcomes.update(stored=taken.stored, known=taken.known, refused=taken.refused)
        waited = (now - heard[0].message.received_at).total_seconds()
        lag = _from_device(heard, now)
        self._size.note(len(heard))
        self._waited.note(waited)
        self._commit.note(commit_s)
        if lag is not None:
            self._device.note(lag)
        if log.isEnabledFor(logging.INFO):
            told = f"messages={len(heard)} stored={taken.stored} known={taken.known} refused={taken.refused}"
            times = f"waited_ms={waited * 1000:.1f} commit_ms={commit_s * 1000:.1f}"
            device = "" if lag is None else f" device_ms={lag * 1000:.0f}"
            log.info("event='batch' %s %s%s", told, times, device)

    def card(self) -> dict[str, Any]:
        """Give it as a heartbeat carries it."""
        spreads = {
            "size": self._size,
            "waited": self._waited,
            "commit": self._commit,
            "device": self._device,
        }
        return {"messages": dict(self._outcomes)} | {name: one.card() for name, one in spreads.items()}


def _from_device(heard: Sequence[Heard], now: datetime) -> float | None:
    """Seconds since the device saw it, by its own clock, of the first that says when and is not retained."""
    for one in heard:
        if one.message.retained or isinstance(one.found, Refusal):
            continue
        for signal in one.found:
            if signal.happened_at is not None:
                return (now - signal.happened_at).total_seconds()
    return None
