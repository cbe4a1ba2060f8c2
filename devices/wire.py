"""One session at the broker: subscribe once, hand every message on, come back after every loss."""

import logging
from collections.abc import Callable, Sequence
from threading import Event, Thread
from typing import Any

from paho.mqtt.client import Client

from devices.lanes import Held
from devices.reader import Got, Reader
from patrol.clock import Clock
from patrol.mqtt import connect, make
from patrol.rules.signal import Message

log = logging.getLogger(__name__)

QOS = 1

Put = Callable[[Sequence[Held]], None]


class Connection:
    """What came on one connection is acknowledged on it, or comes again: the next one numbers anew."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.open = True

    def acknowledge(self, mids: Sequence[int]) -> None:
        """Tell the broker that these are stored; what came with QoS 0 bears no number and wants no word."""
        numbered = [mid for mid in mids if mid]
        if numbered and not (self.open and self._reader.acknowledge(numbered)):
            log.warning("%d stored messages could not be acknowledged; they will come again", len(numbered))


class WireSession:
    """A persistent session with a fixed client id; what is not acknowledged comes again."""

    def __init__(
        self, url: str, client_id: str, topics: Sequence[str], put: Put, *, clock: Clock, renew: bool
    ) -> None:
        self._url = url
        self._topics = list(topics)
        self._put = put
        self._clock = clock
        self._renew = renew
        self._client = make(Reader, url, client_id, keep_session=True, manual_ack=True)
        self._client.on_connect = self._connected
        self._client.on_disconnect = self._disconnected
        self._client.on_bundle = self._received
        self._line = Connection(self._client)
        self.connected = False
        self.listening = Event()
        self._client.on_subscribe = lambda *_: self.listening.set()

    def start(self, on_death: Callable[[BaseException], None]) -> Thread:
        """Connect and run in a thread of its own; a fault of the thread itself is told."""
        connect(self._client, self._url)

        def run() -> None:
            try:
                self._client.loop_forever(retry_first_connection=True)
            except BaseException as error:  # noqa: BLE001 - whatever ends this thread must be known
                on_death(error)

        thread = Thread(target=run, name=f"wire-{self._client._client_id!r}", daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        """Leave the broker; the session and what waits in it stay there."""
        self.connected = False
        self._client.disconnect()

    def _connected(self, client: Client, _data: Any, flags: Any, reason: Any, _properties: Any) -> None:
        if reason.is_failure:
            log.error("the broker refused us: %s", reason)
            return
        self._line = Connection(self._client)
        self.connected = True
        if self._renew or not flags.session_present:
            client.subscribe([(topic, QOS) for topic in self._topics])
            self._renew = False
        else:
            self.listening.set()
        log.info("connected, session %s", "kept" if flags.session_present else "new")

    def _disconnected(self, _client: Client, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        if self.connected:
            log.warning("the broker is gone: %s", reason)
        self.connected = self._line.open = False

    def _received(self, bundle: Sequence[Got]) -> None:
        now, line = self._clock(), self._line
        self._put(
            [
                Held(Message(got.topic, got.payload, got.qos, got.retained, now), line, got.mid)
                for got in bundle
            ]
        )
