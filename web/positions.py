"""The newest position of every device, from the bus to the boards; never stored, never queued."""

import threading
from collections.abc import Sequence
from typing import Any

import orjson

from patrol.mqtt import POSITIONS

Item = list[Any]
"""device, lat, lon, course, speed, fix age in seconds"""


class Positions:
    """Keeps the newest of each device until the next tick takes it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._fresh: dict[str, dict[str, Item]] = {}
        self._at: dict[str, str] = {}

    def hear(self, topic: str, payload: bytes) -> None:
        """Take a message of the bus; one that cannot be read is no news."""
        market = topic.removeprefix(f"{POSITIONS}/")
        try:
            body = orjson.loads(payload)
        except orjson.JSONDecodeError:
            return
        match body:
            case {"at": str(at), "items": list(items)}:
                self._keep(market, at, items)

    def take(self) -> dict[str, dict[str, Any]]:
        """Give what is new in each market since the last time."""
        with self._lock:
            fresh, self._fresh = self._fresh, {}
            return {
                market: {"at": self._at[market], "items": list(items.values())}
                for market, items in fresh.items()
            }

    def _keep(self, market: str, at: str, items: Sequence[Any]) -> None:
        with self._lock:
            newest = self._fresh.setdefault(market, {})
            newest |= {str(item[0]): item for item in items if isinstance(item, list) and len(item) == 6}
            self._at[market] = at
