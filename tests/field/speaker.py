"""A device of any MQTT version, and all that it hears."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from secrets import token_hex

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.properties import Properties

from patrol.clock import monotonic

PATIENCE_S = 20.0
V31, V311, V5 = MQTTProtocolVersion.MQTTv31, MQTTProtocolVersion.MQTTv311, MQTTProtocolVersion.MQTTv5


@dataclass(slots=True)
class Speaker:
    """One client; `answers` are what the broker said to its publishing, `granted` to its subscribing."""

    client: Client
    refused: str | None = None
    session_present: bool = False
    heard: list[MQTTMessage] = field(default_factory=list)
    granted: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    def say(self, topic: str, payload: bytes = b"{}", *, qos: int = 1) -> None:
        """Publish and wait until it is on the broker."""
        self.client.publish(topic, payload, qos).wait_for_publish(PATIENCE_S)

    def say_all(self, messages: list[tuple[str, bytes, int]]) -> None:
        """Publish many, and wait for the last of them."""
        for told in [self.client.publish(topic, payload, qos) for topic, payload, qos in messages]:
            told.wait_for_publish(PATIENCE_S)

    def listen(self, topic: str) -> str:
        """Subscribe and give the broker's answer."""
        before = len(self.granted)
        self.client.subscribe(topic, 1)
        until(lambda: len(self.granted) > before)
        return self.granted[-1]

    def payloads(self) -> list[bytes]:
        return [bytes(message.payload) for message in self.heard]


def until(happened: Callable[[], bool]) -> None:
    """Wait for it."""
    deadline, pause = monotonic() + PATIENCE_S, threading.Event()
    while not happened():
        assert monotonic() < deadline, f"did not happen in {PATIENCE_S} s"
        pause.wait(0.02)


@contextmanager
def speaker(
    port: int,
    account: tuple[str, str] | None,
    *,
    name: str = "",
    version: MQTTProtocolVersion = V311,
    keep_session: bool = False,
) -> Iterator[Speaker]:
    """Connect, wait for the broker's answer, and leave at the end of the block."""
    clean = None if version == V5 else not keep_session
    client = Client(
        CallbackAPIVersion.VERSION2,
        client_id=name or f"speaker-{token_hex(4)}",
        clean_session=clean,
        protocol=version,
    )
    one, answered = Speaker(client), threading.Event()
    if account is not None:
        client.username_pw_set(*account)

    def on_connect(_c: Client, _u: object, flags: object, code: object, _p: Properties | None) -> None:
        one.refused = None if str(code) == "Success" else str(code)
        one.session_present = bool(getattr(flags, "session_present", False))
        answered.set()

    client.on_connect = on_connect
    client.on_message = lambda _c, _u, message: one.heard.append(message)
    client.on_subscribe = lambda _c, _u, _m, codes, _p: one.granted.append(str(codes[0]))
    client.on_publish = lambda _c, _u, _m, code, _p: one.answers.append(str(code))
    client.connect("127.0.0.1", port, keepalive=30)
    client.loop_start()
    try:
        assert answered.wait(PATIENCE_S), "the broker gave no answer"
        yield one
    finally:
        client.disconnect()
        client.loop_stop()
