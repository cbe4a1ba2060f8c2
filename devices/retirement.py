"""After the number of parts has changed: what the sessions of the old division still hold is taken over."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from threading import Event, Thread
from typing import Any

from paho.mqtt.client import Client, MQTTMessage
from sqlalchemy.orm import Session

from devices.division import Part
from devices.lanes import Held
from devices.wire import QOS, Put
from patrol.clock import Clock, monotonic
from patrol.db import Sessions
from patrol.model.stream import Heartbeat, Meta
from patrol.mqtt import connect, make_client, try_to_connect
from patrol.rules.signal import Message

log = logging.getLogger(__name__)

DIVISION = "ingest:parts"
"""Name in `meta` of the number of parts whose sessions the broker keeps."""

FRESH = timedelta(seconds=8)
QUIET_S = 3.0
LOOK_EVERY_S = 0.5


def retire(part: Part, url: str, sessions: Sessions, put: Put, *, clock: Clock, stop: Event) -> None:
    """Let the first part see to it, in a thread of its own; nothing to do where the number is the same.

    It waits until every part of the new division lives: from then on the broker keeps everything for
    them. Then it stops the old sessions' subscriptions, takes what waits in them and deletes them.
    What comes both ways has one key and is stored once. All old processes must have been stopped.
    """
    if part.number > 1:
        return
    with sessions.begin() as session:
        old = _old_division(session, part)
    if old is not None:
        task = Retirement(part, old, url, sessions, put, clock, stop)
        Thread(target=task.run, name="retirement", daemon=True).start()


def _old_division(session: Session, part: Part) -> int | None:
    known = session.get(Meta, DIVISION)
    if known is not None:
        return int(known.value) if int(known.value) != part.of else None
    was_whole = session.get(Meta, f"topics:{Part().name}-alarm") is not None
    session.add(Meta(name=DIVISION, value="1" if was_whole else str(part.of)))
    return 1 if was_whole and part.of > 1 else None


@dataclass(frozen=True, slots=True)
class Retirement:
    """From a division into `old` parts to the one that `part` belongs to."""

    part: Part
    old: int
    url: str
    sessions: Sessions
    put: Put
    clock: Clock
    stop: Event

    def run(self) -> None:
        """Wait for the others, empty the old sessions, and note that it is done."""
        while not self._all_live():
            if self.stop.wait(LOOK_EVERY_S):
                return
        for number in range(1, self.old + 1):
            before = Part(number, self.old)
            for name, topics in (("alarm", before.alarm_topics()), ("bulk", before.bulk_topics())):
                if not self._empty(f"{before.name}-{name}", topics):
                    return
        with self.sessions.begin() as session:
            session.merge(Meta(name=DIVISION, value=str(self.part.of)))

    def _all_live(self) -> bool:
        names = [Part(number + 1, self.part.of).heartbeat for number in range(self.part.of)]
        with self.sessions() as session:
            beats = [session.get(Heartbeat, name) for name in names]
        return all(beat is not None and self.clock() - beat.at < FRESH for beat in beats)

    def _empty(self, name: str, topics: tuple[str, ...]) -> bool:
        """Take what waits in a session and have the broker forget it; False: told to stop before."""
        rest = Rest(self.url, name, topics, self.put, self.clock)
        rest.start()
        while not rest.is_over():
            if self.stop.wait(LOOK_EVERY_S):
                rest.leave()
                return False
        rest.leave()
        _forget(self.url, name)
        log.info("the old session %s is empty and gone", name)
        return True


class Rest:
    """What one old session still holds."""

    def __init__(self, url: str, name: str, topics: tuple[str, ...], put: Put, clock: Clock) -> None:
        self._url, self._topics, self._put, self._clock = url, topics, put, clock
        self._quiet_since: float | None = None
        self._unstored: set[int] = set()
        self._client = make_client(url, name, keep_session=True, manual_ack=True)
        self._client.on_connect = self._connected
        self._client.on_unsubscribe = lambda *_: self._note()
        self._client.on_message = self._received

    def start(self) -> None:
        """Sign in as the old session."""
        connect(self._client, self._url)
        self._client.loop_start()

    def leave(self) -> None:
        """Sign out; what is not stored yet stays with the broker."""
        self._client.disconnect()
        self._client.loop_stop()

    def is_over(self) -> bool:
        """Say whether nothing comes any more and all that came is stored."""
        quiet = self._quiet_since is not None and monotonic() - self._quiet_since > QUIET_S
        return quiet and not self._unstored and self._client.is_connected()

    def _note(self) -> None:
        self._quiet_since = monotonic()

    def _connected(self, client: Client, *_: Any) -> None:
        self._unstored.clear()
        self._quiet_since = None
        client.unsubscribe(list(self._topics) or ["patrol/nothing"])

    def _received(self, _client: Client, _data: Any, got: MQTTMessage) -> None:
        self._note()
        self._unstored.add(got.mid)
        message = Message(got.topic, bytes(got.payload), got.qos, bool(got.retain), self._clock())
        self._put([Held(message, self, got.mid)])

    def acknowledge(self, mids: Sequence[int]) -> None:
        """Tell the broker that these are stored."""
        for mid in mids:
            self._client.ack(mid, QOS)
            self._unstored.discard(mid)


def _forget(url: str, name: str) -> None:
    """Sign in once without a session to keep: that ends the old one."""
    if refusal := try_to_connect(url, name):
        log.warning("the old session %s cannot be ended: %s", name, refusal)
