"""One room in this process: who hears it live, and how far it has been read."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

import orjson
from sqlalchemy.orm import Session

from patrol.cards.things import stamp
from patrol.db import Sessions
from patrol.queries import board
from patrol.queries.board import StreamRow
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

    def read_on(self, session: Session) -> None:
        """Say what came since the last time, as far as a session sees it."""
        with self._lock:
            self._read_on(session)

    def admit(self, sid: str, since: int) -> int:
        """Send a client what is left after `since`, let it hear the rest live, and give the head."""
        with self._lock, self._readers() as session:
            head = self._read_on(session)
            for event in events_after(session, self.room, since, upto=head):
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

    def _read_on(self, session: Session) -> int:
        if self._cursor is None:
            self._cursor = board.heads(session, [self.room])[self.room]
            return self._cursor
        events = events_after(session, self.room, self._cursor)
        for event in events:
            self._voices.say(self.room, "stream", event)
            self._cursor = int(event["seq"])
        self._said(events)
        return self._cursor


def events_after(session: Session, room: str, since: int, *, upto: int | None = None) -> list[Event]:
    """Read what a room said after a number, all of it, as it goes over the wire."""
    events: list[Event] = []
    while True:
        chunk = chunk_after(session, room, since)
        events += [event for event in chunk if upto is None or event["seq"] <= upto]
        if len(chunk) < CHUNK:
            return events
        since = chunk[-1]["seq"]


def chunk_after(session: Session, room: str, since: int) -> list[Event]:
    """Read the next events, at most a chunk."""
    return [_on_wire(said) for said in board.missed(session, room, since=since, limit=CHUNK)]


def _on_wire(said: StreamRow) -> Event:
    """A body goes out as the text it was stored as: nobody here looks into it."""
    return {
        "room": said.room,
        "seq": said.seq,
        "type": said.type,
        "entity": said.entity,
        "version": said.version,
        "body": None if said.body is None else orjson.Fragment(said.body),
        "at": stamp(said.at),
    }
