"""Whoever was away gets exactly what they missed, or a fresh picture and what it was in numbers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from devices.handlers import Handler
from patrol.actions import alerts, installation
from patrol.actions.alerts import AlertCommand
from patrol.clock import system_clock
from patrol.db import Sessions, make_sessions
from patrol.jobs import forget_old_records
from patrol.model.alerts import Alert
from patrol.model.stream import StreamRecord
from patrol.queries import board
from patrol.queries.board import Snapshot
from patrol.queries.register import RegisterCache
from patrol.rules.live import State, StreamEvent, apply
from tests.devices.wire import message
from tests.journeys.crowd import button
from tests.journeys.house import MARKET, ROOM, House
from tests.parts.live_client import LiveClient

pytestmark = [pytest.mark.journey, pytest.mark.timeout(120)]

ABSENCES = {"5 s": timedelta(seconds=5), "2 h": timedelta(hours=2), "4 days": timedelta(days=4)}
HISTORY = (
    (timedelta(days=4, hours=1), 2),
    (timedelta(days=3, hours=9), 3),
    (timedelta(hours=3), 2),
    (timedelta(minutes=50), 4),
    (timedelta(seconds=3), 1),
)
"""How long ago so many calls for help came; of each lot but the last somebody closed one."""


@dataclass(slots=True)
class Past:
    """Lets days pass in a market's database, by the clocks that ingest, people and jobs are given."""

    sessions: Sessions
    folder: Path
    now: datetime
    register: RegisterCache = field(default_factory=RegisterCache)
    pressed: int = 0

    def calls(self, many: int) -> None:
        """Let so many buttons be pressed now."""
        handler = Handler(
            self.sessions, self.register, self.folder / "media", lambda: self.now, MARKET, lambda *_: None
        )
        for _ in range(many):
            body = {"kind": "sos", "id": uuid4().hex, "at": self.now.isoformat()}
            topic = f"patrol/v1/{MARKET}/button/{button(self.pressed)}/event"
            handler.handle([message(topic, body, at=self.now)])
            self.pressed += 1

    def closes_one(self) -> None:
        """Let an officer close the newest call."""
        with self.sessions.begin() as session:
            newest = session.scalars(select(Alert).order_by(Alert.id.desc())).first()
            assert newest is not None
            told = {"reason": "pressed by mistake"}
            order = AlertCommand(newest.id, "dismiss", uuid4().hex, newest.version, told, 1)
            alerts.command(session, order, self.register.current(session), now=self.now)

    def picture(self) -> Snapshot:
        """What a board shows now."""
        with self.sessions() as session:
            shown = board.snapshot(session, ROOM, self.register.current(session))
            assert shown is not None
            return shown

    def forgets(self) -> None:
        """What the nightly job forgets."""
        with self.sessions.begin() as session:
            forget_old_records.run(session, self.register.current(session), now=self.now)


@pytest.fixture(scope="module")
def held() -> dict[str, tuple[Snapshot, datetime]]:
    """What each board held when it went away, and when that was."""
    return {}


@pytest.fixture(scope="module")
def house(
    prepared: Path, tmp_path_factory: pytest.TempPathFactory, held: dict[str, tuple[Snapshot, datetime]]
) -> Iterator[House]:
    one = House.like(prepared, tmp_path_factory.mktemp("away") / "house")
    now = system_clock()
    past = Past(make_sessions(one.engine), one.folder, now)
    with past.sessions.begin() as session:
        installation.keep_epoch(session)
        forget_the_samples_own(session)
    for ago, many in HISTORY:
        for name, absence in ABSENCES.items():
            if absence > ago and name not in held:
                held[name] = past.picture(), now - absence
        past.now = now - ago
        past.calls(many)
        if many > 1:
            past.closes_one()
    past.now = now
    past.forgets()
    try:
        one.start("broker", "web")
        yield one
    finally:
        one.stop()


def forget_the_samples_own(session: Session) -> None:
    """The sample market has a past of its own, told in the present: here only this one's counts."""
    session.execute(delete(StreamRecord))
    session.execute(update(Alert).values(suppressed=True))


def comes_back(house: House, held: tuple[Snapshot, datetime]) -> LiveClient:
    """Connect as a page does that still holds what it held."""
    picture, heard_at = held
    ask = {"room": ROOM, "since": picture.seq, "heard_at": heard_at.isoformat()}
    return house.says({"rooms": [ask], "epoch": picture.epoch})


def fresh(house: House) -> State:
    client = house.board()
    (picture,) = client.wait("snapshot")
    client.close()
    state: State = picture["state"]
    return state


@pytest.mark.parametrize("absence", ["5 s", "2 h"])
def test_a_board_that_was_away_gets_every_number_it_missed_and_nothing_else(
    house: House, held: dict[str, tuple[Snapshot, datetime]], absence: str
) -> None:
    client = comes_back(house, held[absence])
    (ready,) = client.wait("ready")
    picture = held[absence][0]
    told = client.bodies("stream")
    assert [event["seq"] for event in told] == list(range(picture.seq + 1, ready["heads"][ROOM] + 1))
    assert client.bodies("snapshot") == client.bodies("reset") == []
    client.close()
    state = picture.state
    for event in told:
        words = {name: event[name] for name in ("room", "seq", "type", "entity", "version", "body")}
        state = apply(state, StreamEvent(**words))
    now_shown = fresh(house)
    assert state["alerts"] == now_shown["alerts"]
    assert state["quarantine"] == now_shown["quarantine"]


def test_a_board_that_was_away_too_long_gets_a_fresh_picture_and_the_numbers(
    house: House, held: dict[str, tuple[Snapshot, datetime]]
) -> None:
    client = comes_back(house, held["4 days"])
    client.wait("ready")
    (reset,) = client.bodies("reset")
    assert (reset["room"], reset["reason"]) == (ROOM, "too-old")
    missed = reset["missed"]
    assert (missed["alerts"], missed["open"]) == (10, 7)
    assert abs(missed["seconds"] - 4 * 86_400) < 120
    assert client.bodies("stream") == []
    (picture,) = client.bodies("snapshot")
    client.close()
    assert picture["state"]["alerts"] == fresh(house)["alerts"]
    assert len(picture["state"]["alerts"]) == 8
