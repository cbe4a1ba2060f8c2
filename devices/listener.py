"""The ingest process: two sessions at the broker, one writer, signs of life."""

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from devices.bus import Bus
from devices.division import WHOLE, Part
from devices.handlers import Handler
from devices.lanes import Held, Lanes, acknowledge
from devices.portion import Portion
from devices.retirement import retire
from devices.wire import Put, WireSession
from patrol.actions.heartbeats import beat, beat_together
from patrol.clock import Clock, monotonic, system_clock
from patrol.db import Sessions, make_engine, make_sessions
from patrol.errors import Misconfigured, Unavailable
from patrol.gauge import own_size
from patrol.heap import settle
from patrol.migrations import require_current
from patrol.model.stream import Meta
from patrol.queries.register import RegisterCache
from patrol.settings import Settings

log = logging.getLogger(__name__)

ALARMS = 250
"""How many alarms are stored together at most."""
GATHER_S = 0.004
"""How long more is waited for while messages come faster than one by one: a commit costs the same for ten."""
MANY = 50
"""A batch of so many needs no more."""
BEAT_EVERY_S = 2.0
QUIET_S = 0.2
BROKER_STALE_S = 5.0
SUBSCRIBED_WITHIN_S = 15.0


@dataclass(slots=True)
class Ingest:
    """Takes what the sessions hand over, stores it, acknowledges it, and says that it lives."""

    lanes: Lanes
    handler: Handler
    sessions: Sessions
    bus: Bus
    clock: Clock
    stop: Event
    started_at: datetime
    part: Part = WHOLE
    portion: Portion = field(default_factory=Portion)
    batches: int = 0
    died: list[BaseException] = field(default_factory=list)
    _beaten_at: float = 0.0

    def run(self) -> None:
        """Work until told to stop.

        Raises:
            Unavailable: the database or the disk refuses; nothing unstored was acknowledged.
        """
        while not self.stop.is_set():
            held = self.lanes.take(alarms=ALARMS, bulk=self.portion.size, wait_s=QUIET_S)
            try:
                if held:
                    began = monotonic()
                    self.handler.handle([one.message for one in held])
                    self.portion.took(len(held), monotonic() - began)
                    self.batches += 1
                self._beat()
            except (SQLAlchemyError, OSError) as error:
                raise Unavailable(f"cannot store: {_plain(error)}") from error
            acknowledge(held)
            self.bus.send_positions()
            if self.died:
                raise Unavailable(f"the session at the broker ended: {self.died[0]}")
            if 1 < len(held) < MANY:  # a single message on a quiet day is stored at once
                self.stop.wait(GATHER_S)

    def _beat(self) -> None:
        if monotonic() - self._beaten_at < BEAT_EVERY_S:
            return
        self._beaten_at = monotonic()
        now, age = self.clock(), self.bus.broker_age_s()
        self.bus.ping()
        with self.sessions.begin() as session:
            facts = {"waiting": self.lanes.depth(), "batches": self.batches, **self._flow()}
            beat(session, self.part.heartbeat, started_at=self.started_at, now=now, facts=facts)
            if self.part.of > 1:
                beat_together(
                    session, "ingest", [Part(n + 1, self.part.of).heartbeat for n in range(self.part.of)]
                )
            if age is not None and age < BROKER_STALE_S:
                beat(
                    session, "broker", started_at=self.started_at, now=now - timedelta(seconds=age), facts={}
                )

    def _flow(self) -> dict[str, Any]:
        return self.handler.flow.card() | {"broker": self.bus.answers.card()} | own_size()


def run(
    settings: Settings,
    *,
    ready: Callable[[], None],
    stop: Event,
    part: Part = WHOLE,
    clock: Clock = system_clock,
) -> None:
    """Run ingest, or one part of it, until `stop`; `ready` is called once it listens.

    Raises:
        Misconfigured, Unavailable: with one line that says what is missing.
    """
    if settings.mqtt_url is None:
        raise Misconfigured("ingest needs a broker: set PATROL_MQTT_URL or start `patrol broker`")
    engine = make_engine(settings.database_url)
    require_current(engine)
    sessions = make_sessions(engine)
    bus = Bus(settings.mqtt_url, clock=clock)
    handler = Handler(
        sessions, RegisterCache(), settings.data_dir / "media", clock, settings.market, bus.tell
    )
    lanes = Lanes()
    ingest = Ingest(lanes, handler, sessions, bus, clock, stop, started_at=clock(), part=part)
    wires = _wires(settings.mqtt_url, part, lanes, sessions, clock)
    bus.start()
    for wire in wires:
        wire.start(ingest.died.append)
    try:
        _await_subscriptions(wires)
        retire(part, settings.mqtt_url, sessions, lanes.put_bulk, clock=clock, stop=stop)
        settle()
        ready()
        ingest.run()
    finally:
        for wire in wires:
            wire.stop()
        bus.stop()
        engine.dispose()


def _await_subscriptions(wires: Sequence[WireSession]) -> None:
    """Wait until the broker keeps messages for us; what is sent before is heard by nobody."""
    for wire in wires:
        if not wire.listening.wait(SUBSCRIBED_WITHIN_S):
            raise Unavailable("the broker does not take our subscriptions; its log says why")


def _wires(url: str, part: Part, lanes: Lanes, sessions: Sessions, clock: Clock) -> list[WireSession]:
    lists = {
        f"{part.name}-alarm": (part.alarm_topics(), _if_ours(part, lanes.put_alarms)),
        f"{part.name}-bulk": (part.bulk_topics(), _if_ours(part, lanes.put_bulk)),
    }
    return [
        WireSession(url, name, topics, put, clock=clock, renew=_list_changed(sessions, name, topics))
        for name, (topics, put) in lists.items()
        if topics
    ]


def _if_ours(part: Part, put: Put) -> Put:
    def put_ours(held: Sequence[Held]) -> None:
        if ours := part.ours(held):
            put(ours)

    return put_ours


def _list_changed(sessions: Sessions, name: str, topics: Sequence[str]) -> bool:
    """Say whether we want other topics than last time; subscribing again replays all that is retained."""
    mark = hashlib.sha256("\n".join(sorted(topics)).encode()).hexdigest()
    with sessions.begin() as session:
        known = session.get(Meta, f"topics:{name}")
        if known is not None and known.value == mark:
            return False
        session.merge(Meta(name=f"topics:{name}", value=mark))
    return True


def _plain(error: BaseException) -> str:
    """One line of what a database or a disk says."""
    return str(getattr(error, "orig", None) or error).splitlines()[0]
