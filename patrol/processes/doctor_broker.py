"""What would lose messages in a broker: tried out with a session that goes away and comes back."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex
from threading import Event
from typing import Any

from paho.mqtt.client import Client, MQTTMessage

from patrol.clock import monotonic
from patrol.mqtt import LIVE, address, connect, make_client, try_to_connect
from patrol.processes.finding import Finding, ill, ok

WAITING = 5_000
"""Messages that a broker must keep for who is away. Its whole limit is not tried out."""

FLEETING = 20
LAST = b"last"
SAY_AGAIN_S = 0.2
PATIENCE_S = 30.0
MARK = "patrol-doctor-mark"
MARK_LASTS = timedelta(days=13)
CURE = "see docs/field.md"


@dataclass(slots=True)
class Visit:
    """One connection to the broker, from answer to good-bye."""

    client: Client
    url: str
    session_present: bool = False
    heard: list[MQTTMessage] = field(default_factory=list)
    answered: Event = field(default_factory=Event)
    caught_up: bool = False

    def __enter__(self) -> "Visit":
        self.client.on_connect = self._connected
        self.client.on_message = self._hear
        connect(self.client, self.url)
        self.client.loop_start()
        self.answered.wait(PATIENCE_S)
        return self

    def __exit__(self, *_: object) -> None:
        self.client.disconnect()
        self.client.loop_stop()

    def subscribe(self, topic: str) -> None:
        """Subscribe and wait for the answer."""
        done = Event()
        self.client.on_subscribe = lambda *_: done.set()
        self.client.subscribe(topic, 1)
        done.wait(PATIENCE_S)

    def listen(self, topic: str) -> None:
        """Take what waited, however long it takes: our own word on `topic` comes behind all of it.

        The word is said again and again, for a full queue drops what comes last.
        """
        until = monotonic() + PATIENCE_S
        while not self.caught_up and monotonic() < until:
            self.client.publish(topic, LAST, qos=1)
            Event().wait(SAY_AGAIN_S)

    def _connected(self, _client: Client, _data: Any, flags: Any, _code: Any, _properties: Any) -> None:
        self.session_present = bool(flags.session_present)
        self.answered.set()

    def _hear(self, _client: Client, _data: Any, message: MQTTMessage) -> None:
        if message.payload == LAST:
            self.caught_up = True
        else:
            self.heard.append(message)


def examine_broker(url: str, data_dir: Path, *, now: datetime) -> Iterator[Finding]:
    """Try out what a broker keeps for who is away, and what it remembers of our last visit."""
    name = f"patrol-doctor-{token_hex(4)}"
    topic = f"{LIVE}/doctor/{name}"
    with Visit(make_client(url, name, keep_session=True), url) as first:
        first.subscribe(topic)
    _say(url, topic)
    with Visit(make_client(url, name, keep_session=True), url) as back:
        back.listen(topic)
    try_to_connect(url, name)
    if not back.session_present:
        yield ill("queue", f"the broker keeps no sessions: what comes while ingest is away is lost; {CURE}")
        return
    if not back.caught_up:
        yield ill(
            "queue", f"after {PATIENCE_S:.0f} s the broker still held some of what waited: is it overloaded?"
        )
        return
    yield from _judge(back.heard)
    yield _remembered(url, data_dir, now)


def _say(url: str, topic: str) -> None:
    with Visit(make_client(url, f"patrol-doctor-{token_hex(4)}"), url) as told:
        for _ in range(FLEETING):
            told.client.publish(topic, b"fleeting", qos=0)
        last = [told.client.publish(topic, b"waiting", qos=1) for _ in range(WAITING)][-1]
        last.wait_for_publish(PATIENCE_S)


def _judge(heard: list[MQTTMessage]) -> Iterator[Finding]:
    fleeting = [message for message in heard if message.payload == b"fleeting"]
    kept = len(heard) - len(fleeting)
    if kept < WAITING:
        yield ill("queue", f"of {WAITING} messages the broker kept {kept}: raise max_queued_messages; {CURE}")
    else:
        yield ok("queue", f"at least {WAITING} messages wait for ingest while it is away")
    if not fleeting:
        yield ill("queue", f"QoS 0 is lost while ingest is away: set queue_qos0_messages true; {CURE}")
    elif all(message.qos == 0 for message in fleeting):
        yield ill("queue", f"QoS 0 is lost when ingest dies: set upgrade_outgoing_qos true; {CURE}")


def _remembered(url: str, data_dir: Path, now: datetime) -> Finding:
    """Look for the session that was left at the last visit, and leave one for the next."""
    host, port = address(url)
    file, here = data_dir / "doctor.json", f"{host}:{port}"
    with Visit(make_client(url, MARK, keep_session=True), url) as visit:
        visit.subscribe(f"{LIVE}/doctor/mark")
    left = None
    with suppress(OSError, ValueError, KeyError):
        told = json.loads(file.read_text(encoding="utf-8"))
        left = datetime.fromisoformat(told["at"]) if told["broker"] == here else None
    with suppress(OSError):
        file.write_text(json.dumps({"broker": here, "at": now.isoformat()}), encoding="utf-8")
    if left is None or now - left > MARK_LASTS:
        return ok("memory", "a session is left with the broker; the next visit tells whether it kept it")
    if visit.session_present:
        return ok("memory", f"the broker remembers our visit of {left:%Y-%m-%d %H:%M}")
    since = f"{left:%Y-%m-%d %H:%M}"
    return ill("memory", f"the broker has forgotten what it kept since {since}: set persistence true; {CURE}")
