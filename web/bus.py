"""The broker as bus between our processes: hints that something was committed, and the newest positions."""

import threading
from collections.abc import Callable
from typing import Any

from paho.mqtt.client import Client, MQTTMessage

from patrol.errors import Unavailable
from patrol.mqtt import HINTS, LIVE, POSITIONS, address, make_client
from web import journal

RETRY_S = 2.0
SAY_WITHIN_S = 2.0
PING_EVERY_S = 2.0

Hear = Callable[[str, bytes], None]


class Bus:
    """One connection of this process to the broker; without it everything works, a quarter second later."""

    def __init__(
        self,
        url: str,
        name: str,
        *,
        woken: Callable[[], None],
        positions: Hear,
        answered: Callable[[], None] = lambda: None,
    ) -> None:
        self._url, self._woken, self._positions, self._answered = url, woken, positions, answered
        self._ping = f"{LIVE}/ping/{name}"
        self._client = make_client(url, name)
        self._client.on_connect = self._connected
        self._client.on_subscribe = self._listens
        self._client.on_message = self._heard
        self._stop = threading.Event()

    def start(self) -> None:
        """Connect beside everything else, and again whenever the connection is lost."""
        threading.Thread(target=self._stay, name="bus", daemon=True).start()
        threading.Thread(target=self._ask, name="bus-ping", daemon=True).start()

    def hint(self) -> None:
        """Tell the other processes to look; a lost hint costs them a quarter second."""
        if self._client.is_connected():
            self._client.publish(HINTS, b'{"rooms":[]}', qos=0)

    def say(self, topic: str, payload: bytes) -> bool:
        """Publish as a device would, QoS 1, and tell whether the broker took it within two seconds."""
        if not self._client.is_connected():
            return False
        sent = self._client.publish(topic, payload, qos=1)
        try:
            sent.wait_for_publish(SAY_WITHIN_S)
            return sent.is_published()
        except (RuntimeError, ValueError):
            return False

    def stop(self) -> None:
        """Leave the broker."""
        self._stop.set()
        self._client.disconnect()

    def _ask(self) -> None:
        """Ask the broker for a word of our own back, so that we judge it whoever else is gone."""
        while not self._stop.wait(PING_EVERY_S):
            if self._client.is_connected():
                self._ask_once()

    def _ask_once(self) -> None:
        self._client.publish(self._ping, b"?", qos=0)

    def _stay(self) -> None:
        """paho's own threaded loop dies silently of an exception; this one goes on."""
        while not self._stop.is_set():
            try:
                self._client.connect(*address(self._url), keepalive=15)
                self._client.loop_forever(retry_first_connection=False)
            except (OSError, Unavailable):
                self._stop.wait(RETRY_S)
            except Exception as error:  # noqa: BLE001 - one bad message must not end the bus
                journal.failure("bus", "the bus stumbled", error)
                self._stop.wait(RETRY_S)

    def _connected(self, client: Client, *_: Any) -> None:
        client.subscribe([(HINTS, 0), (f"{POSITIONS}/#", 0), (self._ping, 0)])
        self._woken()

    def _listens(self, *_: Any) -> None:
        """Ask as soon as the answer can be heard: a start is over when the last part has spoken."""
        self._ask_once()

    def _heard(self, _client: Client, _userdata: object, message: MQTTMessage) -> None:
        if message.topic == HINTS:
            self._woken()
        elif message.topic == self._ping:
            self._answered()
        else:
            self._positions(message.topic, bytes(message.payload))
