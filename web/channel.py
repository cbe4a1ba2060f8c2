"""One room in this process: who hears it live, and how far it has been read."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from patrol.cards.things import stamp
from patrol.db import Sessions
from patrol.model.stream import StreamRecord
from patrol.queries import board
from web.voices import Voices

CHUNK = 500

Event = dict[str, Any]
Said = Callable[[Sequence[Event]], None]
"""Told which events were just said to those who hear them live."""


class Channel:
    """Says every event of a room once to everybody who hears it, in order and without gaps.

    A newcomer is let in under the same lock under which events are said: whatever is in the
    stream at that moment it was sent before, whatever comes later it hears with the others.
    """

    def __init__(
        self, room: str, readers: Sessions, voices: Voices, said: Said = lambda _events: None
    ) -> None:
        self.room = room
        self._readers, self._voices, self._said = readers, voices, said
        self._lock = threading.Lock()
        self._hearers: set[str] = set()
        self._cursor: int | None = None

    @property
    def hearers(self) -> frozenset[str]:
        """Who hears it live."""
        with self._lock:
            return frozenset(self._hearers)

    @property
    def cursor(self) -> int | None:
        """The last number said; None while nobody listens."""
        return self._cursor

    def read_on(self) -> None:
        """Say what came since the last time."""
        with self._lock:
            self._read_on()

    def admit(self, sid: str, since: int) -> int:
        """Send a client what is left after `since`, let it hear the rest live, and give the head."""
        with self._lock:
            head = self._read_on()
            for event in events_after(self._readers, self.room, since, upto=head):
                self._voices.say(sid, "stream", event)
            self._voices.enter(sid, self.room)
            self._hearers.add(sid)
            return head

    def leave(self, sid: str) -> None:
        """Let a client hear it no more."""
        with self._lock:
            if sid in self._hearers:
                self._hearers.discard(sid)
                self._voices.leave(sid, self.room)
            if not self._hearers:
                self._cursor = None

    def _read_on(self) -> int:
        if self._cursor is None:
            with self._readers() as session:
                self._cursor = board.heads(session, [self.room])[self.room]
            return self._cursor
        events = events_after(self._readers, self.room, self._cursor)
        for event in events:
            self._voices.say(self.room, "stream", event)
            self._cursor = int(event["seq"])
        self._said(events)
        return self._cursor


def events_after(readers: Sessions, room: str, since: int, *, upto: int | None = None) -> list[Event]:
    """Read what a room said after a number, all of it, as it goes over the wire."""
    events: list[Event] = []
    while True:
        chunk = chunk_after(readers, room, since)
        events += [event for event in chunk if upto is None or event["seq"] <= upto]
        if len(chunk) < CHUNK:
            return events
        since = chunk[-1]["seq"]


def chunk_after(readers: Sessions, room: str, since: int) -> list[Event]:
    """Read the next events, at most a chunk."""
    with readers() as session:
        return [_on_wire(record) for record in board.missed(session, room, since=since, limit=CHUNK)]


def _on_wire(record: StreamRecord) -> Event:
    return {
        "room": record.room,
        "seq": record.seq,
        "type": record.type,
        "entity": record.entity,
        "version": record.version,
        "body": record.body,
        "at": stamp(record.at),
    }
