"""The connections: one shared by most devices, and one with a will of its own for each car."""

import socket
import ssl
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from urllib.parse import unquote, urlsplit

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from simulators import speech
from simulators.market import Device
from simulators.utterance import SHARED, Cut, Utterance, encode

KEEPALIVE_S = 20
QUEUE = 2000
"""Messages that wait at most on one connection while the broker is away."""
RETRY_S = (1, 5)
Say = Callable[[str], None]


class Link:
    """One connection that comes back by itself."""

    def __init__(self, url: str, *, will: Utterance | None, birth: Utterance | None, say: Say) -> None:
        self._birth = birth
        self._say = say
        self._url = urlsplit(url)
        self._kept: set[str] = set()
        self.client = Client(
            CallbackAPIVersion.VERSION2, client_id=f"sim-{uuid.uuid4().hex[:16]}", protocol=MQTTv311
        )
        if self._url.username:
            self.client.username_pw_set(unquote(self._url.username), unquote(self._url.password or ""))
        if self._url.scheme == "mqtts":
            self.client.tls_set_context(ssl.create_default_context())
        if will is not None:
            self.client.will_set(will.topic, will.payload, will.qos, will.retain)
        self.client.max_queued_messages_set(QUEUE)
        self.client.reconnect_delay_set(*RETRY_S)
        self.client.on_connect = self._connected
        self.client.on_disconnect = self._disconnected

    def open(self) -> None:
        """Begin to connect; it is tried until it succeeds."""
        port = self._url.port or (8883 if self._url.scheme == "mqtts" else 1883)
        self.client.connect_async(self._url.hostname or "127.0.0.1", port, KEEPALIVE_S)
        self.client.loop_start()

    def _connected(
        self,
        client: Client,
        _data: object,
        _flags: ConnectFlags,
        reason: ReasonCode,
        _more: Properties | None,
    ) -> None:
        if reason.is_failure:
            self._say(f"the broker refuses: {reason}")
            return
        client.reconnect_delay_set(*RETRY_S)
        if self._birth is not None:
            self.say(self._birth)

    def _disconnected(
        self,
        _client: Client,
        _data: object,
        _flags: DisconnectFlags,
        reason: ReasonCode,
        _more: Properties | None,
    ) -> None:
        if reason.is_failure and self._birth is None:
            self._say("the broker is away; what matters waits for it")

    def say(self, said: Utterance) -> None:
        """Publish; without a connection QoS 0 is lost and QoS 1 waits, the newest lost when too many do."""
        if said.retain:
            (self._kept.add if said.payload else self._kept.discard)(said.topic)
        self.client.publish(said.topic, said.payload, said.qos, said.retain)

    def cut(self, for_s: float) -> None:
        """Break the connection without a word, and stay away for so many seconds."""
        wire = self.client.socket()
        if isinstance(wire, socket.socket):
            self.client.reconnect_delay_set(max(1, int(for_s)), max(2, int(for_s) + 1))
            with suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)

    def leave(self) -> None:
        """Say goodbye: no ghost is left in the broker's store, and no will is said."""
        for topic in self._kept - {self._birth.topic if self._birth else ""}:
            self.client.publish(topic, b"", 1, retain=True)
        if self._birth is not None and self.client.is_connected():
            offline = self.client.publish(self._birth.topic, encode({"state": "offline"}), 1, retain=True)
            with suppress(RuntimeError, ValueError):
                offline.wait_for_publish(1.0)
        self.client.disconnect()

    def join(self) -> None:
        """Wait for the connection's thread, which ends within a second of leaving."""
        self.client.loop_stop()


class Links:
    """All connections of a play."""

    def __init__(self, url: str, market: str, owners: Sequence[Device], say: Say) -> None:
        self._links = {SHARED: Link(url, will=None, birth=None, say=say)}
        for device in owners:
            birth, will = (
                speech.status(market, device, 0.0, {"state": state}, qos=1, retain=True)
                for state in ("online", "offline")
            )
            self._links[device.code] = Link(url, will=will, birth=birth, say=say)

    def open(self) -> None:
        """Begin to connect them all."""
        for link in self._links.values():
            link.open()

    def ready(self) -> bool:
        """Say whether the shared connection stands."""
        return self._links[SHARED].client.is_connected()

    def say(self, said: Utterance) -> None:
        """Publish on the connection of the device, else on the shared one."""
        self._links.get(said.line, self._links[SHARED]).say(said)

    def cut(self, cut: Cut) -> None:
        """Break one connection, or all of them."""
        for code, link in self._links.items():
            if cut.line in ("*", code):
                link.cut(cut.for_s)

    def close(self) -> None:
        """Say goodbye on all of them, and then wait for all of them."""
        for link in self._links.values():
            link.leave()
        for link in self._links.values():
            link.join()
