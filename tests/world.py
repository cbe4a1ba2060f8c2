"""A small market on a real database: two groups of two shops, a few devices, the default rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, select

from devices.handlers import Handler
from patrol.actions import alerts, triage_rules
from patrol.actions.alerts import AlertCommand
from patrol.db import Sessions, make_engine, make_sessions
from patrol.migrations import upgrade
from patrol.model.alerts import Alert
from patrol.model.devices import Device, DeviceName
from patrol.model.people import Person
from patrol.model.places import Market, Place, PlaceVersion
from patrol.queries import board
from patrol.queries.board import Snapshot
from patrol.queries.register import RegisterCache
from patrol.rules.live import StreamEvent
from patrol.rules.signal import Message
from patrol.rules.words import DeviceClass, PlaceKind
from tests.devices.wire import message
from tests.parts.ready_made import ready_made

START = datetime(2026, 9, 1, 2, 15, 2, tzinfo=UTC)
"""10:15 in the market: open."""
NIGHT = datetime(2026, 9, 1, 19, 0, tzinfo=UTC)
"""03:00 in the market: closed."""
SQUARE = [[0, 0], [400, 0], [400, 300], [0, 300]]


@dataclass(slots=True)
class World:
    """Everything a test needs to speak as a device, act as a person and look as a board."""

    engine: Engine
    sessions: Sessions
    handler: Handler
    register: RegisterCache
    now: datetime = START
    told: list[Any] = field(default_factory=list)

    def later(self, **span: float) -> "World":
        """Let time pass."""
        self.now += timedelta(**span)
        return self

    def hear(self, topic: str, body: object = b"", *, retained: bool = False) -> None:
        """Let the broker hand over one message now."""
        self.hear_all([message(topic, body, retained=retained, at=self.now)])

    def hear_all(self, messages: list[Message]) -> None:
        """Let the broker hand over a batch."""
        self.handler.handle(messages)

    def event(self, device: str, kind: str, **more: object) -> None:
        """Let a device of ours (`class/code`) say something."""
        body = {"kind": kind, "id": uuid4().hex, "at": self.now.isoformat(), **more}
        self.hear(f"patrol/v1/yunda/{device}/event", body)

    def open_alerts(self) -> list[Alert]:
        """Give the open alerts, oldest first."""
        with self.sessions() as session:
            rows = session.scalars(select(Alert).where(Alert.closed_at.is_(None)).order_by(Alert.id))
            return list(rows)

    def alert(self) -> Alert:
        """Give the only open alert."""
        (found,) = self.open_alerts()
        return found

    def order(
        self,
        alert: Alert,
        command: str,
        *,
        by: int = 1,
        command_id: str | None = None,
        version: int | None = None,
        **payload: Any,
    ) -> Mapping[str, Any]:
        """Let a person command."""
        order = AlertCommand(
            alert.id, command, command_id or uuid4().hex, version or alert.version, payload, by
        )
        with self.sessions.begin() as session:
            return alerts.command(session, order, self.register.current(session), now=self.now)

    def snapshot(self, room: str = "market:yunda") -> Snapshot:
        """Look at a room as a board that just came."""
        with self.sessions() as session:
            found = board.snapshot(session, room, self.register.current(session))
            assert found is not None, room
            return found

    def since(self, seq: int, room: str = "market:yunda") -> list[StreamEvent]:
        """Give what a room said after a number."""
        with self.sessions() as session:
            return [board.event_of(record) for record in board.missed(session, room, since=seq)]


def a_world(folder: Path, *, url: str | None = None, now: datetime = START) -> World:
    """Build the market on a fresh database."""
    url = url or f"sqlite:///{folder}/world.sqlite3"
    ready_made(url, f"world {now:%m-%dT%H:%M:%S}", partial(_settle, now=now))
    engine = make_engine(url)
    sessions = make_sessions(engine)
    register = RegisterCache()
    told: list[Any] = []
    world = World(engine, sessions, _handler(folder, sessions, register), register, now, told)
    object.__setattr__(world.handler, "clock", lambda: world.now)
    return world


def _handler(folder: Path, sessions: Sessions, register: RegisterCache) -> Handler:
    return Handler(
        sessions, register, folder / "media", lambda: START, "yunda", lambda _taken, _register: None
    )


def _settle(engine: Engine, *, now: datetime) -> None:
    upgrade(engine)
    with make_sessions(engine).begin() as session:
        market = Market(code="yunda", name="云达", timezone="Asia/Shanghai", lat=29.3321, lon=120.1032)
        market.opens, market.closes = 5 * 60, 18 * 60
        session.add(market)
        session.flush()
        triage_rules.give_defaults(session, market.id, now=now)
        _fill(session, market.id, now)


def _fill(session: Any, market_id: int, now: datetime) -> None:
    def place(kind: PlaceKind, code: str, parent: int | None, **facts: object) -> int:
        row = Place(market_id=market_id, kind=kind, code=code)
        session.add(row)
        session.flush()
        boundary: list[Any] = SQUARE if kind is PlaceKind.MARKET else []
        session.add(
            PlaceVersion(
                place_id=row.id, parent_id=parent, name=code, boundary=boundary, facts=facts, valid_from=now
            )
        )
        return row.id

    root = place(PlaceKind.MARKET, "yunda", None)
    grid = place(PlaceKind.GRID, "g1", root)
    shops = {}
    for group in ("g1-01", "g1-02"):
        group_id = place(PlaceKind.GROUP, group, grid)
        for letter in ("a", "b"):
            code = f"{group}-{letter}"
            shops[code] = place(PlaceKind.SHOP, code, group_id, opens=360, closes=1080)

    def device(
        device_class: DeviceClass, code: str, at: int, *names: tuple[str, str, str], **more: Any
    ) -> int:
        row = Device(
            market_id=market_id, device_class=device_class, code=code, name=code, place_id=at, **more
        )
        session.add(row)
        session.flush()
        for source, instance, key in (("patrol", "yunda", f"{device_class}/{code}"), *names):
            session.add(DeviceName(device_id=row.id, source=source, instance=instance, key=key))
        return row.id

    nvr = device(DeviceClass.BRIDGE, "nvr", root, ("frigate", "frigate", "bridge"))
    shop = shops["g1-01-a"]
    device(DeviceClass.BUTTON, "btn-a", shop, x=10.0, y=10.0)
    device(DeviceClass.BUTTON, "btn-b", shops["g1-01-b"], x=14.0, y=10.0)
    device(DeviceClass.SENSOR, "smoke-a", shop, x=10.0, y=11.0)
    device(DeviceClass.SENSOR, "door-a", shop, x=10.0, y=12.0)
    for name in ("d2_east_gate", "d5_atrium"):
        device(DeviceClass.CAMERA, name, shop, ("frigate", "frigate", name), parent_id=nvr, x=1.0, y=1.0)
    for code, unique in (("car-01", "013800000001"), ("car-02", "013800000002"), ("bike", "865000000000009")):
        device(DeviceClass.CAR, code, root, ("traccar", "traccar", unique))
    session.add_all([Person(login=f"p{n}", name=name) for n, name in enumerate(("王强", "李梅", "赵军"))])
