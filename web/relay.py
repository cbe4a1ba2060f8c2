"""From the outbox to the screens: tails the rooms somebody here hears, lets clients in without a gap."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from patrol.clock import Clock, monotonic
from patrol.db import Sessions
from patrol.gauge import Spread
from patrol.model.stream import StreamRecord
from patrol.queries import board
from patrol.queries.register import RegisterCache
from web import journal
from web.channel import CHUNK, Channel, Event, chunk_after
from web.pulse import Pulse
from web.voices import Voices

POLL_S = 0.25
"""How long a lost hint can hold an event back."""

FARTHEST = 5_000
"""Events a client may be behind and still have them replayed; beyond, a snapshot is quicker."""

BACKLOG_FULL = 1_500
"""Packets a client may leave untaken before it is cut off: a snapshot, two chunks, and minutes of beats."""

REPLAY_PATIENCE_S = 15.0


class Gone(Exception):
    """The client left, or does not take what it asked for."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What a client says of one room: the last number it holds, of which epoch, and when it last heard us."""

    room: str
    since: int | None = None
    epoch: str | None = None
    heard_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where the relay reads: what newcomers ask for by `readers`, the stream itself by `tail`."""

    readers: Sessions
    tail: Sessions
    register: RegisterCache
    clock: Clock


class Relay:
    """One for each web process, for its own clients alone."""

    def __init__(
        self, source: Source, voices: Voices, pulse: Pulse, *, patience_s: float = REPLAY_PATIENCE_S
    ) -> None:
        self._source, self._voices, self._pulse = source, voices, pulse
        self._patience_s = patience_s
        self._lock = threading.Lock()
        self._channels: dict[str, Channel] = {}
        self._wake = threading.Event()
        self._epoch: str | None = None
        self._failing = False
        self.lag = Spread()
        """Seconds from the instant of a change until it was said, of the oldest event of each reading."""

    def wake(self) -> None:
        """Look at once: somebody committed."""
        self._wake.set()

    def run(self, stop: threading.Event) -> None:
        """Go around until told to stop; a lost database is outlived."""
        while not stop.is_set():
            self._wake.wait(POLL_S)
            self._wake.clear()
            self._survive()

    def turn(self) -> None:
        """Say what is new in every room that is heard here."""
        with self._lock:
            heard = {room: channel for room, channel in self._channels.items() if channel.hearers}
        cursors = {room: channel.cursor for room, channel in heard.items()}
        with self._source.tail() as session:
            heads = board.heads(session, heard)
            epoch = board.epoch(session)
            restored = self._epoch not in (None, epoch)
            for room, cursor in cursors.items():
                if not restored and (cursor is None or heads[room] > cursor):
                    heard[room].read_on(session)
        self._epoch = epoch
        for room, cursor in cursors.items():
            if restored or (cursor is not None and heads[room] < cursor):
                self._begin_anew(heard[room])
        self._pulse.relayed()

    def join(self, sid: str, ask: Ask) -> int:
        """Bring a client up to date in a room, let it hear the rest, and give the room's head."""
        channel = self._channel(ask.room)
        channel.leave(sid)
        since = self._begin(sid, ask)
        return channel.admit(sid, self._replay(sid, ask.room, since))

    def leave(self, sid: str) -> None:
        """Forget a client."""
        for channel in self._every_channel():
            channel.leave(sid)

    def _survive(self) -> None:
        try:
            self.turn()
            if self._failing:
                journal.note("relay", "the database answers again")
            self._failing = False
        except (SQLAlchemyError, OSError) as error:
            if not self._failing:
                journal.warn("relay", "the database does not answer", why=type(error).__name__)
            self._failing = True

    def _begin(self, sid: str, ask: Ask) -> int:
        """Send a snapshot when one is needed, and give the number from which to replay."""
        with self._source.readers() as session:
            reason = self._why_not_replay(session, ask)
            if ask.since is not None and reason is None:
                return ask.since
            register = self._source.register.current(session)
            shot = board.snapshot(session, ask.room, register) or self._empty(session, ask.room)
            missed = self._missed(session, ask) if reason else None
        if reason is not None:
            self._voices.say(sid, "reset", {"room": ask.room, "reason": reason, "missed": missed})
        body = {"room": ask.room, "seq": shot.seq, "epoch": shot.epoch, "state": shot.state}
        self._voices.say(sid, "snapshot", body)
        return shot.seq

    def _why_not_replay(self, session: Session, ask: Ask) -> str | None:
        if ask.since is None:
            return None
        head = board.heads(session, [ask.room])[ask.room]
        first = board.oldest(session, ask.room)
        if ask.epoch is not None and ask.epoch != board.epoch(session):
            return "other-epoch"
        if ask.since > head:
            return "ahead"
        if ask.since < (head if first is None else first - 1):
            return "too-old"
        return "too-far" if head - ask.since > FARTHEST else None

    def _missed(self, session: Session, ask: Ask) -> dict[str, int] | None:
        """Count what was raised while the client was away, for the rooms of a whole market."""
        register = self._source.register.current(session)
        scope = board.scope_of(ask.room, register)
        since = ask.heard_at or _said_at(session, ask)
        if scope is None or scope.place_id is not None or since is None:
            return None
        alerts, still_open = board.raised_since(session, scope.market.id, since)
        away = (self._source.clock() - since).total_seconds()
        return {"seconds": max(0, round(away)), "alerts": alerts, "open": still_open}

    def _empty(self, session: Session, room: str) -> board.Snapshot:
        return board.Snapshot(room, board.heads(session, [room])[room], board.epoch(session), {})

    def _replay(self, sid: str, room: str, since: int) -> int:
        """Send whole chunks while there are any; the rest is sent when the client is let in."""
        while len(chunk := self._chunk_after(room, since)) == CHUNK:
            for event in chunk:
                self._voices.say(sid, "stream", event)
            since = int(chunk[-1]["seq"])
            self._wait_until_taken(sid)
        return since

    def _chunk_after(self, room: str, since: int) -> list[Event]:
        with self._source.readers() as session:
            return chunk_after(session, room, since)

    def _wait_until_taken(self, sid: str) -> None:
        until = monotonic() + self._patience_s
        while self._voices.backlog(sid) > CHUNK:
            if monotonic() > until:
                raise Gone
            threading.Event().wait(0.02)

    def _begin_anew(self, channel: Channel) -> None:
        """The numbers are no longer those the clients know: a backup came back."""
        for sid in channel.hearers:
            head = self.join(sid, Ask(channel.room, since=0, epoch=""))
            self._voices.say(sid, "ready", {"heads": {channel.room: head}})

    def _channel(self, room: str) -> Channel:
        with self._lock:
            if room not in self._channels:
                self._channels[room] = Channel(room, self._source.tail, self._voices, self._note_lag)
            return self._channels[room]

    def _note_lag(self, events: Sequence[Event]) -> None:
        if events:
            began = datetime.fromisoformat(events[0]["at"])
            self.lag.note((self._source.clock() - began).total_seconds())

    def _every_channel(self) -> list[Channel]:
        with self._lock:
            return list(self._channels.values())


def _said_at(session: Session, ask: Ask) -> datetime | None:
    """Give the instant of the last event a client holds, or of the oldest one still kept."""
    first = board.oldest(session, ask.room)
    if first is None or ask.since is None:
        return None
    record = session.get(StreamRecord, (ask.room, max(first, ask.since)))
    return record.at if record else None
