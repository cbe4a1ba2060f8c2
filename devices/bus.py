"""What ingest tells the other processes: that something was stored, and where everything that moves is."""

import logging
import time
from collections.abc import Mapping
from threading import Lock
from typing import Any

import orjson
from paho.mqtt.client import Client

from patrol.actions.intake import Taken
from patrol.clock import Clock, monotonic
from patrol.gauge import Spread
from patrol.model.devices import DeviceState
from patrol.mqtt import HINTS, LIVE, POSITIONS, connect, make_client
from patrol.rules.entries import Register

log = logging.getLogger(__name__)

PING = f"{LIVE}/ping/ingest"
POSITIONS_EVERY_S = 0.2


class Bus:
    """Our own words on the broker; none of them is stored, and losing one costs little."""

    def __init__(self, url: str, *, clock: Clock) -> None:
        self._url = url
        self._clock = clock
        self._lock = Lock()
        self._moved: dict[str, dict[str, DeviceState]] = {}
        self._sent_at = 0.0
        self._answered_at: float | None = None
        self._asked_at: float | None = None
        self.answers = Spread()
        """Seconds from a word of ours to the broker until it is back."""
        self._client = make_client(url, f"patrol-bus-{time.monotonic_ns():x}")
        self._client.on_connect = self._connected
        self._client.on_message = self._answered

    def start(self) -> None:
        """Connect; the client's own thread keeps the connection."""
        connect(self._client, self._url)
        self._client.loop_start()

    def stop(self) -> None:
        """Leave."""
        self._client.disconnect()
        self._client.loop_stop()

    def tell(self, taken: Taken, register: Register) -> None:
        """Wake the relays, and note what moved."""
        if taken.told:
            self._client.publish(HINTS, b"{}", qos=0)
        with self._lock:
            for device_id, state in taken.moved.items():
                device = register.devices[device_id]
                market = register.markets[device.market_id].code
                self._moved.setdefault(market, {})[device.code] = state

    def send_positions(self) -> None:
        """Send the newest position of everything that moved, at most five times a second."""
        if monotonic() - self._sent_at < POSITIONS_EVERY_S:
            return
        with self._lock:
            moved, self._moved = self._moved, {}
        for market, states in moved.items():
            self._sent_at = monotonic()
            self._client.publish(f"{POSITIONS}/{market}", self._positions(states), qos=0)

    def ping(self) -> None:
        """Ask the broker for a word of our own back."""
        self._asked_at = monotonic()
        self._client.publish(PING, b"?", qos=0)

    def broker_age_s(self) -> float | None:
        """Seconds since the broker last gave us our own word back; None before it ever did."""
        return None if self._answered_at is None else monotonic() - self._answered_at

    def _positions(self, states: Mapping[str, DeviceState]) -> bytes:
        now = self._clock()
        items = [
            [
                code,
                state.lat,
                state.lon,
                state.course,
                state.speed_kmh,
                round((now - state.fix_at).total_seconds(), 1) if state.fix_at else None,
            ]
            for code, state in states.items()
        ]
        return orjson.dumps({"at": now, "items": items})

    def _connected(self, client: Client, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        if not reason.is_failure:
            client.subscribe(PING, 0)

    def _answered(self, _client: Client, _data: Any, _message: Any) -> None:
        self._answered_at = monotonic()
        if self._asked_at is not None:
            self.answers.note(self._answered_at - self._asked_at)
            self._asked_at = None
