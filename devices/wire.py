"""One session at the broker: subscribe once, hand every message on, come back after every loss."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Event, Thread
from typing import Any

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import MQTTErrorCode

from devices.lanes import Held
from patrol.clock import Clock
from patrol.mqtt import connect, make_client
from patrol.rules.signal import Message

log = logging.getLogger(__name__)

QOS = 1


def message_of(got: MQTTMessage, now: datetime) -> Message:
    """Take over what the library hands us."""
    return Message(
        topic=got.topic, payload=bytes(got.payload), qos=got.qos, retained=bool(got.retain), received_at=now
    )


class WireSession:
    """A persistent session with a fixed client id; what is not acknowledged comes again."""

    def __init__(
        self,
        url: str,
        client_id: str,
        topics: Sequence[str],
        put: Callable[[Held], None],
        *,
        clock: Clock,
        renew: bool,
    ) -> None:
        self._url = url
        self._topics = list(topics)
        self._put = put
        self._clock = clock
        self._renew = renew
        self._client = make_client(url, client_id, keep_session=True, manual_ack=True)
        self._client.on_connect = self._connected
        self._client.on_disconnect = self._disconnected
        self._client.on_message = self._received
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
        self.connected = False

    def _received(self, client: Client, _data: Any, got: MQTTMessage) -> None:
        message = message_of(got, self._clock())

        def acknowledge(mid: int = got.mid, qos: int = got.qos) -> None:
            if client.ack(mid, qos) not in (MQTTErrorCode.MQTT_ERR_SUCCESS, MQTTErrorCode.MQTT_ERR_NO_CONN):
                log.warning("could not acknowledge message %d; it will come again", mid)

        self._put(Held(message, acknowledge))
