"""A plain MQTT client for tests, which remembers what it heard."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from paho.mqtt.client import Client, MQTTMessage

from patrol import mqtt
from patrol.clock import monotonic

PATIENCE_S = 15.0


@dataclass
class Talker:
    """One client, connected or refused."""

    client: Client
    refused: str | None = None
    heard: list[MQTTMessage] = field(default_factory=list)
    grants: list[str] = field(default_factory=list)
    came: threading.Condition = field(default_factory=threading.Condition)

    @property
    def topics(self) -> list[str]:
        """The topics heard so far, in order."""
        return [message.topic for message in self.heard]

    def say(self, topic: str, payload: bytes = b"{}", *, qos: int = 1, retain: bool = False) -> None:
        """Publish and wait until the broker has taken it."""
        self.client.publish(topic, payload, qos, retain).wait_for_publish(PATIENCE_S)

    def hear(self, topic: str, qos: int = 1) -> str:
        """Subscribe and give the broker's answer."""
        before = len(self.grants)
        self.client.subscribe(topic, qos)
        self.until(lambda: len(self.grants) > before)
        return self.grants[-1]

    def until(self, happened: Callable[[], bool]) -> None:
        """Wait for something to have been heard."""
        deadline = monotonic() + PATIENCE_S
        with self.came:
            while not happened():
                left = deadline - monotonic()
                assert left > 0, f"did not happen in {PATIENCE_S} s; heard {self.topics}"
                self.came.wait(min(left, 0.2))

    def drop(self) -> None:
        """Vanish without a word, as after a power cut."""
        self.client.loop_stop()
        socket = self.client.socket()
        if socket is not None:
            socket.close()

    def leave(self) -> None:
        """Say good-bye."""
        self.client.disconnect()
        self.client.loop_stop()


def talker(
    url: str,
    name: str,
    *,
    keep_session: bool = False,
    manual_ack: bool = False,
    will: tuple[str, bytes] | None = None,
) -> Talker:
    """Connect and wait for the broker's answer."""
    client = mqtt.make_client(url, name, keep_session=keep_session, manual_ack=manual_ack)
    one = Talker(client)
    if will:
        client.will_set(will[0], will[1], 1, True)
    answered = threading.Event()

    def on_connect(*args: object) -> None:
        code = args[3]
        one.refused = None if str(code) == "Success" else str(code)
        answered.set()

    def note(act: Callable[[], None]) -> None:
        with one.came:
            act()
            one.came.notify_all()

    client.on_connect = on_connect
    client.on_message = lambda _c, _u, message: note(lambda: one.heard.append(message))
    client.on_subscribe = lambda _c, _u, _m, codes, _p: note(lambda: one.grants.append(str(codes[0])))
    mqtt.connect(client, url)
    client.loop_start()
    assert answered.wait(PATIENCE_S), "the broker gave no answer"
    if one.refused:
        client.loop_stop()
    return one
